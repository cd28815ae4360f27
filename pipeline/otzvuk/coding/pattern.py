"""The pattern language of codebooks: words in order, gaps, alternatives, compiled to one matcher.

A pattern is written in ordinary words; each is looked up by its lemma, so any form of it fits:

    срок поставки           the words side by side, in this order
    срок .. сорвать         up to four words between
    срок|дата поставки      either word
    задерж*                 any word that begins so (its form or its lemma)
    =сроки                  this very form
    срок & сорвать          both somewhere in the same clause, in any order
    срок & !годности        the first without the second

Patterns are matched within one clause. A word form is compared once: the matcher remembers for each
form which pattern words it fits, so matching costs little more than a look-up a token.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from otzvuk.language import Token, lemma
from otzvuk.model.codebook import pattern_parts

GAP = 4  # words that «..» lets stand between


def filled(patterns: Mapping[str, Sequence[str]], words: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Patterns with `<name>` in them replaced by the alternatives that `words` has under that name."""
    return {
        label: tuple(_SHARED.sub(lambda found: words[found[1]], each) for each in texts)
        for label, texts in patterns.items()
    }


_SHARED = re.compile(r"<(\w+)>")


class Match(NamedTuple):
    """A pattern found: its label, its text as written, and the tokens [first, last) it spans."""

    label: str
    pattern: str
    first: int
    last: int


class _Word(NamedTuple):
    lemmas: frozenset[str]
    forms: frozenset[str]
    prefixes: frozenset[str]


_NONE: frozenset[int] = frozenset()


class _Part(NamedTuple):
    words: tuple[int, ...]
    gaps: tuple[int, ...]  # the most words allowed before each element
    forbidden: bool


class _Pattern(NamedTuple):
    label: str
    text: str
    parts: tuple[_Part, ...]
    wanted: frozenset[int]  # words without which it fits nowhere


class Matcher:
    """Many labelled patterns compiled together.

    `patterns` maps a label to its patterns. Raises `ValueError` for a faulty one.
    """

    def __init__(self, patterns: Mapping[str, Iterable[str]]) -> None:
        self._number: dict[_Word, int] = {}
        # Which pattern words a lemma, a form or a beginning of a word fits, by their numbers.
        self._by_lemma: dict[str, set[int]] = defaultdict(set)
        self._by_form: dict[str, set[int]] = defaultdict(set)
        self._by_prefix: dict[str, set[int]] = defaultdict(set)
        self._starting: dict[int, list[_Pattern]] = defaultdict(list)
        self._fitting: dict[str, frozenset[int]] = {}
        for label, texts in patterns.items():
            for text in texts:
                parts = tuple(self._part(part) for part in pattern_parts(text))
                wanted = frozenset(word for part in parts if not part.forbidden for word in part.words)
                pattern = _Pattern(label, text, parts, wanted)
                self._starting[pattern.parts[0].words[0]].append(pattern)

    def _part(self, text: str) -> _Part:
        forbidden = text.startswith("!")
        words: list[int] = []
        gaps: list[int] = []
        gap = 0
        for element in text.removeprefix("!").split():
            if element == "..":
                gap = GAP
                continue
            words.append(self._word(element))
            gaps.append(gap)
            gap = 0
        return _Part(tuple(words), tuple(gaps), forbidden)

    def _word(self, element: str) -> int:
        word = _word(element)
        number = self._number.setdefault(word, len(self._number))
        for index, keys in (
            (self._by_lemma, word.lemmas),
            (self._by_form, word.forms),
            (self._by_prefix, word.prefixes),
        ):
            for key in keys:
                index[key].add(number)
        return number

    def find(self, tokens: Sequence[Token], first: int = 0, last: int | None = None) -> list[Match]:
        """All patterns that fit somewhere in `tokens[first:last]`, in the order of their first word.

        A pattern is reported once, at its first place; `Match.first`/`last` are indices into `tokens`.
        """
        last = len(tokens) if last is None else last
        # Punctuation takes no place: «срок, поставки» still fits «срок поставки».
        places = [index for index in range(first, last) if tokens[index].text[0].isalnum()]
        fitting = [self._fit(tokens[index]) for index in places]
        there: frozenset[int] = frozenset().union(*fitting)
        found: list[Match] = []
        seen: set[tuple[str, str]] = set()
        for at, numbers in enumerate(fitting):
            for number in sorted(numbers):
                for pattern in self._starting.get(number, ()):
                    if not pattern.wanted <= there or (pattern.label, pattern.text) in seen:
                        continue
                    span = _fit_pattern(pattern, fitting, at)
                    if span is not None:
                        seen.add((pattern.label, pattern.text))
                        found.append(Match(pattern.label, pattern.text, places[span[0]], places[span[1]] + 1))
        return found

    def _fit(self, token: Token) -> frozenset[int]:
        fit = self._fitting.get(token.text)
        if fit is None:
            form = token.text.lower().replace("ё", "е")
            fit = frozenset(self._by_lemma.get(token.lemma, _NONE) | self._by_form.get(form, _NONE)).union(
                *(
                    self._by_prefix.get(word[:length], _NONE)
                    for word in {form, token.lemma}
                    for length in range(1, len(word) + 1)
                )
            )
            self._fitting[token.text] = fit
        return fit


@lru_cache(maxsize=16_384)  # a codebook is compiled for the coder and for the numbers
def _word(element: str) -> _Word:
    lemmas, forms, prefixes = set(), set(), set()
    for choice in element.lower().replace("ё", "е").split("|"):
        if choice.startswith("="):
            forms.add(choice[1:])
        elif choice.endswith("*"):
            prefixes.add(choice[:-1])
        else:
            lemmas.add(lemma(choice))
    return _Word(frozenset(lemmas), frozenset(forms), frozenset(prefixes))


def _fit_pattern(pattern: _Pattern, fitting: Sequence[frozenset[int]], at: int) -> tuple[int, int] | None:
    end = _fit_part(pattern.parts[0], fitting, at)
    if end is None:
        return None
    first, last = at, end
    for part in pattern.parts[1:]:
        ends = ((start, _fit_part(part, fitting, start)) for start in range(len(fitting)))
        place = next(((start, stop) for start, stop in ends if stop is not None), None)
        if part.forbidden:
            if place is not None:
                return None
        elif place is None:
            return None
        else:
            first, last = min(first, place[0]), max(last, place[1])
    return first, last


def _fit_part(part: _Part, fitting: Sequence[frozenset[int]], at: int) -> int | None:
    """The place of the part's last word when its first stands at `at`; None where it does not fit."""
    if part.words[0] not in fitting[at]:
        return None
    for number, gap in zip(part.words[1:], part.gaps[1:], strict=True):
        reach = range(at + 1, min(at + gap + 2, len(fitting)))
        at_next = next((place for place in reach if number in fitting[place]), None)
        if at_next is None:
            return None
        at = at_next
    return at
