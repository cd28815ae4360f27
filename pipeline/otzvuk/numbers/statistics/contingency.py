"""Tests of a table of people: χ² where there are many, Fisher's exact test where there are few.

Every person stands in exactly one cell, or the tests would not hold. Both tests take the margins as given.
"""

from __future__ import annotations

from functools import lru_cache
from math import lgamma, sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from otzvuk.numbers.distribution import chi_square_tail

Counts = NDArray[np.int64]

LEVEL = 0.05
"""What a p value must not exceed."""

CHI_SQUARE, FISHER, MONTE_CARLO = "χ²", "точный тест Фишера", "точный тест Фишера (Монте-Карло)"
NORMAL = "остаток, нормальное приближение"
NONE = ""

_BLOCK = 1000  # tables drawn at once; a study of thousands would not fit otherwise
_CLOSE = 1 + 1e-7  # probabilities that differ by less are ties (as in R and scipy)


class TableTest(NamedTuple):
    """A test of a whole table; an exact one has no `statistic`, `dof`; an impossible one no `p`."""

    method: str
    statistic: float
    dof: float
    p: float


class CellTest(NamedTuple):
    """One cell against the rest: adjusted standardised `residual`, p, and the `least` possible p."""

    expected: float
    residual: float
    p: float
    least: float
    method: str


def table_test(counts: Counts, *, seed: int, draws: int = 9999) -> TableTest:
    """Whether rows and columns are independent.

    Pearson's χ² without continuity correction where all expected counts are at least 1 and four in five at
    least 5 (Cochran, Some methods for strengthening the common χ² tests, Biometrics 10 (1954) 417–451);
    else Fisher's exact test, for more than 2 × 2 as Freeman and Halton extended it (Biometrika 38 (1951)
    141–149), by `draws` random tables with the same margins. Empty rows and columns are ignored; fewer than
    two of either cannot be tested.
    """
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:
        return TableTest(NONE, float("nan"), float("nan"), float("nan"))
    expected = expected_counts(counts)
    if expected.min() >= 1 and (expected >= 5).mean() >= 0.8:
        statistic, dof = chi_square(counts), (counts.shape[0] - 1) * (counts.shape[1] - 1)
        return TableTest(CHI_SQUARE, statistic, float(dof), chi_square_tail(statistic, dof))
    missing = float("nan")
    if counts.shape == (2, 2):
        p = cell_test(*_margins(counts), exactly=True).p
        return TableTest(FISHER, missing, missing, p)
    logarithms = np.array([lgamma(count + 1.0) for count in range(int(counts.sum()) + 1)])
    observed = -logarithms[counts].sum()  # the logarithm of the table's probability, but for a constant
    generator, rarer = np.random.default_rng(seed), 0
    for begin in range(0, draws, _BLOCK):
        number = min(_BLOCK, draws - begin)
        drawn = _drawn(counts.sum(axis=1), counts.sum(axis=0), number, generator)
        rarer += int((-logarithms[drawn].sum(axis=(1, 2)) <= observed + np.log(_CLOSE)).sum())
    return TableTest(MONTE_CARLO, missing, missing, (rarer + 1) / (draws + 1))


def _margins(counts: Counts) -> tuple[int, int, int, int]:
    """Of a 2 × 2 table: the first cell, its row, its column and everybody."""
    return int(counts[0, 0]), int(counts[0].sum()), int(counts[:, 0].sum()), int(counts.sum())


def _drawn(rows: Counts, columns: Counts, draws: int, generator: np.random.Generator) -> Counts:
    """Random tables with these margins: everybody's column dealt anew (Boyett, Algorithm AS 144, 1979)."""
    dealt = generator.permuted(np.tile(np.repeat(np.arange(len(columns)), columns), (draws, 1)), axis=1)
    cells = np.repeat(np.arange(len(rows)), rows) * len(columns) + dealt
    cells += np.arange(draws)[:, np.newaxis] * len(rows) * len(columns)
    size = draws * len(rows) * len(columns)
    return np.bincount(cells.ravel(), minlength=size).reshape(draws, len(rows), len(columns))


def cell_test(both: int, row: int, column: int, total: int, *, exactly: bool = False) -> CellTest:
    """One cell against all others: `both` people in it, of `row` in the row, `column` in the column.

    The residual is `(both − expected) / √(expected · (1 − row/total) · (1 − column/total))`, standard normal
    where nothing depends on anything (Haberman, The analysis of residuals in cross-classified tables,
    Biometrics 29 (1973) 205–220). Its p value is two-sided: by the normal distribution where all four
    expected counts of the 2 × 2 table are at least 5, else (or where it is asked for `exactly`) by Fisher's
    exact test (tables as rare as this one or rarer). `least` is the smallest p that these margins could give
    at all (Tarone, A modified Bonferroni method for discrete data, Biometrics 46 (1990) 515–522).
    """
    expected = row * column / total if total else 0.0
    spread = sqrt(expected * (1 - row / total) * (1 - column / total)) if total else 0.0
    if spread == 0:
        return CellTest(expected, float("nan"), float("nan"), 1.0, NONE)
    residual = (both - expected) / spread
    low, high = max(0, row + column - total), min(row, column)
    probable = _probable(low, high, row, column, total)
    rarest = float(probable[probable <= probable.min() * _CLOSE].sum())
    others = total - row - column + expected
    if not exactly and min(expected, row - expected, column - expected, others) >= 5:
        return CellTest(expected, residual, 2 * NormalDist().cdf(-abs(residual)), rarest, NORMAL)
    exact = float(probable[probable <= probable[both - low] * _CLOSE].sum())
    return CellTest(expected, residual, min(exact, 1.0), rarest, FISHER)


def chi_square(counts: Counts) -> float:
    """Pearson's χ² without continuity correction; 0 for an empty table."""
    expected = expected_counts(counts)
    off = np.where(expected > 0, (counts - expected) ** 2 / np.where(expected > 0, expected, 1.0), 0.0)
    return float(off.sum())


def expected_counts(counts: Counts) -> NDArray[np.float64]:
    """What each cell would hold if rows and columns were independent."""
    return np.outer(counts.sum(axis=1), counts.sum(axis=0)) / max(int(counts.sum()), 1)


def cramers_v(counts: Counts, *, corrected: bool = False) -> float:
    """How strongly rows and columns go together, 0…1; missing where there are fewer than two of either.

    Cramér, Mathematical Methods of Statistics (1946), ch. 21. `corrected` takes away what chance alone
    gives a small table: Bergsma, A bias-correction for Cramér's V and Tschuprow's T, J. Korean
    Statistical Society 42 (2013) 323–328.
    """
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    total = int(counts.sum())
    rows, columns = counts.shape
    if min(rows, columns) < 2 or total < 2:
        return float("nan")
    squared, smaller = chi_square(counts) / total, float(min(rows, columns) - 1)
    if corrected:
        squared = max(0.0, squared - (rows - 1) * (columns - 1) / (total - 1))
        fewer = (side - (side - 1) ** 2 / (total - 1) for side in (rows, columns))
        smaller = min(fewer) - 1
    return min(1.0, sqrt(squared / smaller)) if smaller > 0 else float("nan")


@lru_cache(maxsize=4096)  # cells of one group and one theme share their margins
def _probable(low: int, high: int, row: int, column: int, total: int) -> NDArray[np.float64]:
    """How probable it is that so many are in both, `low`…`high`, where nothing depends on anything."""
    whole = [lgamma(count + 1.0) for count in range(total + 1)]
    margins = whole[row] + whole[total - row] + whole[column] + whole[total - column] - whole[total]
    inside = (
        whole[n] + whole[row - n] + whole[column - n] + whole[total - row - column + n]
        for n in range(low, high + 1)
    )
    return np.exp([margins - each for each in inside])
