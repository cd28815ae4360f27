"""The page's templates, compiled once, as Python keeps modules: in __pycache__ beside them.

Where nothing can be written there (a program installed for all), in the cache of the study that is analysed.
Compiling takes longer than filling them.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Final

from jinja2.bccache import Bucket, BytecodeCache, FileSystemBytecodeCache

from otzvuk.folder.cache import ledger

ROOM: Final = "templates"


class Compiled(BytecodeCache):
    """Compiled templates by their name, source, the options of their environment and Jinja's version."""

    def __init__(self, folder: Path, options: str) -> None:
        self._options = f"{options} {version('jinja2')}"
        pattern = f"{sys.implementation.cache_tag}-%s.jinja"
        self._beside = FileSystemBytecodeCache(str(folder / "__pycache__"), pattern)
        self._folder = folder / "__pycache__"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Another one for other options: Jinja itself asks for the source only."""
        return super().get_cache_key(f"{name} {self._options}", filename)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept; whatever cannot be used is as if it were not there."""
        try:
            self._beside.load_bytecode(bucket)
        except Exception:  # damaged: Jinja does not look at what it reads
            bucket.reset()
        kept = ledger(ROOM) if bucket.code is None else None
        if kept and bucket.key in kept:
            bucket.load_bytecode(BytesIO(kept[bucket.key]))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it for the next run; where that cannot be done nothing is said."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                self._folder.mkdir(exist_ok=True)
                self._beside.dump_bytecode(bucket)
                return
        kept = ledger(ROOM)
        if kept is not None:
            made = BytesIO()
            bucket.write_bytecode(made)
            kept[bucket.key] = made.getvalue()
