"""Bootstrap samples of two waves at once.

Who speaks in both waves, or has colleagues who do, is one piece of evidence, not two: a company is drawn
with all its people of both waves, then as many people of each wave as it has there are drawn among them.
Two-stage bootstrap with the company as the cluster: Field & Welsh, J. R. Stat. Soc. B 69 (2007) 369–390. A
respondent without a company is a cluster with whoever has the same name, else alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from otzvuk.numbers.count import company_key
from otzvuk.numbers.damage.net import Floats

_BLOCK = 1000  # samples at once, so that many samples of a large study fit into memory


def cluster_keys(people: pd.DataFrame) -> list[str]:
    """The cluster of each row of `people`, indexed by interview and speaker, with a column `company`."""
    keys = []
    for (interview, speaker), company in zip(people.index, people["company"], strict=True):
        alone = f"\0{company_key(speaker)}" if speaker else f"\0\0{interview}"
        keys.append(company_key(company) or alone)
    return keys


def joint_samples(
    before: Sequence[str], after: Sequence[str], *, replicates: int, seed: int
) -> Iterator[tuple[Floats, Floats]]:
    """How often each person of the two waves is drawn: blocks of samples (rows) over people (columns).

    `before` and `after` are the clusters of the people of each wave.
    """
    generator = np.random.default_rng(seed)
    clusters = sorted({*before, *after})
    members = [
        [
            np.array([at for at, own in enumerate(side) if own == cluster], dtype=int)
            for side in (before, after)
        ]
        for cluster in clusters
    ]
    for begin in range(0, replicates, _BLOCK):
        size = min(_BLOCK, replicates - begin)
        drawn = np.zeros((size, len(before))), np.zeros((size, len(after)))
        times = generator.multinomial(len(clusters), [1 / len(clusters)] * len(clusters), size=size)
        for at, both in enumerate(members):
            for side, own in enumerate(both):
                if len(own):
                    share = [1 / len(own)] * len(own)
                    drawn[side][:, own] = generator.multinomial(times[:, at] * len(own), share)
        yield drawn
