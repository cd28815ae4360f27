"""No report that an analysis writes names anybody of the study, whatever its format; nor does a pack."""

import re
from pathlib import Path

import pytest

from otzvuk.analysis import analyse
from otzvuk.anonymise import FOUND_LIST, NameKind, find_names, read_found
from otzvuk.anonymise.erasure import texts_of
from otzvuk.cli.privacy import forget, pack
from otzvuk.model.errors import InputError
from otzvuk.model.plan import Action
from otzvuk.model.sections import Report
from otzvuk.read import read_study
from otzvuk.report.planform import write_plan

TALKS = {
    "ромашка-2025.txt": (
        "Анна: Марина Львовна, как вам поставки Инжтехпрома?\n"
        "Марина Стрешнева: Инжтехпром срывает сроки. "
        "Гребешков обещал машину в среду, а приехала она в пятницу. "
        "Пишите ему на grebeshkov@primer.example или 8-912-000-11-22. Гребешков же потерял накладную.\n"
        "Анна: А упаковка?\n"
        "Марина Стрешнева: Кукушкина присылает рваные мешки, мы жаловались. Кукушкина не отвечает неделями. "
        "Склад у них на улице Чкалова, дом 9, там всегда очередь. Фасовка от Кукушкиной плохая.\n"
    ),
    "вектор.txt": (
        "Анна: Что с документами?\n"
        "Спикер 2: ну гребешков опять перепутал счета а кукушкина говорит ждите\n"
        "Анна: И как с рекламациями?\n"
        "Спикер 2: Документы делают с ошибками. Фасовка Кукушкиной никуда не годится, мешки рвутся. "
        "Мы звонили Вадиму Гребешкову, он извинился. Фасовка опять порвалась.\n"
    ),
}
TOLD = (
    "стрешнев",
    "гребешков",
    "кукушкин",
    "инжтехпром",
    "марин",
    "чкалов",
    "primer.example",
    "912-000",
    "вадим",
)
PEOPLE = "file;speaker;company;position\nромашка-2025.txt;Марина Стрешнева;ООО «Ромашка»;логист\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "study"
    (root / "transcripts").mkdir(parents=True)
    for name, talk in TALKS.items():
        (root / "transcripts" / name).write_text(talk, "utf-8")
    (root / "study.yaml").write_text("supplier: Инжтехпром\nreplicates: 100\ninterviewers: [Анна]\n", "utf-8")
    (root / "participants.csv").write_text(PEOPLE, "utf-8")
    return root


def named(file: Path) -> list[str]:
    said = "\n".join(texts_of(file)).lower()
    return [name for name in TOLD if name in said]


def test_no_report_names_anybody(folder: Path) -> None:
    analyse(folder)
    ours = {"mentions", "ratings", "damage", "run"}  # for programs; they have the study's own words
    reports = [file for file in (folder / "out").iterdir() if file.stem not in ours]
    assert {".html", ".docx", ".xlsx", ".pptx"} <= {file.suffix for file in reports}
    names = find_names(read_study(folder))
    assert {each.kind for each in names.found} >= {NameKind.PERSON, NameKind.EMAIL, NameKind.PHONE}
    for file in reports:
        assert not named(file), file.name


def test_a_pack_names_nobody_reads_back_and_leaves_the_study_alone(folder: Path, tmp_path: Path) -> None:
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    to = tmp_path / "отдать"
    pack(folder, to=to, hidden=True)
    after = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert {file: text for file, text in after.items() if ".otzvuk" not in file.parts} == before
    assert not (to / ".otzvuk").exists()
    files = [file for file in to.rglob("*") if file.is_file()]
    assert {file.name for file in files} >= {"study.yaml", "participants.csv", "mentions.csv", "i01.csv"}
    for file in files:
        assert not named(file), file.name
        assert not any(name in file.name.lower() for name in TOLD)
    again = {each.id: each for each in read_study(to).interviews}
    own = {each.id: each for each in read_study(folder).interviews}
    assert [len(each.turns) for each in again.values()] == [len(each.turns) for each in own.values()]
    import pandas as pd

    mentions = pd.read_csv(to / "mentions.csv")
    assert len(mentions)
    for row in mentions.itertuples():
        assert again[row.interview].turns[row.turn].text[row.start : row.end] == row.text
        assert (to / row.file).is_file()


def test_a_pack_takes_the_clients_own_criteria_along(folder: Path, tmp_path: Path) -> None:
    with (folder / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("coder: rules\n")
    (folder / "guide.yaml").write_text("blocks: [{title: О Кукушкиной}]\n", "utf-8")
    items = "criteria: [{name: Работа Кукушкиной, block: Сервис}, Упаковка мешков]\n"
    (folder / "criteria.yaml").write_text(items, "utf-8")
    rows = "interview;criterion;value;scale\nвектор;Работа Кукушкиной;4;10\nвектор;Упаковка мешков;5;10\n"
    (folder / "ratings.csv").write_text(rows, "utf-8")
    to = tmp_path / "отдать"
    pack(folder, to=to, hidden=True)
    assert not named(to / "criteria.yaml")
    again = read_study(to)
    assert [each.value for each in again.scores] == [4, 5]
    assert [each.block for each in again.guide.items] == ["Сервис", ""]


def test_a_pack_takes_the_plan_and_the_arrangement_of_the_reports_along(folder: Path, tmp_path: Path) -> None:
    with (folder / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("coder: rules\n")
    arranged = "sections: {word: [plan, ranking]}\ntexts: [{text: Спасибо Кукушкиной, place: beginning}]\n"
    (folder / "report.yaml").write_text(arranged, "utf-8")
    action = Action(
        process="Отгрузка", action="Позвонить Кукушкиной", due="31.03.2026", more={"Бюджет": "12 тыс. руб."}
    )
    write_plan(folder / "plan.xlsx", [action])
    assert read_study(folder).plan == (action,)
    to = tmp_path / "отдать"
    pack(folder, to=to, hidden=True)
    assert not named(to / "report.yaml")
    again = read_study(to)
    [kept] = again.plan
    assert (kept.process, kept.due, kept.more) == ("Отгрузка", "31.03.2026", {"Бюджет": "12 тыс. руб."})
    assert kept.action.startswith("Позвонить [")
    assert again.arrangement.names(Report.WORD) == ("plan", "ranking")
    [text] = again.arrangement.own(Report.WORD)
    assert text.text.startswith("Спасибо [")


def test_a_pack_names_no_rival(folder: Path, tmp_path: Path) -> None:
    """Neither one who is spoken of, whose label stays, nor one whom study.yaml alone knows."""
    with (folder / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("coder: rules\nrivals: [Стальзаимка, Небывалтрейд, Стальзаимка Восток]\n")
    talk = "И: С кем сравниваете?\nР: У ООО «Стальзаимка» сроки лучше. Про Стальзаимку все знают.\n"
    (folder / "transcripts" / "сравнение.txt").write_text(talk, "utf-8")
    to = tmp_path / "отдать"
    pack(folder, to=to, hidden=True)
    told = [file for file in to.rglob("*") if file.is_file()]
    assert not [
        file.name for file in told if re.search("стальзаимк|небывал|восток", file.read_text("utf-8").lower())
    ]
    [label] = read_study(to).settings.rivals
    assert any(label in file.read_text("utf-8") for file in (to / "transcripts").iterdir())


def test_a_pack_spoils_no_folder(folder: Path, tmp_path: Path) -> None:
    full = tmp_path / "полная"
    full.mkdir()
    (full / "важное.txt").write_text("не трогать", "utf-8")
    with pytest.raises(InputError, match="папка не пуста"):
        pack(folder, to=full, hidden=True)
    with pytest.raises(InputError, match="внутри исследования"):
        pack(folder, to=folder / "набор", hidden=True)
    with pytest.raises(InputError, match="только без имён"):
        pack(folder, to=tmp_path / "новая")
    assert [file.name for file in full.iterdir()] == ["важное.txt"]


def test_a_person_is_forgotten_where_we_wrote(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    analyse(folder, as_is=True)
    (folder / ".otzvuk").mkdir(exist_ok=True)
    (folder / ".otzvuk" / "i1.json").write_text("Гребешков", "utf-8")
    talks = {file: file.read_bytes() for file in (folder / "transcripts").iterdir()}
    find_names(read_study(folder))
    forget(folder, "Вадим Гребешков")
    told = capsys.readouterr().out
    assert {file: file.read_bytes() for file in (folder / "transcripts").iterdir()} == talks
    for file in (folder / "out").iterdir():
        assert "гребешков" not in "\n".join(texts_of(file)).lower(), file.name
    assert "кукушкин" in (folder / "out" / "report.html").read_text("utf-8").lower()
    assert not (folder / ".otzvuk").exists()
    assert "Осталось: transcripts/ромашка-2025.txt: назван в репликах 2" in told
    assert "transcripts/вектор.txt" in told
    assert not any("Гребешков" in form for each in read_found(folder / FOUND_LIST) for form in each.forms)


def test_nobody_and_several_are_one_sentence(folder: Path) -> None:
    with pytest.raises(InputError, match="не найдено «Пётр Неизвестный»"):
        forget(folder, "Пётр Неизвестный")


def test_what_stands_around_a_talk_is_not_repeated(folder: Path) -> None:
    """A title page and an editor's note name whom nothing else in the study does."""
    file = folder / "transcripts" / "вектор.txt"
    title = "Интервью с Горемыкиным, ООО «Пелагея»\n\n"
    file.write_text(title + file.read_text("utf-8") + "Примечание: Горемыкин торопился.\n", "utf-8")
    assert "Горемыкин" in "".join(read_study(folder).interviews[0].assumptions)
    analyse(folder)
    for report in ("report.html", "report.docx", "report.pptx", "frequencies.xlsx"):
        said = "\n".join(texts_of(folder / "out" / report)).lower()
        assert ("пропущено начало" in said) is (report != "report.pptx"), (
            report
        )  # slides tell nothing of files
        assert not [name for name in ("горемыкин", "пелагея") if name in said], report
