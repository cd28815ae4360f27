"""Trained heads for the layers beside the mentions: which amounts are losses, which clauses signs of leaving
or of what matters.

Each label is a logistic regression on what is seen at a spot (`otzvuk.coding.spot`) and another one on its
words; their log odds and the verdict of the rules are weighed and added. Fitted by
`otzvuk.train.layers`; arrays and JSON, as in `otzvuk.coding.model`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from otzvuk.coding.encoder import Encoder
from otzvuk.coding.model import MOST_BYTES, read_arrays
from otzvuk.coding.spot import BUCKETS, LABELS, Answer, Seen, Spot, place_of, see, spots
from otzvuk.coding.topic import Topics
from otzvuk.model.bundled import bundled
from otzvuk.model.errors import InputError
from otzvuk.model.loss import Measured
from otzvuk.model.saying import Layer, Saying

FORMAT: Final = 1
CARD, ARRAYS = "heads.json", "heads.npz"
RULED: Final = frozenset({Layer.LEAVING, Layer.MATTERS})
"""Layers in which what the rules find is told however sure the head is: they know what it has not learnt.
Of losses, sums of money are: few are marked, and people say them outright."""

Floats = NDArray[np.float32]


class Card(BaseModel):
    """`heads.json`: `sense` is the digest of the middle layers that are heard, `digest` that of the arrays.

    `thresholds` are by layer and label, in the order of `otzvuk.coding.spot.LABELS`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    version: str
    sense: str
    digest: str
    thresholds: Mapping[Layer, tuple[float, ...]]


class Head(NamedTuple):
    """The head of a layer: a column a label.

    `numbers` (numbers × labels) are the weights of what is seen, `words` (`BUCKETS` × labels) of the words,
    whose counts are weighed by `rare`, and `rules` of what the rules find there. From `threshold` on a label
    is told.
    """

    numbers: Floats
    words: Floats
    rules: Floats
    bias: Floats
    rare: Floats
    threshold: Floats

    def sure(self, seen: Seen) -> Floats:
        """The probability of each label at each spot."""
        odds = seen.numbers @ self.numbers + self.said(seen.words) + seen.ruled * self.rules + self.bias
        return np.asarray(1 / (1 + np.exp(-odds)), np.float32)

    def said(self, words: Sequence[Sequence[int]]) -> Floats:
        """The log odds of the words, a row a spot."""
        found = np.zeros((len(words), self.words.shape[1]), np.float32)
        for at, rows in enumerate(words):
            known, weight = weighed(rows, self.rare)
            found[at] = weight @ self.words[known]
        return found


def weighed(rows: Sequence[int], rare: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The rows of words, each once, and what they weigh: more if frequent here and rare; of length one."""
    known, count = np.unique(np.asarray(rows, np.int64), return_counts=True)
    weight = (1 + np.log(np.maximum(count, 1))) * rare[known]
    return known, np.asarray(weight / max(float(np.linalg.norm(weight)), 1e-9), np.float32)


@dataclass(frozen=True, eq=False)
class LayerHeads:
    """The heads of all layers."""

    heads: Mapping[Layer, Head]
    label: str

    def sayings(self, answers: Iterable[Answer], topics: Topics) -> tuple[Saying, ...]:
        """What is said beside the mentions in the turns of an interview, in the order of the text."""
        found = [
            saying
            for answer in answers
            for layer, head in self.heads.items()
            for saying in _sayings(answer, layer, head, topics)
        ]
        return tuple(
            sorted(found, key=lambda each: (each.turn, each.start, each.stop, each.layer, each.label))
        )


def _sayings(answer: Answer, layer: Layer, head: Head, topics: Topics) -> Iterator[Saying]:
    places = spots(answer, layer)
    if not places:
        return
    seen = see(answer, layer, places, topics)
    sure = head.sure(seen)
    ruled = seen.ruled > 0
    if layer not in RULED:
        ruled = ruled & np.array([[each.kind is Measured.MONEY] for each in places])
    sure = np.where(ruled, np.maximum(sure, head.threshold), sure)
    yield from chosen(answer, layer, places, sure, head.threshold)


def chosen(
    answer: Answer, layer: Layer, places: Sequence[Spot], sure: Floats, threshold: Sequence[float] | Floats
) -> Iterator[Saying]:
    """The spots that are sure enough; of a sentence the surest for each sign of leaving."""
    for column, label in enumerate(LABELS[layer]):
        best: dict[int, tuple[float, Spot]] = {}
        for each, own in zip(places, sure[:, column].tolist(), strict=True):
            key = each.sentence.first if layer is Layer.LEAVING else each.number
            if own >= threshold[column] and own > best.get(key, (0.0, None))[0]:
                best[key] = own, each
        for own, each in best.values():
            place = place_of(answer, each)
            yield Saying(
                turn=answer.turn,
                start=place.start,
                stop=place.stop,
                layer=layer,
                label=label,
                sure=round(own, 4),
            )


def layer_heads(encoder: Encoder | None) -> LayerHeads | None:
    """The bundled heads, where they were fitted on what this encoder hears; None without."""
    if encoder is None or not encoder.means or not _folder().joinpath(CARD).is_file():
        return None
    card, heads = read_heads(_folder())
    return heads if card.sense == sense_digest(encoder) else None


def sense_digest(encoder: Encoder) -> str:
    """What tells one encoder's middle layers from another's: the digest of their means."""
    whole = sha256()
    for name in sorted(encoder.means):
        whole.update(name.encode() + np.asarray(encoder.means[name], "<f4").tobytes())
    return whole.hexdigest()


def _folder() -> Path:
    return bundled("models", "layers")


def _card(folder: Path) -> Card:
    path = folder / CARD
    try:
        card = Card.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise _damaged(path) from error
    if card.format != FORMAT:
        raise InputError("модель другого формата", file=path, value=card.format, expected=f"формат {FORMAT}")
    return card


@lru_cache(maxsize=2)
def read_heads(folder: Path) -> tuple[Card, LayerHeads]:
    """The heads in a folder. Raises `InputError` for missing, damaged or foreign files."""
    card, path = _card(folder), folder / ARRAYS
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _damaged(path)
        blob = path.read_bytes()
    except OSError as error:
        raise _damaged(path) from error
    if sha256(blob).hexdigest() != card.digest:
        raise _damaged(path)
    try:
        arrays: dict[str, NDArray[Any]] = read_arrays(blob, folder)
        heads = {layer: _head(arrays, layer, card.thresholds[layer]) for layer in LABELS}
    except (KeyError, ValueError) as error:
        raise _damaged(path) from error
    return card, LayerHeads(heads, f"layers@{card.version}")


def _head(arrays: Mapping[str, NDArray[Any]], layer: Layer, threshold: Sequence[float]) -> Head:
    parts = {name: np.asarray(arrays[f"{layer}.{name}"], np.float32) for name in Head._fields[:-1]}
    if len(parts["words"]) != BUCKETS or len(threshold) != len(LABELS[layer]):
        raise ValueError(layer)
    return Head(**parts, threshold=np.asarray(threshold, np.float32))


def _damaged(path: Path) -> InputError:
    return InputError("модель не читается", file=path, expected="целые слои otzvuk: models/layers")
