"""A study of several waves: its figures are the last wave's, the change to the wave before beside them.

Worked by hand: in 2024 three people complain twice about lead times each and give the delivery 8, 8 and 7
(mean 7.67); in 2025 one of three complains once, and they give 9, 9 and 10 (mean 9.33).
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from otzvuk.analysis import narrowed
from otzvuk.model.study import Score
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings, find
from otzvuk.numbers.scores import Zone, indices, means
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.wave import Measure
from otzvuk.numbers.wave.change import Change
from otzvuk.numbers.where import latest
from otzvuk.report.story import Story
from otzvuk.show.numbers import _changed
from studies import Person, make_study, make_survey, small_codebook

LATE = "-discipline.lead_times"
PEOPLE = (
    Person("Анна", "Ель", "user", [LATE, LATE], {"delivery": 8}, wave="2024"),
    Person("Борис", "Бор", "user", [LATE, LATE], {"delivery": 8}, wave="2024"),
    Person("Вера", "Луг", "user", [LATE, LATE], {"delivery": 7}, wave="2024"),
    Person("Анна", "Ель", "user", [LATE], {"delivery": 9}, wave="2025"),
    Person("Борис", "Бор", "user", [], {"delivery": 9}, wave="2025"),
    Person("Глеб", "Пруд", "user", ["+price.level"], {"delivery": 10}, wave="2025"),
)
NPS = {"scores": {"nps": ["delivery"]}}


def two_waves(*scores: Score, **settings: object) -> Survey:
    study, codings = make_study(*PEOPLE, scores=scores)
    own = study.settings.model_validate(study.settings.model_dump() | settings)
    return Survey.of(replace(study, settings=own), codings)


@pytest.fixture(scope="module")
def found() -> Findings:
    return find(two_waves(**NPS))


def test_damage_and_reach_are_those_of_the_last_wave_and_the_change_stands_beside(found: Findings):
    row = found.harm.ranking.iloc[0]
    assert (row["process"], round(row["damage"], 4), row["mentions"]) == ("delivery", 0.3333, 1)
    assert round(row["reach"], 4) == 0.3333
    change = found.changed("process", "delivery", Measure.DAMAGE)
    assert change is not None
    assert (change["before"], round(change["after"], 4), round(change["difference"], 4)) == (
        2,
        0.3333,
        -1.6667,
    )
    share = found.changed("code", "discipline.lead_times", Measure.COMPLAINT)
    assert share is not None
    assert (share["people_before"], share["people_after"], round(share["difference"], 2)) == (3, 1, -0.67)


def test_the_headline_has_the_change_beside_it(found: Findings):
    assert Story(found, {}).moved == "Вред к волне 2024: «Доставка» −1,67 (было 2,00)."


def test_the_damage_that_is_compared_is_the_damage_that_is_ranked(found: Findings):
    for row in records(found.harm.ranking):
        change = found.changed("process", row["process"], Measure.DAMAGE)
        assert change is not None
        assert change["after"] == pytest.approx(row["damage"])


def test_a_mean_is_the_last_waves_and_its_verdict_too(found: Findings):
    (row,) = [each for each in records(found.scores.means["criterion"]) if each["criterion"] == "delivery"]
    assert (round(row["mean_ten"], 2), row["marks"], row["zone"]) == (9.33, 3, Zone.STRENGTH)
    (change,) = records(found.scores.changes["criterion"])
    assert (change["previous"], change["wave"], round(change["change"], 2)) == ("2024", "2025", 1.67)
    (stage,) = [each for each in records(found.scores.changes["stage"]) if each["marks"]]
    assert (stage["stage"], round(stage["change"], 2)) == ("post_purchase", 1.67)


def test_nps_is_the_last_waves_with_its_change(found: Findings):
    (row,) = [each for each in records(found.scores.indices) if each["measure"] == "nps"]
    assert (row["value"], row["previous"], row["previous_value"], row["change"]) == (100, "2024", 0, 100)


def test_counts_quotes_and_interviews_are_of_the_last_wave_and_the_others_are_told_once(found: Findings):
    assert len(found.survey.respondents) == 3
    assert len(found.whole.respondents) == 6
    assert {kind.value: number for kind, number in found.overview.mentions.items()} == {
        "praise": 1, "complaint": 1, "wish": 0,
    }  # fmt: skip
    assert [each.id for each in found.study.interviews] == ["i4", "i5", "i6"]
    assert set(found.quotes["interview"]) == {"i4", "i6"}
    assert Story(found, {}).whom.count("волна 2024 — 3\xa0интервью") == 1
    (change,) = found.waves
    assert (change.before, change.after) == ("2024", "2025")


@pytest.mark.parametrize(
    ("line", "wave", "mean", "people", "told"),
    [
        ("", "2025", 9.33, 3, "Все числа — волны 2025"),
        ("волна=2024", "2024", 7.67, 3, "Все числа — волны 2024."),
        ("волна=все", "", 8.5, 6, "Волны 2024, 2025 сложены вместе."),
        ("компания=луг", "2024", 7, 1, "Только: компания=Луг. Все числа — волны 2024."),
        ("компания=ель", "2025", 9, 1, "Только: компания=Ель. Все числа — волны 2025"),
    ],
)
def test_a_wave_can_be_asked_for(line: str, wave: str, mean: float, people: int, told: str):
    survey = latest(narrowed(two_waves(), line))
    assert survey.scope.wave == wave
    assert len(survey.respondents) == people
    assert means(survey).set_index("criterion")["mean_ten"].round(2).tolist() == [mean]
    assert " ".join(survey.scope.sentences).startswith(told)


def test_a_questionnaire_has_waves_of_its_own():
    marks = [Score("i1", "Анна", "delivery", 2, 10, "2024"), Score("i1", "Анна", "delivery", 6, 10, "2026")]
    survey = latest(two_waves(*marks))
    assert survey.marks[["source", "wave", "value"]].values.tolist() == [
        ["questionnaire", "2026", 6], ["speech", "2025", 9], ["speech", "2025", 9], ["speech", "2025", 10],
    ]  # fmt: skip
    assert "Оценки из анкеты — волны 2026." in survey.scope.when


def test_one_wave_or_none_is_shown_whole():
    one = make_survey(*(replace(each, wave="2025") for each in PEOPLE))
    assert latest(one) is one
    none = make_survey(*(replace(each, wave="") for each in PEOPLE))
    assert latest(none) is none


def test_a_person_is_pooled_within_a_wave_before_the_cap_and_counts_in_each_wave_by_itself():
    people = (
        *(Person("Анна", "Ель", "user", [LATE, LATE], interview=name, wave="2024") for name in ("i1", "i2")),
        Person("Борис", "Бор", "user", [], interview="i3", wave="2024"),
        Person("Анна", "Ель", "user", [LATE], interview="i4", wave="2025"),
        Person("Борис", "Бор", "user", [], interview="i5", wave="2025"),
        Person("Вера", "Дуб", "user", [], interview="i6", wave="2024"),
        Person("Вера", "Дуб", "user", [], interview="i7", wave="2025"),
    )
    study, codings = make_study(*people)
    named = tuple(
        replace(
            each,
            participants={name: replace(who, person=name) for name, who in each.participants.items()},
        )
        for each in study.interviews
    )
    survey = Survey.of(replace(study, interviews=named), codings)
    assert survey.respondents["person"].nunique() == 3
    found = find(survey)
    change = found.changed("process", "delivery", Measure.DAMAGE)
    assert change is not None
    # 2024: four complaints of Anna count three, of three asked; 2025: one, of three asked
    assert (change["before"], change["after"], change["asked_before"]) == (1.0, pytest.approx(1 / 3), 3)
    assert found.survey.scope.rest == (("2024", 4),)


def test_several_marks_of_a_person_are_one_promoter():
    marks = [Score("i4", "Анна", "delivery", value, 10, "2025") for value in (10, 9, 9)]
    marks += [Score(f"i{n}", name, "delivery", 3, 10, "2025") for n, name in ((5, "Борис"), (6, "Глеб"))]
    table = indices(latest(two_waves(*marks, **NPS)))
    own = table[(table["source"] == "questionnaire") & (table["measure"] == "nps")]
    assert own["value"].round(1).tolist() == [-33.3]
    assert own["respondents"].tolist() == [3]


def test_a_difference_that_rounds_to_nothing_has_no_sign() -> None:
    row = {
        "change": Change.UNCLEAR.value, "item": "price.level", "by": "code", "before": 7.2, "after": 7.17,
        "people_before": 3, "people_after": 3, "asked_before": 3, "asked_after": 3, "difference": -0.03,
        "low": -1.4, "high": 1.5, "clear": False, "said_worse": 0, "said_better": 0, "note": "",
        "label": "Цена",
    }  # fmt: skip
    cells = [str(each) for each in _changed(row, Measure.QUESTIONNAIRE, small_codebook())]
    assert "0,0 (−1,4…+1,5)" in cells
