"""How likely a sentence begins at a word of speech without punctuation: a small linear model.

A score is the sum of the whole-number weights of what is seen around the gap: the words beside it,
their kinds, how long the sentence already is and whether it has its predicate. Weights and how they
were learned: models/speech/.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from otzvuk.language.dictionary import Word
from otzvuk.language.lemmas import WORDS
from otzvuk.language.roles import LOWS, PREDICATE, ROLES, STATE, SUBJECT
from otzvuk.model.bundled import bundled
from otzvuk.model.errors import InputError

Feature = tuple[str, ...]
Seen = tuple[str, str, str]
UNIT: Final = 100  # a weight of 100 multiplies the odds by e
_AHEAD: Final = 5  # words ahead that may hold the predicate of a new sentence
_NOWHERE: Final = ("", "", "")  # beyond the ends of the stretch


class Stretch:
    """Words without marks, as the model sees them: form in lower case, lemma and kind, and their roles."""

    def __init__(self, words: Sequence[str]) -> None:
        lows = [LOWS[word] for word in words]  # a name counts as speech recognition would write it
        self.roles = [ROLES[low] for low in lows]
        self._seen: list[Seen] = [_NOWHERE, _NOWHERE, *[_SEEN[low] for low in lows], *[_NOWHERE] * 3]
        self._ahead = [*self.roles, *[0] * _AHEAD]

    def __len__(self) -> int:
        return len(self.roles)

    def features(self, begin: int, at: int, before: int) -> list[Feature]:
        """What speaks for or against a sentence that begins at word `at`.

        The sentence so far began at `begin`; `before` are the roles of its words together.
        """
        (*_, kind_2), (word_1, lemma_1, kind_1), (word, base, kind), (word1, _, kind1), (*_, kind2) = (
            self._seen[at : at + 5]
        )
        first, second, third, fourth, fifth = self._ahead[at : at + _AHEAD]
        after = first | second | third | fourth | fifth
        told = _TOLD[before & (PREDICATE | SUBJECT)]
        ahead = _TOLD[(after & PREDICATE) | (before & STATE)]
        length = _NUMBERS[at - begin] if at - begin < _FAR else _NUMBERS[_FAR]
        return [
            ("any",),
            ("w", word),
            ("l", base),
            ("k", kind),
            ("l-", lemma_1),
            ("k-", kind_1),
            ("w+", word1),
            ("w w+", word, word1),
            ("w k+", word, kind1),
            ("k-w", kind_1, word),
            ("w-k", word_1, kind),
            ("k-k", kind_1, kind),
            ("k--k-", kind_2, kind_1),
            ("k--k-k", kind_2, kind_1, kind),
            ("k-kk+", kind_1, kind, kind1),
            ("kk+k++", kind, kind1, kind2),
            ("n", length),
            ("n told", length, told),
            ("told", told, ahead),
            ("told k", told, kind),
            ("told k-", told, kind_1),
            ("rest", _NUMBERS[min(len(self.roles) - at, 4)]),
        ]


_FAR: Final = 14  # words; a sentence longer than that is just «long»
_NUMBERS = [str(number) for number in range(_FAR + 1)]
_TOLD = {roles: str(roles) for roles in range((PREDICATE | SUBJECT | STATE) + 1)}


def score(found: Sequence[Feature], weights: Mapping[Feature, int]) -> int:
    """The sum of the weights of what was found; above 0 a boundary is likelier than none."""
    return sum(filter(None, map(weights.get, found)))


@cache
def weights() -> Mapping[Feature, int]:
    """The bundled weights: one line a feature, its name, its words or kinds, its weight, between tabs."""
    path = bundled("models", "speech", "boundaries.tsv")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise InputError("нет файла модели: установка неполна", file=path) from None
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {tuple(name): int(weight) for *name, weight in rows}


_PARTS = (
    *("NOUN", "VERB", "ADJF", "ADJS", "NPRO", "PREP", "CONJ", "PRCL", "ADVB"),
    *("INFN", "PRTF", "PRTS", "GRND", "NUMR", "PRED", "COMP", "INTJ"),
)
_CASES = ("gent", "datv", "accs", "ablt", "loct", "loc2", "gen2", "voct")


class _SeenWords(dict[str, Seen]):
    """Word in lower case → what the model sees of it, remembered."""

    def __missing__(self, low: str) -> Seen:
        word = WORDS[low]
        seen = low, word.lemma, _kind(word)
        if len(self) < WORDS.limit:
            self[low] = seen
        return seen


_SEEN = _SeenWords()


def _kind(word: Word) -> str:
    """Its part of speech, with case, number, tense and person where it has them."""
    tags = word.tags
    part = next((each for each in _PARTS if each in tags), "X")
    kind = part[:1] + part[-1:]
    if part in ("NOUN", "NPRO", "ADJF", "PRTF"):
        kind += "n" if word.nominative else next((case[0] for case in _CASES if case in tags), "")
    if part == "VERB":
        kind += next((each for each in ("past", "impr", "futr", "pres") if each in tags), "")
        kind += next((each[0] for each in ("1per", "2per", "3per") if each in tags), "")
    kind += "s" if "plur" in tags and part != "PREP" else ""
    return kind + ("a" if "Apro" in tags else "")
