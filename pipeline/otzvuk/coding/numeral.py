"""Numbers as people say them for marks: «восемь», «на троечку», «семь с половиной», «7-8», «8/10»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from otzvuk.language import Token

HALF = 0.5
_CARDINAL = {
    "ноль": 0, "нуль": 0, "нолик": 0, "один": 1, "единица": 1, "единичка": 1, "два": 2, "три": 3, "четыре": 4,
    "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "одиннадцать": 11,
    "двенадцать": 12, "тринадцать": 13, "четырнадцать": 14, "пятнадцать": 15, "шестнадцать": 16,
    "семнадцать": 17, "восемнадцать": 18, "девятнадцать": 19, "двадцать": 20, "тридцать": 30,
    "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70, "восемьдесят": 80, "девяносто": 90,
    "сто": 100,
}  # fmt: skip
_BY_FORM = {"семью": 7.0, "кол": 1.0, "полтора": 1.5, "сотка": 100.0, "сотку": 100.0}
# «двойка», «троечка», «на восьмёрку»: nouns that name a mark by themselves.
_SCHOOL = {
    "двойк": 2, "двоечк": 2, "тройк": 3, "троечк": 3, "трояк": 3, "троячок": 3, "троячк": 3, "четверк": 4,
    "четверочк": 4, "пятерк": 5, "пятерочк": 5, "шестерк": 6, "шестерочк": 6, "семерк": 7, "семерочк": 7,
    "восьмерк": 8, "восьмерочк": 8, "девятк": 9, "девяточк": 9, "десятк": 10, "десяточк": 10,
}  # fmt: skip
_NOUN = re.compile(rf"({'|'.join(sorted(_SCHOOL, key=len, reverse=True))})(|а|у|и|е|ой|ою|ы|ом)")
_SIGNED = re.compile(r"([2-6])[+-]")  # «4+», «5-»
_DIGITS = re.compile(r"\d{1,3}(?:[.,]\d)?")
_PAIR = re.compile(r"([\w.,]+)\s*[-–—]\s*([\w.,]+)")
_OF = re.compile(r"(\d{1,3}(?:[.,]\d)?)/(\d{1,3})")
_DASHES = frozenset("-–—")
_TAILS = frozenset({"минус", "минусом", "плюс", "плюсом", "плюсиком", "хвостиком", "хвостом", "натяжкой"})


class Number(NamedTuple):
    """A number at tokens [first, last). `school` is a noun that names a mark; `scale` is said in it («8/10»).

    `rough`: it lies between two that are said («семь-восемь»).
    """

    first: int
    last: int
    value: float
    school: bool
    scale: float | None = None
    rough: bool = False


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """A word in lower case and without ё."""
    return word.lower().replace("ё", "е")


@lru_cache(maxsize=16_384)
def value_of(word: str) -> float | None:
    """The number that one word says, in any of its forms; None where it says none.

    >>> value_of("четвёрочку"), value_of("шестью"), value_of("7,5"), value_of("пятница")
    (4.0, 6.0, 7.5, None)
    """
    plain = folded(word)
    if plain in _BY_FORM:
        return _BY_FORM[plain]
    if (noun := _school(plain)) is not None:
        return noun
    if _DIGITS.fullmatch(plain):
        return float(plain.replace(",", "."))
    found = _CARDINAL_FORMS.get(plain)
    return None if found is None else float(found)


def names_mark(word: str) -> bool:
    """Whether a word is a noun that names a mark by itself («тройка»), which counts nothing else."""
    return _school(folded(word)) is not None


def is_oblique(word: str) -> bool:
    """Whether a cardinal stands in a form that marks are hardly given in («двум», «восьми»)."""
    plain = folded(word)
    return (
        plain in _CARDINAL_FORMS
        and plain not in _CARDINAL
        and plain not in {"одна", "одну", "две", "единицу"}
    )


def scale_after_of(word: str) -> float | None:
    """The number that stands after «из»: in the genitive or in digits («из десяти», «из 10-ти»)."""
    plain = folded(word).removesuffix("-ти")
    return value_of(plain) if is_oblique(plain) or _DIGITS.fullmatch(plain) else None


def numbers_in(tokens: Sequence[Token]) -> list[Number]:
    """All numbers of a turn, in the order of the text; what is said together is one of them."""
    found: list[Number] = []
    at = 0
    while at < len(tokens):
        number = _number_at(tokens, at)
        if number is None:
            at += 1
            continue
        found.append(number)
        at = number.last
    return found


def _number_at(tokens: Sequence[Token], at: int) -> Number | None:
    word = folded(tokens[at].text)
    if out_of := _OF.fullmatch(word):
        return Number(at, at + 1, float(out_of[1].replace(",", ".")), False, float(out_of[2]))
    if signed := _SIGNED.fullmatch(word):
        return Number(at, at + 1, float(signed[1]), True)
    if word == "между" and at + 3 < len(tokens) and folded(tokens[at + 2].text) == "и":
        middle = _between(value_of(tokens[at + 1].text), value_of(tokens[at + 3].text))
        return None if middle is None else Number(at, at + 4, middle, False, rough=True)
    pair = _PAIR.fullmatch(word)
    if pair is not None:
        between = _between(value_of(pair[1]), value_of(pair[2]))
        if between is None:
            return None
        between, last = _with_tail(tokens, between, at + 1)
        return Number(at, last, between, _school(pair[2]) is not None, rough=True)
    value, last = value_of(word), at + 1
    if value is None:
        return None
    school = _school(word) is not None
    following = value_of(tokens[last].text) if last < len(tokens) else None
    if value == 100 and following is not None and 0 < following < 100 and following == int(following):
        value, last = value + following, last + 1  # «сто сорок»
        following = value_of(tokens[last].text) if last < len(tokens) else None
    if 20 <= value % 100 <= 90 and value % 10 == 0 and following is not None and 0 < following < 10:
        value, last = value + following, last + 1  # «семьдесят восемь»
    middle, last = _with_next(tokens, value, last)
    rough = middle != value
    value, last = _with_tail(tokens, middle, last)
    return Number(at, last, value, school, rough=rough)


def _with_next(tokens: Sequence[Token], value: float, last: int) -> tuple[float, int]:
    """«семь — восемь», «семь или восемь», «семь восемь»: between the two."""
    for between in ((), (_DASHES,), ({"или"},), ({","},)):
        words = [folded(token.text) for token in tokens[last : last + len(between)]]
        if len(words) < len(between) or any(w not in want for w, want in zip(words, between, strict=True)):
            continue
        at = last + len(between)
        other = value_of(tokens[at].text) if at < len(tokens) else None
        middle = _between(value, other)
        alike = middle not in {None, value} and _same_sort(tokens[last - 1].text, tokens[at].text)
        if middle is not None and alike:
            return middle, at + 1
    return value, last


def _same_sort(one: str, other: str) -> bool:
    """Both nouns or both plain numbers: «четыре, пятёрку рука не поднимается» are two."""
    return (_school(folded(one)) is None) == (_school(folded(other)) is None)


def _with_tail(tokens: Sequence[Token], value: float, last: int) -> tuple[float, int]:
    """«с половиной» is a half more; «с плюсом», «с минусом» say the number only louder or softer."""
    words = [folded(token.text) for token in tokens[last : last + 3]]
    if words[:1] in (["с"], ["со"]) and len(words) > 1:
        if words[1] in {"половиной", "половинкой"}:
            return value + HALF, last + 2
        if words[1] in _TAILS:
            return value, last + 2
        if len(words) > 2 and words[2] in _TAILS:  # «с большим минусом»
            return value, last + 3
    return value, last


def _between(low: float | None, high: float | None) -> float | None:
    """The middle of two marks beside each other on the scale, said as one."""
    if low is None or high is None or not 0 <= high - low <= 10 or (high - low > 1 and high < 20):
        return None
    return (low + high) / 2


def _school(word: str) -> float | None:
    found = _NOUN.fullmatch(word)
    return float(_SCHOOL[found.group(1)]) if found else None


def _forms() -> dict[str, int]:
    """Every form of the cardinals: a closed list, so that «семь» is never a family («семью» stands apart)."""
    forms = dict(_CARDINAL)
    for word, value in _CARDINAL.items():
        if 5 <= value <= 30 and word.endswith("ь"):
            stem = "восьм" if word == "восемь" else word[:-1]
            forms |= {f"{stem}и": value, f"{word}ю": value, f"{stem}ью": value}
        elif 50 <= value <= 80:
            tens = word.removesuffix("десят")
            stem = "восьми" if tens == "восемь" else f"{tens[:-1]}и"
            forms |= {f"{stem}десяти": value, f"{tens}юдесятью": value}
    return forms | {
        "нуля": 0, "нулю": 0, "нулем": 0, "ноля": 0, "ноль": 0, "нолю": 0, "нолем": 0, "нолика": 0,
        "одна": 1, "одну": 1, "одного": 1, "одному": 1, "одним": 1, "одной": 1, "единицу": 1, "единицы": 1,
        "единице": 1, "единицей": 1, "единичку": 1, "единички": 1, "две": 2, "двух": 2, "двум": 2,
        "двумя": 2, "трех": 3, "трем": 3, "тремя": 3, "четырех": 4, "четырем": 4, "четырьмя": 4,
        "сорока": 40, "девяноста": 90, "ста": 100,
    }  # fmt: skip


_CARDINAL_FORMS = _forms()
