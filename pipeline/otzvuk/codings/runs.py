"""Whole analyses kept: what one said and wrote, told again where nothing that it came from has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otzvuk.codings.known import Known
from otzvuk.folder.edited import digest
from otzvuk.folder.layout import OUT, REPORTS, run_of

if TYPE_CHECKING:
    from otzvuk.codings.since import Since
    from otzvuk.model.codebook import Codebook

ROOM: Final = "runs"


@dataclass(frozen=True)
class Outcome:
    """What an analysis has to say in the terminal, in Russian; nothing in it needs a library of numbers.

    `seen` says what a person has checked, `corrected` what that says of the counts. `rows` are the most
    damaging processes: place, name, damage, who complains, mentions, chance to be in the top; those that the
    headline names are `named`. `out` is where the reports are, `kept` are copies of reports that somebody had
    changed. `names` is how many were hidden, None where nobody looked; `listed` says that they stand in
    names_found.csv. `same` is the date of the report that still stands, ISO 8601; "" for one written now.
    """

    sentences: tuple[str, ...]
    seen: str
    corrected: str
    rows: tuple[tuple[str, ...], ...]
    named: frozenset[str]
    failures: tuple[str, ...]
    assumed: int
    out: Path
    kept: tuple[Path, ...]
    names: int | None
    listed: bool
    since: Since | None = None
    codebook: Codebook | None = None
    same: str = ""


@dataclass(frozen=True)
class _Run:
    outcome: Outcome
    files: Mapping[str, str]
    date: str


def standing(path: Path, asked: tuple[str, ...], *, out: Path | None = None) -> Outcome | None:
    """What the last analysis of the study in folder `path` said, where another would find just the same.

    That is: the study is as it was, `asked` is what was asked for then (`asked_for`), and the reports in
    `out` are still those which that analysis wrote. None where one of these is not so.
    """
    folder = out if out is not None else path / OUT
    if not path.is_dir() or not (folder / "run.json").is_file():
        return None
    kept = Known(path).get(ROOM, *asked)
    if not isinstance(kept, _Run):
        return None
    try:
        same = all(digest(folder / name) == told for name, told in kept.files.items())
    except OSError:
        return None
    return replace(kept.outcome, same=kept.date, kept=()) if same else None


def keep(known: Known, asked: tuple[str, ...], outcome: Outcome) -> None:
    """Keep what an analysis said, and what it wrote into `outcome.out`."""
    run = run_of(outcome.out)
    told = run.get("files")
    if isinstance(told, dict) and set(told) | {"run.json"} == set(REPORTS):
        files = {**told, "run.json": digest(outcome.out / "run.json")}
        bare = replace(outcome, since=None, codebook=None)
        known.put(ROOM, _Run(bare, files, str(run.get("date", ""))), *asked)


def asked_for(
    path: Path, *, out: Path | None, template: Path | None, as_is: bool | None, where: str
) -> tuple[str, ...]:
    """What of an analysis's options its results depend on."""
    folder = (out if out is not None else path / OUT).absolute()
    look = digest(template) if template is not None else ""
    return str(folder), look, str(as_is), where
