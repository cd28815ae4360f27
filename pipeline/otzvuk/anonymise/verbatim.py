"""What one person said, as runs of words: found in any text, and taken out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from otzvuk.model.decision import GONE

RUN: Final = 5  # words in a row that are somebody's own; fewer are anybody's
_BRIEF: Final = 3  # words that are so where they are all that a text has, as in a cell
_WORD: Final = re.compile(r"\w+")


class _Word(NamedTuple):
    start: int
    stop: int
    text: str


class Verbatim:
    """The runs of words in `own` texts that no other text of the study has: guides are asked of everybody.

    Case, ё and punctuation do not count.
    """

    def __init__(self, own: Iterable[str], others: Iterable[str] = ()) -> None:
        self._runs = {run for text in own for run in _runs(_words(text))}
        for text in others:
            self._runs.difference_update(_runs(_words(text)))

    def __bool__(self) -> bool:
        return bool(self._runs)

    def is_in(self, text: str) -> bool:
        """Whether `text` has a run of `RUN` words of theirs, or is nothing but a shorter one."""
        return bool(self._taken(_words(text)))

    def cut(self, text: str) -> str:
        """`text` with `GONE` for every stretch that is theirs."""
        found, at = [], 0
        for first, last in self.stretches(text):
            found += [text[at:first], GONE]
            at = last
        return "".join([*found, text[at:]])

    def thinned(self, text: str) -> str:
        """The same with whatever stands between words left in its place: quotes and separators of a table."""
        words = _words(text)
        taken = self._taken(words)
        found, at = [], 0
        for number, word in enumerate(words):
            if number in taken:
                found += [text[at : word.start], "" if number - 1 in taken else GONE]
                at = word.stop
        return "".join([*found, text[at:]])

    def stretches(self, text: str) -> Iterator[tuple[int, int]]:
        """Where in `text` stretches stand that are theirs."""
        words = _words(text)
        first = last = -1
        for number in sorted(self._taken(words)):
            if first >= 0 and number != last + 1:
                yield words[first].start, words[last].stop
                first = number
            first, last = (number if first < 0 else first), number
        if first >= 0:
            yield words[first].start, words[last].stop

    def _taken(self, words: list[_Word]) -> set[int]:
        if _BRIEF <= len(words) < RUN:
            whole = " ".join(word.text for word in words)
            return set(range(len(words))) if whole in self._runs else set()
        return {
            number
            for at in range(len(words) - RUN + 1)
            if " ".join(word.text for word in words[at : at + RUN]) in self._runs
            for number in range(at, at + RUN)
        }


def _words(text: str) -> list[_Word]:
    return [
        _Word(each.start(), each.end(), each[0].casefold().replace("ё", "е")) for each in _WORD.finditer(text)
    ]


def _runs(words: list[_Word]) -> Iterator[str]:
    for size in range(_BRIEF, RUN + 1):
        for at in range(len(words) - size + 1):
            yield " ".join(word.text for word in words[at : at + size])
