"""Untrusted files read in another process, which may take so much memory and time and no more.

One process serves a whole folder and whatever is read after it; it is started ahead (`prepare`), as its
start takes longer than most files, and anew after a file that has cost it its life.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Collection
from pathlib import Path
from typing import Literal

from otzvuk.model.errors import InputError, PassingError
from otzvuk.read import limits
from otzvuk.read.messages import Answer, Request, receive, send
from otzvuk.read.table import Records
from otzvuk.read.transcript import Transcript

_lock = threading.RLock()
_current: _Process | None = None


def prepare() -> None:
    """Start the process now, so that it is there when the first file wants it."""
    with _lock:
        _process()


def transcript(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """The transcript that the reading process finds in `path`.

    Raises `InputError` for all that the file does wrong: its own faults, too much memory, too much time.
    """
    found = _ask("transcript", path, known).transcript
    return found or Transcript(())


def records(path: Path) -> Records:
    """The rows that the reading process finds in the table `path`; raises as `transcript` does."""
    return _ask("records", path).records or []


def _ask(what: Literal["transcript", "records"], path: Path, known: Collection[str] = ()) -> Answer:
    own = limits.current()
    with _lock:
        process = _process()
        request = Request(what, str(path.absolute()), own, tuple(known))
        try:
            answer = process.ask(request, own.seconds)
        except TimeoutError as error:
            stop()
            raise PassingError(
                "файл читался слишком долго и оставлен:",
                file=path,
                value=f"{own.seconds:g} с",
                expected="файл проще или больший предел seconds (ключ limits в study.yaml)",
            ) from error
        if answer is None or answer.exhausted:
            stop()
            raise PassingError(
                "чтение файла прервано: он потребовал слишком много памяти или повреждён",
                file=path,
                expected=f"файл, на который хватает {own.memory_mb} МБ (ключ limits в study.yaml)",
            )
    if fault := answer.fault:
        named = path if fault.file in {None, request.path} else fault.file
        raise (PassingError if fault.passing else InputError)(
            fault.what, file=named, place=fault.place, value=fault.value, expected=fault.expected
        )
    return answer


def stop() -> None:
    """End the process; the next file starts another."""
    global _current
    with _lock:
        if _current is not None:
            _current.end()
            _current = None


def _process() -> _Process:
    global _current
    if _current is None or not _current.alive:
        stop()
        _current = _Process()
    return _current


class _Process:
    """The reading process and the thread that waits for its answers."""

    def __init__(self) -> None:
        root = str(Path(__file__).parents[2])
        paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}
        # -P: the folder that one happens to work in holds no modules of ours
        command = [sys.executable, "-P", "-m", "otzvuk.read.worker"]
        try:
            self._child = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise InputError("не запускается процесс чтения", file=sys.executable) from error
        self._owner = os.getpid()
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def alive(self) -> bool:
        """Does it still run, and is it ours (not that of the process we were forked from)?"""
        return self._owner == os.getpid() and self._child.poll() is None

    def ask(self, request: Request, seconds: float) -> Answer | None:
        """The answer, None where the process has died. Raises `TimeoutError`."""
        assert self._child.stdin is not None
        try:
            send(self._child.stdin, request)  # type: ignore[arg-type]
        except OSError:
            return None
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError from None

    def end(self) -> None:
        """Kill it and wait until it is gone."""
        if self._owner != os.getpid():
            return
        self._child.kill()
        self._child.wait()
        for stream in (self._child.stdin, self._child.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()

    def _listen(self) -> None:
        assert self._child.stdout is not None
        while True:
            try:
                answer = receive(self._child.stdout, Answer)  # type: ignore[arg-type]
            except (ValueError, OSError, RecursionError):
                answer = None
            self._answers.put(answer)
            if answer is None:
                return


atexit.register(stop)
