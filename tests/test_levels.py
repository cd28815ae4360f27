"""Levels of the supplier: means, changes and bars by level, strengths as theses by department and role."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation
from python_calamine import CalamineWorkbook

import otzvuk
from office import check_whole, document_tables, document_text, slides
from otzvuk.model.codebook import Codebook, Lens
from otzvuk.model.study import Score
from otzvuk.numbers.findings import Findings, find
from otzvuk.numbers.quote import praised_by, strengths
from otzvuk.numbers.scores import levels
from otzvuk.numbers.where import latest
from otzvuk.report.document import write_document
from otzvuk.report.leveled import START, Levels, drawn, leveled, moved, start_of
from otzvuk.report.page import render_page
from otzvuk.report.slides import write_slides
from otzvuk.report.story import Story
from otzvuk.report.workbook import write_workbook
from program import call
from studies import Person, make_survey, small_codebook

LEVEL = {"organisation": "Организация", "process": "Процесс", "personal": "Личное взаимодействие"}
OF_LEVEL = {"price.level": "organisation", "quality.defects": "organisation", "service.informing": "personal"}


def book(*, lenses: bool = True) -> Codebook:
    """The small codebook with levels and two departments; `lenses` False leaves both out."""
    own = small_codebook()
    if not lenses:
        return own
    codes = {
        name: code.model_copy(
            update={
                "lenses": {
                    "level": OF_LEVEL.get(name, "process"),
                    "department": "sales" if name.startswith(("price", "service")) else "plant",
                }
            }
        )
        for name, code in own.codes.items()
    }
    departments = Lens(label="Подразделение", values={"sales": "Продажи", "plant": "Завод"})
    return own.model_copy(
        update={
            "codes": codes,
            "lenses": {"level": Lens(label="Уровень", values=LEVEL), "department": departments},
        }
    )


def scores(*rows: tuple[int, str, float, str]) -> list[Score]:
    return [Score(f"i{who}", f"Ч{who}", name, value, 10, wave) for who, name, value, wave in rows]


MARKS = scores(
    *((who, "price.level", 9 + who % 2, "2025") for who in (1, 2, 3)),
    *((who, "discipline.lead_times", 7, "2025") for who in (1, 2, 3)),
    (1, "service.informing", 4, "2025"),
    (1, "claims", 10, "2025"),
    *((who, "price.level", 9, "2024") for who in (1, 2, 3)),
    *((who, "discipline.lead_times", 8.5, "2024") for who in (1, 2, 3)),
)
PRAISE = ["+price.level", "+discipline.lead_times"]


def people() -> list[Person]:
    return [
        Person("Ч1", "Альфа", "economic", [*PRAISE, "+price.level", "-service.informing"], wave="2025"),
        Person("Ч2", "Бета", "user", ["+discipline.lead_times", "-price.level"], wave="2025"),
        Person("Ч3", "Гамма", "user", ["+discipline.lead_times", "-documents.errors"], wave="2025"),
        Person("Ч4", "Гамма", "user", ["-discipline.lead_times"], wave="2024"),
    ]


@pytest.fixture(scope="module")
def found() -> Findings:
    return find(make_survey(*people(), codebook=book(), scores=MARKS))


@pytest.fixture(scope="module")
def section(found: Findings) -> Levels:
    return leveled(found)


def test_a_level_has_the_mean_of_its_marks_and_its_change_to_the_last_wave(found: Findings) -> None:
    table = found.scores.levels
    by = table[table["depth"] == 1].set_index("level")
    assert by.loc["organisation", ["mean_ten", "zone", "previous"]].tolist() == [
        pytest.approx(29 / 3), "strength", "2024",
    ]  # fmt: skip
    assert by.loc["process", "mean_ten"] == pytest.approx((3 * 7 + 10) / 4)  # claims are of that level
    assert by.loc["process", "change"] == pytest.approx(31 / 4 - 8.5)
    assert not by.loc["process", "marked"]
    assert by.loc["personal", ["zone", "note", "previous"]].tolist() == ["", "слишком мало респондентов", ""]
    parts = table[table["depth"] == 2].set_index("criterion")
    assert parts.loc["discipline.lead_times", ["change", "marked"]].tolist() == [-1.5, True]
    assert parts.loc["price.level", "level"] == "organisation"


def test_a_change_since_fewer_than_three_people_is_not_judged() -> None:
    few = [each for each in MARKS if (each.speaker, each.wave) != ("Ч3", "2024")]
    found = leveled(find(make_survey(*people(), codebook=book(), scores=few)))
    (row,) = (row for row in found.panels[0].rows if row["criterion"] == "discipline.lead_times")
    assert not row["marked"]
    assert row["told"][-1] == "Δ не судится: в волне 2024 меньше 3 человек"
    assert moved(row) == "−1,5"


def test_marks_of_no_one_level_stand_apart_and_no_level_counts_them() -> None:
    mixed = scores(*((who, "service", 2, "") for who in (1, 2, 3)), (1, "price.level", 9, ""))
    whole = make_survey(*people(), codebook=book(), scores=mixed)
    table = levels(latest(whole), whole)  # «Сервис» has codes of two levels
    assert table[table["criterion"] == "service"]["level"].tolist() == [""]
    assert table[table["depth"] == 1]["marks"].sum() == 1
    (panel,) = leveled(find(whole)).panels
    assert [row["label"] for row in panel.apart] == ["Сервис"]


def test_the_axis_begins_at_six_unless_a_mean_is_lower(section: Levels) -> None:
    (panel,) = section.panels
    shown = [row for row in drawn(panel) if row["mean_ten"] > START]
    assert start_of(shown) == START
    assert start_of(drawn(panel)) == 3  # of the one mark 4, which would else have no bar
    assert start_of([{"marks": 1, "mean_ten": 6.0}]) == START - 1


def test_what_few_people_marked_is_no_zone_and_is_said(section: Levels) -> None:
    (panel,) = section.panels
    told = {row["label"]: row["told"] for row in panel.rows}
    assert told["Организация"] == ("сильная сторона ≥ 9",)
    assert told["Сроки поставки"] == ("зона развития < 8", "|Δ| ≥ 1")
    assert told["Личное взаимодействие"] == ("меньше 3 человек",)
    assert any(
        "меньше 3 человек" in note and "Личное взаимодействие (n = 1)" in note for note in section.notes
    )
    assert "Работа с рекламациями" not in [row["label"] for row in drawn(panel)]


def test_strengths_are_told_by_department_and_by_role_with_words_of_that_group(found: Findings) -> None:
    by = {each.group: each for each in found.strengths["department"]}
    assert {name: (each.code, each.praisers, each.asked) for name, each in by.items()} == {
        "sales": ("price.level", 1, 3),
        "plant": ("discipline.lead_times", 3, 3),
    }
    users = [each for each in found.strengths["role"] if each.group == "user"]
    assert [(each.code, each.praisers, each.asked) for each in users] == [("discipline.lead_times", 2, 2)]
    assert {quote.speaker for quote in users[0].quotes} <= {"Ч2", "Ч3"}
    for each in (*by.values(), *users):
        assert each.quotes
        assert {quote.kind.value for quote in each.quotes} == {"praise"}
        assert {quote.code for quote in each.quotes} == {each.code}


def test_praise_that_nobody_is_sure_of_still_has_its_words() -> None:
    survey = make_survey(*people(), codebook=book())
    doubtful = survey.but(mentions=survey.mentions.assign(confidence=0.1))
    for each in praised_by(doubtful)["role"]:
        assert [quote.code for quote in each.quotes] == [each.code]


def test_without_marks_earlier_waves_or_levels_it_says_so_in_words() -> None:
    once = scores(*((who, "price.level", 9, "") for who in (1, 2, 3)))
    lone = [Person("Ч1", "Альфа", "user", ["+price.level"], wave="")]
    assert "Прошлой волны с оценками" in " ".join(
        leveled(find(make_survey(*people()[:3], codebook=book(), scores=once))).sentences
    )
    none = leveled(find(make_survey(*people()[:3], codebook=book())))
    assert "Оценок в исследовании нет" in none.sentences[0]
    assert [row["label"] for row in none.said if row["mentions"]] == list(LEVEL.values())
    bare = leveled(find(make_survey(*lone, codebook=book(lenses=False))))
    assert "нет разреза «level»" in bare.sentences[0]
    assert bare.by == "по процессам"
    assert "слова одного человека" in bare.departments[0].theses[0].text


def test_the_reports_draw_the_bars_natively_and_quote_the_theses(found: Findings, tmp_path: Path) -> None:
    story = Story(found, {})
    write_document(tmp_path / "r.docx", story)
    check_whole(tmp_path / "r.docx")
    table = document_tables(tmp_path / "r.docx")["Уровни и то, что на них оценили. Из анкеты"]
    assert table["Средняя"].tolist() == ["9,7", "9,7", "7,8", "7,0", "4,0"]
    text = document_text(tmp_path / "r.docx")
    write_slides(tmp_path / "r.pptx", story)
    check_whole(tmp_path / "r.pptx")
    slide = next(each for each in slides(tmp_path / "r.pptx") if each["title"] == "Уровни и сильные стороны")
    (chart,) = slide["charts"]
    assert chart["Сильная сторона ≥ 9"]["Организация (n = 3)"] == 9.7
    assert chart["Меньше 3 человек"]["Личное взаимодействие (n = 1)"] == 4
    drawn_on = next(each for each in Presentation(str(tmp_path / "r.pptx")).slides
                    if each.shapes.title.text_frame.text == slide["title"])  # fmt: skip
    axis = next(shape.chart.value_axis for shape in drawn_on.shapes if shape.has_chart)
    assert (axis.minimum_scale, axis.major_unit) == (3, 1)
    html = render_page(story)
    own = html[html.index('<section id="levels">') : html.index('<section id="journey">')]
    assert own.count('class="limit"') == 2 * own.count("<rect")
    assert "зона развития &lt; 8" in own
    assert 'data-filter="kind=praise&amp;code=discipline.lead_times">3</a>' in own  # beside its mark
    for each in found.strengths["department"]:
        assert f"«{each.quotes[0].text}»" in text
        assert each.quotes[0].text in own
        assert f"kind=praise&amp;code={each.code}&amp;lens1={each.group}" in own
    write_workbook(tmp_path / "r.xlsx", story)
    sheets = CalamineWorkbook.from_path(tmp_path / "r.xlsx")
    rows = sheets.get_sheet_by_name("Сильные стороны").to_python()
    assert [row[2] for row in rows if row[0] == "По ролям"] == [
        "Уровень цены",
        "Сроки поставки",
        "Сроки поставки",
    ]
    assert any("сильная сторона ≥ 9" in row for row in sheets.get_sheet_by_name("Уровни").to_python())


def test_unknown_ways_to_group_strengths_are_refused() -> None:
    with pytest.raises(otzvuk.InputError, match="нет такого разреза"):
        strengths(make_survey(*people(), codebook=book()), "цвет")


def test_the_command_prints_levels_of_the_last_wave_and_writes_them(tmp_path: Path) -> None:
    (tmp_path / "s" / "transcripts").mkdir(parents=True)
    (tmp_path / "s" / "study.yaml").write_text("coder: fast\n", "utf-8")
    talk = "Интервьюер: Как с упаковкой?\nАнна: Упаковка отличная, нареканий нет.\n"
    (tmp_path / "s" / "transcripts" / "a.txt").write_text(talk, "utf-8")
    said = call("levels", tmp_path / "s", "--csv", tmp_path / "levels.csv")
    assert "Оценок в исследовании нет" in said
    assert "Склад и логистика" in said
    assert (tmp_path / "levels.csv").is_file()


def test_a_change_that_only_other_criteria_make_is_not_told_as_one() -> None:
    # both criteria fall, the lower one is asked less: the mean of all rises
    given = {
        "2024": {"discipline.lead_times": (4, 6), "claims": (9, 3)},
        "2025": {"discipline.lead_times": (3, 3), "claims": (8, 6)},
    }
    marks = [
        Score(f"i{n + (6 if wave == '2024' else 0)}", f"Ч{n}", name, value, 10, wave)
        for wave, own in given.items()
        for name, (value, many) in own.items()
        for n in range(1, many + 1)
    ]
    asked = [Person(f"Ч{n}", f"К{n}", wave=wave) for wave in ("2025", "2024") for n in range(1, 7)]
    section = leveled(find(make_survey(*asked, codebook=book(), scores=marks)))
    (level,) = (row for row in section.panels[0].levels if row["marks"])
    assert level["change"] == pytest.approx((9 + 48) / 9 - (24 + 27) / 9)
    assert level["told"][-1] == "Δ от состава оценок: у тех же критериев −1,0"
    assert "от состава оценок: у тех же критериев −1,0" in " ".join(section.sentences)
    assert not any(
        "состава" in each for row in section.panels[0].rows if row["criterion"] for each in row["told"]
    )
