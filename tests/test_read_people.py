"""The participants table as people really make it: titles above it, roles in their own words."""

from pathlib import Path

import pytest
import xlsxwriter

from otzvuk.model.codebook import read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Role
from otzvuk.read import check_study, read_study
from otzvuk.read.people import read_people
from otzvuk.read.roles import role_meant

TITLES = read_codebook().roles
TALK = "Интервьюер: Как сроки?\nВера: Сроки вечно срывают.\n"


def table(path: Path, rows: list[list[str]]) -> Path:
    if path.suffix == ".csv":
        path.write_text("\n".join(";".join(row) for row in rows) + "\n", "utf-8")
    else:
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


@pytest.mark.parametrize(
    ("name", "role", "sure"),
    [
        ("ЛПР", Role.ECONOMIC, False),
        ("Закупки", Role.ECONOMIC, False),
        ("эконом.", Role.ECONOMIC, True),
        ("экономич. покупатель", Role.ECONOMIC, True),
        ("Технический", Role.TECHNICAL, True),
        ("тех.", Role.TECHNICAL, True),
        ("ОТК, контроль качества", Role.TECHNICAL, False),
        ("Пользователь", Role.USER, True),
        ("конечный пользователь", Role.USER, True),
        ("эксплуат.", Role.USER, True),
        ("кладовщик, склад", Role.USER, False),
    ],
)
def test_roles_are_understood_as_people_write_them(name: str, role: Role, *, sure: bool) -> None:
    assert role_meant(name, TITLES) == (role, sure)


@pytest.mark.parametrize("name", ["босс", "???", "кто его знает"])
def test_what_means_no_role_is_none(name: str) -> None:
    assert role_meant(name, TITLES) is None


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize(
    "above", [[["Участники исследования"]], [["Кто есть кто, 2025 год"], ["составила Вера"]]]
)
def test_a_title_above_the_header_is_no_header(tmp_path: Path, suffix: str, above: list[list[str]]) -> None:
    rows = [*above, ["Файл", "ФИО", "Роль", "регион"], ["а.txt", "Вера", "технический", "Урал"]]
    (person,) = read_people(table(tmp_path / f"participants{suffix}", rows), titles=TITLES).persons
    assert (person.name, person.participant.role) == ("Вера", Role.TECHNICAL)
    assert person.participant.attributes == {"регион": "Урал"}
    assert person.number == len(above) + 2


def test_commas_may_separate_below_a_title(tmp_path: Path) -> None:
    path = tmp_path / "participants.csv"
    path.write_text("Участники\nfile,speaker,company\nа.txt,Вера,Вымпел\n", "utf-8")
    (person,) = read_people(path).persons
    assert person.participant.company == "Вымпел"


def test_an_unknown_role_stops_nothing_and_is_said_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "а.txt").write_text(TALK, "utf-8")
    rows = [["file", "speaker", "role"], ["а.txt", "Вера", "самый главный"]]
    table(tmp_path / "participants.csv", rows)
    study = read_study(tmp_path)
    (interview,) = study.interviews
    assert interview.participants["Вера"].role is Role.UNKNOWN
    (said,) = [each for each in check_study(tmp_path) if "самый главный" in each]
    for words in ("participants.csv, строка 2", "«Вера» остаётся без роли", "economic", "впишите"):
        assert words in said


def test_an_assumed_role_is_said_with_what_to_write_and_where(tmp_path: Path) -> None:
    rows = [["file", "speaker", "role"], ["а.txt", "Вера", "ЛПР"]]
    people = read_people(table(tmp_path / "participants.xlsx", rows), titles=TITLES)
    (note,) = people.notes
    for words in ("participants.xlsx, строка 2", "«ЛПР»", "economic (Экономический покупатель)", "впишите"):
        assert words in note


def test_a_workbook_gets_no_advice_about_semicolons(tmp_path: Path) -> None:
    rows = [["file", "speaker"], ["а.txt", "Вера", "лишнее"]]
    with pytest.raises(InputError, match="лишнее значение") as error:
        read_people(table(tmp_path / "participants.xlsx", rows))
    assert ";»" not in str(error.value)
    with pytest.raises(InputError, match="«;»"):
        read_people(table(tmp_path / "participants.csv", rows))


def test_a_year_is_one_wave_however_it_is_written(tmp_path: Path) -> None:
    rows = [["file", "speaker", "wave"]]
    written = ["2025", "2025 г.", "2025 год", "волна 2025", "2025.0", "весна 2025"]
    rows += [[f"{at}.txt", "Вера", wave] for at, wave in enumerate(written)]
    people = read_people(table(tmp_path / "participants.csv", rows), titles=TITLES)
    assert [each.participant.wave for each in people.persons] == ["2025"] * 5 + ["весна 2025"]
