"""How readily a model codes: what trades missed mentions against false ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from otzvuk.agreement.measure import compare
from otzvuk.coding.model import Model
from otzvuk.model.mention import Coding

BOLDNESS = (0.0, 0.1, 0.2, 0.3)
THRESHOLDS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)


def settle(predict: Callable[[float], Sequence[Coding]], gold: Sequence[Coding]) -> dict[str, float]:
    """The boldness and threshold that give the best F1 on `gold`, the mean over levels.

    `predict` codes the interviews of `gold` with the boldness it is given and leaves nothing out.
    """
    tried = []
    for boldness in BOLDNESS:
        predicted = predict(boldness)
        for threshold in THRESHOLDS:
            worth = float(compare(above(predicted, threshold), gold)[0]["f1"].mean())
            tried.append((round(worth, 4), -boldness, -threshold))
    _, boldness, threshold = max(tried)
    return {"boldness": abs(boldness), "threshold": abs(threshold)}


def bolder(model: Model, boldness: float) -> Model:
    """The model with another boldness."""
    return replace(model, card=model.card.model_copy(update={"boldness": boldness}))


def above(codings: Sequence[Coding], threshold: float) -> list[Coding]:
    """The codings without the mentions that are less sure than `threshold`."""
    return [
        replace(each, mentions=tuple(m for m in each.mentions if m.confidence >= threshold))
        for each in codings
    ]
