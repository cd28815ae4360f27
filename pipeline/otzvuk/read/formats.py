"""Which reader reads which file: one entry a suffix, one module a format."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from otzvuk.errors import InputError, reason
from otzvuk.read.plaintext import read_plaintext
from otzvuk.read.sheet import read_sheet
from otzvuk.read.subtitles import read_subtitles
from otzvuk.read.transcript import Transcript
from otzvuk.read.whisper import read_whisper
from otzvuk.read.worddoc import read_worddoc


class Reader(Protocol):
    """Reads one file; `known` are the names of speakers that the study expects."""

    def __call__(self, path: Path, *, known: Collection[str] = ()) -> Transcript:
        """The transcript in `path`."""


FORMATS: dict[str, Reader] = {
    ".txt": read_plaintext,
    ".md": read_plaintext,
    ".docx": read_worddoc,
    ".srt": read_subtitles,
    ".vtt": read_subtitles,
    ".json": read_whisper,
    ".csv": read_sheet,
    ".xlsx": read_sheet,
}

# Documents that may well be transcripts: passing them over in silence would lose an interview.
UNREAD = frozenset(
    {".doc", ".rtf", ".odt", ".pdf", ".html", ".htm", ".xhtml", ".xls", ".ods", ".tsv", ".ass", ".lrc"}
)


def read_transcript(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read `path` with the reader of its suffix. Raises `InputError` that names the file."""
    if path.is_dir():
        raise InputError("это папка, а не файл", file=path, expected=f"стенограмма {', '.join(FORMATS)}")
    reader = FORMATS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            "этот формат не читается:", file=path, value=path.suffix, expected=", ".join(FORMATS)
        )
    try:
        found = reader(path, known=known)
    except OSError as error:
        raise InputError(
            "файл не читается", file=path, value=reason(error), expected="файл, доступный для чтения"
        ) from error
    except InputError as error:
        if error.file is not None:
            raise
        raise InputError(
            error.what, file=path, place=error.place, value=error.value, expected=error.expected
        ) from error
    if not found.turns:
        raise InputError(
            "в стенограмме нет ни одной реплики", file=path, expected="реплики вида «Имя: текст»"
        )
    return found
