"""`otzvuk new`: the study it makes can be used at once, and its examples are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from otzvuk.folder.starter import new_study
from otzvuk.model.errors import InputError
from otzvuk.read import inspect_study, read_study
from reading import CODEBOOK, TALK


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A new study that uses the small codebook, so that the test needs no bundled one."""
    root = tmp_path / "исследования" / "новое"
    new_study(root)
    (root / "codebook.yaml").write_bytes(CODEBOOK.read_bytes())
    settings = root / "study.yaml"
    settings.write_text(settings.read_text("utf-8") + "codebook: codebook.yaml\n", "utf-8")
    return root


def test_a_new_study_passes_the_check(root: Path) -> None:
    found = inspect_study(root)
    assert found.faults == ()
    assert found.failures == ()


def test_the_example_gives_way_to_real_transcripts(root: Path) -> None:
    assert [each.id for each in read_study(root).interviews] == ["ПРИМЕР"]
    (root / "transcripts" / "i1.txt").write_text(TALK, "utf-8")
    study = read_study(root)
    assert [each.id for each in study.interviews] == ["i1"]
    assert any("ПРИМЕР.txt пропущен: это пример" in each for each in study.assumptions)


def test_the_commented_examples_are_right(root: Path) -> None:
    for name in ("study.yaml", "guide.yaml", "participants.csv", "ratings.csv"):
        path = root / name
        encoding = "utf-8-sig" if name.endswith(".csv") else "utf-8"
        lines = path.read_text(encoding).splitlines()
        if name.endswith(".csv"):
            lines = [
                line.removeprefix("# ") for line in lines if not line.startswith("# ") or line.count(";") > 2
            ]
        else:
            lines = [
                re.sub(r"^# (?=\w+:| )", "", line) for line in lines if not re.match(r"# codebook:", line)
            ]
        path.write_text("\n".join(lines) + "\n", encoding)
    book = root / "codebook.yaml"
    text = book.read_text("utf-8")
    book.write_text(
        text + "  documents.speed: {label: Скорость документов, process: document_exchange}\n", "utf-8"
    )
    for name in ("i1.txt", "i2.txt"):
        (root / "transcripts" / name).write_text(TALK.replace("Пётр", "Спикер 2"), "utf-8")
    found = inspect_study(root)
    assert found.faults == ()
    study = read_study(root)
    assert study.settings.supplier
    assert study.settings.interviewers == ("Анна",)
    assert len(study.guide.blocks) == 2
    assert [person.company for each in study.interviews for person in each.participants.values()] == [
        "ООО «Пример»",
        "АО «Образец»",
    ]
    assert len(study.scores) == 1


def test_tables_open_in_excel_by_a_double_click(root: Path) -> None:
    assert (root / "participants.csv").read_bytes().startswith(b"\xef\xbb\xbfinterview;file;speaker")


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("важное", "utf-8")
    with pytest.raises(InputError, match="папка не пуста; ожидается новая или пустая папка"):
        new_study(tmp_path)
    with pytest.raises(InputError, match="здесь уже есть файл"):
        new_study(tmp_path / "a.txt")
    with pytest.raises(InputError, match="папку не создать"):
        new_study(tmp_path / "a.txt" / "b")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
