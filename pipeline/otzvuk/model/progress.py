"""How far long work is: a bar in a terminal, plain lines where they are asked for, else silence."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")
Watcher = Callable[[str, int, int], object]
"""Is told what is being done, how many pieces are done, and of how many (0: unknown)."""

_watchers: ContextVar[tuple[Watcher, ...]] = ContextVar("watchers", default=())


@contextmanager
def told(watcher: Watcher) -> Iterator[None]:
    """Tell `watcher` of what is tracked in this thread meanwhile."""
    token = _watchers.set((*_watchers.get(), watcher))
    try:
        yield
    finally:
        _watchers.reset(token)


@contextmanager
def heard(progress: Watcher | None) -> Iterator[None]:
    """Tell `progress`, where there is one, of what is tracked in this thread meanwhile."""
    if progress is None:
        yield
    else:
        with told(progress):
            yield


def tell(what: str, done: int, total: int) -> None:
    """Tell those who watch this thread; nothing is drawn."""
    for each in _watchers.get():
        each(what, done, total)


def track(items: Iterable[Item], what: str, *, total: int | None = None) -> Iterator[Item]:
    """Yield `items`, drawing a bar with the Russian text `what` on the error stream if that is a terminal."""
    tell(what, 0, total or 0)
    if _watchers.get() or not sys.stderr.isatty():
        for done, item in enumerate(items, 1):
            tell(what, done, total or 0)
            yield item
        return
    from rich.console import Console
    from rich.progress import Progress  # late: drawing libraries are not needed where nobody watches

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        for item in items:
            yield item
            bar.advance(task)


@contextmanager
def phase(what: str) -> Iterator[None]:
    """Say on the error stream that `what` (Russian) is being done, if that is a terminal."""
    tell(what, 0, 0)
    drawn = sys.stderr.isatty() and not _watchers.get()
    if drawn:
        sys.stderr.write(f"{what}…\r")
        sys.stderr.flush()
    try:
        yield
    finally:
        if drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


@contextmanager
def plainly(*, every: float = 10.0) -> Iterator[None]:
    """Instead of bars a line on the error stream every so many seconds: what is being done, how far it is."""
    state, ended, began = ["", 0, 0], threading.Event(), time.monotonic()

    def watch(what: str, done: int, total: int) -> None:
        state[:] = [what, done, total]

    def say() -> None:
        while not ended.wait(every):
            what, done, total = state
            if what:
                far = f": {done} из {total}" if total else f": {done}" if done else ""
                print(f"{what}{far}, {time.monotonic() - began:.0f} с", file=sys.stderr, flush=True)  # noqa: T201

    thread = threading.Thread(target=say, name="progress", daemon=True)
    thread.start()
    try:
        with told(watch):
            yield
    finally:
        ended.set()
        thread.join()


@contextmanager
def steps(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for work that reports itself: call the answer with the steps done and all steps."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _done, _total: None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
