"""Reports of some people only: in a folder of their own, so that those of everybody stay as they are."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from otzvuk.analysis import analyse
from otzvuk.folder.edited import digest
from otzvuk.folder.layout import REPORTS, reports_folder
from program import call

TALK = """Интервьюер: Расскажите о доставке.
{name}: Машина опять опоздала на неделю, и никто не предупредил.
Интервьюер: А как упаковка?
{name}: Упаковка отличная, нареканий нет.
"""
LEFT = "сегмент=ушедшие"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four people of four companies, two of whom have left."""
    folder = tmp_path_factory.mktemp("segment") / "исследование"
    (folder / "transcripts").mkdir(parents=True)
    people = ["interview;file;speaker;company;role;сегмент"]
    for number, name in enumerate(("Анна", "Борис", "Вера", "Глеб"), 1):
        segment = "ушедшие" if number > 2 else "действующие"
        people.append(f"и{number};и{number}.txt;{name};Завод «Север-{number}»;user;{segment}")
        (folder / "transcripts" / f"и{number}.txt").write_text(TALK.format(name=name), "utf-8")
    (folder / "participants.csv").write_text("\n".join(people) + "\n", "utf-8")
    (folder / "study.yaml").write_text("supplier: Мологаплит\ncoder: fast\nreplicates: 100\n", "utf-8")
    analyse(folder)
    return folder


def digests(folder: Path) -> dict[str, str]:
    return {each.name: digest(each) for each in folder.iterdir() if each.is_file()}


def words(path: Path, part: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode("utf-8")


def test_left_clients_have_every_report_of_their_own_and_the_full_ones_stay(study: Path) -> None:
    before = digests(study / "out")
    made = analyse(study, where=LEFT)
    assert made.out == study / "out" / LEFT
    assert digests(study / "out") == before
    assert {each.name for each in made.out.iterdir()} >= {
        name for name in REPORTS if not name.endswith(".parquet")
    }
    told = json.loads((made.out / "run.json").read_text("utf-8"))
    assert told["where"] == LEFT
    assert set(made.findings.survey.respondents["interview"]) == {"и3", "и4"}
    assert {card.company_id for card in made.findings.cards} == set(
        made.findings.survey.respondents["company_id"]
    )
    assert set(made.findings.map["interview"]) <= {"и3", "и4"}


def test_each_report_says_on_its_first_page_whom_it_shows(study: Path) -> None:
    out = analyse(study, where=LEFT).out
    html = (out / "report.html").read_text("utf-8")
    assert f"только: {LEFT}" in html[: html.index("<main")]
    document = words(out / "report.docx", "word/document.xml")
    assert f"только: {LEFT}" in document[: document.index("Содержание")]
    assert f"олько: {LEFT}" in words(out / "report.pptx", "ppt/slides/slide1.xml")
    shared = words(out / "frequencies.xlsx", "xl/sharedStrings.xml")
    assert f"Только: {LEFT}." in shared


def test_the_same_again_is_told_at_once_from_its_own_folder(study: Path) -> None:
    call("analyse", study, "--where", LEFT)
    own = digests(study / "out" / LEFT)
    again = call("analyse", study, "--where", LEFT)
    assert f"{LEFT}/report.html" in again.replace("\\", "/").replace("\n", "")
    assert "Только" in again
    assert digests(study / "out" / LEFT) == own
    assert LEFT not in call("analyse", study)


def test_out_says_otherwise(study: Path, tmp_path: Path) -> None:
    assert analyse(study, where=LEFT, out=tmp_path / "сюда").out == tmp_path / "сюда"


@pytest.mark.parametrize(
    "where",
    [
        "компания=Завод «Север-1»",
        "company=Завод «Север-1», сегмент=ушедшие",
        "респондент=Анна",
        "клиент=Север-1",
        "компания!=Север-1",
        "client ≠ Север-1",
        "interview=Анна 1",
    ],
)
def test_a_name_does_not_become_the_name_of_a_folder(where: str) -> None:
    name = reports_folder(Path("s"), where).name
    assert "Север" not in name
    assert "Анна" not in name
    assert name != reports_folder(Path("s"), where.replace("1", "2").replace("Анна", "Вера")).name


def test_any_condition_is_a_folder_that_every_system_takes() -> None:
    for where in ("роль=user|economic", 'a<b>:"c"/d\\e?f*=1', "я" * 300, "роль=x. ", "роль=y."):
        name = reports_folder(Path("s"), where).name
        assert not set(name) & set('<>:"/\\|?*')
        assert len(name.encode()) <= 120
        assert name == name.strip(". ")
    long = reports_folder(Path("s"), "я" * 300), reports_folder(Path("s"), "я" * 301)
    assert long[0] != long[1]
    assert reports_folder(Path("s")) == Path("s") / "out"


def test_who_is_forgotten_goes_from_the_reports_of_a_segment_too(study: Path) -> None:
    out = analyse(study, where=LEFT, as_is=True).out
    assert "Глеб" in (out / "report.html").read_text("utf-8")
    call("forget", study, "Глеб")
    for file in out.rglob("*"):
        if file.suffix in {".csv", ".html", ".json"}:
            assert "Глеб" not in file.read_text("utf-8"), file
