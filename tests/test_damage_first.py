"""What the figures would be without a process, and what to do first."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import bootstrap

from otzvuk.model.study import Score
from otzvuk.numbers.damage import IMPACTS, PRIORITIES, details, impacts, priorities, priorities_note, rank
from otzvuk.numbers.survey import Survey
from studies import Person, eight_people, make_study, make_survey, mixed, small_codebook

LATE, BLIND, PAPERS, GOOD = (
    "-discipline.lead_times",
    "-service.informing",
    "-documents.errors",
    "+quality.defects",
)


def dropped(*people: Person, scores: tuple[Score, ...] = (), **settings: object) -> pd.DataFrame:
    study, codings = make_study(*people, scores=scores, **settings)
    survey = Survey.of(study, codings)
    return impacts(survey).set_index("process")


def test_the_balance_without_a_process_leaves_out_its_mentions() -> None:
    table = dropped(
        Person("Анна", "Альфа", says=[LATE, LATE, GOOD]),  # −1/3; without delivery 1
        Person("Борис", "Бета", says=[LATE]),  # −1; without delivery nothing is left
        Person("Вера", "Гамма", says=[BLIND, GOOD, GOOD, "?service.digital"]),  # 1/3
        Person("Глеб", "Дельта", says=["?service.digital"]),  # praises and complains of nothing
    )
    assert {name: str(dtype) for name, dtype in table.reset_index().dtypes.items()} == dict(IMPACTS)
    delivery = table.loc["delivery"]
    assert delivery.balance == pytest.approx((-1 / 3 - 1 + 1 / 3) / 3)
    assert delivery.balance_without == pytest.approx((1 + 1 / 3) / 2)
    assert delivery.balance_impact == pytest.approx(-1 / 3 - 2 / 3)
    assert delivery.balance_low <= delivery.balance_impact <= delivery.balance_high
    assert table.loc["production", "balance_impact"] > 0
    assert table[["score", "score_impact"]].isna().all().all()


def test_the_impact_on_marks_is_that_of_the_details() -> None:
    people = [
        Person("Анна", "Альфа", says=[LATE], rates={"discipline.lead_times": 2, "delivery": 4}),
        Person("Борис", "Бета", says=[BLIND, LATE], rates={"delivery": 6}),
        Person("Вера", "Гамма", says=[GOOD], rates={"delivery": 9}),
    ]
    scores = (Score("i9", "Яна", "delivery", 5, 5),)  # she was not interviewed
    study, codings = make_study(*people, scores=scores)
    survey = Survey.of(study, codings)
    table = dropped(*people, scores=scores)
    expected = details(survey).set_index("process")
    assert table.loc["delivery", "score"] == (3 + 6 + 9 + 10) / 4
    assert table.loc["delivery", "score_without"] == (9 + 10) / 2
    for process in table.index:
        impact, own = table.loc[process, "score_impact"], expected.loc[process, "drop_one_impact"]
        assert (np.isnan(impact) and np.isnan(own)) or impact == pytest.approx(own)
    assert np.isnan(table.loc["production", "score_impact"])  # nobody complains about it


def test_the_interval_agrees_with_scipys_bootstrap() -> None:
    # Each alone in a company: the two-stage bootstrap is the plain one.
    generator = np.random.default_rng(4)
    people = [
        Person(
            f"Ч{n}",
            f"К{n}",
            says=[LATE] * int(generator.poisson(1)) + [GOOD] * int(generator.poisson(1.5)) + ["+price.level"],
        )
        for n in range(30)
    ]
    table = dropped(*people, replicates=4000)
    late = np.array([person.says.count(LATE) for person in people])
    good = np.array([person.says.count(GOOD) + 1 for person in people])
    balance, without = (good - late) / (good + late), np.ones(len(people))
    found = bootstrap(
        (balance - without,), np.mean, confidence_level=0.9, n_resamples=4000, method="percentile", rng=2
    ).confidence_interval
    row = table.loc["delivery"]
    assert (row.balance_low, row.balance_high) == pytest.approx(tuple(found), abs=0.02)


def test_few_respondents_have_no_interval() -> None:
    table = dropped(Person("Анна", says=[LATE, GOOD]), Person("Борис", says=[GOOD]))
    assert table[["balance_low", "balance_high"]].isna().all().all()
    assert len(dropped(Person("Анна"))) == 0


def test_order_of_rows_changes_no_impact() -> None:
    study, codings = make_study(*eight_people())
    survey = Survey.of(study, codings)
    expected = impacts(survey)
    again = impacts(mixed(survey))
    pd.testing.assert_frame_equal(expected, again)


def first(**effort: float | None) -> pd.DataFrame:
    survey = make_survey(*eight_people(), effort=effort)
    return priorities(survey, ranking=rank(survey))


def test_priority_is_impact_times_reach_times_ease() -> None:
    table = first(delivery=5, order_status=1, document_exchange=2)
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(PRIORITIES)
    rows = table.set_index("process")
    delivery = rows.loc["delivery"]
    assert delivery.reach == 6 / 8
    assert delivery.ease == pytest.approx(0.2)
    assert delivery.priority == pytest.approx(delivery.impact * 6 / 8 * 0.2)
    assert rows.loc["order_status", "ease"] == 1.0
    assert rows.loc["document_exchange", "ease"] == 0.8
    assert table.process.iloc[0] == "order_status"  # less damage, but easy
    assert delivery.damage_rank == 1
    assert table.priority.is_monotonic_decreasing
    assert table.priority_rank.tolist() == list(range(1, len(table) + 1))
    assert (table.impact > 0).all()


def test_blank_effort_is_middling_and_said() -> None:
    book = small_codebook()
    table = first(delivery=5, order_status=None)
    assert table.set_index("process").loc["order_status", "ease"] == pytest.approx(0.6)
    assert np.isnan(table.set_index("process").loc["order_status", "effort"])
    said = priorities_note(table, book)
    assert said.startswith(
        "Трудоёмкость не указана, взята средняя (3 из 5): «Информирование о статусе заказа», "
    )
    assert "Доставка" not in said
    without = first()
    assert priorities_note(without, book).startswith("Трудоёмкость не указана ни для одного процесса")
    expected = (without.impact * without.reach).rank(ascending=False, method="first")
    assert without.priority_rank.tolist() == expected.tolist()
    complete = first(**dict.fromkeys(without.process, 3.0))
    assert priorities_note(complete, book) == ""
    assert complete.priority.tolist() == without.priority.tolist()
