"""What a correction sees of guesses: what the model makes of them, and their words.

A row has the model's chances of codes and kinds (square roots, of unit length: their product is
Bhattacharyya's coefficient), the mean of its words' vectors, and its lemmas and pieces by hash
(`otzvuk.coding.likeness`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.guess import Guess
from otzvuk.coding.likeness import Sight

# Log odds that a guess is a mention, by its margin (tanh of a fourth, and a fourth where it is negative), the
# logarithms of its best kind and code, its interview's density, that by the margin, and whether the model
# takes it for a mention by itself: logistic regression on dev and field dev, which weigh alike.
OF_THERE = np.array([1.37, 0.701, 0.816, 1.615, 0.502, 0.708, 3.026])
THERE = -1.725
SURE = (1.206, -0.556)  # the log odds of kind and code being right, by those of the product of all chances
TAKEN = 0.4  # chance from which on something is taken for a mention; the best on dev and field dev
EVEN = float(np.log(TAKEN / (1 - TAKEN)))
SIDE = 0.02  # how far from even odds everything is at first, on the side where the model alone puts it
DOUBT = 0.03  # of a chance is spread evenly
_PIECE = 1 << 31  # the bit of a piece's key

Floats = NDArray[np.float64]


class Seen(NamedTuple):
    """Guesses, a row each: `kinds` and `codes` are log-probabilities, `there` log odds of being a mention,
    `own` what is coded without any correction.

    `profile` (codes, kinds) and `meaning` are dense, words are sparse: `rows`, `keys` and `values`.
    """

    kinds: Floats
    codes: Floats
    there: Floats
    own: NDArray[np.bool_]
    profile: Floats
    meaning: Floats
    rows: NDArray[np.int64]
    keys: NDArray[np.uint32]
    values: Floats

    def part(self, chosen: NDArray[np.int64]) -> Seen:
        """The rows of those numbers."""
        place = np.full(len(self.there), -1)
        place[chosen] = np.arange(len(chosen))
        kept = place[self.rows] >= 0
        return Seen(
            kinds=self.kinds[chosen],
            codes=self.codes[chosen],
            there=self.there[chosen],
            own=self.own[chosen],
            profile=self.profile[chosen],
            meaning=self.meaning[chosen],
            rows=place[self.rows[kept]],
            keys=self.keys[kept],
            values=self.values[kept],
        )


def see(sight: Sight, guesses: Sequence[Guess], *, found: int, taken: Collection[int]) -> Seen:
    """The guesses as a correction sees them.

    The first `found` are what the voices take for mentions, `taken` the numbers of those that are coded: a
    correction of nothing codes these and no others.
    """
    kinds = _log([each.kinds for each in guesses])
    codes = _log([each.codes for each in guesses])
    means, bags = [], []
    for each in guesses:
        forms = each.sample.forms[each.sample.offset + each.first : each.sample.offset + each.last]
        vectors, weights = sight.meanings(forms)
        mean = weights @ vectors if len(vectors) else np.zeros(vectors.shape[-1])
        means.append(mean / max(float(np.linalg.norm(mean)), 1e-9))
        lemmas, pieces = sight.words(forms)
        bags.append(
            {crc32(word.encode()) & ~_PIECE: worth for word, worth in lemmas.items()}
            | {crc32(piece.encode()) | _PIECE: worth for piece, worth in pieces.items()}
        )
    margin = np.array([each.margin for each in guesses])
    density = np.array([each.density for each in guesses])
    lean = np.tanh(margin / 4)
    own = np.arange(len(guesses)) < found
    signs = [lean, np.minimum(margin, 0) / 4, kinds.max(1), codes.max(1), density, density * lean, own]
    profile = np.concatenate([np.exp(codes / 2), np.exp(kinds / 2)], 1)
    there = np.stack([np.asarray(each, float) for each in signs], 1) @ OF_THERE + THERE
    coded = np.isin(np.arange(len(guesses)), list(taken))
    return Seen(
        kinds=kinds,
        codes=codes,
        there=np.where(coded, np.maximum(there, EVEN + SIDE), np.minimum(there, EVEN - SIDE)),
        own=coded,
        profile=profile,
        meaning=np.stack(means).astype(np.float64),
        rows=np.repeat(np.arange(len(bags)), [*map(len, bags)]),
        keys=np.array([key for bag in bags for key in bag], np.uint32),
        values=np.array([worth for bag in bags for worth in bag.values()], np.float64),
    )


def log_normal(scores: Floats) -> Floats:
    """Scores as log-probabilities, a row each."""
    moved = scores - scores.max(1, keepdims=True)
    return np.asarray(moved - np.log(np.exp(moved).sum(1, keepdims=True)), np.float64)


def _log(chances: Sequence[NDArray[np.float32]]) -> Floats:
    """Logarithms of chances with `DOUBT` spread over all: nothing is so sure that people may not say else."""
    return log_normal(np.log(_doubted(np.stack(chances).astype(np.float64))))


def _doubted(chances: Floats) -> Floats:
    whole = chances / np.maximum(chances.sum(1, keepdims=True), 1e-9)
    return np.asarray((1 - DOUBT) * whole + DOUBT / chances.shape[1], np.float64)
