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
from numpy.typing import NDArray

from otzvuk.numbers.count import PERSON

FEWEST = 3
"""Under so many respondents resampling shows nothing but the people at hand: there is no interval."""

TOO_FEW = "слишком мало респондентов"

_BLOCK = 1000  # bootstrap samples at once, so that many samples of a large study fit into memory


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
    generator = np.random.default_rng(seed)
    sums, sizes = np.asarray(totals, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    drawn_means: list[NDArray[np.float64]] = []
    for begin in range(0, replicates, _BLOCK):
        size = min(_BLOCK, replicates - begin)
        drawn = generator.multinomial(people, [1 / people] * people, size=size)
        drawn_means.append((drawn @ sums) / (drawn @ sizes))
    tail = (1 - level) / 2
    low, high = np.quantile(np.concatenate(drawn_means), [tail, 1 - tail])
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


def by_person(marks: pd.DataFrame, values: pd.Series[float]) -> dict[tuple[str, str], list[float]]:
    """The values of each respondent, people in order."""
    people: dict[tuple[str, str], list[float]] = {}
    for *person, value in zip(*(marks[name].tolist() for name in PERSON), values.tolist(), strict=True):
        people.setdefault((str(person[0]), str(person[1])), []).append(float(value))
    return dict(sorted(people.items()))
