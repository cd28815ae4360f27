"""The coder's errors in how sure places are: what is unsure is less so, what people decided is not."""

from __future__ import annotations

import numpy as np
import pytest

from otzvuk.numbers.damage import rank, rank_intervals
from otzvuk.numbers.damage.certainty import Certainty, certainty
from otzvuk.numbers.damage.error import unsureness
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.trust import caution, settling
from studies import Person, eight_people, make_study

LATE, BLIND, PAPERS, DEAR = (
    "-discipline.lead_times",
    "-service.informing",
    "-documents.errors",
    "-price.level",
)


def coded(survey: Survey, confidence: float, by: str = "model:b2b@2") -> Survey:
    """The survey as if a coder with this confidence had found its mentions."""
    return survey.but(mentions=survey.mentions.assign(confidence=confidence, decided_by=by))


def people(**keys: object) -> Survey:
    return Survey.of(*make_study(*eight_people(), **keys))


def test_the_less_sure_the_coder_the_less_sure_is_who_is_among_the_three():
    survey = people()
    open_ = [
        (p * (1 - p)).sum() for p in (certainty(coded(survey, sure)).p_top3 for sure in (0.99, 0.7, 0.4))
    ]
    assert open_[0] < open_[1] < open_[2]
    widths = [
        (each.rank_high - each.rank_low).sum() for each in (certainty(coded(survey, c)) for c in (0.9, 0.4))
    ]
    assert widths[0] <= widths[1]


def test_what_people_decided_is_certain_whatever_its_confidence_says():
    survey = people()
    taken = certainty(survey, errors=False)
    assert certainty(coded(survey, 0.4, "person:Анна")).p_top3.tolist() == taken.p_top3.tolist()
    assert not unsureness(coded(survey, 0.4, "person:Анна")).any()


def test_a_foreign_coding_that_states_no_rates_is_not_taken_as_certain():
    assert unsureness(coded(people(), 1.0, "llm:some")).min() == pytest.approx(0.4)


def test_both_tables_have_the_same_interval_of_one_rank():
    survey = coded(people(), 0.6)
    one, other = (
        table.set_index("process")[["rank_low", "rank_high"]]
        for table in (rank(survey), rank_intervals(survey))
    )
    assert one.sort_index().equals(other.sort_index())


def test_only_what_holds_together_is_named():
    in_top = np.array([[1, 1, 0, 1], [1, 1, 0, 1], [1, 0, 1, 1], [1, 0, 1, 1], [0, 1, 1, 1.0]])
    sure = Certainty(in_top.mean(axis=0), np.ones(4, int), np.ones(4, int), in_top)
    assert sure.together([3, 0]) == pytest.approx(0.8)
    assert sure.together([3, 0, 1]) == pytest.approx(0.4)
    assert sure.nameable([3, 0, 1], 0.7) == [3, 0]
    assert sure.nameable([2, 3, 0], 0.7) == []


def test_checking_is_offered_where_the_coder_is_what_is_open():
    survey = Survey.of(*make_study(*[Person(f"Ч{n}", says=[LATE] * 2 + [BLIND]) for n in range(9)]))
    unsure = coded(survey, 0.3)
    ranking = rank(unsure).assign(named=False)
    said = settling(unsure, ranking).replace("\u00a0", " ")
    assert said.startswith("Проверьте 27 мест (otzvuk doubts): это скорее всего решит между «")
    assert "«Доставка» и «Информирование о статусе заказа»" in said


def test_where_checking_cannot_help_more_people_are_asked_for():
    survey = Survey.of(*make_study(*[Person(f"Ч{n}", says=[LATE, BLIND, PAPERS, DEAR]) for n in range(4)]))
    assert "нужны ещё респонденты" in settling(survey, rank(survey))
    one = Survey.of(*make_study(*[Person(f"Ч{n}", says=[LATE]) for n in range(4)]))
    assert settling(one, rank(one)) == ""


def test_a_study_unlike_those_that_the_coder_was_measured_on_is_told_so():
    survey = people()
    assert caution(survey.but(mentions=survey.mentions.assign(decided_by="person:Анна"))) == ""
    assert "не измерена" in caution(coded(survey, 1.0, "llm:some"))
    assert "правилами" in caution(coded(survey, 0.5, "rule:pattern"))
