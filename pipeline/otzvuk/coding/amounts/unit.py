"""Units that amounts are said in: `models/lexicons/units.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from otzvuk.model.bundled import bundled
from otzvuk.model.yamlfile import CheckedModel, read_yaml


class Units(CheckedModel):
    """`models/lexicons/units.yaml`: unit → lemmas, by kind, and halves of units («полдня»)."""

    time: Mapping[str, tuple[str, ...]]
    money: Mapping[str, tuple[str, ...]]
    halves: Mapping[str, tuple[float, str]]
    halved: tuple[str, ...]
    wholes: tuple[str, ...]


class _Known(NamedTuple):
    """The words of units, by word."""

    time: Mapping[str, str]
    money: Mapping[str, str]
    halves: Mapping[str, tuple[float, str]]
    halved: frozenset[str]
    wholes: frozenset[str]


@cache
def _known() -> _Known:
    read = read_yaml(bundled("models", "lexicons", "units.yaml"), Units)
    time, money = (
        {word: unit for unit, words in own.items() for word in words} for own in (read.time, read.money)
    )
    return _Known(time, money, dict(read.halves), frozenset(read.halved), frozenset(read.wholes))


def unit_of_time(lemma: str) -> str:
    """The unit of time that a word names, "" for none."""
    return _known().time.get(lemma, "")


def currency_of(word: str) -> str:
    """The currency that a word or a sign names, "" for none."""
    return _known().money.get(word, "")


def half_unit(word: str) -> tuple[float, str] | None:
    """What a word of half a unit says: «полдня» → 0.5, day; None for any other."""
    return _known().halves.get(word)


def is_halved(word: str) -> bool:
    """Whether it is a measure of which there can be a half: «тонны» of «полтонны»."""
    return word in _known().halved


def is_whole(word: str) -> bool:
    """Whether half of it is a half of what there is: «партии» of «полпартии»."""
    return word in _known().wholes
