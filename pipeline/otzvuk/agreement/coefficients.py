"""Chance-corrected agreement of two who put values on the same units: Cohen's κ and Krippendorff's α.

Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960)
37–46. Krippendorff, Content Analysis: An Introduction to Its Methodology, 3rd ed., Sage 2013, ch. 12.

The functions over counts take arrays whose last axis are the values, so that thousands of bootstrap samples
are one call. Where chance alone would agree always, a coefficient is not defined: nan.
"""

from __future__ import annotations

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
