"""Tables: CSV and Excel → rows of named cells; transcripts as tables."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Cue
from otzvuk.read.formats import read_transcript
from otzvuk.read.guarded import read_table
from otzvuk.read.table import read_records
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


TALK = [
    (0.0, 3.1, "Вера", "Как давно вы берёте у них кабель?"),
    (3.6, 8.4, "Олег", "Четвёртый год, барабаны приходят битые."),
    (9.0, 11.2, "Вера", "Кто отвечает за упаковку?"),
    (11.8, 16.0, "Олег", "Никто не знает, пишу всем сразу."),
    (16.5, 18.0, "Вера", "Что исправить первым?"),
    (18.4, 21.9, "Олег", "Один ответственный за заказ."),
]
SAID = [f"{name}: {text}" for *_, name, text in TALK]


def clock(seconds: float) -> str:
    return f"00:00:{int(seconds):02}:{round(seconds % 1 * 25):02}"


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("Start", "End", lambda at: f"{at:g}"),
        ("Начало, мс", "Конец, мс", lambda at: f"{at * 1000:.0f}"),
        ("start_ms", "end_ms", lambda at: f"{at * 1000:.0f}"),
        ("Start Time (s)", "End Time (s)", lambda at: f"{at:g}"),
        ("Start", "Stop", lambda at: f"{at * 1000:.0f}"),
        ("Start", "Stop", lambda at: f"{at * 100:.0f}"),
        ("Start frame", "End frame", lambda at: f"{at * 25:.0f}"),
        ("TC In", "TC Out", clock),
        ("Start Timecode", "End Timecode", lambda at: clock(at)[:8] + ";" + clock(at)[9:]),
        ("Таймкод", "Окончание", lambda at: f"{at:g} с"),
        ("Начало (сек)", "Конец (сек)", lambda at: f"{at:.1f}".replace(".", ",")),
        ("timestamp", "end timestamp", lambda at: f"2025-03-05T10:00:{at:06.3f}+03:00"),
        ("Time", "End", lambda at: f"[00:00:{int(at):02}]"),
        ("Время", "№", lambda at: f"00:{int(at):02} – 00:{int(at) + 3:02}"),
        ("Time range", "№", lambda at: f"00:00:{at:06.3f} --> 00:00:{at + 2:06.3f}"),
    ],
)
def test_times_are_of_the_unit_that_the_header_the_cells_or_the_pace_tell(
    tmp_path: Path, start: str, end: str, shown: Callable[[float], str]
) -> None:
    rows = [(shown(a), shown(b), name, text) for a, b, name, text in TALK]
    found = read_transcript(excel(tmp_path, (start, end, "Спикер", "Текст"), *rows))
    assert said(found) == SAID
    assert [turn.seconds_at(0) for turn in found.turns] == pytest.approx([a for a, *_ in TALK], abs=0.9)


def test_shares_of_a_day_and_clock_cells_of_a_spreadsheet_are_times(tmp_path: Path) -> None:
    days = [(a / 86400, b / 86400, name, text) for a, b, name, text in TALK]
    found = read_transcript(excel(tmp_path, ("начало", "конец", "спикер", "текст"), *days))
    assert [turn.seconds_at(0) for turn in found.turns] == pytest.approx([a for a, *_ in TALK], abs=0.1)
    assert any("доли суток" in note for note in found.notes)


@pytest.mark.parametrize(
    "rows",
    [
        [("start", "text"), *((a, text) for a, _, _, text in TALK)],
        [("start", "end", "speaker", "text"), *((a * 1000, b * 1000, "", text) for a, b, _, text in TALK)],
        [("start", "end", "speaker", "text"), *((a, b, n, t[-1]) for n, (a, b, _, t) in enumerate(TALK, 1))],
        [("Время", "Расшифровка"), *((clock(a)[:8], text) for a, _, _, text in TALK)],
        [*((a, b, text) for a, b, _, text in TALK)],
        [*((clock(a)[:8], text) for a, _, _, text in TALK)],
    ],
)
def test_times_and_words_without_speakers_are_a_recording_without_names(
    tmp_path: Path, rows: list[tuple[object, ...]]
) -> None:
    found = read_transcript(excel(tmp_path, *rows))
    assert {turn.speaker for turn in found.turns} == {""}
    assert len(found.turns) == len(TALK)
    assert found.turns[1].seconds_at(0) == pytest.approx(3.6, abs=0.7)


def test_speakers_that_are_numbers_are_called_so(tmp_path: Path) -> None:
    rows = [(a, "01"[name == "Олег"], text) for a, _, name, text in TALK]
    found = read_transcript(excel(tmp_path, ("start", "speaker", "text"), *rows))
    assert [turn.speaker for turn in found.turns] == ["Спикер 0", "Спикер 1"] * 3


def test_a_title_and_facts_above_the_header_are_said_and_passed_over(tmp_path: Path) -> None:
    above = [("Интервью 7",), ("Дата", "12 мая"), (), ("Время", "Кто", "Реплика")]
    rows = [(a, name, text) for a, _, name, text in TALK]
    found = read_transcript(excel(tmp_path, *above, *rows))
    assert said(found) == SAID
    assert found.notes[0] == "строки над названиями столбцов пропущены: «Интервью 7 / Дата 12 мая»"


def test_labels_in_the_only_column_of_words_are_speakers(tmp_path: Path) -> None:
    found = read_transcript(excel(tmp_path, ("№", "text"), *((n, line) for n, line in enumerate(SAID, 1))))
    assert said(found) == SAID
    found = read_transcript(
        excel(tmp_path, ("start", "text"), *((a, f"[{name}] {text}") for a, _, name, text in TALK))
    )
    assert said(found) == SAID


@pytest.mark.parametrize(
    "rows",
    [
        # ATLAS.ti, MAXQDA in two languages, QualCoder, Taguette, NVivo, Dedoose
        [("ID", "Document", "Quotation Content", "Codes"), ("1:1", "Олег", "Ждём неделю.", "сроки")],
        [
            ("Цвет", "Документ", "Код", "Начало", "Конец", "Сегмент"),
            ("●", "Олег", "сроки", "2", "2", "Ждём."),
        ],
        [
            ("Document name", "Code", "Beginning", "End", "Segment"),
            ("Олег", "сроки", "2", "2", "Ждём неделю."),
        ],
        [
            ("File", "Coder", "Codename", "Seltext", "Pos0"),
            ("олег.txt", "Вера", "сроки", "Ждём неделю.", "5"),
        ],
        [("id", "document", "tag", "content"), ("1", "Олег", "сроки", "Ждём неделю.")],
        [("Название", "Источник", "Узел", "Фрагмент"), ("а", "Олег", "сроки", "Ждём неделю.")],
        [("Excerpt", "Media Title", "Codes Applied"), ("Ждём неделю.", "Олег", "сроки")],
        [
            ("Coded segments of a project",),
            ("Document", "Code", "Segment"),
            ("Олег", "сроки", "Ждём неделю."),
        ],
    ],
)
def test_coded_segments_are_no_talk_and_a_way_out_is_named(
    tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    with pytest.raises(InputError) as error:
        read_transcript(excel(tmp_path, *rows, *rows[-1:] * 3))
    assert "размеченные фрагменты" in str(error.value)
    assert ".qdpx" in str(error.value)


@pytest.mark.parametrize("suffix", ["txt", "tsv", "csv"])
@pytest.mark.parametrize("header", ["", "tier\tbegin time\tbegin time s\tend time\tannotation\n"])
def test_tabs_part_columns_whatever_the_suffix(tmp_path: Path, suffix: str, header: str) -> None:
    rows = [f"{name}\t{clock(a)[:8]}.{a % 1 * 1000:03.0f}\t{a}\t{b}\t{text}" for a, b, name, text in TALK]
    path = tmp_path / f"i1.{suffix}"
    path.write_text(header + "\n".join(rows) + "\n", "utf-8")
    found = read_transcript(path)
    assert said(found) == SAID
    assert [turn.seconds_at(0) for turn in found.turns] == pytest.approx([a for a, *_ in TALK], abs=0.01)


def test_columns_named_after_speakers_are_their_words(tmp_path: Path) -> None:
    header = ("Интервьюер", "Респондент")
    rows = [(TALK[at][3], TALK[at + 1][3]) for at in range(0, 6, 2)]
    expected = [f"{header[name == 'Олег']}: {text}" for *_, name, text in TALK]
    assert said(read_transcript(excel(tmp_path, header, *rows))) == expected
    header = ("Иванов И. П.", "Модератор")
    rows = [(TALK[at + 1][3], TALK[at][3]) for at in range(0, 6, 2)]
    assert len(read_transcript(excel(tmp_path, header, *rows)).turns) == 6


def test_sheets_that_are_not_read_are_named_and_empty_ones_passed(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Пусто")
        for name in ("Беседа", "Вторая беседа"):
            sheet = book.add_worksheet(name)
            for number, row in enumerate([("спикер", "текст"), ("Анна", "Как сроки?"), ("Пётр", "Держат.")]):
                sheet.write_row(number, 0, row)
    found = read_transcript(path)
    assert said(found) == ["Анна: Как сроки?", "Пётр: Держат."]
    assert found.notes[0] == "прочитан только первый лист; не прочитаны листы «Вторая беседа»"


def test_the_hint_of_a_delimiter_is_no_row(tmp_path: Path) -> None:
    table = read_table(csv(tmp_path, "sep=,\na,b\n1,2\n"))
    assert (table.columns, table.rows[0].number) == (("a", "b"), 3)


@pytest.mark.parametrize("header", [("Начало", "Кто", "Что сказано"), ("Начало", "Лицо", "Текст")])
def test_one_column_of_a_talk_may_bear_a_name_of_its_own(
    tmp_path: Path, header: tuple[str, str, str]
) -> None:
    found = read_transcript(excel(tmp_path, header, *((a, name, text) for a, _, name, text in TALK)))
    assert said(found) == SAID


def test_rows_longer_than_their_header_are_refused_in_a_sentence(tmp_path: Path) -> None:
    path = csv(tmp_path, "спикер;тема\nАнна;а;Длиннее всех слов\nПётр;б\n")
    with pytest.raises(InputError, match="лишнее значение"):
        read_transcript(path)


ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def ods(path: Path, *cells: str) -> Path:
    """A spreadsheet of one column: each cell as its own XML."""
    rows = "".join(f"<table:table-row>{cell}</table:table-row>" for cell in cells)
    names = "".join(f' xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "text", "table"))
    body = f'<office:body><office:spreadsheet><table:table table:name="Лист">{rows}</table:table>'
    ends = "</office:spreadsheet></office:body></office:document-content>"
    content = f"<office:document-content{names}>{body}{ends}"
    manifest = f'<m:manifest xmlns:m="{ODF}manifest:1.0"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


def test_breaks_and_tabs_in_a_cell_of_an_ods_part_words(tmp_path: Path) -> None:
    # python-calamine 0.9.1 drops both: findings/calamine_ods_line_break.sh
    said = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    time = '<table:table-cell office:value-type="time" office:time-value="PT25H01M30S"/>'
    cells = ("реплика", "срок<text:line-break/>сорвали", "<text:span>цена<text:tab/></text:span>выросла")
    path = ods(tmp_path / "t.ods", *(said.format(cell) for cell in cells), time)
    assert [row for _, row in read_records(path)] == [
        ["реплика"],
        ["срок\nсорвали"],
        ["цена\tвыросла"],
        ["25:01:30"],
    ]
