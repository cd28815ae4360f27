"""Chance-corrected agreement of two who put values on the same units: Cohen's κ and Krippendorff's α.

Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960)
37–46. Krippendorff, Content Analysis: An Introduction to Its Methodology, 3rd ed., Sage 2013, ch. 12.

The functions over counts take arrays whose last axis are the values, so that thousands of bootstrap samples
are one call. Where chance alone would agree always, a coefficient is not defined: nan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def kappa(agreed: Floats, one: Floats, other: Floats) -> Floats:
    """Cohen's κ: `agreed` units have the same value, `one` and `other` count the units of each value.

    >>> kappa(np.array(70.0), np.array([60.0, 40.0]), np.array([50.0, 50.0])).round(3).item()
    0.4
    """
    number = one.sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = (one * other).sum(-1) / number**2
        return np.where(chance < 1, (agreed / number - chance) / (1 - chance), np.nan)


def alpha(agreed: Floats, one: Floats, other: Floats) -> Floats:
    """Krippendorff's nominal α of two coders without missing values; arguments as of `kappa`."""
    number, both = one.sum(-1), one + other
    with np.errstate(invalid="ignore", divide="ignore"):
        total = 2 * number
        expected = 1 - (both * (both - 1)).sum(-1) / (total * (total - 1))
        return np.where(expected > 0, 1 - (1 - agreed / number) / expected, np.nan)


def f1(matched: Floats, one: Floats, other: Floats) -> Floats:
    """The harmonic mean of both shares of what is matched; nan where there is nothing on either side."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(one + other > 0, 2 * matched / (one + other), np.nan)


def cohen_kappa(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Cohen's κ of two lists of values, one for each unit."""
    return float(kappa(*_counts(one, other)))


def krippendorff_alpha(units: Iterable[Sequence[Hashable | None]]) -> float:
    """Krippendorff's nominal α of any number of coders; `units` are the values that each unit got.

    None is a missing value. Units with fewer than two values are left out, as α does.
    """
    observed, number = 0.0, 0
    totals: Counter[Hashable] = Counter()
    for unit in units:
        values = Counter(value for value in unit if value is not None)
        size = sum(values.values())
        if size >= 2:
            observed += (size * size - sum(n * n for n in values.values())) / (size - 1)
            number += size
            totals += values
    expected = number * number - sum(n * n for n in totals.values())
    return 1 - (number - 1) * observed / expected if expected else float("nan")


def _counts(one: Sequence[Hashable], other: Sequence[Hashable]) -> tuple[Floats, Floats, Floats]:
    if len(one) != len(other):
        raise ValueError("both lists are of the same units")
    values = {value: at for at, value in enumerate(dict.fromkeys([*one, *other]))}
    counts = [
        np.bincount([values[value] for value in side], minlength=len(values)).astype(np.float64)
        for side in (one, other)
    ]
    agreed = np.array(float(sum(a == b for a, b in zip(one, other, strict=True))))
    return agreed, counts[0], counts[1]
