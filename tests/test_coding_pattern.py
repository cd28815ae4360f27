"""The pattern language, on marked-up strings: «[…]» is what a pattern must span."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otzvuk.coding.pattern import Matcher
from otzvuk.language import parse
from otzvuk.model.codebook import pattern_parts

FITS = [
    ("срок поставки", "нас подводят [сроки поставок] весной"),
    ("срок .. сорвать", "[сроки они опять сорвали]"),
    ("срок|дата поставки", "[дату поставки] сдвинули"),
    ("задерж*", "машину [задержали] на сутки"),
    ("=сроки", "горят [сроки]"),
    ("срок & сорвать", "[сорвали нам все сроки]"),
    ("брак & !нет", "[брак] в каждой пачке"),
    ("личный кабинет", "в [личном кабинете] пусто"),
    ("упаковка", "их [упаковкой] не удивишь"),
    ("счёт", "[счета] путают"),  # ё and е are one letter
]
FITS_NOT = [
    ("срок поставки", "срок годности и дата поставки"),
    ("срок .. сорвать", "срок мы с ними год назад долго и трудно обсуждали, потом сорвали"),
    ("=сроки", "о сроке спросили"),
    ("брак & !нет", "брака у них нет"),
    ("сорвать срок", "сроки сорвали"),  # order counts within a part
]


@pytest.mark.parametrize(("pattern", "marked"), FITS)
def test_a_pattern_spans_the_marked_words(pattern: str, marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    tokens = parse(text).tokens
    (match,) = Matcher({"x": [pattern]}).find(tokens)
    assert text[tokens[match.first].start : tokens[match.last - 1].stop] == marked.split("[")[1].split("]")[0]
    assert (match.label, match.pattern) == ("x", pattern)


@pytest.mark.parametrize(("pattern", "text"), FITS_NOT)
def test_a_pattern_stays_silent(pattern: str, text: str) -> None:
    assert Matcher({"x": [pattern]}).find(parse(text).tokens) == []


def test_punctuation_takes_no_place() -> None:
    assert Matcher({"x": ["долго отвечать"]}).find(parse("долго, отвечают").tokens)


def test_nothing_outside_the_clause_counts() -> None:
    tokens = parse("сроки нормальные а бумаги сорвали").tokens
    assert not Matcher({"x": ["срок & сорвать"]}).find(tokens, 0, 2)


@pytest.mark.parametrize("faulty", ["", "а & ", ".. срок", "срок ..", "!срок", "срок (поставки)", "срок & !"])
def test_a_faulty_pattern_is_refused(faulty: str) -> None:
    with pytest.raises(ValueError, match="шаблон"):
        pattern_parts(faulty)


@settings(deadline=None)  # the first example loads the dictionary
@given(st.lists(st.sampled_from(["срок", "сорвать", "брак", "нет", "и", ","]), max_size=12))
def test_matches_lie_within_the_tokens(words: list[str]) -> None:
    tokens = parse(" ".join(words)).tokens
    for match in Matcher({"a": ["срок .. сорвать", "брак & нет"], "b": ["и"]}).find(tokens):
        assert 0 <= match.first < match.last <= len(tokens)
