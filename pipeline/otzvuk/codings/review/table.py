"""A review table read back, whoever saved it: rows by their headers, whatever their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from otzvuk.codings.review.form import COLUMNS, REVIEWER, Key, read_key, read_memory
from otzvuk.model.errors import InputError
from otzvuk.read.guarded import read_rows
from otzvuk.read.table import WORKBOOKS, Records

EXPECTED: Final = "таблица, которую записал otzvuk review … --to, с её столбцами"
_NEEDED: Final = ("text", "right", "kind", "code")
_ABOVE: Final = 20  # rows among which the header is looked for


@dataclass(frozen=True, slots=True)
class Line:
    """A row that a person may have answered: its number in the file, its key, its cells by column."""

    number: int
    key: Key | None
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Review:
    """A review table: who checked (as they wrote it), whether names were hidden, how many rows were given.

    `given` is None where the file no longer says so.
    """

    path: Path
    by: str
    hidden: bool
    given: int | None
    lines: tuple[Line, ...]


def read_review(path: Path) -> Review:
    """Read a review table (`.xlsx`, `.ods`, `.csv`). Raises `InputError` for a file that is none."""
    if not path.is_file():
        what = "это папка, а не файл" if path.is_dir() else "нет такого файла"
        raise InputError(what, file=path, expected=EXPECTED)
    if path.suffix.lower() not in {*WORKBOOKS, ".csv"}:
        raise InputError("это не таблица", file=path, value=path.suffix, expected="файл .xlsx, .ods или .csv")
    records = read_rows(path)
    at, columns = _header(records, path)
    memory = records[at][1][columns["key"]] if "key" in columns else ""
    hidden, given = read_memory(memory)
    lines = []
    for number, cells in records[at + 1 :]:
        own = {name: cells[column] for name, column in columns.items() if column < len(cells)}
        lines.append(Line(number, read_key(own.pop("key", "")), own))
    return Review(path, _reviewer(records[:at]), hidden, given, tuple(lines))


def _header(records: Records, path: Path) -> tuple[int, dict[str, int]]:
    """The place of the header among the rows, and of each column in it."""
    labels = {_folded(label): name for name, label in COLUMNS.items()}
    for at, (_, cells) in enumerate(records[:_ABOVE]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells):
            name = "key" if cell.startswith(COLUMNS["key"]) else labels.get(_folded(cell), "")
            if name:
                columns.setdefault(name, column)
        if all(name in columns for name in _NEEDED):
            return at, columns
    raise InputError("это не таблица проверки", file=path, expected=EXPECTED)


def _reviewer(above: Records) -> str:
    """The cell after «Кто проверял:»."""
    for _, cells in above:
        for at, cell in enumerate(cells):
            if _folded(cell) == _folded(REVIEWER):
                return " ".join(next((each for each in cells[at + 1 :] if each), "").split())
    return ""


def _folded(cell: str) -> str:
    return " ".join(cell.casefold().replace("ё", "е").split())
