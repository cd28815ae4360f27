"""Marks → means by criterion, block, stage, level, role, company…, judged by the study's thresholds."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from statistics import fmean
from typing import Any, NamedTuple

import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.model.errors import InputError
from otzvuk.model.study import ScoreRules, Settings
from otzvuk.numbers.column import values_of
from otzvuk.numbers.count import COMPANY, PERSON, framed, natural
from otzvuk.numbers.marks import Source
from otzvuk.numbers.resample import FEWEST
from otzvuk.numbers.scores.interval import TOO_FEW, mean_interval
from otzvuk.numbers.survey import Survey

NO_MARKS = "оценок нет"


class Zone(StrEnum):
    """What a mean says by the thresholds of study.yaml."""

    STRENGTH = "strength"
    DEVELOPMENT = "development"
    NONE = ""

    @property
    def label(self) -> str:
        """The zone's Russian name."""
        return {"strength": "Сильная сторона", "development": "Зона развития", "": ""}[self.value]


COUNTED: Mapping[str, str] = {"marks": "int64", "respondents": "int64", "companies": "int64"}

MEANS: Mapping[str, str] = dict(COUNTED) | {
    "scale": "float64",
    "mean": "float64",
    "low": "float64",
    "high": "float64",
    "mean_ten": "float64",
    "low_ten": "float64",
    "high_ten": "float64",
    "mean_person": "float64",
    "zone": "string",
    "note": "string",
}
"""Columns and types of the table of means, after `source` and the columns it is grouped by."""


def means(survey: Survey, by: Sequence[str] = ("criterion",)) -> pd.DataFrame:
    """The mean mark of each group, one row a source and combination of the columns `by`.

    Columns: `source`, those of `by`, then `MEANS`: how many `marks`, `respondents`, `companies`; the common
    `scale` with the mean and its 95 % interval on it (missing where the scales differ); the same out of ten;
    `mean_person` (out of ten, each respondent once: what talkative people cannot shift); `zone`, of marks by
    three respondents or more; `note` («слишком мало респондентов», «оценок нет»). Groups that nobody marked
    stay, with 0 marks: all values of stage, theme, role or a lens, and all combinations of the values that
    occur of everything else.
    """
    return means_of(survey.marks, survey, by)


def means_of(marks: pd.DataFrame, survey: Survey, by: Sequence[str]) -> pd.DataFrame:
    """`means` of some of the survey's `marks`."""
    settings = survey.settings
    wanted = cells_of(marks, survey.codebook, by)
    groups = _groups(marks, by)
    rows = []
    for source, *cell in wanted:
        own = groups.get((source, *cell))
        found = _NOTHING if own is None else _mean(own, settings)
        rows.append({"source": source} | dict(zip(by, cell, strict=True)) | dict(found))
    types = {"source": "string"} | dict.fromkeys(by, "string") | dict(MEANS)
    return framed(rows, types)


def cells(survey: Survey, by: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every source and combination of values of `by`, in the order of the codebook, then natural order.

    Raises `InputError` for a column that the marks do not have.
    """
    return cells_of(survey.marks, survey.codebook, by)


def cells_of(marks: pd.DataFrame, codebook: Codebook, by: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """`cells` of some of the marks."""
    for column in by:
        if column not in marks.columns:
            raise InputError(
                "по этому признаку оценки не группируются",
                value=column,
                expected="один из столбцов: " + ", ".join(str(each) for each in marks.columns),
            )
    given = {str(each) for each in marks["source"]}
    sources = [each.value for each in Source if each.value in given]
    return itertools.product(sources, *(_occurring(marks, column, codebook) for column in by))


def _occurring(marks: pd.DataFrame, column: str, codebook: Codebook) -> list[str]:
    there = {str(value) for value in marks[column].dropna()}
    if column == "criterion":
        known = [*codebook.codes, *codebook.processes]
        return [each for each in known if each in there] + sorted(there - set(known), key=natural)
    if column in ("code", "process"):  # of many processes few are marked
        known = [each for each in values_of(column, codebook) if each in there]
    elif column == "role":
        known = [each for each in values_of(column, codebook) if each in there or each != "unknown"]
    else:
        known = list(values_of(column, codebook))
    rest = sorted(there - set(known) - {""}, key=natural)
    return [*known, *rest, *([""] if "" in there else [])]


class _Mark(NamedTuple):
    person: int
    company: int
    of_ten: float
    scale: float


def _groups(marks: pd.DataFrame, by: Sequence[str]) -> dict[tuple[str, ...], list[_Mark]]:
    people, companies = (marks[name].cat.codes.tolist() for name in (PERSON, COMPANY))
    given = map(_Mark, people, companies, marks["of_ten"].tolist(), marks["scale"].tolist())
    groups: dict[tuple[str, ...], list[_Mark]] = {}
    keys = zip(*(marks[column].tolist() for column in ("source", *by)), strict=True)
    for key, mark in zip(keys, given, strict=True):
        groups.setdefault(tuple(map(str, key)), []).append(mark)
    return groups


_NOTHING: Mapping[str, Any] = dict.fromkeys(COUNTED, 0) | {"zone": Zone.NONE.value, "note": NO_MARKS}


def _mean(marks: Sequence[_Mark], settings: Settings) -> dict[str, Any]:
    people: dict[int, list[float]] = {}
    for mark in marks:
        people.setdefault(mark.person, []).append(mark.of_ten)
    people = dict(sorted(people.items()))
    totals, sizes = [math.fsum(own) for own in people.values()], [len(own) for own in people.values()]
    ends = mean_interval(totals, sizes, replicates=settings.replicates, seed=settings.seed)
    mean_ten = round(math.fsum(totals) / len(marks), 9)
    known = len(people.keys() - {-1})
    scales, few = {mark.scale for mark in marks}, known < FEWEST
    scale = float(scales.pop()) if len(scales) == 1 else float("nan")
    return {
        "marks": len(marks),
        "respondents": known,
        "companies": len({mark.company for mark in marks} - {-1}),
        "scale": scale,
        "mean": round(mean_ten * scale / 10, 9),
        "low": round(ends.low * scale / 10, 9),
        "high": round(ends.high * scale / 10, 9),
        "mean_ten": mean_ten,
        "low_ten": ends.low,
        "high_ten": ends.high,
        "mean_person": round(fmean(fmean(own) for own in people.values()), 9),
        "zone": Zone.NONE.value if few else zone_of(mean_ten, settings.scores).value,
        "note": TOO_FEW if few else "",
    }


def counts(marks: pd.DataFrame) -> dict[str, Any]:
    """How many marks, respondents and companies: the columns of `COUNTED`."""
    return {
        "marks": len(marks),
        "respondents": int(marks[PERSON].nunique()),
        "companies": int(marks[COMPANY].nunique()),
    }


def zone_of(mean_ten: float, rules: ScoreRules) -> Zone:
    """The zone of a mean out of ten: a strength, a development zone, or neither."""
    if mean_ten >= rules.strength:
        return Zone.STRENGTH
    return Zone.DEVELOPMENT if mean_ten < rules.development else Zone.NONE
