"""A trained model on disk: arrays and JSON, nothing that could run; safe to load from strangers.

A model is a folder: `model.json` (what it is, what it knows, hashes of the other files), `words.txt.gz`
and `vectors.npy` (the word table, one byte a number, with a scale a column), `network-N.npz` (weights in
half precision), `bag.npz` (the linear voice). Arrays are read with pickling off, and no file may be larger
than `MOST_BYTES`.
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
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from otzvuk.coding.bag import Bag
from otzvuk.coding.features import Words
from otzvuk.coding.network import Networks
from otzvuk.model.bundled import bundled
from otzvuk.model.errors import InputError

MOST_BYTES = 64 * 2**20
FORMAT = 2

Floats = NDArray[np.float32]


class Card(BaseModel):
    """`model.json`. For `calibration`, `boldness` and `calm` see `otzvuk.coding.guess`."""

    model_config = ConfigDict(extra="allow", frozen=True)

    format: int
    name: str
    version: str
    codebook: str
    codes: tuple[str, ...]
    networks: int
    calibration: tuple[float, ...]
    boldness: float = 0.0
    calm: float = 0.0
    threshold: float = 0.0
    files: Mapping[str, str]


class Voices(NamedTuple):
    """Those who judge together: the networks, averaged, and the linear voice."""

    networks: Networks
    bag: Bag


@dataclass(frozen=True, eq=False)
class Model:
    """A loaded model: its card, the words it knows, those who judge."""

    card: Card
    words: Words
    voices: Voices

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
        weights = [read_arrays(blobs[f"network-{number}.npz"], folder) for number in range(card.networks)]
        networks = Networks([_wide(each) for each in weights], table, scale)
        bag = Bag(read_arrays(blobs["bag.npz"], folder))
    except (KeyError, ValueError, OSError, BadZipFile) as error:
        raise _damaged(folder, str(error)) from error
    return Model(card, Words(words), Voices(networks, bag))


def write_model(
    folder: Path,
    card: Mapping[str, Any],
    words: Sequence[str],
    vectors: NDArray[np.int8],
    networks: Sequence[Mapping[str, Floats]],
    bag: Mapping[str, NDArray[Any]],
) -> None:
    """Write a model's files; the same content gives the same bytes. `card` lacks `files` and `format`."""
    blobs = {"words.txt.gz": gzip.compress("\n".join(words).encode(), mtime=0), "vectors.npy": _npy(vectors)}
    for number, arrays in enumerate(networks):
        blobs[f"network-{number}.npz"] = write_arrays(
            {name: value.astype(np.float16) for name, value in arrays.items()}
        )
    blobs["bag.npz"] = write_arrays(bag)
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


def read_arrays(blob: bytes, folder: Path) -> dict[str, NDArray[Any]]:
    """The arrays of an .npz, which may not be larger than `MOST_BYTES` unpacked."""
    with ZipFile(io.BytesIO(blob)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
            raise _damaged(folder, "слишком большие массивы")
    with np.load(io.BytesIO(blob), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _wide(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Floats]:
    return {name: value.astype(np.float32) for name, value in arrays.items()}


def _npy(array: NDArray[Any]) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


def write_arrays(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """An .npz of arrays; the same ones give the same bytes."""
    # np.savez stamps the time of day on its members; ZipInfo's default stamp is fixed.
    from zipfile import ZIP_DEFLATED, ZipInfo

    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            archive.writestr(ZipInfo(f"{name}.npy"), _npy(arrays[name]), ZIP_DEFLATED)
    return stream.getvalue()


def _damaged(path: Path, what: str) -> InputError:
    return InputError("модель не читается", file=path, value=what or None, expected="целая модель otzvuk")
