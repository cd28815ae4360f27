"""Which reader reads which file: one entry a suffix, one module a format."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from otzvuk.model.errors import InputError, reason
from otzvuk.read.captions import read_ass, read_sbv, read_ttml
from otzvuk.read.elan import read_elan
from otzvuk.read.html import read_html
from otzvuk.read.lrc import read_lrc
from otzvuk.read.markdown import read_markdown
from otzvuk.read.olddoc import read_olddoc
from otzvuk.read.opendoc import read_opendoc
from otzvuk.read.otranscribe import read_otranscribe
from otzvuk.read.pdf import read_pdf
from otzvuk.read.plaintext import read_plaintext, read_recogniser_text
from otzvuk.read.recognised import read_recognised
from otzvuk.read.rtf import read_rtf
from otzvuk.read.sheet import read_sheet
from otzvuk.read.subtitles import read_subtitles
from otzvuk.read.transcript import Transcript
from otzvuk.read.tsv import read_tsv
from otzvuk.read.worddoc import read_worddoc


class Reader(Protocol):
    """Reads one file; `known` are the names of speakers that the study expects."""

    def __call__(self, path: Path, *, known: Collection[str] = ()) -> Transcript:
        """The transcript in `path`."""


FORMATS: dict[str, Reader] = {
    ".txt": read_plaintext,
    ".md": read_markdown,
    ".docx": read_worddoc,
    ".odt": read_opendoc,
    ".rtf": read_rtf,
    ".pdf": read_pdf,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".srt": read_subtitles,
    ".vtt": read_subtitles,
    ".lrc": read_lrc,
    ".tsv": read_tsv,
    ".json": read_recognised,
    ".csv": read_sheet,
    ".xlsx": read_sheet,
    ".ods": read_sheet,
    ".text": read_recogniser_text,
    ".docm": read_worddoc,
    ".dotx": read_worddoc,
    ".doc": read_olddoc,
    ".fodt": read_opendoc,
    ".ott": read_opendoc,
    ".xlsm": read_sheet,
    ".sbv": read_sbv,
    ".ass": read_ass,
    ".ssa": read_ass,
    ".ttml": read_ttml,
    ".dfxp": read_ttml,
    ".eaf": read_elan,
    ".otr": read_otranscribe,
}


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
