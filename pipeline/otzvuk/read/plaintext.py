"""Plain text and Markdown: `Имя: текст`, `Имя [00:01:02]: …`, bold names, names on a line of their own."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from otzvuk.read.dialogue import transcript
from otzvuk.read.encoding import read_text
from otzvuk.read.transcript import Line, Transcript


def read_plaintext(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.txt` or `.md` file; `known` are the speakers that the study expects."""
    markdown = path.suffix.lower() == ".md"
    lines = [
        Line(text, f"строка {number}", heading=markdown and bool(re.match(r"#{1,6}\s", text)))
        for number, text in enumerate(read_text(path).split("\n"), 1)
        if not (markdown and re.fullmatch(r"\s*([-*_]\s*){3,}", text))  # a ruled line
    ]
    return transcript(lines, known=known)
