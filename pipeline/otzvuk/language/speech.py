"""Sentences and clauses of speech without punctuation, as speech recognition writes it.

Where a sentence begins, `otzvuk.language.boundaries` estimates from the words around each gap. Inside
a sentence the rules for punctuated text decide: a conjunction counts as if a comma stood before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from otzvuk.language.boundaries import Stretch, score, weights
from otzvuk.language.clauses import clauses
from otzvuk.language.roles import BINDS, LOWS, WORD

Ranges = list[tuple[int, int]]

_FLOW: Final = 6  # words without any mark that make a stretch «unpunctuated»
_LONGEST: Final = 25  # words of a sentence; a longer one is cut at its likeliest place
_SHORTEST: Final = 2
_ENOUGH: Final = -50  # the score from which a sentence begins: odds of 0.6, see models/speech/README.md
_NEVER: Final = -1_000_000
_COMMA_BEFORE = frozenset({"но", "а", "и", "зато", "однако", "хотя", "потому", "поэтому"})


def flows(roles: Sequence[int], first: int, last: int) -> bool:
    """Whether tokens [first, last) are speech without punctuation: many words, hardly a mark."""
    count = sum(1 for at in range(first, last) if roles[at] & WORD)
    marks = last - first - count
    if marks == 0:
        return count >= _FLOW
    closed = not roles[last - 1] & WORD  # a mark at the end may be all there is
    return count > _LONGEST and (marks - closed) * 15 < count


def spoken(texts: Sequence[str], roles: Sequence[int], first: int, last: int) -> list[Ranges]:
    """Sentences of an unpunctuated stretch, each a list of its clauses' token ranges [first, last)."""
    places = [at for at in range(first, last) if roles[at] & WORD]
    begins = [0, *_begins(Stretch([texts[at] for at in places]))]
    # Marks, where there are any, go with the word before them.
    edges = [first, *(places[begin] for begin in begins[1:]), last]
    return [_clauses(texts, roles, start, stop) for start, stop in pairwise(edges)]


def _begins(stretch: Stretch) -> list[int]:
    """The words, beside the first, at which sentences begin."""
    table, roles, found = weights(), stretch.roles, list[int]()
    scores: dict[int, int] = {}
    begin, at, before = 0, _SHORTEST, _together(roles[:_SHORTEST])
    while at <= len(stretch) - _SHORTEST:
        bound = roles[at - 1] & BINDS
        scores[at] = _NEVER if bound else score(stretch.features(begin, at, before), table)
        if at - begin >= _LONGEST:
            at = max(range(begin + _SHORTEST, at + 1), key=lambda place: (scores[place], place))
        elif scores[at] < _ENOUGH:
            before |= roles[at]
            at += 1
            continue
        found.append(at)
        begin, at = at, at + _SHORTEST
        before = _together(roles[begin:at])
    return found


def _together(roles: Sequence[int]) -> int:
    total = 0
    for role in roles:
        total |= role
    return total


def _clauses(texts: Sequence[str], roles: Sequence[int], first: int, last: int) -> Ranges:
    shown, shown_roles, origin = list[str](), list[int](), list[int]()
    for at in range(first, last):
        if at > first and LOWS[texts[at]] in _COMMA_BEFORE:
            shown.append(",")
            shown_roles.append(0)
            origin.append(at)
        shown.append(texts[at])
        shown_roles.append(roles[at])
        origin.append(at)
    origin.append(last)
    return [(origin[start], origin[stop]) for start, stop in clauses(shown, shown_roles, 0, len(shown))]
