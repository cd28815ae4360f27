"""Quotes of a group one after another, each as good and as unlike those before it as can be.

Maximal marginal relevance: Carbonell & Goldstein, The use of MMR, SIGIR 1998. The likeness is a sum: the
same person, company, role, code and words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from otzvuk.numbers.quote.candidate import Candidate
from otzvuk.numbers.quote.features import UNSURE_BELOW, weights
from otzvuk.numbers.quote.typical import Group, Standing, Stands

LIKE: Final = {"person": 1.0, "company": 0.5, "code": 0.4, "role": 0.15, "words": 1.0, "same": 2.0}
"""Parts of the likeness of two quotes; `words` times the cosine, `same` where it is `ALIKE` or more."""

ALIKE: Final = 0.7


class Choice(NamedTuple):
    """A chosen quote: its points when it was chosen, how it stands in the group, why (Russian)."""

    candidate: Candidate
    points: float
    standing: Standing
    why: str


PICKED_BY_PERSON: Final = "выбрано человеком"


def choose(
    members: Sequence[Candidate],
    around: Sequence[Candidate],
    best: int,
    *,
    first: Sequence[Candidate] = (),
) -> list[Choice]:
    """Up to `best` of `members`, the best first; `around` as for `Group`.

    `first` are those of the members that a person chose: they come before the others, in their order, all of
    them even where they are more than `best`.
    """
    group, worth = Group(members, around), weights()
    standing = {each.at: group.standing(each) for each in members}
    bonus = {Stands.TYPICAL: worth.typical, Stands.EXCEPTION: worth.exception, Stands.NEITHER: 0.0}
    alone = {each.at: each.merit.points + bonus[standing[each.at].stands] for each in members}
    best_first = sorted(members, key=lambda each: (-alone[each.at], each.place))
    chosen = [Choice(each, round(alone[each.at], 6), standing[each.at], PICKED_BY_PERSON) for each in first]
    left = [each for each in best_first if not any(each.at == one.at or _overlap(each, one) for one in first)]
    alike = {  # to the likest of those chosen
        each.at: max((likeness(each, one) for one in first), default=0.0) for each in left
    }
    while left and len(chosen) < best:
        pick, points = left[0], -math.inf
        for each in left:
            if alone[each.at] <= points:
                break  # likeness only takes points away: nobody further down can be better
            marginal = alone[each.at] - worth.diversity * alike[each.at]
            if marginal > points:
                pick, points = each, marginal
        why = _why(pick, standing[pick.at], [choice.candidate for choice in chosen])
        chosen.append(Choice(pick, round(points, 6), standing[pick.at], why))
        left = [each for each in left if each is not pick and not _overlap(each, pick)]
        for each in left:
            alike[each.at] = max(alike[each.at], likeness(each, pick))
    return chosen


def likeness(one: Candidate, other: Candidate) -> float:
    """How like two quotes are, 0 (nothing in common) and up."""
    total = LIKE["person"] * (one.person == other.person)
    total += LIKE["company"] * bool(one.company and one.company == other.company)
    total += LIKE["code"] * (one.row["code"] == other.row["code"])
    total += LIKE["role"] * (one.row["role"] == other.row["role"] != "unknown")
    words = _cosine(one.words, other.words)
    return float(total + LIKE["words"] * words + LIKE["same"] * (words >= ALIKE or one.text == other.text))


def _overlap(one: Candidate, other: Candidate) -> bool:
    """Whether the same words would be shown: two mentions of one sentence are one quote."""
    if one.person != other.person or one.row["turn"] != other.row["turn"]:
        return False
    return one.stretch.overlaps(other.stretch)


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    common = sum(count * other[word] for word, count in one.items() if word in other)
    if not common:
        return 0.0
    lengths = sum(n * n for n in one.values()) * sum(n * n for n in other.values())
    return common / math.sqrt(lengths)


def _why(pick: Candidate, standing: Standing, taken: Sequence[Candidate]) -> str:
    reasons = ["не проверено"] if pick.row["confidence"] < UNSURE_BELOW else []
    reasons += pick.merit.reasons
    if standing.why:
        reasons.append(standing.why)
    if taken and all(each.person != pick.person for each in taken):
        reasons.append("другой респондент")
        if pick.row["role"] != "unknown" and all(each.row["role"] != pick.row["role"] for each in taken):
            reasons.append("другая роль")
    return "; ".join(reasons) or "других цитат нет"
