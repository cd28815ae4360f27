"""How like a stretch of speech is to what was written of a code: by words, by pieces of words, by meaning.

Words and their pieces are compared as TF-IDF vectors, weighed as the model's linear voice weighs them
(`otzvuk.coding.bag`), meaning by the model's word vectors: the mean of a text's words, and how near the
nearest word is (a soft alignment, as in Kusner et al. 2015). Nothing is trained here, so that any text can be
compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from math import log
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.features import Form
from otzvuk.coding.model import Model

SIZES = (3, 4, 5)  # letters of a piece of a word
COMMON = 2.0  # words of this IDF or less («и», «не», «они») have no part in the meaning
KEPT = 8192  # stretches whose bags are kept
HABITS = 2  # leading components of the vectors: how frequent a word is, not what it means
_TOGETHER = 512  # texts that are compared with at once
_WORDS, _PARTS = 0, 1  # in what `Sight.words` answers
_LEMMA, _PIECE = 0, 1 << 30  # groups of keys in the model's linear voice

Floats = NDArray[np.float32]
Bag = Mapping[str, float]


class Alike(NamedTuple):
    """How like stretches (rows) are to texts (columns), 0 (nothing in common) … 1."""

    lemmas: Floats
    pieces: Floats
    meaning: Floats
    nearest: Floats


class Sight:
    """What a model knows of single words: how rare they are, and what they mean."""

    def __init__(self, model: Model) -> None:
        arrays = model.voices.bag.arrays
        self._idf = dict(zip(arrays["keys"].tolist(), arrays["idf"].astype(float).tolist(), strict=True))
        self._rarest = max(self._idf.values(), default=1.0)
        self._table, self._scale = model.voices.networks.table
        self._known: dict[str, tuple[float, dict[str, float]]] = {}
        # the same stretches are compared with words, with examples and in several codebooks
        self._bags = lru_cache(KEPT)(self._weighed)

    def words(self, forms: Iterable[Form]) -> tuple[Bag, Bag]:
        """The weighed lemmas and pieces of a text, each of unit length."""
        return self._bags(tuple(form.lemma for form in forms if form.word))

    def _weighed(self, lemmas: tuple[str, ...]) -> tuple[Bag, Bag]:
        pieces: dict[str, float] = {}
        for lemma in lemmas:
            for piece, worth in self._word(lemma)[1].items():
                pieces[piece] = pieces.get(piece, 0.0) + worth
        counted = Counter(lemmas).items()
        weighed = {each: (1 + log(many)) * self.rarity(each) ** 2 for each, many in counted}
        return _unit(weighed), _unit(pieces)

    def rarity(self, lemma: str) -> float:
        """The IDF of a lemma; what the model never met is as rare as can be."""
        return self._word(lemma)[0]

    def _word(self, lemma: str) -> tuple[float, dict[str, float]]:
        found = self._known.get(lemma)
        if found is None:
            idf, whole = self._of(lemma, _LEMMA), f"#{lemma}#"
            pieces = Counter(whole[at : at + n] for n in SIZES for at in range(max(len(whole) - n, 0) + 1))
            worth = {each: many * idf * self._of(each, _PIECE) for each, many in pieces.items()}
            found = self._known[lemma] = idf, worth
        return found

    def _of(self, name: str, group: int) -> float:
        return float(self._idf.get(crc32(name.encode()) >> 2 | group, self._rarest))

    @cached_property
    def _spread(self) -> Floats:
        sample = self._table[::6].astype(np.float32) * self._scale
        return np.asarray(np.sqrt(sample.std(0)), np.float32)

    def meanings(self, forms: Iterable[Form]) -> tuple[Floats, Floats]:
        """The unit vectors of the words with content that have one, and what each word weighs."""
        own = [form for form in forms if form.word and form.row >= 0]
        vectors = self._table[[form.row for form in own]].astype(np.float32) * self._scale / self._spread
        vectors[:, :HABITS] = 0
        weights = np.array([max(self.rarity(form.lemma) - COMMON, 0.01) for form in own], np.float32)
        return _rows_of_one(vectors), weights


@lru_cache(maxsize=2)
def sight_of(model: Model) -> Sight:
    """What a model knows of single words, kept as long as `read_model` keeps the model."""
    return Sight(model)


class Shelf:
    """Texts to be compared with; a text is its words' forms."""

    def __init__(self, sight: Sight, texts: Sequence[Sequence[Form]]) -> None:
        self._sight, self.size = sight, len(texts)
        bags = [sight.words(text) for text in texts]
        self._lemmas, self._pieces = (_Bags([bag[kind] for bag in bags]) for kind in (0, 1))
        meant = [sight.meanings(text) for text in texts]
        self._means = np.stack([_mean(*each) for each in meant]) if meant else np.zeros((0, 1), np.float32)
        self._vectors = np.concatenate([vectors for vectors, _ in meant]) if meant else self._means
        self._filled = np.array([at for at, (vectors, _) in enumerate(meant) if len(vectors)], np.int64)
        sizes = [len(meant[at][0]) for at in self._filled]
        self._starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64) if sizes else None

    def alike(self, stretches: Sequence[Sequence[Form]]) -> Alike:
        """How like the stretches are to the texts."""
        bags = [self._sight.words(each) for each in stretches]
        lemmas = self._lemmas.alike([bag[_WORDS] for bag in bags])
        pieces = self._pieces.alike([bag[_PARTS] for bag in bags])
        meaning, nearest = np.zeros((2, len(stretches), self.size), np.float32)
        if self._starts is not None:
            for row, each in enumerate(stretches):
                vectors, weights = self._sight.meanings(each)
                if len(vectors):
                    meaning[row] = self._means @ _mean(vectors, weights)
                    close = np.maximum(vectors @ self._vectors.T, 0) ** 2
                    best = np.maximum.reduceat(close, self._starts, axis=1)
                    nearest[row, self._filled] = weights @ best / weights.sum()
        return Alike(lemmas, pieces, meaning, nearest)


class _Bags:
    """Bags of words to be multiplied with."""

    def __init__(self, bags: Sequence[Bag]) -> None:
        self._row: dict[str, int] = {}
        for bag in bags:
            for name in bag:
                self._row.setdefault(name, len(self._row))
        self._bags = [self._known(bag) for bag in bags]

    def _known(self, bag: Bag) -> tuple[NDArray[np.int64], Floats]:
        """The words of a bag that are known here, as rows, and what they weigh."""
        found = [(self._row[name], worth) for name, worth in bag.items() if name in self._row]
        rows, worth = zip(*found, strict=True) if found else ((), ())
        return np.array(rows, np.int64), np.array(worth, np.float32)

    def alike(self, bags: Sequence[Bag]) -> Floats:
        """The products of `bags` (rows) with those that are here (columns)."""
        product = np.zeros((len(bags), len(self._bags)), np.float32)
        known = [self._known(bag) for bag in bags]
        for begin in range(
            0, len(self._bags), _TOGETHER
        ):  # all at once would not fit where there are thousands
            taken = self._bags[begin : begin + _TOGETHER]
            dense = np.zeros((len(self._row), len(taken)), np.float32)
            for column, (rows, worth) in enumerate(taken):
                dense[rows, column] = worth
            for at, (rows, worth) in enumerate(known):
                product[at, begin : begin + len(taken)] = worth @ dense[rows]
        return product


def _mean(vectors: Floats, weights: Floats) -> Floats:
    mean: Floats = _rows_of_one((weights @ vectors)[None])[0]
    return mean


def _rows_of_one(vectors: Floats) -> Floats:
    """The rows scaled to unit length; a row of nothing stays."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9), np.float32)


def _unit(worth: Mapping[str, float]) -> Bag:
    length = sum(each * each for each in worth.values()) ** 0.5
    return {name: float(each / length) for name, each in worth.items()} if length else {}
