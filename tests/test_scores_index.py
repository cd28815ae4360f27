"""NPS, CSAT and CES: the worked examples, and the table of a study."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from typing import Any

import docx
import pytest

from otzvuk.model.errors import InputError
from otzvuk.model.study import Score, ScoreRules, Settings
from otzvuk.numbers.findings import find
from otzvuk.numbers.scores import INDICES, ces, check_rules, csat, indices, nps
from otzvuk.numbers.survey import Survey
from otzvuk.report.document import render_document
from otzvuk.report.story import Story
from studies import Person, make_study, make_survey


def test_nps_of_the_worked_example_is_30() -> None:
    groups = nps([10] * 20 + [9] * 30 + [8] * 10 + [7] * 20 + [6] * 15 + [0] * 5)
    assert (groups.promoters, groups.passives, groups.detractors) == (50, 30, 20)
    assert groups.index == 30


def test_csat_of_the_worked_example_is_40_and_70_percent() -> None:
    both = csat([1] * 5 + [2] * 10 + [3] * 15 + [4] * 30 + [5] * 40)
    assert (both.top_box, both.top_two) == (40, 70)


def test_ces_of_the_worked_example_is_3_4() -> None:
    assert ces([1] * 2 + [2] * 8 + [3] * 15 + [4] * 18 + [5] * 7) == 3.4


def test_nobody_gives_no_number() -> None:
    assert math.isnan(nps([]).index)
    assert math.isnan(csat([]).top_two)
    assert math.isnan(ces([]))


@pytest.mark.parametrize(("index", "value"), [(nps, 11), (csat, 6), (ces, -1), (nps, float("nan"))])
def test_a_mark_outside_the_scale_is_named(index: Any, value: float) -> None:
    with pytest.raises(InputError, match=f"оценка вне шкалы «{value:g}»; ожидается число от 0 до"):
        index([3, value])


def study_marks(settings: Settings, *marked: tuple[str, float, float], wave: str = "") -> Any:
    people = [Person(f"Человек {n}", company=f"К{n}") for n in range(1, len(marked) + 1)]
    scores = [
        Score(f"i{n}", f"Человек {n}", criterion, value, scale, wave)
        for n, (criterion, value, scale) in enumerate(marked, 1)
    ]
    study, codings = make_study(*people, scores=scores)
    return indices(Survey.of(study, codings).but(settings=settings))


def value(table: Any, measure: str) -> Any:
    return table[(table["measure"] == measure) & (table["source"] == "questionnaire")].iloc[0]


def test_the_table_holds_nps_with_its_three_groups() -> None:
    rules = Settings(replicates=200, scores=ScoreRules(nps=("Доставка",)))
    table = study_marks(rules, *[("delivery", mark, 10) for mark in (10, 9, 9, 9, 9, 7, 8, 7, 6, 0)])
    assert list(table.columns) == ["index", "criterion", "source", *INDICES]
    assert list(table["measure"]) == ["nps", "promoters", "passives", "detractors"]
    assert list(table["value"]) == [30.0, 50.0, 30.0, 20.0]
    assert table["count"].tolist()[1:] == [5, 3, 2]
    assert value(table, "nps")["low"] < 30 < value(table, "nps")["high"]
    assert set(table["note"]) == {""}


def test_marks_on_different_scales_are_never_put_together() -> None:
    rules = Settings(replicates=200, scores=ScoreRules(nps=("delivery",), csat=("delivery",)))
    table = study_marks(rules, ("delivery", 5, 5), ("delivery", 4, 5), ("delivery", 10, 10))
    of_nps = table[table["index"] == "nps"]
    assert set(of_nps.loc[of_nps["scale"] == 5, "note"]) == {"NPS считают по шкале от 0 до 10"}
    assert of_nps.loc[of_nps["scale"] == 5, "value"].isna().all()
    csat_of_five = table[(table["index"] == "csat") & (table["scale"] == 5)]
    assert list(csat_of_five["value"]) == [50.0, 100.0]
    assert set(csat_of_five["note"]) == {"слишком мало респондентов"}


def test_what_study_yaml_does_not_name_is_not_computed() -> None:
    assert study_marks(Settings(), ("delivery", 5, 5)).empty


def test_an_index_without_marks_says_so() -> None:
    table = study_marks(Settings(scores=ScoreRules(ces=("claims",))), ("delivery", 5, 5))
    assert list(table["note"]) == ["оценок нет", "оценок нет"]
    assert list(table["marks"]) == [0, 0]


def test_an_unknown_criterion_of_an_index_is_named() -> None:
    with pytest.raises(InputError, match=r"study.yaml, scores, ces: неизвестный критерий «погода»"):
        study_marks(Settings(scores=ScoreRules(ces=("погода",))), ("delivery", 5, 5))


def test_indices_by_wave() -> None:
    scores = [Score("i1", "Анна", "delivery", 5, 5, wave) for wave in ("2024", "2025")]
    study, codings = make_study(
        Person("Анна", "А"), scores=[*scores, Score("i1", "Анна", "delivery", 2, 5, "2025")]
    )
    settings = Settings(replicates=200, scores=ScoreRules(ces=("delivery",)))
    found = indices(Survey.of(study, codings).but(settings=settings), ["wave"])
    assert list(zip(found["wave"], found["value"], strict=True)) == [("2024", 5.0), ("2025", 3.5)]


def test_criteria_of_study_yaml_are_checked_together() -> None:
    survey = make_survey()
    check_rules(survey.but(settings=Settings(scores=ScoreRules(nps=("Доставка",)))))
    with pytest.raises(InputError, match=r"study.yaml, scores, overall: неизвестный критерий «погода"):
        check_rules(survey.but(settings=Settings(scores=ScoreRules(overall="погода"))))


def test_a_report_tells_a_mean_of_marks_to_a_tenth_and_its_unit_agrees() -> None:
    given = {"2024": (4, 3, 4, 3), "2025": (4, 4, 4, 4)}
    told = [(f"Человек {n}", wave, mark) for wave, marks in given.items() for n, mark in enumerate(marks)]
    people = [Person(name, name, "user", ["-price.level"], wave=wave) for name, wave, _ in told]
    scores = [Score(f"i{n}", name, "delivery", mark, 5, wave) for n, (name, wave, mark) in enumerate(told, 1)]
    study, codings = make_study(*people, scores=scores)
    rules = Settings(replicates=100, scores=ScoreRules(ces=("delivery",), nps=()))
    survey = Survey.of(replace(study, settings=rules), codings)
    found = find(survey)
    assert found.before == "2024"
    document = docx.Document(io.BytesIO(render_document(Story(found, {}))))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    (row,) = [each for each in cells if each[0] == "CES: средняя оценка усилий"]
    assert [each.replace("\u00a0", " ") for each in row[1:3]] == ["4,0 балла", "+0,5 (было 3,5)"]
