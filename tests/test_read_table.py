"""Tables: CSV and Excel → rows of named cells; transcripts as tables."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Cue
from otzvuk.read.formats import read_transcript
from otzvuk.read.guarded import read_table
from reading import said


def csv(tmp_path: Path, text: str, *, encoding: str = "utf-8") -> Path:
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode(encoding))
    return path


def excel(tmp_path: Path, *rows: tuple[object, ...]) -> Path:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_delimiter_and_encoding_are_recognised(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = 'Имя;Должность;"Регион; край"\r\n Пётр ;"Мастер; старший";Урал\r\n'.replace(";", delimiter)
    table = read_table(csv(tmp_path, text, encoding=encoding), aliases={"имя": "speaker"})
    assert table.columns == ("speaker", "должность", f"регион{delimiter} край".replace("\t", ""))
    assert table.rows[0]["speaker"] == "Пётр"
    assert table.rows[0]["должность"] == f"Мастер{delimiter} старший"
    assert table.rows[0]["нет такого"] == ""


def test_rows_keep_their_numbers(tmp_path: Path) -> None:
    table = read_table(csv(tmp_path, 'a;b\n# c;d\n;\n1;"2\n2"\n\n3;4\n5\n'))
    assert [(row.number, row["a"], row["b"]) for row in table.rows] == [
        (4, "1", "2\n2"),
        (7, "3", "4"),
        (8, "5", ""),
    ]
    assert table.rows[0].place == "строка 4"


def test_excel_cells_become_text(tmp_path: Path) -> None:
    rows = [("a", "b", "c", "d"), (), (1.0, 2.5, True, datetime.date(2025, 5, 12))]
    table = read_table(excel(tmp_path, *rows))
    assert [(row.number, *row.cells.values()) for row in table.rows] == [
        (3, "1", "2.5", "True", "2025-05-12")
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "файл пуст"),
        (";;\n", "таблица пуста"),
        ("# только пояснение\n", "таблица пуста"),
        ("a;b;A\n1;2;3\n", "строка 1: столбец повторяется «a»"),
        ("a;b\n1;2\n3;4;5\n", "строка 3: лишнее значение «5»; ожидается не больше 2 значений"),
        ('a;b\n1;2\n3;"4\n', "строка 3: таблица повреждена; ожидается текст CSV с закрытыми кавычками"),
    ],
)
def test_faulty_tables_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=r"t\.csv") as error:
        read_table(csv(tmp_path, text))
    assert message in str(error.value)


def test_all_faulty_rows_are_reported_and_the_others_read(tmp_path: Path) -> None:
    faults: list[InputError] = []
    table = read_table(csv(tmp_path, "a;b\n1;2;3\n4;5\n6;7;8\n"), report=faults.append)
    assert [fault.place for fault in faults] == ["строка 2", "строка 4"]
    assert [row["a"] for row in table.rows] == ["4"]


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path = excel(tmp_path, ("a",), ("1",))
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(InputError, match=r"t\.xlsx: файл повреждён; ожидается таблица Excel"):
        read_table(path)


cells = st.text(st.sampled_from('аб;,"\n #1'), max_size=6).map(str.strip)


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_cells_come_back_as_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    lines = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [("a", "b"), *rows]]
    path.write_text("\n".join(lines), "utf-8")
    expected = [row for row in rows if any(row) and not row[0].startswith(("# ", "#\t"))]
    assert [(row["a"], row["b"]) for row in read_table(path).rows] == expected


def test_a_transcript_may_be_a_table(tmp_path: Path) -> None:
    path = csv(tmp_path, "Спикер;Текст\nАнна;Как сроки?\nПётр;Скажу так: держат.\nПётр;Обычно.\n;Почти.\n")
    found = read_transcript(path)
    assert said(found) == ["Анна: Как сроки?", "Пётр: Скажу так: держат.", "Пётр: Обычно.\nПочти."]
    assert found.turns[1].place == "строка 3"


def test_times_make_segments_of_rows(tmp_path: Path) -> None:
    header = ("№", "start", "speaker", "text")
    path = excel(
        tmp_path,
        header,
        (1, 0.5, "Анна", "Как сроки?"),
        (2, "00:00:03", "Пётр", "Держат"),
        (3, 5, "Пётр", "почти"),
    )
    found = read_transcript(path)
    assert said(found) == ["Анна: Как сроки?", "Пётр: Держат почти"]
    assert found.turns[1].cues == (Cue(0, 3.0), Cue(7, 5.0))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "имя;слово\nПётр;да\n",
            "в таблице нет столбца text «speaker, слово»; ожидается столбцы speaker и text",
        ),
        ("имя;текст\n;да\n", "в таблице нет ни одной реплики"),
        ("имя;текст;время\nПётр;да;рано\n", "строка 2: неверное время «рано»"),
    ],
)
def test_a_table_that_is_no_transcript_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        read_transcript(csv(tmp_path, text))
    assert message in str(error.value)
