"""Where sentences end in punctuated text: razdel's rules over ready tokens (three times as fast)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

Span = tuple[int, int, str]

_ENDS = frozenset(".!?…")
_CLOSING = frozenset("»”“’\"')]}")
_DASHES = frozenset("-–—−")
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*(?:[-–—•*·]|\d+[.)])\s)")


class End(NamedTuple):
    """A possible end of a sentence: after `left`, with closing quotes and brackets, before `right`."""

    mark: str
    left: str
    before: str  # the token before `left` and its full stop, as in «т. е.»
    right: str
    after: str  # the token after `right`
    spaced: bool
    words: int  # tokens since the sentence's beginning
    small: bool  # no sentence of the text begins with a capital


def sentences(text: str, tokens: Sequence[Span]) -> list[tuple[int, int]]:
    """Token ranges [first, last) of the sentences of `text`; together they hold every token."""
    breaks = [found.end() for found in _PARAGRAPH.finditer(text)] if "\n" in text else []
    ranges: list[tuple[int, int]] = []
    small = not any(
        word[0].isupper() and (at == 0 or tokens[at - 1][2][0] in _ENDS)
        for at, (_, _, word) in enumerate(tokens)
    )
    first, last, position = 0, len(tokens), 0
    while position < last:
        start, stop, mark = tokens[position]
        position += 1
        if breaks and start >= breaks[0]:
            while breaks and start >= breaks[0]:
                breaks.pop(0)
            if first < position - 1:
                ranges.append((first, position - 1))
                first = position - 1
        if mark == ")" and tokens[first][2] == "(" and position < last and tokens[position][2][0].isupper():
            # «(смеётся) Машина приходит»: a remark between two sentences belongs to neither.
            ranges.append((first, position))
            first = position
        if mark[0] not in _ENDS:
            continue
        while position < last and tokens[position][0] == stop and tokens[position][2] in _CLOSING:
            stop = tokens[position][1]
            position += 1
        if position < last and _is_end(tokens, first, position, mark, stop, small=small):
            ranges.append((first, position))
            first = position
    if first < last:
        ranges.append((first, last))
    return ranges


def _is_end(tokens: Sequence[Span], first: int, position: int, mark: str, stop: int, *, small: bool) -> bool:
    at = position - 1
    while tokens[at][2] != mark:
        at -= 1
    end = End(
        mark=mark,
        left=tokens[at - 1][2] if at > first else "",
        before=tokens[at - 3][2] if at - 2 > first and tokens[at - 2][2] == "." else "",
        right=tokens[position][2],
        after=tokens[position + 1][2] if position + 1 < len(tokens) else "",
        spaced=tokens[position][0] > stop,
        words=at - first,
        small=small,
    )
    for rule in _RULES:
        decision = rule(end)
        if decision is not None:
            return decision
    return True


# --- rules: True ends the sentence, False does not, None means 'no opinion' ---


def lost_space(end: End) -> bool | None:
    """«привезли.Потом» lost its space; «otzvuk.ru» and «т.е.» never had one."""
    if end.spaced:
        return None
    return len(end.left) > 2 and end.left.islower() and end.right[:1].isupper()


def lower_right(end: End) -> bool | None:
    """«Ну… вот»: a sentence begins with a capital, where the text knows capitals at all."""
    if not end.right.islower() or (end.small and end.mark in (".", "!", "?")):
        return None
    return False


def mark_right(end: End) -> bool | None:
    """Marks that end or close something never begin a sentence."""
    return False if end.right[0] in _ENDS or end.right in ",;:»”)]}" else None


def dash_right(end: End) -> bool | None:
    """«— Нет! — сказал он»: the speech's author follows."""
    return False if end.right in _DASHES and end.after.islower() else None


def short_pair(end: End) -> bool | None:
    """«т. е.», «и т. д.», «в т. ч.»."""
    pair = (end.before.lower(), end.left.lower())
    if end.mark != ".":
        return None
    short = _abbreviations()
    if pair in short.HEAD_PAIR_SOKRS or (end.left.lower(), end.right.lower()) in short.PAIR_SOKRS:
        return False
    return not _continues(end.right) if pair in short.PAIR_SOKRS else None


def short_word(end: End) -> bool | None:
    """«г. Казань», «ул. Мира», «5 тыс. рублей»."""
    if end.mark != ".":
        return None
    left, short = end.left.lower(), _abbreviations()
    return False if left in short.HEAD_SOKRS or (left in short.SOKRS and _continues(end.right)) else None


def initial(end: End) -> bool | None:
    """«А. С. Пушкин»."""
    if end.mark != ".":
        return None
    single = len(end.left) == 1 and end.left.isupper()
    return False if single or end.left.lower() in _abbreviations().INITIALS else None


def list_item(end: End) -> bool | None:
    """«1. Первое»: the number of an item is no sentence."""
    return (
        False if end.mark == "." and end.words == 1 and (end.left.isdigit() or len(end.left) == 1) else None
    )


@cache
def _abbreviations() -> Any:
    from razdel.segmenters import sokr  # compiles patterns that nothing here needs: only when called for

    return sokr


def _continues(right: str) -> bool:
    return not right[0].isalpha() or right.islower()


_RULES: tuple[Callable[[End], bool | None], ...] = (
    lost_space,
    lower_right,
    mark_right,
    short_pair,
    short_word,
    initial,
    list_item,
    dash_right,
)
