"""The four reports of one study are read back: they name the same processes with the same numbers."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pandas as pd
import pytest
from lxml import html
from python_calamine import CalamineWorkbook

from office import document_tables, slides
from otzvuk.model.arrangement import Arrangement
from otzvuk.numbers.findings import Findings, find
from otzvuk.numbers.survey import Survey
from otzvuk.report.document import write_document
from otzvuk.report.headline import place_of
from otzvuk.report.page import render_page
from otzvuk.report.slides import write_slides
from otzvuk.report.story import Story
from otzvuk.report.workbook import write_workbook
from studies import eight_at_once, eight_people, make_study
from test_report_document import RUN, SCORES

Numbers = dict[str, tuple[str, int, int]]
"""Process → rank, complaints, respondents who complain."""


@pytest.fixture(scope="module", params=[eight_at_once, eight_people], ids=["one wave", "two waves"])
def findings(request: pytest.FixtureRequest) -> Findings:
    return find(Survey.of(*make_study(*request.param(), scores=SCORES)))


@pytest.fixture(scope="module")
def folder(findings: Findings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    story = Story(findings, RUN)
    everything = Arrangement.model_validate(
        {"sections": {"word": ["asked", "main", "ranking", "frequencies"]}}
    )
    study = dataclasses.replace(findings.study, arrangement=everything)
    asked = dataclasses.replace(findings.survey, study=study)
    write_document(folder / "report.docx", Story(dataclasses.replace(findings, survey=asked), RUN))
    write_slides(folder / "report.pptx", story)
    write_workbook(folder / "frequencies.xlsx", Story(findings, RUN))
    (folder / "report.html").write_text(render_page(Story(findings, RUN)), "utf-8")
    return folder


def found_in_findings(findings: Findings) -> tuple[Numbers, set[str]]:
    rows = findings.harm.ranking.to_dict("records")
    label = findings.study.codebook.label
    numbers = {
        label(row["process"]): (_place(place_of(row)), row["mentions"], row["respondents"]) for row in rows
    }
    return numbers, {label(row["process"]) for row in rows if row["named"]}


def _place(cell: object) -> str:
    """The place as a report shows it; "" where it shows none."""
    text = str(int(cell)) if isinstance(cell, float) and cell == cell else str(cell)
    return "" if text in {"—", "nan", "None"} else text


def found_in_page(path: Path) -> tuple[Numbers, set[str]]:
    page = html.fromstring(path.read_text("utf-8"))
    (table,) = page.xpath("//table[contains(@class, 'ranking')]")
    numbers, named = {}, set()
    for row in table.xpath(".//tbody/tr"):
        label = row.xpath("./th/text()")[0].strip()
        cells = [cell.text_content().strip() for cell in row.xpath("./td")]
        at = cells.index(next(cell for cell in cells[1:] if "%" in cell)) + 1  # after «В первой тройке»
        numbers[label] = (_place(cells[0]), int(cells[at]), int(cells[at + 1]))
        if "named" in (row.get("class") or ""):
            named.add(label)
    headline = {each.text_content().strip() for each in page.xpath("//a[@class='process']")}
    assert headline == named
    return numbers, named


def found_in_workbook(path: Path) -> tuple[Numbers, set[str]]:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Процессы").to_python()
    top = next(at for at, row in enumerate(rows) if row[0] == "Место")
    table = pd.DataFrame(rows[top + 1 :], columns=rows[top])
    keys = ["Место", "Жалоб", "Респондентов с жалобой"]
    numbers = {
        row["Процесс"]: (_place(row[keys[0]]), int(row[keys[1]]), int(row[keys[2]]))
        for row in table.to_dict("records")
    }
    flags = table["Назван главным"].astype(str).str.lower()
    return numbers, set(table[flags.isin(["да", "true", "истина", "1"])]["Процесс"])


def found_in_document(path: Path) -> tuple[Numbers, set[str]]:
    tables = document_tables(path)
    everything = tables["Процессы по вреду; остальные не вредят"]
    numbers = {
        row["Процесс"]: (_place(row["Место"]), int(row["Жалоб"]), int(row["Респондентов"]))
        for row in everything.to_dict("records")
    }
    main = tables["Процессы, которые вредят клиентам, от самого вредного"]
    for row in main.to_dict("records"):
        own = (_place(row["Место"]), int(row["Жалоб"]), int(row["Респондентов"]))
        assert own == numbers[row["Процесс"]]
    return numbers, set(main[main["Назван"] == "да"]["Процесс"])


def found_in_slides(path: Path) -> tuple[Numbers, set[str]]:
    numbers, named = {}, set()
    for slide in slides(path):
        if title := re.fullmatch(r"(\d+)\. (.+)", slide["title"]):
            text = "\n".join(slide["texts"])
            said = re.search(r"(\d+)\s(?:жалоба|жалобы|жалоб); жалуются (\d+) из", text)
            assert said, text
            numbers[title[2]] = (title[1], int(said[1]), int(said[2]))
            if "Уверенно назвать главным нельзя" not in text:
                named.add(title[2])
    return numbers, named


def test_all_four_tell_the_same_numbers(findings: Findings, folder: Path):
    numbers, named = found_in_findings(findings)
    assert named
    assert found_in_page(folder / "report.html") == (numbers, named)
    assert found_in_workbook(folder / "frequencies.xlsx") == (numbers, named)
    harm = findings.harm.ranking
    harmful = set(map(findings.study.codebook.label, harm.loc[harm["damage"] > 0, "process"]))
    listed = {process: own for process, own in numbers.items() if process in harmful}
    assert found_in_document(folder / "report.docx") == (listed, named)
    shown, shown_named = found_in_slides(folder / "report.pptx")
    assert shown_named == named
    assert shown == {process: numbers[process] for process in shown}
    assert set(shown) >= named


def test_all_four_count_who_was_asked_and_what_was_said(findings: Findings, folder: Path):
    asked, said = len(findings.survey.respondents), len(findings.survey.mentions)
    page = html.fromstring((folder / "report.html").read_text("utf-8"))
    totals = [each.text_content() for each in page.xpath("//ul[@class='totals']/li")]
    assert f"{asked} респондентов" in [re.sub(r"\s+", " ", each).strip() for each in totals]
    rows = CalamineWorkbook.from_path(str(folder / "frequencies.xlsx")).get_sheet_by_name("О расчёте")
    about = {row[0]: row[1] for row in rows.to_python()}
    assert (int(about["Респондентов"]), int(about["Упоминаний"])) == (asked, said)
    whom = document_tables(folder / "report.docx")["Кого спросили и сколько они сказали"]
    assert whom["Респондентов"].astype(int).sum() == asked
    kinds = whom[["Похвал", "Жалоб", "Пожеланий"]].astype(int)
    assert int(kinds.to_numpy().sum()) == said
    text = "\n".join(slides(folder / "report.pptx")[0]["texts"])
    assert f"{asked}\u00a0респондентов" in text
    assert f"{said}\u00a0высказываний" in text
