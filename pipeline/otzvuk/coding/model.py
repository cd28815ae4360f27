"""A trained model on disk: arrays and JSON, nothing that could run; safe to load from strangers.

A model is a folder: `model.json` (what it is, what it knows, hashes of the other files), `words.txt.gz`
and `vectors.npy` (the word table, one byte a number, with a scale a column), `network-N.npz` (weights in
half precision). Arrays are read with pickling off, and no file may be larger than `MOST_BYTES`.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from otzvuk.bundled import bundled
from otzvuk.coding.features import Words
from otzvuk.coding.network import Network
from otzvuk.errors import InputError

MOST_BYTES = 64 * 2**20
FORMAT = 1

Floats = NDArray[np.float32]


class Card(BaseModel):
    """`model.json`. `calibration` are the weights of the confidence (see `otzvuk.coding.learned`)."""

    model_config = ConfigDict(extra="allow", frozen=True)

    format: int
    name: str
    version: str
    codebook: str
    codes: tuple[str, ...]
    networks: int
    calibration: tuple[float, ...]
    boldness: float = 0.0
    threshold: float = 0.0
    files: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Model:
    """A loaded model: its card, the words it knows, its networks (their scores are averaged)."""

    card: Card
    words: Words
    networks: tuple[Network, ...]

    @property
    def label(self) -> str:
        """`name@version`, as in `decided_by`."""
        return f"{self.card.name}@{self.card.version}"


def find_model(name: str) -> Path | None:
    """The folder of a bundled model, or None where there is none of that name."""
    folder = bundled("models", "coders", name)
    return folder if (folder / "model.json").is_file() else None


@lru_cache(maxsize=2)
def read_model(folder: Path) -> Model:
    """Load a model; the same folder is loaded once.

    Raises `InputError` for a missing, damaged, oversized or foreign file.
    """
    card = _read_card(folder)
    blobs = {name: _read(folder / name, digest) for name, digest in card.files.items()}
    try:
        words = _decompress(blobs["words.txt.gz"], folder / "words.txt.gz").decode("utf-8").split("\n")
        table = np.load(io.BytesIO(blobs["vectors.npy"]), allow_pickle=False)
        scale = np.asarray(card.model_dump()["scale"], np.float32)
        networks = tuple(
            Network(_weights(blobs[f"network-{number}.npz"], folder), table, scale)
            for number in range(card.networks)
        )
    except (KeyError, ValueError, OSError, BadZipFile) as error:
        raise _damaged(folder, str(error)) from error
    return Model(card, Words(words), networks)


def write_model(
    folder: Path,
    card: Mapping[str, Any],
    words: Sequence[str],
    vectors: NDArray[np.int8],
    networks: Sequence[Mapping[str, Floats]],
) -> None:
    """Write a model's files; the same content gives the same bytes. `card` lacks `files` and `format`."""
    blobs = {"words.txt.gz": gzip.compress("\n".join(words).encode(), mtime=0), "vectors.npy": _npy(vectors)}
    for number, arrays in enumerate(networks):
        blobs[f"network-{number}.npz"] = _npz(arrays)
    folder.mkdir(parents=True, exist_ok=True)
    for name, blob in blobs.items():
        (folder / name).write_bytes(blob)
    digests = {name: sha256(blob).hexdigest() for name, blob in blobs.items()}
    whole = {"format": FORMAT, **card, "networks": len(networks), "files": digests}
    (folder / "model.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _read_card(folder: Path) -> Card:
    path = folder / "model.json"
    try:
        card = Card.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise _damaged(path, "") from error
    if card.format != FORMAT:
        raise InputError("модель другого формата", file=path, value=card.format, expected=f"формат {FORMAT}")
    if any("/" in name or "\\" in name for name in card.files):
        raise _damaged(path, "files")
    return card


def _read(path: Path, digest: str) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(
                "файл модели слишком велик", file=path, expected=f"не больше {MOST_BYTES >> 20} МБ"
            )
        blob = path.read_bytes()
    except OSError as error:
        raise _damaged(path, "") from error
    if sha256(blob).hexdigest() != digest:
        raise _damaged(path, "контрольная сумма не сходится")
    return blob


def _decompress(blob: bytes, path: Path) -> bytes:
    with gzip.open(io.BytesIO(blob)) as stream:
        text = stream.read(MOST_BYTES + 1)
    if len(text) > MOST_BYTES:
        raise InputError("файл модели слишком велик", file=path, expected=f"не больше {MOST_BYTES >> 20} МБ")
    return text


def _weights(blob: bytes, folder: Path) -> dict[str, Floats]:
    with ZipFile(io.BytesIO(blob)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
            raise _damaged(folder, "слишком большие массивы")
    with np.load(io.BytesIO(blob), allow_pickle=False) as arrays:
        return {name: arrays[name].astype(np.float32) for name in arrays.files}


def _npy(array: NDArray[Any]) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


def _npz(arrays: Mapping[str, Floats]) -> bytes:
    # np.savez stamps the time of day on its members; ZipInfo's default stamp is fixed.
    from zipfile import ZIP_DEFLATED, ZipInfo

    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            archive.writestr(ZipInfo(f"{name}.npy"), _npy(arrays[name].astype(np.float16)), ZIP_DEFLATED)
    return stream.getvalue()


def _damaged(path: Path, what: str) -> InputError:
    return InputError("модель не читается", file=path, value=what or None, expected="целая модель otzvuk")
