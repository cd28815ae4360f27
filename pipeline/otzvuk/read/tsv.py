"""Tables with tabs (`.tsv`): Whisper's `start end text` in milliseconds, or any table of contributions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.read.dialogue import transcript
from otzvuk.read.encoding import read_text
from otzvuk.read.sheet import read_sheet
from otzvuk.read.transcript import Line, Transcript


def read_tsv(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.tsv` file; quotation marks in Whisper's are the text's own."""
    rows = [row.split("\t") for row in read_text(path).rstrip("\n").split("\n")]
    header = [cell.strip().casefold() for cell in rows[0]]
    if not {"start", "end", "text"} <= set(header) or not all(_is_whole(row[0]) for row in rows[1:]):
        return read_sheet(path, known=known)
    lines = []
    for number, row in enumerate(rows[1:], 2):
        cells = dict(zip(header, row, strict=False))
        if not (_is_whole(cells.get("start", "")) and _is_whole(cells.get("end", ""))):
            raise InputError(
                "неверное время",
                file=path,
                place=f"строка {number}",
                value="\t".join(row),
                expected="миллисекунды",
            )
        start, stop = (int(cells.get(name, "").strip() or 0) / 1000 for name in ("start", "end"))
        speaker = cells.get("speaker", "").strip() if "speaker" in header else None
        text = cells.get("text", "").strip()
        if text:
            lines.append(Line(text, f"строка {number}", speaker, start, stop))
    if not lines:
        raise InputError("в файле нет распознанной речи", file=path, expected="строки start, end и text")
    if not any(line.speaker for line in lines):
        lines = [replace(line, speaker=None) for line in lines]
    return transcript(lines, known=known, segments=True)


def _is_whole(cell: str) -> bool:
    return len(cell) < 13 and (cell.strip().isdecimal() or not cell.strip())
