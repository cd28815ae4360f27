"""The careful voice: a pretrained encoder, tuned to the codes, run by onnxruntime.

The layers of multilingual-e5-small (Wang et al. 2024; MIT) over word pieces, with the same heads as the
networks (`otzvuk.coding.network`): tags and codes of tokens, and a look at each span. The layers' products
are an ONNX graph; what comes before and after them is NumPy. `otzvuk.train.encoder` tunes and exports it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.features import Sample
from otzvuk.coding.network import log_softmax
from otzvuk.coding.pieces import PAD, Pieces
from otzvuk.coding.windows import Window, windows

TABLES = ("word", "word_scale", "place", "segment")  # arrays of the layers; all others are of the heads

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Heard(NamedTuple):
    """What the encoder makes of a sample's answer, a row a token: scores of tags, log-probabilities of codes,
    states for the look at spans, and those of its middle layers (`otzvuk.coding.sense`)."""

    tags: Floats
    codes: Floats
    states: Floats
    sense: Floats


class Layers:
    """The layers of an encoder, which know no codes: the graph, the word table, the pieces.

    The arrays: `word` (one byte a number), `word_scale` (one a row), `place`, `segment`.
    """

    def __init__(self, graph: bytes, arrays: Mapping[str, NDArray[Any]], pieces: Pieces) -> None:
        self.pieces = pieces
        self._w = {name: arrays[name] if name == "word" else _wide(arrays[name]) for name in TABLES}
        self.width = self._w["place"].shape[1]
        self._session = _session(graph)

    def read(self, samples: Sequence[Sample]) -> list[Floats]:
        """The states of each sample's answer, a row a token, and beside them those of the middle layers.

        Each window is read alone. Of several at once the graph scales what goes into a product by the
        greatest among them all (DynamicQuantizeMatMul), so that an answer would be heard otherwise beside
        others; and alone nothing needs padding.
        """
        parts = [window for each in samples for window in windows(each, self.pieces)]
        if not parts:
            return []
        ends = np.cumsum([len(each.tokens) for each in samples])
        return np.split(np.concatenate([self._states(each) for each in parts]), ends[:-1])

    def after(self, ids: Ints, segments: Ints, outputs: Sequence[str]) -> list[Floats]:
        """What the graph says of padded windows (windows × pieces): windows × pieces × width each."""
        w = self._w
        word = w["word"][ids] * w["word_scale"][ids][..., None]
        entry = word + w["place"][: ids.shape[1]] + w["segment"][segments]
        given = {"entry": entry.astype(np.float32), "inside": (ids != PAD).astype(np.int32)}
        found: list[Floats] = self._session.run(list(outputs), given)
        return found

    def _states(self, window: Window) -> Floats:
        """As `read`, of a window: the mean of each token's pieces."""
        after = self.after(window.ids[None], window.segments[None], ("states", "sense"))
        own = np.concatenate(after, -1)[0, window.offset : window.offset + len(window.token)]
        starts = np.flatnonzero(np.diff(window.token, prepend=-1))
        counts = np.diff(starts, append=len(window.token))
        return np.asarray(np.add.reduceat(own, starts, 0) / counts[:, None], np.float32)


class Encoder:
    """A tuned encoder: its layers, and the arrays of its heads.

    Among these are means of what the middle layers say, by manner of speech (`otzvuk.coding.sense`).
    """

    def __init__(self, layers: Layers, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.layers = layers
        self.heads = {name: _wide(value) for name, value in arrays.items() if name not in TABLES}
        self.transitions: Floats = self.heads["transitions"]
        self.means = {name: value for name, value in self.heads.items() if name.endswith("_mean")}

    def read(self, samples: Sequence[Sample]) -> list[Heard]:
        """What it hears in the samples, in order."""
        rows = self.layers.read(samples)
        if not rows:
            return []
        both, w = np.concatenate(rows), self.heads
        # heads that a user's interviews have taught hear the middle layers, too
        whole, sense = both[:, : w["tag.weight"].shape[1]], both[:, both.shape[1] // 2 :]
        tags = whole @ w["tag.weight"].T + w["tag.bias"]
        codes = log_softmax(whole @ w["code.weight"].T + w["code.bias"])
        ends = np.cumsum([len(each) for each in rows])
        cut = [np.split(each, ends[:-1]) for each in (tags, codes, whole, sense)]
        return [Heard(*each) for each in zip(*cut, strict=True)]

    def look(
        self, heard: Sequence[Heard], places: Sequence[tuple[int, int, int]]
    ) -> tuple[Floats, Floats, Floats]:
        """Log-probabilities of code, kind and trend of spans: number of a sample, tokens [first, last)."""
        w = self.heads
        seen = np.stack([self._seen(heard[at].states[first:last]) for at, first, last in places])
        inner = np.maximum(seen @ w["sp.weight"].T + w["sp.bias"], 0)
        code, kind, trend = (
            log_softmax(inner @ w[f"{part}.weight"].T + w[f"{part}.bias"]) for part in ("spc", "spk", "spt")
        )
        return code, kind, trend

    def _seen(self, states: Floats) -> Floats:
        weight = states @ self.heads["att.weight"].T
        weight = np.exp(weight - weight.max())
        return np.concatenate([(weight * states).sum(0) / weight.sum(), states.max(0), states.mean(0)])


def _wide(array: NDArray[Any]) -> Floats:
    return np.asarray(array, np.float32)


def _session(graph: bytes) -> Any:
    # only here, where the careful voice is asked for: it takes longer to load than a short study to code
    import onnxruntime

    if hasattr(onnxruntime, "disable_telemetry_events"):  # under Windows it has some
        onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    # One thread: studies are coded in processes, and sums in another order would be another result.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
