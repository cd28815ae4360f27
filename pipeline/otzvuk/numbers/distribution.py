"""Two distributions of statistics, where SciPy would be 140 MB for two functions.

The tests hold both against SciPy.
"""

from __future__ import annotations

from math import erfc, exp, lgamma, log, log1p, pi, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

_STEPS = 500  # of the continued fraction; it needs about the root of the larger parameter
_TINY = 1e-300
_NEARLY_NORMAL = 30_000.0  # degrees of freedom from which Cornish and Fisher's expansion is the more exact


def chi_square_tail(statistic: float, dof: int) -> float:
    """How probable a χ² of `dof` degrees of freedom is to be `statistic` or more.

    For whole degrees of freedom a finite sum (Abramowitz, Stegun, Handbook of Mathematical Functions,
    26.4.4 and 26.4.5).
    """
    half = statistic / 2
    if half <= 0:
        return 1.0
    odd = dof % 2
    total = erfc(sqrt(half)) if odd else 0.0
    power = 0.5 if odd else 0.0
    while power < dof / 2:
        total += exp(power * log(half) - half - lgamma(power + 1))
        power += 1
    return min(total, 1.0)


def student_quantile(dof: ArrayLike, level: float) -> NDArray[np.float64]:
    """The `level` quantile (0.5 … 1) of Student's t, for each of `dof` degrees of freedom, whole or not."""
    known = np.asarray(dof, np.float64)
    found = [_student(float(each), level) for each in known.ravel()]
    return np.array(found, np.float64).reshape(known.shape)


def _student(dof: float, level: float) -> float:
    """By Newton's steps in an interval that shrinks around it; by an expansion (26.7.5) where t is normal."""
    if not dof > 0 or not 0.5 <= level < 1:
        return float("nan")
    tail = 1 - level
    if tail == 0.5:
        return 0.0
    if dof > _NEARLY_NORMAL:
        z = NormalDist().inv_cdf(level)
        return z + (z**3 + z) / (4 * dof) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * dof**2)
    low, high = 0.0, 1.0
    while _student_tail(high, dof) > tail:
        low, high = high, high * 2
    middle = (low + high) / 2
    for _ in range(200):
        off = _student_tail(middle, dof) - tail
        low, high = (middle, high) if off > 0 else (low, middle)
        density = exp(
            lgamma((dof + 1) / 2)
            - lgamma(dof / 2)
            - log(dof * pi) / 2
            - (dof + 1) / 2 * log1p(middle * middle / dof)
        )
        after = middle + off / density if density > 0 else low
        if not low < after < high:
            after = (low + high) / 2
        if abs(after - middle) <= 1e-15 * middle:
            break
        middle = after
    return middle


def _student_tail(t: float, dof: float) -> float:
    """How probable Student's t is to be `t` ≥ 0 or more."""
    square = t * t
    return _beta(dof / (dof + square), square / (dof + square), dof / 2, 0.5) / 2


def _beta(x: float, rest: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b); `rest` is 1 − x, which x cannot say near 1.

    By the continued fraction (Abramowitz, Stegun, 26.5.8) in Lentz's manner (Press et al., Numerical Recipes,
    section 6.4).
    """
    if x <= 0:
        return 0.0
    if rest <= 0:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(rest, x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(rest)) / a
    fraction, above, below = 1.0, 1.0, 0.0
    for step in range(_STEPS):
        m = step // 2
        if step == 0:
            part = 1.0
        elif step % 2:
            part = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            part = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        below = 1 / (_apart(1 + part * below))
        above = _apart(1 + part / above)
        fraction *= above * below
        if step and abs(above * below - 1) < 1e-16:
            break
    return front * (fraction - 1)


def _apart(value: float) -> float:
    """Not zero."""
    return value if abs(value) > _TINY else _TINY
