"""`.xyz` files: a line a turn, «minute | speaker | words»."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from otzvuk import InputError
from otzvuk.read.dialogue import transcript
from otzvuk.read.transcript import Line, Transcript


def read_xyz(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.xyz` file; `known` are the speakers whom the study's table of participants names."""
    lines = []
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not text.strip():
            continue
        minute, speaker, words = (part.strip() for part in f"{text}||".split("|", 3)[:3])
        if not minute.isdigit():
            # The program says which file it is, and that a plug-in has read it.
            raise InputError(
                "нет минуты", place=f"строка {number}", value=minute, expected="строка «минута | имя | слова»"
            )
        lines.append(Line(words, f"строка {number}", speaker=speaker, seconds=60.0 * int(minute)))
    return transcript(lines, known=known, segments=True)
