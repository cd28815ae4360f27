"""The metric tree drawn: its leaves are exactly the complaints, its boxes are joined and on the slide."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Emu

import otzvuk
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.scores import TREE_CODES, metric_codes, read_metric_tree
from otzvuk.numbers.survey import Survey
from otzvuk.report.metrictree import NO_METRIC, TITLE, roots
from otzvuk.report.page import render_page
from otzvuk.report.slides import write_slides
from otzvuk.report.story import Story
from studies import Person, make_study

PEOPLE = (
    Person(
        "Анна", says=["-discipline.lead_times", "-discipline.loading", "-service.claims process=delivery"]
    ),
    Person("Борис", says=["-discipline.lead_times", "-documents.errors", "-documents.errors"]),
)


@pytest.fixture(scope="module")
def found() -> Findings:
    return otzvuk.find(Survey.of(*make_study(*PEOPLE)))


def test_each_metric_has_the_codes_that_ask_for_it_and_the_rest_stands_apart() -> None:
    study, codings = make_study(*PEOPLE)
    survey = Survey.of(study, codings)
    tree = read_metric_tree("b2b", study.codebook)
    table = metric_codes(survey, ranking=otzvuk.rank(survey), tree=tree)
    assert list(table.columns) == list(TREE_CODES)
    delivery = table[table["process"] == "delivery"]
    shown = {(row["metric"], row["code"]): row["complaints"] for row in delivery.to_dict("records")}
    assert shown == {
        ("period_deviation", "discipline.lead_times"): 2,
        ("period_deviation", "discipline.loading"): 1,
        ("", "service.claims"): 1,  # of this process no metric would have shown it
    }
    for row in table.to_dict("records"):
        about = survey.mentions.loc[[int(each) for each in row["labels"].split()]]
        assert set(about["code"]) <= {row["code"]}
        assert set(about["process"]) <= {row["process"]}
        assert len(about) == row["complaints"]


def test_leaves_and_missing_metrics_hold_every_complaint_of_the_process(found: Findings) -> None:
    for root in roots(found):
        told = {label for metric in root.metrics for code in metric.codes for label in code["labels"].split()}
        complaints = found.survey.mentions
        own = complaints[(complaints["process"] == root.row["process"]) & (complaints["kind"] == "complaint")]
        assert told == set(map(str, own.index))
    branches = {name for root in roots(found) for name, _ in root.branches}
    assert any(name.startswith("Вычисляемые") for name in branches)
    assert any(name.startswith("Триггерные") for name in branches)
    assert NO_METRIC in branches


def test_the_slide_is_made_of_joined_shapes_inside_of_it(found: Findings, tmp_path: Path) -> None:
    path = tmp_path / "report.pptx"
    write_slides(path, Story(found, {}))
    deck = Presentation(str(path))
    slide = next(each for each in deck.slides if each.shapes.title.text == TITLE)
    boxes = [shape for shape in slide.shapes if shape.shape_type is not None]
    lines = slide.shapes._spTree.findall(".//{*}stCxn")
    metrics = sum(len(root.metrics) for root in roots(found) if root.row["process"] in _told(found))
    assert len(lines) >= metrics
    for shape in boxes:
        assert 0 <= shape.left <= shape.left + shape.width <= Emu(deck.slide_width)
        assert 0 <= shape.top <= shape.top + shape.height <= Emu(deck.slide_height)


def _told(found: Findings) -> set[str]:
    return {row["process"] for row in Story(found, {}).told}


def test_the_page_draws_it_and_its_numbers_lead_to_their_quotes(found: Findings) -> None:
    html = render_page(Story(found, {}))
    section = html.split('<section id="metrics">')[1].split("</section>")[0]
    for root in roots(found):
        for metric in root.metrics:
            for code in metric.codes:
                if code["complaints"]:
                    numbers = "+".join(str(int(label) + 1) for label in code["labels"].split())
                    assert f'data-filter="m={numbers}"' in section


def test_what_no_code_can_say_is_not_measured_and_not_unmentioned() -> None:
    from otzvuk.model.codebook import read_codebook
    from otzvuk.numbers.lens import roll_up, roll_up_groups

    book = read_codebook()
    survey = Survey.of(*make_study(Person("Анна", says=["-price.level"]), codebook=book))
    table = roll_up(survey, "value_element")
    used = {code.lenses.get("value_element") for code in book.codes.values()}
    assert set(table.loc[table["measured"], "value"]) == used - {"", None}
    assert not table.loc[~table["measured"], "mentioned"].any()
    groups = roll_up_groups(survey, "value_element")
    assert int(groups["measured"].sum()) == int(table["measured"].sum())
    html = render_page(Story(otzvuk.find(survey), {}))
    tiers = html.split('<ol class="tiers">')[1].split("</ol>")[0]
    assert tiers.count("не измерялось</small>") == int((~table["measured"]).sum())
    assert tiers.count("не упомянут</small>") == int((table["measured"] & ~table["mentioned"]).sum())
