"""`otzvuk review`: a table out, answers in, each once; bad files end with one sentence and code 2."""

import shutil
import sqlite3
from pathlib import Path

import pandas as pd
import pytest

from filled import fill, rows_of, write_rows
from otzvuk.codings.decisions import Decisions
from otzvuk.model.decision import Act
from program import call

INTERVIEW = """\
Интервьюер: Как с документами?
Семён Лобов: Накладные путают каждый раз, каждый раз звоню.
Интервьюер: А со сроками?
Семён Лобов: Сроки поставки срывают постоянно, это беда.
Интервьюер: А менеджер?
Семён Лобов: Менеджер Марина Полозова отвечает быстро, спасибо ей.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    study = tmp_path_factory.mktemp("r") / "study"
    (study / "transcripts").mkdir(parents=True)
    (study / "transcripts" / "лобов-2026.txt").write_text(INTERVIEW, "utf-8")
    call("review", study, "--to", study / "out" / "review.xlsx")
    return study


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "study")
    return tmp_path / "study"


def answered(study: Path, name: str, by: str, cells: dict[tuple[int, str], str]) -> Path:
    return fill(study / "out" / "review.xlsx", study / "out" / f"{name}.xlsx", cells, by=by)


def test_answers_become_decisions_once(study: Path) -> None:
    rows = [row for row in rows_of(study / "out" / "review.xlsx") if row[0].isdigit()]
    assert len(rows) >= 3
    assert not any("Полозова" in cell or "Лобов" in cell or "лобов" in cell for row in rows for cell in row)
    own = {(len(rows) + 1, "text"): "каждый раз звоню", (len(rows) + 1, "kind"): "Жалоба"}
    own[len(rows) + 1, "code"] = "documents.errors"
    answers = {(1, "right"): "да", (2, "right"): "нет", (3, "kind"): "мимо"}
    filled = answered(study, "анна", "Анна", answers | own)
    said = call("review", study, "--from", filled, "--csv", study / "out" / "строки.csv", code=1)
    assert "Решений записано: 3 (верно — 1; не упоминание — 1; добавлено — 1)" in said
    assert "Не принято: 1" in said
    kept = Decisions(study).all()
    acts = [Act.CONFIRM, Act.REJECT, Act.ADD]
    assert [(each.act, each.by) for each in kept] == [(act, "Анна") for act in acts]
    assert all(each.sampled == 1.0 for each in kept[:2])  # all of so few were drawn
    table = pd.read_csv(study / "out" / "строки.csv", sep=";")
    assert table["outcome"].tolist()[:3] == ["принято", "принято", "не принято"]
    again = call("review", study, "--from", filled, code=1)
    assert "Решений записано: 0" in again
    assert "Приняты раньше, второй раз не записаны: 3" in again
    assert len(Decisions(study).all()) == 3
    Decisions(study).undo("Анна")  # one file is one go
    assert not Decisions(study).standing()
    call("review", study, "--from", filled, code=1)
    assert len(Decisions(study).standing()) == 3


def test_two_peoples_files_are_kept_apart(study: Path) -> None:
    anna = answered(study, "а", "Анна", {(1, "right"): "да", (2, "right"): "да"})
    boris = answered(study, "б", "", {(1, "right"): "нет", (2, "right"): "да"})
    said = call("review", study, "--from", anna, "--from", boris)
    assert "Люди разошлись: 1" in said
    assert "Анна — " in said
    assert "б — не упоминание" in said
    assert [each.by for each in Decisions(study).all()] == ["Анна", "Анна", "б", "б"]


def test_bad_files_are_one_sentence_and_nothing_is_kept(study: Path, tmp_path: Path) -> None:
    filled = answered(study, "а", "Анна", {(1, "right"): "да"})
    other = tmp_path / "другое"
    (other / "transcripts").mkdir(parents=True)
    (other / "transcripts" / "лобов-2026.txt").write_text("Инт: О чём?\nПётр: О рыбалке и погоде.\n", "utf-8")
    assert "другого исследования" in call("review", other, "--from", filled, code=2)
    foreign = write_rows(tmp_path / "чужая.xlsx", [["Имя", "Сумма"], ["Анна", "5"]])
    for file, what in ((foreign, "не таблица проверки"), (tmp_path / "нет.xlsx", "нет такого файла")):
        assert what in call("review", study, "--from", filled, "--from", file, code=2)
    assert not Decisions(study).all()
    for arguments in ([], ["--to", "a.xlsx", "--from", filled], ["--to", "a.csv"]):
        call("review", study, *arguments, code=2)
    assert "файл уже есть" in call("review", study, "--to", foreign, code=2)


def test_a_locked_database_is_said_and_the_table_can_be_taken_later(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("otzvuk.codings.decisions._WAIT", 0.1)
    filled = answered(study, "а", "Анна", {(1, "right"): "да"})
    call("review", study, "--from", answered(study, "б", "Борис", {(1, "right"): "да"}))
    with sqlite3.connect(study / "otzvuk.sqlite", isolation_level=None) as base:
        base.execute("BEGIN IMMEDIATE")
        assert "занят другой программой" in call("review", study, "--from", filled, code=2)
        base.execute("ROLLBACK")
    assert "Решений записано: 1" in call("review", study, "--from", filled)
