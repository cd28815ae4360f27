"""What has changed since the last report in a folder, process by process, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from otzvuk.codings.pinned import Difference, changed_texts, differences
from otzvuk.folder.layout import run_of
from otzvuk.numbers.count import MENTIONS, records
from otzvuk.numbers.damage import DAMAGE, SINCE, since
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.where import latest


@dataclass(frozen=True)
class Since:
    """What an analysis does not share with the last one of `date` (ISO 8601): `processes` as `damage.since`.

    `whole` is False where the tables of the last report are gone or spoilt, so that only causes are known.
    """

    date: str
    differences: tuple[Difference, ...]
    processes: pd.DataFrame
    whole: bool = True


def since_last(folder: Path, survey: Survey, ranking: pd.DataFrame, *, version: str) -> Since | None:
    """What has changed since the report in `folder`; None where there is none, or where that was one of other
    people (`--where`): numbers of some are no change of those of all.

    `ranking` is today's damage table, `version` the program's. To be asked before new reports
    take the place of the old.
    """
    run = run_of(folder)
    if not run or run.get("where", "") != survey.scope.line:
        return None
    shown = latest(survey)
    found = (*_waves(run, shown), *differences(run, survey.study, version=version))
    date = str(run.get("date", ""))
    before, said = _read(folder / "damage.csv", DAMAGE), _read(folder / "mentions.csv", MENTIONS)
    if before is None or said is None:
        return Since(date, found, pd.DataFrame(columns=list(SINCE)).astype(dict(SINCE)), whole=False)
    recoded = any(each.cause in {"coder", "setting"} for each in found)
    if run.get("wave"):
        said = said[said["wave"] == run["wave"]]
    processes = since(
        before,
        ranking,
        mentions_before=said,
        mentions=shown.mentions,
        edited=changed_texts(run, survey.study),
        recoded=recoded,
    )
    return Since(date, found, processes)


def _waves(run: Mapping[str, Any], shown: Survey) -> tuple[Difference, ...]:
    """Whether the wave that is shown is another."""
    before, now = (each or "все вместе" for each in (str(run.get("wave", "")), shown.scope.wave))
    return () if before == now else (Difference("people", f"волна: {before} → {now}"),)


def told_since(since: Since | None) -> dict[str, Any] | None:
    """The same for run.json: the date, the reasons, the processes row by row."""
    if since is None:
        return None
    return {
        "date": since.date,
        "why": [each.said for each in since.differences],
        "processes": records(since.processes.astype("object").where(since.processes.notna(), None)),
    }


def _read(path: Path, columns: Mapping[str, str]) -> pd.DataFrame | None:
    """A table that an analysis wrote, with its types; None where it is gone or another's."""
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
        if not set(columns) <= set(table.columns):
            return None
        return pd.DataFrame({name: _typed(table[name], dtype) for name, dtype in columns.items()})
    except (OSError, ValueError):
        return None


def _typed(column: Any, dtype: str) -> Any:
    if dtype == "Int64":  # a process that did no damage has no place
        return column.mask(column == "").astype(dtype)
    return column == "True" if dtype == "bool" else column.astype(dtype)
