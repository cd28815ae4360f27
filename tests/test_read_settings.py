"""study.yaml, guide.yaml and ratings.csv against the codebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from otzvuk.cli import app
from otzvuk.model.errors import InputError
from otzvuk.model.study import Score, Settings, Study
from otzvuk.numbers.criterion import criteria
from otzvuk.read import read_study
from otzvuk.read.settings import read_settings
from reading import TALK, lay_out

TABLE = "interview;speaker;company\ni1;Пётр Ильич;Альфа\n"


def study(tmp_path: Path, **files: str) -> Study:
    named = {name.replace("_", "."): text for name, text in files.items()}
    return read_study(lay_out(tmp_path, {"transcripts/i1.txt": TALK, "participants.csv": TABLE, **named}))


def test_foreign_keys_are_said_with_the_nearest_own(tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_text("suplier: Альфа\nwave: 2025\nмой ключ: 1\nsupplier: {name: Альфа, alias: [А]}\n", "utf-8")
    settings, notes = read_settings(path)
    assert settings.wave == "2025"
    assert notes == (
        "ключ «suplier» в study.yaml программе незнаком и пропущен; возможно, имелся в виду «supplier»",
        "ключ «мой ключ» в study.yaml программе незнаком и пропущен",
        "ключ «supplier: alias» в study.yaml программе незнаком и пропущен; "
        "возможно, имелся в виду «aliases»",
    )


def test_the_guide_is_read(tmp_path: Path) -> None:
    text = """\
blocks:
  - title: Поставка
    processes: [delivery]
    questions:
      - Как сроки?
      - {text: А бумаги?, codes: [documents.errors]}
"""
    (block,) = study(tmp_path, guide_yaml=text).guide.blocks
    assert block.processes == ("delivery",)
    assert block.questions[0] == "Как сроки?"
    assert not isinstance(block.questions[1], str)
    assert block.questions[1].codes == ("documents.errors",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("blocks:\n- title: А\n  codes: [documents.errors, x.y]\n", "строка 3, столбец 29: неизвестный код"),
        ("blocks:\n  - title: А\n    questions:\n      - text: Б\n        processes:\n          - delivry\n",
         "строка 6, столбец 13: неизвестный процесс «delivry»; ожидается «delivery» или другое имя"),
        ("blocks:\n  - codes: []\n", "нет обязательного ключа «title»"),
        ("blok: []\n", "строка 1, столбец 1: неизвестный ключ «blok»"),
        ("blocks: [\n", "это не YAML"),
    ],
)  # fmt: skip
def test_a_faulty_guide_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=r"guide\.yaml") as error:
        study(tmp_path, guide_yaml=text)
    assert message in str(error.value)


def test_scores_are_read_by_id_label_and_block(tmp_path: Path) -> None:
    ratings = (
        "Интервью;Респондент;Критерий;Оценка;Шкала;Волна\n"
        "i1;П. Ильич;discipline.lead_times;8,5;10;\n"
        "i1;;Ошибки в документах;4;5;2024\n"
        "i1;Пётр Ильич;delivery;7;10;\n"
        "i1;Пётр Ильич;Отгрузка;7;10;\n"
        "i1;Пётр Ильич;дисциплина;7;10;\n"
        "i1;Пётр Ильич;Про бумаги;7;10;\n"
    )
    found = study(
        tmp_path,
        ratings_csv=ratings,
        guide_yaml="blocks: [{title: Про бумаги}]",
        study_yaml="{codebook: codebook.yaml, wave: 2025}",
    )
    assert found.scores[0] == Score("i1", "Пётр Ильич", "discipline.lead_times", 8.5, 10.0, "2025")
    assert found.scores[1] == Score("i1", "Пётр Ильич", "documents.errors", 4.0, 5.0, "2024")
    assert [each.criterion for each in found.scores[2:]] == [
        "delivery",
        "shipping",
        "discipline",
        "Про бумаги",
    ]
    # last year's marks beside this year's interviews are allowed, and said
    assert found.assumptions == ("Строка 3 в ratings.csv: волны «2024» нет ни у одного интервью",)


def test_scores_of_strangers_are_kept_and_said(tmp_path: Path) -> None:
    ratings = "interview;speaker;criterion;value;scale\ni1;Яна;delivery;1;10\ni9;Яна;delivery;2;10\n"
    found = study(tmp_path, ratings_csv=ratings)
    assert [each.value for each in found.scores] == [1, 2]
    assert found.assumptions == (
        "Строка 2 в ratings.csv: в интервью i1 нет респондента «Яна»",
        "Строка 3 в ratings.csv: среди прочитанных нет интервью «i9»",
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("i1;;;5;10", "строка 2: не указано, за что оценка"),
        (";;delivery;5;10", "строка 2: не указано интервью"),
        ("i1;;delivery;пять;10", "строка 2: неверное значение столбца value «пять»; ожидается число"),
        ("i1;;delivery;nan;10", "неверное значение столбца value «nan»"),
        ("i1;;delivery;5;", "неверное значение столбца scale «»; ожидается число"),
        ("i1;;delivery;5;0", "неверная шкала «0»; ожидается число больше нуля"),
        ("i1;;delivery;11;10", "оценка вне шкалы «11»; ожидается число от 0 до 10"),
    ],
)
def test_faulty_scores_are_refused_with_their_row(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(InputError, match=r"ratings\.csv") as error:
        study(tmp_path, ratings_csv=f"interview;speaker;criterion;value;scale\n{row}\n")
    assert message in str(error.value)


def test_marks_for_what_nobody_knows_are_left_out_and_said_once(tmp_path: Path) -> None:
    ratings = "interview;speaker;criterion;value;scale\n"
    ratings += "i1;;скорость;5;10\ni1;;скорость;6;10\ni1;;documents.eror;5;10\ni1;;delivery;5;10\n"
    found = study(tmp_path, ratings_csv=ratings)
    assert [each.criterion for each in found.scores] == ["delivery"]
    (note,) = found.assumptions
    assert "«скорость» (2), «documents.eror» (1; похоже на «Ошибки в документах»)" in note
    assert "otzvuk criteria" in note


def test_the_clients_own_criteria_need_no_codebook(tmp_path: Path) -> None:
    ratings = "interview;speaker;criterion;value\ni1;;Стабильность  состава;4\ni1;;«вид паспорта»;3\n"
    items = (
        "criteria:\n"
        "  - {name: Стабильность состава, scale: 5, block: Отгрузка}\n"
        "  - {name: Вид паспорта, scale: 5, codes: [documents.errors]}\n"
        "  - Вежливость\n"
    )
    found = study(tmp_path, ratings_csv=ratings, criteria_yaml=items)
    assert [(each.criterion, each.value, each.scale) for each in found.scores] == [
        ("Стабильность состава", 4, 5),
        ("Вид паспорта", 3, 5),
    ]
    assert found.assumptions == ()
    known = criteria(found.codebook, found.guide)
    assert known["Вид паспорта"].theme == found.codebook.theme_of("documents.errors")
    assert known["Вид паспорта"].holds("documents.errors", "")
    assert not known["Вежливость"].codes


def test_what_the_codebook_knows_may_be_said_to_stand_in_a_part_of_the_questionnaire(tmp_path: Path) -> None:
    ratings = "interview;speaker;criterion;value\ni1;;Ошибки в документах;4\n"
    items = "criteria: [{name: ошибки в документах, block: Бумаги, scale: 5}]\n"
    found = study(tmp_path, ratings_csv=ratings, criteria_yaml=items)
    assert [(each.criterion, each.scale) for each in found.scores] == [("documents.errors", 5)]
    known = criteria(found.codebook, found.guide)
    assert known["documents.errors"].block == "Бумаги"
    assert "ошибки в документах" not in known


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ("criteria: [А, а]", "критерий стоит дважды"),
        ("criteria: [Ошибки в документах]", "так уже называется «Ошибки в документах»"),
        ("criteria: [{name: А, codes: [documents.erors]}]", "неизвестный код «documents.erors»"),
        ("criteria: [{name: А, scale: 0}]", "ожидается число больше 0"),
        ("criteria: [{name: ' '}]", "name"),
        ("criteria: [{nmae: А}]", "nmae"),
        ("criteria: [{name: ''}]", "name"),
        ("критерии: [А]", "критерии"),
    ],
)
def test_faulty_criteria_are_refused_with_their_place(tmp_path: Path, items: str, message: str) -> None:
    with pytest.raises(InputError, match=r"criteria\.yaml, строка 1") as error:
        study(tmp_path, criteria_yaml=items)
    assert message in str(error.value)


def test_the_command_begins_the_file_and_never_touches_it_again(tmp_path: Path) -> None:
    ratings = "interview;speaker;criterion;value;scale\ni1;;Вид паспорта;5;10\ni1;;Ошибки документов;5;10\n"
    folder = study(tmp_path, ratings_csv=ratings).path
    first = CliRunner().invoke(app, ["criteria", str(folder)])
    assert "критериев — 2" in first.output
    text = (folder / "criteria.yaml").read_text("utf-8")
    assert "codes: [documents.errors]" in text  # offered in a comment, not taken
    again = read_study(folder)
    assert [(each.criterion, each.value) for each in again.scores] == [
        ("Вид паспорта", 5),
        ("Ошибки документов", 5),
    ]
    assert not again.guide.items[1].codes
    assert "известны" in CliRunner().invoke(app, ["criteria", str(folder)]).output
    (folder / "criteria.yaml").write_text("criteria: [Вид паспорта]  # мой\n", "utf-8")
    assert '- name: "Ошибки документов"' in CliRunner().invoke(app, ["criteria", str(folder)]).output
    assert (folder / "criteria.yaml").read_text("utf-8") == "criteria: [Вид паспорта]  # мой\n"


@pytest.mark.parametrize("name", ["criteria.csv", "study.yml", "guide.yaml.txt", "participants.xls"])
def test_a_file_that_nobody_reads_for_its_ending_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x\n", "utf-8")
    (note,) = study(tmp_path).assumptions
    assert note.startswith(f"Файл {name} не читается; ожидается {name.partition('.')[0]}.")


def test_criteria_are_no_transcript_and_may_be_numbers(tmp_path: Path) -> None:
    ratings = "interview;speaker;criterion;value;scale\ni1;;7;5;10\n"
    files = {
        "i1.txt": TALK,
        "ratings.csv": ratings,
        "criteria.yaml": "criteria: [7]\n",
        "criteria.csv": "7\n",
    }
    found = read_study(lay_out(tmp_path, files))
    assert [each.id for each in found.interviews] == ["i1"]
    assert [each.criterion for each in found.scores] == ["7"]


def test_scores_need_their_columns(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="в таблице нет столбца criterion, scale"):
        study(tmp_path, ratings_csv="interview;value\ni1;5\n")


def test_the_language_is_accepted_and_must_be_russian(tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_text("language: ru\n", "utf-8")
    assert read_settings(path) == (Settings(), ())
    path.write_text("language: en\n", "utf-8")
    with pytest.raises(InputError, match=r"«language» «en»; ожидается ru"):
        read_settings(path)
