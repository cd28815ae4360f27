"""What a column of a survey asks for: a name, a company, a mark, a choice, or an answer in own words."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from otzvuk.read import surveywords as words
from otzvuk.read.names import key


class Sort(Enum):
    """The sorts of columns that a survey has."""

    OPEN = "an answer in own words"
    SCALE = "a mark on a scale"
    CHOICE = "one or several of given answers"
    NAME = "who answers"
    COMPANY = "where they work"
    POSITION = "as what"
    FUNCTION = "in which department"
    SERVICE = "what the form adds, or how to reach them"
    OTHER = "anything else short"


_NUMBER = re.compile(
    r"(?P<value>\d{1,3}(?:[.,]\d)?)\s*(?:(?:из|/|of)\s*(?P<of>\d{1,3})|балл\w*)?\s*(?:$|[-–—(.:])"
)
_ABOUT = frozenset({Sort.NAME, Sort.COMPANY, Sort.POSITION, Sort.FUNCTION})
_WORDS = 3  # a column whose answers are this long in the middle is an open question
_SHORT = 8  # words that no name of a company or a position has more of
_LONG = 25  # words of a choice's longest answer


@dataclass(frozen=True, slots=True)
class Number:
    """A mark as a cell gives it, and the scale where the cell itself says («4 из 5»)."""

    value: float
    of: float | None = None


_BY_HEADER = (
    (words.NAME, Sort.NAME),
    (words.POSITION, Sort.POSITION),
    (words.FUNCTION, Sort.FUNCTION),
    (words.COMPANY, Sort.COMPANY),
)


def sort_of_header(header: str) -> Sort:
    """The sort of a column by its name alone; `OTHER` where that does not tell."""
    name, plain = key(header), " ".join(_plain(header).strip(" :*").split())
    for pattern, sort in _BY_HEADER:
        if pattern.search(plain) or pattern.search(name):
            return sort
    return Sort.SERVICE if words.SERVICE.search(plain) and "?" not in header else Sort.OTHER


def _plain(header: str) -> str:
    return header.casefold().replace("ё", "е")


def sort_of(header: str, cells: Sequence[str], *, all_open: bool = False) -> Sort:
    """The sort of a column by its name and its answers; with `all_open` short answers are answers, too."""
    answers = [cell for cell in cells if cell]
    named = sort_of_header(header)
    if not header or not answers:
        return named if named is not Sort.OTHER else Sort.SERVICE
    lengths = [len(re.findall(r"[^\W\d_]{2,}", answer)) for answer in answers]
    if named in _ABOUT and statistics.median(lengths) <= _SHORT:
        return named
    if named is Sort.SERVICE or _are_addresses(answers):
        return Sort.SERVICE
    plain = _plain(header)
    if scale_of(header, answers) is not None:
        return Sort.SCALE
    if _are_choices(plain, answers, lengths):
        return Sort.CHOICE
    long = statistics.median(lengths) >= _WORDS or ("?" in header and max(lengths) >= 2 * _WORDS)
    # brief answers to a question that nobody else gives («Склада поближе»)
    own = (
        "?" in header and statistics.median(lengths) >= 2 and len(set(map(key, answers))) == len(answers) > 2
    )
    asked = all_open or own or words.FREELY.search(plain) is not None
    return Sort.OPEN if long or (asked and any(lengths)) else Sort.OTHER


def scale_of(header: str, cells: Sequence[str]) -> float | None:
    """The greatest mark of a column of marks; None where it is none (counts, years, words)."""
    answers = [cell for cell in cells if cell]
    marks = [mark for cell in answers if (mark := number_in(cell))]
    plain = _plain(header)
    if (
        not marks
        or len(marks) < 0.8 * len(answers)
        or (words.COUNTED.search(plain) and not words.SCALED.search(plain))
    ):
        return None
    most = max(mark.value for mark in marks)
    stated = [mark.of for mark in marks if mark.of] + [
        float(found[1])
        for pattern in words.MOST
        if (found := pattern.search(plain)) and float(found[1]) >= most
    ]
    if stated:
        return max(stated)
    if not words.SCALED.search(plain) and most > 10:
        return None
    return next((scale for scale in (5.0, 10.0, 100.0) if most <= scale), None)


def number_in(cell: str) -> Number | None:
    """The mark that a cell begins with («6», «4 из 5», «5 – полностью согласен»)."""
    found = _NUMBER.match(cell.strip())
    if found is None:
        return None
    return Number(float(found["value"].replace(",", ".")), float(found["of"]) if found["of"] else None)


def _are_addresses(answers: Sequence[str]) -> bool:
    found = sum(
        bool(re.fullmatch(r"\S+@\S+\.\w+|https?://\S+|@\w+|[+\d][\d\s()\-]{6,}|[\d.\-: T]{8,}", answer))
        for answer in answers
    )
    return found >= 0.8 * len(answers)


def _are_choices(plain: str, answers: Sequence[str], lengths: Sequence[int]) -> bool:
    """Were these answers picked from a list? They recur, say degrees, or the question says so."""
    if max(lengths) > _LONG or words.FREELY.search(plain):
        return False
    if words.PICK.search(plain):
        return True
    spoken = sum(answer.rstrip(' )»"').endswith((".", "!", "?", "…")) for answer in answers)
    if spoken > 0.5 * len(answers):
        return False
    degrees = sum(set(re.findall(r"\w+", key(answer))) <= words.DEGREES for answer in answers)
    if degrees > 0.6 * len(answers) or (words.DEGREE.search(plain) and statistics.median(lengths) <= 5):
        return True
    whole, parts = Counter(map(key, answers)), Counter(_parts(answers))
    recurring = sum(count for count in whole.values() if count > 1)
    again = sum(count for count in parts.values() if count > 1)
    return len(answers) >= 4 and (
        recurring > 0.5 * len(answers) or (again > 0.6 * sum(parts.values()) and len(parts) > 1)
    )


def _parts(answers: Sequence[str]) -> list[str]:
    """The answers to a question with several: forms join them by commas or semicolons."""
    return [key(part) for answer in answers for part in re.split(r"[,;]\s+", answer) if part.strip()]
