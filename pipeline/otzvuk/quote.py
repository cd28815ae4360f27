"""Mentions → the best quotes of each group, and why each was chosen.

A quote is read without the interview around it. So it should be long enough to be understood and short
enough to be read, concrete (figures, measures, what came of it), begin with something that stands on its
own, and be certainly coded. Those are points (`POINTS`); the words that count are in
`models/quotes/ru.yaml`. Quotes of a group are then taken one after another: whoever, whichever company
and whichever code is already there costs points, so that three quotes are three people's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import pandas as pd
from pydantic import Field

from otzvuk.bundled import bundled
from otzvuk.codebook import Codebook
from otzvuk.count import company_key, natural, records
from otzvuk.mention import Kind
from otzvuk.yamlfile import CheckedModel, read_yaml

SHORT, LONG = 40, 220
"""Characters between which a quote has a good length."""

POINTS: Mapping[str, float] = {
    "length": 2.0,  # the full value at a good length, less the further from it
    "numbers": 1.0,
    "consequences": 1.0,
    "confidence": 1.0,  # times the mention's confidence
    "trend": 0.5,
    "leaning": -0.5,
    "filler": -0.15,  # each, up to four
    "respondent": -2.0,  # already quoted in the group …
    "company": -1.0,
    "code": -0.75,
    "words": -4.0,  # … or nearly the same words
}
"""What each property is worth. Chosen by judgement, not fitted."""

_ALIKE = 0.6  # share of common words from which two quotes say the same


class QuoteWords(CheckedModel):
    """`models/quotes/ru.yaml`: words, or beginnings of words where they end in a star."""

    numbers: tuple[str, ...] = Field(min_length=1)
    consequences: tuple[str, ...] = Field(min_length=1)
    leaning: tuple[str, ...] = Field(min_length=1)
    fillers: tuple[str, ...] = Field(min_length=1)


class Merit(NamedTuple):
    """Points of a quote on its own, and the Russian words for what speaks for it."""

    points: float
    reasons: tuple[str, ...]


def pick_quotes(
    mentions: pd.DataFrame,
    *,
    by: Sequence[str] = ("process", "kind"),
    ranking: pd.DataFrame | None = None,
    codebook: Codebook | None = None,
    best: int = 3,
) -> pd.DataFrame:
    """Up to `best` quotes of each group of mentions that the columns `by` make.

    The columns of `mentions`, then `mention` (its row label in `mentions`), `place` (1 is the best of the
    group), `points` and `why` (Russian). Groups stand in the order of `ranking` (a damage table) where
    `by` has the process, else of `codebook`, kinds always praise, complaint, wish.
    """
    rows = records(mentions)
    groups: dict[tuple[str, ...], list[int]] = {}
    for at, row in enumerate(rows):
        groups.setdefault(tuple(str(row[column]) for column in by), []).append(at)
    chosen: list[dict[str, Any]] = []
    for members in groups.values():  # of equally good quotes the first in the interviews is taken
        members.sort(key=lambda at: _place_order(rows[at]))
    for group in sorted(groups, key=lambda group: _group_order(group, by, ranking, codebook)):
        for place, (at, points, why) in enumerate(_choose(rows, groups[group], best), 1):
            chosen.append({"row": at, "place": place, "points": points, "why": why})
    picked = mentions.iloc[[choice["row"] for choice in chosen]]
    return picked.reset_index(drop=True).assign(
        mention=list(picked.index),
        place=pd.Series([choice["place"] for choice in chosen], dtype="int64"),
        points=pd.Series([choice["points"] for choice in chosen], dtype="float64"),
        why=pd.Series([choice["why"] for choice in chosen], dtype="string"),
    )


def merit(text: str, *, confidence: float = 1.0, trend: str = "") -> Merit:
    """What speaks for `text` as a quote by itself.

    >>> merit("Машину ждали три недели, линия стояла, заплатили штраф", confidence=0.7).reasons
    ('удобная длина', 'есть цифры', 'названо последствие')
    """
    folded = " ".join(text.casefold().replace("ё", "е").split())
    numbers, consequences, leaning, fillers = _patterns()
    length = min(len(folded) / SHORT, 1.0) if len(folded) < LONG else LONG / len(folded)
    points = POINTS["length"] * length + POINTS["confidence"] * confidence
    reasons = ["удобная длина"] if length == 1 else []
    if re.search(r"\d", folded) or numbers.search(folded):
        points += POINTS["numbers"]
        reasons.append("есть цифры")
    if consequences.search(folded):
        points += POINTS["consequences"]
        reasons.append("названо последствие")
    if trend:
        points += POINTS["trend"]
        reasons.append("сказано об изменении")
    if leaning.match(folded):
        points += POINTS["leaning"]
    points += POINTS["filler"] * min(len(fillers.findall(folded)), 4)
    if confidence >= 0.8:
        reasons.append("уверенная разметка")
    return Merit(round(points, 6), tuple(reasons))


def _choose(
    rows: Sequence[Mapping[str, Any]], group: Sequence[int], best: int
) -> list[tuple[int, float, str]]:
    merits = {
        at: merit(rows[at]["text"], confidence=rows[at]["confidence"], trend=rows[at]["trend"])
        for at in group
    }
    best_first = sorted(
        group, key=lambda at: -merits[at].points
    )  # stable: of equals the first in the interviews
    chosen: list[tuple[int, float, str]] = []
    while len(chosen) < min(best, len(group)):
        taken = [rows[at] for at, _, _ in chosen]
        used = {at for at, _, _ in chosen}
        pick, worth = -1, float("-inf")
        for at in best_first:
            if merits[at].points <= worth:
                break  # repetition only takes points away: nobody further down can be better
            points = merits[at].points + _repetition(rows[at], taken) if at not in used else float("-inf")
            if points > worth:
                pick, worth = at, points
        reasons = list(merits[pick].reasons)
        if taken and not any(_person(row) == _person(rows[pick]) for row in taken):
            reasons.append("другой респондент")
        chosen.append((pick, round(worth, 6), "; ".join(reasons) or "других цитат нет"))
    return chosen


def _repetition(row: Mapping[str, Any], taken: Sequence[Mapping[str, Any]]) -> float:
    if not taken:
        return 0.0
    company = company_key(row["company"])
    points = POINTS["respondent"] * any(_person(other) == _person(row) for other in taken)
    points += POINTS["company"] * any(company and company_key(other["company"]) == company for other in taken)
    points += POINTS["code"] * any(other["code"] == row["code"] for other in taken)
    return points + POINTS["words"] * any(_alike(other["text"], row["text"]) for other in taken)


def _person(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["interview"], row["speaker"]


def _place_order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return natural(row["interview"]), row["turn"], row["start"], row["end"], row["code"], row["kind"]


def _alike(one: str, other: str) -> bool:
    words, others = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return len(words & others) >= _ALIKE * max(len(words | others), 1)


def _group_order(
    group: tuple[str, ...], by: Sequence[str], ranking: pd.DataFrame | None, codebook: Codebook | None
) -> tuple[Any, ...]:
    orders: dict[str, Sequence[str]] = {"kind": [kind.value for kind in Kind]}
    if codebook is not None:
        orders |= {
            "theme": list(codebook.themes),
            "code": list(codebook.codes),
            "stage": list(codebook.stages),
        }
        orders["process"] = list(codebook.processes)
    if ranking is not None:
        orders["process"] = [str(process) for process in ranking["process"]]
    steps: list[tuple[int, str]] = []
    for column, value in zip(by, group, strict=True):
        order = orders.get(column, ())
        steps.append((order.index(value) if value in order else len(order), value))
    return tuple(steps)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    words = read_yaml(bundled("models", "quotes", "ru.yaml"), QuoteWords)

    def any_of(listed: Sequence[str]) -> re.Pattern[str]:
        forms = (
            re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in listed
        )
        return re.compile(rf"\b(?:{'|'.join(forms)})\b")

    return any_of(words.numbers), any_of(words.consequences), any_of(words.leaning), any_of(words.fillers)
