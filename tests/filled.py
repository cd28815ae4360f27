"""Review tables filled in for tests: as Excel leaves them, as LibreOffice saves them, rows moved about."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from otzvuk.codings.review.form import COLUMNS

LETTERS = {name: chr(ord("A") + at) for at, name in enumerate(COLUMNS)}
FIRST = 4
"""The row of a review table, as Excel numbers them, in which the first stretch stands."""


def fill(source: Path, target: Path, cells: Mapping[tuple[int, str], str], *, by: str = "") -> Path:
    """`source` with words typed into cells, (number of the stretch, column) → words, all else untouched."""
    typed = {f"{LETTERS[column]}{FIRST + number - 1}": text for (number, column), text in cells.items()}
    if by:
        typed[f"{LETTERS['text']}{FIRST - 2}"] = by
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = content.decode()
                for cell, words in typed.items():
                    new = rf'<c r="{cell}"\g<1> t="inlineStr"><is><t>{escape(words)}</t></is></c>'
                    pattern = rf'<c r="{cell}"( s="\d+")?(?: t="\w+")?(?:/>|>.*?</c>)'
                    text, count = re.subn(pattern, new.replace("\\g<1>", r"\1"), text)
                    assert count == 1, cell
                content = text.encode()
            after.writestr(name, content)
    return target


def may_type(path: Path, cell: str) -> bool:
    """Whether the protected sheet lets a person type into the cell."""
    with zipfile.ZipFile(path) as book:
        sheet, styles = (book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles"))
    assert "<sheetProtection" in sheet
    style = re.search(rf'<c r="{cell}" s="(\d+)"', sheet)
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.split("<cellXfs")[1].split("</cellXfs>")[0])
    return style is not None and 'locked="0"' in formats[int(style[1])]


def rows_of(path: Path) -> list[list[str]]:
    """The first sheet of a workbook as text."""
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    rows = sheet.to_python(skip_empty_area=False)
    return [[str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row] for row in rows]


def write_rows(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """A plain workbook of these rows, as somebody makes who copies a table."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Лист1")
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell)
    return path


def saved_by_libreoffice(path: Path, folder: Path, suffix: str = "xlsx") -> Path:
    """The file opened and saved by LibreOffice; skips the test where there is none."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("нет программы soffice (LibreOffice)")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return folder / f"{path.stem}.{suffix}"
