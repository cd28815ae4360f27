"""Codings kept between runs: an interview that has not changed is not coded again.

An entry is named by all that a coding depends on, the program included, so that none is ever out of date
(`otzvuk.folder.cache`).
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from otzvuk.coding.coder import code_study, coder_key
from otzvuk.folder.cache import ELSEWHERE, Cache, cache_folder, cache_of
from otzvuk.folder.cache import program as whole_program
from otzvuk.model.bundled import bundled
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Mention, Rating
from otzvuk.model.study import Study

__all__ = ["ELSEWHERE", "cache_folder", "code_cached", "program"]

ROOM: Final = "codings"

_ROOMS: Final = ("coding", "language", "model", "codings")  # of the program: what a coding comes from
_LISTS: Final = ("layers", "lexicons", "likeness")  # of the bundled models
_NOBODY: Final = Interview(id="", file="", turns=())  # a coding is kept without the talk


def code_cached(study: Study, *, jobs: int = 1, rules_only: bool = False) -> tuple[Coding, ...]:
    """`code_study`, with what was coded before taken from the study's cache."""
    cache = cache_of(study.path)
    if cache.folder is None:
        return code_study(study, jobs=jobs, rules_only=rules_only)
    common = _common(study, rules_only=rules_only)
    keys = [_key(common, each) for each in study.interviews]
    found = [_read(cache, key, each) for key, each in zip(keys, study.interviews, strict=True)]
    missing = [each.id for each, known in zip(study.interviews, found, strict=True) if known is None]
    if missing:
        made = iter(code_study(study, only=frozenset(missing), jobs=jobs, rules_only=rules_only))
        for at, (key, known) in enumerate(zip(keys, found, strict=True)):
            if known is None:
                found[at] = coding = next(made)
                cache.put(ROOM, key, replace(coding, interview=_NOBODY))
        cache.tidy()
    return tuple(each for each in found if each is not None)


def _common(study: Study, *, rules_only: bool) -> str:
    """The digest of what the codings of a whole study depend on."""
    parts = [
        whole_program(),
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
    return sha256(f"{common}\0{own!r}".encode()).hexdigest()


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


def _read(cache: Cache, key: str, interview: Interview) -> Coding | None:
    """The coding kept under `key`; None where there is none, or none that fits."""
    kept = cache.get(ROOM, key)
    if not isinstance(kept, Coding):
        return None
    coding = replace(kept, interview=interview)
    return coding if _fits(coding) else None


def _fits(coding: Coding) -> bool:
    """Whether everything in the coding stands where it says."""
    placed: tuple[Mention | Rating, ...] = (*coding.mentions, *coding.ratings, *coding.theirs)
    texts = dict(enumerate(turn.text for turn in coding.interview.turns))
    return all(texts.get(each.turn, "")[each.start : each.stop] == each.text for each in placed) and all(
        0 <= each.start < each.stop <= len(texts.get(each.turn, "")) for each in coding.sayings or ()
    )
