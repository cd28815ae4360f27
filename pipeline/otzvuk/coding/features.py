"""What the network sees of a turn: the numbers of its words, of their pieces, and their grammar.

The same functions serve training and use, so that a model never meets another view of a text than the
one it learned from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from otzvuk.language import Token, tags, tokenise
from otzvuk.model.interview import Interview

BUCKETS = 1 << 15  # rows of the table of character n-grams
GRAMS = (3, 4, 5)  # lengths of the n-grams of a word
MOST_GRAMS = 24

# Grammemes of OpenCorpora (pymorphy3) that say something about the kind of an utterance.
GRAMMEMES = (
    *("NOUN", "ADJF", "ADJS", "COMP", "VERB", "INFN", "PRTF", "PRTS", "GRND", "NUMR", "ADVB", "NPRO", "PRED"),
    *("PREP", "CONJ", "PRCL", "INTJ", "past", "pres", "futr", "impr", "1per", "2per", "3per", "plur", "sing"),
    *("neut", "perf", "impf", "PNCT", "NUMB", "LATN", "Name", "Geox", "Qual"),
)
SEGMENTS = 3  # the answer, the question, the end of the answer before
FEATURES = len(GRAMMEMES) + 3  # besides: capital, no letter or digit, word unknown to the vector table

QUESTION_TOKENS = 40
PREVIOUS_TOKENS = 10

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Words:
    """The words that have a vector: `rows[word]` is a row of the table of vectors."""

    def __init__(self, words: Sequence[str]) -> None:
        self.rows = {word: row for row, word in enumerate(words)}
        self._forms: dict[tuple[str, str], Form] = {}

    def form(self, token: Token) -> Form:
        """The numbers of a token's form, computed once."""
        key = (token.text, token.lemma)
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = self._describe(token)
        return form

    def _describe(self, token: Token) -> Form:
        lower = token.text.lower()
        folded = lower.replace("ё", "е")
        found = (self.rows.get(word) for word in (lower, folded, token.lemma))
        row = next((each for each in found if each is not None), -1)
        values = np.zeros(FEATURES, np.float32)
        grammemes = tags(token.text)
        for at, name in enumerate(GRAMMEMES):
            values[at] = name in grammemes
        values[-3] = token.text[:1].isupper()
        values[-2] = not token.text[0].isalnum()
        values[-1] = row < 0
        return Form(
            text=folded,
            lemma=token.lemma,
            word=folded[0].isalnum(),
            row=row,
            grams=grams(folded),
            features=values,
        )


@dataclass(frozen=True, eq=False)
class Form:
    """A word form, small and without ё: its row in the table of vectors (-1: none), n-grams, grammar.

    `word` says that it is a word or a number, not a mark.
    """

    text: str
    lemma: str
    word: bool
    row: int
    grams: tuple[int, ...]
    features: Floats


def grams(word: str) -> tuple[int, ...]:
    """Rows of the hashed character n-grams of a word, the word itself among them (Bojanowski et al. 2017)."""
    bounded = f"<{word}>"
    pieces = {bounded} | {bounded[at : at + size] for size in GRAMS for at in range(len(bounded) - size + 1)}
    return tuple(crc32(piece.encode()) % BUCKETS for piece in sorted(pieces))[:MOST_GRAMS]


@dataclass(frozen=True, eq=False)
class Sample:
    """A respondent's turn as the network reads it: the answer, and before it what led to it.

    `tokens` are the answer's. `forms` and `segments` run over all: first the end of the answer before,
    then the question, then from index `offset` the answer. `interview` and `turn` say where it stands.
    """

    interview: str
    turn: int
    text: str
    tokens: tuple[Token, ...]
    forms: list[Form] = field(repr=False)
    segments: NDArray[np.int8] = field(repr=False)
    offset: int = 0


def samples(interview: Interview, words: Words) -> list[Sample]:
    """The turns of an interview that may hold mentions, in order."""
    found: list[Sample] = []
    question: tuple[Token, ...] = ()
    previous: tuple[Token, ...] = ()
    for index, turn in enumerate(interview.turns):
        tokens = tokenise(turn.text)
        if turn.interviewer:
            question = tokens
        elif tokens:
            found.append(sample(interview.id, index, turn.text, tokens, question, previous, words))
            previous = tokens
    return found


def sample(
    interview: str,
    turn: int,
    text: str,
    tokens: tuple[Token, ...],
    question: Sequence[Token],
    previous: Sequence[Token],
    words: Words,
) -> Sample:
    """One turn with the end of the question and of the answer before it."""
    before = [*previous[-PREVIOUS_TOKENS:], *question[-QUESTION_TOKENS:]]
    segments = np.zeros(len(before) + len(tokens), np.int8)
    segments[: min(len(previous), PREVIOUS_TOKENS)] = 2
    segments[min(len(previous), PREVIOUS_TOKENS) : len(before)] = 1
    forms = [words.form(token) for token in (*before, *tokens)]
    return Sample(
        interview=interview,
        turn=turn,
        text=text,
        tokens=tuple(tokens),
        forms=forms,
        segments=segments,
        offset=len(before),
    )
