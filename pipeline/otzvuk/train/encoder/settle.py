"""What the encoder's word weighs beside the other voices, and how readily all find: settled on dev."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import numpy as np

from otzvuk.agreement.measure import compare
from otzvuk.coding.features import Sample
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import Model, Shares, Voices
from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import Coding
from otzvuk.train.build import ready

SHARES = (0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
BOLDNESS = (-0.2, 0.0, 0.2, 0.4)
ALIKE = 0.003  # of F1: by less no share is better than a half
LEAST = 0.05  # of the threshold: from .05 to .1 field talk loses a mention of ten, and one false of forty

Held = tuple[Sequence[Coding], Sequence[Coding]]
Said = TypeVar("Said")


class Remembered(Generic[Said]):
    """A voice that reads each turn once; everything else of it is as it was."""

    def __init__(self, voice: Any, how: str = "read") -> None:
        self._voice, self._how = voice, how
        self._known: dict[tuple[str, int, str], Said] = {}
        setattr(self, how, self._read)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._voice, name)

    def _read(self, taken: Sequence[Sample]) -> list[Said]:
        # what stands alone, in no interview, is the same in whatever list it is
        keys = [(each.interview, each.turn if each.interview else 0, each.text) for each in taken]
        new = [each for each, key in zip(taken, keys, strict=True) if key not in self._known]
        if new:
            said = getattr(self._voice, self._how)(new)
            fresh = [key for key in keys if key not in self._known]
            self._known.update(zip(fresh, said, strict=True))
        return [self._known[key] for key in keys]


def remembering(voices: Voices) -> Voices:
    """The voices, each of which reads each turn once."""
    networks: Any = Remembered(voices.networks)
    bag: Any = Remembered(voices.bag, "tags")
    encoder: Any = voices.encoder and Remembered(voices.encoder)
    return Voices(networks, bag, encoder, voices.shares)


def settle(model: Model, book: Codebook, held: Held, *, step: Callable[[str], object]) -> dict[str, Any]:
    """The shares, boldness, calm, calibration and threshold of all voices, on dense and field-like talk.

    One share after the other is tried, that of finding mentions first: the mean F1 over levels of both sets.
    """
    voices = remembering(model.voices)

    def worth(shares: Shares, boldness: Sequence[float]) -> float:
        return sum(
            max(_f1(model, voices._replace(shares=shares), book, part, each) for each in boldness)
            for part in held
        ) / len(held)

    shares = Shares()
    for name, boldness in (("tags", BOLDNESS), ("kind", (0.0,)), ("code", (0.0,))):
        tried: Mapping[float, float] = {
            each: worth(shares._replace(**{name: each}), boldness) for each in SHARES
        }
        best = max(tried.values())
        near = [each for each, value in tried.items() if value >= best - ALIKE]
        shares = shares._replace(**{name: min(near, key=lambda each: abs(each - 0.5))})
        step(f"share of {name}: " + ", ".join(f"{each} {value:.4f}" for each, value in tried.items()))
    card = model.card.model_dump(
        exclude={"calibration", "boldness", "calm", "threshold", "careful", "format", "files"}
    )
    settled = ready(card, model.words, voices._replace(shares=shares), book, held, least=LEAST)
    return {"shares": list(shares), **settled}


def _f1(model: Model, voices: Voices, book: Codebook, part: Sequence[Coding], boldness: float) -> float:
    card = model.card.model_copy(update={"boldness": boldness, "calm": 0.0})
    coder = ModelCoder(Model(card, model.words, voices), book, threshold=0.0)
    scores = compare([coder.code(each.interview) for each in part], part)[0]
    return float(np.mean(scores["f1"]))
