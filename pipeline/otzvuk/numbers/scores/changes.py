"""Means of one wave against those of the wave before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from otzvuk.model.codebook import one_of
from otzvuk.model.errors import InputError
from otzvuk.model.study import Settings
from otzvuk.numbers.count import natural, records
from otzvuk.numbers.scores.means import means
from otzvuk.numbers.survey import Survey

CHANGES: Mapping[str, str] = {
    "wave": "string",
    "previous": "string",
    "mean_ten": "float64",
    "previous_mean_ten": "float64",
    "change": "float64",
    "marks": "int64",
    "previous_marks": "int64",
    "respondents": "int64",
    "previous_respondents": "int64",
    "marked": "bool",
    "direction": "string",
    "note": "string",
}
"""Columns and types of the table of changes, after `source` and the columns it is grouped by."""


def changes(survey: Survey, by: Sequence[str] = ("criterion",), *, wave: str = "") -> pd.DataFrame:
    """How each mean out of ten changed against the wave before, one row a source, group and wave.

    Columns: `source`, those of `by`, then `CHANGES`. `marked` is True where the change is at least
    `scores.change` of study.yaml, up or down; `direction` is «рост», «снижение» or «без изменений» (empty
    where one of the waves has no marks); `note` is that of the means («слишком мало респондентов»). Waves
    are in natural order; the first has no row. `wave` narrows it to one. Raises `InputError` for a wave that
    no mark has.
    """
    settings = survey.settings
    waves = sorted({str(each) for each in survey.marks["wave"]} - {""}, key=natural)
    if wave and wave not in waves:
        raise InputError(
            "нет оценок такой волны", value=wave, expected=one_of(waves) if waves else "оценки с волной"
        )
    table = means(survey, [*by, "wave"])
    found = {tuple(row[name] for name in ("source", *by, "wave")): row for row in records(table)}
    rows: list[dict[str, Any]] = []
    for *cell, own in found:
        at = waves.index(own) if own in waves else 0
        if at == 0 or wave not in ("", own):
            continue
        now, before = found[(*cell, own)], found[(*cell, waves[at - 1])]
        rows.append({name: now[name] for name in ("source", *by)} | _change(now, before, settings))
    types = dict.fromkeys(("source", *by), "string") | dict(CHANGES)
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _change(now: Mapping[str, Any], before: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    change = round(now["mean_ten"] - before["mean_ten"], 9)
    direction = "рост" if change > 0 else "снижение" if change < 0 else "без изменений"
    return {
        "wave": now["wave"],
        "previous": before["wave"],
        "mean_ten": now["mean_ten"],
        "previous_mean_ten": before["mean_ten"],
        "change": change,
        "marks": now["marks"],
        "previous_marks": before["marks"],
        "respondents": now["respondents"],
        "previous_respondents": before["respondents"],
        "marked": bool(abs(change) >= settings.scores.change),
        "direction": "" if pd.isna(change) else direction,
        "note": now["note"] or before["note"],
    }
