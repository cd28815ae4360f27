"""How much a file may cost: its size, and the memory and time of reading it.

Set by `limits` in study.yaml; the environment (OTZVUK_READ_FILE_MB, OTZVUK_READ_MEMORY_MB,
OTZVUK_READ_SECONDS) overrides it, for a study may come from somebody else.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one file: megabytes on the disk, megabytes of memory and seconds to read it."""

    file_mb: int = 50
    memory_mb: int = 1000
    seconds: float = 60.0


_VARIABLES = {
    "file_mb": "OTZVUK_READ_FILE_MB",
    "memory_mb": "OTZVUK_READ_MEMORY_MB",
    "seconds": "OTZVUK_READ_SECONDS",
}
_own: ContextVar[Limits | None] = ContextVar("limits", default=None)


def current() -> Limits:
    """The limits that hold here: those of the environment, else of the study, else the defaults."""
    own = _own.get() or Limits()
    return Limits(
        file_mb=int(_set("file_mb") or own.file_mb),
        memory_mb=int(_set("memory_mb") or own.memory_mb),
        seconds=_set("seconds") or own.seconds,
    )


@contextmanager
def applied(limits: Limits) -> Iterator[None]:
    """Let `limits` hold within the block."""
    token = _own.set(limits)
    try:
        yield
    finally:
        _own.reset(token)


def enter(limits: Limits) -> None:
    """Let `limits` hold from here on."""
    _own.set(limits)


def _set(name: str) -> float | None:
    try:
        value = float(os.environ.get(_VARIABLES[name], ""))
    except ValueError:
        return None
    return value if 1 <= value < 1e9 else None
