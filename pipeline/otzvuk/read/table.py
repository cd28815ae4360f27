"""Tables that people make in a spreadsheet (`.csv`, `.xlsx`), as rows of named cells."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from otzvuk.folder.csvfile import as_meant
from otzvuk.model.errors import InputError
from otzvuk.read.archive import DAMAGE, open_archive
from otzvuk.read.encoding import read_text
from otzvuk.read.faults import Report, stop
from otzvuk.read.signs import readable

_TITLE = 10  # rows among which the header is looked for
_GROUPED = 2  # agreed names of columns in the row below a header, from which it is the header's second line
_QUOTED = " (текст с «;» или «,» внутри — в кавычках)"
SUFFIXES = (".csv", ".xlsx", ".ods")
_HINT = re.compile(r"sep=.?\n", re.IGNORECASE)
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".ods"})

_CONTENT = "content.xml"
_BREAK, _TAB = re.compile(rb"<text:line-break\s*/>"), re.compile(rb"<text:tab\s*/>")
_DURATION = re.compile(r"PT(\d+)H(?:(\d+)M)?(?:(\d\d(?:\.\d+)?)S)?")

Records: TypeAlias = list[tuple[int, list[str]]]
"""Rows of cells with their numbers in the file."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the file, as a spreadsheet or editor shows it, and its cells by column name."""

    number: int
    cells: Mapping[str, str]

    @property
    def place(self) -> str:
        """Where the row stands, in Russian."""
        return f"строка {self.number}"

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns (lower case, by their agreed names) and its rows that are not empty."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def tabulate(
    records: Records,
    path: Path,
    *,
    aliases: Mapping[str, str] | None = None,
    report: Report = stop,
    known: Collection[str] = (),
) -> Table:
    """The table that `records` of the file `path` are: the first is the header.

    `aliases` are other names of columns («должность» → `position`); what stands above a row that has one of
    the `known` columns is a title and left out. Faulty rows go to `report`.
    """
    records = below_title(records, aliases or {}, known)
    first, header = records[0]
    while header and not header[-1]:
        header.pop()
    columns = tuple(_column(cell, aliases or {}) for cell in header)
    for column in columns:
        if column and columns.count(column) > 1:
            raise InputError(
                "столбец повторяется",
                file=path,
                place=f"строка {first}",
                value=column,
                expected="разные названия",
            )
    quoted = _QUOTED if path.suffix.lower() == ".csv" else ""
    rows = []
    for number, cells in records[1:]:
        extra = [cell for cell in cells[len(columns) :] if cell]
        if extra:
            report(
                InputError(
                    "лишнее значение",
                    file=path,
                    place=f"строка {number}",
                    value=extra[0],
                    expected=f"не больше {len(columns)} значений, по числу названий столбцов{quoted}",
                )
            )
            continue
        rows.append(Row(number, {name: cell for name, cell in zip(columns, cells, strict=False) if name}))
    return Table(path, columns, tuple(rows))


def below_title(
    records: list[tuple[int, list[str]]], aliases: Mapping[str, str], known: Collection[str]
) -> list[tuple[int, list[str]]]:
    """The rows from the header on: the first of the first rows that has a column of `known`.

    A header of two lines, groups above their columns («Респондент» over «ФИО» and «Должность»), is made one:
    the lower cell says what the column is, the upper one where nothing stands below.
    """
    if not known:
        return records
    agreed = {*known, *aliases, *aliases.values()}

    def named(cells: Sequence[str]) -> set[str]:
        return {_column(cell, aliases) for cell in cells if cell} & agreed

    for at, (number, cells) in enumerate(records[:_TITLE]):
        if not named(cells) & {*known}:
            continue
        above = records[at - 1][1] if at else []
        if at + 1 < len(records) and len(named(records[at + 1][1])) >= _GROUPED:
            above, (number, cells), at = cells, records[at + 1], at + 1
        else:  # groups alone stand above: what has no name below may have one there
            above = [cell if named([cell]) else "" for cell in above]
        whole = [own or over for own, over in itertools.zip_longest(cells, above, fillvalue="")]
        return [(number, whole), *records[at + 1 :]]
    return records


def require_columns(table: Table, path: Path, names: Sequence[str], *, expected: str) -> None:
    """Raise `InputError` where the table of file `path` lacks one of the columns."""
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise InputError(
            f"в таблице нет столбца {', '.join(missing)}",
            file=path,
            value=", ".join(table.columns),
            expected=expected,
        )


def read_records(path: Path, *, spread: bool = False) -> Records:
    """The rows of a `.csv` (delimiter `;`, `,` or tab) or of the first sheet of an `.xlsx` or `.ods`.

    With their numbers in the file; empty rows and those whose first cell begins with «# » are left out,
    cells are stripped text. With `spread` a cell merged over several rows says the same in each of them.
    Read here, in this process: `otzvuk.read.guarded` is for files of others.
    """
    rows = _sheet(path, spread=spread) if path.suffix.lower() in WORKBOOKS else _csv(path)
    records = [
        (number, cells) for number, cells in rows if any(cells) and not cells[0].startswith(("# ", "#\t"))
    ]
    if not records:
        raise InputError("таблица пуста", file=path, expected="строка с названиями столбцов")
    return records


def _column(cell: str, aliases: Mapping[str, str]) -> str:
    name = " ".join(cell.casefold().replace("ё", "е").split())
    return aliases.get(name, name)


def _csv(path: Path) -> Records:
    text = read_text(path)
    if hint := _HINT.match(text):  # what Excel writes for itself; its line keeps its number
        text = text[hint.end() :].join(("\n", ""))
    records, reader, start = [], csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True), 1
    try:
        for record in reader:
            records.append((start, [as_meant(readable(cell).strip()).strip() for cell in record]))
            start = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            "таблица повреждена",
            file=path,
            place=f"строка {start}",
            expected="текст CSV с закрытыми кавычками",
        ) from error
    return records


def _delimiter(text: str) -> str:
    """The sign that occurs most often outside quotes in the header; the sniffer of `csv` errs on prose."""
    # what stands in quotes may hold line ends, too
    bare = re.sub(r'"[^"]*"', "x", re.sub(r"^# .*$", "", text, flags=re.MULTILINE))
    outside = list(itertools.islice((line for line in bare.split("\n") if line.strip(' ;,\t"')), _TITLE))
    signs = [max(";\t,", key=line.count) for line in outside] or [";"]
    for sign, line, after in zip(signs, outside, outside[1:], strict=False):
        if sign in line and sign in after:  # a title above has none, or a comma of its own
            return sign
    return signs[0]


def _sheet(path: Path, *, spread: bool) -> Records:
    from python_calamine import CalamineError, CalamineWorkbook

    what = "таблица OpenDocument (.ods)" if path.suffix.lower() == ".ods" else "таблица Excel (.xlsx)"
    open_archive(path, what).close()
    try:
        source = _with_breaks(path) if path.suffix.lower() == ".ods" else None
        book = (
            CalamineWorkbook.from_path(str(path))
            if source is None
            else CalamineWorkbook.from_filelike(source)
        )
        rows: list[list[Any]] = []
        for name in book.sheet_names:  # the first that is not empty: workbooks often keep a blank one
            sheet = book.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
            if any(cell not in (None, "") for row in rows for cell in row):
                if spread:
                    _spread(rows, sheet.merged_cell_ranges or ())
                break
    except (CalamineError, IndexError, OSError, *DAMAGE) as error:
        raise InputError("файл повреждён", file=path, expected=what) from error
    return [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, 1)]


def _spread(rows: list[list[Any]], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Write into each row what a cell merged over it says; only the first row of the range holds it."""
    for (first, column), (last, _) in ranges:
        for row in rows[first + 1 : last + 1]:
            if column < len(row) and row[column] in (None, ""):
                row[column] = rows[first][column]


def _with_breaks(path: Path) -> io.BytesIO | None:
    """The .ods with the breaks and tabs of its cells as signs; None where it has none.

    python-calamine 0.9.1 drops both elements and glues the words before and after
    (findings/calamine_ods_line_break.sh).
    """
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        content = archive.read(_CONTENT) if _CONTENT in names else b""
        changed = _TAB.sub(b"&#9;", _BREAK.sub(b"&#10;", content))
        if changed == content:
            return None
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w") as copy:
            for name in dict.fromkeys(names):
                copy.writestr(name, changed if name == _CONTENT else archive.read(name))
    kept.seek(0)
    return kept


def sheets_after(path: Path) -> list[str]:
    """The names of the sheets of a workbook that stand after the one that is read and are not empty."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        filled = [
            name for name in book.sheet_names if book.get_sheet_by_name(name).to_python(skip_empty_area=True)
        ]
    except (CalamineError, OSError):
        return []
    return filled[1:]


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    if isinstance(cell, datetime.timedelta):
        return str(cell)
    text = readable(str(cell)).strip()
    long = _DURATION.fullmatch(text)  # of a day and more calamine keeps what the .ods says
    return f"{long[1]}:{int(long[2] or 0):02}:{long[3] or '00'}" if long else text
