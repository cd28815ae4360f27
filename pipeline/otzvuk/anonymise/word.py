"""A text's words as the search for names sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from otzvuk.anonymise.lexicon import Facts, facts, fold
from otzvuk.language.sentences import sentences
from otzvuk.language.tokens import is_word, spans


class Word(NamedTuple):
    """A word or mark at [`start`, `stop`): as written, folded, what is known of it.

    `gap` is what stands between it and the token before; `first` says whether it begins a sentence.
    """

    start: int
    stop: int
    text: str
    low: str
    gap: str
    first: bool
    facts: Facts

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def shouted(self) -> bool:
        """Whether it is written in capitals altogether, as abbreviations are."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_word(self) -> bool:
        """Whether it is a word or number rather than a mark."""
        return self.text[0].isalnum()


_MARK = Facts(function=True)
_LONG = 60  # words; a longer sentence (speech without marks) is taken in pieces


def words(text: str) -> list[list[Word]]:
    """The sentences of `text` as lists of words and marks."""
    tokens = spans(text)
    found, end = [], 0
    for first, last in sentences(text, tokens):
        for piece in range(first, last, _LONG):
            sentence: list[Word] = []
            begun = piece != first
            for start, stop, word in tokens[piece : min(piece + _LONG, last)]:
                sign = not is_word(word)
                low = word if sign else fold(word)
                sentence.append(
                    Word(
                        start,
                        stop,
                        word,
                        low,
                        text[end:start],
                        not begun and not sign,
                        _MARK if sign else facts(low),
                    )
                )
                begun = begun or not sign
                end = stop
            found.append(sentence)
    return found


def is_loud(sentence: Sequence[Word]) -> bool:
    """Whether a sentence is in capitals altogether, so that they mean nothing: «МЫ ЗВОНИЛИ В РЯЗАНЬ».

    A single abbreviation or two («ООО РЖД») make no such sentence.
    """
    letters = [word for word in sentence if word.text[0].isalpha()]
    shouted = [word for word in letters if word.shouted]
    plain = [word for word in shouted if word.facts.known and len(word.text) > 3]
    return (
        bool(plain)
        and len(letters) >= 2
        and 5 * len(shouted) >= 4 * len([w for w in letters if len(w.text) > 1])
    )


def small(texts: Sequence[list[list[Word]]]) -> bool:
    """Whether the texts write names in small letters, as speech recognition does.

    They do where hardly a word inside a sentence has a capital: fewer than one in 250.
    """
    inside = capitals = 0
    for sentence in (sentence for text in texts for sentence in text if not is_loud(sentence)):
        for word in sentence:
            if word.is_word and not word.first:
                inside += 1
                capitals += word.capital
    return capitals * 250 < inside or not capitals
