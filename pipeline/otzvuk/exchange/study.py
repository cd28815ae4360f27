"""A project as taken over → a study folder: transcripts, participants, the coding twice, a list of losses."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ruamel.yaml import YAML

from otzvuk.exchange.project import Project, read_project
from otzvuk.exchange.qdc import write_codebook
from otzvuk.exchange.transcripts import file_name, forms, fresh_name
from otzvuk.folder.csvfile import csv_text
from otzvuk.folder.layout import CODERS, MARKED, TRANSCRIPTS, refuse_folder
from otzvuk.folder.whole import whole_file
from otzvuk.model.codebook import read_codebook
from otzvuk.model.errors import InputError, reason
from otzvuk.model.interview import Interview, Role
from otzvuk.model.mention import PERSON, Coding, Kind, Mention
from otzvuk.read.files import EXAMPLE
from otzvuk.read.folder import read_study
from otzvuk.read.marked import write_marked

REPORT = "import.txt"
GOLD = "gold.jsonl"
_OWN = ("interview", "file", "speaker", "company", "position", "function", "role", "wave")


@dataclass(frozen=True)
class Imported:
    """A new study: its folder, the project as taken over, and in Russian what was guessed and lost."""

    path: Path
    project: Project
    notes: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def mentions(self) -> int:
        """How many mentions were taken over; what several people coded the same is one."""
        return sum(len(once(coding).mentions) for coding in self.project.codings)


def import_study(
    path: Path, folder: Path, *, codebook: str | Path = "b2b", kind: Kind | None = None, coder: str = ""
) -> Imported:
    """Make the study `folder` (new or empty) of the project at `path` (`.qdpx`).

    It holds `transcripts/`, `participants.csv`, `study.yaml`, the coding as `marked/` (for `otzvuk train`)
    and as `gold.jsonl` (for `otzvuk evaluate --gold`), in `coders/` that of each person where several coded
    (for `otzvuk agree`), `codebook.yaml` where the project has codes that `codebook` lacks, and `import.txt`
    with what was guessed and lost and with the project's memos. `kind` and `coder` are those of
    `read_project`. The folder is there whole or not at all. Raises `InputError` as that does, and where the
    folder is not empty or cannot be written.
    """
    refuse_folder(folder)
    with _beside(folder) as made:
        imported = _import(path, made, codebook, kind, coder)
        refuse_folder(folder)  # somebody may have put something there
        with suppress(OSError):
            folder.rmdir()  # empty; where it is not there, so much the better
        made.rename(folder)
    return replace(imported, path=folder)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A new folder beside `folder`, to take its place when it is whole; it goes if the block fails."""
    try:
        folder.resolve().parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.resolve().parent))
    except OSError as error:
        raise InputError(
            "папка не записывается", file=folder, value=reason(error), expected="место, куда можно писать"
        ) from error
    try:
        made.chmod(0o755)  # mkdtemp's folders are for their owner alone
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)  # where it has its place already, nothing is left to remove


def _import(path: Path, folder: Path, codebook: str | Path, kind: Kind | None, coder: str) -> Imported:
    base = read_codebook(codebook)
    project = read_project(path, codebook=base, kind=kind, coder=coder)
    grown = project.codebook is not base
    named = str(codebook)
    if not grown and Path(codebook).suffix:  # a file of one's own: the study keeps a copy
        grown = True
    if grown:
        write_codebook(project.codebook, folder / "codebook.yaml")
    settings = {
        "description": f"Импорт из {path.name}",
        "codebook": "codebook.yaml" if grown else named,
    }
    _write(folder / "study.yaml", _yaml(settings))  # read below, before there is a coding
    files = _files([coding.interview for coding in project.codings])
    _write(folder / "participants.csv", _participants(project, files))
    notes, lost = list(project.notes), list(project.lost)
    lost += _marked(project, folder / MARKED, files)
    unread = _written(project, folder / TRANSCRIPTS, files)
    lost += [f"интервью «{each}»: стенограмма читается иначе, в gold.jsonl его нет" for each in unread]
    gold = [coding for coding in project.codings if coding.interview.id not in unread]
    _write(folder / GOLD, "".join(_lines(map(once, gold))))
    notes += _coders(project, gold, folder / CODERS)
    if any(coding.mentions for coding in gold):  # the people's coding counts, until they say otherwise
        _write(folder / "study.yaml", _yaml({**settings, "coding": GOLD}))
    imported = Imported(folder, project, tuple(notes), tuple(lost))
    _write(folder / REPORT, report(imported, path.name))
    return imported


def report(imported: Imported, source: str) -> str:
    """What the study's `import.txt` says: how much came over, what was guessed, what was lost."""
    codings = imported.project.codings
    lines = [f"Импорт из {source}: интервью {len(codings)}, упоминаний {imported.mentions}.", ""]
    parts = [("Не перенесено", imported.lost), ("Предположено и добавлено", imported.notes)]
    if imported.project.memos:
        parts.append(("Заметки проекта", imported.project.memos))
    for title, listed in parts:
        lines += [
            f"{title}: {'ничего' if not listed else ''}".rstrip(),
            *(f"- {each}" for each in listed),
            "",
        ]
    return "\n".join(lines)


def _write(path: Path, text: str) -> None:
    with whole_file(path) as temporary:
        temporary.write_bytes(text.encode("utf-8", "replace"))


def _yaml(tree: object) -> str:
    yaml, text = YAML(), io.StringIO()
    yaml.dump(tree, text)
    return text.getvalue()


def _files(interviews: Iterable[Interview]) -> dict[str, str]:
    """A file name, without suffix, for each interview: its id as far as file systems allow."""
    files: dict[str, str] = {}
    for each in interviews:
        name = file_name(each.id) or "интервью"
        if name.casefold().startswith(EXAMPLE) or name.startswith("~$"):
            name = f"интервью {name}"
        files[each.id] = fresh_name(name, files.values())
    return files


def once(coding: Coding) -> Coding:
    """`coding` with each mention once, whoever made it."""
    found: dict[tuple[object, ...], Mention] = {}
    for each in coding.mentions:
        same = (each.turn, each.start, each.stop, each.kind, each.code, each.trend, each.process)
        found.setdefault(same, each)
    return replace(coding, mentions=tuple(found.values()))


def _written(project: Project, folder: Path, files: dict[str, str]) -> set[str]:
    """Write the transcripts, each in the first of its forms that reads as it was taken over.

    Lines within a turn may look like turns: a table says what is one. Gives the ids of those that read
    otherwise in every form.
    """
    left = {coding.interview.id: list(forms(coding.interview)) for coding in project.codings}
    unread = set(left)
    while unread:
        for identifier in unread:
            suffix, text = left[identifier].pop(0)
            for each in (".txt", ".csv"):
                (folder / f"{files[identifier]}{each}").unlink(missing_ok=True)
            _write(folder / f"{files[identifier]}{suffix}", text)
        unread = _unread(project.codings, folder.parent)
        if not any(left[each] for each in unread):
            break
        unread = {each for each in unread if left[each]}
    return _unread(project.codings, folder.parent) if unread else unread


def _coders(project: Project, gold: Sequence[Coding], folder: Path) -> list[str]:
    """Write what each of several people coded to a file of their own, and say so in Russian."""
    if len(project.coders) < 2:
        return []
    said, taken = [], set[str]()
    for coder in project.coders:
        name = coder.removeprefix(PERSON)
        own = [
            replace(each, mentions=tuple(one for one in each.mentions if one.decided_by == coder))
            for each in gold
        ]
        file = fresh_name(file_name(name) or "кодировщик", taken)
        taken.add(file)
        _write(folder / f"{file}.jsonl", "".join(_lines(map(once, own))))
        said.append(f"{name} — {sum(len(once(each).mentions) for each in own)} ({CODERS}/{file}.jsonl)")
    return [
        f"размечали несколько человек: {', '.join(said)}; в {GOLD} то, что они разметили вместе, "
        "одинаковое один раз; насколько они согласны: otzvuk agree, одного из них берёт --coder"
    ]


def _participants(project: Project, files: dict[str, str]) -> str:
    persons = project.persons
    further = list(dict.fromkeys(name for each in persons for name in each.participant.attributes))
    folded = [_column(name) for name in further]
    kept = {name for at, name in enumerate(further) if folded[at] not in {*_OWN, *folded[:at]}}
    rows = [(*_OWN, *(name for name in further if name in kept))]
    for each in persons:
        person = each.participant
        role = "Интервьюер" if each.interviewer else "" if person.role is Role.UNKNOWN else person.role.value
        own = (each.interview, files[each.interview], person.speaker, person.company, person.position)
        rows.append(
            (
                *own,
                person.function,
                role,
                person.wave,
                *(person.attributes.get(name, "") for name in further if name in kept),
            )
        )
    return "\ufeff" + csv_text(rows)


def _column(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())


def _marked(project: Project, folder: Path, files: dict[str, str]) -> list[str]:
    """Write the marked transcripts; in Russian what they cannot say (mentions that overlap)."""
    lost = []
    for coding in project.codings:
        kept, left = _apart(coding.mentions)
        text = write_marked(coding.interview.turns, kept, codebook=project.codebook)
        _write(folder / f"{files[coding.interview.id]}.txt", text)
        lost += [
            f"интервью «{coding.interview.id}», реплика {each.turn + 1}: «{each.text[:60]}» пересекается "
            "с другим упоминанием, в marked/ его нет (в gold.jsonl есть)"
            for each in left
        ]
    return lost


def _apart(mentions: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Mentions of which no two overlap but those on the very same stretch, and the rest."""
    kept: list[Mention] = []
    left: list[Mention] = []
    told: set[tuple[object, ...]] = set()
    for each in mentions:
        same = (each.turn, each.start, each.stop, each.kind, each.code, each.trend, each.process)
        if same in told:
            continue  # two people who agree
        near = (one for one in kept if one.turn == each.turn)
        grouped = [one for one in near if one.start < each.stop and each.start < one.stop]
        # one tag holds several codes, but only of one kind, trend and process
        fits = all(
            (one.start, one.stop, one.kind, one.trend) == (each.start, each.stop, each.kind, each.trend)
            for one in grouped
        )
        (kept if fits else left).append(each)
        told.add(same)
    return kept, left


def _unread(codings: Sequence[Coding], folder: Path) -> set[str]:
    """The interviews that the study reads otherwise than they were taken over."""
    study = read_study(folder)
    read = {each.id: each for each in study.interviews}
    unread = set()
    for coding in codings:
        own, other = coding.interview, read.get(coding.interview.id)
        same = other is not None and [turn.text for turn in own.turns] == [turn.text for turn in other.turns]
        coded = {mention.turn for mention in coding.mentions}
        if not same or any(other.turns[turn].interviewer for turn in coded):  # type: ignore[union-attr]
            unread.add(own.id)
    return unread


def _lines(codings: Iterable[Coding]) -> Iterable[str]:
    for coding in codings:
        for each in coding.mentions:
            row = {
                "interview": coding.interview.id,
                "turn": each.turn,
                "start": each.start,
                "end": each.stop,
                "kind": each.kind.value,
                "code": each.code,
                "process": each.process or None,
                "trend": each.trend.value or None,
                "text": each.text,
                "decided_by": each.decided_by or None,
            }
            yield json.dumps(row, ensure_ascii=False) + "\n"
