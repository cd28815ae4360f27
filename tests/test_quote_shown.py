"""How a quote is shown: only the respondent's words, what was done to them is marked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otzvuk.model.mention import Span
from otzvuk.numbers.quote import GAP, visible, wording
from otzvuk.numbers.quote.shown import is_unpunctuated
from otzvuk.numbers.quote.stretch import HUGE, ends, stretch

WORDS = st.one_of(
    st.sampled_from(["ну", "вот", "как бы", "короче", "знаете", "честно говоря", "э-э", "эм", "это самое"]),
    st.sampled_from(["машину", "ждали", "три", "недели", "склад", "никто", "не", "звонил", "и", "Линия"]),
    st.sampled_from(["(смеётся)", "[неразборчиво]", "=", "<script>", "12", "ё", "ß", "İ"]),
)
MARKS = st.sampled_from([" ", ", ", ". ", " — ", "… ", "! ", "\n", "\u202e ", "\x07 ", " 😀 "])
SPEECH = st.lists(st.tuples(WORDS, MARKS), min_size=1, max_size=60).map(
    lambda pairs: "".join(word + mark for word, mark in pairs)
)


def words(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"\w+", text)]


def is_subsequence(few: list[str], many: list[str]) -> bool:
    rest = iter(many)
    return all(word in rest for word in few)


@settings(deadline=None, max_examples=150)
@given(SPEECH | st.text(max_size=200), st.booleans(), st.booleans())
def test_words_shown_are_a_subsequence_of_those_said(text: str, opened: bool, closed: bool):
    shown = wording(text, opened=opened, closed=closed)
    said, seen = words(visible(text)), words(shown.text.replace(GAP, " "))
    assert is_subsequence(seen, said)
    if not shown.cut:
        assert seen == said
    assert visible(shown.text) == shown.text


@settings(deadline=None, max_examples=100)
@given(SPEECH, st.data())
def test_a_stretch_holds_its_mention_and_is_not_endless(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    part = stretch(text, start, stop)
    assert 0 <= part.start <= part.stop <= len(text)
    assert part.stop - part.start <= max(HUGE, stop - start)
    held = text[max(part.start, start) : min(part.stop, stop)]
    if re.search(r"\w", text[start:stop]) and stop - start < HUGE:
        assert re.findall(r"\w", held) == re.findall(r"\w", text[start:stop])


def test_what_comes_of_it_is_taken_along_but_not_another_topic():
    text = "Машина опоздала на три часа и никто не позвонил нам заранее. Линия стояла. Цены хорошие."
    stop = text.index(".")
    assert text[slice(*_places(text, 0, stop))].endswith("Линия стояла.")
    there = text.index("Линия"), text.index("Линия") + 12
    part = stretch(text, 0, stop, others=[Span(*there)])
    assert text[part.start : part.stop].endswith("заранее.")


def _places(text: str, start: int, stop: int) -> tuple[int, int]:
    part = stretch(text, start, stop)
    return part.start, part.stop


def test_5000_words_become_a_readable_quote():
    text = " ".join(["слово за слово мы ждали машину"] * 850)
    part = stretch(text, 0, len(text))
    shown = wording(text[part.start : part.stop], opened=part.opened, closed=part.closed)
    assert len(shown.text) < HUGE + 100
    unbroken = "ы" * 30_000
    assert stretch(unbroken, 0, len(unbroken)).stop <= HUGE


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "мы ждали машину а потом она приехала в субботу я позвонил менеджеру он трубку не взял",
            "Мы ждали машину а потом она приехала в субботу. Я позвонил менеджеру он трубку не взял.",
        ),
        ("Машину, ну, ждали, знаете, три недели.", "Машину […] ждали […] три недели."),
        ("Машину, ну, ждали три недели.", "Машину, ну, ждали три недели."),
        ("Летом, э-э, нас подвинули дважды.", "Летом […] нас подвинули дважды."),
        ("Опять опоздали (смеётся) на сутки.", "Опять опоздали […] на сутки."),
        ("Опять опоздали (на сутки) и молчат.", "Опять опоздали (на сутки) и молчат."),
        (
            "Знаете ли вы, как это бывает? Значит, привыкли.",
            "Знаете ли вы, как это бывает? Значит, привыкли.",
        ),
        ("Да.", "Да."),
    ],
)
def test_wording(said: str, shown: str):
    assert wording(said).text == shown


def test_what_was_done_is_said():
    assert wording("машину ждали три недели никто не позвонил").restored
    assert not wording("Машину ждали три недели, никто не позвонил.").restored
    assert wording("Опоздали (смеётся) снова на сутки.").cut
    assert wording("Возят долго.", topic="сроки").text == "[сроки] Возят долго."
    assert wording("возить стали", opened=False, closed=False).text == f"{GAP} возить стали {GAP}"


def test_a_long_capitalised_sentence_is_no_speech_without_marks():
    sentence = "За тридцать месяцев цветовое отличие между партиями ни разу не превысило половины единицы."
    assert not is_unpunctuated(sentence)
    assert is_unpunctuated(sentence.lower().rstrip("."))


def test_ends_of_sentences_are_known():
    text = "Машину ждали. Никто не звонил, а склад молчал."
    assert ends(text, 0, 13) == (True, True)
    assert ends(text, 14, 29) == (True, False)
    assert ends(text, 31, len(text)) == (False, True)


def test_a_sentence_that_begins_with_markup_has_its_capital_in_the_word():
    assert wording("<b>сроки вы срываете</b> постоянно.").text == "<b>Сроки вы срываете</b> постоянно."
