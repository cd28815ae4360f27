"""Ordinals as people say them: «третий», «сорок третий», «40-й», «третий-четвёртый»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from otzvuk.coding.numeral import folded, value_of
from otzvuk.language import Token, lemma

_LEMMAS: Final = {
    "первый": 1, "второй": 2, "третий": 3, "четвертый": 4, "пятый": 5, "шестой": 6, "седьмой": 7,
    "восьмой": 8, "девятый": 9, "десятый": 10, "одиннадцатый": 11, "двенадцатый": 12, "тринадцатый": 13,
    "четырнадцатый": 14, "пятнадцатый": 15, "шестнадцатый": 16, "семнадцатый": 17, "восемнадцатый": 18,
    "девятнадцатый": 19, "двадцатый": 20, "тридцатый": 30, "сороковой": 40, "пятидесятый": 50,
    "шестидесятый": 60, "семидесятый": 70, "восьмидесятый": 80, "девяностый": 90, "сотый": 100,
}  # fmt: skip
_HUNDREDS: Final = {
    "сто": 100, "двести": 200, "триста": 300, "четыреста": 400, "пятьсот": 500, "шестьсот": 600,
    "семьсот": 700, "восемьсот": 800, "девятьсот": 900,
}  # fmt: skip
_DIGITS: Final = re.compile(r"(\d{1,3})-?(?:[оыи]?й|а?я|о?е|ы?е|о?го|о?му|о?м|у?ю|х)")


class Ordinal(NamedTuple):
    """An ordinal over the tokens up to `last`; `low` and `high` differ where two are said as one."""

    last: int
    low: int
    high: int


def ordinal_at(tokens: Sequence[Token], at: int) -> Ordinal | None:
    """The ordinal that begins at token `at`, in any form; None where none does."""
    if not 0 <= at < len(tokens):
        return None
    pair = _pair(tokens[at].text)
    if pair is not None:
        low, high = pair
        follows = _pair(tokens[at + 1].text) if at + 1 < len(tokens) else None
        if low == high and follows == (low + 1, low + 1):  # «третий четвёртый день», as recognised
            return Ordinal(at + 2, low, low + 1)
        return Ordinal(at + 1, low, high)
    hundreds = _HUNDREDS.get(folded(tokens[at].text))
    after = ordinal_at(tokens, at + 1) if hundreds else None
    if hundreds and after and after.high < 100 and not tokens[at + 1].text[0].isdigit():
        return Ordinal(after.last, hundreds + after.low, hundreds + after.high)
    tens = value_of(tokens[at].text)
    if tens is None or tens % 10 or not 20 <= tens <= 100 or at + 1 >= len(tokens):
        return None
    units = _pair(tokens[at + 1].text)
    if units is None or units[1] >= (10 if tens < 100 else 100) or tokens[at].text[0].isdigit():
        return None
    return Ordinal(at + 2, int(tens) + units[0], int(tens) + units[1])


@lru_cache(maxsize=16_384)
def _pair(word: str) -> tuple[int, int] | None:
    plain = folded(word)
    if digits := _DIGITS.fullmatch(plain):
        return int(digits[1]), int(digits[1])
    one, dash, other = plain.partition("-")
    low = _LEMMAS.get(lemma(one))
    high = _LEMMAS.get(lemma(other)) if dash and low else low
    return (low, high) if low and high and low <= high else None
