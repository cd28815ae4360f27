"""The scale that people name for their marks: «по десятибалльной», «от нуля до семи», «десять — лучшая»."""

from __future__ import annotations

import re
from itertools import pairwise

from otzvuk.coding.numeral import folded, is_oblique, scale_after_of, value_of
from otzvuk.language import tags, tokenise

FIVE, TEN, HUNDRED = 5.0, 10.0, 100.0
LEAST, GREATEST = 3.0, HUNDRED  # scales beyond are numbers of things

_STEMS = {
    "трех": 3.0, "четырех": 4.0, "пяти": FIVE, "шести": 6.0, "семи": 7.0, "девяти": 9.0, "десяти": TEN,
    "двенадцати": 12.0, "двадцати": 20.0, "сто": HUNDRED, "ста": HUNDRED,
}  # fmt: skip
_ADJECTIVE = re.compile(rf"\b({'|'.join(_STEMS)}|\d{{1,3}})(?:-?ти)?[- ]?(?:бал|звезд|очков)\w*н\w*")
_BALL_ADVERB = re.compile(rf"\b({'|'.join(_STEMS)})бал+ьно\b")
_LOW = r"(?:одного|одной|нуля|ноля|единицы|двух|двойки|кола|[012])(?:\s+балл\w*)?"
_FROM_TO = re.compile(rf"\bот\s+{_LOW}\s+до\s+([\w-]+)")
_UP_TO = re.compile(
    r"(?:^|[.!?;:,—–-]\s*|шкал\w*\s+|балл\w*,?\s+|оцен\w*\s+)(?:а\s+)?до\s+([\w-]+)(?=\s*(?:[.,!?;:—–-]|балл|$))"
)
_NAMED = re.compile(r"\bшкал\w*\s*[—–:-]?\s*(?:в\s+|из\s+)?([\w-]+)(?=\s*(?:[.,!?;:—–-]|балл|звезд|$))")
_TOP = r"(?:максимум|максимальн|макс\b|наивысш|высш|лучш|потолок|предел|идеал|отличн|прекрасн|полност)"
_THEN_TOP = re.compile(
    rf"\b([\w-]+)(?:\s+(?:балл|звезд|очк)\w*)?(?:\s*[—–,-]|\s+это)*\s+(?:сам\w+\s+)?{_TOP}"
)
_TOP_THEN = re.compile(rf"\b{_TOP}\w*(?:\s+(?:балл|оценк|отметк)\w*)?\s*(?:[—–:,-]\s*)?([\w-]+)")
_ENDS = re.compile(r"\b(?:ноль|нуль|один|единица|0|1)\s*[—–=-].{0,60}?[,;.]\s*(?:а\s+)?([\w-]+)\s*[—–=-]")
_ENDS_DOWN = re.compile(
    r"\b([\w-]+)\s*[—–=-](?:\s*это)?.{0,60}?[,;.]\s*(?:а\s+)?(?:ноль|нуль|один|единица|0|1)\s*[—–=-]"
)
_BEGINS = re.compile(r"(?:^|[.!?]\s*)(пять|десять|сто|5|10|100)\s*[—–]\s")  # «Десять — всё устраивает»
_OUT_OF = re.compile(r"\bиз\s+([\w-]+)(?:\s+(?:возможн\w+|балл\w*|звезд\w*|очк\w*))?(?:\s+([\w-]+))?")
_BY_TEN = re.compile(r"\b(?:по|на)\s+(десятк[еу]|сотк[еу]|пятерке)\b|\b(десятк[ау])\b")
_SCHOOL = re.compile(r"\bшкольн\w+\s+(?:шкал|оцен|отмет|систем|балл)|\bпо-школьному\b|\bкак в школе\b")
_PERCENT = re.compile(r"\bпроцент|%")
_THAT_MANY = re.compile(r"(?:\bсто|\d)\s*(?:процент|%)")  # «доверяете на сто процентов?» wants a yes
_FELT = re.compile(r"\bдовол|удовлетвор|\bоцен|отметк|\bлояльн|рекоменд|устраива|доверя")


def scale_of(text: str) -> float | None:
    """The scale that a question names; None where it names none.

    >>> scale_of("По десятибалльной?"), scale_of("Пять звёзд максимум"), scale_of("Из десяти машин?")
    (10.0, 5.0, None)
    """
    plain = folded(text)
    if scale := said_scale(text) or _out_of(plain):
        return scale
    for pattern in (_NAMED, _THEN_TOP, _TOP_THEN, _ENDS, _ENDS_DOWN, _UP_TO, _BY_TEN, _BEGINS):
        for found in pattern.finditer(plain):
            if scale := _top(next(filter(None, found.groups()))):
                return scale
    return None


def said_scale(text: str) -> float | None:
    """The scale that an answer names in so many words: «по пятибалльной», «от нуля до семи»."""
    plain = folded(text)
    for pattern in (_ADJECTIVE, _BALL_ADVERB, _FROM_TO):
        if (found := pattern.search(plain)) and (scale := _top(found[1])):
            return scale
    if _SCHOOL.search(plain):
        return FIVE
    scale = _out_of(plain)
    return scale if scale in {FIVE, TEN, HUNDRED} else None


def asks_percent(question: str) -> bool:
    """Whether a question wants a feeling in percent («на сколько процентов довольны»), not a fact."""
    plain = folded(question)
    return bool(_PERCENT.search(plain) and _FELT.search(plain) and not _THAT_MANY.search(plain))


def is_scale(value: float | None) -> bool:
    """Whether marks are given out of that many."""
    return value is not None and LEAST <= value <= GREATEST and value == int(value)


def _top(word: str) -> float | None:
    scale = _STEMS.get(word) or value_of(word.removesuffix("-ти"))
    return scale if is_scale(scale) else None


def _out_of(plain: str) -> float | None:
    """«сколько из десяти», not «из десяти машин»."""
    for found in _OUT_OF.finditer(plain):
        after = tags(found[2]) if found[2] else frozenset[str]()
        things = {"gent", "plur"} <= after and bool(after & {"NOUN", "ADJF"})
        close = plain[found.end(1) : found.start(2)].strip() if found[2] else ""
        if found[2] and is_oblique(found[2]) and not close:
            continue  # «из ста двадцати»
        scale = _STEMS.get(found[1]) or scale_after_of(found[1])
        if scale is not None and is_scale(scale) and not (things and not close):
            return scale
    return None


def names_points(text: str) -> float | None:
    """The highest mark that a question offers without calling it so («пять баллов возможны?»), or None."""
    tokens = tokenise(text)
    for token, after in pairwise(tokens):
        if folded(after.text).startswith(("балл", "звезд")) and (scale := _top(folded(token.text))):
            return scale
    return None
