"""Whole analyses kept: what one said and wrote, told again where nothing that it came from has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from otzvuk.codings.known import Known
from otzvuk.codings.outcome import Outcome
from otzvuk.folder.edited import digest
from otzvuk.folder.layout import REPORTS, reports_folder, run_of
from otzvuk.report.rendered import RENDERED
from otzvuk.report.template import Given, templates

ROOM: Final = "runs"
WRITTEN: Final = "written"


@dataclass(frozen=True)
class _Run:
    outcome: Outcome
    files: Mapping[str, str]
    date: str


def standing(path: Path, asked: tuple[str, ...], *, out: Path | None = None) -> Outcome | None:
    """What the last analysis of the study in folder `path` said, where another would find just the same.

    That is: the study is as it was, `asked` is what was asked for then (`request`), and the reports in `out`
    (by itself `reports_folder`) are still those which that analysis wrote. None where one of these is not so.
    """
    folder = out if out is not None else reports_folder(path, asked[-1])
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
    if isinstance(told, dict) and _all_told({*told, "run.json"}):
        files = {**told, "run.json": digest(outcome.out / "run.json")}
        bare = replace(outcome, since=None, codebook=None)
        known.put(ROOM, _Run(bare, files, str(run.get("date", ""))), *asked)


def as_written(
    known: Known, made: tuple[str, ...], folder: Path, template: Given
) -> Mapping[str, tuple[str, str]]:
    """The reports in `folder` that an analysis of the study in this very state wrote, `made` of it as now.

    What would be written now is the same but for the moment that it is made at. By name: what else it depends
    on (the template's digest) and the digest of the file.
    """
    kept = known.get(WRITTEN, *made)
    if not isinstance(kept, dict):
        return {}
    return {
        name: (look, told)
        for name, (look, told) in kept.items()
        if look == _look_of(name, template) and _digest(folder / name) == told
    }


def keep_written(known: Known, made: tuple[str, ...], folder: Path, template: Given) -> None:
    """Keep which reports an analysis has left in `folder`, for `as_written`."""
    told = {name: (_look_of(name, template), _digest(folder / name)) for name in RENDERED}
    known.put(WRITTEN, {name: each for name, each in told.items() if each[1]}, *made)


def _look_of(name: str, template: Given) -> str:
    own = templates(template).get(name)
    return digest(own) if own is not None else ""


def _digest(path: Path) -> str:
    try:
        return digest(path)
    except OSError:
        return ""


def _all_told(names: set[str]) -> bool:
    """Whether these are the reports of a whole analysis."""
    always = {name for name in REPORTS if not name.endswith(".parquet")}
    return always <= names  # and those of plug-ins


def request(
    path: Path, *, out: Path | None, template: Given, as_is: bool | None, where: str
) -> tuple[str, ...]:
    """What of an analysis's options its results depend on."""
    folder = (out if out is not None else reports_folder(path, where)).absolute()
    looks = [f"{name} {digest(each)}" for name, each in templates(template).items()]
    return str(folder), "; ".join(sorted(looks)), str(as_is), where
