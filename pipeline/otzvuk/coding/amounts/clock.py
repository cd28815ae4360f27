"""From when to when: «с девяти до трёх», «со среды по субботу», «с пятого по девятое»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from otzvuk.coding.amounts.amount import Amount
from otzvuk.coding.amounts.cardinal import lemma_at, number_at, word_at
from otzvuk.coding.amounts.ordinal import ordinal_at
from otzvuk.coding.amounts.thing import PARTS_OF_DAY, is_counted
from otzvuk.language import Token
from otzvuk.model.loss import Measured


def clock(tokens: Sequence[Token], at: int) -> Amount | None:
    """«С девяти до трёх», «с восьми утра до половины второго», «с пятого по девятое»."""
    if word_at(tokens, at) not in {"с", "со"}:
        return None
    begin = ordinal_at(tokens, at + 1)
    end = ordinal_at(tokens, begin.last + 1) if begin and word_at(tokens, begin.last) == "по" else None
    if begin and end and begin.high < end.low <= _LAST_OF_MONTH:
        days = end.low - begin.low
        return Amount(at, end.last, Measured.TIME, days, days, "day")
    one, other = lemma_at(tokens, at + 1), lemma_at(tokens, at + 3)
    if one in _WEEK and other in _WEEK and word_at(tokens, at + 2) in {"по", "до"}:
        days = (_WEEK.index(other) - _WEEK.index(one)) % len(_WEEK)
        return Amount(at, at + 4, Measured.TIME, days, days, "day") if days else None
    first = _hour_at(tokens, at + 1)
    if first is None or word_at(tokens, first[1]) != "до":
        return None
    second = _hour_at(tokens, first[1] + 1)
    if second is None or is_counted(tokens, second[1]) or number_at(tokens, second[1]) is not None:
        return None
    hours = (second[0] - first[0]) % 12 or 12.0
    return Amount(at, second[1], Measured.TIME, hours, hours, "hour")


def _hour_at(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """An hour of the clock and the token after it: «восьми утра», «половины второго»."""
    if lemma_at(tokens, at) == "половина":
        half = ordinal_at(tokens, at + 1)
        return None if half is None else (half.low - 0.5, half.last)
    number = number_at(tokens, at)
    if number is None or number.low != number.high or number.low % 1 or number.high > _HOURS or number.big:
        return None
    last = number.last
    while word_at(tokens, last) in {"часов", "часа", *PARTS_OF_DAY}:
        last += 1
    return number.low, last


_WEEK: Final = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_LAST_OF_MONTH: Final = 31
_HOURS: Final = 24
