"""A lens with marks beside the mentions: the integral score of each level, stage, block…"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from otzvuk.numbers.count import framed, records
from otzvuk.numbers.lens.rollup import ROLLED, roll_up
from otzvuk.numbers.marks import Source
from otzvuk.numbers.scores.means import NO_MARKS, means_of
from otzvuk.numbers.survey import Survey

_SCORE: Mapping[str, str] = {
    "marks": "int64",
    "respondents": "int64",
    "mean_ten": "float64",
    "low_ten": "float64",
    "high_ten": "float64",
    "zone": "string",
    "note": "string",
}

SCORES: Mapping[str, str] = {
    f"{source.value}_{name}": kind for source in Source for name, kind in _SCORE.items()
}
"""Columns and types of the scores: of speech, then of the questionnaire, each with its own counts."""

SCORED: Mapping[str, str] = dict(ROLLED) | dict(SCORES)
"""Columns and types of a scored roll-up."""


def scored(survey: Survey, lens: str = "level") -> pd.DataFrame:
    """`roll_up` along `lens` with the integral score of each value, columns of `SCORED`.

    The integral score is the mean, out of ten, of all marks (`Survey.marks`) whose criterion
    belongs to the value, with its 95 % interval over respondents, zone and note, as `numbers.scores.means`
    has them: once for marks in speech (`speech_…`) and once for those of the questionnaire
    (`questionnaire_…`), never together.
    """
    rolled = roll_up(survey, lens)
    scores = mean_columns(survey, [lens])
    missing = no_scores()
    rows = [row | scores.get((str(row["value"]),), missing) for row in records(rolled)]
    return framed(rows, SCORED)


def mean_columns(
    survey: Survey, by: Sequence[str], *, marks: pd.DataFrame | None = None
) -> dict[tuple[str, ...], dict[str, object]]:
    """For each combination of values of columns of the marks (some of them) the cells of `SCORES`."""
    found: dict[tuple[str, ...], dict[str, object]] = {}
    for row in records(means_of(survey.marks if marks is None else marks, survey, by)):
        cells = found.setdefault(tuple(str(row[column]) for column in by), no_scores())
        cells |= {f"{row['source']}_{name}": row[name] for name in _SCORE}
    return found


def no_scores() -> dict[str, object]:
    """The cells of `SCORES` where there are no marks."""
    empty = {"marks": 0, "respondents": 0, "zone": "", "note": NO_MARKS}
    nan = float("nan")
    return {f"{source.value}_{name}": empty.get(name, nan) for source in Source for name in _SCORE}
