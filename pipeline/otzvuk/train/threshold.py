"""How readily a model codes: what trades missed mentions against false ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from otzvuk.agreement.measure import compare
from otzvuk.model.mention import Coding

BOLDNESS = (-0.3, 0.0, 0.1, 0.2, 0.3)
THRESHOLDS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)


def settle(
    predict: Callable[[float], Sequence[Sequence[Coding]]], gold: Sequence[Sequence[Coding]]
) -> dict[str, float]:
    """The boldness and threshold that give the best F1 on sets of interviews, the mean over sets and levels.

    `predict` codes the interviews of each set of `gold` with the boldness it is given and leaves nothing
    out. Sets count alike: where little is judged, what is found counts as much as where much is.
    """
    tried = []
    for boldness in BOLDNESS:
        predicted = predict(boldness)
        for threshold in THRESHOLDS:
            kept = [above(each, threshold) for each in predicted]
            worth = sum(
                float(compare(ours, theirs)[0]["f1"].mean()) for ours, theirs in zip(kept, gold, strict=True)
            )
            tried.append((round(worth / len(gold), 4), -abs(boldness), boldness, -threshold))
    _, _, boldness, threshold = max(tried)
    return {"boldness": boldness, "threshold": abs(threshold)}


def above(codings: Sequence[Coding], threshold: float) -> list[Coding]:
    """The codings without the mentions that are less sure than `threshold`."""
    return [
        replace(each, mentions=tuple(m for m in each.mentions if m.confidence >= threshold))
        for each in codings
    ]
