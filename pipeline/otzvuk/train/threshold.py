"""The least confidence that a mention needs: what trades missed mentions against false ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from otzvuk.evaluate import compare
from otzvuk.mention import Coding

THRESHOLDS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)


def best_threshold(predicted: Sequence[Coding], gold: Sequence[Coding]) -> float:
    """The threshold that gives the best F1, the mean over levels; `predicted` holds all mentions."""

    def worth(threshold: float) -> float:
        return float(compare(above(predicted, threshold), gold)[0]["f1"].mean())

    return max(THRESHOLDS, key=lambda threshold: (round(worth(threshold), 4), -threshold))


def above(codings: Sequence[Coding], threshold: float) -> list[Coding]:
    """The codings without the mentions that are less sure than `threshold`."""
    return [
        replace(each, mentions=tuple(m for m in each.mentions if m.confidence >= threshold))
        for each in codings
    ]
