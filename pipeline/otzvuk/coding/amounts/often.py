"""How often: «два раза в неделю», «раз десять», «ежемесячно», «шесть ящиков за смену»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from otzvuk.coding.amounts.amount import Amount
from otzvuk.coding.amounts.cardinal import lemma_at, number_at, word_at
from otzvuk.coding.amounts.ordinal import ordinal_at
from otzvuk.coding.amounts.period import SEASONS, per_at, period_at
from otzvuk.coding.amounts.unit import half_unit, unit_of_time
from otzvuk.language import Token, tags
from otzvuk.model.loss import Measured

TIMES: Final = {"дважды": 2.0, "трижды": 3.0, "четырежды": 4.0}


def times_over(tokens: Sequence[Token], at: int) -> Amount | None:
    """«раз в неделю», «раза три в месяц», «трижды за год», «раз десять»."""
    word, last = word_at(tokens, at), at + 1
    if word in TIMES:
        return how_often(tokens, at, last, TIMES[word], TIMES[word])
    if word not in {"раз", "раза"}:
        return None
    if word_at(tokens, last) == "по":
        last += 1
    number = None if lemma_at(tokens, at - 1) in _THIS_TIME else number_at(tokens, last)
    if number is not None and number.high <= 1000 and not number.big:
        return how_often(tokens, at, number.last, number.low, number.high)
    if lemma_at(tokens, at - 1) in _ONCE:  # «последний раз на девятнадцать дней»
        return None
    found = how_often(tokens, at, at + 1, 1, 1)
    return (
        found
        if found.kind is Measured.FREQUENCY and (word == "раз" or word_at(tokens, at - 1) in {"реже", "чаще"})
        else None
    )


_ONCE: Final = frozenset({"этот", "тот", "другой", "первый", "последний", "прошлый"})
_THIS_TIME: Final = _ONCE | {"каждый", "один"}


def how_often(tokens: Sequence[Token], at: int, last: int, low: float, high: float) -> Amount:
    """«два раза в неделю», «раз в две недели», «три раза за месяц»; without a period a quantity of times."""
    if word_at(tokens, last) in {"в", "за", "на"}:
        begin = last + 1
        while word_at(tokens, last) == "за" and lemma_at(tokens, begin) in _WHICH:
            begin += 1
        number = number_at(tokens, begin)
        unit_at = number.last if number else begin
        lemma = lemma_at(tokens, unit_at)
        unit = unit_of_time(lemma)
        if unit and unit not in {"evening", "night"}:
            over = number.low if number else 1.0
            return Amount(at, unit_at + 1, Measured.FREQUENCY, low / over, high / over, f"per {unit}")
        if HALF_YEAR.get(word_at(tokens, unit_at)):
            return Amount(at, unit_at + 1, Measured.FREQUENCY, low, high, "per half-year")
        half = half_unit(word_at(tokens, unit_at))
        if half is not None:
            return Amount(
                at, unit_at + 1, Measured.FREQUENCY, low / half[0], high / half[0], f"per {half[1]}"
            )
        if lemma in SEASONS:
            return Amount(at, unit_at + 1, Measured.FREQUENCY, low, high, f"per {SEASONS[lemma]}")
    return Amount(at, last, Measured.QUANTITY, low, high, "раз")


def every(tokens: Sequence[Token], at: int) -> Amount | None:
    """«Ежемесячно», «по разу в неделю», «по одному в квартал», «третий раз», «пятая за три года»."""
    unit = EVERY.get(word_at(tokens, at))
    if unit is not None:
        return Amount(at, at + 1, Measured.FREQUENCY, 1, 1, f"per {unit}")
    if word_at(tokens, at) == "по" and word_at(tokens, at + 1) in {"разу", "одному", "одной"}:
        per = per_at(tokens, at + 2)
        return Amount(at, per[1], Measured.FREQUENCY, 1, 1, f"per {per[0]}") if per else None
    ordinal = ordinal_at(tokens, at)
    if ordinal is None or ordinal.low < 2:
        return None
    last = ordinal.last + (word_at(tokens, ordinal.last) == "раз")
    again = Amount(at, last, Measured.QUANTITY, ordinal.low, ordinal.high, "раз")
    over = over_period(tokens, again)
    if over.kind is Measured.FREQUENCY and over.first == at and word_at(tokens, last) == "за":
        return over
    return again if last > ordinal.last else None


EVERY: Final = {
    "ежечасно": "hour", "ежедневно": "day", "еженедельно": "week", "ежемесячно": "month",
    "ежеквартально": "quarter", "ежегодно": "year", "ежесменно": "shift",
}  # fmt: skip


def over_period(tokens: Sequence[Token], amount: Amount, floor: int = 0) -> Amount:
    """«За лето машина опоздала раз десять», «шесть ящиков за смену»: so often, so many in that time.

    What is weighed or counted by the piece stays so much of it («за лето перетаскали тонн тридцать»). A
    period before token `floor` is another amount's.
    """
    if amount.kind is not Measured.QUANTITY or amount.low < 1 or amount.unit in _SPEEDS:
        return amount
    if word_at(tokens, amount.last) in {"за", "в"}:
        number = number_at(tokens, amount.last + 1) if word_at(tokens, amount.last) == "за" else None
        at = number.last if number else amount.last + 1
        unit, over = period_at(tokens, at), number.low if number else 1.0
        if unit and (number or "accs" in tags(tokens[at].text)):
            low, high = amount.low / over, amount.high / over
            return Amount(amount.first, at + 1, Measured.FREQUENCY, low, high, f"per {unit}")
    if amount.low < 2 or not _comes(amount):
        return amount
    for at in range(amount.first - 1, max(-1, floor - 1, amount.first - _PERIOD), -1):
        if tokens[at].text in {".", "!", "?", ";"}:
            break
        if word_at(tokens, at) == "за":
            unit_at = at + 1
            while lemma_at(tokens, unit_at) in _WHICH:
                unit_at += 1
            unit = period_at(tokens, unit_at) or HALF_YEAR.get(word_at(tokens, unit_at), "")
            if unit and unit_at < amount.first:
                per = f"per {unit}"
                return Amount(at, amount.last, Measured.FREQUENCY, amount.low, amount.high, per)
    return amount


def _comes(amount: Amount) -> bool:
    """Whether it is something that comes so often, and no heap of things."""
    return amount.unit in _EVENTS


_EVENTS: Final = frozenset({
    "раз", "человек", "случай", "рекламация", "отказ", "сбой", "срыв", "опоздание", "задержка", "остановка",
    "простой", "авария", "поломка", "ошибка", "пропуск", "жалоба", "претензия", "неявка", "перенос",
    "инцидент", "возврат", "замена", "обрыв", "вызов", "ремонт", "повышение", "",
})  # fmt: skip
HALF_YEAR: Final = {"полгода": "half-year", "полугодие": "half-year", "полугода": "half-year"}
_SPEEDS: Final = frozenset({"километр", "метр"})
_PERIOD: Final = 8  # tokens between «за лето» and «раз десять»
_WHICH: Final = frozenset({"прошлый", "этот", "последний", "весь", "один", "целый", "первый"})


def is_period(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether a time may be the period in which something else comes: «за последние полгода»."""
    at = amount.first - 1
    while lemma_at(tokens, at) in _WHICH:
        at -= 1
    return word_at(tokens, at) == "за" and word_at(tokens, amount.last - 1) in HALF_YEAR


def again_and_again(tokens: Sequence[Token], amount: Amount) -> Amount:
    """«По шесть часов в неделю»: time that is lost over and over, no sum of hours."""
    if amount.kind is not Measured.TIME or word_at(tokens, amount.last) != "в":
        return amount
    per = per_at(tokens, amount.last)
    if per is None or not {amount.unit, per[0]} <= set(_LENGTHS):
        return amount
    if _LENGTHS.index(amount.unit) >= _LENGTHS.index(per[0]):  # «день в день»
        return amount
    return amount._replace(last=per[1], unit=f"{amount.unit} per {per[0]}")


_LENGTHS: Final = ("second", "minute", "hour", "shift", "day", "week", "month", "quarter", "year")
