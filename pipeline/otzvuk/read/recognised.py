"""Recognised speech as JSON, whichever program or service wrote it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from otzvuk.model.errors import InputError
from otzvuk.read import assemblyai, deepgram, speechkit, vosk, whisper
from otzvuk.read.dialogue import transcript
from otzvuk.read.heard import Heard
from otzvuk.read.jsonfile import load_json
from otzvuk.read.transcript import Transcript

# Whisper last: it takes any list for its own and says what is wrong with it.
DIALECTS: tuple[Callable[[list[Any]], Heard | None], ...] = (
    speechkit.heard,
    deepgram.heard,
    assemblyai.heard,
    vosk.heard,
    whisper.heard,
)


def read_recognised(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.json` file of recognised speech; its fragments' speakers are used where given."""
    values = load_json(path)
    found = next((heard for dialect in DIALECTS if (heard := dialect(values))), Heard([]))
    lines = [line for line in found.lines if line.text]
    if not lines:
        raise InputError("в файле нет распознанной речи", file=path, expected=whisper.EXPECTED)
    if any(line.speaker for line in lines):
        lines = [replace(line, speaker=line.speaker or "") for line in lines]
    result = transcript(lines, known=known, segments=True)
    return replace(result, notes=(*found.notes, *result.notes))
