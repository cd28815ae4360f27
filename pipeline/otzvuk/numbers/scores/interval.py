"""How sure a mean is: the bootstrap over respondents.

Marks of one person are no independent evidence, so people are drawn, with replacement, and each brings all
of his or her marks. Efron & Tibshirani, An Introduction to the Bootstrap (1993), ch. 13: percentile interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from otzvuk.numbers.count import PERSON
from otzvuk.numbers.resample import FEWEST, mean_draws

TOO_FEW = "слишком мало респондентов"


class Interval(NamedTuple):
    """The ends of an interval; NaN where too few people gave marks."""

    low: float
    high: float


NOTHING = Interval(float("nan"), float("nan"))


def mean_interval(
    totals: Sequence[float], counts: Sequence[int], *, replicates: int, seed: int, level: float = 0.95
) -> Interval:
    """The interval of a mean of marks; respondent *i* gave `counts[i]` marks that add up to `totals[i]`."""
    people = len(totals)
    if people < FEWEST:
        return NOTHING
    sums, sizes = np.asarray(totals, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    drawn = mean_draws(sums, sizes, replicates=replicates, seed=seed)
    tail = (1 - level) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Interval(round(float(low), 9), round(float(high), 9))


def interval_of(
    marks: pd.DataFrame, values: pd.Series[float], *, replicates: int, seed: int, level: float = 0.95
) -> Interval:
    """The interval of the mean of `values`, one for each row of `marks`, over the marks' respondents.

    People are put in order first, so that the order of rows does not matter.
    """
    people = by_person(marks, values)
    totals, counts = [math.fsum(own) for own in people.values()], [len(own) for own in people.values()]
    return mean_interval(totals, counts, replicates=replicates, seed=seed, level=level)


def by_person(marks: pd.DataFrame, values: pd.Series[float]) -> dict[int, list[float]]:
    """The values of each respondent, people by their place in the order of ids."""
    people: dict[int, list[float]] = {}
    for person, value in zip(marks[PERSON].cat.codes.tolist(), values.tolist(), strict=True):
        people.setdefault(person, []).append(float(value))
    return dict(sorted(people.items()))
