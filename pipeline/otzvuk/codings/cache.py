"""Codings kept between runs: an interview that has not changed is not coded again.

An entry is named by all that a coding depends on, the program included, so that none is ever out of date; the
folder can be deleted at any time. Where it cannot be written, nothing is kept and nothing is said.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from otzvuk.coding import code_study, coder_key
from otzvuk.folder.layout import CACHE, TRANSCRIPTS
from otzvuk.folder.whole import whole_file
from otzvuk.model.bundled import bundled
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Kind, Mention, Rating, Trend
from otzvuk.model.study import Study

ELSEWHERE: Final = "OTZVUK_CACHE"
"""Environment variable: the folder for what is kept, instead of .otzvuk in the study; `off` keeps nothing."""

_KEPT: Final = 60 * 24 * 3600.0  # seconds since its last use after which an entry is cleared away
_ROOMS: Final = ("coding", "language", "model", "codings")  # of the program: what a coding comes from
_LISTS: Final = ("lexicons", "likeness")  # of the bundled models


def code_cached(study: Study, *, jobs: int = 1, rules_only: bool = False) -> tuple[Coding, ...]:
    """`code_study`, with what was coded before taken from the study's cache."""
    folder = cache_folder(study.path)
    if folder is None:
        return code_study(study, jobs=jobs, rules_only=rules_only)
    common = _common(study, rules_only=rules_only)
    names = [_key(common, each) for each in study.interviews]
    found = [_read(folder / name, each) for name, each in zip(names, study.interviews, strict=True)]
    missing = [each.id for each, known in zip(study.interviews, found, strict=True) if known is None]
    if missing:
        made = iter(code_study(study, only=frozenset(missing), jobs=jobs, rules_only=rules_only))
        for at, (name, known) in enumerate(zip(names, found, strict=True)):
            if known is None:
                found[at] = coding = next(made)
                _write(folder / name, coding)
        _clear(folder)
    return tuple(each for each in found if each is not None)


def cache_folder(study: Path) -> Path | None:
    """Where codings of the study in folder `study` are kept; None where none are to be."""
    elsewhere = os.environ.get(ELSEWHERE, "")
    if elsewhere.casefold() == "off":
        return None
    if elsewhere:
        return Path(elsewhere) / "codings"
    there = study.resolve()
    if there.name == TRANSCRIPTS:  # nothing is ever written among transcripts
        return None
    return study / CACHE / "codings"


def _common(study: Study, *, rules_only: bool) -> str:
    """The digest of what the codings of a whole study depend on."""
    parts = [
        program(),
        coder_key(study),
        str(rules_only),
        study.codebook.model_dump_json(),
        study.guide.model_dump_json(),
        study.settings.model_dump_json(),
    ]
    return sha256("\0".join(parts).encode()).hexdigest()


def _key(common: str, interview: Interview) -> str:
    own = replace(interview, assumptions=())
    return sha256(f"{common}\0{own!r}".encode()).hexdigest() + ".json"


@lru_cache(maxsize=1)
def program() -> str:
    """The digest of the program as far as codings come from it, and of its bundled lists."""
    package = Path(__file__).parents[1]
    files = [each for room in _ROOMS for each in sorted((package / room).rglob("*.*")) if _is_source(each)]
    files += [each for room in _LISTS for each in sorted(bundled("models", room).rglob("*.*"))]
    whole = sha256()
    for each in files:
        whole.update(each.name.encode() + sha256(each.read_bytes()).digest())
    return whole.hexdigest()


def _is_source(path: Path) -> bool:
    return path.suffix in {".py", ".txt", ".json", ".yaml"} and path.is_file()


def _read(path: Path, interview: Interview) -> Coding | None:
    """The coding kept under `path`; None where there is none, or none that can be read."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        mentions = tuple(map(_mention, kept["mentions"]))
        ratings = tuple(Rating(**each) for each in kept["ratings"])
        os.utime(path)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    coding = Coding(interview, mentions, ratings)
    return coding if _fits(coding) else None


def _fits(coding: Coding) -> bool:
    """Whether everything in the coding stands where it says."""
    placed: tuple[Mention | Rating, ...] = (*coding.mentions, *coding.ratings)
    turns = coding.interview.turns
    return all(turns[each.turn].text[each.start : each.stop] == each.text for each in placed)


def _mention(kept: Mapping[str, Any]) -> Mention:
    return Mention(**{**kept, "kind": Kind(kept["kind"]), "trend": Trend(kept["trend"])})


def _write(path: Path, coding: Coding) -> None:
    kept = {"mentions": _rows(coding.mentions), "ratings": _rows(coding.ratings)}
    with suppress(InputError), whole_file(path) as temporary:
        temporary.write_text(json.dumps(kept, ensure_ascii=False), "utf-8", newline="\n")


def _rows(found: Sequence[Mention] | Sequence[Rating]) -> list[dict[str, Any]]:
    return [asdict(each) for each in found]


def _clear(folder: Path) -> None:
    """Take away what nobody has used for long."""
    for path in _entries(folder):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _KEPT:
                path.unlink()


def _entries(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from folder.glob("*.json")
