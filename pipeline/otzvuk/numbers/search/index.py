"""Which turns hold a word: built once over the interviews, so that a query reads only turns that may answer.

A search costs as much as there is to find, however many interviews there are.
"""

from __future__ import annotations

import difflib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from otzvuk.language import tokenise
from otzvuk.language.tokens import is_word
from otzvuk.model.interview import Interview
from otzvuk.numbers.search.query import Query, Term, Word, folded

_NEAR = 5  # words that may have been meant


class Index:
    """The words of some interviews: folded form → the turns it stands in (numbered over all interviews)."""

    def __init__(self, interviews: Sequence[Interview]) -> None:
        self.interviews = tuple(interviews)
        self.turns: list[tuple[int, int]] = []
        """Of each turn the place of its interview, and its own in it."""
        self._places: dict[str, array[int]] = {}
        self._forms: dict[str, list[str]] = {}
        for at, interview in enumerate(self.interviews):
            for number, turn in enumerate(interview.turns):
                self._add(turn.text, len(self.turns))
                self.turns.append((at, number))
        self._sorted = sorted(self._places)

    def _add(self, text: str, number: int) -> None:
        for form, lemma in {(folded(each.text), each.lemma) for each in tokenise(text) if is_word(each.text)}:
            places = self._places.get(form)
            if places is None:
                places = self._places[form] = array("I")
            if not places or places[-1] != number:
                places.append(number)
            forms = self._forms.setdefault(lemma, [])
            if form not in forms:  # a lemma has few forms
                forms.append(form)

    def turns_of(self, query: Query) -> list[tuple[Interview, int]]:
        """The turns that hold every word of the query's terms, in the order of the interviews."""
        found: set[int] | None = None
        for term in query.terms:
            for word in term:
                own = self._turns(word)
                found = own if found is None else found & own
        return [
            (self.interviews[at], turn) for at, turn in (self.turns[each] for each in sorted(found or ()))
        ]

    def _turns(self, word: Word) -> set[int]:
        forms = {form for lemma in word.lemmas for form in self._forms.get(lemma, ())} | word.forms
        for beginning in word.beginnings:
            forms.update(self._beginning(beginning))
        return {place for form in forms for place in self._places.get(form, ())}

    def _beginning(self, beginning: str) -> Iterable[str]:
        at = bisect_left(self._sorted, beginning)
        while at < len(self._sorted) and self._sorted[at].startswith(beginning):
            yield self._sorted[at]
            at += 1

    def alone(self, query: Query) -> list[tuple[str, int]]:
        """Each term of the query as it was asked for, and in how many turns all of its words stand."""
        return [
            (text, len(set.intersection(*map(self._turns, term))))
            for text, term in zip(query.said, query.terms, strict=True)
        ]

    def near(self, query: Query) -> list[str]:
        """Words that were said and may have been meant by those of the query that nobody said."""
        unsaid = [word for term in query.terms for word in term if not self._turns(word)]
        found: dict[str, None] = {}
        for word in unsaid:
            for form in sorted(word.forms | word.lemmas):
                found |= dict.fromkeys(difflib.get_close_matches(form, self._forms, _NEAR, 0.75))
        return list(found)[:_NEAR]


def term_places(term: Term, forms: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Where a term stands among words (folded form, lemma): ranges of them, in order."""
    return [
        (at, at + len(term))
        for at in range(len(forms) - len(term) + 1)
        if all(word.fits(*forms[at + step]) for step, word in enumerate(term))
    ]
