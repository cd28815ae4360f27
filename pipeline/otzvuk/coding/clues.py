"""What the words of a clause say about its kind: evaluation, negation, wish, change, somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from otzvuk.coding.pattern import Matcher
from otzvuk.language import Clause, Token
from otzvuk.model.bundled import bundled
from otzvuk.model.yamlfile import CheckedModel, read_yaml

NEGATION_REACH = 4  # words before an evaluation in which a negator turns it round


class Lexicon(CheckedModel):
    """`models/lexicons/evaluation.yaml`: lists of patterns."""

    positive: tuple[str, ...]
    negative: tuple[str, ...]
    negators: tuple[str, ...]
    wish: tuple[str, ...]
    hypothetical: tuple[str, ...]
    elsewhere: tuple[str, ...]
    worse_than_others: tuple[str, ...]
    better_than_others: tuple[str, ...]
    before: tuple[str, ...]
    now: tuple[str, ...]
    became_worse: tuple[str, ...]
    became_better: tuple[str, ...]
    brief_positive: tuple[str, ...]
    brief_negative: tuple[str, ...]
    brief: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clues:
    """What was found in a clause.

    `polarity` is the number of good words less that of bad ones, negation applied. `signs` are the ids
    of the lexicon's other lists that fit (wish, before, now…). `words` are the evaluating words found.
    """

    polarity: int
    signs: frozenset[str]
    words: tuple[str, ...]


@cache
def lexicon_matcher() -> Matcher:
    """The bundled lexicon, compiled; read at first use."""
    lexicon = read_yaml(bundled("models", "lexicons", "evaluation.yaml"), Lexicon)
    return Matcher(lexicon.model_dump())


def find_clues(tokens: Sequence[Token], clause: Clause) -> Clues:
    """Read the clause's words against the lexicon.

    A negator up to `NEGATION_REACH` words before an evaluating word, with no punctuation between, turns
    it round: «не подводят» is good, «не удобно» is bad.
    """
    matches = lexicon_matcher().find(tokens, clause.first, clause.last)
    negated = [match.first for match in matches if match.label == "negators"]
    polarity, words, counted = 0, [], set[int]()
    # Longer patterns first: «проблем нет» is one good word, not a bad one and a negator.
    for match in sorted(matches, key=lambda m: (m.first - m.last, m.first)):
        if match.label not in {"positive", "negative"} or counted & set(range(match.first, match.last)):
            continue
        counted.update(range(match.first, match.last))
        sign = 1 if match.label == "positive" else -1
        if is_negated(tokens, match.first, negated, clause.first):
            sign = -sign
        polarity += sign
        words.append(" ".join(token.text for token in tokens[match.first : match.last]))
    signs = frozenset(m.label for m in matches) - {"positive", "negative", "negators"}
    return Clues(polarity, signs, tuple(words))


def is_negated(tokens: Sequence[Token], at: int, negators: Sequence[int], first: int) -> bool:
    """Whether a negator stands shortly before token `at` with no punctuation between."""
    for place in negators:
        if max(first, at - NEGATION_REACH) <= place < at:
            between = tokens[place + 1 : at]
            if all(token.text[0].isalnum() for token in between):
                return True
    return False
