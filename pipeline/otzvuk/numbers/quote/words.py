"""The words that make a quote good or bad: `models/quotes/ru.yaml` as patterns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import Field

from otzvuk.model.bundled import bundled
from otzvuk.model.yamlfile import CheckedModel, read_yaml


class QuoteWords(CheckedModel):
    """`models/quotes/ru.yaml`: words, or beginnings of words where they end in a star."""

    numbers: tuple[str, ...] = Field(min_length=1)
    consequences: tuple[str, ...] = Field(min_length=1)
    leaning: tuple[str, ...] = Field(min_length=1)
    fillers: tuple[str, ...] = Field(min_length=1)
    pronouns: tuple[str, ...] = Field(min_length=1)
    vivid: tuple[str, ...] = Field(min_length=1)
    examples: tuple[str, ...] = Field(min_length=1)
    hedges: tuple[str, ...] = Field(min_length=1)
    cut: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Patterns:
    """The same, each list as one pattern over text in small letters with е for ё."""

    numbers: re.Pattern[str]
    consequences: re.Pattern[str]
    leaning: re.Pattern[str]
    fillers: re.Pattern[str]
    pronouns: re.Pattern[str]
    vivid: re.Pattern[str]
    examples: re.Pattern[str]
    hedges: re.Pattern[str]
    cut: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The bundled words, read once."""
    words = read_yaml(bundled("models", "quotes", "ru.yaml"), QuoteWords)
    return Patterns(**{name: _any_of(listed) for name, listed in words})


def folded(text: str) -> str:
    """Text as the patterns expect it, of the same length: small letters, е for ё.

    >>> folded("Всё ЗА 3 дня")
    'все за 3 дня'
    """
    low = "".join(letter if len(letter) == 1 else old for old in text for letter in [old.lower()])
    return low.replace("ё", "е")


def _any_of(listed: Sequence[str]) -> re.Pattern[str]:
    ordered = sorted(listed, key=len, reverse=True)  # of two that begin alike the longer one is meant
    forms = (re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in ordered)
    return re.compile(rf"\b(?:{'|'.join(forms)})\b")
