"""Plain text: `Имя: текст`, `Имя [00:01:02]: …`, names on a line of their own."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from otzvuk.read.dialogue import transcript
from otzvuk.read.encoding import read_text
from otzvuk.read.subtitles import are_subtitles, read_subtitles
from otzvuk.read.transcript import Line, Transcript
from otzvuk.read.tsv import read_tabs


def read_plaintext(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.txt` file, be it subtitles; `known` are the speakers that the study expects."""
    lines = _lines(path)
    if are_subtitles([line.text for line in lines]):
        return read_subtitles(path, known=known)
    return read_tabs(path, read_text(path), known=known) or transcript(lines, known=known)


def read_recogniser_text(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.text` file: what a recogniser wrote, a fragment a line, where nobody need be named."""
    return transcript(_lines(path), known=known, nobody_named=True)


def _lines(path: Path) -> list[Line]:
    return [Line(text, f"строка {number}") for number, text in enumerate(read_text(path).split("\n"), 1)]
