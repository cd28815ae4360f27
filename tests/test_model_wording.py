from __future__ import annotations

import doctest

import pytest

from otzvuk.model import wording


def test_the_examples_hold():
    assert doctest.testmod(wording).failed == 0


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 респондентов"),
        (1, "1 респондент"),
        (4, "4 респондента"),
        (5, "5 респондентов"),
        (12, "12 респондентов"),
        (21, "21 респондент"),
        (112, "112 респондентов"),
    ],
)
def test_a_noun_agrees_with_its_number(number: int, said: str):
    assert wording.counted(number, "respondent").replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("number", "said"), [(1, "из 1 компании"), (2, "из 2 компаний"), (11, "из 11 компаний")]
)
def test_out_of_takes_the_genitive(number: int, said: str):
    assert wording.out_of(number, "company").replace("\u00a0", " ") == said


def test_how_sure_a_place_is_is_one_sentence_that_does_not_contradict_itself():
    said = wording.standing(0.864, 9).replace("\u00a0", " ")
    assert said == "в первой тройке с вероятностью 86 %, иначе ниже, вплоть до 9-го места"
    assert wording.standing(0.97, 3).replace("\u00a0", " ") == "в первой тройке с вероятностью 97 %"
    assert wording.standing(0.999, 4).replace("\u00a0", " ") == "в первой тройке с вероятностью больше 99 %"


def test_ranks_are_one_place_or_an_interval():
    assert (wording.ranks(2, 2), wording.ranks(1, 3)) == ("2", "1–3")
