"""A study whose transcripts are coded inline: the training corpus and gold studies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from otzvuk.folder.layout import MARKED
from otzvuk.model.codebook import Codebook, read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Coding
from otzvuk.model.study import Settings
from otzvuk.read.files import own_file
from otzvuk.read.interviews import interview_of
from otzvuk.read.marked import read_marked
from otzvuk.read.people import assign, read_people
from otzvuk.read.settings import read_settings
from otzvuk.read.transcript import Transcript


@dataclass(frozen=True)
class MarkedStudy:
    """A study as coded by hand: its settings, and a coding for each interview."""

    path: Path
    settings: Settings
    codings: tuple[Coding, ...]


def read_marked_study(path: str | Path, *, codebook: Codebook | None = None) -> MarkedStudy:
    """Read the study in the folder `path` with the transcripts of its `marked/` and what their tags say.

    `codebook` is the study's own unless given; the codes and processes of the tags must be in it. Raises
    `InputError` at the first fault.
    """
    root = Path(path)
    files = sorted(file.relative_to(root).as_posix() for file in (root / MARKED).glob("*.txt"))
    if not files:
        raise InputError("нет размеченных стенограмм", file=root / MARKED, expected="файлы .txt")
    settings_file, table = own_file(root, "study", [".yaml"]), own_file(root, "participants")
    settings = read_settings(settings_file)[0] if settings_file else Settings()
    codebook = codebook or read_codebook(settings.codebook, beside=root)
    persons = read_people(table, titles=codebook.roles, wave=settings.wave).persons if table else ()
    assigned = assign(persons, files)
    codings = []
    for file in files:
        turns, mentions, ratings = read_marked(root / file, codebook=codebook)
        people = assigned[file]
        identifier = next((each.interview for each in people if each.interview), Path(file).stem)
        interview = interview_of(
            Transcript(turns), id=identifier, file=file, people=people, settings=settings
        )
        codings.append(Coding(interview, mentions=mentions, ratings=ratings))
    return MarkedStudy(root, settings, tuple(codings))
