"""Lenses: the same mentions along theme, stage, level, value element and whatever a user adds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings

from otzvuk.model.codebook import Codebook, read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.study import Score
from otzvuk.numbers.lens import (
    COUNTS,
    GROUPED,
    JOURNEY,
    ROLLED,
    SCORED,
    THEMES,
    client_profile,
    clients,
    factors,
    journey,
    lens_labels,
    loyalty_blocks,
    roll_up,
    roll_up_groups,
    scored,
    theme_tree,
)
from otzvuk.numbers.quote import pick_quotes
from otzvuk.numbers.scores import means
from otzvuk.numbers.survey import Survey
from studies import Person, eight_people, make_survey, mixed, small_codebook, some_people

TIERS = {
    "table_stakes": 4,
    "functional": 5,
    "ease_of_doing_business": 21,
    "individual": 7,
    "inspirational": 3,
}


def tables(*people: Person, codebook: Codebook | None = None, scores: Any = ()) -> Survey:
    return make_survey(*people, codebook=codebook, scores=scores, replicates=100)


def test_all_forty_value_elements_stand_in_five_tiers() -> None:
    lens = read_codebook().lenses["value_element"]
    assert {name: len(tier.values) for name, tier in lens.groups.items()} == TIERS
    assert len(lens.values) == 40
    assert len(set(lens.values.values())) == 40


def test_unmentioned_elements_are_shown_as_unmentioned() -> None:
    survey = tables(
        Person("Анна", "А", says=["-discipline.lead_times", "+price.quotas", "-documents.errors"]),
        Person("Борис", "Б", says=["+price.quotas"]),
        codebook=read_codebook(),
    )
    table = roll_up(survey, "value_element")
    assert list(table.columns) == list(ROLLED)
    assert len(table) == 40
    assert list(table.loc[table["mentioned"], "value"]) == ["reduced effort", "availability"]
    availability = table[table["value"] == "availability"].iloc[0]
    assert availability["group_label"] == "Лёгкость ведения дел"
    assert (availability["praise"], availability["complaint"], availability["respondents"]) == (2, 1, 2)
    assert (availability["reach"], availability["balance"]) == (1.0, pytest.approx(1 / 3))
    tiers = roll_up_groups(survey, "value_element")
    assert list(tiers.columns) == list(GROUPED)
    assert list(tiers["mentioned"]) == [0, 0, 2, 0, 0]
    ease = tiers.iloc[2]
    # two elements, but two people and not three
    assert (ease["values"], ease["mentions"], ease["respondents"]) == (21, 4, 2)


@settings(max_examples=15, deadline=None)
@given(some_people())
def test_every_lens_holds_every_mention_once(people: tuple[Person, ...]) -> None:
    survey = tables(*people)
    for lens in lens_labels(survey.codebook):
        table = roll_up(survey, lens)
        assert table["mentions"].sum() == len(survey.mentions)
        assert (table["praise"] + table["complaint"] + table["wish"] == table["mentions"]).all()
        assert (table["respondents"] <= len(survey.respondents)).all()
        pd.testing.assert_frame_equal(table, roll_up(mixed(survey), lens))
    tree = theme_tree(survey)
    assert tree.loc[tree["depth"] == 2, "mentions"].sum() == len(survey.mentions)


def test_codes_without_a_value_make_a_row_of_their_own() -> None:
    survey = tables(Person("Анна", says=["-price.level", "-quality.defects"]))
    table = roll_up(survey, "block")
    assert list(zip(table["label"], table["mentions"], strict=True)) == [
        ("Продукт", 1),
        ("Отгрузка", 0),
        ("Без значения", 1),
    ]


def test_the_theme_tree_keeps_what_nobody_says() -> None:
    survey = tables(*eight_people())
    tree = theme_tree(survey)
    assert list(tree.columns) == list(THEMES)
    assert list(tree["depth"].iloc[:4]) == [0, 1, 2, 2]
    assert len(tree) == 1 + len(survey.codebook.themes) + len(survey.codebook.codes)
    for theme, own in tree[tree["depth"] > 0].groupby("theme"):
        whole, parts = own[own["depth"] == 1], own[own["depth"] == 2]
        assert whole["mentions"].sum() == parts["mentions"].sum(), theme
        assert parts["share"].sum() == pytest.approx(1 if parts["mentions"].sum() else 0)
    empty = theme_tree(survey.but(mentions=survey.mentions.iloc[:0]))
    assert len(empty) == len(tree)
    assert empty["mentions"].sum() == 0


def test_the_journey_keeps_empty_stages_and_has_a_quote_for_the_others() -> None:
    survey = tables(*eight_people())
    quotes = pick_quotes(survey)
    table = journey(survey, quotes=quotes)
    assert list(table.columns) == list(JOURNEY)
    assert list(table.loc[table["depth"] == 1, "stage"]) == list(survey.codebook.stages)
    assert list(table.loc[table["depth"] == 2, "process"]) == list(survey.codebook.processes)
    said = table.set_index("process").loc[list(survey.codebook.processes)]
    assert said.loc["client_meetings", "mentions"] == 0
    assert said.loc["client_meetings", "quote"] == ""
    assert pd.isna(said.loc["client_meetings", "quote_mention"])
    assert said.loc["delivery", "quote_kind"] == "complaint"
    assert said.loc["production", "quote_kind"] == "praise"
    assert said.loc["delivery", "reach"] == pytest.approx(7 / 8)
    for row in table[table["quote"] != ""].itertuples():
        assert survey.mentions.loc[row.quote_mention, "text"] == row.quote
        assert survey.mentions.loc[row.quote_mention, "stage"] == row.stage
    assert set(journey(survey)["quote"]) == {""}


def test_levels_have_an_integral_score_of_each_source() -> None:
    survey = tables(
        Person("Анна", "А", says=["-quality.defects"], rates={"quality.defects": 4, "price.level": 9}),
        Person("Борис", "Б", says=["+discipline.loading"]),
        scores=[
            Score("i1", "Анна", "quality.defects", 5, 5),
            Score("i2", "Борис", "discipline.loading", 7, 10),
        ],
    )
    table = scored(survey, lens="block").set_index("value")
    assert list(table.reset_index().columns)[3] != ""
    assert list(SCORED)[: len(ROLLED)] == list(ROLLED)
    assert table.loc["product", "speech_mean_ten"] == 4
    assert table.loc["product", "questionnaire_mean_ten"] == 10
    assert table.loc["shipping", "speech_marks"] == 0
    assert table.loc["shipping", "speech_note"] == "оценок нет"
    assert table.loc["shipping", "questionnaire_zone"] == ""  # of one person's mark
    assert table.loc["shipping", "questionnaire_note"] == "слишком мало респондентов"


USER_LENS = """\
name: mine
themes: {quality: Качество}
stages: {usage: Применение}
processes: {production: {label: Производство, stage: usage}}
lenses:
  season:
    label: Сезон
    values: {summer: Лето, winter: Зима, spring: Весна}
    groups:
      warm: {label: Тепло, values: [summer, spring]}
      cold: {label: Холод, values: [winter]}
codes:
  quality.defects: {label: Брак, process: production, lenses: {season: winter}}
  quality.packaging: {label: Упаковка, process: production}
"""


def user_book(tmp_path: Path, text: str = USER_LENS) -> Codebook:
    path = tmp_path / "mine.yaml"
    path.write_text(text, "utf-8")
    return read_codebook(path)


def test_a_lens_that_a_user_adds_works_everywhere(tmp_path: Path) -> None:
    book = user_book(tmp_path)
    survey = tables(
        Person("Анна", "А", says=["-quality.defects", "+quality.packaging"], rates={"quality.defects": 3}),
        codebook=book,
    )
    assert lens_labels(book)["season"] == "Сезон"
    rolled = roll_up(survey, "season")
    assert list(rolled["group_label"]) == ["Тепло", "Холод", "Тепло", ""]
    assert list(rolled["mentions"]) == [0, 1, 0, 1]
    assert list(roll_up_groups(survey, "season")["mentions"]) == [0, 1]
    assert list(scored(survey, lens="season")["speech_marks"])[:3] == [0, 1, 0]
    by_season = means(survey, ["season"])
    assert list(by_season["season"]) == ["summer", "winter", "spring"]
    blocks = loyalty_blocks(survey, lens="season")
    assert list(blocks["pull"]) == ["", "pushes", "", "holds"]
    assert list(factors(survey, lens="season")["label"]) == ["Зима", "Без значения"]
    assert client_profile(survey, "А", lens="season").blocks.shape[0] == 4
    assert clients(survey)["speech_marks"].tolist() == [0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[summer, spring]", "[summer, autumn]",
         "строка 10, столбец 45: неизвестное значение разреза «autumn»; ожидается одно из: summer, winter"),
        ("[winter]", "[winter, summer]", "строка 11, столбец 45: значение разреза в группах дважды «summer»"),
        ("[summer, spring]", "[summer]", "строка 8, столбец 50: значение разреза без группы «spring»"),
        ("  season:", "  kind:", "имя разреза занято «kind»"),
        ("values: [winter]", "values: []", "неверное значение ключа «values»"),
    ],
)  # fmt: skip
def test_faulty_groups_are_named_with_line_and_column(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        user_book(tmp_path, USER_LENS.replace(old, new, 1))
    assert message in str(caught.value)


def test_an_unknown_lens_is_named() -> None:
    survey = tables(*eight_people())
    with pytest.raises(InputError, match="нет такого разреза «погода»; ожидается одно из: theme, code"):
        roll_up(survey, "погода")


def test_counts_of_nothing_are_zeros() -> None:
    survey = tables()
    table = roll_up(survey, "block")
    assert table[[name for name, kind in COUNTS.items() if kind == "int64"]].to_numpy().sum() == 0
    assert small_codebook().lenses["block"].group_of("product") == ""
