"""Client companies and their people: loyalty blocks, profile, account map."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otzvuk.model.errors import InputError
from otzvuk.model.study import Score, ScoreRules, Settings
from otzvuk.numbers.lens import (
    ACCOUNT,
    CLIENTS,
    FACTORS,
    LOYALTY,
    Attitude,
    Pull,
    account_map,
    attitude,
    attitudes,
    client_profile,
    clients,
    factors,
    loyalty_blocks,
    pull_of,
)
from otzvuk.numbers.survey import Survey
from studies import Person, eight_people, make_survey, shuffled

RULES = Settings(replicates=100, scores=ScoreRules(overall="Доставка"))


def tables(*people: Person, scores: Any = ()) -> Survey:
    survey = make_survey(*people, scores=scores)
    return survey.but(settings=RULES)


def two_clients() -> Survey:
    return tables(
        Person("Анна", "ООО «Ель»", "economic", ["+quality.defects", "-discipline.loading", "-price.level"]),
        Person("Борис", 'ООО "Ель"', "user", ["+quality.defects", "+quality.defects", "-quality.defects"],
               {"delivery": 9}),
        Person("Вера", "Ясень", "technical", ["?service.digital"]),
        Person("Глеб", "", "user", ["-discipline.loading"]),
        scores=[Score("i1", "Анна", "delivery", 4, 10), Score("i1", "Анна", "quality.defects", 5, 5)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("praise", "complaint", "expected"),
    [(0, 0, "neutral"), (1, 0, "neutral"), (0, 1, "neutral"), (2, 0, "supporter"), (2, 1, "supporter"),
     (1, 1, "mixed"), (3, 2, "mixed"), (1, 2, "critic"), (0, 2, "critic"), (10, 5, "supporter")],
)  # fmt: skip
def test_the_rule_of_attitudes(praise: int, complaint: int, expected: str) -> None:
    assert attitude(praise, complaint) is Attitude(expected)


@given(st.integers(0, 60), st.integers(0, 60))
def test_praise_and_complaint_are_treated_alike(praise: int, complaint: int) -> None:
    mirror = {Attitude.SUPPORTER: Attitude.CRITIC, Attitude.CRITIC: Attitude.SUPPORTER}
    here = attitude(praise, complaint)
    assert attitude(complaint, praise) is mirror.get(here, here)
    turned = {Pull.HOLDS: Pull.PUSHES, Pull.PUSHES: Pull.HOLDS}
    pull = pull_of(praise, complaint)
    assert pull_of(complaint, praise) is turned.get(pull, pull)


def test_the_account_map_holds_everybody_by_company_and_role() -> None:
    survey = two_clients()
    table = account_map(survey)
    assert list(table.columns) == list(ACCOUNT)
    assert list(table["speaker"]) == ["Анна", "Борис", "Вера", "Глеб"]
    assert list(table["company"]) == ["ООО «Ель»", "ООО «Ель»", "Ясень", ""]
    assert list(table["attitude"]) == ["critic", "supporter", "neutral", "neutral"]
    assert list(table["praised"]) == ["Качество", "Качество", "", ""]
    assert list(table["blamed"]) == ["Дисциплина, Цены и условия", "Качество", "", "Дисциплина"]
    assert table["role_label"].iloc[1] == "Эксплуатант"
    counted = attitudes(table)
    assert len(counted) == 16
    assert counted["respondents"].sum() == 4


def test_loyalty_blocks_of_every_company_stay_also_where_it_is_silent() -> None:
    survey = two_clients()
    table = loyalty_blocks(survey)
    assert list(table.columns) == list(LOYALTY)
    rows = {(row.company, row.label): row for row in table.itertuples()}
    assert rows["ООО «Ель»", "Продукт"].pull == "holds"  # three of four evaluations praise
    assert rows["ООО «Ель»", "Отгрузка"].pull == "pushes"
    assert rows["Ясень", "Продукт"].pull == ""
    assert rows["Ясень", "Продукт"].pull_label == "Не оценивается"
    assert rows["ООО «Ель»", "Продукт"].reach == 1.0
    assert rows["ООО «Ель»", "Отгрузка"].reach == 0.5
    assert rows["ООО «Ель»", "Продукт"].questionnaire_mean_ten == 10
    assert rows["ООО «Ель»", "Отгрузка"].speech_marks == 0  # the 9 is for all in all
    assert set(table["company"]) == {"ООО «Ель»", "Ясень"}  # nobody's company is no client


def test_factors_that_hold_come_before_those_that_push() -> None:
    survey = two_clients()
    table = factors(survey)
    assert list(table.columns) == list(FACTORS)
    assert [(row.label, row.pull, row.code_label, row.respondents) for row in table.itertuples()] == [
        ("Продукт", "holds", "Количество брака", 2),
        ("Продукт", "pushes", "Количество брака", 1),
        ("Отгрузка", "pushes", "Отгрузка", 1),
        ("Без значения", "pushes", "Уровень цены", 1),
    ]


def test_the_overall_mark_of_a_client_by_source() -> None:
    survey = two_clients()
    table = clients(survey)
    assert list(table.columns) == list(CLIENTS)
    assert list(table["company"]) == ["ООО «Ель»", "Ясень"]
    assert list(table["people"]) == [2, 1]
    assert list(table["pull"]) == ["mixed", ""]
    assert table["speech_mean_ten"].iloc[0] == 9
    assert table["questionnaire_mean_ten"].iloc[0] == 4
    assert list(table["speech_note"]) == ["слишком мало респондентов", "оценок нет"]


def test_a_profile_is_found_however_the_company_is_spelt() -> None:
    survey = two_clients()
    profile = client_profile(survey, "ооо ель")
    assert profile.company == "ООО «Ель»"
    assert profile.summary["people"] == 2
    assert profile.top(Pull.HOLDS) == ["Количество брака"]
    assert profile.top(Pull.PUSHES) == ["Отгрузка", "Уровень цены", "Количество брака"]
    assert list(profile.people["speaker"]) == ["Анна", "Борис"]
    assert set(profile.blocks["company"]) == {"ООО «Ель»"}
    assert set(profile.marks["criterion"]) == {"quality.defects", "delivery"}
    whole = clients(survey).iloc[0]
    assert profile.summary["questionnaire_mean_ten"] == whole["questionnaire_mean_ten"]


def test_an_unknown_company_is_named() -> None:
    survey = two_clients()
    with pytest.raises(InputError, match="нет такой компании «Клён»; ожидается одно из: ООО «Ель», Ясень"):
        client_profile(survey, "Клён")


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 5))
def test_nothing_depends_on_the_order_of_rows(seed: int) -> None:
    survey = tables(*eight_people())
    other = survey.but(mentions=shuffled(survey.mentions, seed))
    assert account_map(other).equals(account_map(survey))
    assert loyalty_blocks(other).equals(loyalty_blocks(survey))
    assert factors(other).equals(factors(survey))


def test_a_study_without_mentions_still_has_its_clients() -> None:
    survey = tables(Person("Анна", "Ель", "user"))
    assert list(clients(survey)["mentions"]) == [0]
    assert list(account_map(survey)["attitude"]) == ["neutral"]
    assert factors(survey).empty
    assert list(loyalty_blocks(survey)["pull"]) == ["", ""]
    nobody = tables()
    assert clients(nobody).empty
    assert account_map(nobody).empty
