"""The linear voice beside the networks: which words and pieces of words speak for a kind or a code.

It sees a stretch of an answer as a bag of weighted features: lemmas and pairs of lemmas, pieces of words,
the lemmas of the question and of the words around (TF-IDF, each group of unit length: Salton, Buckley 1988),
and scores it with one logistic regression a class. It errs elsewhere than the networks do, so that together
they err less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, groupby, pairwise
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.features import Form, Sample
from otzvuk.coding.network import KINDS, TAGS, TRENDS, log_softmax
from otzvuk.language import parse

GROUPS = (1.0, 1.0, 0.6, 0.4)  # weights of the groups of features: words, pieces, question, around
PIECES = (2, 3, 4, 5)  # lengths of the pieces of a word
AROUND = 25  # tokens on either side of a stretch
LEAST = np.float32(-8)  # the lowest log-probability: however sure it is, the networks can outvote it

Floats = NDArray[np.float32]
CODES = 2 * len(KINDS) + 1 + len(TRENDS)  # where the classes of codes begin
_WORDS, _PIECES, _QUESTION, _AROUND = range(len(GROUPS))


class Stretch(NamedTuple):
    """Tokens [first, last) of a sample's answer."""

    sample: Sample
    first: int
    last: int


class _Own(NamedTuple):
    """What a form adds to a stretch that it stands in, to one that it stands beside, and as a question's."""

    inside: list[int]
    beside: list[int]
    asked: list[int]


class Features:
    """The features of stretches by number; those of a word are computed once.

    A feature's key is a hash of its name with its group in the highest bits. `number` turns keys into other
    numbers; what it answers with None is left out.
    """

    def __init__(self, number: Callable[[int], int | None] = lambda key: key) -> None:
        self._number = number
        self._forms: dict[Form, _Own] = {}  # by identity, which holds while they are kept here
        self._pairs: dict[tuple[str, str], list[int]] = {}

    def of(self, sample: Sample, places: Sequence[tuple[int, int]]) -> list[list[int]]:
        """The features of each place (tokens [first, last) of the answer), one list a place."""
        begin = sample.offset
        forms = self._forms
        own = [forms.get(form) or self._own(form) for form in sample.forms]
        asked = [
            each.asked for each, at in zip(own[:begin], sample.segments.tolist(), strict=False) if at == 1
        ]
        question = list(chain.from_iterable(asked))
        inside, beside = [each.inside for each in own], [each.beside for each in own]
        words = [at for at in range(begin, len(own)) if sample.forms[at].word]
        pairs: list[list[int]] = [[]] * len(own)
        follows = [len(own)] * len(own)
        for at, after in pairwise(words):
            pairs[at] = self._pair(sample.forms[at].lemma, sample.forms[after].lemma)
            follows[at] = after
        found = []
        for first, last in places:
            here, there = begin + first, begin + last
            parts = [
                *inside[here:there],
                *(pairs[at] for at in range(here, there) if follows[at] < there),
                *beside[max(here - AROUND, begin) : here],
                *beside[there : there + AROUND],
            ]
            found.append(question + list(chain.from_iterable(parts)))
        return found

    def _own(self, form: Form) -> _Own:
        own = self._forms[form] = self._describe(form) if form.word else _Own([], [], [])
        return own

    def _describe(self, form: Form) -> _Own:
        word = f"#{form.text}#"
        pieces = [word[at : at + size] for size in PIECES for at in range(max(len(word) - size, 0) + 1)]
        lemma = [form.lemma]
        return _Own(
            self._numbers(_WORDS, lemma) + self._numbers(_PIECES, pieces),
            self._numbers(_AROUND, lemma),
            self._numbers(_QUESTION, lemma),
        )

    def _pair(self, one: str, other: str) -> list[int]:
        found = self._pairs.get((one, other))
        if found is None:
            found = self._pairs[one, other] = self._numbers(_WORDS, [f"{one} {other}"])
        return found

    def _numbers(self, group: int, names: Sequence[str]) -> list[int]:
        numbers = (self._number(crc32(name.encode()) >> 2 | group << 30) for name in names)
        return [number for number in numbers if number is not None]


class Bag:
    """A trained linear voice.

    `arrays` hold `keys` (the features known), `idf` (one a feature), `weights` (features × classes, bytes),
    `scale` and `bias` (one a class). The classes are 'no mention' and the kinds, for clauses; the kinds and
    the trends, for mentions; then the codes.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.arrays = arrays
        self._lexicon = Lexicon(arrays["keys"], arrays["idf"])
        # Widened where they are looked up: whole they would take four times the memory.
        scale, bias = (np.asarray(arrays[name]) for name in ("scale", "bias"))
        self._classes = [
            (np.ascontiguousarray(arrays["weights"][:, part]), scale[part], bias[part].astype(np.float32))
            for part in parts(arrays["weights"].shape[1])
        ]

    def tags(self, samples: Sequence[Sample]) -> list[Floats]:
        """Log-probabilities of `TAGS` for each token of each sample's answer: those of its clause.

        Begin and inside are alike to it, and tokens outside all clauses have zeros.
        """
        clauses = [each for sample in samples for each in clauses_of(sample)]
        found = {id(sample): np.zeros((len(sample.tokens), len(TAGS)), np.float32) for sample in samples}
        spread = [0, *(1 + kind for kind in range(len(KINDS)) for _ in "BI")]
        scored = self._of_entries(self._lexicon.entries(clauses), 0)
        for (sample, first, last), scores in zip(clauses, scored, strict=True):
            found[id(sample)][first:last] = scores[spread]
        return [found[id(sample)] for sample in samples]

    def look(self, stretches: Sequence[Stretch]) -> tuple[Floats, Floats, Floats]:
        """Log-probabilities of code, kind and trend (none, worse, better) of mentions, one row a stretch."""
        entries = self._lexicon.entries(stretches)
        return self._of_entries(entries, 3), self._of_entries(entries, 1), self._of_entries(entries, 2)

    def _of_entries(self, entries: Entries, of: int) -> Floats:
        weights, scale, bias = self._classes[of]
        scores = np.zeros((entries.stretches, len(bias)), np.float32)
        if len(entries.values):
            filled, starts = np.unique(entries.rows, return_index=True)
            wide = weights[entries.columns].astype(np.float32) * scale
            weighed = wide * entries.values[:, None]
            scores[filled] = np.add.reduceat(weighed, starts, 0)
        return np.maximum(log_softmax(scores + bias), LEAST)


class Entries(NamedTuple):
    """A sparse matrix, a row a stretch and a column a feature: its entries, in the order of the rows."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats
    stretches: int


class Lexicon:
    """The features that are known, and what each weighs."""

    def __init__(self, keys: NDArray[np.uint32], idf: NDArray[Any]) -> None:
        self._features = Features({key: at for at, key in enumerate(keys.tolist())}.get)
        self._idf, self._groups = idf.astype(np.float32), (keys >> 30).astype(np.int64)
        self.width = len(keys)

    def entries(self, stretches: Sequence[Stretch]) -> Entries:
        """What the stretches hold, as a sparse matrix.

        TF-IDF, sublinear in how often; each group of features is scaled to its length in `GROUPS`.
        Stretches of one sample are quickest side by side.
        """
        found: list[list[int]] = []
        for sample, own in groupby(stretches, lambda each: each.sample):
            found += self._features.of(sample, [(each.first, each.last) for each in own])
        sizes = np.array([*map(len, found)], np.int64)
        columns = np.fromiter(chain.from_iterable(found), np.int64, int(sizes.sum()))
        cells, times = np.unique(
            np.repeat(np.arange(len(found)), sizes) * self.width + columns, return_counts=True
        )
        rows, columns = cells // self.width, cells % self.width
        values = (1 + np.log(times)) * self._idf[columns]
        block = rows * len(GROUPS) + self._groups[columns]
        lengths = np.sqrt(np.bincount(block, values**2, len(found) * len(GROUPS)))
        scales = np.tile(GROUPS, len(found)) / np.maximum(lengths, 1e-9)
        return Entries(rows, columns, (values * scales[block]).astype(np.float32), len(found))


def idf_of(stretches: Sequence[Stretch], *, rare: int) -> dict[int, float]:
    """What each feature of the stretches weighs (idf), but those of fewer than `rare` of them."""
    seen: Counter[int] = Counter()
    features = Features()
    for sample, own in groupby(stretches, lambda each: each.sample):
        for found in features.of(sample, [(each.first, each.last) for each in own]):
            seen.update(set(found))
    total = len(stretches)
    return {key: 1 + float(np.log((1 + total) / (1 + times))) for key, times in seen.items() if times >= rare}


def clauses_of(sample: Sample) -> list[Stretch]:
    """The clauses of a sample's answer."""
    return [Stretch(sample, each.first, each.last) for each in parse(sample.text).clauses]


def parts(classes: int) -> tuple[slice, slice, slice, slice]:
    """Where the classes of clauses, of kinds, of trends and of codes stand among so many."""
    ends = (0, len(KINDS) + 1, 2 * len(KINDS) + 1, CODES, classes)
    clauses, kinds, trends, codes = (slice(*each) for each in pairwise(ends))
    return clauses, kinds, trends, codes
