"""One study with every file that the site names goes the whole way; each file is in the reports."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xlsxwriter
from docx import Document
from pptx import Presentation
from python_calamine import CalamineWorkbook

from otzvuk.analysis import analyse
from otzvuk.anonymise.erasure import texts_of
from otzvuk.numbers.scores import blank_answers, read_questionnaire
from studies import METRICS

README = (Path(__file__).parents[1] / "docs" / "study.md").read_text("utf-8")
TALK = """\
Интервьюер: Как доставка?
{name}: Машины опаздывают постоянно, ждём по две недели, линия стоит. Менеджер у «Инжтехпрома» отличный.
Интервьюер: А документы?
{name}: Накладные приходят с ошибками, бухгалтерия их переделывает. Цена нормальная, устраивает.
Интервьюер: Чего не хватает?
{name}: Хотелось бы видеть статус заказа в личном кабинете.
"""
PEOPLE = (
    ("i1", "Марина Стрешнева", "ООО «Ромашка»", "economic"),
    ("i2", "Пётр Кукушкин", "АО «Бета»", "user"),
    ("i3", "Глеб Ерофеев", "ООО «Гамма»", "technical"),
)
SETTINGS = """\
supplier: {name: Инжтехпром, aliases: [Инжтехпрома]}
keep_supplier: true
replicates: 100
interviewers: [Интервьюер]
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study's folder after an analysis."""
    root = tmp_path_factory.mktemp("study")
    (root / "transcripts").mkdir()
    for interview, name, _, _ in PEOPLE:
        (root / "transcripts" / f"{interview}.txt").write_text(TALK.format(name=name), "utf-8")
    (root / "study.yaml").write_text(SETTINGS, "utf-8")
    rows = [f"{i};{i}.txt;{name};{company};{role}" for i, name, company, role in PEOPLE]
    head = "interview;file;speaker;company;role"
    (root / "participants.csv").write_text("\n".join([head, *rows]), "utf-8")
    (root / "guide.yaml").write_text(
        "blocks:\n  - title: 'Доставка: всё [сразу]?'\n    processes: [delivery]\n", "utf-8"
    )
    (root / "criteria.yaml").write_text("criteria: [{name: Вид паспорта, scale: 5}]\n", "utf-8")
    marks = [f"{i};{name};delivery;4;10" for i, name, _, _ in PEOPLE]
    (root / "ratings.csv").write_text("\n".join(["interview;speaker;criterion;value;scale", *marks]), "utf-8")
    (root / "metrics.csv").write_text(METRICS.replace("Альфа", "ООО «Ромашка»"), "utf-8")
    blank = blank_answers(read_questionnaire())
    (root / "maturity.yaml").write_text(re.sub(r"(?m)^(    \w+:)$", r"\1 2", blank), "utf-8")
    with xlsxwriter.Workbook(str(root / "plan.xlsx")) as book:
        sheet = book.add_worksheet("План действий")
        sheet.write_row(0, 0, ["Процесс", "Проблема", "Что сделать", "Ответственный"])
        sheet.write_row(1, 0, ["Доставка", "Опоздания", "Нанять второго перевозчика", "Логист"])
    (root / "report.yaml").write_text("titles: {main: Вывод для правления}\n", "utf-8")
    analyse(root)
    return root


def test_every_file_that_the_readme_names_is_there(study: Path) -> None:
    table = README.split("| Файл | Что в нём |")[1].split("\n\n")[0]
    named = re.findall(r"(?m)^\| `([^`]+)`", table)
    assert len(named) > 6
    assert [name for name in named if not (study / name).exists()] == []


def test_every_report_is_there_and_holds_what_each_file_says(study: Path) -> None:
    out = study / "out"
    sheets = CalamineWorkbook.from_path(str(out / "frequencies.xlsx")).sheet_names
    assert {"CSI", "Показатели CSI", "Зрелость", "План действий", "Средние оценки", "Оценки"} <= set(sheets)
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\\\]", name) for name in sheets)
    page = (out / "report.html").read_text("utf-8")
    word = "\n".join(texts_of(out / "report.docx"))
    slides = "\n".join(texts_of(out / "report.pptx"))
    for text in (page, word, slides):
        assert "Нанять второго перевозчика" in text
        assert "Управление мероприятиями" in text
        assert "Комплексное управление" in text
        assert "Вывод для правления" in text
    for text in (page, word):
        assert "Шкала абсолютная" in text
    assert len(Document(str(out / "report.docx")).tables) > 5
    assert len(Presentation(str(out / "report.pptx")).slides) > 4


def test_the_suppliers_name_stays_and_everybody_elses_is_hidden(study: Path) -> None:
    out = study / "out"
    for name in ("report.html", "report.docx", "report.pptx", "frequencies.xlsx"):
        text = "\n".join(texts_of(out / name))
        assert "Инжтехпром" in text, name
        assert "[поставщик]" not in text, name
        for hidden in ("Стрешнев", "Кукушкин", "Ромашк", "Ерофеев"):
            assert hidden not in text, (name, hidden)


def test_a_boards_slides_hold_no_remarks_about_files(study: Path) -> None:
    assert "Предположение" not in "\n".join(texts_of(study / "out" / "report.pptx"))
