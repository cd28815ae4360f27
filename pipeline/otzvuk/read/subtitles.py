"""Subtitles: SubRip (`.srt`) and WebVTT (`.vtt`), with speakers as voice tags, in brackets or before a colon.

Read here and not by webvtt-py or pysubs2, because words must not get lost: measured, pysubs2 drops
what stands in braces and caps hours at 99, webvtt-py skips cues with a loosely written time and merges
the voices of a cue, and neither tells the line.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.read import timecode
from otzvuk.read.dialogue import transcript
from otzvuk.read.encoding import read_text
from otzvuk.read.jsonkeys import speaker_in, text_in
from otzvuk.read.label import Grade, grade
from otzvuk.read.markers import marked_lines
from otzvuk.read.names import key
from otzvuk.read.tempo import tempo_note
from otzvuk.read.transcript import Line, Transcript

_CLOCK = r"(?:\d+:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3}|[:;]\d{2}(?!\d))?"
_TIMING = re.compile(rf"\s*({_CLOCK})\s*-->\s*({_CLOCK})")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?(?:\s{1,4}([^<>]{0,200}))?>|(</v>)")
# markup only: «если срок < 5 дней» stays
_TAG = re.compile(
    r"</?(?:[cibuv]|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<\d+:[\d:.]+>|\{\\[^{}]*\}", re.IGNORECASE
)
_UNSPOKEN = ("NOTE", "STYLE", "REGION", "X-TIMESTAMP-MAP")
_LABEL = re.compile(
    r"(?:[-–—]\s*)?[\[({<]?(?P<name>[^\W\d_][^:\[\](){}<>]{0,40}?)[\])}>]?\s*:|[\[({]|>>|[-–—]\s"
)
_QUOTED = re.compile(r"\d*\s*\"([^\"]{1,60})\"\s*(?:\(\d+\))?\Z")
_FEW = 4
_HEADED = 0.8  # of the cues have a name on a row of its own above the words


def read_subtitles(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.srt` or `.vtt` file; consecutive cues of one speaker become one turn with a `Cue` each."""
    webvtt = path.suffix.lower() == ".vtt"
    cues = list(_cues(read_text(path).split("\n"), webvtt=webvtt))
    expected = "строки вида «00:00:01,000 --> 00:00:04,000» и текст"
    return read_captions(_with_names(cues, known), path, expected, webvtt=webvtt, known=known)


def read_captions(
    captions: Sequence[Caption],
    path: Path,
    expected: str,
    *,
    webvtt: bool = False,
    known: Collection[str] = (),
) -> Transcript:
    """The turns of `captions`, whose rows may hold voice tags or begin with names.

    Raises `InputError` for the file at `path`, in which `expected` should be, where nothing is said.
    """
    headed = _are_headed(captions, known)
    lines = [line for cue in captions for line in _spoken(cue, webvtt=webvtt, headed=headed, known=known)]
    if not lines:
        raise InputError("нет ни одного субтитра", file=path, expected=expected)
    lines = marked_lines(lines, known)
    found = transcript(lines, known=known, segments=True)
    note = tempo_note(lines)
    return replace(found, notes=(*found.notes, note)) if note else found


def are_subtitles(rows: Sequence[str]) -> bool:
    """Are these the rows of subtitles, whatever the file's name ends with?"""
    filled = [row.strip() for row in rows if row.strip()]
    if filled and filled[0].startswith("WEBVTT"):
        return True
    numbered = sum(row.isdigit() and bool(_TIMING.match(after)) for row, after in pairwise(filled))
    return numbered > 1 and filled[0].isdigit() and bool(_TIMING.match(filled[1]))


@dataclass(frozen=True, slots=True)
class Caption:
    """A cue: its times, its rows of text with their numbers, and the name that the format gives with it."""

    start: float | None
    stop: float | None
    rows: list[tuple[int, str]]
    name: str = ""


def _cues(rows: Sequence[str], *, webvtt: bool) -> Iterator[Caption]:
    """The cues of a file. All up to the next number and time belongs to one, empty rows among the words."""
    cue: Caption | None = None
    spoken = True
    for index, row in enumerate(rows):
        timing = _TIMING.match(row) if "-->" in row else None
        if timing:
            if cue is not None:
                yield cue
            name = (
                rows[index - 1].strip()
                if webvtt and index and _names_next(rows, index - 1, webvtt=True)
                else ""
            )
            cue, spoken = Caption(timecode.seconds(timing[1]), timecode.seconds(timing[2]), [], name), True
        elif not row.strip():
            # a block of WebVTT that nobody says: it ends at the next empty row, as it began after one
            spoken = not webvtt or not _begins_unspoken(rows, index + 1)
        elif cue is not None and spoken and not _names_next(rows, index, webvtt=webvtt):
            cue.rows.append((index + 1, row))
    if cue is not None:
        yield cue


def _begins_unspoken(rows: Sequence[str], index: int) -> bool:
    return index < len(rows) and rows[index].startswith(_UNSPOKEN)


def _names_next(rows: Sequence[str], index: int, *, webvtt: bool) -> bool:
    """Is the row the number of the next cue, or in WebVTT its name?"""
    if index + 1 >= len(rows) or not _TIMING.match(rows[index + 1]):
        return False
    return rows[index].strip().isdigit() or (webvtt and not rows[index - 1].strip())


def _with_names(cues: Sequence[Caption], known: Collection[str]) -> list[Caption]:
    """`cues` with the names above them only where these are speakers' («1 "Вера Орлова" (3012)»)."""
    quoted = [found[1] if (found := _QUOTED.match(cue.name)) else cue.name for cue in cues]
    counts = Counter(key(name) for name in quoted if name and grade(name, known) >= Grade.NAME)
    believed = {name for name, count in counts.items() if count > 1 or len(cues) < _FEW}
    if len(believed) < 2:
        believed = set()
    return [
        replace(cue, name=name if key(name) in believed else "")
        for cue, name in zip(cues, quoted, strict=True)
    ]


def _are_headed(cues: Sequence[Caption], known: Collection[str]) -> bool:
    """Is the first row of a cue the name of its speaker throughout («Вера», below it her words)?"""
    filled = [[row.strip() for _, row in cue.rows if row.strip()] for cue in cues]
    heads = [rows[0] for rows in filled if len(rows) > 1 and not re.search(r"[.?!…,:<>\[\]]|\w{25}", rows[0])]
    names = Counter(
        key(head) for head in heads if len(head.split()) <= 4 and grade(head, known) >= Grade.NAME
    )
    recurring = [name for name, count in names.items() if count > 1]
    return len(recurring) > 1 and sum(names.values()) >= _HEADED * sum(map(bool, filled))


def _spoken(cue: Caption, *, webvtt: bool, headed: bool, known: Collection[str]) -> Iterator[Line]:
    """The lines of a cue: one for each voice, and for each row that may begin with a speaker's name.

    Any other row goes on with what the row before it says; `headed` cues begin with their speaker.
    """
    voice: str | None = cue.name or None
    running: Line | None = None
    rows = [each for each in cue.rows if each[1].strip()]
    first = rows.pop(0)[1].strip() if headed and len(rows) > 1 else None
    for number, row in rows:
        text = html.unescape(row) if webvtt else row
        for own, part in _voices(text, voice):
            changed, voice = own != voice, own
            words, who = _told(_clean(part), own)
            if not words:
                continue
            if running is not None and not changed and not _may_begin(words, known):
                running = replace(running, text=f"{running.text} {words}")
                continue
            if running is not None:
                yield running
            running = Line(
                text=words, place=f"строка {number}", speaker=first or who, seconds=cue.start, stop=cue.stop
            )
    if running is not None:
        yield running


def _voices(row: str, voice: str | None) -> Iterator[tuple[str | None, str]]:
    """The parts of a row with their voices; a voice holds until it is closed or another begins."""
    at = 0
    for tag in _VOICE.finditer(row):
        yield voice, row[at : tag.start()]
        voice = None if tag[2] else (tag[1] or "").strip()
        at = tag.end()
    yield voice, row[at:]


def _told(text: str, voice: str | None) -> tuple[str, str | None]:
    """Words and voice of a cue; Teams' transcripts by programs hold a JSON object in each."""
    if text.startswith("{") and text.endswith("}"):
        try:
            tree = json.loads(text)
        except (ValueError, RecursionError):
            return text, voice
        words = text_in(tree) if isinstance(tree, dict) else None
        if words is not None:
            return words.strip(), speaker_in(tree) or voice
    return text, voice


def _may_begin(text: str, known: Collection[str]) -> bool:
    found = _LABEL.match(text)
    return found is not None and (found["name"] is None or grade(found["name"], known) >= Grade.POSITION)


def _clean(text: str) -> str:
    return _TAG.sub("", text).strip() if "<" in text or "{" in text else text.strip()
