"""Client cards and the account map: factors with sign and quote, who decides, what each has against us."""

from __future__ import annotations

import dataclasses
import io
import re
from pathlib import Path

import docx
import pytest
from pptx import Presentation
from python_calamine import CalamineWorkbook

from otzvuk.model.arrangement import Arrangement
from otzvuk.model.decider import Say
from otzvuk.model.mention import Coding
from otzvuk.model.yamlfile import check_yaml
from otzvuk.numbers.card import held_against, signed_factors
from otzvuk.numbers.findings import Findings, find
from otzvuk.numbers.lens import Pull, factors
from otzvuk.numbers.survey import Survey
from otzvuk.report import clientcard, clientpages
from otzvuk.report.document import render_document
from otzvuk.report.page import render_page
from otzvuk.report.slides import render_slides
from otzvuk.report.story import Story
from otzvuk.report.workbook import write_workbook
from studies import eight_at_once, make_study
from test_report_document import RUN

DECIDES = "По поставщикам у нас решает директор."
ALL = "sections: {word: [accounts, clientcards], slides: [accounts, clientcards]}"


@pytest.fixture(scope="module")
def found() -> Findings:
    """Eight people of six companies; Анна of Альфа says who decides."""
    study, codings = make_study(*eight_at_once())
    first = codings[0].interview
    turns = (first.turns[0], dataclasses.replace(first.turns[1], text=DECIDES), *first.turns[2:])
    told = dataclasses.replace(first, turns=turns)
    codings = (Coding(told, codings[0].mentions, codings[0].ratings), *codings[1:])
    study = dataclasses.replace(study, interviews=(told, *study.interviews[1:]))
    return find(Survey.of(study, codings))


@pytest.fixture(scope="module")
def story(found: Findings) -> Story:
    study = dataclasses.replace(found.study, arrangement=check_yaml(ALL, Path("report.yaml"), Arrangement))
    return Story(dataclasses.replace(found, survey=dataclasses.replace(found.survey, study=study)), RUN)


def test_the_factors_are_those_of_the_blocks_each_with_a_quote_of_its_own(found: Findings) -> None:
    survey = found.survey
    signed, known = signed_factors(survey), factors(survey, lens="theme")
    keys = ["company", "pull", "code", "mentions", "respondents", "share"]
    assert sorted(map(tuple, signed[keys].values)) == sorted(map(tuple, known[keys].values))
    kinds = {Pull.HOLDS.value: "praise", Pull.PUSHES.value: "complaint"}
    for row in signed.to_dict("records"):
        mention = survey.mentions.loc[row["mention"]]
        assert mention["text"] == row["text"]
        assert (mention["kind"], mention["code"]) == (kinds[row["pull"]], row["code"])
        assert mention["company_id"] == row["company_id"]


def test_each_person_has_against_us_what_he_or_she_complains_of(found: Findings) -> None:
    mentions = found.survey.mentions
    complaints = mentions[mentions["kind"] == "complaint"]
    held = held_against(found.survey)
    assert held["mentions"].sum() == len(complaints)
    for row in held.to_dict("records"):
        own = complaints[(complaints["person_id"] == row["person_id"]) & (complaints["code"] == row["code"])]
        assert row["mentions"] == len(own)
        assert row["mention"] in own.index


def test_a_card_has_its_own_people_and_words_only(found: Findings) -> None:
    cards = {card.company: card for card in found.cards}
    assert set(cards) == set(found.survey.company_names.values())
    (decider,) = cards["ООО «Альфа»"].deciders.to_dict("records")
    assert (decider["say"], decider["who"]) == (Say.DECIDES.value, "директор")
    assert all(card.deciders.empty for name, card in cards.items() if name != "ООО «Альфа»")
    for name, card in cards.items():
        assert set(card.people["company"]) == {name}
        assert set(card.factors["company"]) <= {name}


def test_who_looks_around_comes_first_then_who_complains_most(found: Findings) -> None:
    cards = clientcard.weightiest(clientcard.client_cards(found))
    counts = [card.complaints for card in cards]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == sum(
        int((card.factors["pull"] == "pushes") @ card.factors["mentions"]) for card in found.cards
    )


def test_the_page_has_a_card_for_each_client_whose_links_lead_somewhere(story: Story) -> None:
    html = render_page(story)
    section = html[html.index('<section id="clientcards">') :]
    section = section[: section.index("</section>")]
    assert section.count('<article class="client"') == len(story.findings.cards)
    assert "Решает: директор" in section
    links = set(re.findall(r'href="#([^"]+)"', section))
    assert links
    assert links <= set(re.findall(r'id="([^"]+)"', html))


def test_word_has_the_account_map_and_a_table_for_each_client(story: Story) -> None:
    file = docx.Document(io.BytesIO(render_document(story)))
    names = {card.company for card in story.findings.cards}
    (accounts,) = [each for each in file.tables if each.cell(0, 0).text == "Клиент"]
    assert {row.cells[0].text for row in accounts.rows[1:]} == names
    assert {each.text for each in file.paragraphs if each.style.name == "Heading 2"} == names
    cards = [each for each in file.tables if each.cell(0, 0).text == "Что"]
    assert len(cards) == len(names)
    assert any("Решает: директор" in cell.text for each in cards for row in each.rows for cell in row.cells)


def test_slides_are_tables_that_fit(story: Story) -> None:
    file = Presentation(io.BytesIO(render_slides(story)))
    tables = [(slide, shape) for slide in file.slides for shape in slide.shapes if shape.has_table]
    assert len(tables) == 1 + len(story.findings.cards)
    for _, shape in tables:
        assert shape.top + sum(row.height for row in shape.table.rows) < file.slide_height
        assert shape.left + sum(column.width for column in shape.table.columns) <= file.slide_width
    notes = tables[0][0].notes_slide.notes_text_frame.text
    for card in story.findings.cards:
        assert card.company in notes


def test_the_sheet_has_every_factor_with_its_sign(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    write_workbook(path, story)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(clientpages.CARDS).to_python()
    factors_there = [row for row in rows if row[1] in ("Удерживает", "Отталкивает")]
    wanted = sum(len(card.factors) for card in story.findings.cards)
    assert len(factors_there) == wanted
    assert {(row[1], row[2]) for row in factors_there} == {("Удерживает", "+"), ("Отталкивает", "−")}
    assert sum(row[5] for row in factors_there) == sum(
        card.factors["mentions"].sum() for card in story.findings.cards
    )
