"""Samples of respondents, drawn by company and then by respondent: how sure a figure is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from otzvuk.model.study import Settings
from otzvuk.numbers.count import company_key
from otzvuk.numbers.damage.net import Floats, Ints

FEWEST = 3
"""Under so many respondents nothing is named."""

_BLOCK = 1000  # bootstrap samples at once, so that many samples of a large study fit into memory


def clusters_of(asked: pd.DataFrame) -> dict[str, list[int]]:
    """Rows of respondents by company, in order of its key; who has no company is a cluster alone."""
    clusters: dict[str, list[int]] = {}
    for at, company in enumerate(asked["company"]):
        clusters.setdefault(company_key(company) or f"\0{at:09d}", []).append(at)
    return dict(sorted(clusters.items()))


def samples(asked: pd.DataFrame, settings: Settings) -> Iterator[Ints]:
    """How often each respondent is drawn: blocks of bootstrap samples (rows) over respondents (columns)."""
    generator = np.random.default_rng(settings.seed)
    clusters = list(clusters_of(asked).values())
    for begin in range(0, settings.replicates, _BLOCK):
        size = min(_BLOCK, settings.replicates - begin)
        drawn = np.zeros((size, len(asked)), dtype=np.int64)
        times = generator.multinomial(len(clusters), [1 / len(clusters)] * len(clusters), size=size)
        for cluster, members in enumerate(clusters):
            # m draws of a company are m times n draws among its n people, each as likely as another
            draws = times[:, cluster] * len(members)
            drawn[:, members] = generator.multinomial(draws, [1 / len(members)] * len(members))
        yield drawn


def known_means(weights: Floats, values: Floats) -> Floats:
    """Means of the columns of `values` without missing ones, a row for each row of `weights`.

    Missing where nobody with weight has a value.
    """
    there = ~np.isnan(values)
    total = weights @ there
    means = weights @ np.where(there, values, 0) / np.where(total > 0, total, 1)
    return np.where(total > 0, means, np.nan)
