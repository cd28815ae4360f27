"""Intervals of a difference between two small groups, each taken as independent people.

The bootstrap shows only what the people at hand said: where nobody of four complained it knows of no
uncertainty. These intervals do, and `otzvuk.numbers.wave.compare` uses the wider one where a wave is small.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from otzvuk.numbers.distribution import student_quantile
from otzvuk.numbers.resample import Floats
from otzvuk.numbers.statistics.interval import wilson


def newcombe(before: int, of_before: int, after: int, of_after: int, *, level: float) -> tuple[float, float]:
    """The interval of `after / of_after − before / of_before`.

    Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine
    17 (1998) 873–890, method 10: the Wilson intervals of the two shares, joined.
    """
    one, two = before / of_before, after / of_after
    low_one, high_one = wilson(before, of_before, level=level)
    low_two, high_two = wilson(after, of_after, level=level)
    difference = two - one
    return (
        difference - sqrt((two - low_two) ** 2 + (high_one - one) ** 2),
        difference + sqrt((high_two - two) ** 2 + (one - low_one) ** 2),
    )


def welch(
    before: Floats, after: Floats, before_weights: Floats, after_weights: Floats, *, level: float
) -> tuple[float, float]:
    """The interval of the difference of two (weighted) means, after − before; NaN for groups of one.

    Welch, The generalization of Student's problem when several different population variances are
    involved, Biometrika 34 (1947) 28–35. With weights the variance of a mean is that of a ratio.
    """
    if min(len(before), len(after)) < 2 or not before_weights.sum() or not after_weights.sum():
        return float("nan"), float("nan")
    (mean_one, error_one), (mean_two, error_two) = (
        _mean_and_variance(before, before_weights),
        _mean_and_variance(after, after_weights),
    )
    difference, error = mean_two - mean_one, error_one + error_two
    if error <= 0:
        return difference, difference
    freedom = error**2 / (error_one**2 / (len(before) - 1) + error_two**2 / (len(after) - 1))
    half = float(student_quantile(freedom, (1 + level) / 2)) * sqrt(error)
    return difference - half, difference + half


def _mean_and_variance(values: Floats, weights: Floats) -> tuple[float, float]:
    share = weights / weights.sum()
    mean = float(share @ values)
    number = len(values)
    return mean, float((np.square(share) @ np.square(values - mean)) * number / (number - 1))
