from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation

from office import check_whole, slides
from otzvuk.numbers.findings import find
from otzvuk.numbers.survey import Survey
from otzvuk.report import clientpages
from otzvuk.report.slides import render_slides, write_slides
from otzvuk.report.story import Story
from studies import Person, eight_at_once, make_study
from test_report_document import RUN, SCORES, hostile_study, told


@pytest.fixture(scope="module")
def story() -> Story:
    return told(*eight_at_once())


@pytest.fixture(scope="module")
def deck(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("deck") / "report.pptx"
    write_slides(path, story)
    return path


def test_a_slide_a_process_between_the_headline_and_the_strengths(story: Story, deck: Path):
    titles = [each["title"] for each in slides(deck)]
    named = [f"{each.row['rank']}. {each.label}" for each in story.hurting]
    assert titles == [
        "Мологаплит: что вредит клиентам",
        "Главное",
        *named,
        "Уровни и сильные стороны",
        "Сильные стороны",
        "CSI: блок × роль × клиент",
        "Почему такие оценки",
        "Чего хотят клиенты",
        "Карта пути клиента",
        clientpages.ACCOUNTS,
        "Дерево частот",
        "Дерево метрик",
        "План действий: черновик программы",
        "Как посчитано",
    ]


def test_a_process_has_its_numbers_a_chart_and_two_quotes(story: Story, deck: Path):
    check_whole(deck)
    assert any(len(each.causes) > 1 and each.quotes for each in story.hurting)
    for each in story.hurting:
        own = next(slide for slide in slides(deck) if slide["title"].endswith(each.label))
        text = "\n".join(own["texts"])
        assert f"жалуются {each.row['respondents']} из\u00a08\u00a0респондентов" in text
        assert sum(f"«{quote.text}»" in text for quote in each.quotes[:2]) == min(len(each.quotes), 2)
        if len(each.causes) > 1:
            (chart,) = own["charts"]
            assert [int(value) for value in chart["Жалоб"].values()] == [count for _, count in each.causes]


def test_charts_can_be_edited_and_are_described(deck: Path):
    charts = [shape for each in Presentation(str(deck)).slides for shape in each.shapes if shape.has_chart]
    assert len(charts) > 1
    for shape in charts:
        assert shape.chart.part.chart_workbook.xlsx_part is not None
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr", "").startswith("Столбики")


def test_nothing_lies_outside_a_slide(deck: Path):
    file = Presentation(str(deck))
    for slide in file.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= file.slide_width
            assert shape.top + shape.height <= file.slide_height, shape.name


def test_it_says_how_it_was_made(deck: Path):
    text = "\n".join(slides(deck)[-1]["texts"])
    assert "Отзвук 0.1.0; 21.11.2025; кодовая книга small, версия 1; модель b2b@7" in text


def test_the_same_story_gives_the_same_bytes(story: Story):
    again = Story(find(Survey.of(*make_study(*eight_at_once(), scores=SCORES))), RUN)
    assert render_slides(story) == render_slides(again)


def test_hostile_words_stay_words_on_the_slide(tmp_path: Path):
    write_slides(tmp_path / "report.pptx", Story(find(Survey.of(*hostile_study(HOSTILE_LONG, most=2))), RUN))
    check_whole(tmp_path / "report.pptx")
    test_nothing_lies_outside_a_slide(tmp_path / "report.pptx")
    text = "\n".join(text for slide in slides(tmp_path / "report.pptx") for text in slide["texts"])
    assert "<script>" in text
    assert "\u202e" not in text


HOSTILE_LONG = '<script>alert(1)</script> =HYPERLINK("http://x.ru") \x00\x0b🙂 \u202eкод ' * 4


def test_studies_with_little_to_show(tmp_path: Path):
    happy = (Person("Анна", "Альфа", "economic", ["+price.level"]), Person("Борис", "Бета", "user"))
    for people in (happy, (Person("Анна", says=["-price.level"]),), ()):
        write_slides(tmp_path / "report.pptx", told(*people, scores=()))
        check_whole(tmp_path / "report.pptx")
    write_slides(tmp_path / "report.pptx", told(*happy, scores=()))
    text = "\n".join(text for slide in slides(tmp_path / "report.pptx") for text in slide["texts"])
    assert "Назвать процессы, которые вредят клиентам, нельзя" in text
    assert "Чего хотят клиенты" not in text  # no slide of nothing
    assert not any(slide["title"].startswith("1.") for slide in slides(tmp_path / "report.pptx"))
