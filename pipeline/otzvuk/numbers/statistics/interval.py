"""Intervals of a share and Holm's correction: what keeps small numbers from being over-read."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray


def wilson(hits: int, of: int, *, level: float = 0.95) -> tuple[float, float]:
    """The score interval of the share `hits / of`; (0, 1) where nobody was asked.

    Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927) 209–212;
    recommended for small numbers by Brown, Cai & DasGupta, Statistical Science 16 (2001) 101–133. Unlike
    the textbook interval it neither leaves 0…1 nor shrinks to a point at 0 or all.

    >>> [round(end, 4) for end in wilson(0, 10)]
    [0.0, 0.2775]
    """
    if of <= 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    low = 0.0 if hits == 0 else middle - half
    high = 1.0 if hits == of else middle + half
    return low, high


def holm(p: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """p values corrected for their number; missing ones stay missing and do not count.

    Holm, A simple sequentially rejective multiple test procedure, Scand. J. Statistics 6 (1979) 65–70.

    >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    given = np.asarray(p, dtype=np.float64)
    corrected = np.full(given.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(given))
    order = tested[np.argsort(given[tested], kind="stable")]
    stepped = given[order] * np.arange(len(order), 0, -1)
    corrected[order] = np.minimum(np.maximum.accumulate(stepped), 1.0) if len(order) else []
    return corrected
