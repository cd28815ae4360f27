"""Recordings in which nobody is named: a sentence's end or a pause closes a turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Turn
from otzvuk.read import timecode
from otzvuk.read.loops import without_loops
from otzvuk.read.transcript import Line, Transcript
from otzvuk.read.turns import Running, timed

_PAUSE = 2.0  # seconds of silence that part two turns


def unnamed(lines: Sequence[Line], *, nobody_named: bool) -> Transcript:
    """The turns of `lines`. Raises `InputError` where they have no times and `nobody_named` is False."""
    apart = [_apart(line) for line in lines if line.text.strip()]
    known_times = sum(1 for line in apart if line.seconds is not None and line.text)
    if not nobody_named and known_times * 2 < max(len(apart), 2):
        raise InputError(
            "в стенограмме не найдено ни одного говорящего",
            expected="в начале реплик имя с двоеточием, например «Интервьюер: …» и «Иван Петрович: …»; "
            "если это распознанная речь без имён, дайте файлу окончание .text",
        )
    apart, loops = without_loops(apart)
    turns: list[Turn] = []
    running: Running | None = None
    last: float | None = None
    for line in apart:
        silent = line.seconds is not None and last is not None and line.seconds - last > _PAUSE
        if running and (silent or line.opens or re.search(r"[.?!…][\"»)]*$", running.end)):
            turns += running.turn()
            running = Running("", line.place, " ", running.until)
        running = running or Running("", line.place, " ")
        running.add(line.text, line.seconds)
        last = line.stop
    turns += running.turn() if running else []
    return Transcript(tuple(turns), loops)


def _apart(line: Line) -> Line:
    """`line` with the times that its text begins with taken out of it."""
    text, seconds = timed(line.text, line.seconds)
    stop = line.stop if line.stop is not None else timecode.end(line.text.strip())
    return replace(line, text=text, seconds=seconds, stop=stop)
