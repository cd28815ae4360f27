"""The checklist sets are what their brief asks for, and the default coder stays above their floors."""

import csv
import re
from functools import cache

import pytest

from checklist import FOLDER, INTERVIEWER, Checklist, has_model, load, measure, names
from otzvuk.coding import Coder, coder_for
from otzvuk.model.codebook import read_codebook
from otzvuk.model.study import Guide

SETS = {
    "background", "competitors", "consequence", "contrast", "ellipsis", "field", "fillers", "hypotheticals",
    "irony", "negation", "rejected", "trend", "two_codes", "unpunctuated", "wishes",
}  # fmt: skip
MOSTLY_SILENT = {"background", "competitors", "hypotheticals", "rejected"}
LEAST = 25
# «вот бы» is no link but the wish itself
LINK = re.compile(r"(?!вот бы\b)(а|и|да|но|ну|вот|зато|хотя|однако|вообще|знаете|правда)\b", re.IGNORECASE)


@cache
def checklist(name: str) -> Checklist:
    return load(name, read_codebook())


@cache
def coder() -> Coder:
    return coder_for(read_codebook(), Guide())


def floors() -> list[tuple[str, str, float]]:
    with (FOLDER / "floors.csv").open(encoding="utf-8", newline="") as file:
        return [(row["phenomenon"], row["measure"], float(row["floor"])) for row in csv.DictReader(file)]


def test_the_sets_of_the_brief_all_exist() -> None:
    assert set(names()) == SETS


@pytest.mark.parametrize("name", sorted(SETS))
def test_a_set_is_large_enough_and_well_formed(name: str) -> None:
    loaded = checklist(name)  # parsed against the codebook
    assert loaded.about.endswith(".")
    assert len(loaded.gold) >= LEAST
    for each in loaded.gold:
        turns = each.interview.turns
        speakers = [turn.speaker for turn in turns]
        assert speakers == [INTERVIEWER, "Р"] * (len(turns) // 2), (each.interview.id, speakers)
        assert 2 <= len(turns) <= 6
        assert not any(turns[mention.turn].interviewer for mention in each.mentions), each.interview.id


@pytest.mark.parametrize("name", sorted(SETS))
def test_spans_begin_after_links_and_end_before_marks(name: str) -> None:
    for each in checklist(name).gold:
        for mention in each.mentions:
            place = (each.interview.id, mention.text)
            assert mention.text == mention.text.strip(), place
            assert mention.text[-1] not in ".,;:!?…", place
            assert not LINK.match(mention.text), place
            text = each.interview.turns[mention.turn].text
            assert not text[mention.start - 1 : mention.start].isalnum(), place
            assert not text[mention.stop : mention.stop + 1].isalnum(), place


@pytest.mark.parametrize("name", sorted(SETS))
def test_sets_about_no_mention_are_mostly_without(name: str) -> None:
    silent = [each for each in checklist(name).gold if not each.mentions]
    if name in MOSTLY_SILENT:
        assert len(silent) * 2 >= len(checklist(name).gold)
    assert name != "background" or len(silent) == len(checklist(name).gold)


def test_unpunctuated_speech_has_no_marks() -> None:
    for each in checklist("unpunctuated").gold:
        for turn in each.interview.turns:
            assert re.fullmatch(r"[а-яё ]+", turn.text), turn.text


def test_no_dialogue_and_no_answer_stands_twice() -> None:
    dialogues, answers = [], []
    for name in sorted(SETS):
        for each in checklist(name).gold:
            texts = [" ".join(re.findall(r"\w+", turn.text.lower())) for turn in each.interview.turns]
            dialogues.append(" | ".join(texts))
            answers += [text for text in texts[1::2] if len(text.split()) >= 4]
    assert len(set(dialogues)) == len(dialogues)
    assert len(set(answers)) == len(answers)


def test_every_set_has_a_floor() -> None:
    assert [name for name, _, _ in floors()] == sorted(SETS)
    assert {name for name, measured, _ in floors() if measured == "quiet"} == MOSTLY_SILENT
    assert {measured for _, measured, _ in floors()} == {"quiet", "kind_f1"}


@pytest.mark.skipif(not has_model(), reason="нет обученной модели models/coders/b2b/model.json")
@pytest.mark.parametrize(("name", "measured", "floor"), floors())
def test_the_default_coder_stays_above_the_floor(name: str, measured: str, floor: float) -> None:
    result = measure(coder(), checklist(name))
    assert (result.quiet if measured == "quiet" else result.f1["kind"]) >= floor
