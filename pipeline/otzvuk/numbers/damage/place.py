"""Places in a ranking, ties included."""

from __future__ import annotations

import numpy as np

from otzvuk.numbers.resample import Floats, Ints

TOP = 3
"""How many processes a headline can name."""


def places(damage: Floats) -> tuple[Ints, Ints]:
    """In each row, the first and the last place that each process can take; they differ where it is tied."""
    first, last = np.empty(damage.shape, dtype=np.int64), np.empty(damage.shape, dtype=np.int64)
    for at in range(damage.shape[1]):
        own = damage[:, [at]]
        first[:, at] = (damage > own).sum(axis=1) + 1
        last[:, at] = (damage >= own).sum(axis=1)
    return first, last
