"""Text inside the files that the program writes: read, and changed in place where that can be done."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from html import escape, unescape
from pathlib import Path
from typing import Final

from otzvuk.folder.whole import whole_file
from otzvuk.model.errors import InputError
from otzvuk.model.extra import command, installed, needed

TEXTS: Final = frozenset((".csv", ".html", ".htm", ".json", ".jsonl", ".txt", ".md", ".tsv", ".yaml", ".svg"))
ARCHIVES: Final = frozenset((".xlsx", ".docx", ".pptx", ".qdpx", ".zip", ".ods", ".odt"))
_INNER: Final = (".xml", ".rels", ".qde", ".txt")
# What is one text, though its words may stand in several elements: a cell, a paragraph.
_WHOLE: Final = re.compile(r"<(si|is|w:p|a:p|text:p)(?=[\s>])[^>]*>.*?</\1>", re.DOTALL)
_PIECE: Final = re.compile(r">([^<>]+)<")

Change = Callable[[str], str]


def check_readable(folders: Iterable[Path]) -> None:
    """Raise `InputError` where a folder has a table in Parquet, and pyarrow, which reads it, is missing."""
    if not installed("pyarrow"):
        for folder in folders:
            for file in sorted(folder.rglob("*.parquet")):
                raise InputError(
                    "не прочесть, о ком таблица",
                    file=file,
                    expected=f"сначала команда {command('parquet')}, или удалите её",
                )


def texts_of(file: Path) -> Iterator[str]:
    """The texts inside a file of ours: CSV, HTML, JSON, office archives (their XML without tags), Parquet."""
    if file.suffix == ".parquet":
        with needed(f"чтобы прочесть {file.name},", extra="parquet"):
            import pyarrow.parquet as pq

        for column in pq.read_table(file).columns:
            yield from (str(value) for value in column.to_pylist() if isinstance(value, str))
    elif file.suffix in ARCHIVES:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                yield name
                text = archive.read(name).decode("utf-8", "replace")
                yield re.sub(r"<[^<>]*>", "", text)
                yield text
    else:
        data = file.read_bytes()
        text = data.decode("utf-8", "replace")
        yield text
        if file.suffix in (".html", ".htm"):
            yield re.sub(r"<[^<>]*>", "", text)


def change_text(file: Path, change: Change, *, raw: Change | None = None) -> None:
    """Put every text of `file` through `change`; a file of another sort stays as it is.

    `raw`, by default `change` too, is for plain text as it stands in the file: it must leave alone what
    separates cells.
    """
    if file.suffix == ".parquet":
        _change_parquet(file, change)
    elif file.suffix in ARCHIVES:
        _change_archive(file, change)
    elif file.suffix in TEXTS:
        text = file.read_bytes().decode("utf-8", "replace")
        with whole_file(file) as temporary:
            temporary.write_bytes((raw or change)(text).encode("utf-8"))


def _change_parquet(file: Path, change: Change) -> None:
    with needed(f"чтобы исправить {file.name},", extra="parquet"):
        import pyarrow as pa
        import pyarrow.parquet as pq

    table = pq.read_table(file)
    for at, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            values = [value and change(value) for value in table.column(at).to_pylist()]
            table = table.set_column(at, field, pa.array(values, field.type))
    with whole_file(file) as temporary, temporary.open("wb") as sink:
        pq.write_table(table, sink, compression="zstd")


def _change_archive(file: Path, change: Change) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.endswith(_INNER):
                data = _changed_xml(data.decode("utf-8", "replace"), change).encode("utf-8")
            elif entry.filename.endswith((".xlsx", ".docx")):
                continue  # a workbook inside a slide: its chart is drawn without it
            target.writestr(entry, data)
    with whole_file(file) as temporary:
        temporary.write_bytes(written.getvalue())


def _changed_xml(text: str, change: Change) -> str:
    text = _WHOLE.sub(lambda it: _changed_whole(it[0], change), text)
    return _PIECE.sub(lambda it: f">{_changed_piece(it[1], change)}<", text)


def _changed_piece(piece: str, change: Change) -> str:
    text = unescape(piece)
    changed = change(text)
    return piece if changed == text else escape(changed, quote=False)


def _changed_whole(element: str, change: Change) -> str:
    """An element whose text changes only as a whole has all of it in its first piece then."""
    pieces = _PIECE.findall(element)
    text = unescape("".join(pieces))
    if len(pieces) < 2 or "".join(change(unescape(each)) for each in pieces) == (changed := change(text)):
        return element
    rest = iter([escape(changed, quote=False), *[""] * len(pieces)])
    return _PIECE.sub(lambda it: f">{next(rest)}<" if it[1].strip() else it[0], element)
