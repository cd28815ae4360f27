"""Numbers over as many words as they have: «сто двадцать тысяч», «семь-восемь», «от двух до трёх»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from otzvuk.coding.numeral import folded, names_mark, value_of
from otzvuk.language import Token

_HUNDREDS: Final = {
    "двест": 200, "двухсот": 200, "трист": 300, "трехсот": 300, "четырест": 400, "четырехсот": 400,
    "пятьсот": 500, "пятисот": 500, "шестьсот": 600, "шестисот": 600, "семьсот": 700, "семисот": 700,
    "восемьсот": 800, "восьмисот": 800, "девятьсот": 900, "девятисот": 900,
}  # fmt: skip
_COLLECTIVE: Final = {
    "двое": 2, "двоих": 2, "трое": 3, "троих": 3, "четверо": 4, "четверых": 4, "пятеро": 5, "пятерых": 5,
    "шестеро": 6, "шестерых": 6, "семеро": 7, "семерых": 7, "восьмеро": 8, "девятеро": 9, "десятеро": 10,
    "двоим": 2, "троим": 3, "четверым": 4, "пятерым": 5, "пару": 2, "пара": 2, "обе": 2, "оба": 2,
    "полтора": 1.5, "полторы": 1.5, "полутора": 1.5, "полтораста": 150, "полсотни": 50, "полтинник": 50,
    "одно": 1, "одни": 1, "десяток": 10, "дюжина": 12, "дюжину": 12, "дюжины": 12, "сотня": 100, "сотню": 100,
    "сотни": 100, "десятка": 10,
    "парочку": 2, "парочка": 2,
}  # fmt: skip
PEOPLE: Final = frozenset(
    {
        "двое", "двоих", "двоим", "трое", "троих", "троим", "четверо", "четверых", "четверым", "пятеро",
        "пятерых", "пятерым", "шестеро", "шестерых", "семеро", "семерых", "восьмеро", "девятеро", "десятеро",
    }
)  # fmt: skip
_DOZENS: Final = {"десяток": 10, "сотня": 100, "дюжина": 12}
HALF_OF: Final = {
    "полмиллиона": 5e5, "полумиллиона": 5e5, "полмиллиарда": 5e8, "поллимона": 5e5, "полляма": 5e5,
    "поллям": 5e5,
}  # fmt: skip
_PART_OF: Final = {"пол": 0.5, "четверть": 0.25, "треть": 1 / 3}
_LOOSE: Final = frozenset({
    "лишним", "гаком", "хвостиком", "хвостом", "лишком", "небольшим", "копейками", "чем-то", "лихвой",
})  # fmt: skip
_HALVED: Final = frozenset({"миллиона", "миллиарда", "ляма"})
_TENS: Final = 10
_WHOLE: Final = frozenset({"сотня", "сотни", "сотню", "десяток", "десятка", "дюжина", "дюжину", "дюжины"})
_LONGEST: Final = 12  # digits that a number of somebody's may have in one word
_MOST: Final = 1e13  # beyond which nobody counts: a slip of the recogniser or of the keys
_REPEATED: Final = frozenset({"на", "по", "до", "под"})
MULTIPLIERS: Final = {
    "тысяча": 1e3, "тыща": 1e3, "тыс": 1e3, "т": 1e3, "тыр": 1e3, "косарь": 1e3, "миллион": 1e6, "млн": 1e6,
    "лям": 1e6, "миллиард": 1e9, "млрд": 1e9,
}  # fmt: skip
_ONE_OF_MANY: Final = frozenset({"тысяча", "тысячу", "тысяче", "тыщу", "миллион", "миллиард", "лям"})
_ONE_AROUND: Final = frozenset({"тысячи", "тыщи", "миллиона", "миллиарда", "ляма"})
_AROUND: Final = frozenset({"около", "больше", "более", "свыше", "порядка", "меньше", "менее", "до"})
_SHORT: Final = re.compile(r"([1-9]\d{1,3})[кk]")  # «500к»; «4к» is a screen
DASHES: Final = frozenset("-–—")


class Range(NamedTuple):
    """A number at tokens [first, last), or two that are said as one."""

    first: int
    last: int
    low: float
    high: float
    big: bool = False  # with «тысяча» or «миллион»


def number_at(tokens: Sequence[Token], at: int) -> Range | None:
    """The number that begins at token `at`: «сто двадцать тысяч», «семь-восемь», «от двух до трёх»."""
    if word_at(tokens, at) == "от":
        low = _single(tokens, at + 1)
        if low is not None and word_at(tokens, low.last) == "до":
            high = _single(tokens, low.last + 1)
            if high is not None and high.low > low.low:
                return Range(at, high.last, low.low, high.low, high.big)
        return None
    joined = word_at(tokens, at)
    for dash in DASHES:
        one, between, other = joined.partition(dash)
        low_value, high_value = plain(one), plain(other)
        if not between or low_value is None or high_value is None:
            continue
        more = plain(word_at(tokens, at + 1))  # «двести-двести пятьдесят»
        longer = more is not None and _goes_on(high_value, more, digits=other[0].isdigit())
        high_value += more if more is not None and longer else 0
        if low_value < high_value:
            return _multiplied(tokens, Range(at, at + 1 + longer, low_value, high_value))
    low = _single(tokens, at)
    if low is None:
        return None
    for high_at in _seconds(tokens, at, low.last):
        high = _single(tokens, high_at)
        if high is not None and word_at(tokens, low.last) == "," and high.low >= 2 * low.low:
            continue  # «вернули двадцать, сорок висят»
        if high is not None and _neighbours(low, high):
            factor = _factor(high) if high.big and not low.big else 1.0
            return Range(at, high.last, low.low * factor, high.low, high.big)
    return low


def _seconds(tokens: Sequence[Token], at: int, last: int) -> Iterator[int]:
    """Where the upper end of a range may begin: «два три», «два — три», «два, три», «по два, по три»."""
    yield last
    following, before = word_at(tokens, last), word_at(tokens, at - 1)
    if following in DASHES or following in {"или", ","}:
        yield last + 1
    again = last + (following == ",")
    if before in _REPEATED and word_at(tokens, again) == before:
        yield again + 1


def _neighbours(low: Range, high: Range) -> bool:
    """Whether two numbers beside each other are one range: «пять семь», «два-три», «две — три тысячи»."""
    top = high.low / _factor(high) if high.big and not low.big else high.low
    return 0 < low.low < top <= low.low * 2 and (low.low < 20 or low.low % 10 == 0)


def _factor(number: Range) -> float:
    for size in (1e9, 1e6, 1e3):
        if number.low >= size:
            return size
    return 1.0


@lru_cache(maxsize=16_384)
def plain(word: str) -> float | None:
    """The number of one word up to 999; None for what is none."""
    if word in _COLLECTIVE:
        return float(_COLLECTIVE[word])
    for stem, value in _HUNDREDS.items():
        if word.startswith(stem) and len(word) - len(stem) <= 3:
            return float(value)
    if word.isdigit():
        return float(word) if len(word) <= _LONGEST else None
    return None if names_mark(word) else value_of(word)


def _single(tokens: Sequence[Token], at: int) -> Range | None:
    """One number, over as many words as it has."""
    total, current, last, big = 0.0, 0.0, at, False
    digits = False
    while last < len(tokens):
        word = folded(tokens[last].text)
        if word.isdigit() and len(word) == 3 and digits and current % 1 == 0 and last > at:
            current = current * 1000 + float(word)  # «120 000», «1 200 000»
            last += 1
            continue
        value = plain(word)
        multiplier = MULTIPLIERS.get(tokens[last].lemma) or MULTIPLIERS.get(word)
        if word in {"с", "со"} and (current or total) and word_at(tokens, last + 1) in _LOOSE:
            last += 2
            continue
        if last == at and (half := HALF_OF.get(word.replace("-", ""))):  # «пол-ляма»
            total, last, big = half, last + 1, True
            continue
        if last == at and (part := _part_of(tokens, at)):
            total, last, big = part, last + 2, True
            continue
        if last == at and (short := _SHORT.fullmatch(word)):
            total, last, big = float(short[1]) * 1000, last + 1, True
            break
        dozens = _DOZENS.get(tokens[last].lemma)
        if dozens and 0 < current < 10:  # «два десятка», «полторы сотни»
            current, last = current * dozens, last + 1
            continue
        if multiplier is not None and (current or (last == at and _is_one(tokens, at))):
            if word == "т" and not digits:
                break
            total += (current or 1) * multiplier
            current, last, big, digits = 0.0, last + 1, True, False
            if word_at(tokens, last) == ".":
                last += 1 if tokens[last - 1].text.lower() in {"тыс", "млн", "млрд"} else 0
            continue
        if (
            word in {"с", "со"}
            and word_at(tokens, last + 1) in {"половиной", "половинкой"}
            and (current or total)
        ):
            half = MULTIPLIERS.get(lemma_at(tokens, last + 2))
            current += 0.5
            last += 2
            if half is None:
                break
            continue
        if value is None:
            break
        if current and not _goes_on(current, value, digits):
            break
        if digits:
            break
        digits = word[0].isdigit()
        current += value
        last += 1
        if word in _WHOLE:
            break
    if last == at or (total == 0 and current == 0) or total + current > _MOST:
        return None
    if total >= 1e6 and total % 1e6 == 0 and 0 < current < 1000 and not digits:
        if current < _TENS:  # «миллион, пять человек»
            return Range(at, last - 1, total, total, big)
        current *= 1000  # «миллион четыреста семьдесят», «два миллиона сорок»
    if total == 0 and current < 100 and current % 1 == 0 and not digits:
        hundreds = _hundreds(tokens, last)
        if hundreds:  # «семнадцать триста»
            return Range(at, last + 1, current * 1000 + hundreds, current * 1000 + hundreds, True)
    return Range(at, last, total + current, total + current, big)


def is_short(word: str) -> bool:
    """Whether it is a sum as it is typed: «500к»."""
    return _SHORT.fullmatch(word) is not None


def _part_of(tokens: Sequence[Token], at: int) -> float:
    """«Пол-ляма», «пол миллиона», «четверть миллиона», as recognised or typed; 0 for none."""
    part = _PART_OF.get(lemma_at(tokens, at)) or _PART_OF.get(word_at(tokens, at))
    many = word_at(tokens, at + 1)
    return part * MULTIPLIERS[lemma_at(tokens, at + 1)] if part and many in _HALVED else 0


def _is_one(tokens: Sequence[Token], at: int) -> bool:
    """Whether «тысяча», «миллион» stand for one: «миллион потеряли», «около миллиона»."""
    word = word_at(tokens, at)
    return word in _ONE_OF_MANY or (word in _ONE_AROUND and word_at(tokens, at - 1) in _AROUND)


def _hundreds(tokens: Sequence[Token], at: int) -> float:
    """Hundreds after the thousands of a sum that nobody calls thousands, 0 for none."""
    word = word_at(tokens, at)
    if not word.startswith(tuple(_HUNDREDS)) or _single(tokens, at + 1) is not None:
        return 0
    value = plain(word) or 0
    return 0 if MULTIPLIERS.get(lemma_at(tokens, at + 1)) else value


def _goes_on(current: float, value: float, digits: bool) -> bool:
    if digits or value != int(value):
        return False
    if value < 10:
        return current % 10 == 0 and current % 100 != 10 and value > 0
    return current % 100 == 0 and value < 100


def _multiplied(tokens: Sequence[Token], number: Range) -> Range:
    multiplier = MULTIPLIERS.get(lemma_at(tokens, number.last))
    if multiplier is None:
        return number
    return Range(number.first, number.last + 1, number.low * multiplier, number.high * multiplier, True)


def word_at(tokens: Sequence[Token], at: int) -> str:
    """The word at a place, folded, "" outside."""
    return folded(tokens[at].text) if 0 <= at < len(tokens) else ""


def lemma_at(tokens: Sequence[Token], at: int) -> str:
    """The dictionary form at a place, "" outside."""
    return tokens[at].lemma if 0 <= at < len(tokens) else ""
