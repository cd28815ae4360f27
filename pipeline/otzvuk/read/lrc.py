"""Lyrics files (`.lrc`), which recognisers write too: `[00:43.81]text`, an empty line where one ends."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.read import timecode
from otzvuk.read.dialogue import transcript
from otzvuk.read.encoding import read_text
from otzvuk.read.markers import marked_lines
from otzvuk.read.transcript import Line, Transcript

_TIME = re.compile(r"\[(\d{1,3}:\d{2}(?::\d{2})?(?:[.:,]\d{1,3})?)\]\s*")
_WORD_TIME = re.compile(r"<\d{1,3}:\d{2}(?:[.:]\d{1,3})?>\s*")
_TAG = re.compile(r"\[[a-z#]+:.*\]\s*\Z", re.IGNORECASE)


def read_lrc(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.lrc` file; its lines in the order of their times, a line with several times comes as often."""
    lines: list[Line] = []
    for number, row in enumerate(read_text(path).split("\n"), 1):
        times, rest = [], row.strip()
        while found := _TIME.match(rest):
            times.append(timecode.seconds(found[1]))
            rest = rest[found.end() :]
        text = _WORD_TIME.sub("", rest).strip()
        if not times and text and not _TAG.match(text):
            lines.append(Line(text, f"строка {number}"))
        lines += [Line(text, f"строка {number}", seconds=each) for each in times]
    if all(line.seconds is not None for line in lines):
        lines.sort(key=lambda line: line.seconds or 0.0)
    # a time without words is where the line before it ends
    ended = [
        replace(line, stop=after.seconds) if after is not None and not after.text else line
        for line, after in zip_longest(lines, lines[1:])
    ]
    spoken = [line for line in ended if line.text]
    if not any(line.seconds is not None for line in spoken):
        raise InputError(
            "нет ни одной строки со временем", file=path, expected="строки вида «[00:43.81]текст»"
        )
    return transcript(marked_lines(spoken, known), known=known, segments=True)
