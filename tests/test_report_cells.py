"""A table that was only saved again is as it was; one in which somebody wrote is kept beside the new one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from otzvuk.folder.edited import digest, keep_edited
from otzvuk.report.cells import cells_digest

ROWS = [["процесс", "вред", "назван"], ["Сроки; отгрузка", 0.1 + 0.2, True], ["Цена", 12.0, False]]


def _workbook(path: Path, rows: list[list[object]], **options: object) -> Path:
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("Вред")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row, book.add_format({"bold": bool(options)}))
        if options:
            sheet.set_column(0, 5, 40)
    return path


def _again_csv(path: Path) -> None:
    """As Russian Excel saves it."""
    path.write_text('процесс;вред;назван\r\n"Сроки; отгрузка";0,3;ИСТИНА\r\nЦена;12;ЛОЖЬ\r\n', "utf-8-sig")


def _again_xlsx(path: Path) -> None:
    _workbook(path, ROWS, constant_memory=True)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    _workbook(tmp_path / "frequencies.xlsx", ROWS)
    (tmp_path / "damage.csv").write_text(
        "процесс,вред,назван\r\nСроки; отгрузка,0.30000000000000004,True\r\nЦена,12.0,False\r\n", "utf-8"
    )
    (tmp_path / "report.html").write_text("<p>вывод</p>", "utf-8")
    names = ("frequencies.xlsx", "damage.csv", "report.html")
    said = {name: cells_digest(tmp_path / name) for name in names}
    run = {
        "version": "1", "codebook": {}, "counts": {},
        "files": {name: digest(tmp_path / name) for name in names},
        "contents": {name: each for name, each in said.items() if each},
    }  # fmt: skip
    (tmp_path / "run.json").write_text(json.dumps(run), "utf-8")
    return tmp_path


@pytest.mark.parametrize(("name", "again"), [("damage.csv", _again_csv), ("frequencies.xlsx", _again_xlsx)])
def test_saving_again_is_no_edit(reports: Path, name: str, again: Callable[[Path], None]) -> None:
    before = digest(reports / name)
    again(reports / name)
    assert digest(reports / name) != before
    assert keep_edited(reports, cells_digest) == ()
    assert [each.name for each in keep_edited(reports)]  # by bytes alone it was


@pytest.mark.parametrize(
    "rows",
    [
        [*ROWS, ["Моё", 1, True]],
        [ROWS[0], ["Сроки; отгрузка", 0.31, True], ROWS[2]],
        [ROWS[0], ROWS[2], ROWS[1]],
        [[*ROWS[0], "замечание"], *ROWS[1:]],
    ],
)
def test_what_somebody_wrote_is_kept(reports: Path, rows: list[list[object]]) -> None:
    _workbook(reports / "frequencies.xlsx", rows)
    assert [each.name for each in keep_edited(reports, cells_digest)] == ["frequencies (правка).xlsx"]


def test_what_cannot_be_read_is_kept(reports: Path) -> None:
    (reports / "frequencies.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (reports / "damage.csv").write_bytes(b"\xff\xfe\x00 \xd0")
    (reports / "report.html").write_text("<p>другой вывод</p>", "utf-8")
    kept = {each.name for each in keep_edited(reports, cells_digest)}
    assert kept == {"frequencies (правка).xlsx", "damage (правка).csv", "report (правка).html"}
