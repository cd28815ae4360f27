"""Words of short texts as weights, and their factors that have no negative numbers.

TF-IDF and NMF as scikit-learn has them, which the tests compare with; it and SciPy would be 200 MB more to
install. A matrix is its entries: a text has few words of all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MOST_STEPS: Final = 500
_ENOUGH: Final = 1e-4  # of the first step, what a step may still move
_SPARE: Final = 10  # more directions than wanted, when the greatest are looked for
_PASSES: Final = 7


class Entries(NamedTuple):
    """A sparse matrix of `shape`: row, column and value of each entry."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats
    shape: tuple[int, int]

    @property
    def turned(self) -> Entries:
        """The same with rows and columns exchanged."""
        return Entries(self.columns, self.rows, self.values, self.shape[::-1])

    def times(self, thin: Floats) -> Floats:
        """The product with a dense matrix of few columns."""
        product = np.empty((self.shape[0], thin.shape[1]), order="F")
        for at in range(thin.shape[1]):
            parts = self.values * thin[self.columns, at]
            product[:, at] = np.bincount(self.rows, parts, minlength=self.shape[0])
        return product


def weights(texts: Sequence[Sequence[str]]) -> Entries:
    """TF-IDF of the words of each text, rows of unit length, a column a word in the order of the alphabet.

    A word's weight grows with the logarithm of how often the text has it, and is the less the more texts
    have it: (1 + ln n) · (1 + ln((1 + texts) / (1 + texts with it))).
    """
    counts = [Counter(text) for text in texts]
    spread = Counter(word for count in counts for word in count)
    column = {word: at for at, word in enumerate(sorted(spread))}
    found = [(row, column[word], many) for row, count in enumerate(counts) for word, many in count.items()]
    rows, columns, many = np.array(found, np.int64).reshape(-1, 3).T
    rarity = np.log((1 + len(texts)) / (1 + np.array([spread[word] for word in column], np.float64))) + 1
    values = (1 + np.log(many)) * rarity[columns]
    length = np.sqrt(np.bincount(rows, values**2, minlength=len(texts)))
    return Entries(rows, columns, values / length[rows], (len(texts), len(column)))


def belonging(matrix: Entries, size: int, *, seed: int) -> Floats:
    """How much each row of a matrix without negative numbers belongs to each of `size` factors (NMF).

    Lee & Seung, Nature 401 (1999) 788–791, by coordinate descent (Cichocki & Phan, IEICE Transactions E92-A
    (2009) 708–721), from where the singular vectors are (Boutsidis & Gallopoulos, Pattern Recognition 41
    (2008) 1350–1362: NNDSVD, no weight left at zero).
    """
    turned = matrix.turned
    left, right = _start(matrix, turned, size, seed)
    first = 0.0
    for _ in range(_MOST_STEPS):
        moved = _descend(left, right.T @ right, matrix.times(right))
        moved += _descend(right, left.T @ left, turned.times(left))
        first = first or moved
        if moved <= _ENOUGH * first:
            break
    return left


def _descend(own: Floats, gram: Floats, product: Floats) -> float:
    """Put each column of `own` where the error is least, the others as they are; how far there was to go."""
    moved = 0.0
    for at in range(own.shape[1]):
        slope = own @ gram[at] - product[:, at]
        moved += float(np.abs(np.where(own[:, at] == 0, np.minimum(slope, 0), slope)).sum())
        if gram[at, at]:
            own[:, at] = np.maximum(own[:, at] - slope / gram[at, at], 0)
    return moved


def _start(matrix: Entries, turned: Entries, size: int, seed: int) -> tuple[Floats, Floats]:
    """Weights of rows and of columns to begin with, without a zero."""
    lefts, scales, rights = _directions(matrix, turned, size, seed)
    # by columns, as they are put in their places
    left, right = (np.zeros((many, size), order="F") for many in matrix.shape)
    for at in range(min(size, len(scales))):
        one, other = lefts[:, at], rights[:, at]
        if not at:
            one, other = np.abs(one), np.abs(other)
        signs = [(np.maximum(sign * one, 0), np.maximum(sign * other, 0)) for sign in (1, -1)]
        lengths = [(float(np.linalg.norm(u)), float(np.linalg.norm(v))) for u, v in signs]
        best = 0 if lengths[0][0] * lengths[0][1] > lengths[1][0] * lengths[1][1] else 1
        (u, v), (long, wide) = signs[best], lengths[best]
        if long and wide:
            scale = np.sqrt(scales[at] * long * wide)
            left[:, at], right[:, at] = scale * u / long, scale * v / wide
    mean = matrix.values.sum() / (matrix.shape[0] * matrix.shape[1])
    for each in (left, right):
        each[each < 1e-6] = mean
    return left, right


def _directions(matrix: Entries, turned: Entries, size: int, seed: int) -> tuple[Floats, Floats, Floats]:
    """The greatest singular vectors and values, the vectors as columns.

    Halko, Martinsson, Tropp, SIAM Review 53 (2011) 217–288: of a random sample of directions, drawn nearer to
    the greatest by going through the matrix and back.
    """
    many = min(size + _SPARE, *matrix.shape)
    found = np.random.default_rng(seed).standard_normal((matrix.shape[1], many))
    for _ in range(_PASSES):
        found, _ = np.linalg.qr(turned.times(np.linalg.qr(matrix.times(found))[0]))
    basis, _ = np.linalg.qr(matrix.times(found))
    small, scales, rights = np.linalg.svd(turned.times(basis).T, full_matrices=False)
    return basis @ small, scales, rights.T
