"""CSV in two dialects: as Russian Excel opens it by a double click, and as programs read it.

Excel takes a file without BOM for Windows-1251, expects semicolons where the decimal sign is a comma, and
calculates a cell that begins like a formula; programs want RFC 4180.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from enum import StrEnum

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Dialect(StrEnum):
    """For whom a CSV is written."""

    EXCEL = "excel"
    RFC = "rfc"

    @property
    def label(self) -> str:
        """Its name in Russian."""
        return "для Excel" if self is Dialect.EXCEL else "для программ"

    @property
    def separator(self) -> str:
        """What stands between two cells."""
        return ";" if self is Dialect.EXCEL else ","

    @property
    def encoding(self) -> str:
        """With a BOM or without."""
        return "utf-8-sig" if self is Dialect.EXCEL else "utf-8"

    @property
    def decimal(self) -> str:
        """What stands before the fraction of a number."""
        return "," if self is Dialect.EXCEL else "."


def csv_text(rows: Iterable[Sequence[str]], dialect: Dialect = Dialect.EXCEL) -> str:
    """`rows` as CSV with CRLF; for Excel no cell is a formula. Encode it as `dialect.encoding` says."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=dialect.separator, lineterminator="\r\n")
    shown = harmless if dialect is Dialect.EXCEL else str
    writer.writerows([shown(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: str) -> str:
    """`cell` so that no spreadsheet takes it for a formula.

    >>> harmless("=1+1"), harmless("да")
    ("'=1+1", 'да')
    """
    return f"'{cell}" if _is_formula(cell.lstrip("'")) else cell


def as_meant(cell: str) -> str:
    """`cell` as it was before `harmless`.

    >>> as_meant("'=1+1"), as_meant("'да'")
    ('=1+1', "'да'")
    """
    return cell[1:] if cell.startswith("'") and _is_formula(cell.lstrip("'")) else cell


def _is_formula(cell: str) -> bool:
    return cell.lstrip(" \xa0\ufeff").startswith(_FORMULA)
