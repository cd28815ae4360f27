"""Coefficients against the worked examples that their authors published, and other programs' answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from otzvuk.agreement.coefficients import Floats, alpha, f1, kappa
from otzvuk.agreement.unitizing import alpha_u, disagreement, units


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


def test_kappa_of_cohens_own_example() -> None:
    """Cohen (1960), table 1: 200 patients, three diagnoses; κ = 0.492 (88 + 40 + 12 agreed)."""
    table = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    one = [row for row in range(3) for number in table[row] for _ in range(number)]
    other = [column for row in table for column, number in enumerate(row) for _ in range(number)]
    assert cohen_kappa(one, other) == pytest.approx(0.492, abs=0.0005)


KRIPPENDORFF = [
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
]
"""Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, C: four observers, twelve units, gaps."""


def test_alpha_of_krippendorffs_own_example() -> None:
    rows = [[None if value == "." else value for value in row.split()] for row in KRIPPENDORFF]
    assert krippendorff_alpha(zip(*rows, strict=True)) == pytest.approx(0.743, abs=0.0005)


def test_alpha_of_two_observers() -> None:
    """Ibid., A and B: binary data of ten units, α = 0.095; nominal data of twelve units, α = 0.692."""
    binary = zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], strict=True)
    assert krippendorff_alpha(binary) == pytest.approx(0.095, abs=0.0005)
    one, other = (
        ["a", "a", "b", "b", "d", "c", "c", "c", "e", "d", "d", "a"],
        ["b", "a", "b", "b", "b", "c", "c", "c", "e", "d", "d", "d"],
    )
    assert krippendorff_alpha(zip(one, other, strict=True)) == pytest.approx(0.692, abs=0.0005)


def test_alpha_u_of_krippendorffs_own_example() -> None:
    """Krippendorff (2004), p. 254: a continuum from 150 of length 300, two observers, categories c and k."""
    lengths = [300]

    def shifted(*spans: tuple[int, int]) -> list[list[tuple[int, int]]]:
        return [[(start - 150, start - 150 + length) for start, length in spans]]

    c = units(shifted((225, 70), (370, 30)), shifted((220, 80), (355, 20), (400, 20)), lengths)
    k = units(shifted((180, 60), (300, 50)), shifted((180, 60), (300, 50)), lengths)
    one, length = np.ones((1, 1)), np.array([300.0])
    for category, observed, expected, figure in ((c, 0.0144, 0.0532, 0.7286), (k, 0.0, 0.0490, 1.0)):
        found = disagreement(category, length, one)
        assert [round(each.item(), 4) for each in found] == [observed, expected]
        assert alpha_u([category], length, one).item() == pytest.approx(figure, abs=0.0001)
    together = 1 - (0.0144 + 0) / (0.0532 + 0.0490)
    assert alpha_u([c, k], length, one).item() == pytest.approx(together, abs=0.001)


def test_alpha_u_of_chance_is_near_nought() -> None:
    generator = np.random.default_rng(1)
    length = 20_000

    def some() -> list[list[tuple[int, int]]]:
        starts = np.sort(generator.choice(length // 40, 120, replace=False)) * 40
        return [[(int(start), int(start) + 25) for start in starts]]

    found = [
        alpha_u([units(some(), some(), [length])], np.array([float(length)]), np.ones((1, 1))).item()
        for _ in range(20)
    ]
    assert abs(np.mean(found)) < 0.1


def test_a_weight_of_two_is_the_interview_twice() -> None:
    one, other = [[(0, 5)], [(3, 9), (20, 24)]], [[(1, 5)], [(4, 9)]]
    lengths = [30, 40]
    weighted = alpha_u([units(one, other, lengths)], np.array([30.0, 40.0]), np.array([[1.0, 2.0]]))
    twice = units([*one, one[1]], [*other, other[1]], [*lengths, 40])
    assert alpha_u([twice], np.array([30.0, 40.0, 40.0]), np.ones((1, 3))).item() == pytest.approx(
        weighted.item()
    )


VALUES = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=40)


@given(VALUES)
def test_kappa_is_that_of_scikit_learn(values: list[tuple[str, str]]) -> None:
    one, other = (list(side) for side in zip(*values, strict=True))
    if len(set(one) | set(other)) > 1:
        expected = cohen_kappa_score(one, other)
        assert cohen_kappa(one, other) == pytest.approx(expected, nan_ok=True)


@given(VALUES)
def test_both_ways_to_alpha_agree(values: list[tuple[str, str]]) -> None:
    names = sorted({each for pair in values for each in pair})
    one, other = (np.array([side.count(name) for name in names], float) for side in zip(*values, strict=True))
    agreed = np.array(float(sum(a == b for a, b in values)))
    assert alpha(agreed, one, other).item() == pytest.approx(krippendorff_alpha(values), nan_ok=True)


def test_what_is_not_defined_is_nan() -> None:
    nothing, all_same = np.zeros(2), np.array([3.0, 0.0])
    assert np.isnan(kappa(np.array(3.0), all_same, all_same))
    assert np.isnan(alpha(np.array(3.0), all_same, all_same))
    assert np.isnan(f1(nothing, nothing, nothing)).all()
    assert np.isnan(alpha_u([], np.array([10.0]), np.ones((1, 1)))).all()
    assert np.isnan(krippendorff_alpha([("a", None), ("b", None)]))
