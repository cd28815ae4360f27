"""The long steps of an analysis on a Dask cluster: reading, names and coding of interviews are its tasks.

Everything else stays where it is: files are read here and sent by content, results come back and are counted
here. What is done again where a worker has died is Dask's own business.
"""

from __future__ import annotations

import logging
import os
import pickle
import platform
import socket
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import Any, Final

from otzvuk.codings.cache import program
from otzvuk.model.bundled import bundled
from otzvuk.model.errors import InputError
from otzvuk.model.extra import needed
from otzvuk.model.spread import Item, Made, Task, cut, spread_over, work_on
from otzvuk.plugins import plugged_digest

LOCAL: Final = "local"
"""The address of workers that are started on this machine, one a core."""

LIBRARIES: Final = (
    "charset-normalizer",
    "navec",
    "numpy",
    "onnxruntime",
    "phonenumberslite",
    "pymorphy3",
    "pymorphy3-dicts-ru",
    "pypdfium2",
    "python-calamine",
    "razdel",
    "slovnet",
)
"""Those that a result depends on."""

_WAIT: Final = 15.0  # seconds for an answer
_TASK: Final = 3.0  # seconds of work of a task, long beside what Dask takes for one
_AHEAD: Final = 3  # tasks a thread that are sent before the first of them is back


@contextmanager
def cluster(address: str, *, wait: float = _WAIT) -> Iterator[None]:
    """Let the work of `otzvuk.model.spread.each` be done by the Dask cluster at `address` within the block.

    `address` is that of its scheduler («tcp://10.0.0.5:8786»), or `LOCAL`. Raises `InputError` where the
    extra is not installed, nobody answers within `wait` seconds, or workers are not of this version with
    these models and libraries.
    """
    with needed("для --cluster", extra="cluster"):
        import distributed
    with _quiet(), _client(distributed, address, wait) as client:
        _check_workers(client, address, wait)
        with spread_over(_Cluster(client)):
            yield


@contextmanager
def _client(distributed: Any, address: str, wait: float) -> Iterator[Any]:
    local = None
    try:
        try:
            if address == LOCAL:
                local = distributed.LocalCluster(
                    n_workers=os.cpu_count() or 1,
                    threads_per_worker=1,
                    dashboard_address=None,
                    silence_logs=logging.CRITICAL,
                )
            else:
                _knock(address, wait)
            client = distributed.Client(local or address, timeout=wait, set_as_default=False)
        except (OSError, ValueError, RuntimeError, TypeError) as error:
            raise InputError(
                "кластер Dask не отвечает",
                value=address,
                expected="адрес планировщика, видимый с этой машины, например tcp://10.0.0.5:8786, или local",
            ) from error
        try:
            yield client
        finally:
            with suppress(Exception):  # whoever has gone need not be told that we go
                client.close(timeout=2)
    finally:
        if local is not None:
            with suppress(Exception):
                local.close(timeout=5)


def _knock(address: str, wait: float) -> None:
    """Raise `OSError` or `ValueError` where nobody listens: a client of Dask that failed is slow to go."""
    from distributed.comm.addressing import parse_address, parse_host_port

    scheme, place = parse_address(address)
    if scheme in {"tcp", "tls"}:
        with socket.create_connection(parse_host_port(place), timeout=wait):
            pass


def _check_workers(client: Any, address: str, wait: float) -> None:
    try:
        client.wait_for_workers(1, timeout=wait)
    except TimeoutError as error:
        raise InputError(
            "у кластера Dask нет рабочих процессов", value=address, expected="хотя бы один dask worker"
        ) from error

    def probe() -> Any:  # sent as it stands: a worker may lack the program altogether
        try:
            from otzvuk.scale import surroundings

            return surroundings()
        except Exception as error:
            return {"otzvuk": f"нет ({type(error).__name__})"}

    try:
        told = client.run(probe, on_error="return")
    except Exception as error:
        raise _broken(error) from error
    for worker, theirs in sorted(told.items()):
        check_surroundings(theirs if isinstance(theirs, dict) else {"otzvuk": "нет"}, str(worker))


@lru_cache(maxsize=1)
def surroundings() -> dict[str, str]:
    """What the results of a process depend on: versions, and digests of the program and its models."""
    models = sorted(bundled("models").rglob("*.*"))
    cards = [each for each in models if each.name == "model.json" or each.parent.name == "names"]
    whole = sha256("".join(sha256(each.read_bytes()).hexdigest() for each in cards).encode()).hexdigest()
    found = {
        "otzvuk": _version("otzvuk"),
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "программа": program()[:12],
        "модели": whole[:12],
    }
    return found | {name: _version(name) for name in LIBRARIES} | {"плагины": plugged_digest()[:12]}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "нет"


def check_surroundings(theirs: Mapping[str, str], worker: str) -> None:
    """Raise `InputError` unless a worker's `surroundings` are those of this process."""
    _refuse_others(theirs, surroundings(), f" {worker}", said="здесь", most=4)


def _refuse_others(
    theirs: Mapping[str, str], wanted: Mapping[str, str], worker: str, *, said: str, most: int
) -> None:
    other = [
        f"{name} {theirs.get(name, 'нет')}, {said} {value}"
        for name, value in wanted.items()
        if theirs.get(name) != value
    ]
    if other:
        raise InputError(
            f"рабочий процесс кластера{worker} дал бы другие числа:",
            value="; ".join(other[:most]),
            expected="та же версия otzvuk с теми же библиотеками и моделями",
        )


class _Cluster:
    """The workers of a Dask cluster (`otzvuk.model.spread.Workers`)."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def worth(self, seconds: float) -> bool:
        """Always: it was asked for."""
        return seconds >= 0

    def expect(self, seconds: float) -> None:
        """Nothing: they are there."""

    def work(
        self,
        task: Task[Item, Made],
        items: Sequence[Item],
        sizes: Sequence[float],
        pack: Callable[[Item], Item] | None,
    ) -> Iterator[Made]:
        """What the `task` makes of each item, in their order; few are under way at a time."""
        try:
            threads = max(1, sum(self._client.nthreads().values()))
            # a task of its own: the scheduler remembers it, so that no worker's death loses what all need
            shared = self._client.submit(_same, pickle.dumps(task, protocol=5), retries=5, pure=False)
            waiting: deque[Any] = deque()
            parts = max(4 * threads, round(sum(sizes) / _TASK))
            for first, stop in cut(sizes, parts):
                group = items[first:stop]
                sent = pickle.dumps(list(map(pack, group)) if pack else list(group), protocol=5)
                waiting.append(
                    self._client.submit(_work, surroundings(), shared, sent, retries=2, pure=False)
                )
                if len(waiting) > _AHEAD * threads:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except InputError:
            raise
        except Exception as error:
            raise _broken(error) from error


def _broken(error: Exception) -> InputError:
    return InputError(
        "работа на кластере Dask прервана",
        value=f"{type(error).__name__}: {error}".rstrip(": "),
        expected="кластер, который работает до конца; повторный запуск продолжит с того, что сделано",
    )


def _same(blob: bytes) -> bytes:
    return blob


_one_at_a_time: Final = Lock()  # a worker may have several threads; the dictionary is safe in one


def _work(expected: dict[str, str], task: bytes, items: bytes) -> list[Any]:
    """On a worker: what a task makes of items. A worker that joined late is checked here."""
    with _one_at_a_time:
        _refuse_others(surroundings(), expected, "", said="нужно", most=1)
        return work_on(task, pickle.loads(items))


@contextmanager
def _quiet() -> Iterator[None]:
    """What Dask tells of connections and workers is not for the terminal: what matters is one sentence."""
    loggers = [logging.getLogger(name) for name in ("distributed", "tornado", "asyncio", "bokeh")]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for each, level in zip(loggers, levels, strict=True):
            each.setLevel(level)
