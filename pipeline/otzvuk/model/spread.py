"""Work on the pieces of a study spread over workers: other processes, or what `otzvuk.scale` joins.

The same work in the same order gives the same answers, whoever does it. Nothing is kept open between the
pieces but what `Task` makes once a worker: a coder with its model, say.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from multiprocessing import get_context
from typing import Any, Final, Protocol, TypeVar

from otzvuk.model.errors import InputError

Item = TypeVar("Item")
Made = TypeVar("Made")

Task = Callable[[], Callable[[Item], Made]]
"""Makes what works on a piece. Can be pickled: a `partial` of a function of a module."""

WARM: Final = "otzvuk.warm"
"""What the server of worker processes imports before it starts any: all that they share."""

WORTH: Final = 1.5
"""Seconds of one process below which starting others costs more than it saves."""

_PARTS: Final = 6  # that each worker gets of the work, so that none waits long for the last


class Workers(Protocol):
    """Whoever works on pieces: other processes of this machine, a cluster."""

    def worth(self, seconds: float) -> bool:
        """Whether work that takes one process so long is better given to them."""
        ...

    def expect(self, seconds: float) -> None:
        """Get ready, if that can be done meanwhile: work that takes one process so long is to come."""
        ...

    def work(
        self,
        task: Task[Item, Made],
        items: Sequence[Item],
        sizes: Sequence[float],
        pack: Callable[[Item], Item] | None,
    ) -> Iterator[Made]:
        """What the `task` makes of each item, in their order.

        `sizes` say how many seconds each takes one process, roughly; `pack` makes of an item what can be sent
        to another machine.
        """
        ...


_workers: ContextVar[Workers | None] = ContextVar("workers", default=None)


@contextmanager
def spread_over(workers: Workers | None) -> Iterator[None]:
    """Let `each` spread its work over `workers` within the block; None: whoever had it before."""
    if workers is None:
        yield
        return
    token = _workers.set(workers)
    try:
        yield
    finally:
        _workers.reset(token)


def expect(seconds: float) -> None:
    """Tell the workers, if any, that work which takes one process so long is to come."""
    if (workers := _workers.get()) is not None:
        workers.expect(seconds)


def alone() -> bool:
    """Whether there are no workers here."""
    return _workers.get() is None


def each(
    task: Task[Item, Made],
    items: Sequence[Item],
    *,
    sizes: Sequence[float],
    rate: float,
    pack: Callable[[Item], Item] | None = None,
) -> Iterator[Made]:
    """What the `task` makes of each item, in their order; spread over workers where that is worth it.

    `sizes` say how long each item takes beside the others, `rate` how much of that one process does a second.
    `pack` makes of an item what can be sent to another machine, where it cannot be sent as it is.
    """
    workers = _workers.get()
    if not items:
        return iter(())
    if workers is None or len(items) < 2 or not workers.worth(sum(sizes) / rate):
        return map(task(), items)
    return workers.work(task, items, [size / rate for size in sizes], pack)


@contextmanager
def processes(jobs: int) -> Iterator[None]:
    """Let `each` use up to so many processes within the block; they end with it.

    Nothing changes where somebody has workers already, or for one process.
    """
    if jobs < 2 or _workers.get() is not None:
        yield
        return
    pool = _Processes(jobs)
    try:
        with spread_over(pool):
            yield
    finally:
        pool.close()


class _Processes:
    """Up to `jobs` processes, started with the first work that is worth it."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._begun = False

    def worth(self, seconds: float) -> bool:
        return seconds > (WORTH / 10 if self._begun else WORTH)

    def expect(self, seconds: float) -> None:
        if not self._begun and seconds > WORTH:
            self._begun = True
            if sys.platform == "linux":
                from multiprocessing import forkserver

                _context()
                forkserver.ensure_running()  # it loads what all need while this process goes on

    def work(
        self,
        task: Task[Item, Made],
        items: Sequence[Item],
        sizes: Sequence[float],
        pack: Callable[[Item], Item] | None,  # noqa: ARG002 # this machine's files lie where they lie
    ) -> Iterator[Made]:
        self._begun = True
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=_context())
        blob = pickle.dumps(task, protocol=5)
        futures = [
            self._pool.submit(work_on, blob, items[first:stop])
            for first, stop in cut(sizes, self._jobs * _PARTS)
        ]
        try:
            for at, future in enumerate(futures):
                futures[at] = None  # type: ignore[call-overload] # what was handed out is not kept
                yield from future.result()
        except BrokenProcessPool as error:
            raise InputError(
                "рабочий процесс прерван: ему не хватило памяти или его остановили",
                value=f"процессов {self._jobs}",
                expected="меньшее число --jobs",
            ) from error
        finally:
            for left in futures:
                if left is not None:
                    left.cancel()

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _context() -> Any:
    """How processes are started: never forked from this one, which may hold threads (Arrow's).

    Under Linux a server that has loaded what all of them need is forked; elsewhere that is not safe.
    """
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([WARM])
    return context


def cut(sizes: Sequence[float], parts: int) -> Iterator[tuple[int, int]]:
    """Ranges [first, stop) of items that take about as long as each other, in order, about so many."""
    share, first, size = sum(sizes) / max(parts, 1), 0, 0.0
    for at, own in enumerate(sizes):
        size += own
        if size >= share or at == len(sizes) - 1:
            yield first, at + 1
            first, size = at + 1, 0.0


def work_on(task: bytes, items: Sequence[Any]) -> list[Any]:
    """What a pickled task makes of items; a worker keeps the task of its last work."""
    return [*map(_made(task), items)]


@lru_cache(maxsize=1)
def _made(task: bytes) -> Callable[[Any], Any]:
    made: Callable[[Any], Any] = pickle.loads(task)()
    return made
