"""Heads for the layers beside the mentions: what they see, what they tell, and what becomes of that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from otzvuk.coding.coder import coder_for
from otzvuk.coding.layerheads import (
    ARRAYS,
    CARD,
    Head,
    LayerHeads,
    chosen,
    layer_heads,
    read_heads,
    sense_digest,
)
from otzvuk.coding.layers import layers_of
from otzvuk.coding.model import find_model, is_careful_here, read_model
from otzvuk.coding.parts import Part, joined
from otzvuk.coding.spot import BUCKETS, LABELS, Answer, place_of, see, spots
from otzvuk.coding.topic import Topics
from otzvuk.language import parse
from otzvuk.model.bundled import bundled
from otzvuk.model.codebook import read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Participant, Role, Turn
from otzvuk.model.leaving import Sign
from otzvuk.model.mention import Coding
from otzvuk.model.saying import IMPORTANT, Layer, Saying
from otzvuk.model.study import Guide

BOOK = read_codebook()
WIDTH = 8


@pytest.fixture(scope="module")
def topics() -> Topics:
    return Topics(BOOK)


def answer(text: str, question: str = "", turn: int = 0) -> Answer:
    """A turn as an encoder of few numbers hears it: a token's numbers follow from its lemma."""
    parsed = parse(text)
    rows = [np.random.default_rng(sum(map(ord, each.lemma))).normal(size=WIDTH) for each in parsed.tokens]
    kinds = np.tile(np.array([0.7, 0.1, 0.1, 0.1], np.float32), (len(rows), 1))
    return Answer(turn, parsed, question, np.array(rows, np.float32), kinds)


def head(layer: Layer, topics: Topics, *, rules: float, threshold: float = 0.5) -> Head:
    """A head that only listens to the rules."""
    width = see(*_some(layer), topics).numbers.shape[1]
    labels = len(LABELS[layer])
    return Head(
        np.zeros((width, labels), np.float32),
        np.zeros((BUCKETS, labels), np.float32),
        np.full(labels, rules, np.float32),
        np.full(labels, -2.0, np.float32),
        np.zeros(BUCKETS, np.float32),
        np.full(labels, threshold, np.float32),
    )


def _some(layer: Layer):  # type: ignore[no-untyped-def]
    one = answer("Стояли двое суток.")
    return one, layer, spots(one, layer)


def test_an_amount_may_be_a_loss_and_a_clause_a_sign() -> None:
    said = answer("Стояли двое суток и потом ещё шесть часов. Ищем других.")
    text = said.parsed.text
    amounts = [
        text[said.parsed.tokens[each.first].start : said.parsed.tokens[each.last - 1].stop]
        for each in spots(said, Layer.LOSSES)
    ]
    assert amounts == ["двое суток", "шесть часов"]
    assert len(spots(said, Layer.LEAVING)) == len(said.clauses) == 2
    assert spots(answer("Привезли вовремя."), Layer.LOSSES) == []


def test_what_the_rules_find_is_seen(topics: Topics) -> None:
    said = answer("Уходить от вас не собираемся, работаем. Погода хорошая.")
    seen = see(said, Layer.LEAVING, spots(said, Layer.LEAVING), topics)
    assert seen.ruled[:, LABELS[Layer.LEAVING].index(Sign.STAYS.value)].tolist()[0] == 1
    assert seen.ruled[-1].tolist() == [0, 0, 0]


def test_what_the_rules_find_is_told_however_sure_the_head_is(topics: Topics) -> None:
    said = answer("Уходить от вас не собираемся. Цена для нас не главное.", turn=4)
    both = {layer: head(layer, topics, rules=4.0) for layer in (Layer.LEAVING, Layer.MATTERS)}
    found = LayerHeads(both, "layers@0").sayings([said], topics)
    assert [(each.layer, each.label, each.turn) for each in found] == [
        (Layer.LEAVING, "stays", 4),
        (Layer.MATTERS, "not", 4),
    ]
    assert all(each.sure == pytest.approx(1 / (1 + np.exp(-2)), abs=1e-3) for each in found)
    surer = {layer: each._replace(threshold=each.threshold + 0.4) for layer, each in both.items()}
    told = LayerHeads(surer, "layers@0").sayings([said], topics)
    assert len(told) == 2  # what the rules of these layers find is told in any case


def test_of_a_sentence_the_surest_clause_is_told_for_each_sign_and_what_is_unsure_is_not() -> None:
    said = answer("Мы ищем других, а директор думает уйти. Купили стол.", turn=2)
    places = spots(said, Layer.LEAVING)
    sure = np.zeros((len(places), len(LABELS[Layer.LEAVING])), np.float32)
    sure[:, 0] = [0.6, 0.9, 0.5]
    (sign,) = chosen(said, Layer.LEAVING, places, sure, [0.55] * sure.shape[1])
    place = place_of(said, places[1])
    assert (sign.turn, sign.start, sign.stop) == (2, place.start, place.stop)
    assert sign.label == LABELS[Layer.LEAVING][0]


def test_amounts_are_losses_only_from_the_threshold_on(topics: Topics) -> None:
    said = answer("Из-за вашей задержки стояли двое суток.", "Сколько вы потеряли на простое?")
    for threshold, count in ((0.05, 1), (0.2, 0)):
        own = {Layer.LOSSES: head(Layer.LOSSES, topics, rules=0.0, threshold=threshold)}
        assert len(LayerHeads(own, "layers@0").sayings([said], topics)) == count


def test_money_that_the_rules_find_is_lost_however_sure_the_head_is(topics: Topics) -> None:
    asked = "Сколько вы потеряли на простое?"
    own = LayerHeads({Layer.LOSSES: head(Layer.LOSSES, topics, rules=0.0, threshold=0.2)}, "layers@0")
    assert (
        len(own.sayings([answer("Из-за вашей задержки потеряли двести тысяч рублей.", asked)], topics)) == 1
    )
    assert own.sayings([answer("Смета на ремонт двести тысяч рублей.", asked)], topics) == ()


def talk(*turns: str) -> Interview:
    people = {"Р": Participant("Р", role=Role.ECONOMIC)}
    return Interview("i", "i.txt", tuple(Turn("Р", each) for each in turns), people)


def saying(interview: Interview, words: str, layer: Layer, label: str = "") -> Saying:
    turn = next(at for at, each in enumerate(interview.turns) if words in each.text)
    start = interview.turns[turn].text.index(words)
    return Saying(turn=turn, start=start, stop=start + len(words), layer=layer, label=label, sure=0.9)


def test_layers_are_what_the_coder_heard_with_what_belongs_to_it(topics: Topics) -> None:
    interview = talk(
        "Фуру ждали шесть часов, хотя на дворе было пусто.",
        "Рудник один. Потому что рядом других не копают.",
        "Срок поставки у нас икона.",
    )
    heard = (
        saying(interview, "шесть часов", Layer.LOSSES),
        saying(interview, "Рудник один", Layer.LEAVING, Sign.DEPENDENCE),
        saying(interview, "Срок поставки у нас икона", Layer.MATTERS, IMPORTANT),
    )
    found = layers_of(Coding(interview, (), sayings=heard), topics)
    assert [(each.text, each.low, each.unit) for each in found.losses] == [("шесть часов", 6, "hour")]
    (sign,) = found.leaving
    assert (sign.sign, sign.text) == (Sign.DEPENDENCE, "Рудник один")
    assert sign.reason is not None
    (matter,) = found.matters
    assert (matter.important, matter.code) == (True, "discipline.lead_times")


def test_a_coder_that_heard_nothing_is_believed_and_without_one_rules_find(topics: Topics) -> None:
    interview = talk("Уходить от вас не собираемся. Цена для нас не главное.")
    by_rule, heard = (layers_of(Coding(interview, (), sayings=each), topics) for each in (None, ()))
    assert by_rule.leaving
    assert by_rule.matters
    assert not heard.leaving
    assert not heard.matters


def test_sayings_go_with_their_turns_when_a_long_talk_is_joined() -> None:
    whole = talk("Раз.", "Стояли два часа.", "Два.", "Стояли три часа.")
    pieces = [Part(0, replace(whole, turns=whole.turns[:2])), Part(2, replace(whole, turns=whole.turns[2:]))]
    codings = [
        Coding(each.interview, (), sayings=(saying(each.interview, words, Layer.LOSSES),))
        for each, words in zip(pieces, ("два часа", "три часа"), strict=True)
    ]
    (coding,) = joined((whole, part, coded) for part, coded in zip(pieces, codings, strict=True))
    assert coding.sayings is not None
    assert [whole.turns[each.turn].text[each.start : each.stop] for each in coding.sayings] == [
        "два часа",
        "три часа",
    ]


def test_damaged_heads_are_one_sentence(tmp_path: Path) -> None:
    for name in (CARD, ARRAYS):
        (tmp_path / name).write_bytes((bundled("models", "layers") / name).read_bytes())
    read_heads(tmp_path)
    read_heads.cache_clear()
    blob = bytearray((tmp_path / ARRAYS).read_bytes())
    blob[100] ^= 1
    (tmp_path / ARRAYS).write_bytes(bytes(blob))
    with pytest.raises(InputError, match="модель не читается"):
        read_heads(tmp_path)
    read_heads.cache_clear()


careful = pytest.mark.skipif(not is_careful_here(), reason="onnxruntime is not installed")


@careful
def test_the_bundled_heads_are_those_of_the_bundled_voice() -> None:
    folder = find_model("b2b")
    assert folder is not None
    encoder = read_model(folder, careful=True).voices.encoder
    assert layer_heads(encoder) is not None
    assert layer_heads(None) is None
    assert encoder is not None
    assert sense_digest(encoder) == read_heads(bundled("models", "layers"))[0].sense


@careful
def test_the_careful_coder_hears_harm_and_leaving_and_the_fast_one_leaves_them_to_rules() -> None:
    interview = talk(
        "Работаем с вами давно.",
        "Из-за вашей задержки линия стояла двое суток, люди сидели.",
        "Сроки опять сорвали, так что мы уже ищем другого поставщика.",
    )
    coding = coder_for(BOOK, Guide(), careful=True).code(interview)
    assert coding.sayings is not None
    found = {(each.layer, each.label, each.turn) for each in coding.sayings}
    assert (Layer.LOSSES, "", 1) in found
    assert (Layer.LEAVING, "leaving", 2) in found
    assert not any(each.turn == 0 for each in coding.sayings)
    assert coder_for(BOOK, Guide(), careful=False).code(interview).sayings is None
