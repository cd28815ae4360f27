"""Speech recognised by Whisper and its kin: WhisperX (`segments`), whisper.cpp (`transcription`)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from otzvuk.model.errors import InputError
from otzvuk.read.heard import Heard
from otzvuk.read.jsonfile import listed, moment, speaker_of
from otzvuk.read.transcript import Line

EXPECTED = "список segments, в каждом элементе start, end и text"


def heard(values: list[Any]) -> Heard | None:
    """The speech of Whisper's JSON; None where there is none. Raises `InputError` for faulty segments."""
    tree = values[0] if len(values) == 1 else values
    segments = tree
    if isinstance(tree, dict):
        segments = tree.get("segments", tree.get("transcription"))
    if not isinstance(segments, list) or not segments:
        return None
    return Heard([_line(segment, number) for number, segment in enumerate(segments, 1)])


def _line(segment: Any, number: int) -> Line:
    place = f"фрагмент {number}"
    if not isinstance(segment, dict) or not isinstance(segment.get("text"), str):
        raise InputError("у фрагмента нет текста", place=place, expected=EXPECTED)
    times = segment.get("timestamps")
    times = times if isinstance(times, dict) else {}
    start = moment(segment.get("start", times.get("from")), place)
    stop = moment(segment.get("end", times.get("to")), place)
    return Line(segment["text"].strip(), place, _speaker(segment), start, stop)


def _speaker(segment: dict[str, Any]) -> str | None:
    """The segment's own speaker, else (WhisperX) whoever says most of its words."""
    own = speaker_of(segment.get("speaker"))
    if own:
        return own
    said = [speaker_of(word.get("speaker")) for word in listed(segment, "words") if isinstance(word, dict)]
    most = Counter(name for name in said if name).most_common(1)
    return most[0][0] if most else None
