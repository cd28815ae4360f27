"""Marks given in speech, written into the test strings: «[восемь из десяти|8/10]»."""

import re

import pytest

from otzvuk.coding.marks import asks_for_mark, find_marks, scale_of
from otzvuk.language import parse

MARKED = re.compile(r"\[([^|\]]+)\|([\d.]+)/?(\d+)?\]")

CASES = [
    ("Оцените по десятибалльной шкале.", "На [восьмёрочку|8] твёрдую."),
    ("", "[восемь из десяти|8/10], не больше"),
    ("", "Я бы поставил [7 из 10|7/10]."),
    ("", "Ставлю [шесть|6], и то с натяжкой."),
    ("", "[Двойка|2] им за это."),
    ("", "По бумагам на [троечку|3], не выше."),
    ("", "За приёмку дал бы им [девять|9]."),
    ("Сколько баллов?", "[Восемь баллов|8], пожалуй."),
    ("Какую оценку поставите?", "[Десять|10]."),
    ("Оцените от одного до пяти.", "Ну, [пять|5]. А вот ворота — [двойка|2]."),
    ("Оцените.", "[Семь с минусом|7]."),
    ("", "[сто из ста|100/100]"),
    # numbers that count things are no marks
    ("", "Шесть из десяти машин опаздывают."),
    ("", "Привезли три машины из пяти."),
    ("", "Тройка лошадей стояла во дворе."),
    ("", "В восемь уже темно, ждём до девяти."),
    ("", "Дали три поддона и два мешка."),
    ("Оцените.", "У нас пять складов и двадцать человек."),
    ("", "Десятка два машин в день."),
]


@pytest.mark.parametrize(("question", "marked"), CASES)
def test_marks_are_found_where_they_are_given(question: str, marked: str) -> None:
    text = MARKED.sub(r"\1", marked)
    parsed = parse(text)
    found = [
        (text[parsed.tokens[mark.first].start : parsed.tokens[mark.last - 1].stop], mark.value, mark.scale)
        for sentence in parsed.sentences
        for mark in find_marks(parsed.tokens, sentence, asked=asks_for_mark(question))
    ]
    expected = [
        (words, float(value), float(scale) if scale else None)
        for words, value, scale in MARKED.findall(marked)
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("question", "scale"),
    [
        ("Оцените по десятибалльной шкале", 10),
        ("по пятибалльной", 5),
        ("по 100-балльной шкале", 100),
        ("от одного до десяти", 10),
        ("сколько из пяти?", 5),
        ("Как у вас со сроками?", None),
    ],
)
def test_the_scale_is_read_from_the_question(question: str, scale: float | None) -> None:
    assert scale_of(question) == scale
