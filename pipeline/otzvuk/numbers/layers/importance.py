"""What matters most beside how it is rated: the map of importance and performance.

Martilla & James, Importance–Performance Analysis, Journal of Marketing 41 (1977). Importance is what
people say by themselves, not a scale that they were asked on.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

import pandas as pd

from otzvuk.model.mention import Kind
from otzvuk.model.wording import UNNAMED
from otzvuk.numbers.count import framed, records
from otzvuk.numbers.resample import FEWEST
from otzvuk.numbers.survey import Survey


class Quadrant(StrEnum):
    """What follows from importance and performance."""

    REPAIR = "repair"
    KEEP = "keep"
    LATER = "later"
    ENOUGH = "enough"
    UNRATED = ""

    @property
    def label(self) -> str:
        """The Russian name."""
        return {
            "repair": "Чинить в первую очередь",
            "keep": "Беречь",
            "later": "Может подождать",
            "enough": "Достаточно",
            "": "Не оценено",
        }[self.value]


IMPORTANCE: Final[Mapping[str, str]] = {
    "code": "string",
    "label": "string",
    "important": "int64",
    "unimportant": "int64",
    "asked": "int64",
    "importance": "float64",
    "by_marks": "bool",
    "marks": "int64",
    "praise": "int64",
    "complaint": "int64",
    "performance": "float64",
    "quadrant": "string",
    "quadrant_label": "string",
    "few": "bool",
    "labels": "string",
}
"""Columns and types of the map, one row a code that somebody says matters or does not."""

EVEN: Final = 5.0
"""Out of ten by words alone: as many praise as complain."""

HALF: Final = 0.5
"""Of those who say of a code whether it matters: from this share on it matters."""


def importance(weighed: pd.DataFrame, survey: Survey) -> pd.DataFrame:
    """The codes of `weighed` with their place on the map, with the columns of `IMPORTANCE`.

    `importance` is the share of those who say that it matters among all who say whether it does.
    `performance` is out of ten: the mean of the marks for the code (`Survey.marks_for`), else of those for
    its process (`by_marks`), else 5 + 5 · (people who praise − who complain) / both; missing where there is
    neither. A code is important from `HALF` on and well rated from `scores.development` of study.yaml on
    (by words alone from 5 on). `few`: fewer than three people say whether it matters, so that the place is
    a hint. `labels` are the row labels in `mentions` of praise and complaints, separated by spaces.
    """
    rules, mentions = survey.settings.scores, survey.mentions
    rows: list[dict[str, Any]] = []
    for row in records(weighed):
        code = row["code"]
        told = row["important"] + row["unimportant"]
        mean, count = _marked(survey, code)
        said = mentions[
            (mentions["code"] == code) & mentions["kind"].isin([Kind.PRAISE.value, Kind.COMPLAINT.value])
        ]
        both = row["praise"] + row["complaint"]
        words = EVEN + 5 * (row["praise"] - row["complaint"]) / both if both else float("nan")
        performance = mean if count else words
        share = row["important"] / told if told else float("nan")
        good = performance >= (rules.development if count else EVEN)
        quadrant = _quadrant(share, performance, good=good)
        rows.append(
            {name: row[name] for name in ("code", "important", "unimportant", "praise", "complaint")}
            | {"label": survey.codebook.label(code) or UNNAMED, "asked": len(survey.respondents)}
            | {"importance": round(share, 9), "by_marks": bool(count), "marks": count}
            | {"performance": round(performance, 9), "few": told < FEWEST}
            | {"quadrant": quadrant.value, "quadrant_label": quadrant.label}
            | {"labels": " ".join(map(str, said.index))}
        )
    return framed(rows, IMPORTANCE)


def _quadrant(share: float, performance: float, *, good: bool) -> Quadrant:
    if performance != performance:
        return Quadrant.UNRATED
    if share >= HALF:
        return Quadrant.KEEP if good else Quadrant.REPAIR
    return Quadrant.ENOUGH if good else Quadrant.LATER


def _marked(survey: Survey, code: str) -> tuple[float, int]:
    """The mean out of ten of the marks for a code, else for its process, and how many."""
    known = survey.codebook.codes.get(code)
    marks = survey.marks
    for own in (survey.marks_for(code), marks[marks["process"] == known.process] if known else marks[:0]):
        if len(own):
            return float(own["of_ten"].mean()), len(own)
    return float("nan"), 0
