"""The last look at what may be a mention: what it keeps, what it adds, and which talk it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from otzvuk.coding.features import samples
from otzvuk.coding.guess import guess, possible
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import Model, find_model, is_careful_here, read_model
from otzvuk.coding.verifier import LEAST, Verifier, chosen, margins_of
from otzvuk.model.codebook import read_codebook
from otzvuk.model.interview import Interview, Turn

JUDGING = Turn("Семён", "Сроки они нам срывают каждый месяц, зато менеджер отвечает сразу.")
NEUTRAL = Turn("Семён", "Мы стоим на окраине, работаем в две смены, в ночной человек шесть и охрана.")
SHORT = Interview("short", "short.txt", (JUDGING,))
LONG = Interview("long", "long.txt", (JUDGING, *[NEUTRAL] * 20))


def test_of_places_that_overlap_the_better_is_kept_and_none_with_negative_odds() -> None:
    places = [(0, 4, 8), (0, 0, 5), (0, 9, 12), (1, 0, 5)]
    assert chosen(places, np.array([1.0, 2.0, -0.1, 0.5], np.float32)) == [1, 3]
    assert chosen(places, np.array([2.0, 1.0, 0.5, -1.0], np.float32)) == [0, 2]


def test_a_margin_weighs_all_kinds_of_mention_against_none() -> None:
    tags = np.zeros((2, 7), np.float32)
    tags[1, 0] = 9
    assert margins_of(tags)[0] == pytest.approx(np.log(6))
    assert margins_of(tags)[1] == pytest.approx(np.log(6) - 9)


@pytest.fixture(scope="module")
def model() -> Model:
    folder = find_model("b2b")
    if folder is None or not is_careful_here():
        pytest.skip("no careful coder here")
    return read_model(folder, careful=True)


def spans(model: Model, interview: Interview, verifier: Verifier | None) -> set[tuple[int, int, int]]:
    voices, card = model.voices._replace(verifier=verifier), model.card
    found = guess(voices, samples(interview, model.words), boldness=card.boldness, calm=card.calm)
    return {(each.sample.turn, each.first, each.last) for each in found}


def leaning(model: Model, bias: float) -> Verifier:
    """One that believes everything, or nothing, whatever is seen."""
    assert model.voices.verifier is not None
    weights = np.zeros_like(model.voices.verifier.weights)
    weights[0] = bias
    return Verifier(weights)


def test_the_shipped_coder_has_one_whose_weights_fit_what_is_seen(model: Model) -> None:
    assert model.voices.verifier is not None
    _, rows = possible(model.voices, samples(LONG, model.words))
    assert rows
    assert len(model.voices.verifier.weights) == 1 + len(rows[0])


def test_it_takes_away_and_adds_in_long_talk_only(model: Model) -> None:
    by_tags = spans(model, LONG, None)
    assert by_tags
    assert len(samples(SHORT, model.words)[0].tokens) < LEAST
    assert spans(model, LONG, leaning(model, -1)) == set()
    assert len(spans(model, LONG, leaning(model, 1))) >= len(by_tags)
    for bias in (-1, 1):
        assert spans(model, SHORT, leaning(model, bias)) == spans(model, SHORT, None)


def test_what_is_found_does_not_overlap_and_does_not_hang_on_other_talk(model: Model) -> None:
    bold = model.voices._replace(verifier=leaning(model, 1))
    both = [*samples(LONG, model.words), *samples(replace(SHORT, turns=(NEUTRAL, JUDGING)), model.words)]
    found = guess(bold, both, boldness=0.2)
    alone = guess(bold, both[: len(LONG.turns)], boldness=0.2)
    own = [each for each in found if each.sample.interview == "long"]
    assert [(e.sample.turn, e.first, e.last) for e in own] == [
        (e.sample.turn, e.first, e.last) for e in alone
    ]
    for one, other in pairwise(own):
        assert one.sample.turn < other.sample.turn or one.last <= other.first


def test_what_else_may_be_a_mention_touches_nothing_that_was_found(model: Model) -> None:
    coder = ModelCoder(model, read_codebook())
    heard = coder.heard(LONG, further=True)
    found, more = heard.guesses[: heard.found], heard.guesses[heard.found :]
    assert not any(
        one.sample.turn == other.sample.turn and one.span.overlaps(other.span)
        for one in found
        for other in more
    )
