"""An analysis hides names in its reports by default, and only there."""

import csv
from pathlib import Path

import pytest

from otzvuk.analysis import analyse
from otzvuk.cli.study import names
from otzvuk.model.errors import InputError

TALK = (
    "Анна: Как вам поставки?\n"
    "Пётр: Инжтехпром вечно опаздывает. Марина Котова обещала машину и не прислала её.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "ромашка.txt").write_text(TALK, "utf-8")
    (tmp_path / "study.yaml").write_text("supplier: Инжтехпром\nreplicates: 100\n", "utf-8")
    return tmp_path


def test_reports_hide_names_and_the_tables_do_not(folder: Path) -> None:
    result = analyse(folder)
    page = (folder / "out" / "report.html").read_text("utf-8")
    assert "[сотрудник 1]" in page
    assert "Прочитайте отчёт" in page or "прочитайте отчёт" in page
    for name in ("Котов", "Марин", "Инжтехпром", "Пётр", "ромашка"):
        assert name not in page
    assert "Пётр" in (folder / "out" / "mentions.csv").read_text("utf-8-sig")
    assert result.study.interviews[0].id == "ромашка"
    with (folder / "names_found.csv").open(encoding="utf-8-sig") as file:
        found = {row["placeholder"]: row["forms"] for row in csv.DictReader(file, delimiter=";")}
    assert found["[сотрудник 1]"] == "Марина Котова (1)"
    assert found["i01"].startswith("ромашка (0)")
    assert not list((folder / "out").glob("names*"))

    (folder / "study.yaml").write_text("supplier: Инжтехпром\nreplicates: 100\nhide_names: false\n", "utf-8")
    assert analyse(folder).names is None
    assert "Марина Котова" in (folder / "out" / "report.html").read_text("utf-8")


def test_a_broken_list_of_names_is_one_sentence_before_the_long_work(folder: Path) -> None:
    (folder / "names.csv").write_text("text;placeholder\nМарина;\n", "utf-8")
    with pytest.raises(InputError, match=r"names\.csv, строка 2: нет замены «Марина»"):
        analyse(folder)
    assert not (folder / "out").exists()
    analyse(folder, as_is=True)


def test_the_list_of_found_names_is_no_transcript(tmp_path: Path) -> None:
    (tmp_path / "i1.txt").write_text(TALK, "utf-8")
    (tmp_path / "study.yaml").write_text("replicates: 100\n", "utf-8")
    analyse(tmp_path)
    again = analyse(tmp_path)
    assert [each.id for each in again.study.interviews] == ["i1"]
    assert not again.study.failures


def test_a_study_that_cannot_be_written_to_is_hidden_all_the_same(folder: Path) -> None:
    (folder / "names_found.csv").mkdir()  # stands in its place: even root cannot write there
    analyse(folder)
    assert "Марина Котова" not in (folder / "out" / "report.html").read_text("utf-8")


def test_the_names_are_shown_for_review(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names(folder)
    shown = capsys.readouterr().out
    assert "Марина Котова" in shown
    assert "[сотрудник 1]" in shown
    assert "не отправляйте" in shown
    assert (folder / "names_found.csv").is_file()
