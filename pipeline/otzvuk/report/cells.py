"""What a table says, whoever saved it: the digest of its cells, by which saving again is no change."""

from __future__ import annotations

import csv
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

from otzvuk.model.errors import InputError
from otzvuk.read.archive import open_archive

_NUMBER = 25  # code points of the longest number
_FIRST = "+-.,iInNtTfFиИлЛ"  # what else a number or a truth begins with
_SIGNS = 9  # of a number: Excel keeps fifteen, LibreOffice writes fewer of a long one
_TRUTH = {"true": "1", "false": "0", "истина": "1", "ложь": "0"}  # as Excel saves them as CSV
_MOST = 64 * 2**20  # bytes of a file that is looked into


def cells_digest(path: Path, *, ending: str = "") -> str:
    """The digest of the filled cells of a `.xlsx` or `.csv` with their places; "" for any other file.

    Empty rows and columns at the end, quotes, the sign between cells, the encoding's mark and how a number
    is written do not count; nor does how a table looks. "" for a damaged file, too. `ending` is the file's,
    where its name is another.
    """
    from python_calamine import CalamineError

    ending = ending or path.suffix
    try:
        if path.stat().st_size > _MOST:
            return ""
        if ending == ".csv":
            return _digest({"": _csv(path.read_text("utf-8-sig"))})
        return _digest(_sheets(path)) if ending == ".xlsx" else ""
    except (OSError, ValueError, InputError, CalamineError, csv.Error):
        return ""


def _csv(text: str) -> list[list[Any]]:
    head = text.partition("\n")[0]
    sign = max(",;\t", key=head.count)
    return [*csv.reader(StringIO(text, newline=""), delimiter=sign)]


def _sheets(path: Path) -> dict[str, list[list[Any]]]:
    from python_calamine import CalamineWorkbook

    open_archive(path, "таблица Excel (.xlsx)").close()  # what unpacks to too much is refused
    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }


def _digest(sheets: dict[str, list[list[Any]]]) -> str:
    whole = sha256()
    for name, rows in sheets.items():
        for row, cells in enumerate(rows):
            if said := "\0".join(map(_said, cells)).rstrip("\0"):
                whole.update(f"{name}\0{row}\0{said}\n".encode())
    return whole.hexdigest()


def _said(cell: Any) -> str:
    text = str(cell).strip().replace("\r\n", "\n")
    if len(text) > _NUMBER or not text or not (text[0].isdigit() or text[0] in _FIRST):
        return text
    if text.casefold() in _TRUTH:
        return _TRUTH[text.casefold()]
    try:
        return f"{float(text.replace(',', '.')):.{_SIGNS}g}"
    except ValueError:
        return text
