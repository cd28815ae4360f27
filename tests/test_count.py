from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otzvuk.model.study import Score
from otzvuk.numbers.count import (
    IDS,
    MENTIONS,
    RATINGS,
    RESPONDENTS,
    company_key,
    natural,
    records,
    with_attributes,
    with_lenses,
)
from otzvuk.numbers.frequency import frequencies, subtotals
from otzvuk.numbers.survey import Survey
from studies import Person, eight_people, make_study, make_survey, mixed, some_people

# as design.md writes them
DESIGN_MENTIONS = (
    "interview, file, turn, speaker, start, end, text, kind, code, theme, process, "
    "stage, trend, confidence, decided_by, company, role, function, wave"
)
DESIGN_RATINGS = "interview, turn, speaker, start, end, criterion, value, scale, company, role, wave"


def test_mentions_have_the_columns_of_the_design_and_stable_types():
    study, codings = make_study(*eight_people())
    full, empty = Survey.of(study, codings).mentions[list(MENTIONS)], make_survey().mentions[list(MENTIONS)]
    assert ", ".join(full.columns) == DESIGN_MENTIONS
    assert list(make_survey().mentions.columns) == [*MENTIONS, *IDS]
    assert len(full) == sum(len(coding.mentions) for coding in codings)
    assert len(empty) == 0
    for table in (full, empty):
        assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(MENTIONS)


def test_ratings_have_the_columns_of_the_design_and_stable_types():
    full, empty = (each.ratings[list(RATINGS)] for each in (make_survey(*eight_people()), make_survey()))
    assert ", ".join(full.columns) == DESIGN_RATINGS
    for table in (full, empty):
        assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(RATINGS)


def test_a_mention_row_holds_what_was_coded_and_who_said_it():
    study, codings = make_study(
        Person("Анна", "Альфа", "economic", ["-quality.defects worse process=claims"], function="закупки"),
        wave="2025",
    )
    row = Survey.of(study, codings).mentions.iloc[0]
    turn = codings[0].interview.turns[row.turn]
    assert turn.text[row.start : row.end] == row.text
    assert (row.interview, row.speaker, row.company, row.role, row.function, row.wave) == (
        "i1", "Анна", "Альфа", "economic", "закупки", "2025",
    )  # fmt: skip
    assert (row.kind, row.code, row.theme, row.process, row.stage, row.trend) == (
        "complaint", "quality.defects", "quality", "claims", "post_purchase", "worse",
    )  # fmt: skip


def test_the_canonical_name_stands_for_the_name_in_the_transcript():
    study, (coding,) = make_study(Person("Спикер 2", says=["-price.level"]))
    known = dataclasses.replace(coding.interview.participants["Спикер 2"], speaker="Ольга", company="Альфа")
    interview = dataclasses.replace(coding.interview, participants={"Спикер 2": known})
    study = dataclasses.replace(study, interviews=(interview,))
    coding = dataclasses.replace(coding, interview=interview)
    assert Survey.of(study, [coding]).mentions.speaker.tolist() == ["Ольга"]
    assert Survey.of(study, [coding]).respondents.speaker.tolist() == ["Ольга"]


def test_mentions_are_sorted_whatever_the_order_of_codings():
    says = ["-price.level", "+quality.defects"]
    people = [Person(f"Ч{n}", says=says, interview=f"i{n}") for n in (10, 9, 2, 1)]
    study, codings = make_study(*people)
    table = Survey.of(study, codings).mentions
    assert table.interview.drop_duplicates().tolist() == ["i1", "i2", "i9", "i10"]
    assert table.groupby("interview").turn.apply(lambda turns: turns.is_monotonic_increasing).all()
    pd.testing.assert_frame_equal(table, Survey.of(study, codings[::-1]).mentions)


@given(st.lists(st.text(alphabet="i-0123а", max_size=4)))
def test_any_identifiers_sort_naturally(identifiers: list[str]):
    ordered = sorted(identifiers, key=natural)
    assert sorted(ordered) == sorted(identifiers)
    backwards = ordered[::-1]
    assert sorted(backwards, key=natural) == ordered


def test_questionnaire_scores_follow_speech_and_have_no_place():
    study, codings = make_study(
        Person("Анна Петровна", "Альфа", "user", rates={"delivery": 7}),
        scores=[
            Score("i1", "анна петровна", "price.level", 4, 5, "2024"),
            Score("i7", "Кто-то", "delivery", 1, 5),
        ],
    )
    table = Survey.of(study, codings).ratings
    assert table.criterion.tolist() == ["delivery", "price.level", "delivery"]
    assert table.turn.isna().tolist() == [False, True, True]
    assert table.company.tolist() == ["Альфа", "Альфа", ""]
    assert table.speaker.tolist() == ["Анна Петровна", "Анна Петровна", "Кто-то"]
    assert table.wave.tolist() == ["", "2024", ""]


def test_respondents_are_those_who_speak_with_their_attributes():
    study, codings = make_study(
        Person("Анна", "Альфа", attributes={"region": "Юг", "role": "не сюда"}),
        Person("Борис", interview="i1"),
    )
    silent = dataclasses.replace(study.interviews[0].participants["Анна"], speaker="Молчун")
    people = dict(study.interviews[0].participants) | {"Молчун": silent}
    interview = dataclasses.replace(study.interviews[0], participants=people)
    study = dataclasses.replace(study, interviews=(interview,))
    table = Survey.of(study, codings).respondents
    assert table.speaker.tolist() == ["Анна", "Борис"]
    assert list(table.columns) == [*RESPONDENTS, "region", *IDS]
    assert table.region.tolist() == ["Юг", ""]
    assert table.role.tolist() == ["unknown", "unknown"]


def test_mentions_respondents_and_companies_are_separate_counts():
    study, codings = make_study(
        Person("Анна", "ООО «Альфа»", says=["-price.level", "-price.level"]),
        Person("Борис", 'ооо "Альфа"', says=["-price.level"]),
        Person("Вера", "", says=["-price.level"]),
        Person("Глеб", "Бета"),
    )
    survey = Survey.of(study, codings)
    (row,) = frequencies(survey, ["kind", "code"], reach=True).to_dict("records")
    assert row == {
        "kind": "complaint", "code": "price.level", "mentions": 4, "respondents": 3, "companies": 1,
        "asked": 4, "reach": 0.75,
    }  # fmt: skip


def test_reach_is_a_share_of_those_of_the_same_group():
    study, codings = make_study(*eight_people())
    survey = Survey.of(study, codings)
    table = frequencies(survey, ["role", "kind"], reach=True).set_index(["role", "kind"])
    assert table.loc[("economic", "complaint"), "asked"] == 3
    assert table.loc[("economic", "complaint"), "reach"] == 1
    assert table.loc[("technical", "wish"), "reach"] == 0.5


def test_attributes_and_lenses_are_grouping_columns():
    study, codings = make_study(*eight_people())
    survey = Survey.of(study, codings)
    survey = survey.but(mentions=with_lenses(survey))
    survey = survey.but(mentions=with_attributes(survey))
    table = frequencies(survey, ["region", "block"])
    assert table.loc[table.region == "Юг", "mentions"].sum() == 3
    assert set(table.block) == {"", "product", "shipping"}


def test_a_study_without_mentions_counts_nothing():
    study, codings = make_study()
    survey = Survey.of(study, codings)
    assert len(frequencies(survey, ["kind", "code"], reach=True)) == 0
    assert frequencies(survey, reach=True).to_dict("records") == [
        {"mentions": 0, "respondents": 0, "companies": 0, "asked": 0, "reach": 0.0}
    ]
    outline = subtotals(survey, ["kind", "theme"], reach=True)
    assert outline[["depth", "mentions", "share"]].to_numpy().tolist() == [[0, 0, 0]]


@settings(deadline=None, max_examples=15)
@given(some_people(), st.permutations(["kind", "theme", "role", "stage"]))
def test_subtotals_add_up(people: tuple[Person, ...], by: list[str]):
    study, codings = make_study(*people)
    survey = Survey.of(study, codings)
    mentions = survey.mentions
    table = subtotals(survey, by, reach=True)
    assert table.loc[0, "mentions"] == len(mentions)
    assert table.reach.between(0, 1).all()
    for depth in range(len(by)):
        groups = table[table.depth == depth]
        parts = table[table.depth == depth + 1]
        assert parts.mentions.sum() == groups.mentions.sum() == len(mentions)
        for group in groups.to_dict("records"):
            own = parts[(parts[by[:depth]] == [group[name] for name in by[:depth]]).all(axis=1)]
            assert own.mentions.sum() == group["mentions"]
            assert own.respondents.max() <= group["respondents"] <= own.respondents.sum() or own.empty
            assert own.share.sum() == pytest.approx(1 if len(own) else 0)


@settings(deadline=None, max_examples=15)
@given(some_people(min_size=1))
def test_counts_do_not_depend_on_the_order_of_rows(people: tuple[Person, ...]):
    study, codings = make_study(*people)
    survey = Survey.of(study, codings)
    other = mixed(survey)
    pd.testing.assert_frame_equal(subtotals(survey, ["kind", "code"]), subtotals(other, ["kind", "code"]))


def test_an_outline_goes_by_the_given_order_then_by_count():
    study, codings = make_study(
        Person("Анна", says=["-price.level", "-price.level", "+quality.defects"]),
        Person("Борис", says=["-documents.errors", "?service.digital"]),
    )
    survey = Survey.of(study, codings)
    table = subtotals(survey, ["kind", "theme"], orders={"kind": ["praise", "complaint", "wish"]})
    assert table[["depth", "kind", "theme", "mentions"]].to_numpy().tolist() == [
        [0, "", "", 5],
        [1, "praise", "", 1],
        [2, "praise", "quality", 1],
        [1, "complaint", "", 3],
        [2, "complaint", "price", 2],
        [2, "complaint", "documents", 1],
        [1, "wish", "", 1],
        [2, "wish", "service", 1],
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("ООО «Альфа»", 'ООО "Альфа"'), ("АО Берёза", "ао  береза"), (" Гамма", "Гамма ")]
)
def test_spellings_of_one_company(one: str, other: str):
    assert company_key(one) == company_key(other)


def test_records_are_what_pandas_makes_of_rows():
    frame = pd.DataFrame(
        {
            "whole": [1, 2],
            "maybe": pd.array([1, None], dtype="Int64"),
            "text": pd.array(["срок", None], dtype="string"),
            "share": [0.5, float("nan")],
            "named": [True, False],
            "kind": pd.Categorical(["жалоба", "похвала"]),
            "any": pd.Series([np.int64(3), "три"], dtype=object),
        }
    )
    found, expected = records(frame), frame.to_dict("records")
    assert repr(found) == repr(expected)
    assert [type(each) for row in found for each in row.values()] == [
        type(each) for row in expected for each in row.values()
    ]
    assert records(frame.iloc[:0]) == []
