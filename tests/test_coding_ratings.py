"""Marks in speech with what they are given for; `tests/marks/*.txt` hold dialogues marked by hand."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otzvuk.coding.numeral import numbers_in
from otzvuk.coding.ratings import find_ratings
from otzvuk.coding.topic import Topics
from otzvuk.language import tokenise
from otzvuk.model.codebook import Codebook, read_codebook
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Rating, Span
from otzvuk.model.study import Block, Guide, Question
from otzvuk.read.marked import Marked, read_marked

MARKS = Path(__file__).parent / "marks"
TOPICS = Topics(read_codebook())


def talk(*said: str) -> Interview:
    """Turns «И: …» of the interviewer and «Р: …» of a respondent."""
    turns = [line.split(": ", 1) for line in said]
    return Interview("i1", "i1.txt", tuple(Turn(who, words, interviewer=who == "И") for who, words in turns))


def marks(*said: str, topics: Topics = TOPICS) -> list[tuple[str, float, float]]:
    return [(each.criterion, each.value, each.scale) for each in find_ratings(talk(*said), topics)]


def kinds() -> list[Marked]:
    _, _, body = (MARKS / "kinds.txt").read_text("utf-8").partition("\n")
    return [read_marked(text.strip("\n")) for text in body.split("\n\n") if text.strip()]


def spelt(ratings: Iterable[Rating]) -> list[tuple[int, str, float, float]]:
    return [(each.turn, each.criterion, each.value, each.scale) for each in ratings]


@pytest.mark.parametrize("marked", kinds(), ids=lambda marked: marked.turns[0].text[:40])
def test_marks_have_their_object_value_and_scale(marked: Marked) -> None:
    found = list(find_ratings(talk(*(f"{turn.speaker}: {turn.text}" for turn in marked.turns)), TOPICS))
    assert spelt(found) == spelt(marked.ratings)
    for mine, theirs in zip(found, marked.ratings, strict=True):
        assert Span(mine.start, mine.stop).overlaps(theirs)


def test_without_a_scale_there_is_no_mark() -> None:
    assert marks("И: Ваша оценка?", "Р: Пятёрка, не меньше.") == []


def test_the_number_of_a_placeholder_is_no_mark() -> None:
    said = (
        "И: Сроки, из десяти?",
        "Р: Семь.",
        "И: А документы?",
        "Р: У [компания 1] ошибки, у [сотрудник 9] нет.",
    )
    assert marks(*said) == [("discipline.lead_times", 7, 10)]
    assert marks("И: Сроки, из десяти?", "Р: [сотрудник 3] ставит 8.") == [("discipline.lead_times", 8, 10)]


def test_the_scale_of_the_interview_is_that_last_named() -> None:
    said = ("И: Сроки, из десяти?", "Р: Семь.", "И: А документы?", "Р: Документы на тройку.")
    assert marks(*said) == [("discipline.lead_times", 7, 10), ("documents", 3, 10)]


def test_a_scale_named_later_counts_where_it_is_the_only_one() -> None:
    said = ("И: Оценка за доставку?", "Р: Четвёрка.", "И: По пятибалльной, а цена?", "Р: Три.")
    assert marks(*said) == [("shipping", 4, 5), ("price.level", 3, 5)]


def test_a_mark_asked_for_again_is_taken_once() -> None:
    said = ("И: Портал, из десяти?", "Р: Шесть.", "И: Точно шесть?", "Р: Да, шесть.")
    assert marks(*said) == [("service.digital", 6, 10)]


def test_two_speakers_give_two_marks() -> None:
    said = ("И: Сервис, из десяти, от каждого.", "Анна: Девять.", "Пётр: Девять.")
    assert marks(*said) == [("service", 9, 10), ("service", 9, 10)]


def test_the_guide_says_what_a_block_is_about() -> None:
    codes = ("service.informing", "service.manager")
    block = Block(title="Общение", codes=codes, questions=("Сколько баллов поставите нашему общению?",))
    one = Question(text="Насколько хорош наш вестник из десяти?", codes=("service.informing",))
    topics = Topics(read_codebook(), Guide(blocks=(block, Block(title="Вести", questions=(one,)))))
    asked = "И: Сколько баллов поставите нашему общению, из десяти?"
    assert marks(asked, "Р: Восемь.", topics=topics) == [("Общение", 8, 10)]
    assert marks(f"И: {one.text}", "Р: Пять.", topics=topics) == [("service.informing", 5, 10)]


CAFE = Codebook.model_validate(
    {
        "name": "cafe",
        "themes": {"food": "Кухня", "staff": "Обслуживание гостей"},
        "stages": {"visit": "Визит"},
        "processes": {"serving": {"label": "Подача", "stage": "visit"}},
        "codes": {
            "food.taste": {"label": "Вкус блюд", "process": "serving"},
            "food.menu": {
                "label": "Разнообразие",
                "process": "serving",
                "patterns": {"topic": ["меню", "карта вин"]},
            },
            "staff.waiters": {"label": "Работа официантов", "process": "serving"},
        },
    }
)


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("Оцените вкус, из десяти.", "На девятку.", [("food.taste", 9, 10)]),
        ("Баллы из десяти, прошу.", "Официантам четыре, кухня восемь.",
         [("staff.waiters", 4, 10), ("food", 8, 10)]),
        ("Карта вин, из пяти?", "Тройка.", [("food.menu", 3, 5)]),
        ("Общая оценка, из десяти?", "Семь.", []),
        ("Оцените парковку, из десяти.", "За парковку два.", []),
        ("Оцените парковку, из десяти.", "Два.", []),
    ],
)  # fmt: skip
def test_a_codebook_of_labels_is_enough_and_needs_no_overall_code(
    question: str, answer: str, expected: list[tuple[str, float, float]]
) -> None:
    assert marks(f"И: {question}", f"Р: {answer}", topics=Topics(CAFE)) == expected


WORDS = """восемь девять двойка троечку на из десяти пяти балл баллов ставлю снимаю минус с половиной за сроки
железо а но нет не 7-8 8/10 9,5 100% процентов сто семьдесят два , . ? — никому им если бы раньше по
пятибалльной хорошо отлично Ольге"""
QUESTIONS = ["из десяти?", "Оцените.", "Сроки?", "в процентах довольны?"]
MARKABLE = {*TOPICS.codebook.codes, *TOPICS.codebook.themes, "product", "shipping", "conditions"}


@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=14), st.sampled_from(QUESTIONS))
def test_a_mark_stands_in_the_text_and_within_its_scale(words: list[str], question: str) -> None:
    text = " ".join(words)
    for each in find_ratings(talk(f"И: {question}", f"Р: {text}"), TOPICS):
        assert text[each.start : each.stop] == each.text
        assert each.text
        assert 0 <= each.value <= each.scale
        assert each.criterion in MARKABLE


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("восемь-девять", 8.5), ("семь или восемь", 7.5), ("между шестью и семью", 6.5),
        ("два с половиной", 2.5), ("семьдесят восемь", 78), ("сто сорок", 140),
        ("на твёрдую четвёрочку", 4), ("5-", 5), ("пять с минусом", 5),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_say_them(said: str, value: float) -> None:
    assert [number.value for number in numbers_in(tokenise(said))] == [value]
