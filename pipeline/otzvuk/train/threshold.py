"""How readily a model codes: what trades missed mentions against false ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from otzvuk.agreement.measure import compare
from otzvuk.model.mention import Coding

BOLDNESS = (-0.2, 0.0, 0.1, 0.2, 0.4, 0.6)
THRESHOLDS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)
LEAST = 0.1
ALIKE = 0.005  # of F1: what differs by so little counts as alike


def settle(predict: Callable[[float], Sequence[Coding]], gold: Sequence[Coding]) -> dict[str, float]:
    """The boldness and threshold that give the best F1 on `gold`, the mean over levels.

    `predict` codes the interviews of `gold` with the boldness it is given and leaves nothing out.
    """
    tried = []
    for boldness in BOLDNESS:
        predicted = predict(boldness)
        for threshold in THRESHOLDS:
            worth = _worth(above(predicted, threshold), gold)
            tried.append((round(worth, 4), -abs(boldness), boldness, -threshold))
    _, _, boldness, threshold = max(tried)
    return {"boldness": boldness, "threshold": abs(threshold)}


def calmest(
    predict: Callable[[float], Sequence[Coding]], gold: Sequence[Coding], *, alike: float = ALIKE
) -> float:
    """The least boldness whose F1 on `gold` is about the best: as good, with fewer false mentions."""
    worth = {boldness: _worth(predict(boldness), gold) for boldness in BOLDNESS}
    return min(boldness for boldness, each in worth.items() if each >= max(worth.values()) - alike)


def best_threshold(
    predicted: Sequence[Sequence[Coding]], gold: Sequence[Sequence[Coding]], *, least: float = LEAST
) -> float:
    """The threshold of the best F1, the mean over levels and sets of interviews; sets count alike.

    It is at least `least`: what is less sure costs these sets little, but other texts are full of it.
    """

    def worth(threshold: float) -> float:
        pairs = zip(predicted, gold, strict=True)
        return sum(_worth(above(ours, threshold), theirs) for ours, theirs in pairs)

    enough = sorted({least, *(each for each in THRESHOLDS if each >= least)})
    return max(enough, key=lambda each: (round(worth(each), 4), each))


def _worth(predicted: Sequence[Coding], gold: Sequence[Coding]) -> float:
    return float(compare(predicted, gold)[0]["f1"].mean())


def above(codings: Sequence[Coding], threshold: float) -> list[Coding]:
    """The codings without the mentions that are less sure than `threshold`."""
    return [
        replace(each, mentions=tuple(m for m in each.mentions if m.confidence >= threshold))
        for each in codings
    ]
