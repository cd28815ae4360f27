"""Tables of coded segments, as coding programs write them, taken as codings of a study."""

from __future__ import annotations

from pathlib import Path

import pytest

from otzvuk.agreement import pairs, read_side
from otzvuk.exchange import import_study
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Kind
from qdpx import BOTH, TALK, document, project
from reading import lay_out

OTHER = "Интервьюер: Как отгрузка?\nФёдор: Фуры стоят в очереди, сами платим.\nИнтервьюер: А цена?\n"
OTHER += "Фёдор: Цена нормальная.\nИнтервьюер: Спасибо.\n"
BAD, GOOD = "Паллеты путают", "Водители вежливые"


def study(tmp_path: Path) -> Path:
    files = {"transcripts/01 Юлия.txt": TALK, "transcripts/02 Фёдор.txt": OTHER, "study.yaml": ""}
    return lay_out(tmp_path / "study", files)


def sheet(path: Path, rows: list[tuple[object, ...]]) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        made = book.add_worksheet()
        for at, row in enumerate(rows):
            made.write_row(at, 0, row)
    return path


def found(path: Path, root: Path, **options: object) -> list[tuple[str, str, str]]:
    side = read_side(path, study=root, **options)  # type: ignore[arg-type]
    return [(each.interview.id, one.text, one.kind.value) for each in side.codings for one in each.mentions]


WANTED = [
    ("01 Юлия", BAD, "complaint"),
    ("01 Юлия", GOOD, "praise"),
    ("02 Фёдор", "Фуры стоят в очереди", "complaint"),
]
MAXQDA = [
    (
        "Цвет",
        "Комментарий",
        "Группа документов",
        "Название документа",
        "Код",
        "Начало",
        "Конец",
        "Сегмент",
        "Автор",
    ),
    ("●", "", "Клиенты", "01 Юлия", "Жалоба\\Паллеты", 2, 2, BAD, "Лада"),
    ("●", "", "Клиенты", "01 Юлия", "Похвала\\Водители", 4, 4, GOOD, "Лада"),
    ("●", "", "Клиенты", "02 Фёдор", "Жалоба\\Очереди", 2, 2, "Фуры стоят\nв очереди", "Лада"),
]
ATLAS = [
    ("ID", "Quotation Name", "Document", "Codes", "Quotation Content", "Comment", "Density", "Created by"),
    ("1:1", "Палл", "01 Юлия.docx", "Жалоба: паллеты\nпрочее", BAD, "", 2, "Лада"),
    ("1:2", "Вод", "01 Юлия.docx", "Похвала: водители", GOOD, "", 1, "Лада"),
    ("2:1", "Фуры", "02 Фёдор.docx", "Жалоба: очереди", "Фуры стоят в очереди", "", 1, "Лада"),
]
QUALCODER = [
    ("Coder", "Coded", "Filename", "Codename", "Coded_Memo"),
    ("Лада", BAD, "01 Юлия.txt", "негатив: паллеты", ""),
    ("Лада", GOOD, "01 Юлия.txt", "позитив: водители", ""),
    ("Лада", "Фуры стоят в очереди", "02 Фёдор.txt", "негатив: очереди", ""),
]
TAGUETTE = [
    ("id", "document", "tag", "content"),
    (1, "01 Юлия", "Минусы / паллеты", BAD),
    (2, "01 Юлия", "Плюсы / водители", GOOD),
    (3, "неизвестный", "Минусы / очереди", "Фуры стоят в очереди"),
]


ACROSS = [
    ("негатив: очереди", "негатив: паллеты", "позитив: водители"),
    ("Фуры стоят в очереди\n02 Фёдор.txt", f"{BAD}\n01 Юлия.txt", f"{GOOD}\n01 Юлия.txt fid:3"),
]


@pytest.mark.parametrize("rows", [MAXQDA, ATLAS, QUALCODER, TAGUETTE, ACROSS])
@pytest.mark.parametrize("form", ["xlsx", "csv", "semicolons"])
def test_segments_are_mentions_of_the_study(
    tmp_path: Path, rows: list[tuple[object, ...]], form: str
) -> None:
    root = study(tmp_path)
    if form == "xlsx":
        path = sheet(tmp_path / "a.xlsx", rows)
    else:
        import csv

        path = tmp_path / "a.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";" if form == "semicolons" else ",").writerows(rows)
    assert found(path, root) == WANTED


def test_what_is_not_found_or_not_certain_is_said(tmp_path: Path) -> None:
    rows = [
        *TAGUETTE,
        (4, "01 Юлия", "Минусы / паллеты", "Таких слов там нет"),
        (5, "01 Юлия", "разное", "теряем день"),
        (6, "01 Юлия", "Минусы / паллеты", "Как дела"),
    ]
    side = read_side(sheet(tmp_path / "a.xlsx", rows), study=study(tmp_path))
    said = "\n".join(side.notes)
    assert "не найдены в стенограммах: 1, например «Таких слов там нет» (01 Юлия)" in said
    assert "не видно, жалоба это" in said
    assert "вне слов респондентов" in said


def test_a_segment_over_two_turns_is_parted_whatever_labels_it_has(tmp_path: Path) -> None:
    over = "Юлия:  путают, теряем день.\nИнтервьюер: А с водителями?\nЮлия: Водители"
    rows = [TAGUETTE[0], (1, "01 Юлия", "Минусы / паллеты", over)]
    got = found(sheet(tmp_path / "a.xlsx", rows), study(tmp_path))
    assert [text for _, text, _ in got] == ["путают, теряем день.", "Водители"]


def test_words_that_recur_take_their_places_in_turn(tmp_path: Path) -> None:
    talk = "Интервьюер: Ну как?\nЮлия: Путают. Потом опять путают.\nИнтервьюер: А ещё?\nЮлия: Ничего.\n"
    root = lay_out(tmp_path / "s", {"transcripts/1.txt": talk, "study.yaml": ""})
    rows = [TAGUETTE[0], (1, "1", "Минусы / путаница", "утают"), (2, "1", "Минусы / путаница", "утают")]
    side = read_side(sheet(tmp_path / "a.xlsx", rows), study=root)
    places = [each.start for each in side.codings[0].mentions]
    assert places == [1, 21]
    assert any("взято первое место" in note for note in side.notes)


def test_one_coder_of_a_table_can_be_chosen(tmp_path: Path) -> None:
    rows = [*QUALCODER, ("Тимур", "помогают", "01 Юлия.txt", "позитив: водители", "")]
    path, root = sheet(tmp_path / "a.xlsx", rows), study(tmp_path)
    assert found(path, root, coder="тимур") == [("01 Юлия", "помогают", "praise")]
    with pytest.raises(InputError, match="нет такого кодировщика"):
        found(path, root, coder="Никто")


def test_a_kind_can_be_given_for_codes_that_do_not_tell_it(tmp_path: Path) -> None:
    rows = [TAGUETTE[0], (1, "01 Юлия", "паллеты", BAD)]
    path, root = sheet(tmp_path / "a.xlsx", rows), study(tmp_path)
    assert found(path, root) == []
    assert found(path, root, kind=Kind.COMPLAINT) == [("01 Юлия", BAD, "complaint")]


def test_a_table_of_another_study_is_refused(tmp_path: Path) -> None:
    rows = [TAGUETTE[0], (1, "Чужой", "Минусы / паллеты", "Слова из другого разговора")]
    with pytest.raises(InputError, match="ни один фрагмент таблицы не найден"):
        found(sheet(tmp_path / "a.xlsx", rows), study(tmp_path))


def test_a_table_agrees_with_the_project_it_came_from(tmp_path: Path) -> None:
    sent = project(tmp_path / "a.qdpx", document(BOTH, name="01 Юлия"))
    root = import_study(sent, tmp_path / "new").path
    rows = [TAGUETTE[0], (1, "01 Юлия", "Жалоба: паллеты", BAD), (2, "01 Юлия", "Похвала: водители", GOOD)]
    table = read_side(sheet(tmp_path / "t.xlsx", rows), study=root)
    (pair,), notes = pairs(read_side(root / "gold.jsonl"), table)
    assert [each.text for each in pair.one.mentions] == [each.text for each in pair.other.mentions]
    assert notes == ()
