"""One transcript with its mentions coloured."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from otzvuk.coding import coder_for, study_coder
from otzvuk.codings.chosen import coding_of
from otzvuk.model.codebook import Codebook, read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.model.stretch import stretches
from otzvuk.model.study import Guide, Study
from otzvuk.model.wording import chance, in_quotes, short
from otzvuk.read import read_interview, read_study

COLOURS = {Kind.PRAISE: "green", Kind.COMPLAINT: "red", Kind.WISH: "blue"}


def show_file(file: Path, *, why: bool = False, rules_only: bool = False) -> None:
    """One transcript with its mentions coloured; `why` adds what led to each.

    A transcript that lies in a study is read as part of it: with its participants, guide and codebook.
    """
    coding, codebook = _code_file(file, rules_only=rules_only)
    console = Console()
    by_turn = {turn: list(group) for turn, group in groupby(coding.mentions, key=lambda m: m.turn)}
    for index, turn in enumerate(coding.interview.turns):
        mentions = by_turn.get(index, [])
        line = Text(f"{turn.speaker or '—'}: ", style="dim" if turn.interviewer else "bold")
        line.append_text(coloured(turn.text, mentions, dim=turn.interviewer))
        console.print(line, soft_wrap=not console.is_terminal)
        for mention in mentions:
            console.print(_explained(mention, codebook, why=why), soft_wrap=not console.is_terminal)
        for rating in (each for each in coding.ratings if each.turn == index):
            console.print(
                f"    [yellow]Оценка {short(rating.value)} из {short(rating.scale)}[/] · "
                f"{escape(codebook.label(rating.criterion))} · {escape(in_quotes(rating.text))}",
                soft_wrap=not console.is_terminal,
            )


def _code_file(file: Path, *, rules_only: bool) -> tuple[Coding, Codebook]:
    home = _study_of(file)
    if home is not None and file.is_file():
        study = read_study(home)
        resolved = file.resolve()
        for interview in study.interviews:
            if (home / interview.file).resolve() == resolved:
                if study.settings.coding and not rules_only:  # somebody's own coding is shown, not another
                    return _ready(study, interview)
                return study_coder(study, rules_only=rules_only).code(interview), study.codebook
    codebook = read_codebook()
    return coder_for(codebook, Guide(), rules_only=rules_only).code(read_interview(file)), codebook


def _ready(study: Study, interview: Interview) -> tuple[Coding, Codebook]:
    """An interview as the coding that study.yaml names has it."""
    chosen = coding_of(study)
    for coding in chosen.codings:
        if coding.interview.id == interview.id:
            return coding, chosen.study.codebook
    raise InputError(
        "в разметке нет этого интервью",
        file=study.settings.coding,
        value=interview.id,
        expected="--rules или study.yaml без ключа coding",
    )


def _study_of(file: Path) -> Path | None:
    """The folder of the study that `file` lies in, None where it lies in none."""
    folder = file.absolute().parent
    for parent in (folder, *folder.parents):
        if parent.name == "transcripts":
            return parent.parent
    # without a folder of their own, transcripts lie beside the study's other files
    own = ("study.yaml", "participants.csv", "participants.xlsx", "guide.yaml")
    return folder if any((folder / name).is_file() for name in own) else None


def coloured(text: str, mentions: list[Mention], *, dim: bool) -> Text:
    """A turn's words in the colours of what is said in them; words that two mentions share are underlined."""
    shown = Text(style="dim" if dim else "")
    for stretch in stretches(text, mentions):
        kinds = list(dict.fromkeys(COLOURS[mention.kind] for mention in stretch.over))
        more = " underline" if len(stretch.over) > 1 else ""  # two mentions share these words
        shown.append(stretch.text, style=f"{kinds[0]}{more}" if kinds else "")
    return shown


def _explained(mention: Mention, codebook: Codebook, *, why: bool) -> Text:
    line = Text("    ")
    line.append(mention.kind.label, style=COLOURS[mention.kind])
    line.append(f" · {codebook.label(mention.code)}")
    if mention.trend.value:
        line.append(f" · {mention.trend.label}")
    if why:
        line.append(
            f" · {in_quotes(mention.text)}\n        процесс: {codebook.label(mention.process)}", style="dim"
        )
        line.append(
            f" · {mention.decided_by} · уверенность {chance(mention.confidence)}".replace("\u00a0", " "),
            style="dim",
        )
        if mention.why:
            line.append(f" · {mention.why}", style="dim")
    return line
