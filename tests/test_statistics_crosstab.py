from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Role
from otzvuk.numbers.statistics import COUNTS, CROSSTAB, crosstab
from otzvuk.numbers.survey import Survey
from studies import Person, eight_people, make_survey, mixed, small_codebook, some_people


def tables(*people: Person) -> Survey:
    return make_survey(*people)


def cell(table: pd.DataFrame, row: str, column: str) -> pd.Series:
    return table[(table["row"] == row) & (table["column"] == column)].iloc[0]


def test_columns_and_types_hold_also_for_nobody():
    for people in (eight_people(), ()):
        table = crosstab(tables(*people), rows="theme", columns="kind")
        assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(CROSSTAB)
        assert len(table) == 5 * 3


def test_cells_nobody_speaks_of_stay():
    table = crosstab(tables(Person("Анна", says=["-price.level"])), rows="stage", columns="kind")
    assert table["row"].unique().tolist() == ["deal", "usage", "post_purchase"]
    assert table["mentions"].sum() == 1
    silent = cell(table, "usage", "complaint")
    assert (silent.mentions, silent.row_mentions, silent.column_mentions) == (0, 0, 1)
    assert np.isnan(silent.mentions_of_row)
    assert silent.mentions_of_column == 0


def test_the_talkative_count_once():
    people = (
        Person("Анна", "Альфа", "user", ["-price.level"] * 9 + ["+price.level"]),
        Person("Борис", "«альфа»", "user", ["-price.level"]),
        Person("Вера", "", "economic", ["-quality.defects"]),
    )
    table = crosstab(tables(*people), rows="role", columns="theme")
    user = cell(table, "user", "price")
    assert (user.mentions, user.once, user.respondents, user.companies) == (11, 3, 2, 1)
    assert (user.mentions_of_row, user.respondents_of_row, user.single) == (1, 1, False)
    alone = cell(table, "economic", "quality")
    assert (alone.respondents, alone.companies, alone.row_companies, alone.single) == (1, 0, 0, True)


def test_the_silent_are_in_the_denominator():
    people = [Person(f"Ч{n}", f"К{n}", "user", ["-price.level"] if n < 1 else []) for n in range(4)]
    found = cell(crosstab(tables(*people), rows="theme", columns="role"), "price", "user")
    assert (found.respondents, found.column_respondents, found.respondents_of_column) == (1, 4, 0.25)
    assert (found.row_respondents, found.column_companies) == (1, 4)


def test_two_attributes_of_people_count_everybody_asked():
    table = crosstab(tables(*eight_people()), rows="role", columns="wave")
    assert table["respondents"].sum() == 8
    unknown = cell(table, "unknown", "2025")
    assert (unknown.respondents, unknown.companies, unknown.row_label) == (1, 0, Role.UNKNOWN.label)


def test_columns_of_the_participants_table_and_lenses_are_attributes():
    table = crosstab(tables(*eight_people()), rows="region", columns="block")
    assert table["row_label"].unique().tolist() == ["Юг", "не указано"]
    assert table["column_label"].unique().tolist() == ["Продукт", "Отгрузка", "не указано"]
    assert table["mentions"].sum() == len(tables(*eight_people()).mentions)
    assert cell(table, "Юг", "shipping").mentions == 2


def test_an_unknown_attribute_is_refused_by_name():
    with pytest.raises(InputError, match=r"нет такого признака «регион»; ожидается одно из: .*role"):
        crosstab(tables(*eight_people()), rows="регион", columns="kind")


def test_mentions_of_people_left_out_are_left_out():
    survey = tables(*eight_people())
    users = survey.respondents[survey.respondents["role"] == "user"]
    table = crosstab(survey.but(respondents=users), rows="role", columns="kind")
    assert table["row"].unique().tolist() == ["user"]
    assert table["mentions"].sum() == (survey.mentions["role"] == "user").sum()


@settings(max_examples=12, deadline=None)
@given(some_people(min_size=1))
def test_margins_bound_cells(people: tuple[Person, ...]):
    survey = tables(*people)
    for rows, columns in (("role", "theme"), ("code", "kind"), ("company", "stage")):
        table = crosstab(survey, rows=rows, columns=columns)
        assert table["mentions"].sum() == len(survey.mentions)
        assert (table.groupby("row")["mentions"].sum() == table.groupby("row")["row_mentions"].first()).all()
        assert (table["once"] >= table["respondents"]).all()
        assert (table["mentions"] >= table["once"]).all()
        assert (table["respondents"] >= table["companies"]).all()
        for count in COUNTS:
            assert (table[count] <= table[[f"row_{count}", f"column_{count}"]].min(axis=1)).all()


def test_the_order_of_rows_does_not_matter():
    survey = tables(*eight_people())
    first = crosstab(survey, rows="company", columns="code")
    again = crosstab(mixed(survey), rows="company", columns="code")
    pd.testing.assert_frame_equal(first, again)


def test_values_stand_in_the_order_of_the_codebook_and_the_rest_naturally():
    people = [Person(f"Ч{n}", role="user", wave=wave) for n, wave in enumerate(["в10", "", "в2"])]
    table = tables(*people).said
    assert list(table.attribute("wave").values) == ["в2", "в10", ""]
    assert list(table.attribute("code").values) == list(small_codebook().codes)
    assert table.attribute("wave").who
    assert not table.attribute("trend").who


def test_a_participants_column_called_like_something_said_gives_way():
    odd = {"theme": "ремонт", "block": "Б", "text": "т", "_person": "x", "kind": "VIP"}
    people = (Person("Анна", "Альфа", "user", ["-price.level"], attributes=odd),)
    table = crosstab(tables(*people), rows="theme", columns="kind")
    assert cell(table, "price", "complaint").respondents == 1
    assert "ремонт" not in table["row"].tolist()
