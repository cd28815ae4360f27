"""A shipped encoder as something to go on from: its whole numbers wide again, its lower layers cut off.

What ships has no float weights any more. Products in whole numbers come back to within half a step of their
rounding, the moved peaks exactly; layers that are to stay need not come back at all (`joined`).
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from otzvuk.coding.encoder import TABLES
from otzvuk.coding.model import ENCODER, read_arrays, read_model
from otzvuk.coding.pieces import Pieces
from otzvuk.model.errors import InputError
from otzvuk.train.encoder.export import layers

Floats = NDArray[np.float32]


class Shipped(NamedTuple):
    """The graph of the layers, the arrays beside it (tables and heads), the pieces with their scores."""

    graph: onnx.ModelProto
    arrays: Mapping[str, NDArray[Any]]
    pieces: Pieces
    scored: list[tuple[str, float]]

    @property
    def depth(self) -> int:
        """How many layers it has."""
        names = [each.name for each in self.graph.graph.initializer if each.name.startswith("layers.")]
        return 1 + max(int(name.split(".")[1]) for name in names)

    @property
    def heads(self) -> int:
        """Heads of attention in each layer."""
        return int(self._option("MultiHeadAttention", "num_heads").i)

    @property
    def eps(self) -> float:
        """What is added to variances."""
        return float(self._option("SkipLayerNormalization", "epsilon").f)

    def _option(self, kind: str, name: str) -> Any:
        node = next(each for each in self.graph.graph.node if each.op_type == kind)
        return next(each for each in node.attribute if each.name == name)


def read_shipped(folder: Path) -> Shipped:
    """The encoder of the model in `folder`. Raises `InputError` where there is none, or it is damaged."""
    encoder = read_model(folder, careful=True).voices.encoder
    if encoder is None:
        raise InputError("у модели нет тщательного кодировщика", file=folder)
    graph = onnx.load_from_string((folder / ENCODER[0]).read_bytes())
    arrays = read_arrays((folder / ENCODER[1]).read_bytes(), folder)
    lines = gzip.decompress((folder / ENCODER[2]).read_bytes()).decode("utf-8").split("\n")
    scored = [(piece, float(score)) for piece, score in (line.split("\t") for line in lines)]
    return Shipped(graph, arrays, encoder.layers.pieces, scored)


def weights_of(shipped: Shipped) -> dict[str, Floats]:
    """All that learns, layers and heads, by the names of `otzvuk.train.encoder.net.Net`."""
    known = {each.name: numpy_helper.to_array(each) for each in shipped.graph.graph.initializer}
    found: dict[str, Floats] = {}
    for name, value in known.items():
        part, _, last = name.rpartition(".")
        if last == "weight" and value.dtype == np.int8:
            # output × input; the graph divides what comes in by `smooth`, so its weights hold it
            value = value.T * known[f"{part}.scale"][:, None] * known[f"{part}.smooth"]
        elif last == "weight" and value.ndim == 2:
            value = value.T
        if last in {"weight", "bias"}:
            found[name] = np.array(value, np.float32, order="C")
    heads = {name: value for name, value in shipped.arrays.items() if name not in TABLES or name == "segment"}
    return found | {name: value.astype(np.float32) for name, value in heads.items() if "_mean" not in name}


def lower_of(shipped: Shipped, kept: int) -> bytes:
    """A graph of the first `kept` layers alone: `entry`, `inside` → `states`."""
    cut = onnx.ModelProto()
    cut.CopyFrom(shipped.graph)
    end = f"layers.{kept - 1}.second.normal" if kept else "entered"
    nodes = [each for each in cut.graph.node if not _above(each.output[0], kept)]
    nodes = [each for each in nodes if each.output[0] not in {"states", "sense"}]
    constants = [each for each in cut.graph.initializer if not _above(each.name, kept)]
    del cut.graph.node[:], cut.graph.initializer[:], cut.graph.output[1:]
    cut.graph.node.extend([*nodes, onnx.helper.make_node("Identity", [end], ["states"])])
    cut.graph.initializer.extend(constants)
    return bytes(cut.SerializeToString())


def joined(shipped: Shipped, weights: Mapping[str, Floats], peaks: Mapping[str, Floats], kept: int) -> bytes:
    """The shipped graph with upper layers of these weights; the first `kept` stay byte for byte.

    `peaks` as in `otzvuk.train.encoder.export.layers`, of the upper layers' products.
    """
    old = {each.name: each for each in shipped.graph.graph.initializer}
    stays = {name[: -len(".smooth")]: np.ones(each.dims[0], np.float32)
             for name, each in old.items() if name.endswith(".smooth")}  # fmt: skip
    whole = weights_of(shipped) | dict(weights)
    made = onnx.load_from_string(
        layers(whole, heads=shipped.heads, eps=shipped.eps, peaks=stays | dict(peaks))
    )
    for each in made.graph.initializer:
        if not _above(each.name, kept):
            each.CopyFrom(old[each.name])
    return bytes(made.SerializeToString())


def _above(name: str, kept: int) -> bool:
    parts = name.split(".")
    return parts[0] == "layers" and int(parts[1]) >= kept
