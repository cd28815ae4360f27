"""Subtitles of video services and editors: `.sbv` (YouTube), `.ass` and `.ssa`, `.ttml` and `.dfxp`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

from otzvuk.read import timecode
from otzvuk.read.encoding import read_text
from otzvuk.read.subtitles import Caption, read_captions
from otzvuk.read.transcript import Transcript
from otzvuk.read.xmlfile import local, read_xml, value_of

_CLOCK = r"(?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_SBV = re.compile(rf"\s*({_CLOCK})\s*,\s*({_CLOCK})\s*\Z")
_OVERRIDE = re.compile(r"\{\\[^{}]*\}")
_ASS_COLUMNS = ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text"]
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)")
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


def read_sbv(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.sbv` file: «0:00:01.000,0:00:04.200», then the words, up to the next times."""
    captions: list[Caption] = []
    for number, row in enumerate(read_text(path).split("\n"), 1):
        if timing := _SBV.match(row):
            captions.append(Caption(timecode.seconds(timing[1]), timecode.seconds(timing[2]), []))
        elif captions and row.strip():
            captions[-1].rows.append((number, row))
    return read_captions(captions, path, "строки вида «0:00:01.000,0:00:04.200» и текст", known=known)


def read_ass(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.ass` or `.ssa` file; the actor of a line is its speaker, else its style where these differ."""
    captions = list(_dialogue(read_text(path).split("\n")))
    actors = [name.partition("\n")[0] for name in (each.name for each in captions)]
    styles = [name.partition("\n")[2] for name in (each.name for each in captions)]
    recurring = [name for name, count in Counter(styles).items() if count > 1 or len(styles) < 4]
    names = actors if any(actors) else styles if len(recurring) > 1 else [""] * len(captions)
    named = [replace(each, name=name) for each, name in zip(captions, names, strict=True)]
    return read_captions(named, path, "строки «Dialogue: …» раздела [Events]", known=known)


def _dialogue(rows: Sequence[str]) -> Iterator[Caption]:
    """The lines that are said, with actor and style for a name; comments are not said."""
    columns = _ASS_COLUMNS
    for number, row in enumerate(rows, 1):
        kind, _, rest = row.partition(":")
        if kind.strip().casefold() == "format" and "text" in rest.casefold():
            columns = [each.strip().casefold() for each in rest.split(",")]
        if kind.strip().casefold() != "dialogue":
            continue
        cells = dict(zip(columns, rest.strip().split(",", len(columns) - 1), strict=False))
        words = _OVERRIDE.sub("", cells.get("text", ""))
        parts = re.split(r"\\[Nn]", words.replace("\\h", " "))
        actor = cells.get("name", cells.get("actor", "")).strip()
        yield Caption(
            _moment(cells.get("start", "")),
            _moment(cells.get("end", "")),
            [(number, part) for part in parts],
            f"{actor}\n{cells.get('style', '').strip()}",
        )


def read_ttml(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.ttml`, `.dfxp` or `.xml` file of Timed Text; agents with a name are speakers."""
    root = read_xml(path, "субтитры TTML")
    agents = {
        value_of(each, "id"): " ".join("".join(each.itertext()).split())
        for each in root.iter()
        if local(each) == "agent"
    }
    rate, ticks = _number(value_of(root, "frameRate"), 30.0), _number(value_of(root, "tickRate"), 1.0)
    captions = []
    paragraphs = (each for each in root.iter() if local(each) == "p")
    for number, each in enumerate(paragraphs, 1):
        begin = _time(value_of(each, "begin"), rate, ticks)
        end = _time(value_of(each, "end"), rate, ticks)
        length = _time(value_of(each, "dur"), rate, ticks)
        if end is None and begin is not None and length is not None:
            end = begin + length
        agent = value_of(each, "agent")
        rows = [(number, " ".join(row.split())) for row in _words(each).split("\v")]
        captions.append(Caption(begin, end, rows, agents.get(agent) or agent))
    return read_captions(captions, path, 'абзацы <p begin="…" end="…">', known=known)


def _words(element: Element) -> str:
    """The words of a paragraph; its line breaks as signs that no text holds."""
    parts = [element.text or ""]
    for child in element:
        parts += ["\v" if local(child) == "br" else "" if local(child) == "metadata" else _words(child)]
        parts.append(child.tail or "")
    return "".join(parts)


def _moment(clock: str) -> float | None:
    try:
        return timecode.seconds(clock)
    except ValueError:
        return None


def _time(value: str, rate: float, ticks: float) -> float | None:
    """Seconds of a time of the format: a clock, or a number with its unit."""
    if offset := _OFFSET.fullmatch(value):
        unit = {"f": 1 / rate, "t": 1 / ticks}.get(offset[2]) or _SECONDS[offset[2]]
        return round(float(offset[1]) * unit, 3)
    clock = re.fullmatch(r"(\d+:\d+:\d+):(\d+)(?:\.\d+)?", value)
    if clock:
        return round(timecode.seconds(clock[1]) + int(clock[2]) / rate, 3)
    return _moment(value) if value else None


def _number(value: str, otherwise: float) -> float:
    try:
        return float(value) if float(value) > 0 else otherwise
    except ValueError:
        return otherwise
