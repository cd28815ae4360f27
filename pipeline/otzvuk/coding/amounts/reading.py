"""Amounts as people say them: «двое суток», «часов по шесть», «каждый пятый», «сто двадцать тысяч рублей»."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from otzvuk.coding.amounts.amount import Amount
from otzvuk.coding.amounts.cardinal import DASHES, HALF_OF, MULTIPLIERS, is_short, number_at, plain
from otzvuk.coding.amounts.clock import clock
from otzvuk.coding.amounts.counted import counted
from otzvuk.coding.amounts.each import each
from otzvuk.coding.amounts.half import half
from otzvuk.coding.amounts.inverted import thing_first, unit_first
from otzvuk.coding.amounts.lasting import bare, nth
from otzvuk.coding.amounts.often import (
    EVERY,
    TIMES,
    again_and_again,
    every,
    is_period,
    over_period,
    times_over,
)
from otzvuk.coding.amounts.ordinal import ordinal_at
from otzvuk.coding.amounts.rate import rated
from otzvuk.coding.amounts.share import FRACTIONS, every_other, out_of
from otzvuk.coding.amounts.unit import currency_of, half_unit, unit_of_time
from otzvuk.coding.numeral import folded
from otzvuk.language import Token
from otzvuk.model.loss import Measured


def amounts_in(tokens: Sequence[Token]) -> list[Amount]:
    """All amounts of a turn, in the order of the text; they do not overlap."""
    found: list[Amount] = []
    at = 0
    while at < len(tokens):
        if not _begins(tokens[at].text, tokens[at].lemma):
            at += 1
            continue
        amount = thing_first(tokens, at, found[-1].last if found else 0) or _amount_at(tokens, at)
        if amount is None:  # a number that is none is none from its middle on either
            number = number_at(tokens, at)
            at = number.last if number and number.low == number.high else at + 1
            continue
        amount = rated(tokens, over_period(tokens, amount, _told_before(tokens, found)))
        if found and amount.first <= found[-1].first:
            found.pop()  # «за полгода» of «за полгода четыре раза»
        found.append(amount)
        at = amount.last
    return found


def _told_before(tokens: Sequence[Token], found: Sequence[Amount]) -> int:
    """The token after what is told already; a period («за полгода …») may be of what follows."""
    told = (each for each in reversed(found) if each.kind is not Measured.TIME or not is_period(tokens, each))
    return next((each.last for each in told), 0)


@lru_cache(maxsize=16_384)
def _begins(text: str, lemma: str) -> bool:
    """Whether an amount can begin with this word at all; mostly the answer is no."""
    word = folded(text)
    return bool(
        word in _OPENERS
        or lemma in _OPENERS
        or plain(word) is not None
        or ordinal_at((Token(0, 0, text, lemma),), 0) is not None
        or any(dash in word for dash in DASHES)
        or unit_of_time(lemma)
        or currency_of(lemma)
        or lemma in FRACTIONS
        or lemma in MULTIPLIERS
        or lemma in {"процент", "штука"}
        or word in HALF_OF
        or word in EVERY
        or word.startswith("пол")
        or half_unit(word) is not None
        or is_short(word)
    )


_OPENERS: Final = frozenset({"в", "по", "с", "каждый", "через", "из", "от", "раз", "раза", "сутки", *TIMES})


def _amount_at(tokens: Sequence[Token], at: int) -> Amount | None:
    for rule in RULES:
        found = rule(tokens, at)
        if found is not None:
            return again_and_again(tokens, found)
    return None


RULES: Final = (
    clock, each, nth, every, every_other, out_of, times_over, unit_first, counted, half, bare
)  # fmt: skip
"""Ways to say an amount, those of more words before."""
