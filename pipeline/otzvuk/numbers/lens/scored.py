"""A lens with marks beside the mentions: the integral score of each level, stage, block…"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.model.study import Settings
from otzvuk.numbers.count import records
from otzvuk.numbers.lens.rollup import ROLLED, roll_up
from otzvuk.numbers.lens.tally import in_columns
from otzvuk.numbers.scores.marks import Source
from otzvuk.numbers.scores.means import NO_MARKS, means

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


def scored(
    mentions: pd.DataFrame,
    marks: pd.DataFrame,
    codebook: Codebook,
    *,
    lens: str = "level",
    respondents: pd.DataFrame | None = None,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """`roll_up` along `lens` with the integral score of each value, columns of `SCORED`.

    The integral score is the mean, out of ten, of all marks (`numbers.scores.marks_table`) whose criterion
    belongs to the value, with its 95 % interval over respondents, zone and note, as `numbers.scores.means`
    has them: once for marks in speech (`speech_…`) and once for those of the questionnaire
    (`questionnaire_…`), never together.
    """
    rolled = roll_up(mentions, lens, codebook, respondents=respondents)
    scores = mean_columns(marks, [lens], codebook, settings=settings)
    missing = no_scores()
    rows = [row | scores.get((str(row["value"]),), missing) for row in records(rolled)]
    return in_columns(rows, SCORED)


def mean_columns(
    marks: pd.DataFrame, by: Sequence[str], codebook: Codebook, *, settings: Settings | None = None
) -> dict[tuple[str, ...], dict[str, object]]:
    """For each combination of values of columns of the marks the cells of `SCORES`."""
    found: dict[tuple[str, ...], dict[str, object]] = {}
    for row in records(means(marks, by, codebook=codebook, settings=settings)):
        cells = found.setdefault(tuple(str(row[column]) for column in by), no_scores())
        cells |= {f"{row['source']}_{name}": row[name] for name in _SCORE}
    return found


def no_scores() -> dict[str, object]:
    """The cells of `SCORES` where there are no marks."""
    empty = {"marks": 0, "respondents": 0, "zone": "", "note": NO_MARKS}
    nan = float("nan")
    return {f"{source.value}_{name}": empty.get(name, nan) for source in Source for name in _SCORE}
