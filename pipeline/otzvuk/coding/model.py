"""A trained model on disk: arrays and JSON, nothing that could run; safe to load from strangers.

A model is a folder: `model.json` (what it is, what it knows, hashes of the other files), `words.txt.gz`
and `vectors.npy` (the word table, one byte a number, with a scale a column), `network-N.npz` (weights in
half precision), `bag.npz` (the linear voice). A model that can be careful has an encoder besides:
`encoder.onnx` (the products of its layers), `encoder.npz` (all else), `pieces.tsv.gz` (pieces and scores).
Arrays are read with pickling off, and no file may be larger than `MOST_BYTES`.
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
from otzvuk.coding.encoder import TABLES, Encoder, Layers
from otzvuk.coding.features import Words
from otzvuk.coding.network import Networks
from otzvuk.coding.pieces import Pieces
from otzvuk.coding.verifier import Verifier
from otzvuk.model.bundled import bundled
from otzvuk.model.errors import InputError
from otzvuk.model.extra import installed, needed
from otzvuk.model.memory import give_back

MOST_BYTES = 64 * 2**20
FORMAT = 2
ENCODER = ("encoder.onnx", "encoder.npz", "pieces.tsv.gz")

Floats = NDArray[np.float32]


class Shares(NamedTuple):
    """What the encoder's word weighs beside that of the networks, 0 to 1: in finding mentions, of their kind,
    code and trend."""

    tags: float = 0.5
    kind: float = 0.5
    code: float = 0.5
    trend: float = 0.5


class Careful(BaseModel):
    """What `model.json` says of the voices with the encoder: as in `Card`, and the encoder's shares.

    `verifier` are the weights of `otzvuk.coding.verifier`; a model without any finds mentions by tags alone.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    version: str
    shares: Shares
    calibration: tuple[float, ...]
    boldness: float
    calm: float
    threshold: float
    verifier: tuple[float, ...] = ()


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
    careful: Careful | None = None
    files: Mapping[str, str]


class Voices(NamedTuple):
    """Those who judge together: the networks, averaged, the linear voice, the encoder where it is read; and
    who looks at what they find once more, where a model has one."""

    networks: Networks
    bag: Bag
    encoder: Encoder | None = None
    shares: Shares = Shares()
    verifier: Verifier | None = None


@dataclass(frozen=True, eq=False)
class Model:
    """A loaded model: its card, the words it knows, those who judge; the SHA-256 of its card's file."""

    card: Card
    words: Words
    voices: Voices
    digest: str = ""

    @property
    def name(self) -> str:
        """Its name, which says whether the encoder has a word."""
        return f"{self.card.name}+encoder" if self.voices.encoder else self.card.name

    @property
    def label(self) -> str:
        """`name@version`, as in `decided_by`."""
        return f"{self.name}@{self.card.version}"


@dataclass(frozen=True)
class Title:
    """What a model is called, by its card alone: as `Model` has it, without its words and weights."""

    card: Card
    label: str
    digest: str


def read_title(folder: Path, *, careful: bool = False) -> Title:
    """The title of the model in `folder`, `careful` as for `read_model`. Raises `InputError`."""
    card = _read_card(folder)
    version = card.version
    if careful:
        if card.careful is None:
            raise InputError("у модели нет тщательного кодировщика", file=folder, expected="coder: fast")
        version = card.careful.version
    name = f"{card.name}+encoder" if careful else card.name
    return Title(card, f"{name}@{version}", sha256((folder / "model.json").read_bytes()).hexdigest())


def find_model(name: str) -> Path | None:
    """The folder of a bundled model, or None where there is none of that name."""
    folder = bundled("models", "coders", name)
    return folder if (folder / "model.json").is_file() else None


def model_list() -> list[str]:
    """The names of the bundled models."""
    folder = bundled("models", "coders")
    return sorted(each.parent.name for each in folder.glob("*/model.json"))


@lru_cache(maxsize=2)
def read_model(folder: Path, *, careful: bool = False) -> Model:
    """Load a model; the same folder is loaded once.

    `careful` loads its encoder, too; the card's settings are then those of all voices together. Raises
    `InputError` for a missing, damaged, oversized or foreign file, where there is no encoder, and where what
    runs it is not installed.
    """
    card = _read_card(folder)
    if careful:
        check_careful()
    wanted = [name for name in card.files if careful or name not in ENCODER]
    blobs = {
        name: _read(folder / name, card.files[name]) for name in wanted
    }  # each is let go once it is read
    try:
        words = _decompress(blobs.pop("words.txt.gz"), folder / "words.txt.gz").decode("utf-8").split("\n")
        table = np.load(io.BytesIO(blobs.pop("vectors.npy")), allow_pickle=False)
        scale = np.asarray(card.model_dump()["scale"], np.float32)
        named = [f"network-{number}.npz" for number in range(card.networks)]
        networks = Networks([_wide(read_arrays(blobs.pop(name), folder)) for name in named], table, scale)
        voices = Voices(networks, Bag(read_arrays(blobs.pop("bag.npz"), folder)))
        if careful:
            card, voices = _with_encoder(card, voices, blobs, folder)
    except (KeyError, ValueError, OSError, BadZipFile) as error:
        raise _damaged(folder, str(error)) from error
    return Model(card, Words(words), voices, sha256((folder / "model.json").read_bytes()).hexdigest())


def release_model() -> None:
    """Let go of the models that were read (100 MB, 250 with an encoder); who asks again waits for them."""
    read_model.cache_clear()
    give_back()


def _with_encoder(
    card: Card, voices: Voices, blobs: Mapping[str, bytes], folder: Path
) -> tuple[Card, Voices]:
    if card.careful is None:
        raise InputError("у модели нет тщательного кодировщика", file=folder, expected="coder: fast")
    graph, arrays, pieces = (blobs[name] for name in ENCODER)
    if b"location" in graph:  # a tensor that is elsewhere: it could name any file
        raise _damaged(folder / ENCODER[0], "внешние данные")
    lines = [
        line.split("\t") for line in _decompress(pieces, folder / ENCODER[2]).decode("utf-8").split("\n")
    ]
    try:
        known = Pieces([piece for piece, _ in lines], [float(score) for _, score in lines])
        own = read_arrays(arrays, folder)
        encoder = Encoder(Layers(graph, own, known), own)
    except Exception as error:  # onnxruntime has exceptions of its own for each fault of a graph
        raise _damaged(folder, str(error)) from error
    settled = card.careful
    update = settled.model_dump(include={"version", "calibration", "boldness", "calm", "threshold"})
    verifier = Verifier(np.asarray(settled.verifier, np.float32)) if settled.verifier else None
    return card.model_copy(update=update), Voices(
        voices.networks, voices.bag, encoder, settled.shares, verifier
    )


def can_be_careful(folder: Path) -> bool:
    """Whether the model in `folder` has an encoder. Raises `InputError` as `read_model`."""
    return _read_card(folder).careful is not None


def is_careful_here() -> bool:
    """Whether what runs an encoder is installed."""
    return installed("onnxruntime")


def check_careful() -> None:
    """Raise `InputError`, with the command that installs it, where what runs an encoder is not installed."""
    with needed("для тщательного кодировщика (coder: careful)", extra="careful"):
        import onnxruntime  # noqa: F401 - where a model is read any fault would be one of its file


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
    _put_card(folder, whole)


def add_encoder(
    folder: Path,
    careful: Mapping[str, Any],
    graph: bytes,
    arrays: Mapping[str, NDArray[Any]],
    pieces: Sequence[tuple[str, float]],
) -> None:
    """Write an encoder into a model's folder, in place of the one that it has."""
    lines = "\n".join(f"{piece}\t{score:.4f}" for piece, score in pieces)
    packed = gzip.compress(lines.encode(), mtime=0)
    _put_encoder(folder, careful, (graph, write_arrays(arrays), packed))


def settle_careful(folder: Path, settled: Mapping[str, Any]) -> None:
    """Change what a model's card says of its voices with the encoder."""
    card = json.loads((folder / "model.json").read_text("utf-8"))
    card["careful"] |= settled
    _put_card(folder, card)


def lend_encoder(
    start: Path, folder: Path, careful: Mapping[str, Any], heads: Mapping[str, NDArray[Any]]
) -> None:
    """Write into a model's folder the encoder of the model in `start` with other heads."""
    graph, arrays, pieces = ((start / name).read_bytes() for name in ENCODER)
    tables = {name: value for name, value in read_arrays(arrays, start).items() if name in TABLES}
    own = {name: value.astype(np.float16) for name, value in heads.items()}
    _put_encoder(folder, careful, (graph, write_arrays(tables | own), pieces))


def _put_encoder(folder: Path, careful: Mapping[str, Any], files: Sequence[bytes]) -> None:
    blobs = dict(zip(ENCODER, files, strict=True))
    for name, blob in blobs.items():
        (folder / name).write_bytes(blob)
    card = json.loads((folder / "model.json").read_text("utf-8"))
    digests = card.pop("files") | {name: sha256(blob).hexdigest() for name, blob in blobs.items()}
    whole = card | {"careful": careful, "files": digests}
    _put_card(folder, whole)


def _put_card(folder: Path, card: Mapping[str, Any]) -> None:
    (folder / "model.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")


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
