"""The upper layers of a shipped encoder and its heads, which learn upon lower layers that stay.

What stays is read as it is in use, in whole numbers, and each window once: so an hour on one core without
bfloat16 is some five times as long, and what the middle layers say (`otzvuk.coding.sense`) does not change.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from otzvuk.coding.encoder import Layers
from otzvuk.train.encoder.net import DROP, Batch, Layer, Reader, mean_of_pieces
from otzvuk.train.encoder.shipped import Shipped, lower_of, weights_of

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]


class Lower:
    """Layers that stay: the states after them; those of a window are remembered (.8 KB a piece)."""

    def __init__(self, shipped: Shipped, kept: int) -> None:
        self._layers = Layers(lower_of(shipped, kept), shipped.arrays, shipped.pieces)
        self._known: dict[bytes, Halves] = {}

    def read(self, batch: Batch) -> Tensor:
        """The states of a batch's windows, padded with nothing."""
        ids, segments = batch.ids.numpy(), batch.segments.numpy()
        lengths = batch.inside.numpy().sum(1)
        keys = [
            row[:end].tobytes() + own[:end].tobytes()
            for row, own, end in zip(ids, segments, lengths, strict=True)
        ]
        new = [at for at, key in enumerate(keys) if key not in self._known]
        if new:
            after = self._layers.after(ids[new], segments[new], ["states"])[0]
            for at, own in zip(new, after, strict=True):
                self._known[keys[at]] = own[: lengths[at]].astype(np.float16)
        found = np.zeros((*ids.shape, self._layers.width), np.float32)
        for at, key in enumerate(keys):
            found[at, : lengths[at]] = self._known[key]
        return torch.from_numpy(found)


class Upper(Reader):
    """The layers of a shipped encoder from `kept` on, and its heads; they begin as they are shipped."""

    def __init__(self, shipped: Shipped, kept: int) -> None:
        weights = weights_of(shipped)
        width, codes = len(weights["enter.bias"]), len(weights["code.bias"])
        super().__init__(width, codes)
        self.lower = Lower(shipped, kept)
        inner = len(weights["layers.0.up.bias"])
        self.layers = nn.ModuleDict(
            {str(at): Layer(width, shipped.heads, inner, shipped.eps) for at in range(kept, shipped.depth)}
        )
        own = {name for name, _ in self.named_parameters()}
        self.load_state_dict({name: torch.from_numpy(weights[name]) for name in own})

    def weights(self) -> Mapping[str, Floats]:
        """What it has learnt, by name."""
        return {name: value.detach().numpy() for name, value in self.named_parameters()}

    def read(self, batch: Batch) -> Tensor:
        """States of the answers' tokens, end to end: the mean of each token's pieces."""
        x = functional.dropout(self.lower.read(batch), DROP, self.training)
        mask = None if bool(batch.inside.all()) else batch.inside[:, None, None, :]
        for layer in self.layers.values():
            x = layer(x, mask)
        return mean_of_pieces(x, batch)
