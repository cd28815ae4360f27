"""Amounts that only a listener takes for one."""

import itertools

import pytest

from otzvuk.coding.amounts.loose import loose_amounts
from otzvuk.coding.amounts.reading import amounts_in
from otzvuk.language import tokenise


@pytest.mark.parametrize(
    ("said", "kind", "value", "unit"),
    [
        ("Стоим вторые сутки", "time", 2, "day"),
        ("Недовезли тонн тридцать", "quantity", 30, "тонна"),
        ("Из партии вернули девять", "quantity", 9, ""),
        ("Стояли двое суток", "time", 2, "day"),
    ],
)
def test_a_listener_takes_more_for_an_amount(said: str, kind: str, value: float, unit: str) -> None:
    (amount,) = loose_amounts(tokenise(said))
    assert (amount.kind.value, amount.low, amount.high, amount.unit) == (kind, value, value, unit)


@pytest.mark.parametrize(
    "said", ["акт за второй квартал", "с третьего дня", "звонили на день рождения", "на третью смену"]
)
def test_what_rules_have_refused_is_none_for_a_listener_either(said: str) -> None:
    assert loose_amounts(tokenise(said)) == []


def test_what_rules_take_stays_and_nothing_overlaps() -> None:
    tokens = tokenise(
        "За лето опоздали раз десять, двадцать тысяч рублей штрафа, один менеджер, второй день."
    )
    found = loose_amounts(tokens)
    assert set(amounts_in(tokens)) <= set(found)
    assert all(one.last <= other.first for one, other in itertools.pairwise(found))
