"""The two distributions that we compute ourselves, against SciPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import chdtrc, stdtrit

from otzvuk.numbers.distribution import chi_square_tail, student_quantile


@given(st.floats(0, 1500), st.integers(1, 400))
def test_the_tail_of_chi_square_is_scipys(statistic: float, dof: int) -> None:
    assert chi_square_tail(statistic, dof) == pytest.approx(
        float(chdtrc(dof, statistic)), rel=1e-9, abs=1e-300
    )


@given(st.lists(st.floats(0.5, 1e9), min_size=1), st.sampled_from([0.6, 0.9, 0.95, 0.975, 0.995]))
def test_the_quantile_of_students_t_is_scipys(dof: list[float], level: float) -> None:
    np.testing.assert_allclose(student_quantile(dof, level), stdtrit(np.array(dof), level), rtol=1e-9)


def test_what_no_distribution_has_is_missing() -> None:
    assert np.isnan(student_quantile([0.0, -1.0, np.nan], 0.95)).all()
    assert student_quantile(5, 0.5) == 0
    assert student_quantile([[3.0], [4.0]], 0.95).shape == (2, 1)
