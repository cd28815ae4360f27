"""A turn taken apart: sentences, clauses, tokens, each with its place in the turn's text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from otzvuk.language.clauses import clauses
from otzvuk.language.lemmas import WORDS
from otzvuk.language.roles import ROLES, WORD
from otzvuk.language.sentences import sentences
from otzvuk.language.speech import flows, spoken
from otzvuk.language.tokens import Token, spans


class Clause(NamedTuple):
    """A stretch that makes one point; `text` stands at [`start`, `stop`), tokens at [`first`, `last`).

    It begins with its conjunction, if any, and ends before the mark that closes it.
    """

    start: int
    stop: int
    text: str
    first: int
    last: int


class Sentence(NamedTuple):
    """A sentence with its closing mark, and its clauses in order; they do not overlap."""

    start: int
    stop: int
    text: str
    first: int
    last: int
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class ParsedTurn:
    """The language of one turn. For every part `x`: `text[x.start:x.stop] == x.text`.

    Every word belongs to exactly one clause; marks between clauses belong to none.
    """

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of all sentences, in order."""
        return tuple(clause for sentence in self.sentences for clause in sentence.clauses)

    def clause(self, first: int, last: int) -> Clause:
        """Tokens [first, last), one at least, as a clause."""
        start, stop = self.tokens[first].start, self.tokens[last - 1].stop
        return Clause(start, stop, self.text[start:stop], first, last)


# An interview's turns are taken apart by several readers in turn: those of the last few are kept.
RECENT = 1024


@lru_cache(maxsize=RECENT)
def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of a text alone: what `parse(text).tokens` are, for those who need no clauses."""
    return _tokens(spans(text))


def _tokens(found: list[tuple[int, int, str]]) -> tuple[Token, ...]:
    make, known = tuple.__new__, WORDS  # the named tuple's own constructor takes twice as long
    return tuple([make(Token, (start, stop, word, known[word].lemma)) for start, stop, word in found])


@lru_cache(maxsize=RECENT)
def parse(text: str) -> ParsedTurn:
    """Take a turn's text apart. Speech without punctuation is cut into sentences and clauses as well."""
    tokens = tokenise(text)
    found = [(token.start, token.stop, token.text) for token in tokens]
    texts = [token.text for token in tokens]
    roles = [ROLES[word] for word in texts]
    taken: list[Sentence] = []
    for first, last in sentences(text, found):
        if flows(roles, first, last):
            for group in spoken(texts, roles, first, last):
                taken.append(_sentence(text, tokens, roles, group))
        else:
            taken.append(_sentence(text, tokens, roles, clauses(texts, roles, first, last)))
    return ParsedTurn(text, tokens, tuple(taken))


# Marks that stand around a clause but are no part of it; «%», «№», «₽» are.
_OUTER = frozenset(".…?!,;:-–—−«»“”„\"'’()[]{}*•·/\\|_~")
_PAIRS = {"«": "»", "“": "”", "„": "“", "(": ")", "[": "]"}
_CLOSING = frozenset(_PAIRS.values())


def _sentence(
    text: str, tokens: tuple[Token, ...], roles: list[int], ranges: list[tuple[int, int]]
) -> Sentence:
    first, last = ranges[0][0], ranges[-1][1]
    start, stop = tokens[first].start, tokens[last - 1].stop
    found = [_clause(text, tokens, roles, *each) for each in ranges]
    inner = tuple([clause for clause in found if clause is not None])
    return Sentence(start, stop, text[start:stop], first, last, inner)


def _clause(text: str, tokens: tuple[Token, ...], roles: list[int], first: int, last: int) -> Clause | None:
    begin, end = first, last
    while begin < end and tokens[begin].text[0] in _OUTER:
        begin += 1
    while end > begin and tokens[end - 1].text[0] in _OUTER:
        end -= 1
    if not any(role & WORD for role in roles[begin:end]):
        return None
    # A quote or bracket with its fellow inside the clause is the clause's own.
    while end < last and tokens[end].text in _CLOSING and _has_fellow(tokens, first, end):
        end += 1
    while begin > first and tokens[begin - 1].text in _PAIRS and _closes(tokens, begin, end):
        begin -= 1
    start, stop = tokens[begin].start, tokens[end - 1].stop
    return Clause(start, stop, text[start:stop], begin, end)


def _has_fellow(tokens: tuple[Token, ...], first: int, at: int) -> bool:
    return any(_PAIRS.get(token.text) == tokens[at].text for token in tokens[first:at])


def _closes(tokens: tuple[Token, ...], begin: int, end: int) -> bool:
    closing = _PAIRS[tokens[begin - 1].text]
    return any(token.text == closing for token in tokens[begin:end])
