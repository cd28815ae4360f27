"""Terms of a text collection by C-value: phrases that are used for themselves, not only inside longer ones.

Frantzi, Ananiadou & Mima, Automatic recognition of multi-word terms: the C-value/NC-value method, Int. J.
Digital Libraries 3 (2000) 115–130.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import log2

from otzvuk.language import Token, tags
from otzvuk.numbers.statistics.words import naming

LONGEST = 4
"""Words of a term at most."""

Phrase = tuple[str, ...]


def c_values(frequencies: Mapping[Phrase, int], *, single_words: bool = False) -> dict[Phrase, float]:
    """The C-value of each phrase: `log2 |a| · (f(a) − mean frequency of the longer phrases with it)`.

    Of the longer phrases' frequency only that counts which is not itself inside still longer ones, as in
    the paper. `single_words` takes `log2(|a| + 1)` instead, so that single words (log2 1 = 0) take part.

    >>> round(c_values({("basal", "cell"): 5, ("cystic", "basal", "cell"): 3})["basal", "cell"], 6)
    2.0
    """
    inside: Counter[Phrase] = Counter()
    holders: defaultdict[Phrase, int] = defaultdict(int)
    values = {}
    for phrase in sorted(frequencies, key=lambda each: (-len(each), each)):
        own = frequencies[phrase] - inside[phrase]
        mean = inside[phrase] / holders[phrase] if holders[phrase] else 0.0
        values[phrase] = log2(len(phrase) + single_words) * (frequencies[phrase] - mean)
        for part in _parts(phrase):
            if part in frequencies:
                inside[part] += own
                holders[part] += 1
    return values


def candidates(tokens: Sequence[Token], *, without: Collection[str] = ()) -> Iterable[tuple[Phrase, str]]:
    """Phrases that may be terms, as lemmas and as said: nouns with the adjectives and nouns before them.

    Up to `LONGEST` words with no mark or other word between; none of the lemmas `without`, no people's names.
    """
    kinds = [_part_of_speech(token, without) for token in tokens]
    for last, kind in enumerate(kinds):
        if kind != "noun":
            continue
        for first in range(last, max(last - LONGEST, -1), -1):
            if not kinds[first]:
                break
            said = " ".join(token.text.lower() for token in tokens[first : last + 1])
            yield tuple(token.lemma for token in tokens[first : last + 1]), said


def _part_of_speech(token: Token, without: Collection[str]) -> str:
    kinds = tags(token.text)
    if not naming(token.text) or token.lemma in without or kinds & {"Name", "Surn", "Patr"}:
        return ""
    if kinds & {"NOUN", "LATN"}:
        return "noun"
    return "adjective" if kinds & {"ADJF", "PRTF"} else ""


def _parts(phrase: Phrase) -> set[Phrase]:
    """The shorter stretches of a phrase, each once."""
    size = len(phrase)
    return {
        phrase[begin:end] for begin in range(size) for end in range(begin + 1, size + 1) if end - begin < size
    }
