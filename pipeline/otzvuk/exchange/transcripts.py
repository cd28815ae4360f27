"""An interview that was taken over, as a file that reads as the same turns: text, with times, or a table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from otzvuk.folder.csvfile import csv_text
from otzvuk.model.interview import Interview, Turn


def forms(interview: Interview) -> Iterator[tuple[str, str]]:
    """The suffix and the contents of files that may hold `interview`, the most telling first."""
    if any(turn.cues for turn in interview.turns):
        yield ".txt", _text(interview, timed=True)
        yield ".csv", _sheet(interview, timed=True)
    yield ".txt", _text(interview, timed=False)
    yield ".csv", _sheet(interview, timed=False)


def file_name(name: str) -> str:
    """`name` as far as file systems allow, "" where nothing is left."""
    return re.sub(r'[\\/:*?"<>|#\x00-\x1f]+', "_", name).strip(". ")[:60].strip(". ")


def fresh_name(name: str, taken: Collection[str]) -> str:
    """`name`, numbered where one of `taken` is the same but for its case."""
    names, number, fresh = {each.casefold() for each in taken}, 2, name
    while fresh.casefold() in names:
        fresh, number = f"{name} ({number})", number + 1
    return fresh


def _text(interview: Interview, *, timed: bool) -> str:
    return "".join(_turn(turn, timed=timed) for turn in interview.turns)


def _turn(turn: Turn, *, timed: bool) -> str:
    """A turn with its times before the words that they are of, or before the next: none stands within one."""
    starts = [found.start() for found in re.finditer(r"\S+", turn.text)]
    marks: dict[int, str] = {}
    for cue in turn.cues if timed else ():
        at = next((start for start in starts if start >= cue.offset), None)
        if at is not None:
            marks.setdefault(at, f"[{_clock(cue.seconds)}] ")
    first = marks.pop(starts[0], "") if starts else ""
    cuts = [0, *marks, len(turn.text)]
    pieces = (marks.get(start, "") + turn.text[start:stop] for start, stop in pairwise(cuts))
    return f"{first}{turn.speaker or '—'}: {''.join(pieces)}\n\n"


def _sheet(interview: Interview, *, timed: bool) -> str:
    if not timed:
        return "\ufeff" + csv_text(
            [("speaker", "text"), *((turn.speaker, turn.text) for turn in interview.turns)]
        )
    rows = ((turn.speaker, turn.text, _start(turn)) for turn in interview.turns)
    return "\ufeff" + csv_text([("speaker", "text", "start"), *rows])


def _start(turn: Turn) -> str:
    return _clock(turn.cues[0].seconds) if turn.cues else ""


def _clock(seconds: float) -> str:
    whole, rest = divmod(round(seconds * 1000), 1000)
    fraction = f".{rest:03d}" if rest else ""
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{fraction}"
