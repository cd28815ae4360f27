"""What a command of numbers printed, printed again where nothing that it came from has changed.

An answer is kept under the state of the study (`otzvuk.codings.known`), all options and what the terminal is
like; what is printed is then the same to the byte, and no library of numbers is imported for it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Any, Final, TextIO, cast

import typer

ROOM: Final = "answers"

_ELSEWHERE: Final = ("csv", "out", "coding", "second")  # what is written to files or comes from elsewhere
_SAME: Final = ("jobs",)  # an answer does not depend on it
_LONGEST: Final = 4 * 2**20  # code points of an answer that is kept
_TERMINAL: Final = ("COLUMNS", "LINES", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING")
_PREFIXES: Final = ("TTY_", "JUPYTER_")

_asides: ContextVar[list[str | None] | None] = ContextVar("asides", default=None)


def aside(text: str, *, passing: bool = False) -> None:
    """Say something on the error stream that belongs to the answer and is said again with it.

    An answer with something `passing`, which another run may find otherwise, is not kept.
    """
    typer.echo(text, err=True)
    said = _asides.get()
    if said is not None:
        said.append(None if passing else text)


def again(command: Callable[..., None]) -> Callable[..., None]:
    """A command over a `study` that prints what it printed before, where that still holds.

    What goes into a file, or is counted of another coding or another study, is always done anew.
    """

    @wraps(command)
    def called(**values: Any) -> None:
        path: Path = values["study"]
        if any(values.get(name) for name in _ELSEWHERE) or not path.is_dir() or _unheard():
            command(**values)
            return
        from otzvuk.codings.known import Known
        from otzvuk.folder.cache import keeping

        known = Known(path)
        asked = (command.__name__, *_told(values), *_terminal())
        kept = known.get(ROOM, *asked)
        if isinstance(kept, tuple):
            asides, text = kept
            for each in asides:
                typer.echo(each, err=True)
            sys.stdout.write(text)
            return
        said: list[str | None] = []  # None: something that passes
        heard = _Heard(sys.stdout)
        token = _asides.set(said)
        sys.stdout = cast("TextIO", heard)
        try:
            with keeping(known.cache):
                command(**values)
        finally:
            sys.stdout = heard.stream
            _asides.reset(token)
        if None not in said and sum(map(len, heard.said)) <= _LONGEST:
            known.put(ROOM, (tuple(said), "".join(heard.said)), *asked)
            known.settle()

    return called


class _Heard:
    """A text stream that remembers what is written to it."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.said: list[str] = []

    def write(self, text: str) -> int:
        count = self.stream.write(text)  # who asks by bytes whether it takes bytes is refused here
        self.said.append(text)
        return count

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def _unheard() -> bool:
    """Whether what is printed does not go through the stream: the console of an old Windows."""
    return sys.platform == "win32" and sys.stdout.isatty()


def _told(values: Mapping[str, Any]) -> list[str]:
    return [f"{name}={value!r}" for name, value in sorted(values.items()) if name not in _SAME]


def _terminal() -> list[str]:
    """All that the look of a table depends on."""
    told = [
        f"{name}={value}"
        for name, value in sorted(os.environ.items())
        if name in _TERMINAL or name.startswith(_PREFIXES)
    ]
    return [*told, str(sys.stdout.isatty()), str(sys.stdout.encoding), *map(_width, (0, 1, 2))]


def _width(descriptor: int) -> str:
    try:
        return str(os.get_terminal_size(descriptor).columns)
    except (AttributeError, ValueError, OSError):
        return ""
