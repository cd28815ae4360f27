"""What a model has learnt of people's decisions: a small correction of its guesses, beside the model.

A folder of two files: `learned.json` (what it corrects, with digests) and `learned.npz` (arrays, read with
pickling off). The correction is linear in what `otzvuk.coding.seen` sees of a guess, one regression each for
the code, the kind and whether there is a mention at all, added to the model's own log-probabilities. No word
that anybody said is in it, only hashes of words and of their pieces.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from otzvuk.coding.guess import Guess
from otzvuk.coding.model import MOST_BYTES, read_arrays, write_arrays
from otzvuk.coding.seen import EVEN, SURE, Seen, log_normal
from otzvuk.model.errors import InputError

CARD: Final = "learned.json"
ARRAYS: Final = "learned.npz"
FORMAT: Final = 1
ENOUGH: Final = 0.35  # chance of kind and code being right from which on something more is coded
FURTHER: Final = 1.0  # of boldness: what the model would find with so much more of it may be a mention, too
HEADS: Final = ("codes", "kinds", "there")

Floats = NDArray[np.float64]


class Scores(BaseModel):
    """F1 of kind and code over the decisions held back in cross-validation, and the mean loss."""

    model_config = ConfigDict(frozen=True)

    f1_before: float
    f1_after: float
    loss_before: float
    loss_after: float


class DeltaCard(BaseModel):
    """`learned.json`.

    `base` are the models that are corrected with their digests (`otzvuk.coding.coder.base_of`), `codes` what
    they tell apart. `decisions` counts those learnt from, `earlier` ones included; `ids` are digests of the
    others' ids. `kept` says how much of each head's correction is kept, and how
    far it went (`otzvuk.train.correct.KEPT`).
    """

    model_config = ConfigDict(frozen=True)

    format: int
    base: Mapping[str, str]
    codes: tuple[str, ...]
    decisions: int
    earlier: int = 0
    ids: tuple[str, ...] = ()
    kept: Mapping[str, tuple[float, float]]
    sure: tuple[float, float]
    scores: Scores
    files: Mapping[str, str]


class Head(NamedTuple):
    """A linear correction: of a constant, the model's profile and the meaning; of words, by their `keys`."""

    dense: Floats
    words: Floats


@dataclass(frozen=True, eq=False)
class Delta:
    """A correction: its card, the words that it knows by their keys (sorted), its heads.

    `begun` are the heads that it began from, None where with nothing.
    """

    card: DeltaCard
    keys: NDArray[np.uint32]
    heads: Mapping[str, Head]
    begun: Mapping[str, Head] | None = None
    digest: str = ""

    @property
    def label(self) -> str:
        """What it is called where models are listed."""
        return f"learned@{self.card.decisions}"

    def corrected(self, guesses: Sequence[Guess], seen: Seen) -> list[tuple[Guess, float]]:
        """Those of the guesses that are mentions, with kinds and codes corrected, and how sure that is."""
        codes, kinds, there = corrected(seen, self.keys, self.heads)
        chances = sure(codes, kinds, there, self.card.sure)
        taken = np.flatnonzero(coded(codes, kinds, there, seen.own)).tolist()
        return [
            (
                guesses[at]._replace(
                    kinds=np.exp(kinds[at]).astype(np.float32), codes=np.exp(codes[at]).astype(np.float32)
                ),
                float(chances[at]),
            )
            for at in taken
        ]


def corrected(
    seen: Seen, keys: NDArray[np.uint32], heads: Mapping[str, Head]
) -> tuple[Floats, Floats, Floats]:
    """Log-probabilities of codes and of kinds, log odds of a mention, one row a guess."""
    added = {name: scored(seen, keys, heads[name]) for name in HEADS}
    return (
        log_normal(seen.codes + added["codes"]),
        log_normal(seen.kinds + added["kinds"]),
        seen.there + added["there"][:, 0],
    )


def scored(seen: Seen, keys: NDArray[np.uint32], head: Head) -> Floats:
    """What a head adds, one row a guess."""
    total = dense(seen) @ head.dense
    if len(keys):
        at = np.minimum(np.searchsorted(keys, seen.keys), len(keys) - 1)
        known = keys[at] == seen.keys
        np.add.at(total, seen.rows[known], seen.values[known, None] * head.words[at[known]])
    return np.asarray(total, np.float64)


def dense(seen: Seen) -> Floats:
    """The dense part of what is seen: a constant, the profile, the meaning."""
    return np.concatenate([np.ones((len(seen.there), 1)), seen.profile, seen.meaning], 1)


def chance(odds: Floats) -> Floats:
    """Log odds as probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float64)


def coded(codes: Floats, kinds: Floats, there: Floats, own: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What is taken for a mention; what the model alone does not code (`own`) only where it is sure enough.

    A mention with a wrong code is worse than none: F1 at code gains where the chance is over half of it.
    """
    return (there >= EVEN) & (own | (sure(codes, kinds, there, SURE) >= ENOUGH))


def sure(codes: Floats, kinds: Floats, there: Floats, weights: Sequence[float]) -> Floats:
    """The probability that there is a mention of the likeliest kind and code (Platt 1999)."""
    return chance(weights[0] * odds_of(codes, kinds, there) + weights[1])


def odds_of(codes: Floats, kinds: Floats, there: Floats) -> Floats:
    """Log odds of the product of the chances of a mention, its kind and its code."""
    whole = np.clip(chance(there) * np.exp(kinds.max(1) + codes.max(1)), 1e-6, 1 - 1e-6)
    return np.asarray(np.log(whole / (1 - whole)), np.float64)


def read_delta(folder: Path, base: Mapping[str, str], codes: Sequence[str]) -> Delta:
    """Load the correction in `folder`.

    Raises `InputError` where there is none, where it is damaged, and where it was made for other models than
    `base` or other codes.
    """
    path = folder / CARD
    if not path.is_file():
        raise InputError(
            "нет дообучения", file=folder, expected="папка, которую записала команда otzvuk learn"
        )
    try:
        if max(path.stat().st_size, (folder / ARRAYS).stat().st_size) > MOST_BYTES:
            raise _damaged(folder)
        text = path.read_bytes()
        card = DeltaCard.model_validate_json(text)
        blob = (folder / ARRAYS).read_bytes()
    except (OSError, ValidationError) as error:
        raise _damaged(path) from error
    if card.format != FORMAT:
        raise InputError("дообучение другого формата", file=path, value=card.format, expected=str(FORMAT))
    if card.base != dict(base):
        raise InputError(
            "дообучение сделано для другой модели",
            file=path,
            value=", ".join(card.base) or None,
            expected=f"{', '.join(base)}; уберите строку learned из study.yaml и обучите заново",
        )
    if card.codes != tuple(codes):
        raise InputError(
            "дообучение сделано для других кодов",
            file=path,
            value=_differing(card.codes, codes),
            expected="коды той же кодовой книги; уберите строку learned из study.yaml и обучите заново "
            "(otzvuk learn)",
        )
    if sha256(blob).hexdigest() != card.files.get(ARRAYS):
        raise _damaged(folder / ARRAYS)
    try:
        arrays = read_arrays(blob, folder / ARRAYS)
        return _delta(card, arrays, sha256(text).hexdigest())
    except (KeyError, ValueError, OSError, BadZipFile) as error:
        raise _damaged(folder / ARRAYS) from error


def _delta(card: DeltaCard, arrays: Mapping[str, NDArray[Any]], digest: str) -> Delta:
    keys = arrays["keys"]
    if keys.ndim != 1 or keys.dtype != np.uint32 or (np.diff(keys.astype(np.int64)) <= 0).any():
        raise ValueError("keys")
    wide = {"codes": len(card.codes), "kinds": 3, "there": 1}

    def heads(prefix: str) -> dict[str, Head]:
        found = {}
        for name in HEADS:
            head = Head(*(arrays[f"{prefix}{name}_{part}"].astype(np.float64) for part in Head._fields))
            if head.dense.ndim != 2 or head.words.shape != (len(keys), head.dense.shape[1]):
                raise ValueError(name)
            if head.dense.shape[1] != wide[name] or not all(np.isfinite(each).all() for each in head):
                raise ValueError(name)
            found[name] = head
        return found

    begun = heads("begun_") if any(name.startswith("begun_") for name in arrays) else None
    return Delta(card, keys, heads(""), begun, digest)


def write_delta(folder: Path, delta: Delta) -> None:
    """Write a correction's files; the same content gives the same bytes."""
    arrays: dict[str, NDArray[Any]] = {"keys": delta.keys}
    for prefix, heads in (("", delta.heads), ("begun_", delta.begun or {})):
        for name, head in heads.items():
            for part, values in head._asdict().items():
                arrays[f"{prefix}{name}_{part}"] = values.astype(
                    np.float32 if part == "dense" else np.float16
                )
    blob = write_arrays(arrays)
    (folder / ARRAYS).write_bytes(blob)
    card = delta.card.model_dump() | {"files": {ARRAYS: sha256(blob).hexdigest()}}
    (folder / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _differing(codes: Sequence[str], others: Sequence[str]) -> str | None:
    return ", ".join(sorted(set(codes) ^ set(others))[:5]) or None


def _damaged(path: Path) -> InputError:
    return InputError(
        "дообучение не читается",
        file=path,
        expected="целая папка команды otzvuk learn; без дообучения — уберите строку learned из study.yaml",
    )
