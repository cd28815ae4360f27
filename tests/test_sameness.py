"""One person in two interviews, one company under two spellings."""

from pathlib import Path

import pytest

from otzvuk.analysis import count, read_identified
from otzvuk.anonymise import FOUND_LIST, write_found
from otzvuk.model.identity import identified, identify
from otzvuk.model.interview import company_key
from otzvuk.read import read_study
from otzvuk.read.sameness import same_person

TALK = "Интервьюер: Как дела?\n{name}: Поставка пришла вовремя, спасибо.\n"


def study(folder: Path, table: str) -> Path:
    (folder / "transcripts").mkdir(parents=True)
    (folder / "participants.csv").write_text(table, "utf-8")
    for row in table.splitlines()[1:]:
        interview, name = row.split(";")[:2]
        (folder / "transcripts" / f"{interview}.txt").write_text(TALK.format(name=name), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ООО «Ель»", "Ель, ООО"),
        ("ООО “Ель”", 'ООО "ЕЛЬ"'),
        ("Ель", "АО «Ель»"),
        ("Общество с ограниченной ответственностью «Ель»", "ООО Ель"),
        ("«Ель» (ООО)", "Ель"),
    ],
)
def test_legal_form_quotes_and_order_make_no_other_company(one: str, other: str):
    assert company_key(one) == company_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ООО «Ель»", "ООО «Ельник»"), ("ООО", "АО"), ("Аом", "ом"), ("Ель-1", "Ель-2")]
)
def test_other_names_are_other_companies(one: str, other: str):
    assert company_key(one) != company_key(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Смирнова А. В.", "Анна Смирнова", True),
        ("Смирнова А. В.", "Смирнова Анна Викторовна", True),
        ("Смирнова А.", "Смирнова А. В.", True),
        ("А. В. Смирнова", "Смирнова А.В.", True),
        ("Смирнова", "Анна Смирнова", True),
        ("Смирнова А. В.", "Смирнова О. В.", False),
        ("Смирнова А. В.", "Смирнова А. П.", False),
        ("Анна Смирнова", "Анна Петрова", False),
        ("Анна", "Анна Смирнова", False),
        ("Респондент 1", "Респондент 1", False),
        ("Главный инженер", "Главный инженер", False),
        ("Анна", "Анна", False),
    ],
)
def test_a_surname_with_agreeing_initials_is_one_person(one: str, other: str, same: bool):
    assert same_person(one, other) is same
    assert same_person(other, one) is same


def test_a_person_of_two_interviews_of_a_wave_is_one_respondent_and_it_is_said(tmp_path: Path):
    table = (
        "interview;speaker;company;wave\ni1;Смирнова А. В.;ООО «Ель»;2024\n"
        "i2;Анна Смирнова;Ель, ООО;2024\ni3;Анна Смирнова;Ель;2025\ni4;Пётр Котов;Ель;2025\n"
    )
    read = read_identified(study(tmp_path, table))
    survey = count(read, ())
    assert survey.respondents[["interview", "person_id", "person"]].to_numpy().tolist() == [
        ["i1", "p01", "p01"],
        ["i3", "p02", "p01"],
        ["i4", "p03", "p03"],
    ]
    assert survey.companies == 1
    said = "\n".join(read.assumptions)
    assert "В интервью i1, i2 и i3 — один и тот же человек" in said
    assert "«ООО „Ель“» и «Ель, ООО» и «Ель» — одна компания" in said


def test_the_column_person_decides(tmp_path: Path):
    table = (
        "interview;speaker;company;wave;человек\ni1;Анна Смирнова;Ель;2024;1\n"
        "i2;Анна Смирнова;Ель;2024;2\ni3;А. Ким;Бор;2024;1\n"
    )
    read = read_identified(study(tmp_path, table))
    assert count(read, ()).respondents["interview"].tolist() == ["i1", "i2"]
    assert not any("один и тот же" in each for each in read.assumptions)


def test_ids_given_before_are_kept_when_people_and_companies_are_joined(tmp_path: Path):
    table = "interview;speaker;company\ni1;Котов П.;Бор\ni2;Ким А.;ООО Ель\ni3;Ким А.;Ель\n"
    folder = study(tmp_path, table)
    earlier = {("i1", "Котов П."): "p01", ("i2", "Ким А."): "p02", ("i3", "Ким А."): "p03"}
    earlier |= {"бор": "k01", "ель": "k03", "ооо ель": "k02"}
    found = identify(read_study(folder), earlier=earlier)
    assert identified(found) == {
        ("i1", "Котов П."): "p01", ("i2", "Ким А."): "p02", ("i3", "Ким А."): "p02",
        "бор": "k01", "ель": "k02",
    }  # fmt: skip
    write_found((), folder / FOUND_LIST, ids=identified(found))
    (folder / "participants.csv").write_text(
        "interview;speaker;company;person\ni1;Котов П.;Бор;а\ni2;Ким А.;Ель;б\ni3;Ким А.;Ель;в\n", "utf-8"
    )
    again = identified(read_identified(folder))
    assert again["i1", "Котов П."] == "p01"
    assert {again["i2", "Ким А."], again["i3", "Ким А."]} == {"p02", "p03"}
