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


HEADED = [
    ["Список опрошенных", "", "", "", "", ""],
    ["Интервью", "", "Респондент", "", "Волна", "Примечание"],
    ["Файл", "Компания", "ФИО", "Роль", "", ""],
    ["а.txt", "Сайда", "Геннадий Крот", "ЛПР, решает сам", "2025", "повторно"],
    ["", "", "Алёна Мызина", "пользователь", "", ""],
    ["б.txt", "?", "—", "закупки (?)", "2024", "н/д"],
]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_groups_above_their_columns_are_one_header_with_them(tmp_path: Path, suffix: str) -> None:
    first, _, last = read_people(table(tmp_path / f"participants{suffix}", HEADED), titles=TITLES).persons
    who = first.participant
    assert (first.number, first.file, who.company, who.speaker) == (4, "а.txt", "Сайда", "Геннадий Крот")
    assert (who.role, who.wave, who.attributes["примечание"]) == (Role.ECONOMIC, "2025", "повторно")
    # what says only that nobody knows is no name and no company
    assert (last.participant.speaker, last.participant.company) == ("", "")
    assert (last.participant.role, last.participant.wave) == (Role.ECONOMIC, "2024")


def test_groups_with_no_column_of_their_own_stand_above_a_header_with_gaps(tmp_path: Path) -> None:
    rows = [["Данные", "", "Волна"], ["Файл", "ФИО", ""], ["а.txt", "Вера", "2024"]]
    (person,) = read_people(table(tmp_path / "participants.csv", rows), titles=TITLES).persons
    assert (person.file, person.name, person.participant.wave) == ("а.txt", "Вера", "2024")


def test_a_cell_merged_over_two_people_is_of_both(tmp_path: Path) -> None:
    path = tmp_path / "participants.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, "Список опрошенных")
        sheet.write_row(1, 0, ["Файл", "Компания", "ФИО", "Роль", "Волна"])
        for column, cell in ((0, "а.txt"), (1, "Сайда"), (4, "2025")):
            sheet.merge_range(2, column, 3, column, cell)
        sheet.write_row(2, 2, ["Геннадий Крот", "ЛПР"])
        sheet.write_row(3, 2, ["Алёна Мызина", "пользователь"])
    people = read_people(path, titles=TITLES).persons
    assert [(each.file, each.participant.company, each.participant.wave) for each in people] == [
        ("а.txt", "Сайда", "2025")
    ] * 2


SURVEY = """\
ФИО;Что вас не устраивает?;Что стоило бы изменить?
Вера;Сроки срывают, ждём по неделе.;Возить вовремя, предупреждать о задержках.
Илья;Дорого, и цены растут каждый год.;Дать скидку тем, кто берёт помногу.
"""


def survey_with(tmp_path: Path, *rows: list[str]) -> list[tuple[str, str, str]]:
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "анкета.csv").write_text(SURVEY, "utf-8")
    (tmp_path / "transcripts" / "б.txt").write_text(TALK, "utf-8")
    table(tmp_path / "participants.csv", [["файл", "фио", "компания", "волна"], *rows])
    (one,) = [each for each in read_study(tmp_path).interviews if each.id == "анкета"]
    return [(each.speaker, each.company, each.wave) for each in one.participants.values()]


def test_a_row_that_names_nobody_is_of_all_whom_the_table_does_not_name(tmp_path: Path) -> None:
    found = survey_with(tmp_path, ["анкета.csv", "", "Сайда", "2024"], ["б.txt", "Вера", "", "2025"])
    assert found == [("Вера", "Сайда", "2024"), ("Илья", "Сайда", "2024")]
    (said,) = [each for each in check_study(tmp_path) if "о ком, не сказано" in each]
    assert "строка 2 таблицы участников" in said.casefold()
    assert "«Вера», «Илья»" in said


def test_of_several_rows_that_name_nobody_only_what_they_agree_in_holds(tmp_path: Path) -> None:
    found = survey_with(tmp_path, ["анкета.csv", "", "Сайда", "2024"], ["анкета.csv", "", "Лужок", "2024"])
    assert found == [("Вера", "", "2024"), ("Илья", "", "2024")]


def test_a_row_that_names_nobody_says_so_where_all_are_named(tmp_path: Path) -> None:
    rows = [["анкета.csv", "Вера", "А", "2025"], ["анкета.csv", "Илья", "Б", "2025"]]
    assert survey_with(tmp_path, *rows, ["анкета.csv", "", "Сайда", "2024"]) == [
        ("Вера", "А", "2025"),
        ("Илья", "Б", "2025"),
    ]
    assert any("уже названы; не учтено" in each for each in check_study(tmp_path))
