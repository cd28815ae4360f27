"""Recognised speech as JSON: Whisper and its kin (`segments`), whisper.cpp (`transcription`)."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from otzvuk.errors import InputError
from otzvuk.read import timecode
from otzvuk.read.dialogue import transcript
from otzvuk.read.encoding import read_text
from otzvuk.read.transcript import Line, Transcript

_EXPECTED = "список segments, в каждом элементе start, end и text"


def read_whisper(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.json` file of recognised speech; a segment's `speaker` is used where there is one."""
    try:
        tree = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        place = (
            f"строка {error.lineno}, столбец {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        )
        raise InputError("это не JSON", file=path, place=place, expected=_EXPECTED) from error
    segments = tree
    if isinstance(tree, dict):
        segments = tree.get("segments", tree.get("transcription"))
    if not isinstance(segments, list) or not segments:
        raise InputError("в файле нет распознанной речи", file=path, expected=_EXPECTED)
    lines = [_line(segment, number, path) for number, segment in enumerate(segments, 1)]
    if not any(line.text for line in lines):
        raise InputError("в файле нет распознанной речи", file=path, expected=_EXPECTED)
    if any(line.speaker for line in lines):
        lines = [
            Line(each.text, each.place, each.speaker or "", each.seconds, each.stop)
            for each in lines
            if each.text
        ]
    return transcript(lines, known=known, segments=True)


def _line(segment: Any, number: int, path: Path) -> Line:
    place = f"фрагмент {number}"
    if not isinstance(segment, dict) or not isinstance(segment.get("text"), str):
        raise InputError("у фрагмента нет текста", file=path, place=place, expected=_EXPECTED)
    times = segment.get("timestamps")
    times = times if isinstance(times, dict) else {}
    start = _seconds(segment.get("start", times.get("from")), path, place)
    stop = _seconds(segment.get("end", times.get("to")), path, place)
    speaker = segment.get("speaker")
    name = str(speaker) if isinstance(speaker, str | int) and not isinstance(speaker, bool) else None
    return Line(segment["text"].strip(), place, name, start, stop)


def _seconds(value: Any, path: Path, place: str) -> float | None:
    if value is None:
        return None
    try:
        return timecode.seconds(str(value))
    except ValueError as error:
        raise InputError(
            "неверное время", file=path, place=place, value=value, expected="число секунд"
        ) from error
