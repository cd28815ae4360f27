"""Points of a quote on its own, and the Russian words for what speaks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from otzvuk.numbers.quote.features import SHORT, features, weights
from otzvuk.numbers.quote.shown import LONG

SURE = 0.8
"""From this confidence on a mention counts as surely coded."""


class Merit(NamedTuple):
    """Points of a quote on its own, and the Russian words for what speaks for it."""

    points: float
    reasons: tuple[str, ...]


def merit(
    text: str,
    *,
    confidence: float = 1.0,
    trend: str = "",
    kind: str = "",
    own: float = 1.0,
    mixed: bool = False,
    topic: bool = False,
    whole: bool = True,
) -> Merit:
    """What speaks for `text` as a quote by itself; the options as in `features`.

    `whole` says that it begins and ends where sentences do: what does not is not clear without its context.

    >>> merit("Машину ждали три недели, линия стояла, заплатили штраф заказчику", confidence=0.7).reasons
    ('понятно без контекста', 'есть цифры', 'названо последствие', 'удобная длина')
    """
    found = features(text, confidence=confidence, trend=trend, kind=kind, own=own, mixed=mixed, topic=topic)
    worth = weights().merit
    points = sum(worth.get(name, 0.0) * value for name, value in found.items())
    return Merit(round(points, 6), tuple(_reasons(found, text, whole)))


def _reasons(found: Mapping[str, float], text: str, whole: bool) -> list[str]:
    length = len(" ".join(text.split()))
    clear = whole and not found["leaning"] and not found["pronouns"] and found["nouns"] >= 0.4
    said = {
        "понятно без контекста": clear and not found["no_verb"],
        "тема названа": found["topic"] > 0,
        "есть цифры": found["numbers"] > 0,
        "названо последствие": found["consequences"] > 0,
        "образная речь": found["vivid"] > 0,
        "конкретный случай": found["example"] > 0,
        "удобная длина": SHORT <= length <= LONG,
        "сказано об изменении": found["trend"] > 0,
        "уверенная разметка": found["confidence"] >= SURE,
    }
    return [reason for reason, holds in said.items() if holds]
