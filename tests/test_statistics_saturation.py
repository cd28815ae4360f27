from __future__ import annotations

import pandas as pd
import pytest
from scipy.special import comb

from otzvuk.numbers.statistics import SATURATION, saturation
from otzvuk.numbers.statistics.saturation import chao2
from otzvuk.numbers.survey import Survey
from studies import Person, eight_people, make_survey, mixed, small_codebook


def tables(*people: Person) -> Survey:
    return make_survey(*people)


def test_the_curve_as_read_and_its_columns():
    people = [
        Person("А", says=["-price.level", "-price.level", "+quality.defects"]),
        Person("Б"),
        Person("В", says=["+price.level", "-documents.errors"]),
    ]
    found = saturation(tables(*people))
    assert {name: str(dtype) for name, dtype in found.table.dtypes.items()} == dict(SATURATION)
    assert found.table["interview"].tolist() == ["i1", "i2", "i3"]
    assert found.table["codes_as_read"].tolist() == [2, 2, 3]
    assert found.table["new_as_read"].tolist() == [2, 0, 1]
    turned = saturation(tables(*people), order=["i3", "i2"]).table
    assert turned["interview"].tolist() == ["i3", "i2", "i1"]
    assert turned["codes_as_read"].tolist() == [2, 2, 3]


def test_the_mean_over_orders_is_the_exact_accumulation_curve():
    # Expected kinds in k of n samples: sum over kinds of 1 − C(n − n_c, k) / C(n, k) (Hurlbert 1971; Mao Tau)
    survey = tables(*eight_people())
    found = saturation(survey, orders=4000).table
    holding = survey.mentions.groupby("code")["interview"].nunique()
    for k, mean in zip(found["interviews"], found["codes_mean"], strict=True):
        exact = sum(1 - comb(8 - own, k) / comb(8, k) for own in holding)
        assert mean == pytest.approx(exact, abs=0.1)
    assert (found["codes_low"] <= found["codes_mean"]).all()
    assert (found["codes_mean"] <= found["codes_high"] + 1e-9).all()
    assert found["new_mean"].sum() == pytest.approx(found["codes_mean"].iloc[-1])


def test_saturated_when_everybody_says_the_same():
    people = [Person(f"Ч{n}", says=["-price.level", "+quality.defects"]) for n in range(6)]
    found = saturation(tables(*people))
    assert (found.new_share, found.unseen, found.found) == (0, 0, 2)
    assert found.verdict.startswith("насыщение достигнуто")


def test_not_saturated_when_everybody_says_something_new():
    people = [Person(f"Ч{n}", says=[f"-{code}"]) for n, code in enumerate(list(small_codebook().codes)[:8])]
    found = saturation(tables(*people))
    assert found.new_share == pytest.approx(2 / 4)
    assert found.verdict.startswith("насыщения нет")
    assert "50,0 %" in found.verdict
    assert found.unseen == 1  # not more than the codebook has left
    by_theme = saturation(tables(*people), by="theme")
    assert (by_theme.found, by_theme.unseen) == (4, 0)  # one theme only is in a single interview


def test_five_interviews_say_nothing_about_saturation():
    for number in (0, 1, 5):
        found = saturation(tables(*[Person(f"Ч{n}", says=["-price.level"]) for n in range(number)]))
        assert found.verdict.startswith("слишком мало интервью")
        assert len(found.table) == number
    assert saturation(tables(*[Person(f"Ч{n}") for n in range(6)])).verdict.startswith("упоминаний нет")


def test_chaos_estimator_by_hand():
    # Chao 1987, bias-corrected: (m−1)/m · Q1(Q1−1) / (2(Q2+1))
    assert chao2([1] * 6 + [2] * 3 + [5], 10) == pytest.approx(0.9 * 6 * 5 / (2 * 4))
    assert chao2([2, 3], 10) == 0


def test_the_same_seed_gives_the_same():
    survey = tables(*eight_people())
    one, other = saturation(survey), saturation(mixed(survey))
    pd.testing.assert_frame_equal(one.table, other.table)
    seeded = survey.settings.model_copy(update={"seed": 7})
    assert not one.table.equals(saturation(survey.but(settings=seeded)).table)
