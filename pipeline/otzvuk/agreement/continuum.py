"""An interview as one continuum of what its respondents say, with its words: what κ, α and α_u look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator

import numpy as np

from otzvuk.agreement.measure import match
from otzvuk.agreement.unitizing import Span
from otzvuk.codings.anywhere import Pair, spoken
from otzvuk.model.mention import Mention

_WORD = re.compile(r"\w+(?:[-’']\w+)*")
Key = Callable[[Mention], Hashable]
"""What two mentions must agree on, as in `otzvuk.agreement.measure.LEVELS`."""


class Continuum:
    """An interview as one continuum of respondents' turns, with its words."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.starts: dict[int, int] = {}
        words: list[Span] = []
        at = 0
        for turn in spoken(pair):
            self.starts[turn] = at
            text = pair.one.interview.turns[turn].text
            words += [(at + word.start(), at + word.end()) for word in _WORD.finditer(text)]
            at += len(text)
        self.length, self.words = at, len(words)
        self._word_starts = np.array([start for start, _ in words], int)
        self._word_stops = np.array([stop for _, stop in words], int)

    def spans(self, key: Key) -> Iterator[list[tuple[Span, Hashable]]]:
        """The stretches of each side with the key of their mentions."""
        for coding in (self.pair.one, self.pair.other):
            yield [
                ((self.starts[each.turn] + each.start, self.starts[each.turn] + each.stop), key(each))
                for each in coding.mentions
            ]

    def touched(self, span: Span) -> range:
        """The numbers of the words that a stretch touches."""
        first = np.searchsorted(self._word_stops, span[0], "right")
        return range(int(first), int(np.searchsorted(self._word_starts, span[1], "left")))

    def values(self, key: Key) -> Iterator[list[frozenset[Hashable]]]:
        """What each side says of each word: the keys of the mentions that touch it."""
        for spans in self.spans(key):
            said: list[frozenset[Hashable]] = [frozenset()] * self.words
            for span, value in spans:
                for at in self.touched(span):
                    said[at] |= {value}
            yield said

    def matched(self, key: Key) -> Iterator[tuple[Mention, Mention]]:
        """Mentions of both sides that match, as `evaluate` matches them."""
        sides: list[dict[int, list[Mention]]] = [{}, {}]
        for own, coding in zip(sides, (self.pair.one, self.pair.other), strict=True):
            for each in coding.mentions:
                own.setdefault(each.turn, []).append(each)
        for turn in sorted(sides[0].keys() & sides[1].keys()):
            one, other = sides[0][turn], sides[1][turn]
            yield from ((one[i], other[j]) for i, j in match(one, other, key))
