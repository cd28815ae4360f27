"""Patterns that say praise or complaint by themselves, with what turns them round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from otzvuk.coding.clues import find_clues, is_negated, lexicon_matcher
from otzvuk.coding.topic import Evidence
from otzvuk.language import Clause, Token
from otzvuk.model.mention import Kind

_TURNED = {Kind.PRAISE: Kind.COMPLAINT, Kind.COMPLAINT: Kind.PRAISE}
_OWN = re.compile(r"(?<!\w)(не|ни|нет|без)(?!\w)")


class Outright(NamedTuple):
    """A pattern's evidence with the kind that it says here, negation applied."""

    evidence: Evidence
    kind: Kind


def outright(tokens: Sequence[Token], first: int, last: int, evidence: Iterable[Evidence]) -> list[Outright]:
    """What the patterns found in tokens [first, last) say outright, in their order.

    A negator before a pattern turns it round («не подводят»), and so does one in its gap («скидок не дают»).
    One that another pattern holds is heard already: in «не отвечает неделями» the «не» belongs to «не
    отвеча*», and «отвечают .. неделю» says nothing of its own.
    """
    said = [each for each in evidence if each.kind in _TURNED]
    negators = [
        match.first for match in lexicon_matcher().find(tokens, first, last) if match.label == "negators"
    ]
    held = {
        place
        for each in said
        if _OWN.search(each.match.pattern)
        for place in negators
        if each.match.first <= place < each.match.last
    }
    found = []
    for each in said:
        if _OWN.search(each.match.pattern):
            turning = _turning(tokens, each, [n for n in negators if n < each.match.first], first)
        else:
            turning = _turning(tokens, each, negators, first)
        if not turning or not turning & held:
            kind = each.kind
            assert kind is not None
            found.append(Outright(each, _TURNED[kind] if turning else kind))
    return found


def leaning(tokens: Sequence[Token], first: int, last: int, evidence: Iterable[Evidence]) -> int:
    """How far tokens [first, last) lean to praise, -2 to 2: the lexicon's word and the patterns' word."""
    judged = find_clues(tokens, Clause(0, 0, "", first, last)).polarity
    kinds = [each.kind for each in outright(tokens, first, last, evidence)]
    told = kinds.count(Kind.PRAISE) - kinds.count(Kind.COMPLAINT)
    return (judged > 0) - (judged < 0) + (told > 0) - (told < 0)


def _turning(tokens: Sequence[Token], each: Evidence, negators: Iterable[int], first: int) -> set[int]:
    """The negators that stand shortly before the pattern's beginning, or in it before its last word."""
    begin, end = each.match.first, each.match.last - 1
    return {
        place
        for place in negators
        if is_negated(tokens, begin, [place], first) or is_negated(tokens, end, [place], begin)
    }
