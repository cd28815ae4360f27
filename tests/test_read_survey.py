"""Tables that are surveys, pairs of questions and answers, or have no header → turns."""

from __future__ import annotations

import zipfile
from pathlib import Path

from otzvuk.read.formats import read_transcript
from otzvuk.read.transcript import Transcript
from reading import said


def read(tmp_path: Path, text: str) -> Transcript:
    path = tmp_path / "i1.csv"
    path.write_text(text, "utf-8")
    return read_transcript(path)


def test_each_open_answer_is_a_turn_under_its_question(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Отметка времени;ФИО;Оценка;Что вам не нравится в доставке?;Что улучшить в первую очередь\n"
        "12.05;Пётр;7;Сроки срывают почти каждый месяц;Пусть предупреждают заранее о переносе\n"
        "13.05;;9;;Документы присылать сразу вместе с грузом\n",
    )
    assert said(found) == [
        "Вопрос: Что вам не нравится в доставке?",
        "Пётр: Сроки срывают почти каждый месяц",
        "Вопрос: Что улучшить в первую очередь",
        "Пётр: Пусть предупреждают заранее о переносе",
        "Вопрос: Что улучшить в первую очередь",
        "Респондент 2: Документы присылать сразу вместе с грузом",
    ]
    assert found.notes == (
        "таблица прочитана как анкета: строка — респондент, открытых вопросов: 2",
        "оценки взяты из столбцов: «Оценка» (из 10)",
        "столбцы со служебными сведениями пропущены: «Отметка времени»",
    )


def test_questions_and_answers_may_be_columns(tmp_path: Path) -> None:
    found = read(tmp_path, "Вопрос;Ответ\nКак сроки?;Срывают.\nА документы?;Порядок.\n")
    assert said(found)[:2] == ["Вопрос: Как сроки?", "Респондент: Срывают."]


def test_a_table_without_a_header_has_its_names_in_the_first_column(tmp_path: Path) -> None:
    found = read(tmp_path, "Анна;Как вам сроки?\nПётр;Срывают.\nАнна;А документы?\nПётр;Порядок.\n")
    assert said(found) == ["Анна: Как вам сроки?", "Пётр: Срывают.", "Анна: А документы?", "Пётр: Порядок."]
    assert "нет строки с названиями столбцов" in found.notes[0]


def test_a_spreadsheet_of_opendocument_is_read(tmp_path: Path) -> None:
    name = "urn:oasis:names:tc:opendocument:xmlns"
    rows = [("спикер", "текст"), ("Анна", "Как?"), ("Пётр", "Так.")]
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    with zipfile.ZipFile(tmp_path / "i1.ods", "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", "<manifest/>")
        file.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{name}:office:1.0" xmlns:table="{name}:table:1.0" '
            f'xmlns:text="{name}:text:1.0"><office:body><office:spreadsheet><table:table table:name="a">'
            f"{cells}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    assert said(read_transcript(tmp_path / "i1.ods")) == ["Анна: Как?", "Пётр: Так."]
