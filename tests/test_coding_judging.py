"""A few words are a mention only where one of them judges."""

import pytest

from otzvuk.coding.judging import is_judged, only_marks
from otzvuk.coding.ratings import find_ratings
from otzvuk.coding.topic import Topics
from otzvuk.model.codebook import read_codebook
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Kind, Mention


@pytest.mark.parametrize(
    "said", ["Нормально.", "Устраивает.", "Да плохо.", "Ну, супер.", "Очень быстро, да."]
)
def test_words_that_judge_do(said: str) -> None:
    assert judged(said)


@pytest.mark.parametrize(
    "said", ["Угу.", "Раз в месяц.", "Да.", "Нет, не было.", "Пятьсот килограмм.", "Ну вот."]
)
def test_backchannels_and_figures_do_not(said: str) -> None:
    assert not judged(said)


def test_longer_turns_speak_for_themselves() -> None:
    assert judged("Раз в месяц и то в среду")


@pytest.mark.parametrize(
    ("said", "mention"),
    [
        (
            "Девять. Ну, с комплектностью бы семь, а по срокам девять.",
            "с комплектностью бы семь, а по срокам девять",
        ),
        ("В целом семёрку поставлю. Раньше бы девять поставил, честно.", "Раньше бы девять поставил, честно"),
        ("По срокам девять, по цене шесть.", "По срокам девять, по цене шесть"),
        ("Четыре. За первую партию десять, за вторую ноль.", "За первую партию десять, за вторую ноль"),
    ],
)
def test_bare_marks_judge_nothing_beside_their_value(said: str, mention: str) -> None:
    assert marks_only(said, mention)


@pytest.mark.parametrize(
    ("said", "mention"),
    [
        ("Семь, возят поздно.", "Семь, возят поздно"),
        ("Шесть из-за фанеры.", "Шесть из-за фанеры"),
        ("Десять, вообще без нареканий.", "Десять, вообще без нареканий"),
        ("Восемь. Цена нормальная.", "Цена нормальная"),
    ],
)
def test_words_beside_a_mark_judge(said: str, mention: str) -> None:
    assert not marks_only(said, mention)


def marks_only(said: str, words: str) -> bool:
    interview = Interview(
        "i", "", (Turn("И", "Оцените сроки поставки из десяти.", interviewer=True), Turn("Р", said))
    )
    start = said.index(words)
    mention = Mention(1, start, start + len(words), words, Kind.WISH, "discipline.lead_times", "")
    return only_marks(mention, interview, list(find_ratings(interview, Topics(read_codebook()))))


def judged(said: str) -> bool:
    mention = Mention(0, 0, len(said), said, Kind.PRAISE, "price.level", "")
    return is_judged(mention, Interview("i", "", (Turn("Р", said),)), Topics(read_codebook()))
