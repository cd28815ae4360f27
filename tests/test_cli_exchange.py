"""Export, import and agree as a person meets them: round trips by the commands, and wrong inputs."""

import csv
import io
import json
import os
import sys
import zipfile
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from otzvuk.cli import main
from otzvuk.folder.starter import copy_demo

FEW = ("01-zharoven-2024.txt", "03-parovozik-2024.md", "10-lamelit-2025.csv")


@dataclass(frozen=True)
class Finished:
    code: object
    said: str
    complained: str


def otzvuk(*arguments: str | Path, folder: Path | None = None) -> Finished:
    """The command line, in this process: two dozen fresh ones would take minutes."""
    line = ["otzvuk", *map(str, arguments)]
    with (
        mock.patch.object(sys, "argv", line),
        mock.patch.dict(os.environ, COLUMNS="160"),
        chdir(folder or "."),
        redirect_stdout(io.StringIO()) as said,
        redirect_stderr(io.StringIO()) as complained,
        pytest.raises(SystemExit) as ended,
    ):
        main()
    return Finished(ended.value.code or 0, said.getvalue(), complained.getvalue())


def done(*arguments: str | Path, folder: Path | None = None) -> str:
    finished = otzvuk(*arguments, folder=folder)
    assert (finished.code, finished.complained) == (0, "")
    return finished.said


def complaint(*arguments: str | Path, folder: Path | None = None) -> str:
    finished = otzvuk(*arguments, folder=folder)
    assert finished.code == 2, (arguments, finished)
    (line,) = finished.complained.strip().splitlines()
    assert line.startswith("Ошибка: ")
    assert finished.said == ""
    return line


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo study with few of its transcripts."""
    folder = copy_demo(tmp_path_factory.mktemp("обмен") / "пример")
    for file in (folder / "transcripts").iterdir():
        if file.name not in FEW:
            file.unlink()
    return folder


@pytest.fixture(scope="module")
def sent(demo: Path) -> Path:
    """The demo study as a project for other programs."""
    file = demo.parent / "пример.qdpx"
    assert f"Интервью {len(FEW)}, упоминаний" in done("export", demo, "--to", file)
    return file


@pytest.fixture(scope="module")
def taken(sent: Path) -> Path:
    """The project taken over again."""
    folder = sent.parent / "обратно"
    said = done("import", sent, "--to", folder)
    assert (folder / "import.txt").read_text("utf-8").rstrip() in said
    assert "Не перенесено: ничего" in said
    return folder


def rows(path: Path, *, delimiter: str = ";") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_a_round_trip_keeps_every_mention(demo: Path, sent: Path, taken: Path, tmp_path: Path) -> None:
    table = tmp_path / "codings.csv"
    done("export", demo, "--to", table, "--as-is")
    ours = [(row["Вид"], row["Код"], row["Текст"].removeprefix("'")) for row in rows(table)]
    kinds = {"complaint": "Жалоба", "praise": "Похвала", "wish": "Пожелание"}
    gold = [json.loads(line) for line in (taken / "gold.jsonl").read_text("utf-8").splitlines()]
    assert len(ours) > 10
    assert sorted(ours) == sorted((kinds[each["kind"]], each["code"], each["text"]) for each in gold)
    assert zipfile.ZipFile(sent).testzip() is None


def test_what_came_back_agrees_with_what_was_sent(sent: Path, taken: Path, tmp_path: Path) -> None:
    differ = tmp_path / "споры.csv"
    here = tmp_path / "здесь"
    here.mkdir()
    said = done("agree", sent, taken, "--csv", differ, folder=here)
    assert list(here.iterdir()) == []  # a coding that lies in no study keeps nothing, least of all here
    assert not (sent.parent / ".otzvuk").exists()
    said = done("agree", taken, sent, "--csv", differ, "--overwrite")
    for words in ("Согласие двух разметок", "α_u", "По кодам", "неразмеченн", "Расхождений нет", "1,00"):
        assert words in said
    assert rows(differ) == []


def test_what_two_coders_differ_about_is_listed(taken: Path, sent: Path, tmp_path: Path) -> None:
    lines = (taken / "gold.jsonl").read_text("utf-8").splitlines()
    fewer = tmp_path / "gold.jsonl"
    fewer.write_text("\n".join(lines[2:]) + "\n", "utf-8")
    differ = tmp_path / "споры.csv"
    said = done("agree", fewer, sent, "--study", taken, "--csv", differ)
    assert "О чём поговорить: расхождений 2" in said
    assert "(" in said  # intervals over three interviews
    assert [row["what"] for row in rows(differ)] == ["только у B", "только у B"]
    assert {row["text"] for row in rows(differ)} == {json.loads(line)["text"] for line in lines[:2]}


def test_a_made_coding_is_exported_instead_of_a_new_one(taken: Path, tmp_path: Path) -> None:
    file = tmp_path / "люди.qdpx"
    said = done("export", taken, "--to", file, "--coding", taken / "gold.jsonl")
    number = len((taken / "gold.jsonl").read_text("utf-8").splitlines())
    assert f"упоминаний {number}" in said


def test_a_codebook_goes_and_comes_back(demo: Path, tmp_path: Path) -> None:
    assert "Кодовая книга" in done("export", demo, "--to", "книга.qdc", folder=tmp_path)
    said = done("import", "книга.qdc", folder=tmp_path)
    assert "Новый код" not in said
    assert (tmp_path / "книга.yaml").read_text("utf-8").startswith("name:")
    assert "здесь уже есть файл" in complaint("import", "книга.qdc", folder=tmp_path)


def test_wrong_files_are_one_sentence(demo: Path, sent: Path, tmp_path: Path) -> None:
    (tmp_path / "пустая").mkdir()
    (tmp_path / "не.qdpx").write_text("это не архив", "utf-8")
    (tmp_path / "не.qdc").write_text("и не книга", "utf-8")
    (tmp_path / "слова.txt").write_text("слова", "utf-8")
    with zipfile.ZipFile(tmp_path / "чужой.qdpx", "w") as archive:
        archive.writestr("слова.txt", "слова")
    for arguments, words in (
        (("export", "нету", "--to", "а.qdpx"), "нет такой папки"),
        (("export", "пустая", "--to", "а.qdpx"), "пустая"),
        (("export", demo, "--to", "а.docx"), "ожидается имя файла с .qdpx, .csv, .qdc, .spacy"),
        (("export", demo), "не указан параметр «--to»"),
        (("export", demo, "--to", "а.csv", "--coding", "нету.csv"), "нет такого файла"),
        (("export", demo, "--to", demo / "participants.csv"), "файл исследования"),
        (("export", demo, "--to", demo / "transcripts" / "а.csv"), "файл исследования"),
        (("export", demo, "--to", sent, "--coding", sent), "файл исследования"),
        (("import", "нету.qdpx"), "нет такого файла"),
        (("import", "пустая"), "это папка"),
        (("import", "слова.txt"), "это не проект «.txt»"),
        (("import", "не.qdpx"), "не.qdpx"),
        (("import", "чужой.qdpx"), "нет файла проекта .qde"),
        (("import", "не.qdc"), "не.qdc"),
        (("import", sent, "--to", demo), "папка не пуста"),
        (("import", sent, "--coder", "Никто"), "нет такого пользователя «Никто»"),
        (("import", sent, "--kind", "злость"), "«злость»; ожидается complaint"),
        (("import", sent, "--codebook", "нету.yaml"), "нету.yaml"),
        (("agree", "нету", sent), "нет такого файла"),
        (("agree", "пустая", sent), "в папке нет разметки"),
        (("agree", "слова.txt", sent), "это не разметка"),
        (("agree", sent), "не указано «B»"),
        (("agree", sent, sent, "--csv", "споры.txt"), "имя файла с .csv"),
        (("agree", sent, sent, "--csv", demo / "participants.csv", "--study", demo), "файл исследования"),
        (("agree", sent, sent, "--coder-a", "Никто"), "нет такого пользователя"),
    ):
        assert words in complaint(*arguments, folder=tmp_path), arguments
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"пустая", "не.qdpx", "не.qdc", "слова.txt", "чужой.qdpx"}  # nothing half written


def test_what_cannot_be_taken_over_is_said(demo: Path, sent: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "чужой.qdpx"
    with zipfile.ZipFile(sent) as old, zipfile.ZipFile(foreign, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "project.qde":  # names and descriptions that no longer tell the kind
                text = data.decode().replace("Жалоба: ", "").replace("Код Отзвука: complaint", "Был код")
                data = text.encode()
            new.writestr(name, data)
    folder = tmp_path / "чужой"
    said = done("import", foreign, "--to", folder)
    listed = said.split("Не перенесено:")[1].split("Предположено")[0]
    assert "- " in listed
    assert listed.strip() in (folder / "import.txt").read_text("utf-8")
