"""Quotes that people chose come first in everything that shows quotes, shortened and noted as they wish."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation
from python_calamine import CalamineWorkbook

from otzvuk.analysis import Result, analyse
from otzvuk.codings.chosen import decided_coding
from otzvuk.codings.decided import decide
from otzvuk.codings.decisions import Decisions, new_decision
from otzvuk.codings.place import place_of
from otzvuk.model.decision import Act, Judged
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.numbers.quote import pick_quotes
from otzvuk.read import read_study
from program import call

TALKS = {
    "one": "Интервьюер: Как вам сроки?\nКлиент: Сроки поставки вы срываете постоянно, линия стоит.\n",
    "two": "Интервьюер: Что со сроками?\nДиректор: Сроки вы опять сорвали, Борис Котов подтвердит.\n",
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "transcripts").mkdir()
    for name, talk in TALKS.items():
        (tmp_path / "transcripts" / f"{name}.txt").write_text(talk, "utf-8")
    return tmp_path


def _pick(study: Path, interview: str, words: str, *, shown: str = "", note: str = "") -> None:
    known = {each.id: each for each in read_study(study).interviews}[interview]
    start = known.turns[1].text.index(words)
    place = place_of(known, 1, start, start + len(words))
    Decisions(study).record(replace(new_decision(Act.QUOTE, place, by="Ольга", note=note), shown=shown))


def _first(result: Result) -> tuple[str, int]:
    row = pick_quotes(result.survey).iloc[0]
    return row["interview"], row["picked"]


def test_a_chosen_quote_is_the_first_in_every_report_with_its_note(study: Path) -> None:
    was, _ = _first(analyse(study))
    other = next(name for name in TALKS if name != was)
    words = {
        "one": "Сроки поставки вы срываете постоянно",
        "two": "Сроки вы опять сорвали, Борис Котов подтвердит",
    }
    part = " ".join(words[other].split()[:3])
    _pick(study, other, words[other], shown=f"{part} […]", note="на слайд для Борис Котов")
    result = analyse(study)
    assert _first(result) == (other, 1)
    out = result.out
    texts = {
        "html": (out / "report.html").read_text("utf-8"),
        **_office(out),
    }
    for name, text in texts.items():
        assert f"{part} […]" in text, name
        assert "на слайд для" in text, name
        assert "Котов" not in text, name  # a note is hidden as the talk is
    said = call("quotes", study, "--out", study / "out" / "quotes.csv")
    assert said
    with (study / "out" / "quotes.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file, delimiter=";"))
    assert (row["цитата"], row["почему выбрана"]) == (f"{part} […]", "выбрано человеком")


def test_words_chosen_outside_of_any_mention_have_a_list_of_their_own(study: Path) -> None:
    talk = "Интервьюер: Кто вы?\nТехнолог: Я здесь двадцать лет, ещё Борис Котов меня брал.\n"
    (study / "transcripts" / "three.txt").write_text(talk, "utf-8")
    _pick(study, "three", "Я здесь двадцать лет, ещё Борис Котов меня брал", note="о себе")
    out = analyse(study).out
    texts = {
        "html": (out / "report.html").read_text("utf-8").split('id="chosen"')[1].split("</section>")[0],
        **_office(out),
        "screen": call("quotes", study),
    }
    for name, text in texts.items():
        assert "Я здесь двадцать лет" in text, name
        assert "о себе" in text, name
        assert ("Котов" in text) is (name == "screen"), name
    for name in {*texts} - {"html"}:
        assert "Выбрано человеком" in texts[name], name


def test_nobody_has_words_put_into_their_mouth() -> None:
    interview = Interview("i", "i.txt", (Turn("К", "Сроки поставки вы срываете постоянно."),))
    mention = Mention(0, 0, 36, interview.turns[0].text[:36], Kind.COMPLAINT, "a", "p")
    place = place_of(interview, 0, 0, 36)

    def kept(shown: str) -> list[str]:
        taken = replace(new_decision(Act.SHORTEN, place, by="Ольга"), shown=shown)
        [coding] = decide([Coding(interview, (mention,))], [taken]).codings
        return [interview.turns[0].text[each.start : each.stop] for each in coding.picked[0].kept]

    assert kept("сроки  […] срываете") == ["Сроки", "срываете"]
    assert kept("Сроки [...] постоянно") == ["Сроки", "постоянно"]
    assert kept("срываете […] Сроки") == []  # not in this order
    assert kept("Сроки всегда срываете") == []
    assert kept("") == kept("Сроки поставки вы срываете постоянно") == []


def test_every_report_says_how_many_mentions_a_person_has_seen(study: Path) -> None:
    codings = decided_coding(read_study(study)).codings
    assert "Проверено человеком" not in call("analyse", study)
    for coding, act in zip(codings, (Act.CONFIRM, Act.REJECT), strict=True):
        mention = coding.mentions[0]
        was = Judged.of(mention)
        place = place_of(coding.interview, mention.turn, mention.start, mention.stop)
        now = [was] if act is Act.CONFIRM else []
        Decisions(study).record(new_decision(act, place, by="Ольга", was=[was], now=now))
    assert "Проверено человеком: 2 из 2." in call("analyse", study)
    out = study / "out"
    assert json.loads((out / "run.json").read_text("utf-8"))["seen"] == {"mentions": 2, "of": 2}
    assert "человек проверил <b>2</b> из 2" in (out / "report.html").read_text("utf-8")
    paragraphs = "\n".join(each.text for each in Document(str(out / "report.docx")).paragraphs)
    assert "Проверено человеком: 2 из 2." in paragraphs
    slides = [
        shape.text_frame.text
        for slide in Presentation(str(out / "report.pptx")).slides
        for shape in slide.shapes
        if shape.has_text_frame
    ]
    assert any("Проверено человеком: 2 из 2." in text for text in slides)
    book = CalamineWorkbook.from_path(str(out / "frequencies.xlsx"))
    cells = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    assert any(row[:2] == ["Проверено человеком", "2 из 2"] for row in cells)


def _office(out: Path) -> dict[str, str]:
    """The words of the reports for Word and slides, and of the sheet of quotes."""
    sheet = CalamineWorkbook.from_path(str(out / "frequencies.xlsx")).get_sheet_by_name("Избранные цитаты")
    slides = Presentation(str(out / "report.pptx")).slides
    shapes = [shape for slide in slides for shape in slide.shapes if shape.has_text_frame]
    return {
        "docx": "\n".join(each.text for each in Document(str(out / "report.docx")).paragraphs),
        "pptx": "\n".join(each.text_frame.text for each in shapes),
        "xlsx": "\n".join(str(cell) for row in sheet.to_python() for cell in row),
    }
