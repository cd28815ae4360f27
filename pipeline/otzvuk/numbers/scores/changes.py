"""Means of one wave against those of the wave before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from otzvuk.model.codebook import one_of
from otzvuk.model.errors import InputError
from otzvuk.model.study import Settings
from otzvuk.numbers.count import framed, natural, records
from otzvuk.numbers.marks import Source
from otzvuk.numbers.scores.index import indices
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


BEFORE: Mapping[str, str] = {"previous": "string", "previous_value": "float64", "change": "float64"}
"""Columns and types that an index has beside those of `index.INDICES`: the wave before, its value there, and
the difference; missing where the index is not known of both waves."""


def changes(survey: Survey, by: Sequence[str] = ("criterion",), *, wave: str = "") -> pd.DataFrame:
    """How each mean out of ten changed against the wave before, one row a source, group and wave.

    Columns: `source`, those of `by`, then `CHANGES`. `marked` is True where the change is at least
    `scores.change` of study.yaml, up or down, and three people or more gave marks in both waves;
    `direction` is «рост», «снижение» or «без изменений» (empty
    where one of the waves has no marks); `note` is that of the means («слишком мало респондентов»). Waves
    are in natural order, those in which a source has marks; the first has no row. `wave` narrows it to one.
    Raises `InputError` for a wave that no mark has.
    """
    settings, waves_of = survey.settings, waves_marked(survey)
    waves = sorted({each for own in waves_of.values() for each in own}, key=natural)
    if wave and wave not in waves:
        raise InputError(
            "нет оценок такой волны", value=wave, expected=one_of(waves) if waves else "оценки с волной"
        )
    table = means(survey, [*by, "wave"])
    found = {tuple(row[name] for name in ("source", *by, "wave")): row for row in records(table)}
    rows: list[dict[str, Any]] = []
    for *cell, own in found:
        previous = wave_before(waves_of[cell[0]], own)
        if not previous or wave not in ("", own):
            continue
        now, before = found[(*cell, own)], found[(*cell, previous)]
        rows.append({name: now[name] for name in ("source", *by)} | _change(now, before, settings))
    types = dict.fromkeys(("source", *by), "string") | dict(CHANGES)
    return framed(rows, types)


def latest_changes(survey: Survey, whole: Survey, by: Sequence[str] = ("criterion",)) -> pd.DataFrame:
    """Of `changes` of the `whole` those to the wave that `survey` shows (`otzvuk.numbers.where.latest`)."""
    shown = shown_waves(survey)
    table = changes(whole if any(shown.values()) else whole.unmarked, by)
    kept = [row["wave"] == shown[row["source"]] for row in records(table)]
    return table[pd.Series(kept, index=table.index, dtype=bool)].reset_index(drop=True)


def indices_with_change(survey: Survey, whole: Survey) -> pd.DataFrame:
    """`indices` of `survey`, which shows the last wave of the `whole`, with the columns of `BEFORE`."""
    table, shown, waves = indices(survey), shown_waves(survey), waves_marked(whole)
    previous = {source: wave_before(waves[source], wave) for source, wave in shown.items() if wave}
    keys = ("index", "criterion", "source", "measure", "scale")
    before: dict[tuple[Any, ...], Any] = {}
    for source, wave in previous.items():
        own = whole.ratings["turn"].isna() == (source == Source.QUESTIONNAIRE)
        ratings = whole.ratings[own & (whole.ratings["wave"] == wave)]
        found = records(indices(whole.but(ratings=ratings))) if wave else []
        before |= {tuple(row[key] for key in keys): row["value"] for row in found}
    values = [before.get(tuple(row[key] for key in keys), float("nan")) for row in records(table)]
    names = [
        previous.get(row["source"], "") if value == value else ""
        for row, value in zip(records(table), values, strict=True)
    ]
    return table.assign(
        previous=pd.Series(names, index=table.index, dtype="string"),
        previous_value=pd.Series(values, index=table.index, dtype="float64"),
        change=lambda found: (found["value"] - found["previous_value"]).round(9),
    )


def shown_waves(survey: Survey) -> dict[str, str]:
    """The wave of each source that a survey shows; "" where it shows all."""
    return {Source.SPEECH.value: survey.scope.wave, Source.QUESTIONNAIRE.value: survey.scope.paper}


def waves_marked(survey: Survey) -> dict[str, list[str]]:
    """The waves in which a source has marks, in natural order."""
    marks = survey.marks
    return {
        source.value: sorted(
            {str(each) for each in marks.loc[marks["source"] == source.value, "wave"]} - {""}, key=natural
        )
        for source in Source
    }


def wave_before(waves: Sequence[str], wave: str) -> str:
    """The wave before one of them; "" where there is none."""
    at = waves.index(wave) if wave in waves else 0
    return waves[at - 1] if at else ""


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
        "marked": bool(abs(change) >= settings.scores.change and not (now["note"] or before["note"])),
        "direction": "" if pd.isna(change) else direction,
        "note": now["note"] or before["note"],
    }
