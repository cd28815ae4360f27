"""The plan of action: its author's file, never written over, and in every report."""

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from otzvuk.analysis import analyse
from otzvuk.model.errors import InputError
from otzvuk.model.plan import GROUNDS, LABELS, Action
from otzvuk.read.plan import read_plan
from otzvuk.report.planform import write_plan_form

INTERVIEW = """\
Интервьюер: Как с документами?
Семён: Документы вечно опаздывают, каждый раз напоминаем. А грузчики вежливые.
"""
ROWS = [
    ("№", "Процесс", "Проблема", "Что сделать", "Ответственный", "Срок", "Состояние", "Бюджет"),
    (
        1,
        "Документооборот",
        "опаздывают",
        "завести общий ящик",
        "отдел сбыта",
        date(2026, 3, 31),
        "в работе",
        "50",
    ),
    (2, "", "", "", "", "", "", ""),
    (3, "Прочее", "", "=позвонить «Ромашке»", "", "до лета", "", ""),
]


def write(path: Path, rows: list[tuple[object, ...]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd.mm.yyyy"})
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, day)
                else:
                    sheet.write(at, column, cell)
    return path


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "и1.txt").write_text(INTERVIEW, "utf-8")
    (tmp_path / "study.yaml").write_text("replicates: 100\nhide_names: false\n", "utf-8")
    return tmp_path


def words(path: Path) -> str:
    """The text of a report, whatever its format."""
    if path.suffix == ".html":
        return re.sub(r"<[^>]+>", " ", path.read_text("utf-8"))
    if path.suffix == ".xlsx":
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("План действий").to_python()
        return " ".join(str(cell) for row in rows for cell in row)
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
    return re.sub(r"<[^>]+>", "", " ".join(parts))


def test_every_cell_is_read_as_its_author_wrote_it(tmp_path: Path) -> None:
    first, second = read_plan(write(tmp_path / "plan.xlsx", ROWS))
    assert (first.process, first.due, first.state) == ("Документооборот", "31.03.2026", "в работе")
    assert first.note == "Бюджет: 50"
    assert second == Action(process="Прочее", action="=позвонить «Ромашке»", due="до лета")


def test_an_empty_form_is_made_once_and_holds_no_action(study: Path) -> None:
    analyse(study)
    plan = study / "plan.xlsx"
    assert read_plan(plan) == ()
    assert "Что решено сделать" not in words(study / "out" / "report.docx")
    before = plan.read_bytes()
    analyse(study)
    assert plan.read_bytes() == before


def test_the_plan_is_in_every_report_and_stays_as_it_is(study: Path) -> None:
    before = write(study / "plan.xlsx", ROWS).read_bytes()
    for _ in range(2):
        analyse(study)
        for name in ("report.html", "report.docx", "report.pptx", "frequencies.xlsx"):
            said = words(study / "out" / name)
            for cell in ("завести общий ящик", "отдел сбыта", "31.03.2026", "в работе", "до лета"):
                assert cell in said, (name, cell)
    assert (study / "plan.xlsx").read_bytes() == before


def test_the_plan_is_hidden_as_everything_else_is(study: Path) -> None:
    (study / "study.yaml").write_text("replicates: 100\n", "utf-8")
    named = [*ROWS[:2], (4, "Прочее", "", "связаться с Семёном", "Марина Сергеевна Ключарёва", "", "", "")]
    write(study / "plan.xlsx", named)
    analyse(study)
    for name in ("report.html", "report.docx", "report.pptx", "frequencies.xlsx"):
        said = words(study / "out" / name)
        assert "Семён" not in said, name
        assert "Ключарёва" not in said, name
        assert "завести общий ящик" in said


def test_a_plan_beside_loose_transcripts_is_no_transcript(tmp_path: Path) -> None:
    (tmp_path / "и1.txt").write_text(INTERVIEW, "utf-8")
    write(tmp_path / "plan.xlsx", ROWS)
    assert [each.file for each in analyse(tmp_path).study.interviews] == ["и1.txt"]


def test_a_table_that_is_no_plan_is_one_sentence(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.xlsx", [("имя", "возраст"), ("а", 3)])
    with pytest.raises(InputError, match=r"plan\.xlsx: в плане нет ни одного из его столбцов «имя, возраст»"):
        read_plan(path)


def test_a_study_of_which_nothing_can_be_read_leaves_the_earlier_reports(study: Path) -> None:
    analyse(study)
    before = {path: path.read_bytes() for path in (study / "out").iterdir()}
    (study / "transcripts" / "и1.txt").write_bytes(b"\x00\x01\x02" * 100)
    with pytest.raises(InputError, match="ни одна стенограмма не прочитана") as refused:
        analyse(study)
    assert "и1.txt" in str(refused.value)
    assert {path: path.read_bytes() for path in (study / "out").iterdir()} == before


def test_a_drafts_row_goes_whole_into_the_form_and_into_one_of_an_earlier_version(tmp_path: Path) -> None:
    write_plan_form(tmp_path / "form.xlsx")
    form = CalamineWorkbook.from_path(str(tmp_path / "form.xlsx")).get_sheet_by_index(0).to_python()
    draft = ("№", *LABELS.values(), *GROUNDS)
    assert tuple(form[0]) == draft
    row = (1, *(f"{name} меры" for name in draft[1:-1]), "2024")
    for header in (draft, draft[: 1 + len(LABELS)]):
        (action,) = read_plan(write(tmp_path / "plan.xlsx", [header, row]))
        assert action.state == "Состояние меры"
        assert action.more == dict(zip(GROUNDS, row[-len(GROUNDS) :], strict=True))
    own = [("№", "Что сделать", "Бюджет"), (1, "чинить", "50", "лишнее")]
    with pytest.raises(InputError, match=r"строка 2: лишнее значение «лишнее»"):
        read_plan(write(tmp_path / "plan.xlsx", own))
