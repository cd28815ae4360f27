"""A few words are a mention only where one of them judges."""

import pytest

from otzvuk.coding.judging import is_judged
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


def judged(said: str) -> bool:
    mention = Mention(0, 0, len(said), said, Kind.PRAISE, "price.level", "")
    return is_judged(mention, Interview("i", "", (Turn("Р", said),)), Topics(read_codebook()))
