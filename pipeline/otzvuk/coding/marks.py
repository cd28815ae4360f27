"""Marks given in speech («на восьмёрочку из десяти», «ставлю семь»): found with value and scale."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from otzvuk.language import Sentence, Token, tags

TEN = 10.0

_ORDINARY = {
    "ноль": 0, "один": 1, "одна": 1, "единица": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5,
    "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "сто": 100,
    "двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70,
    "восемьдесят": 80, "девяносто": 90,
}  # fmt: skip
# «двойка», «троечка», «на восьмёрку»: nouns that are marks by themselves when the speaker gives one.
_NOUN_STEMS = {
    "кол": 1, "единиц": 1, "двойк": 2, "двоечк": 2, "тройк": 3, "троечк": 3, "трояк": 3, "четверк": 4,
    "четверочк": 4, "пятерк": 5, "пятерочк": 5, "шестерк": 6, "шестерочк": 6, "семерк": 7, "семерочк": 7,
    "восьмерк": 8, "восьмерочк": 8, "девятк": 9, "девяточк": 9, "десятк": 10, "десяточк": 10,
}  # fmt: skip
_NOUN = re.compile(rf"({'|'.join(_NOUN_STEMS)})(|а|у|и|е|ой|ою|ы)")
_SCALES = {
    "трех": 3.0, "пяти": 5.0, "семи": 7.0, "десяти": 10.0, "ста": 100.0,
    "3": 3.0, "5": 5.0, "7": 7.0, "10": 10.0, "100": 100.0,
}  # fmt: skip
_SCALE_ADJECTIVE = re.compile(r"(пяти|семи|десяти|ста|100|10|7|5)-?\s?бал+ьн")
_FROM_TO = re.compile(r"от\s+(?:одного|нуля|единицы|1|0)\s+до\s+(\w+)")
_ASKS = re.compile(
    r"оцен|балл|отметк|постав(ите|ишь|или)|по шкале|десятк|пят[её]рк|из десяти|из пяти"
    r"|от\s+(одного|нуля|1|0)\s+до",
    re.IGNORECASE,
)
_GIVES = {
    "ставить",
    "поставить",
    "дать",
    "оценить",
    "тянуть",
    "твердый",
    "крепкий",
    "балл",
    "оценка",
    "отметка",
    "натянуть",
}
_TAIL = {"минус", "плюс"}


class Mark(NamedTuple):
    """A mark: tokens [first, last), `value` out of `scale` (None where nothing says the scale)."""

    first: int
    last: int
    value: float
    scale: float | None


def scale_of(text: str) -> float | None:
    """The scale that a question names («по десятибалльной», «от одного до пяти»), or None."""
    folded = text.lower().replace("ё", "е").replace("стобал", "стабал")
    if found := _SCALE_ADJECTIVE.search(folded):
        return _SCALES[found.group(1)]
    if found := _FROM_TO.search(folded):
        return _SCALES.get(found.group(1)) or _SCALES.get(found.group(1).rstrip("и"))
    if found := re.search(r"из\s+(десяти|пяти|ста|10|5|100)\b", folded):
        return _SCALES[found.group(1)]
    return None


def asks_for_mark(question: str) -> bool:
    """Whether an interviewer's turn asks for a mark."""
    return bool(_ASKS.search(question.replace("ё", "е")))


def may_hold_marks(tokens: Sequence[Token]) -> bool:
    """Whether any word is one that a mark could be said with; cheap, and mostly the answer is no."""
    return any(_value(token.text.lower().replace("ё", "е")) is not None for token in tokens)


def find_marks(tokens: Sequence[Token], sentence: Sentence, *, asked: bool) -> list[Mark]:
    """The marks in a sentence, in the order of the text.

    A number is a mark when it is said as one: «восемь из десяти», «ставлю шесть», «семь баллов»,
    «на четвёрочку» – or, where the question asked for a mark (`asked`), when it stands alone.
    """
    marks: list[Mark] = []
    at = sentence.first
    while at < sentence.last:
        mark = _mark_at(tokens, at, sentence, asked)
        if mark is None:
            at += 1
        else:
            marks.append(mark)
            at = mark.last
    return marks


def _mark_at(tokens: Sequence[Token], at: int, sentence: Sentence, asked: bool) -> Mark | None:
    word = tokens[at].text.lower().replace("ё", "е")
    noun, value = _noun_value(word), _value(word)
    if value is None:
        return None
    last = at + 1
    if 20 <= value <= 90 and last < sentence.last:
        unit = _number(tokens[last].text.lower().replace("ё", "е"))
        if unit is not None and 0 < unit < 10:  # «семьдесят восемь»
            value, last = value + unit, last + 1
    tail = last
    if (
        tail + 1 < sentence.last
        and tokens[tail].text.lower() in {"с", "со"}
        and tokens[tail + 1].lemma in _TAIL
    ):
        last = tail = tail + 2
    scale: float | None = None
    if tail + 1 < sentence.last and tokens[tail].text.lower() == "из":
        scale = _SCALES.get(tokens[tail + 1].text.lower().replace("ё", "е"))
        after = tokens[tail + 2] if tail + 2 < sentence.last else None
        if scale is None or value > scale or (after is not None and _counts_things(after)):
            return None  # «шесть из десяти машин» counts machines
        return Mark(at, tail + 2, value, scale)
    near = {token.lemma for token in tokens[max(sentence.first, at - 3) : at]}
    following = tokens[last].lemma if last < sentence.last else ""
    if following == "балл":
        return Mark(at, last + 1, value, scale)
    if noun is not None and (asked or near & _GIVES or _given(tokens, at, last, sentence)):
        return Mark(at, last, value, scale)
    if value <= TEN and near & _GIVES and not _counts(following, tokens, last, sentence):
        return Mark(at, last, value, scale)
    if asked and _may_be_alone(tokens, at, last, sentence):
        return Mark(at, last, value, scale)
    return None


def _noun_value(word: str) -> float | None:
    found = _NOUN.fullmatch(word)
    return float(_NOUN_STEMS[found.group(1)]) if found else None


def _value(word: str) -> float | None:
    noun = _noun_value(word)
    return noun if noun is not None else _number(word)


def _number(word: str) -> float | None:
    if word in _ORDINARY:
        return float(_ORDINARY[word])
    if re.fullmatch(r"\d{1,3}([.,]\d)?", word):
        return float(word.replace(",", "."))
    return None


def _given(tokens: Sequence[Token], at: int, last: int, sentence: Sentence) -> bool:
    """«на троечку», «двойка им за это»; not «тройка машин»."""
    if "на" in {token.lemma for token in tokens[max(sentence.first, at - 2) : at]}:
        return True
    following = tokens[last].text.lower() if last < sentence.last else "."
    return at == sentence.first and (following in _AFTER_A_MARK or not following[0].isalnum())


_AFTER_A_MARK = {"им", "ему", "ей", "за", "по", "с", "из", "максимум"}


def _may_be_alone(tokens: Sequence[Token], at: int, last: int, sentence: Sentence) -> bool:
    """A bare number where a mark was asked for, that neither tells the hour nor counts what follows."""
    before = tokens[at - 1].lemma if at > sentence.first else ""
    if before in _BEFORE_OTHER_NUMBERS:
        return False
    if last < sentence.last and tokens[last].text.lower() in _COUNTED:
        return False
    after = tags(tokens[last].text) if last < sentence.last else frozenset[str]()
    return not (after & {"NOUN", "ADJF"} and "gent" in after) and not after & {"NUMB"}


# «в восемь», «до девяти», «номер пять»: hours, dates, numbers of things.
_BEFORE_OTHER_NUMBERS = {
    "в",
    "до",
    "к",
    "после",
    "около",
    "номер",
    "часов",
    "раз",
    "через",
    "с",
    "на",
    "из",
    "минимум",
}
# Counted forms that look like a nominative.
_COUNTED = {"человек", "раз", "лет", "сек", "грамм", "вольт"}
_LEAD = {"ну", "да", "и", "а", "но", "так", "вот"}


def _counts_things(token: Token) -> bool:
    return token.text[0].isalpha() and token.lemma not in _LEAD | {"по", "или", "но"}


def _counts(following: str, tokens: Sequence[Token], last: int, sentence: Sentence) -> bool:
    """«дать три машины»: the number counts the noun after it."""
    if last >= sentence.last or not following[:1].isalpha():
        return False
    return tokens[last].text.lower() not in _LEAD | {
        "по",
        "из",
        "или",
        "но",
        "с",
        "только",
        "как",
        "максимум",
    }
