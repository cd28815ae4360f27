"""A progress bar for long work, silent where nobody watches."""

from __future__ import annotations

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


def tell(what: str, done: int, total: int) -> None:
    """Tell those who watch this thread; nothing is drawn."""
    for each in _watchers.get():
        each(what, done, total)


def track(items: Iterable[Item], what: str, *, total: int | None = None) -> Iterator[Item]:
    """Yield `items`, drawing a bar with the Russian text `what` on the error stream if that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress  # late: drawing libraries are not needed to print help

    console = Console(stderr=True)
    tell(what, 0, total or 0)
    if not console.is_terminal or _watchers.get():
        for done, item in enumerate(items, 1):
            tell(what, done, total or 0)
            yield item
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(what, total=total)
        for item in items:
            yield item
            bar.advance(task)


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
