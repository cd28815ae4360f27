"""Transcribers' remarks and markup are no respondent's words: no mention lies in, begins or ends with one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from otzvuk.model.interview import Interview
from otzvuk.model.mention import Mention
from otzvuk.read.remarks import remarks

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,20}>")  # markup that a transcript was exported with
_MARKS = frozenset(" \t\n.,;:")


def without_remarks(mentions: Iterable[Mention], interview: Interview) -> list[Mention]:
    """The mentions, cut free of remarks at their edges; those that are nothing else are left out."""
    free = (_freed(each, interview.turns[each.turn].text) for each in mentions)
    return [each for each in free if each is not None]


def _freed(mention: Mention, text: str) -> Mention | None:
    start, stop = mention.start, mention.stop
    spots = _spots(text)
    for begin, end in spots:
        if begin <= _words(text, start, stop)[0] < end:
            start = end
    for begin, end in reversed(spots):
        if begin < _words(text, start, stop)[1] <= end:
            stop = begin
    if (start, stop) == (mention.start, mention.stop):
        return mention
    start, stop = _words(text, start, stop)
    if not any(letter.isalnum() for letter in text[start:stop]):
        return None
    return replace(mention, start=start, stop=stop, text=text[start:stop])


@lru_cache(maxsize=64)
def _spots(text: str) -> list[tuple[int, int]]:
    """A turn may have many mentions: its remarks and markup are looked for once."""
    return sorted([*remarks(text), *(each.span() for each in _TAG.finditer(text))])


def _words(text: str, start: int, stop: int) -> tuple[int, int]:
    """The stretch without spaces and marks at its edges."""
    while start < stop and text[start] in _MARKS:
        start += 1
    while start < stop and text[stop - 1] in _MARKS:
        stop -= 1
    return start, stop
