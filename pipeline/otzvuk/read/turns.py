"""From labelled lines to turns: where each contribution begins and ends, and when it was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from otzvuk.model.interview import Cue, Turn
from otzvuk.read import timecode
from otzvuk.read.label import Label
from otzvuk.read.names import key
from otzvuk.read.transcript import Line


class Running:
    """A turn that is being put together."""

    def __init__(self, speaker: str, place: str, separator: str, until: float | None = None) -> None:
        self.speaker, self.place, self.separator = speaker, place, separator
        self.until = until  # the time at which what was said last had ended
        self._pieces: list[str] = []
        self._length = 0
        self._cues: list[Cue] = []

    def add(self, text: str, seconds: float | None) -> None:
        """Append `text`, said at `seconds`; times that it begins with or holds become cues."""
        text, seconds = timed(text, seconds)
        text, inside = timecode.cut(text.strip(), after=self._cues[-1].seconds if self._cues else self.until)
        text = text.strip()
        start = self._length + len(self.separator) if self._length else 0
        if text:
            self._pieces.append(text)
            self._length = start + len(text)
            if seconds is None:
                seconds = self.until
        if seconds is not None:
            self._cue(start, seconds)
        if text:
            self.until = None
        for offset, moment in inside:
            if offset < len(text) or not text:
                self._cue(start + offset, moment)
            else:
                self.until = moment

    def _cue(self, offset: int, seconds: float) -> None:
        if self._cues and self._cues[-1].offset >= offset:  # a label's time, then that of its first line
            self._cues.pop()
        self._cues.append(Cue(offset, seconds))

    @property
    def end(self) -> str:
        """The last words."""
        return self._pieces[-1][-20:] if self._pieces else ""

    def turn(self) -> list[Turn]:
        """The turn so far; none where nothing was said."""
        cues = tuple(cue for cue in self._cues if cue.offset < self._length)
        text = self.separator.join(self._pieces)
        return [Turn(self.speaker, text, self.place, cues)] if text else []


def named_turns(
    lines: Sequence[Line], labels: Sequence[Label | None], *, segments: bool = False
) -> tuple[tuple[Turn, ...], int]:
    """The turns of `lines` from the first label on, and how many fragments had no speaker of their own.

    With `segments` consecutive lines of one speaker are one turn, else each label opens a turn and the
    lines without a label continue it.
    """
    spelling: dict[str, str] = {}
    turns: list[Turn] = []
    running: Running | None = None
    nameless = 0
    for line, label in zip(lines, labels, strict=True):
        if label:
            name = spelling.setdefault(key(label.name), label.name)
            if not (segments and running and running.speaker == name):
                turns += running.turn() if running else []
                until = running.until if running else None
                running = Running(name, line.place, " " if segments else "\n", until)
            running.add(label.rest, label.seconds if label.seconds is not None else line.seconds)
        elif line.text.strip() and (running or segments):
            running = running or Running("", line.place, " ")
            nameless += segments
            running.add(line.text, line.seconds)
    turns += running.turn() if running else []
    return tuple(turns), nameless


def timed(text: str, seconds: float | None) -> tuple[str, float | None]:
    """`text` without a timecode at its beginning, and the time."""
    found = timecode.leading(text.strip())
    if found and found[2]:
        return found[1].lstrip("*_` "), found[0]
    return text, seconds


def with_time_lines(lines: Sequence[Line]) -> list[Line]:
    """`lines`, those that hold nothing but a time given to the next one instead of standing by themselves.

    A lone «10:30» may be an answer: such lines are times where they recur and rise.
    """
    found = {
        at: time
        for at, line in enumerate(lines)
        if line.speaker is None and (time := timecode.only(line.text))
    }
    doubtful = [time[0] for time in found.values() if not time[2]]
    rising = sum(one <= other for one, other in pairwise(doubtful))
    believed = len(doubtful) > 2 and rising >= 0.8 * (len(doubtful) - 1)
    result: list[Line] = []
    pending: float | None = None
    for at, line in enumerate(lines):
        if at in found and (found[at][2] or believed):
            pending = found[at][0]
            result.append(Line("", line.place))
        elif pending is not None and line.text.strip():
            result.append(line if line.seconds is not None else replace(line, seconds=pending))
            pending = None
        else:
            result.append(line)
    return result
