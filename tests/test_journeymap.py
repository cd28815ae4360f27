"""The journey map: what fills its cells, and the same map in the page, Word, slides and the workbook."""

from __future__ import annotations

import dataclasses
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pandas as pd
import pytest
from pptx import Presentation
from python_calamine import CalamineWorkbook

from otzvuk.model.arrangement import Arrangement
from otzvuk.model.mention import Coding, Kind
from otzvuk.model.step import MapRow
from otzvuk.model.yamlfile import check_yaml
from otzvuk.numbers.findings import Findings, find
from otzvuk.numbers.layers import CELLS, journey_map, steps
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.where import asked_for, read_where
from otzvuk.report import journeymap
from otzvuk.report.document import render_document
from otzvuk.report.page import render_page
from otzvuk.report.slides import render_slides
from otzvuk.report.story import Story
from otzvuk.report.tabletext import EMPTY
from otzvuk.report.workbook import write_workbook
from studies import Person, eight_at_once, make_study, make_survey
from test_report_document import RUN

sys.path.append(str(Path(__file__).parent / "bench"))
import bench_journey

ONLY = "sections: {word: [journeymap], slides: [journeymap]}"


GOAL, TOUCH = "Нам надо три машины в неделю, иначе встанем.", "Каждый раз звоню диспетчеру, где машина."
IDEA = "Сделали бы приложение с датами"


def proposing(coding: Coding) -> Coding:
    """The same where the first wish names a way."""
    wish = next(each for each in coding.mentions if each.kind is Kind.WISH)
    turns = list(coding.interview.turns)
    turns[wish.turn] = dataclasses.replace(turns[wish.turn], text=f"{IDEA}, вот так.")
    idea = dataclasses.replace(wish, start=0, stop=len(IDEA), text=IDEA)
    mentions = tuple(idea if each is wish else each for each in coding.mentions)
    return Coding(dataclasses.replace(coding.interview, turns=tuple(turns)), mentions, coding.ratings)


def saying(coding: Coding, words: str) -> Coding:
    """The same where the first complaint comes after these words."""
    complaint = next(each for each in coding.mentions if each.kind is Kind.COMPLAINT)
    turns = list(coding.interview.turns)
    turns[complaint.turn] = dataclasses.replace(
        turns[complaint.turn], text=f"{words} {turns[complaint.turn].text}"
    )
    by = len(words) + 1
    moved = tuple(
        dataclasses.replace(each, start=each.start + by, stop=each.stop + by)
        if each.turn == complaint.turn
        else each
        for each in coding.mentions
    )
    return Coding(dataclasses.replace(coding.interview, turns=tuple(turns)), moved, coding.ratings)


@pytest.fixture(scope="module")
def found() -> Findings:
    """Eight people: one has a goal, one calls, one proposes; of the rest the wishes stay wishes."""
    study, codings = make_study(*eight_at_once())
    told = list(codings)
    told[0], told[1], told[2] = saying(told[0], GOAL), saying(told[1], TOUCH), proposing(told[2])
    interviews = tuple(each.interview for each in told)
    return find(Survey.of(dataclasses.replace(study, interviews=interviews), tuple(told)))


def test_goals_touch_points_and_ideas_stand_at_their_stage_in_their_words(found: Findings) -> None:
    rows = found.map.set_index("row")
    assert rows.loc["goal", "text"] == GOAL.rstrip(".")
    assert (rows.loc["touch", "label"], rows.loc["touch", "stage"]) == ("Звонок", "post_purchase")
    assert rows.loc["idea", "text"] == IDEA


@pytest.fixture(scope="module")
def story(found: Findings) -> Story:
    arrangement = check_yaml(ONLY, Path("report.yaml"), Arrangement)
    study = dataclasses.replace(found.study, arrangement=arrangement)
    return Story(dataclasses.replace(found, survey=dataclasses.replace(found.survey, study=study)), RUN)


def cells(table: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(table["row"], table["stage"], strict=True))


def test_pains_praise_and_wishes_are_all_the_mentions(found: Findings) -> None:
    table, mentions = found.map, found.survey.mentions
    own = {Kind.COMPLAINT: MapRow.PAIN, Kind.PRAISE: MapRow.PRAISE}
    for kind, row in own.items():
        said = mentions[mentions["kind"] == kind.value]
        there = table[table["row"] == row.value]
        assert there["places"].sum() == len(said)
        assert set(there["stage"]) == set(said["stage"])
        listed = [int(label) for labels in there["labels"] for label in labels.split()]
        assert sorted(listed) == sorted(said.index)
        for each in there.to_dict("records"):
            place = mentions.loc[each["mention"]]
            assert (place["text"], place["code"], place["stage"]) == (
                each["text"],
                each["item"],
                each["stage"],
            )


def test_a_wish_that_is_an_idea_stands_there_alone(found: Findings) -> None:
    ideas = steps(found.survey)
    assert (ideas["row"] == "idea").sum() == 1
    table, said = found.map, found.survey.mentions
    wishes = table[table["row"] == "wish"]
    assert wishes["places"].sum() == (said["kind"] == "wish").sum() - 1
    assert IDEA not in set(wishes["text"])


def test_where_all_wishes_are_ideas_the_map_says_so() -> None:
    study, (coding,) = make_study(Person("Вера", "АО «Бета»", says=["?service.digital"]))
    coding = proposing(coding)
    found = find(Survey.of(dataclasses.replace(study, interviews=(coding.interview,)), (coding,)))
    assert cells(found.map) == {("idea", "usage")}
    drawn = journeymap.journey_map(found)
    assert drawn is not None
    said = {(row, cell.stage): cell.none for row, own in drawn.rows for cell in own}
    assert [place for place, none in said.items() if none != EMPTY] == [(MapRow.WISH, "usage")]


def test_what_nobody_says_is_empty() -> None:
    table = journey_map(make_survey(Person("Анна", "Альфа", says=["-discipline.lead_times"])))
    assert cells(table) == {("pain", "post_purchase")}
    assert list(table.columns) == list(CELLS)
    assert journey_map(make_survey(Person("Анна", "Альфа"))).empty


def test_a_segment_has_its_own_map(found: Findings) -> None:
    survey = asked_for(found.survey, read_where("роль=economic", found.survey))
    table = journey_map(survey)
    own = set(survey.respondents["interview"])
    assert len(table)
    assert set(table["interview"]) <= own
    assert set(found.map["interview"]) - own


def test_the_page_has_every_cell_and_its_links_lead_somewhere(story: Story) -> None:
    html = render_page(story)
    section = html[html.index('<section id="journeymap">') :]
    section = section[: section.index("</section>")]
    for row in MapRow:
        assert row.label in section
    links = re.findall(r'href="#([^"]+)"', section)
    assert len(links) >= len(story.findings.map)
    anchors = set(re.findall(r'id="([^"]+)"', html))
    assert set(links) <= anchors


def test_what_is_said_again_in_the_same_words_stands_once_with_its_places(found: Findings) -> None:
    again = found.map[found.map["label"] == ""]
    assert len(again)
    later = again.assign(turn=again["turn"] + 100)
    twice = dataclasses.replace(found, map=pd.concat([found.map, later], ignore_index=True))
    one, both = journeymap.journey_map(found), journeymap.journey_map(twice)
    assert one is not None
    assert both is not None

    def items(drawn: journeymap.Drawn) -> list[journeymap.Item]:
        return [item for _, own in drawn.rows for cell in own for item in cell.items]

    assert [(each.words, each.speaker) for each in items(both)] == [
        (each.words, each.speaker) for each in items(one)
    ]
    added = [each for each in items(both) if not each.label]
    assert all(item.places == 2 and item.more[-1] == (item.interview, item.turn + 100) for item in added)


def rows_of(table: Any) -> Iterator[list[str]]:
    for row in table.rows:
        yield [cell.text for cell in row.cells]


def filled(found: Findings) -> set[tuple[str, str]]:
    """Rows and stages with something in them, by their labels."""
    book = found.study.codebook
    return {(MapRow(row).label, book.label(stage)) for row, stage in cells(found.map)}


def read_cells(table: list[list[str]]) -> set[tuple[str, str]]:
    head, *rows = table
    return {
        (row[0], head[at])
        for row in rows
        for at in range(1, len(head))
        if row[at].strip() not in ("", EMPTY, journeymap.BELOW) and not row[at].strip().isdigit()
    }


def test_word_has_the_map_as_a_table_on_a_page_turned_on_its_side(story: Story) -> None:
    file = docx.Document(io.BytesIO(render_document(story)))
    (table,) = [each for each in file.tables if each.cell(1, 0).text == MapRow.GOAL.label]
    assert read_cells(list(rows_of(table))) == filled(story.findings)
    turned = [each.page_width > each.page_height for each in file.sections]
    assert turned == [False, True, False]
    assert all("PAGE" in each.footer._element.xml for each in file.sections)


def test_the_slide_is_a_table_that_fits_and_its_notes_hold_all_the_words(story: Story) -> None:
    file = Presentation(io.BytesIO(render_slides(story)))
    (slide,) = [each for each in file.slides if each.shapes.title.text_frame.text == journeymap.TITLE]
    (frame,) = [each for each in slide.shapes if each.has_table]
    assert read_cells(list(rows_of(frame.table))) == filled(story.findings)
    high = sum(row.height for row in frame.table.rows)
    assert frame.top + high < file.slide_height
    wide = sum(column.width for column in frame.table.columns)
    assert frame.left + wide <= file.slide_width
    notes = slide.notes_slide.notes_text_frame.text
    for row in story.findings.map.to_dict("records"):
        assert row["text"].strip(" .")[1:] in notes


def test_the_sheet_leads_from_every_cell_to_its_words(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    write_workbook(path, story)
    book = CalamineWorkbook.from_path(str(path))
    head, *rows = [row for row in book.get_sheet_by_name(journeymap.SHEET).to_python() if all(row[:1])][2:]
    table = [list(map(str, row)) for row in (head, *rows)]
    assert read_cells(table) == filled(story.findings)
    places = sum(int(cell) for row in rows for cell in row[2::2] if str(cell).strip())
    assert places == story.findings.map["places"].sum()
    words = book.get_sheet_by_name(journeymap.WORDS).to_python()
    assert len(words) - 1 == len(story.findings.map)


def test_most_cells_of_the_demo_are_those_that_a_reader_fills() -> None:
    interviews, guide = bench_journey.study_of("demo-2025")
    hand = bench_journey.by_hand("demo-2025", interviews)
    rule = bench_journey.by_rule(interviews, guide, careful=False)
    wanted = {place.cells[0] for place in hand if not place.doubtful}
    right = {place.cells[0] for place in rule if any(bench_journey.same(place, each) for each in hand)}
    assert len(wanted & right) / len(wanted) >= 0.7
    own = [place for place in rule if place.cells[0][0] in {"goal", "question", "touch", "idea"}]
    assert sum(any(bench_journey.same(place, each) for each in hand) for place in own) / len(own) >= 0.7
