"""NPS, CSAT and CES from marks.

NPS: Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003. CES: Dixon, Freeman,
Toman, Stop Trying to Delight Your Customers, Harvard Business Review, July–August 2010.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from otzvuk.model.errors import InputError
from otzvuk.model.study import Settings
from otzvuk.numbers.count import PERSON
from otzvuk.numbers.criterion import find_criterion
from otzvuk.numbers.marks import Source
from otzvuk.numbers.resample import FEWEST
from otzvuk.numbers.scores.interval import TOO_FEW, interval_of
from otzvuk.numbers.scores.means import COUNTED, NO_MARKS, cells_of, counts
from otzvuk.numbers.survey import Survey

NPS_SCALE = 10.0
_PROMOTER, _DETRACTOR = 9.0, 6.0
_WRONG_SCALE = "NPS считают по шкале от 0 до 10"


@dataclass(frozen=True, slots=True)
class NetPromoter:
    """How many recommend (9–10), are passive, and are critical (0–6)."""

    promoters: int
    passives: int
    detractors: int

    @property
    def index(self) -> float:
        """The share of promoters minus that of detractors, −100…100; NaN of nobody."""
        everybody = self.promoters + self.passives + self.detractors
        return 100 * (self.promoters - self.detractors) / everybody if everybody else float("nan")


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """CSAT both ways, in %: marks in the top box, and in the top two boxes, of the scale."""

    top_box: float
    top_two: float


def nps(values: Iterable[float]) -> NetPromoter:
    """The Net Promoter Score of marks from 0 to 10.

    >>> nps([10] * 50 + [8] * 30 + [5] * 20).index
    30.0
    """
    marks = _checked(values, NPS_SCALE)
    promoters = sum(mark >= _PROMOTER for mark in marks)
    detractors = sum(mark <= _DETRACTOR for mark in marks)
    return NetPromoter(promoters, len(marks) - promoters - detractors, detractors)


def band_of(value: float) -> str:
    """Which band of NPS a mark from 0 to 10 is in: promoters, passives, detractors.

    >>> band_of(9), band_of(8.5), band_of(6)
    ('promoters', 'passives', 'detractors')
    """
    return "promoters" if value >= _PROMOTER else "detractors" if value <= _DETRACTOR else "passives"


def csat(values: Iterable[float], *, scale: float = 5) -> Satisfaction:
    """The shares of satisfied marks: those of the highest step of the scale, and of the highest two.

    >>> csat([1] * 5 + [2] * 10 + [3] * 15 + [4] * 30 + [5] * 40)
    Satisfaction(top_box=40.0, top_two=70.0)
    """
    marks = _checked(values, scale)
    if not marks:
        return Satisfaction(float("nan"), float("nan"))
    top, two = (100 * sum(mark >= scale - step for mark in marks) / len(marks) for step in (0, 1))
    return Satisfaction(top, two)


def ces(values: Iterable[float], *, scale: float = 5) -> float:
    """The Customer Effort Score: the mean mark on its own scale; NaN of no marks.

    >>> ces([1] * 2 + [2] * 8 + [3] * 15 + [4] * 18 + [5] * 7)
    3.4
    """
    marks = _checked(values, scale)
    return sum(marks) / len(marks) if marks else float("nan")


MEASURES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "nps": (
        ("nps", "NPS", "пункты"),
        ("promoters", "Сторонники (9–10)", "%"),
        ("passives", "Нейтральные (7–8)", "%"),
        ("detractors", "Критики (0–6)", "%"),
    ),
    "csat": (
        ("top_box", "CSAT: высшая оценка", "%"),
        ("top_two", "CSAT: две высшие оценки", "%"),
    ),
    "ces": (("ces", "CES: средняя оценка усилий", "баллы"),),
}
"""The measures of each index: id, Russian label, unit."""

INDICES: Mapping[str, str] = (
    {"scale": "float64", "measure": "string", "label": "string"}
    | dict(COUNTED)
    | {
        "count": "Int64",
        "value": "float64",
        "low": "float64",
        "high": "float64",
        "unit": "string",
        "note": "string",
    }
)
"""Columns and types of the table of indices, after `index`, `criterion`, `source` and its groups."""


def indices(survey: Survey, by: Sequence[str] = ()) -> pd.DataFrame:
    """NPS, CSAT and CES of the criteria that study.yaml names for them, one row a measure.

    Columns: `index` (nps, csat, ces), `criterion`, `source`, those of `by`, then `INDICES`: the `scale`, the
    `measure` with `label` and `unit`, the counts, `count` (people in this group of the measure, missing for
    NPS and CES themselves), the `value` with its 95 % bootstrap interval over respondents, and a `note`.
    Marks on different scales are never put together; NPS of another scale than 0–10 is missing and says
    why. Several marks of one person are one, their mean. Nothing is named in study.yaml: no rows.
    An unknown criterion there is an `InputError`.
    """
    settings, known, marks = survey.settings, survey.criteria, survey.marks
    rows: list[dict[str, Any]] = []
    for index in MEASURES:
        for name in getattr(settings.scores, index):
            place = f"scores, {index}"
            criterion = find_criterion(name, known, file="study.yaml", place=place).id
            asked = marks["criterion"] == criterion
            about = marks[asked]
            head = {"index": index, "criterion": criterion}
            if about.empty:
                nothing = _measures(index, about, float("nan"), settings)
                rows += [head | {"source": source.value} | row for source in Source for row in nothing]
            for source, *cell in cells_of(about, survey.codebook, by):
                own = about[about["source"] == source]
                for column, value in zip(by, cell, strict=True):
                    own = own[own[column] == value]
                group = head | {"source": source} | dict(zip(by, cell, strict=True))
                for scale in sorted(set(own["scale"])) or [float("nan")]:
                    on_scale = own[own["scale"] == scale]
                    rows += [group | row for row in _measures(index, on_scale, float(scale), settings)]
    types = dict.fromkeys(("index", "criterion", "source", *by), "string") | dict(INDICES)
    table = pd.DataFrame(rows, columns=list(types))
    return table.fillna(dict.fromkeys(by, "")).astype(types)


def _measures(index: str, marks: pd.DataFrame, scale: float, settings: Settings) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    counted = counts(marks)
    marks = _one_a_person(marks)
    for measure, label, unit in MEASURES[index]:
        row = {"scale": scale, "measure": measure, "label": label, "unit": unit} | counted
        if marks.empty:
            rows.append(row | {"count": pd.NA, "note": NO_MARKS})
        elif index == "nps" and scale != NPS_SCALE:
            rows.append(row | {"count": pd.NA, "note": _WRONG_SCALE})
        else:
            each = _each(measure, marks["value"].astype("float64"), scale)
            ends = interval_of(marks, each, replicates=settings.replicates, seed=settings.seed)
            rows.append(
                row
                | {
                    "count": int((each == 100).sum()) if unit == "%" else pd.NA,
                    "value": round(float(each.mean()), 9),
                    "low": ends.low,
                    "high": ends.high,
                    "note": TOO_FEW if counted["respondents"] < FEWEST else "",
                }
            )
    return rows


def _one_a_person(marks: pd.DataFrame) -> pd.DataFrame:
    """One row a person with the mean of the marks: whoever was asked twice is one promoter, not two."""
    person = marks[PERSON].astype("object").where(marks[PERSON].notna(), marks.index.to_series())
    means = marks["value"].groupby(person).transform("mean").round(9)
    return marks.assign(value=means)[~person.duplicated()]


def _each(measure: str, values: pd.Series[float], scale: float) -> pd.Series[float]:
    """What every mark adds to the measure; their mean is the measure."""
    promoters, detractors = values >= _PROMOTER, values <= _DETRACTOR
    if measure == "ces":
        return values
    if measure == "nps":
        return 100.0 * (promoters.astype("float64") - detractors.astype("float64"))
    within = {
        "promoters": promoters,
        "detractors": detractors,
        "passives": ~(promoters | detractors),
        "top_box": values >= scale,
        "top_two": values >= scale - 1,
    }[measure]
    return 100.0 * within.astype("float64")


def _checked(values: Iterable[float], scale: float) -> list[float]:
    marks = [float(value) for value in values]
    for mark in marks:
        if not 0 <= mark <= scale:
            raise InputError("оценка вне шкалы", value=f"{mark:g}", expected=f"число от 0 до {scale:g}")
    return marks
