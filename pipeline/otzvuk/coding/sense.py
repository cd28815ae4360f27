"""What stretches, texts and questions mean by the middle layers of the encoder: unit vectors.

The upper layers of a tuned encoder know the codes that it was tuned to and little else; those in the middle
still tell apart what no code was taught for (models/coders/README.md). Vectors of each manner of speech are
taken less their mean: what a stretch amid its talk has in common with all others is not what it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.encoder import Encoder
from otzvuk.coding.features import Words, sample
from otzvuk.coding.guess import Guess
from otzvuk.coding.model import Model
from otzvuk.language import tokenise

SAID, ALONE, ASKED = "said_mean", "alone_mean", "asked_mean"  # the means' names among the encoder's arrays

Floats = NDArray[np.float32]


class Senses:
    """What an encoder makes of guesses, of texts that stand alone, and of questions; a row each.

    Rows are of unit length, so that their products are cosines; what has no words is all zeros.
    """

    def __init__(self, encoder: Encoder, words: Words) -> None:
        self._encoder, self._words = encoder, words
        self._known: dict[tuple[str, str], Floats] = {}

    def said(self, found: Sequence[Guess]) -> Floats:
        """Of guesses, as they stand in their talk."""
        whole = [each.sense - self._encoder.means[SAID] for each in found]
        return _of_one(np.stack(whole)) if whole else self._nothing(0)

    def alone(self, texts: Sequence[str], manner: str = ALONE) -> Floats:
        """Of texts read with nothing around them; each is read once."""
        new = [text for text in dict.fromkeys(texts) if text and (manner, text) not in self._known]
        taken = [
            sample("", at, text, tokenise(text), (), (), self._words)
            for at, text in enumerate(new)
            if tokenise(text)
        ]
        for each, own in zip(taken, self._encoder.read(taken), strict=True):
            centred = own.sense.mean(0) - self._encoder.means[manner]
            self._known[manner, each.text] = _of_one(centred[None])[0]
        nothing = self._nothing(1)[0]
        found = [self._known.get((manner, text), nothing) for text in texts]
        return np.stack(found) if found else self._nothing(0)

    def asked(self, questions: Sequence[str]) -> Floats:
        """Of questions; an empty one is no question."""
        return self.alone(questions, ASKED)

    def _nothing(self, rows: int) -> Floats:
        return np.zeros((rows, len(self._encoder.means[SAID])), np.float32)


@lru_cache(maxsize=2)
def senses(model: Model) -> Senses | None:
    """The senses of a model's encoder, kept as long as `read_model` keeps the model; None without one."""
    encoder = model.voices.encoder
    return None if encoder is None or not encoder.means else Senses(encoder, model.words)


def _of_one(rows: Floats) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)
