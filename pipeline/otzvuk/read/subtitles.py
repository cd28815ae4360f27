"""Subtitles: SubRip (`.srt`) and WebVTT (`.vtt`), with speakers as voice tags or before a colon.

Read here and not by webvtt-py or pysubs2, because words must not get lost: measured, pysubs2 drops
what stands in braces and caps hours at 99, webvtt-py skips cues with a loosely written time and merges
the voices of a cue, and neither tells the line.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.read import timecode
from otzvuk.read.dialogue import transcript
from otzvuk.read.encoding import read_text
from otzvuk.read.transcript import Line, Transcript

_CLOCK = r"(?:\d+:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
_TIMING = re.compile(rf"\s*({_CLOCK})\s*-->\s*({_CLOCK})")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?\s{1,4}([^<>]{1,200})>")
# markup only: «если срок < 5 дней» stays
_TAG = re.compile(
    r"</?(?:[cibuv]|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<\d+:[\d:.]+>|\{\\[^{}]*\}", re.IGNORECASE
)


def read_subtitles(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.srt` or `.vtt` file; consecutive cues of one speaker become one turn with a `Cue` each."""
    lines = list(_cues(read_text(path).split("\n"), webvtt=path.suffix.lower() == ".vtt"))
    if not lines:
        raise InputError(
            "нет ни одного субтитра",
            file=path,
            expected="строки вида «00:00:01,000 --> 00:00:04,000» и текст",
        )
    return transcript(lines, known=known, segments=True)


def are_subtitles(rows: Sequence[str]) -> bool:
    """Are these the rows of subtitles, whatever the file's name ends with?"""
    filled = [row.strip() for row in rows if row.strip()]
    if filled and filled[0].startswith("WEBVTT"):
        return True
    numbered = sum(row.isdigit() and bool(_TIMING.match(after)) for row, after in pairwise(filled))
    return numbered > 1 and filled[0].isdigit() and bool(_TIMING.match(filled[1]))


def _cues(rows: list[str], *, webvtt: bool) -> Iterator[Line]:
    start = stop = None
    for index, row in enumerate(rows):
        timing = _TIMING.match(row) if "-->" in row else None
        if timing:
            start, stop = timecode.seconds(timing[1]), timecode.seconds(timing[2])
        elif not row.strip():
            start = None
        elif start is not None and not _is_number_of_next(rows, index):
            yield from _spoken(html.unescape(row) if webvtt else row, f"строка {index + 1}", start, stop)


def _is_number_of_next(rows: list[str], index: int) -> bool:
    """A cue's number without an empty line before it belongs to the next cue."""
    return rows[index].strip().isdigit() and index + 1 < len(rows) and bool(_TIMING.match(rows[index + 1]))


def _spoken(row: str, place: str, start: float, stop: float | None) -> Iterator[Line]:
    before, *voices = _VOICE.split(row)
    if _clean(before):
        yield Line(_clean(before), place, seconds=start, stop=stop)
    for name, text in zip(voices[::2], voices[1::2], strict=True):
        if _clean(text):
            yield Line(_clean(text), place, name.strip(), start, stop)


def _clean(text: str) -> str:
    return _TAG.sub("", text).strip() if "<" in text or "{" in text else text.strip()
