"""How long: «третий месяц ждём», «сутки», «неделю ждали», «час двадцать», «полдня»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from otzvuk.coding.amounts.amount import Amount
from otzvuk.coding.amounts.cardinal import lemma_at, number_at, plain, word_at
from otzvuk.coding.amounts.ordinal import ordinal_at
from otzvuk.coding.amounts.thing import PARTS_OF_DAY, is_counted
from otzvuk.coding.amounts.unit import unit_of_time
from otzvuk.language import Token, lemma, tags
from otzvuk.model.loss import Measured


def nth(tokens: Sequence[Token], at: int) -> Amount | None:
    """«Третий месяц ждём», «на сорок третий день», «вторые сутки»: so long it has been by now."""
    ordinal = ordinal_at(tokens, at)
    before = word_at(tokens, at - 1)
    if ordinal is None or ordinal.low < 2 or before in _BEFORE_NO_NTH:
        return None
    unit = unit_of_time(lemma_at(tokens, ordinal.last))
    if ordinal.high > _LONGEST.get(unit, 0):
        return None
    case = tags(tokens[ordinal.last].text)
    if not (case & {"nomn", "accs"} or (before == "на" and "loct" in case)):
        return None  # «третьего дня»
    if unit == "hour" and word_at(tokens, ordinal.last + 1) in PARTS_OF_DAY:
        return None
    return Amount(at, ordinal.last + 1, Measured.TIME, ordinal.low, ordinal.high, unit)


_BEFORE_NO_NTH: Final = frozenset({"в", "во", "с", "со", "до", "к", "ко", "по", "после", "от", "за", "про"})
_LONGEST: Final = {"hour": 23, "day": 400, "week": 50, "month": 36, "year": 10}


def with_more(tokens: Sequence[Token], amount: Amount) -> Amount:
    """«Три часа десять минут», «час двадцать», «два часа с четвертью»: what is said on after hours."""
    last, unit = amount.last, amount.unit
    if amount.low != amount.high or (unit == "hour" and word_at(tokens, amount.first - 1) in _AT_THE_CLOCK):
        return amount
    more = _WITH.get(word_at(tokens, last + 1), 0) if word_at(tokens, last) == "с" else 0
    if more:
        return amount._replace(last=last + 2, low=amount.low + more, high=amount.high + more, bare=False)
    number = number_at(tokens, last) if unit == "hour" else None
    if number is None or number.low != number.high or number.low >= _MINUTES or number.low % 1:
        return amount
    minutes = amount.low * _MINUTES + number.low
    if "minute" in {unit_of_time(lemma_at(tokens, number.last)), unit_of_time(word_at(tokens, number.last))}:
        return Amount(amount.first, number.last + 1, Measured.TIME, minutes, minutes, "minute")
    if number.low % 5 or is_counted(tokens, number.last):
        return amount
    return Amount(amount.first, number.last, Measured.TIME, minutes, minutes, "minute")


_AT_THE_CLOCK: Final = frozenset({"в", "к", "до", "с", "после"})
_WITH: Final = {"четвертью": 0.25, "половиной": 0.5, "половинкой": 0.5}
_MINUTES: Final = 60


def bare(tokens: Sequence[Token], at: int) -> Amount | None:
    """A unit of time that is one of it: «сутки», «неделю», «месяц ждали»."""
    word = word_at(tokens, at)
    whole = unit_of_time(lemma_at(tokens, at))
    if whole and word_at(tokens, at - 1) in {"целый", "целую", "целые"} and "accs" in tags(tokens[at].text):
        return Amount(at, at + 1, Measured.TIME, 1, 1, whole)
    if word == "часу" and word_at(tokens, at - 1) == "по":
        return Amount(at, at + 1, Measured.TIME, 1, 1, "hour")
    if word == "процента" and lemma_at(tokens, at - 1) in _NO_LESS:  # «меньше процента»
        return Amount(at, at + 1, Measured.SHARE, 0.01, 0.01, "share")
    one, dash, other = word.partition("-")
    if dash and plain(other) in _SMALL and unit_of_time(lemma(one)):  # «день-два», «неделю-полторы»
        return Amount(at, at + 1, Measured.TIME, 1, plain(other) or 1, unit_of_time(lemma(one)))
    if not whole or ("sing" not in tags(tokens[at].text) and word != "сутки"):
        return None
    before = word_at(tokens, at - 1)
    said = tags(tokens[at - 1].text) if at else frozenset()
    after = tags(tokens[at + 1].text) if at + 1 < len(tokens) else frozenset()
    plainly = not (before in _BEFORE_NO_AMOUNT or said & {"ADJF", "NUMR", "NUMB", "PREP"})
    amount = Amount(at, at + 1, Measured.TIME, 1, 1, whole, bare=True)
    if (
        plainly or (before == "на" and whole == "hour")
    ) and word in _LASTING:  # «час двадцать», «час с четвертью», «день два»
        more = with_more(tokens, amount)
        upper = number_at(tokens, at + 1)
        if more.last > amount.last:
            return more
        if upper is not None and upper.high in _SMALL and not is_counted(tokens, upper.last):
            return Amount(at, upper.last, Measured.TIME, 1, upper.high, whole)
    if lemma_at(tokens, at - 1) in _NO_LESS and whole not in {"evening", "weekend"}:
        return amount._replace(bare=False)
    if after >= {"NOUN", "gent"} and word not in {"сутки", "неделю"}:
        return None  # «день рождения», «час ночи»
    if before in {"на", "через"} and word in _LASTING and whole not in {"shift", "night"}:
        return amount if word != "день" or before == "на" else None
    rest = (word_at(tokens, at + 1), word_at(tokens, at + 2))
    if plainly and (rest[0] in _NO_LESS or (rest[0] == "с" and rest[1] in _AND_MORE)):
        return amount._replace(bare=False, last=at + (3 if rest[0] == "с" else 1))
    if word in _ONE or word == "неделя":
        return amount if plainly or lemma_at(tokens, at - 1) == "целый" else None
    if not plainly and before not in {"его", "ее", "их"}:
        return None
    near = after | (tags(tokens[at + 2].text) if at + 2 < len(tokens) else frozenset())
    return amount if word in _LASTING and near & {"VERB", "INFN"} and after & _GOES_ON else None


_SMALL: Final = frozenset({1.5, 2.0, 3.0})
_LASTING: Final = frozenset(
    {"минуту", "час", "часик", "день", "сутки", "смену", "неделю", "месяц", "квартал", "год", "ночь"}
)
_NO_LESS: Final = frozenset(
    {
        "больше", "более", "большой", "почти", "около", "минимум", "максимум", "меньше", "менее", "малый",
        "целый", "весь", "лишний", "полный", "целую",
    }
)  # fmt: skip
_AND_MORE: Final = frozenset({"лишним", "гаком", "хвостиком", "хвостом", "небольшим", "половиной"})
_GOES_ON: Final = frozenset({"VERB", "INFN", "NOUN", "ADVB", "PRCL", "NPRO", "ADJF"})
_ONE: Final = frozenset({"сутки", "неделю", "месяц"})
_BEFORE_NO_AMOUNT: Final = frozenset(
    {
        "в",
        "же",
        "за",
        "каждые",
        "каждую",
        "каждый",
        "этот",
        "эту",
        "прошлую",
        "прошлый",
        "раз",
        "через",
        "последнюю",
    }
)
