"""How likely a sentence begins at a word of speech without punctuation: a small linear model.

A score is the sum of the whole-number weights of what is seen around the gap: the words beside it,
their kinds, how long the sentence already is and whether it has its predicate. Weights and how they
were learned: models/speech/.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from otzvuk.bundled import bundled
from otzvuk.errors import InputError
from otzvuk.language.lemmas import WORDS
from otzvuk.language.roles import PREDICATE, STATE, SUBJECT

Feature = tuple[str, ...]
UNIT: Final = 100  # a weight of 100 multiplies the odds by e
NOWHERE: Final = ("", "", "")  # beyond the ends of the stretch


def look(word: str, /) -> tuple[str, str, str]:
    """What the model sees of a word: its form in lower case, its lemma, its kind."""
    low = word.lower()  # a name counts as speech recognition would write it
    return low, WORDS[low].lemma, _KINDS[low]


def features(
    seen: Sequence[tuple[str, str, str]], roles: Sequence[int], begin: int, at: int
) -> list[Feature]:
    """What speaks for or against a sentence that begins at word `at`, the last one having begun at `begin`.

    `seen` are the stretch's words as `look` gives them, with two `NOWHERE` before and three after.
    """
    before2, before1, this, after1, after2 = seen[at : at + 5]
    (word_1, lemma_1, kind_1), (word, base, kind), (word1, _, kind1) = before1, this, after1
    kind_2, kind2 = before2[2], after2[2]
    before = after = 0
    for role in roles[begin:at]:
        before |= role
    for role in roles[at : at + 5]:
        after |= role
    told = f"{bool(before & PREDICATE):d}{bool(before & SUBJECT):d}"
    ahead = f"{bool(after & PREDICATE):d}{bool(before & STATE):d}"
    length = str(min(at - begin, 14))
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
        ("rest", str(min(len(roles) - at, 4))),
    ]


def score(found: Sequence[Feature], weights: Mapping[Feature, int]) -> int:
    """The sum of the weights of what was found; above 0 a boundary is likelier than none."""
    get = weights.get
    return sum([get(feature, 0) for feature in found])


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


class _Kinds(dict[str, str]):
    """Word form → its part of speech with case, number, tense and person where it has them."""

    def __missing__(self, form: str) -> str:
        word = WORDS[form]
        tags = word.tags
        part = next((each for each in _PARTS if each in tags), "X")
        kind = part[:1] + part[-1:]
        if part in ("NOUN", "NPRO", "ADJF", "PRTF"):
            kind += "n" if word.nominative else next((case[0] for case in _CASES if case in tags), "")
        if part == "VERB":
            kind += next((each for each in ("past", "impr", "futr", "pres") if each in tags), "")
            kind += next((each[0] for each in ("1per", "2per", "3per") if each in tags), "")
        kind += "s" if "plur" in tags and part != "PREP" else ""
        kind += "a" if "Apro" in tags else ""
        if len(self) < WORDS.limit:
            self[form] = kind
        return kind


_KINDS = _Kinds()
