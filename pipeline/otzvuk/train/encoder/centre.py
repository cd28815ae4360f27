"""Means of what the encoder's middle layers say, by manner of speech (`otzvuk.coding.sense`)."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.encoder import Layers
from otzvuk.coding.features import Words, sample
from otzvuk.coding.sense import ALONE, ASKED, SAID
from otzvuk.language import tokenise
from otzvuk.model.mention import Coding
from otzvuk.train.examples import examples

INTERVIEWS = 60  # that the means are taken of
SEED = 1

Floats = NDArray[np.float32]


def means(layers: Layers, codings: Sequence[Coding], words: Words, codes: Sequence[str]) -> dict[str, Floats]:
    """The means of mentions in their talk, of mentions alone, and of questions alone, by name."""
    drawn = random.Random(SEED).sample(list(codings), min(INTERVIEWS, len(codings)))
    known = [each for coding in drawn for each in examples(coding, words, codes) if each.spans]
    heard = layers.read([each.sample for each in known])
    said = [
        _sense(own[span.first : span.last])
        for each, own in zip(known, heard, strict=True)
        for span in each.spans
    ]
    texts = (mention.text for coding in drawn for mention in coding.mentions)
    questions = (turn.text for coding in drawn for turn in coding.interview.turns if turn.interviewer)
    found = {SAID: said, ALONE: _read(layers, texts, words), ASKED: _read(layers, questions, words)}
    nothing = [np.zeros(layers.width, np.float32)]  # where there is none of a manner
    return {name: np.asarray(np.mean(rows or nothing, 0), np.float32) for name, rows in found.items()}


def _read(layers: Layers, texts: Iterable[str], words: Words) -> list[Floats]:
    taken = [sample("", 0, text, tokenise(text), (), (), words) for text in texts if tokenise(text)]
    return [_sense(each) for each in layers.read(taken)]


def _sense(states: Floats) -> Floats:
    mean: Floats = states.mean(0)[states.shape[1] // 2 :]
    return mean
