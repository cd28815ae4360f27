"""Rank intervals valid for all processes at once, against Tukey's range and a hand-made family of tests."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import studentized_range

from otzvuk.numbers.damage import RANK_INTERVALS, rank, rank_intervals, simultaneous_ranks
from otzvuk.numbers.damage.certainty import percentile_ranks
from otzvuk.numbers.damage.simultaneous import surely_greater
from otzvuk.numbers.survey import Survey
from studies import Person, eight_people, make_study, mixed

LATE, BLIND, PAPERS = "-discipline.lead_times", "-service.informing", "-documents.errors"


def normal_draws(means: list[float], errors: list[float], number: int = 20_000) -> np.ndarray:
    return np.random.default_rng(5).normal(means, errors, size=(number, len(means)))


def intervals(*people: Person, **settings: object) -> pd.DataFrame:
    study, codings = make_study(*people, **settings)
    survey = Survey.of(study, codings)
    return rank_intervals(survey)


@pytest.mark.parametrize("number", [2, 5, 12])
def test_the_first_step_is_tukeys_range_of_independent_means(number: int) -> None:
    # Of equal errors the largest studentised pairwise difference is the studentised range over √2.
    least = studentized_range.ppf(0.9, number, np.inf)  # in units of one error
    for step, expected in ((least * 1.03, True), (least * 0.97, False)):
        means = [step] + [0.0] * (number - 1)
        greater = surely_greater(np.array(means), normal_draws(means, [1.0] * number))
        assert greater[0, 1:].all() == expected
        assert not greater[1:].any()


def test_ranks_are_counted_from_significant_differences() -> None:
    means, errors = [10.0, 9.8, 5.0, 0.0], [0.3, 0.3, 0.3, 0.3]
    low, high = simultaneous_ranks(np.array(means), normal_draws(means, errors))
    assert (low.tolist(), high.tolist()) == ([1, 1, 3, 4], [2, 2, 3, 4])


def test_correlated_estimates_are_told_apart_by_what_they_differ_in() -> None:
    # The common part is large, but it cancels in the difference.
    common = np.random.default_rng(1).normal(0, 5, size=(5000, 1))
    draws = common + normal_draws([1.0, 0.0], [0.1, 0.1], 5000)
    assert surely_greater(np.array([1.0, 0.0]), draws)[0, 1]
    apart = normal_draws([1.0, 0.0], [5.0, 5.0], 5000)
    assert not surely_greater(np.array([1.0, 0.0]), apart).any()


def test_stepping_down_finds_what_one_step_does_not() -> None:
    # Once the first is known to be above both others, only the reverse of that and the pair of the others
    # are left to be judged; the range of the three is no longer what the others must exceed.
    one_step = studentized_range.ppf(0.9, 3, np.inf)
    noise = np.random.default_rng(8).normal(size=(200_000, 3))
    left = np.max(
        [noise[:, 1] - noise[:, 0], noise[:, 2] - noise[:, 0], np.abs(noise[:, 1] - noise[:, 2])], axis=0
    )
    two_steps = np.quantile(left, 0.9)
    assert two_steps < one_step - 0.1
    for step, expected in (((one_step + two_steps) / 2, True), (two_steps * 0.97, False)):
        means = [50.0, step, 0.0]
        greater = surely_greater(np.array(means), normal_draws(means, [1.0] * 3))
        assert greater[0].tolist() == [False, True, True]
        assert greater[1, 2] == expected


def test_the_promise_is_kept_for_all_at_once() -> None:
    # True means in steps that are hard to tell; both kinds of interval, 300 studies of normal estimates.
    generator = np.random.default_rng(11)
    truth = np.array([1.0, 0.9, 0.8, 0.2, 0.1, 0.0])
    rank_of = np.arange(1, 7)
    held = {"all": 0, "one": 0}
    for _ in range(300):
        estimates = truth + generator.normal(0, 0.3, size=6)
        draws = estimates + generator.normal(0, 0.3, size=(400, 6))
        for name, (low, high) in (
            ("all", simultaneous_ranks(estimates, draws)),
            ("one", percentile_ranks(draws)),
        ):
            held[name] += bool(((low <= rank_of) & (rank_of <= high)).all())
    assert held["all"] / 300 >= 0.9
    assert held["one"] < held["all"]


def test_a_difference_that_no_sample_changes_is_taken_as_it_is() -> None:
    draws = np.column_stack([np.full(100, 2.0), np.full(100, 1.0), np.full(100, 1.0)])
    low, high = simultaneous_ranks(np.array([2.0, 1.0, 1.0]), draws)
    assert (low.tolist(), high.tolist()) == ([1, 2, 2], [1, 3, 3])


def test_the_table_stands_beside_the_ranking() -> None:
    table = intervals(*eight_people())
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(RANK_INTERVALS)
    study, codings = make_study(*eight_people())
    survey = Survey.of(study, codings)
    ranking = rank(survey).set_index("process")
    for row in table.itertuples():
        assert (row.rank_low, row.rank_high) == tuple(ranking.loc[row.process, ["rank_low", "rank_high"]])
        place = ranking.loc[row.process, "rank"]  # none where there is no damage
        assert pd.isna(place) or row.all_low <= place <= row.all_high
        assert row.surely_worse + row.surely_milder <= len(table) - 1
        assert (row.all_low, row.all_high) == (1 + row.surely_worse, len(table) - row.surely_milder)
    assert table.damage.is_monotonic_decreasing


def test_much_evidence_settles_the_order() -> None:
    people = [
        Person(f"Ч{n}", f"К{n}", says=[LATE] * 3 + [BLIND] * (1 + n % 2) + [PAPERS] * (n % 5 == 0))
        for n in range(60)
    ]
    table = intervals(*people)
    assert table.all_low.tolist() == table.all_high.tolist() == [1, 2, 3]


def test_two_respondents_or_none_leave_every_rank_open() -> None:
    table = intervals(Person("Анна", says=[LATE, LATE, BLIND]), Person("Борис", says=[LATE]))
    assert (table.all_low.tolist(), table.all_high.tolist()) == ([1, 1], [2, 2])
    study, codings = make_study()
    survey = Survey.of(study, codings)
    assert len(rank_intervals(survey)) == 0


def test_order_of_rows_changes_nothing() -> None:
    study, codings = make_study(*eight_people())
    survey = Survey.of(study, codings)
    expected = rank_intervals(survey)
    again = rank_intervals(mixed(survey))
    pd.testing.assert_frame_equal(expected, again)
