"""A number and what it counts: «двое суток», «две тысячи в час», «четыре тонны», «20 %»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from otzvuk.coding.amounts.amount import Amount
from otzvuk.coding.amounts.cardinal import MULTIPLIERS, PEOPLE, lemma_at, number_at, word_at
from otzvuk.coding.amounts.lasting import with_more
from otzvuk.coding.amounts.often import how_often
from otzvuk.coding.amounts.period import DAYS, per_at
from otzvuk.coding.amounts.thing import thing_at
from otzvuk.coding.amounts.unit import currency_of, unit_of_time
from otzvuk.language import Token, tags
from otzvuk.model.loss import Measured


def counted(tokens: Sequence[Token], at: int) -> Amount | None:
    """A number and its unit: «двое суток», «по две тысячи в час», «четыре тонны», «20 %»."""
    number = number_at(tokens, at)
    if number is None or (word_at(tokens, at) in _ALONE and number.high == 1):
        return None
    low, high, last = number.low, number.high, number.last
    last = thing_at(tokens, last, many=low > 1)
    lemma, word = lemma_at(tokens, last), word_at(tokens, last)
    if word == "%" or lemma in {"процент", "процентик"}:
        return Amount(at, last + 1, Measured.SHARE, low / 100, high / 100, "share")
    currency = currency_of(lemma) or currency_of(word)
    if currency:
        per = per_at(tokens, last + 1)
        return Amount(
            at,
            per[1] if per else last + 1,
            Measured.MONEY,
            low,
            high,
            f"{currency} per {per[0]}" if per else currency,
        )
    if lemma == "раз" and "VERB" not in tags(tokens[last].text):
        return how_often(tokens, at, last + 1, low, high)
    if number.big and last < len(tokens) and "Anum" in tags(tokens[last].text):
        return None  # «в две тысячи девятнадцатом»
    unit = unit_of_time(lemma) or unit_of_time(word)  # «20 мин», whose dictionary form is «мина»
    if unit and not (number.big and unit in _BESIDE_MONEY):
        if unit == "year" and low >= 1900:
            return None
        return with_more(tokens, Amount(at, last + 1, Measured.TIME, low, high, unit))
    if lemma in DAYS and low > 1:  # «отработали две субботы»
        return Amount(at, last + 1, Measured.TIME, low, high, "day")
    if lemma == "штука" and currency_of(lemma_at(tokens, last + 1)):  # «сто сорок штук рублей»
        currency = currency_of(lemma_at(tokens, last + 1))
        return Amount(at, last + 2, Measured.MONEY, low * 1000, high * 1000, currency)
    if lemma in MULTIPLIERS and not number.big:  # «сотни тысяч»: nobody says how many
        return None
    if lemma == "копейка":
        return Amount(at, last + 1, Measured.MONEY, low / 100, high / 100, "RUB")
    if lemma in _PARTS and low == high < _PARTS[lemma] and low > 1:  # «две трети»
        return Amount(at, last + 1, Measured.SHARE, low / _PARTS[lemma], low / _PARTS[lemma], "share")
    if number.big:
        per = per_at(tokens, last)
        if per:
            return Amount(at, per[1], Measured.MONEY, low, high, f"RUB per {per[0]}")
        if unit:  # «тридцать тысяч смена»
            return Amount(at, last + 1, Measured.MONEY, low, high, f"RUB per {unit}")
    if "NOUN" in (tags(tokens[last].text) if last < len(tokens) and tokens[last].text[0].isalpha() else ()):
        if number.big and lemma in _SUMS:
            return Amount(at, number.last, Measured.MONEY, low, high, "RUB")
        if number.big and tokens[last - 1].lemma in MULTIPLIERS and "gent" not in tags(tokens[last].text):
            return Amount(at, number.last, Measured.MONEY, low, high, "RUB")
        if word_at(tokens, at) in PEOPLE and "sing" in tags(tokens[last].text):
            return Amount(at, number.last, Measured.QUANTITY, low, high, "человек")
        return Amount(at, last + 1, Measured.QUANTITY, low, high, lemma)
    if number.big:
        return Amount(at, number.last, Measured.MONEY, low, high, "RUB")
    if word_at(tokens, at) in PEOPLE:
        return Amount(at, number.last, Measured.QUANTITY, low, high, "человек")
    if lemma_at(tokens, number.last) in _KINDS_OF_DAYS and low > 1:  # «четырнадцать рабочих»
        return Amount(at, number.last + 1, Measured.TIME, low, high, "day")
    return None


_BESIDE_MONEY: Final = frozenset({"shift", "hour", "day"})
_SUMS: Final = frozenset({
    "выручка", "прибыль", "убыток", "потеря", "ущерб", "штраф", "переплата", "неустойка", "деньги", "налог",
    "ндс", "пеня", "долг", "недоплата", "доплата", "компенсация", "предоплата", "аванс", "доход", "кэшбэк",
    "зарплата", "оклад",
    "премия", "возврат", "списание", "простой", "расход", "затрата", "пересчет", "перерасход", "недостача",
})  # fmt: skip
_PARTS: Final = {"треть": 3, "четверть": 4}
_ALONE: Final = frozenset({"одно", "одни"})  # «одно время», «одни айтишники»
_KINDS_OF_DAYS: Final = frozenset({"рабочий", "календарный", "банковский"})
