"""Which reader reads which file: one entry a suffix, one module a format."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from pathlib import Path
from typing import Protocol, runtime_checkable

from otzvuk.model.errors import InputError, reason
from otzvuk.read.plugged import plugged_endings, read_plugged, reader_of
from otzvuk.read.transcript import Transcript


@runtime_checkable
class Reader(Protocol):
    """Reads one file; `known` are the names of speakers that the study expects.

    Those of other packages are entry points of `otzvuk.readers` named by the ending («xyz»).
    """

    def __call__(self, path: Path, *, known: Collection[str] = ()) -> Transcript:
        """The transcript in `path`."""


def _late(module: str, name: str) -> Reader:
    """The reader of that name, imported when the first file wants it."""

    def read(path: Path, *, known: Collection[str] = ()) -> Transcript:
        reader: Reader = getattr(import_module(f"otzvuk.read.{module}"), name)
        return reader(path, known=known)

    return read


FORMATS: dict[str, Reader] = {
    ".txt": _late("plaintext", "read_plaintext"),
    ".md": _late("markdown", "read_markdown"),
    ".docx": _late("worddoc", "read_worddoc"),
    ".odt": _late("opendoc", "read_opendoc"),
    ".rtf": _late("rtf", "read_rtf"),
    ".pdf": _late("pdf", "read_pdf"),
    ".html": _late("html", "read_html"),
    ".htm": _late("html", "read_html"),
    ".xhtml": _late("html", "read_html"),
    ".srt": _late("subtitles", "read_subtitles"),
    ".vtt": _late("subtitles", "read_subtitles"),
    ".lrc": _late("lrc", "read_lrc"),
    ".tsv": _late("tsv", "read_tsv"),
    ".json": _late("recognised", "read_recognised"),
    ".csv": _late("sheet", "read_sheet"),
    ".xlsx": _late("sheet", "read_sheet"),
    ".ods": _late("sheet", "read_sheet"),
    ".text": _late("plaintext", "read_recogniser_text"),
    ".docm": _late("worddoc", "read_worddoc"),
    ".dotx": _late("worddoc", "read_worddoc"),
    ".doc": _late("olddoc", "read_olddoc"),
    ".fodt": _late("opendoc", "read_opendoc"),
    ".ott": _late("opendoc", "read_opendoc"),
    ".xlsm": _late("sheet", "read_sheet"),
    ".sbv": _late("captions", "read_sbv"),
    ".ass": _late("captions", "read_ass"),
    ".ssa": _late("captions", "read_ass"),
    ".ttml": _late("captions", "read_ttml"),
    ".dfxp": _late("captions", "read_ttml"),
    ".eaf": _late("elan", "read_elan"),
    ".otr": _late("otranscribe", "read_otranscribe"),
}


def is_read(suffix: str) -> bool:
    """Whether files of that ending are read: by a reader of ours, else by a plug-in."""
    return suffix.lower() in FORMATS or suffix.lower() in plugged_endings()


def endings() -> str:
    """All endings that are read, for people."""
    return ", ".join((*FORMATS, *(each for each in plugged_endings() if each not in FORMATS)))


def read_transcript(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read `path` with the reader of its suffix. Raises `InputError` that names the file."""
    if path.is_dir():
        raise InputError("это папка, а не файл", file=path, expected=f"стенограмма {endings()}")
    try:
        found = _read(path, known)
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


def _read(path: Path, known: Collection[str]) -> Transcript:
    reader = FORMATS.get(path.suffix.lower())
    if reader is not None:
        return reader(path, known=known)
    plugin = reader_of(path.suffix)
    if plugin is None:
        raise InputError("этот формат не читается:", file=path, value=path.suffix, expected=endings())
    return read_plugged(path, plugin, Reader, known=known)
