"""What a stretch of speech has that makes it a good quote, as numbers.

Each feature is between 0 and about 2. What it is worth is in `models/quotes/weights.yaml`, learned from
pairwise judgements (tests/bench/bench_quotes.py). The words are taken as they are shown, without the fillers
that are cut.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from pydantic import Field

from otzvuk.coding.clues import find_clues
from otzvuk.language import parse, tags, tokenise
from otzvuk.model.bundled import bundled
from otzvuk.model.mention import Kind
from otzvuk.model.yamlfile import CheckedModel, read_yaml
from otzvuk.numbers.quote.shown import GAP, LONG, is_unpunctuated, wording
from otzvuk.numbers.quote.words import folded, patterns

SHORT: Final = 60
"""Characters from which a quote has a good length, up to `LONG`."""

UNSURE_BELOW = 0.3
"""Mentions of less confidence prove nothing until somebody has looked: they are counted, and not quoted."""

_FEW_NOUNS: Final = 2  # nouns below which a quote without a verb says nothing by itself

_BRACKETED = re.compile(r"\[[^\[\]]*\]")  # «[сотрудник 3]»: the number says nothing

FEATURES: Final = (
    "brief",
    "long",
    "numbers",
    "consequences",
    "vivid",
    "example",
    "leaning",
    "pronouns",
    "hedges",
    "fillers",
    "nouns",
    "no_verb",
    "official",
    "address",
    "own",
    "mixed",
    "evaluates",
    "topic",
    "unpunctuated",
    "trend",
    "confidence",
)
"""The names of the features, in the order of the learned weights."""


class Weights(CheckedModel):
    """`models/quotes/weights.yaml`: points for each feature, and how much likeness to others costs."""

    merit: Mapping[str, float]
    typical: float = Field(ge=0)
    exception: float = Field(ge=0)
    diversity: float = Field(ge=0)


@cache
def weights() -> Weights:
    """The bundled weights."""
    return read_yaml(bundled("models", "quotes", "weights.yaml"), Weights)


def features(
    text: str,
    *,
    confidence: float = 1.0,
    trend: str = "",
    kind: str = "",
    own: float = 1.0,
    mixed: bool = False,
    topic: bool = False,
) -> dict[str, float]:
    """The features of `text` as a quote, by name (`FEATURES`).

    `own` is the share of the text that the mention itself takes, `mixed` whether it also holds a mention
    against it: who reads a complaint in praise of delivery is puzzled. `topic` says whether the text
    names what it is about (the patterns of its code fit); `kind` is what it should do: with it words of
    evaluation in that sense count for it, others against. A confidence below `UNSURE_BELOW` is no evidence
    at all: how far below says nothing.
    """
    return _of_text(text) | {
        "evaluates": evaluates(text, kind),
        "topic": float(topic),
        "own": own,
        "mixed": float(mixed),
        "trend": float(bool(trend)),
        "confidence": max(confidence, UNSURE_BELOW),
    }


@lru_cache(maxsize=8192)
def _of_text(said: str) -> dict[str, float]:
    said = said[:2000]  # what follows cannot make so long a stretch a better quote
    text = wording(said).text.replace(GAP, " ")  # what is cut costs nothing: nobody reads it
    low, words = folded(" ".join(text.split())), patterns()
    tokens = tokenise(text)
    kinds = [tags(token.text) for token in tokens if token.text[0].isalnum()]
    count = max(len(kinds), 1)
    nouns = sum("NOUN" in kind for kind in kinds)
    verbs = any(kind & {"VERB", "INFN", "PRTS", "ADJS", "PRED", "IMPR"} for kind in kinds)
    pronouns = len(words.pronouns.findall(low))
    numbers = len(re.findall(r"\d+", _BRACKETED.sub("", low)))
    return {
        "brief": max(0.0, 1 - len(low) / SHORT),
        "long": min(max(0.0, len(low) / LONG - 1), 3.0),
        "numbers": min(numbers + len(words.numbers.findall(low)), 2) / 2,
        "consequences": min(len(words.consequences.findall(low)), 2) / 2,
        "vivid": min(len(words.vivid.findall(low)), 2) / 2,
        "example": float(bool(words.examples.search(low))),
        "leaning": float(words.leaning.match(low.lstrip(' «"—–-')) is not None),
        "pronouns": min(pronouns / count * 5, 2.0),
        "hedges": min(len(words.hedges.findall(low)), 2) / 2,
        "fillers": min(len(words.fillers.findall(low)), 4) / 4,
        "nouns": min(nouns, 5) / 5,
        "no_verb": float(not verbs and nouns < _FEW_NOUNS),
        "official": min(sum("PRTS" in kind for kind in kinds), 2) / 2,  # «выполнены», «установлен»
        "address": float(bool(re.search(r"[!?]|«|\"", text))),
        "unpunctuated": float(is_unpunctuated(said)),
    }


@lru_cache(maxsize=8192)
def evaluates(text: str, kind: str) -> float:
    """How far the words that judge speak for `kind`: 1 for it, −1 against it; 0 for a wish."""
    sign = {Kind.PRAISE.value: 1, Kind.COMPLAINT.value: -1}.get(kind, 0)
    if not sign:  # a wish is a wish by its grammar («добавили бы»), whatever its words
        return 0.0
    parsed = parse(text[:2000])
    found = [find_clues(parsed.tokens, clause) for clause in parsed.clauses]
    polarity = sum(clues.polarity for clues in found)
    return max(-1.0, min(1.0, sign * polarity / 2))
