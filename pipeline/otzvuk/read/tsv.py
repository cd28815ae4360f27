"""Tables with tabs (`.tsv`, and `.txt` that is one): Whisper's `start end text`, ELAN's, any other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from otzvuk.read.columns import layout_of, read_header
from otzvuk.read.encoding import read_text
from otzvuk.read.moments import Clock
from otzvuk.read.sheet import read_rows, read_sheet
from otzvuk.read.signs import readable
from otzvuk.read.table import Records
from otzvuk.read.tempo import MILLISECONDS
from otzvuk.read.transcript import Transcript

_WHISPERS = Clock(MILLISECONDS).notes
_SHARE = 0.9  # of the lines have as many tabs as the first


def read_tsv(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.tsv` file; quotation marks in a recogniser's are the text's own."""
    records = _records(read_text(path))
    columns = read_header(records[0][1]).columns if records else ()
    if not {"time", "end", "text"} <= set(columns):
        return read_sheet(path, known=known)
    found = read_rows(records, path, known=known)
    # Whisper's own unit: nothing to be said of it
    return replace(found, notes=tuple(note for note in found.notes if note not in _WHISPERS))


def read_tabs(path: Path, text: str, *, known: Collection[str] = ()) -> Transcript | None:
    """The transcript of a plain `text` whose lines are rows of cells, tabs between; None where it is none.

    It is where most lines have as many cells, and times stand in columns of their own.
    """
    if text.count("\t") < 4:
        return None
    records = _records(text)
    counts = [len(cells) for _, cells in records]
    width = max(set(counts), key=counts.count)
    if width < 3 or counts.count(width) < _SHARE * len(counts):
        return None
    named = {"text", "time"} <= set(read_header(records[0][1]).columns)
    if not named and layout_of([cells for _, cells in records]).time is None:
        return None
    return read_rows(records, path, known=known)


def _records(text: str) -> Records:
    rows = ([readable(cell).strip() for cell in row.split("\t")] for row in text.split("\n"))
    return [(number, cells) for number, cells in enumerate(rows, 1) if any(cells)]
