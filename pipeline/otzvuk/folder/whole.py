"""Files are whole or not there: written under a temporary name beside their place, then moved to it.

A set of files that belong together can wait for each other (`whole_files`), so that a run that is killed
while it writes leaves the earlier set as it was.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from glob import escape
from pathlib import Path

from otzvuk.model.errors import FULL, InputError, reason

_STALE = 24 * 3600.0  # seconds: no run takes so long to write, not even with clocks that differ

_waiting: ContextVar[list[tuple[Path, Path]] | None] = ContextVar("waiting", default=None)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary path to write to; it becomes `path` when the block ends, and goes if the block fails.

    Within `whole_files` it becomes `path` when that block ends. The folder is made where there is none.
    Raises `InputError` where the file cannot be written, as when Excel holds it open under Windows.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    waiting, written = _waiting.get(), False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        yield temporary
        if waiting is None:
            temporary.replace(path)
        else:
            waiting.append((temporary, path))
        written = True
    except OSError as error:
        raise _refusal(path, error) from error
    finally:
        if not written:
            with suppress(OSError):  # its folder never came to be
                temporary.unlink()


@contextmanager
def whole_files() -> Iterator[None]:
    """Let the files written in the block take their places together at its end, in the order written.

    If the block fails, all files stay as they were. Raises `InputError` where a place cannot be taken; the
    places after it are then not taken either.
    """
    waiting: list[tuple[Path, Path]] = []
    token = _waiting.set(waiting)
    try:
        yield
        for temporary, path in waiting:
            try:
                temporary.replace(path)
            except OSError as error:
                raise _refusal(path, error) from error
    finally:
        _waiting.reset(token)
        for temporary, _ in waiting:
            with suppress(OSError):  # it has its place
                temporary.unlink()


def waiting_files() -> dict[Path, Path]:
    """The files that wait within `whole_files`: each place and where its file is until then."""
    return {path: temporary for temporary, path in _waiting.get() or ()}


def _sweep(path: Path) -> None:
    """Remove what runs that were killed long ago left of `path`."""
    for left in path.parent.glob(f".{escape(path.name)}.*.tmp"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE:
                left.unlink()


def _refusal(path: Path, error: OSError) -> InputError:
    full = error.errno in FULL
    return InputError(
        "файл не записывается",
        file=path,
        value=reason(error),
        expected="место для него; прежние результаты целы"
        if full
        else "папка, в которую можно писать, и файл, не открытый в другой программе",
    )
