"""A tuned encoder as the files that ship: the layers as an ONNX graph in eight bits, all else as arrays."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from otzvuk.coding.windows import ASKED, BEFORE, MOST
from otzvuk.train.encoder.fit import batches
from otzvuk.train.encoder.net import Item, Reader, batch_of

Floats = NDArray[np.float32]
CONTRIB = "com.microsoft"
PLACES = int(MOST * 1.2) + ASKED + BEFORE + 40  # the longest window, and some more
# Weights have seven bits and a sign less: with eight, processors without VNNI cut sums of two products off.
LEVELS = 63
# How far peaks of single channels are moved from what goes into a product to its weights (Xiao et al. 2023).
SMOOTHED = 0.75
MIDDLE = range(4, 8)  # layers, from 0, that still know more than the codes (otzvuk.coding.sense)


class Graph:
    """An ONNX graph in the making."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Add an array."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: list[str], out: str, domain: str = "", **options: Any) -> str:
        """Add a node with one output."""
        self.nodes.append(helper.make_node(kind, inputs, [out], domain=domain, **options))
        return out

    def product(self, x: str, weight: Floats, bias: Floats, name: str, peaks: Floats | None) -> str:
        """x times `weight` (output × input), plus the bias; in whole numbers where peaks are given."""
        added = self.constant(f"{name}.bias", bias)
        if peaks is None:
            right = self.constant(f"{name}.weight", weight.T)
            return self.add("Add", [self.add("MatMul", [x, right], f"{name}.product"), added], name)
        own = np.abs(weight).max(0)
        smooth = np.maximum(peaks, 1e-3) ** SMOOTHED / np.maximum(own, 1e-4) ** (1 - SMOOTHED)
        smooth = (smooth / np.exp(np.log(smooth).mean())).astype(np.float32)
        x = self.add("Mul", [x, self.constant(f"{name}.smooth", 1 / smooth)], f"{name}.smoothed")
        weight = weight * smooth
        scale = np.abs(weight).max(1) / LEVELS
        rounded = np.rint(weight / scale[:, None]).astype(np.int8).T
        inputs = [x, self.constant(f"{name}.weight", rounded),
                  self.constant(f"{name}.scale", scale.astype(np.float32)), "", added]  # fmt: skip
        return self.add("DynamicQuantizeMatMul", inputs, name, CONTRIB)


def layers(weights: Mapping[str, Floats], *, heads: int, eps: float, peaks: Mapping[str, Floats]) -> bytes:
    """The graph of the layers: `entry` (windows × pieces × width), `inside` (1, or 0 for padding) → `states`.

    `sense` is the mean of what comes out of the `MIDDLE` layers (of the first, where there are fewer).
    `peaks` are the greatest magnitudes of what goes into each product, by name; one without is exact.
    """
    graph = Graph()
    width = len(weights["enter.weight"])
    inputs = [
        "entry",
        *(graph.constant(f"enter.{part}", weights[f"enter.{part}"]) for part in ("weight", "bias")),
    ]
    x = graph.add("LayerNormalization", inputs, "entered", axis=-1, epsilon=eps)
    parts = graph.constant("thirds", np.array([width] * 3, np.int64))
    count = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))

    def normal(x: str, added: str, name: str) -> str:
        own = [graph.constant(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias")]
        return graph.add("SkipLayerNormalization", [x, added, *own], f"{name}.normal", CONTRIB, epsilon=eps)

    for at in range(count):
        name = f"layers.{at}"

        def product(x: str, part: str, name: str = name) -> str:
            own = f"{name}.{part}"
            return graph.product(x, weights[f"{own}.weight"], weights[f"{own}.bias"], own, peaks.get(own))

        three = product(x, "qkv")
        thirds = [f"{name}.{part}" for part in "qkv"]
        graph.nodes.append(helper.make_node("Split", [three, parts], thirds, axis=-1))
        heard = graph.add(
            "MultiHeadAttention", [*thirds, "", "inside"], f"{name}.heard", CONTRIB, num_heads=heads
        )
        x = normal(x, product(heard, "out"), f"{name}.first")
        inner = graph.add("Gelu", [product(x, "up")], f"{name}.gelu", CONTRIB)
        x = normal(x, product(inner, "down"), f"{name}.second")
    shape: list[str | int | None] = ["windows", "pieces", width]
    whole = helper.make_graph(
        [
            *graph.nodes,
            helper.make_node("Identity", [x], ["states"]),
            helper.make_node("Mean", middle_of(count), ["sense"]),
        ],
        "encoder",
        [
            helper.make_tensor_value_info("entry", TensorProto.FLOAT, shape),
            helper.make_tensor_value_info("inside", TensorProto.INT32, shape[:2]),
        ],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in ("states", "sense")],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)]
    model = helper.make_model(whole, opset_imports=opsets)
    model.ir_version = 9
    return bytes(model.SerializeToString())


def middle_of(count: int) -> list[str]:
    """Names of what comes out of the middle layers, of so many in all."""
    return [f"layers.{at}.second.normal" for at in MIDDLE if at < count] or ["layers.0.second.normal"]


def peaks_of(net: Reader, taken: Sequence[Item]) -> dict[str, Floats]:
    """The greatest magnitude of each channel that goes into the layers' products, on these windows."""
    found: dict[str, Floats] = {}

    def watch(name: str) -> Callable[[nn.Module, tuple[Tensor]], None]:
        def hook(_: nn.Module, given: tuple[Tensor]) -> None:
            own = given[0].detach().abs().flatten(0, -2).amax(0).numpy()
            found[name] = np.maximum(found[name], own) if name in found else own

        return hook

    hooks = [
        module.register_forward_pre_hook(watch(name))
        for name, module in net.named_modules()
        if name.startswith("layers.") and isinstance(module, nn.Linear)
    ]
    net.eval()
    with torch.no_grad():
        for group in batches(taken, random.Random(0)):
            net.read(batch_of(group))
    for hook in hooks:
        hook.remove()
    return found


def arrays(weights: Mapping[str, Floats], word: Floats, place: Floats) -> dict[str, NDArray[Any]]:
    """What is not in the graph: the word table in bytes, all else in half precision."""
    scale = np.abs(word).max(1) / 127 + 1e-12
    found: dict[str, NDArray[Any]] = {
        "word": np.rint(word / scale[:, None]).astype(np.int8),
        "word_scale": scale.astype(np.float32),
        "place": place[:PLACES].astype(np.float16),
    }
    for name, value in weights.items():
        if not name.startswith(("layers.", "enter.")):
            found[name] = value.astype(np.float16)
    return found
