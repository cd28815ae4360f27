"""Heads of an encoder taught by a few interviews; its layers stay as they are, and are read once.

The heads begin with the shipped ones and hear the middle layers besides the last, which knows little more
than the codes that it was tuned to (`otzvuk.coding.sense`).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray

from otzvuk.coding.encoder import Encoder, Layers
from otzvuk.coding.features import Sample
from otzvuk.train.encoder.net import Answers, Heads
from otzvuk.train.examples import Example

STEPS, BATCH = 600, 8
RATE = 1e-3
EPOCHS = (8, 40)  # the fewest and the most times that an answer is heard
_WIDE = ("tag.weight", "code.weight", "att.weight")  # what the states go into

Floats = NDArray[np.float32]
Arrays = Mapping[str, Floats]


class Remembering(Layers):
    """Layers that read each turn once."""

    def __init__(self, layers: Layers) -> None:
        self.pieces, self.width = layers.pieces, layers.width
        self._layers = layers
        self._known: dict[tuple[str, int, str], Floats] = {}

    def read(self, samples: Sequence[Sample]) -> list[Floats]:
        """As `Layers.read`."""
        keys = [(each.interview, each.turn, each.text) for each in samples]
        new = {key: each for key, each in zip(keys, samples, strict=True) if key not in self._known}
        self._known.update(zip(new, self._layers.read([*new.values()]), strict=True))
        return [self._known[key] for key in keys]


def widened(encoder: Encoder) -> dict[str, Floats]:
    """Its heads, hearing the middle layers, too, and making nothing of them yet; else as they were."""
    heads = encoder.heads
    if heads["tag.weight"].shape[1] > encoder.layers.width:
        return dict(heads)
    wide = dict(heads)
    for name in _WIDE:
        wide[name] = np.concatenate([heads[name], np.zeros_like(heads[name])], 1)
    # attention's mean, the highest and the mean: each beside its own
    parts = np.split(heads["sp.weight"], 3, axis=1)
    wide["sp.weight"] = np.concatenate([half for part in parts for half in (part, np.zeros_like(part))], 1)
    return wide


def fit_heads(layers: Layers, examples: Sequence[Example], start: Arrays, *, seed: int) -> dict[str, Floats]:
    """The heads that these answers teach, beginning with `start`; the same ones on the same machine.

    Means of the middle layers are kept.
    """
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    draw = random.Random(seed)
    heads = Heads(start["tag.weight"].shape[1], len(start["code.bias"]))
    with torch.no_grad():
        for name, value in heads.named_parameters():
            value.copy_(torch.from_numpy(np.ascontiguousarray(start[name])))
    heard = layers.read([each.sample for each in examples])
    epochs = min(max(-(-STEPS * BATCH // len(examples)), EPOCHS[0]), EPOCHS[1])
    lengths = [len(each.tags) for each in examples]
    total = epochs * -(-len(examples) // BATCH)
    optimiser = torch.optim.AdamW(heads.parameters(), lr=RATE, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=total, pct_start=0.15)
    heads.train()
    for _ in range(epochs):
        # answers of about one length together, in random order: a chain is as slow as its longest
        order = sorted(range(len(examples)), key=lambda row: lengths[row] + draw.random() * 40)
        groups = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        for own in draw.sample(groups, len(groups)):
            states = np.concatenate([heard[row] for row in own])[:, : start["tag.weight"].shape[1]]
            loss = heads.loss(_answers([examples[row] for row in own]), torch.from_numpy(states))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(heads.parameters(), 5.0)
            optimiser.step()
            schedule.step()
    learnt = {name: value.detach().numpy().copy() for name, value in heads.named_parameters()}
    return {**start, **learnt}


def _answers(taken: Sequence[Example]) -> Answers:
    ends = np.cumsum([0, *(len(each.tags) for each in taken)])
    places = [(int(first), int(last)) for first, last in pairwise(ends)]
    spans = [
        span._replace(first=begun + span.first, last=begun + span.last)
        for each, (begun, _) in zip(taken, places, strict=True)
        for span in each.spans
    ]
    return Answers(places, torch.from_numpy(np.concatenate([each.tags for each in taken])), spans)
