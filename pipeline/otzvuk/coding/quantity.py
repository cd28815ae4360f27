"""Amounts as people say them: «двое суток», «часов по шесть», «каждый пятый», «сто двадцать тысяч рублей»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from otzvuk.coding.numeral import folded, names_mark, value_of
from otzvuk.language import Token, tags
from otzvuk.model.bundled import bundled
from otzvuk.model.loss import Measured
from otzvuk.model.yamlfile import CheckedModel, read_yaml

HUNDREDS: Final = {
    "двест": 200, "двухсот": 200, "трист": 300, "трехсот": 300, "четырест": 400, "четырехсот": 400,
    "пятьсот": 500, "пятисот": 500, "шестьсот": 600, "шестисот": 600, "семьсот": 700, "семисот": 700,
    "восемьсот": 800, "восьмисот": 800, "девятьсот": 900, "девятисот": 900,
}  # fmt: skip
_COLLECTIVE: Final = {
    "двое": 2, "двоих": 2, "трое": 3, "троих": 3, "четверо": 4, "четверых": 4, "пятеро": 5, "пятерых": 5,
    "шестеро": 6, "семеро": 7, "пару": 2, "пара": 2, "обе": 2, "оба": 2, "полтора": 1.5, "полторы": 1.5,
    "полутора": 1.5, "полтораста": 150,
}  # fmt: skip
_FRACTIONS: Final = {"половина": 0.5, "треть": 1 / 3, "четверть": 0.25, "пятая": 0.2, "десятая": 0.1}
_ORDINAL: Final = {
    "второй": 2, "третий": 3, "четвертый": 4, "пятый": 5, "шестой": 6, "седьмой": 7, "восьмой": 8,
    "девятый": 9, "десятый": 10, "двадцатый": 20,
}  # fmt: skip
_MULTIPLIERS: Final = {
    "тысяча": 1e3, "тыща": 1e3, "тыс": 1e3, "т": 1e3, "миллион": 1e6, "млн": 1e6, "лям": 1e6,
    "миллиард": 1e9, "млрд": 1e9,
}  # fmt: skip
_ONE_OF_MANY: Final = frozenset({"тысяча", "тысячу", "тыщу", "миллион", "миллиард", "лям"})
_TIMES: Final = {"дважды": 2.0, "трижды": 3.0, "четырежды": 4.0}
_BESIDE_MONEY: Final = frozenset({"shift", "hour", "day"})
_DASHES: Final = frozenset("-–—")
_FILLERS: Final = frozenset(
    {"где-то", "примерно", "около", "порядка", "почти", "целый", "лишний", "рабочий", "полный"}
)
_OPENERS: Final = frozenset({"в", "каждый", "через", "из", "от", "раз", "раза", "сутки", *_TIMES})
_REACH: Final = 4  # tokens between the two numbers of «шесть бочек из сорока»


class Units(CheckedModel):
    """`models/lexicons/units.yaml`: unit → lemmas, by kind, and halves of units («полдня»)."""

    time: Mapping[str, tuple[str, ...]]
    money: Mapping[str, tuple[str, ...]]
    halves: Mapping[str, tuple[float, str]]


class Amount(NamedTuple):
    """An amount at tokens [first, last): `low`…`high` of `unit`, as `otzvuk.model.loss.Loss` has them.

    `bare`: no number is said («сутки», «неделю»).
    """

    first: int
    last: int
    kind: Measured
    low: float
    high: float
    unit: str
    bare: bool = False


class Range(NamedTuple):
    """A number at tokens [first, last), or two that are said as one."""

    first: int
    last: int
    low: float
    high: float
    big: bool = False  # with «тысяча» or «миллион»


@cache
def _units() -> tuple[dict[str, str], dict[str, str], dict[str, tuple[float, str]]]:
    read = read_yaml(bundled("models", "lexicons", "units.yaml"), Units)
    time, money = (
        {word: unit for unit, words in own.items() for word in words} for own in (read.time, read.money)
    )
    return time, money, dict(read.halves)


def amounts_in(tokens: Sequence[Token]) -> list[Amount]:
    """All amounts of a turn, in the order of the text; they do not overlap."""
    found: list[Amount] = []
    at = 0
    while at < len(tokens):
        amount = _amount_at(tokens, at)
        if amount is None:
            at += 1
            continue
        found.append(amount)
        at = amount.last
    return found


@lru_cache(maxsize=16_384)
def _begins(text: str, lemma: str) -> bool:
    """Whether an amount can begin with this word at all; mostly the answer is no."""
    word = folded(text)
    time, money, halves = _units()
    return (
        word in _OPENERS
        or lemma in _OPENERS
        or _plain(word) is not None
        or any(dash in word for dash in _DASHES)
        or lemma in time
        or lemma in money
        or lemma in _FRACTIONS
        or lemma in _MULTIPLIERS
        or lemma == "процент"
        or word in halves
    )


def _word(tokens: Sequence[Token], at: int) -> str:
    return folded(tokens[at].text) if 0 <= at < len(tokens) else ""


def _lemma(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lemma if 0 <= at < len(tokens) else ""


def _amount_at(tokens: Sequence[Token], at: int) -> Amount | None:
    if not _begins(tokens[at].text, tokens[at].lemma):
        return None
    for rule in (_each, _every_other, _out_of, _rate_of_times, _unit_first, _counted, _half, _bare):
        found = rule(tokens, at)
        if found is not None:
            return found
    return None


def number_at(tokens: Sequence[Token], at: int) -> Range | None:
    """The number that begins at token `at`: «сто двадцать тысяч», «семь-восемь», «от двух до трёх»."""
    if _word(tokens, at) == "от":
        low = _single(tokens, at + 1)
        if low is not None and _word(tokens, low.last) == "до":
            high = _single(tokens, low.last + 1)
            if high is not None and high.low > low.low:
                return Range(at, high.last, low.low, high.low, high.big)
        return None
    joined = _word(tokens, at)
    for dash in _DASHES:
        one, between, other = joined.partition(dash)
        low_value, high_value = _plain(one), _plain(other)
        if between and low_value is not None and high_value is not None and low_value < high_value:
            return _multiplied(tokens, Range(at, at + 1, low_value, high_value))
    low = _single(tokens, at)
    if low is None:
        return None
    for gap in ((), _DASHES, ("или",)):
        step = 1 if gap else 0
        if gap and _word(tokens, low.last) not in gap:
            continue
        high = _single(tokens, low.last + step)
        if high is not None and _neighbours(low, high):
            factor = _factor(high) if high.big and not low.big else 1.0
            return Range(at, high.last, low.low * factor, high.low, high.big)
    return low


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
def _plain(word: str) -> float | None:
    """The number of one word up to 999; None for what is none."""
    if word in _COLLECTIVE:
        return float(_COLLECTIVE[word])
    for stem, value in HUNDREDS.items():
        if word.startswith(stem) and len(word) - len(stem) <= 3:
            return float(value)
    if word.isdigit():
        return float(word)
    return None if names_mark(word) else value_of(word)


def _single(tokens: Sequence[Token], at: int) -> Range | None:
    """One number, over as many words as it has."""
    total, current, last, big = 0.0, 0.0, at, False
    digits = False
    while last < len(tokens):
        word = folded(tokens[last].text)
        if word.isdigit() and len(word) == 3 and digits and current < 1000 and last > at:
            current = current * 1000 + float(word)  # «120 000»
            last += 1
            continue
        value = _plain(word)
        multiplier = _MULTIPLIERS.get(tokens[last].lemma) or _MULTIPLIERS.get(word)
        if word in {"с", "со"} and current and _word(tokens, last + 1) in {"лишним", "гаком", "хвостиком"}:
            last += 2
            continue
        if multiplier is not None and (current or (last == at and word in _ONE_OF_MANY)):
            if word == "т" and not digits:
                break
            total += (current or 1) * multiplier
            current, last, big, digits = 0.0, last + 1, True, False
            if _word(tokens, last) == ".":
                last += 1 if tokens[last - 1].text.lower() in {"тыс", "млн", "млрд"} else 0
            continue
        if (
            word in {"с", "со"}
            and _word(tokens, last + 1) in {"половиной", "половинкой"}
            and (current or total)
        ):
            half = _MULTIPLIERS.get(_lemma(tokens, last + 2))
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
    if last == at or (total == 0 and current == 0):
        return None
    return Range(at, last, total + current, total + current, big)


def _goes_on(current: float, value: float, digits: bool) -> bool:
    if digits or value != int(value):
        return False
    if value < 10:
        return current % 10 == 0 and current % 100 != 10 and value > 0
    return current % 100 == 0 and value < 100


def _multiplied(tokens: Sequence[Token], number: Range) -> Range:
    multiplier = _MULTIPLIERS.get(_lemma(tokens, number.last))
    if multiplier is None:
        return number
    return Range(number.first, number.last + 1, number.low * multiplier, number.high * multiplier, True)


def _counted(tokens: Sequence[Token], at: int) -> Amount | None:
    """A number and its unit: «двое суток», «по две тысячи в час», «четыре тонны», «20 %»."""
    number = number_at(tokens, at)
    if number is None:
        return None
    low, high, last = number.low, number.high, number.last
    while _lemma(tokens, last) in _FILLERS:
        last += 1
    lemma, word = _lemma(tokens, last), _word(tokens, last)
    time, money, _ = _units()
    if word == "%" or lemma in {"процент", "процентик"}:
        return Amount(at, last + 1, Measured.SHARE, low / 100, high / 100, "share")
    if lemma in money or word in money:
        per = _per(tokens, last + 1)
        unit = money.get(lemma) or money[word]
        return Amount(
            at,
            per[1] if per else last + 1,
            Measured.MONEY,
            low,
            high,
            f"{unit} per {per[0]}" if per else unit,
        )
    if lemma == "раз" and "VERB" not in tags(tokens[last].text):
        return _how_often(tokens, at, last + 1, low, high)
    if number.big and last < len(tokens) and "Anum" in tags(tokens[last].text):
        return None  # «в две тысячи девятнадцатом»
    if lemma in time and not (number.big and time[lemma] in _BESIDE_MONEY):
        if time[lemma] == "year" and low >= 1900:
            return None
        return Amount(at, last + 1, Measured.TIME, low, high, time[lemma])
    if number.big:
        per = _per(tokens, last)
        if per:
            return Amount(at, per[1], Measured.MONEY, low, high, f"RUB per {per[0]}")
        if lemma in time:  # «тридцать тысяч смена»
            return Amount(at, last + 1, Measured.MONEY, low, high, f"RUB per {time[lemma]}")
    if "NOUN" in (tags(tokens[last].text) if last < len(tokens) and tokens[last].text[0].isalpha() else ()):
        if number.big and tokens[last - 1].lemma in _MULTIPLIERS and "gent" not in tags(tokens[last].text):
            return Amount(at, number.last, Measured.MONEY, low, high, "RUB")
        return Amount(at, last + 1, Measured.QUANTITY, low, high, lemma)
    if number.big:
        return Amount(at, number.last, Measured.MONEY, low, high, "RUB")
    return None


def _per(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """«в час», «за сутки», «в день»: the unit of time and the token after it."""
    time = _units()[0]
    if (
        _word(tokens, at) in {"в", "за"}
        and _lemma(tokens, at + 1) in time
        and not _word(tokens, at + 1).isdigit()
    ):
        return time[_lemma(tokens, at + 1)], at + 2
    return None


def _how_often(tokens: Sequence[Token], at: int, last: int, low: float, high: float) -> Amount:
    """«два раза в неделю», «раз в две недели», «три раза за месяц»; without a period a quantity of times."""
    time = _units()[0]
    if _word(tokens, last) in {"в", "за", "на"}:
        number = number_at(tokens, last + 1)
        unit_at = number.last if number else last + 1
        lemma = _lemma(tokens, unit_at)
        if lemma in time and time[lemma] not in {"evening", "night"}:
            over = number.low if number else 1.0
            return Amount(at, unit_at + 1, Measured.FREQUENCY, low / over, high / over, f"per {time[lemma]}")
        half = _units()[2].get(_word(tokens, unit_at))
        if half is not None:
            return Amount(
                at, unit_at + 1, Measured.FREQUENCY, low / half[0], high / half[0], f"per {half[1]}"
            )
        if lemma in {"лето", "зима", "весна", "осень", "сезон"}:
            name = {
                "лето": "summer",
                "зима": "winter",
                "весна": "spring",
                "осень": "autumn",
                "сезон": "season",
            }
            return Amount(at, unit_at + 1, Measured.FREQUENCY, low, high, f"per {name[lemma]}")
    return Amount(at, last, Measured.QUANTITY, low, high, "раз")


def _rate_of_times(tokens: Sequence[Token], at: int) -> Amount | None:
    """«раз в неделю», «раза три в месяц», «трижды за год», «раз десять»."""
    word, last = _word(tokens, at), at + 1
    if word in _TIMES:
        return _how_often(tokens, at, last, _TIMES[word], _TIMES[word])
    if word not in {"раз", "раза"}:
        return None
    if _word(tokens, last) == "по":
        last += 1
    number = number_at(tokens, last)
    if number is not None and number.high <= 1000:
        return _how_often(tokens, at, number.last, number.low, number.high)
    found = _how_often(tokens, at, at + 1, 1, 1)
    return found if found.kind is Measured.FREQUENCY and word == "раз" else None


def _each(tokens: Sequence[Token], at: int) -> Amount | None:
    """«каждый пятый», «в каждой второй», «каждую неделю», «каждые две недели», «каждый божий день»."""
    begin = at
    if _word(tokens, at) == "в" and _lemma(tokens, at + 1) == "каждый":
        at += 1
    if _lemma(tokens, at) != "каждый":
        return None
    last = at + 1
    ordinal = _ORDINAL.get(_lemma(tokens, last))
    if ordinal is not None:
        if _lemma(tokens, last + 1) in _units()[0]:  # «каждый второй день»
            unit = _units()[0][_lemma(tokens, last + 1)]
            return Amount(begin, last + 2, Measured.FREQUENCY, 1 / ordinal, 1 / ordinal, f"per {unit}")
        return Amount(begin, last + 1, Measured.SHARE, 1 / ordinal, 1 / ordinal, "share")
    time = _units()[0]
    if _lemma(tokens, last) in {"божий", "рабочий"}:
        last += 1
    number = number_at(tokens, last)
    over = number.low if number else 1.0
    last = number.last if number else last
    if _lemma(tokens, last) in time:
        return Amount(
            begin, last + 1, Measured.FREQUENCY, 1 / over, 1 / over, f"per {time[_lemma(tokens, last)]}"
        )
    half = _units()[2].get(_word(tokens, last))
    if half is not None:
        return Amount(begin, last + 1, Measured.FREQUENCY, 1 / half[0], 1 / half[0], f"per {half[1]}")
    return None


def _every_other(tokens: Sequence[Token], at: int) -> Amount | None:
    """«через раз», «половина поставок», «четверть рекламаций», «треть машин»."""
    if _word(tokens, at) == "через" and _word(tokens, at + 1) == "раз":
        return Amount(at, at + 2, Measured.SHARE, 0.5, 0.5, "share")
    if _word(tokens, at) == "через" and _word(tokens, at + 1) == "день" and _word(tokens, at + 2) != "после":
        return Amount(at, at + 2, Measured.FREQUENCY, 0.5, 0.5, "per day")
    fraction = _FRACTIONS.get(_lemma(tokens, at))
    if fraction is None or (fraction in {0.2, 0.1} and _lemma(tokens, at + 1) != "часть"):
        return None
    last = at + (2 if fraction in {0.2, 0.1} else 1)
    following = tags(tokens[last].text) if last < len(tokens) else frozenset()
    if _lemma(tokens, last) in _units()[0]:  # «четверть часа», «половина дня»
        return Amount(at, last + 1, Measured.TIME, fraction, fraction, _units()[0][_lemma(tokens, last)])
    if not following & {"NOUN", "ADJF"} or ("gent" not in following and "NOUN" in following):
        return None
    return Amount(at, last, Measured.SHARE, fraction, fraction, "share")


def _out_of(tokens: Sequence[Token], at: int) -> Amount | None:
    """«шесть бочек из сорока», «из двухсот датчиков тридцать шесть», «три из десяти»."""
    if _word(tokens, at) == "из":
        whole = number_at(tokens, at + 1)
        if whole is None:
            return None
        for begin in range(whole.last, min(whole.last + _REACH, len(tokens))):
            part = number_at(tokens, begin)
            if part is not None:
                return _part(at, part.last, part.low, whole.low)
        return None
    part = number_at(tokens, at)
    if part is None:
        return None
    for begin in range(part.last, min(part.last + _REACH, len(tokens))):
        if not (tokens[begin].text[0].isalpha()):
            return None
        if _word(tokens, begin) == "из":
            whole = number_at(tokens, begin + 1)
            return None if whole is None else _part(at, whole.last, part.low, whole.low)
        if number_at(tokens, begin) is not None:
            return None
    return None


def _part(first: int, last: int, part: float, whole: float) -> Amount | None:
    if not 0 < part < whole:
        return None
    return Amount(first, last, Measured.SHARE, part / whole, part / whole, "share")


def _unit_first(tokens: Sequence[Token], at: int) -> Amount | None:
    """«часов по шесть», «процентов двенадцать», «дня три», «тысяч на двести»."""
    lemma, word = _lemma(tokens, at), _word(tokens, at)
    time, money, _ = _units()
    last = at + 1
    if _word(tokens, last) in {"по", "на", "в", "за"}:
        last += 1
    number = number_at(tokens, last)
    if number is None or "gent" not in tags(tokens[at].text):
        return None
    after = _lemma(tokens, number.last)
    if after in time or after in money or after in {"процент", "раз", "тысяча"}:
        return None
    if lemma == "процент":
        return Amount(at, number.last, Measured.SHARE, number.low / 100, number.high / 100, "share")
    if lemma in time and number.low < 1000:
        return Amount(at, number.last, Measured.TIME, number.low, number.high, time[lemma])
    if lemma in money:
        return Amount(at, number.last, Measured.MONEY, number.low, number.high, money[lemma])
    if word in {"тысяч", "миллионов"}:
        size = 1e3 if word == "тысяч" else 1e6
        per = _per(tokens, number.last)
        if _lemma(tokens, number.last) in money:
            return Amount(at, number.last + 1, Measured.MONEY, number.low * size, number.high * size, "RUB")
        last = per[1] if per else number.last
        unit = f"RUB per {per[0]}" if per else "RUB"
        return Amount(at, last, Measured.MONEY, number.low * size, number.high * size, unit)
    return None


def _half(tokens: Sequence[Token], at: int) -> Amount | None:
    """«полдня», «полчаса», «полгода», «полсмены»."""
    half = _units()[2].get(_word(tokens, at))
    return None if half is None else Amount(at, at + 1, Measured.TIME, half[0], half[0], half[1])


def _bare(tokens: Sequence[Token], at: int) -> Amount | None:
    """A unit of time that is one of it: «сутки», «неделю», «месяц ждали»."""
    word = _word(tokens, at)
    unit = _ONE.get(word)
    if unit is None or _word(tokens, at - 1) in _BEFORE_NO_AMOUNT:
        return None
    before = tags(tokens[at - 1].text) if at else frozenset()
    if before & {"ADJF", "NUMR"} and _lemma(tokens, at - 1) != "целый":
        return None
    return Amount(at, at + 1, Measured.TIME, 1, 1, unit, bare=True)


_ONE: Final = {"сутки": "day", "неделю": "week", "месяц": "month"}
_BEFORE_NO_AMOUNT: Final = frozenset(
    {
        "в",
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
