"""Whether a study's files have changed since they were read: looked at beside the pages, never by one."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from otzvuk.folder.layout import CACHE, DRAFT, FOUND_LIST, OUT, PLAN, STORE, TRANSCRIPTS
from otzvuk.model.codebook import DEFAULT

_GLANCE: Final = 2.0  # seconds between two looks at the files
_REST: Final = 200  # times that looking may take until it looks again
_TABLES: Final = ("participants.csv", "participants.xlsx", "ratings.csv", "ratings.xlsx", "names.csv")
_NAMED: Final = {"study.yaml": "настройки (study.yaml)", "guide.yaml": "гайд (guide.yaml)"}

Stamp = tuple[int, int] | None
"""When a file was written and how long it is; None where there is none."""


class Watch:
    """The files of the study in folder `folder` as they are now."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._codebook = folder, ""
        self._seen = self._files()
        self._said, self._looked = "", time.monotonic()
        self._rest = _GLANCE
        self._looking = threading.Lock()

    def mind(self, codebook: str) -> None:
        """Look at the codebook, too, that the study's settings name."""
        if codebook and codebook != DEFAULT:
            self._codebook = codebook
            own = (self._folder / codebook, self._folder / f"{codebook}.yaml")
            self._seen = {**self._seen, **{each: stamp(each) for each in own}}

    @property
    def changes(self) -> str:
        """What has changed since, in Russian; empty where nothing has. Says what the last look has seen."""
        if time.monotonic() - self._looked > self._rest and self._looking.acquire(blocking=False):
            threading.Thread(target=self._look, name="files", daemon=True).start()
        return self._said

    def look(self) -> str:
        """The same after a look of one's own."""
        self._said = self._told(self._files())
        return self._said

    def _look(self) -> None:
        try:
            started = time.monotonic()
            self.look()
            self._looked = time.monotonic()
            self._rest = max(_GLANCE, _REST * (self._looked - started))
        finally:
            self._looking.release()

    def _files(self) -> Mapping[Path, Stamp]:
        home = self._folder / TRANSCRIPTS
        home = home if home.is_dir() else self._folder
        try:
            own = [each for each in home.rglob("*") if not each.name.startswith((".", STORE, DRAFT))]
            talks = [each for each in own if each.is_file() and not _is_ours(each.relative_to(home))]
        except OSError:  # it went while it was looked at
            talks = []
        beside = [self._folder / name for name in (*_NAMED, *_TABLES)]
        if self._codebook:
            beside += [self._folder / self._codebook, self._folder / f"{self._codebook}.yaml"]
        return {each: stamp(each) for each in (*talks, *beside)}

    def _told(self, now: Mapping[Path, Stamp]) -> str:
        """Counts, no names of transcripts: they tell who was asked."""
        differ = [each for each in now.keys() | self._seen.keys() if now.get(each) != self._seen.get(each)]
        beside = {each for each in differ if each.parent == self._folder and self._is_beside(each)}
        talks = [each for each in differ if each not in beside]
        parts = []
        for label, own in (
            ("изменено стенограмм", [each for each in talks if now.get(each) and self._seen.get(each)]),
            ("добавлено", [each for each in talks if not self._seen.get(each)]),
            ("удалено", [each for each in talks if not now.get(each)]),
        ):
            parts += [f"{label}: {len(own)}"] if own else []
        named = {_NAMED.get(each.name, each.name) for each in beside}
        parts += [f"изменено: {each}" for each in sorted(named)]
        return "; ".join(parts)

    def _is_beside(self, path: Path) -> bool:
        own = (*_NAMED, *_TABLES, self._codebook, f"{self._codebook}.yaml")
        return path.name in own


def _is_ours(path: Path) -> bool:
    """Whether a file below a bare folder of transcripts is none: reports, what the program keeps."""
    return path.parts[0] in {OUT, CACHE} or path.name in {FOUND_LIST, PLAN}


def stamp(path: Path) -> Stamp:
    """When the file was written and how long it is; None where it cannot be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
