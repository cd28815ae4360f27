"""The two-stage bootstrap over people: how sure a figure is, had others been asked.

Companies are drawn with replacement, then within each drawn company as many people as it has, with
replacement; never mentions, for those of one person are no independent evidence. Colleagues share their
supplier's failures, so the company is the cluster; people without a company who bear the same name are one
cluster, else each is alone. Field & Welsh, Bootstrapping clustered data, J. R. Stat. Soc. B 69 (2007)
369–390; Efron & Tibshirani, An Introduction to the Bootstrap (1993), ch. 13 (percentile intervals).

Two waves are drawn at once: who speaks in both, or has colleagues who do, is one piece of evidence, not two.
A company is drawn with all its people of both waves, then as many people of each wave as it has there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST = 3
"""Under so many people or clusters resampling shows nothing but those at hand."""

_BLOCK = 1000  # samples at once, so that many samples of a large study fit into memory
_KEPT = 20_000_000  # numbers of a bootstrap that are kept to be used again: 40 MB
_SHARED = 500_000  # numbers of the samples of so many people that are kept: 4 MB


Clusters = Sequence[int | str]
"""The cluster of each person of a sample."""


class Draws:
    """The samples of one bootstrap: how often each person is drawn, whoever asks the same.

    Iterating gives blocks: for each of `sides` a matrix of samples (rows) over its people (columns).
    `sides` are the clusters of the people of each, in any order that can be sorted.
    """

    def __init__(self, *sides: Clusters, replicates: int, seed: int) -> None:
        self._sides, self._replicates, self._seed = sides, replicates, seed
        self._blocks: list[tuple[Ints, ...]] | None = None

    def __iter__(self) -> Iterator[tuple[Ints, ...]]:
        if self._replicates * sum(map(len, self._sides)) > _KEPT:
            return self._drawn()
        if self._blocks is None:
            self._blocks = [tuple(side.astype(np.int16) for side in block) for block in self._drawn()]
        return iter(self._blocks)

    def _drawn(self) -> Iterator[tuple[Ints, ...]]:
        generator = np.random.default_rng(self._seed)
        clusters: list[int | str] = sorted({key for side in self._sides for key in side})
        members = [_members(side, clusters) for side in self._sides]
        for begin in range(0, self._replicates, _BLOCK):
            size = min(_BLOCK, self._replicates - begin)
            drawn = tuple(np.zeros((size, len(side)), dtype=np.int64) for side in self._sides)
            times = generator.multinomial(len(clusters), [1 / len(clusters)] * len(clusters), size=size)
            for at in range(len(clusters)):
                for side, own in zip(drawn, (side[at] for side in members), strict=True):
                    if len(own):
                        # n people of a company drawn t times are t·n draws, each as likely as another
                        shares = [1 / len(own)] * len(own)
                        side[:, own] = generator.multinomial(times[:, at] * len(own), shares)
            yield drawn


def _members(side: Clusters, clusters: Sequence[int | str]) -> list[Ints]:
    own: dict[int | str, list[int]] = {cluster: [] for cluster in clusters}
    for at, key in enumerate(side):
        own[key].append(at)
    return [np.array(each, dtype=np.int64) for each in own.values()]


def known_means(weights: Floats, values: Floats) -> Floats:
    """Means of the columns of `values` without missing ones, a row for each row of `weights`.

    Missing where nobody with weight has a value.
    """
    there = ~np.isnan(values)
    total = weights @ there
    means = weights @ np.where(there, values, 0) / np.where(total > 0, total, 1)
    return np.where(total > 0, means, np.nan)


def weighted_means(weights: Floats, values: Floats) -> Floats:
    """Means of the columns of `values`, one row for each row of weights; 0 where all weights are 0.

    Rounded, so that equal means are equal in spite of the order of summation.
    """
    total = weights.sum(axis=1, keepdims=True)
    return np.round(weights @ values / np.where(total > 0, total, 1.0), 9)


def mean_draws(totals: Floats, counts: Floats, *, replicates: int, seed: int) -> Floats:
    """Means of marks when people are drawn, one a sample; *i* gave `counts[i]` that add up to `totals[i]`.

    One stage only: every person is a cluster alone and brings all of his or her marks.
    """
    few = len(totals) * replicates <= _SHARED
    blocks = _shared_people(len(totals), replicates, seed) if few else _people(len(totals), replicates, seed)
    return np.concatenate([(drawn @ totals) / (drawn @ counts) for drawn in blocks])


def _people(people: int, replicates: int, seed: int) -> Iterator[Floats]:
    """How often each of so many people is drawn, in blocks of samples (rows)."""
    generator = np.random.default_rng(seed)
    for begin in range(0, replicates, _BLOCK):
        drawn = generator.multinomial(people, [1 / people] * people, size=min(_BLOCK, replicates - begin))
        yield drawn.astype(np.float64)


@lru_cache(maxsize=32)
def _shared_people(people: int, replicates: int, seed: int) -> tuple[Floats, ...]:
    """The same, kept: many means are of as many people."""
    return tuple(_people(people, replicates, seed))
