"""Amounts that only a listener takes for one: a bare number whose thing was named before («привезли девять»).

Too much besides is said so for rules to take them; the heads of `otzvuk.coding.layerheads` hear which are
losses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from otzvuk.coding.amounts.amount import Amount
from otzvuk.coding.amounts.cardinal import number_at
from otzvuk.coding.amounts.reading import amounts_in
from otzvuk.language import Token
from otzvuk.model.loss import Measured

_LEAST: Final = 2  # a bare «один» counts nothing


def loose_amounts(tokens: Sequence[Token]) -> list[Amount]:
    """All of `amounts_in`, and between them the bare numbers, in the order of the text."""
    strict = amounts_in(tokens)
    taken = {at for each in strict for at in range(each.first, each.last)}
    found = list(strict)
    at = 0
    while at < len(tokens):
        each = None if at in taken else _number(tokens, at)
        if each is None or taken & set(range(each.first, each.last)):
            at += 1
            continue
        found.append(each)
        at = each.last
    return sorted(found, key=lambda each: each.first)


def _number(tokens: Sequence[Token], at: int) -> Amount | None:
    number = number_at(tokens, at)
    if number is None or number.big or number.high < _LEAST:
        return None
    return Amount(at, number.last, Measured.QUANTITY, number.low, number.high, "")
