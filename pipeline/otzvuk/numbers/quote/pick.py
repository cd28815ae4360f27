"""Mentions → the best quotes of each group, and why each was chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from otzvuk.model.codebook import one_of
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Picked
from otzvuk.numbers.count import types_of
from otzvuk.numbers.damage.ranking import RANKING_SCHEMA
from otzvuk.numbers.quote.candidate import Candidate, candidates
from otzvuk.numbers.quote.choose import Choice, choose
from otzvuk.numbers.quote.chosen import Key, chosen_mentions, key_of
from otzvuk.numbers.quote.features import UNSURE_BELOW
from otzvuk.numbers.quote.order import group_order
from otzvuk.numbers.quote.stretch import Stretch
from otzvuk.numbers.survey import Survey

PICKED = {
    "mention": "int64",
    "place": "int64",
    "points": "float64",
    "stands": "string",
    "shown_start": "int64",
    "shown_end": "int64",
    "why": "string",
    "picked": "int64",
}
"""Columns that a table of picked quotes has after those of the mentions."""


def pick_quotes(
    survey: Survey,
    *,
    by: Sequence[str] = ("process", "kind"),
    ranking: pd.DataFrame | None = None,
    best: int = 3,
    said: pd.DataFrame | None = None,
    least: float = UNSURE_BELOW,
) -> pd.DataFrame:
    """Up to `best` quotes of each group of mentions that the columns `by` make, the best first, none twice.

    Those that people chose (`Coding.picked`) come first, in the order of their choice, however many they are.
    Mentions of less confidence than `least` are no evidence, nor is praise in whose shown words there is a
    complaint: a group of no others has no quote.

    The columns of `mentions`, then those of `PICKED`: `mention` (row label in `mentions`), `place` (1 is
    the best of the group), `points`, `stands` (typical, exception or empty), the stretch of the turn to
    show around the mention (its sentence), `why` (Russian) and `picked` (`Picked.place` of a quote that a
    person chose, else 0).
    Groups stand in the order of `ranking` (a damage table) where `by` has the process, else of the codebook;
    kinds always praise, complaint, wish. No `by` at all makes one group. `said` as for `candidates`. Raises
    `InputError` for a column that the mentions lack, and for frames that are not what `numbers.schema` says.
    """
    if ranking is not None:
        RANKING_SCHEMA.check(ranking)
    mentions = survey.sound.mentions
    for column in by:
        if column not in mentions.columns:
            expected = one_of((str(each) for each in mentions.columns), most=30)
            raise InputError("цитаты по такому признаку не собрать", value=column, expected=expected)
    own = chosen_mentions(survey, mentions if said is None else said)
    found = [_as_picked(each, own) for each in candidates(survey, said)]
    groups: dict[tuple[str, ...], list[Candidate]] = {}
    around: dict[tuple[str, ...], list[Candidate]] = {}
    kindless = [column for column in by if column != "kind"]
    for each in found:
        if (each.row["confidence"] >= least and not each.foul) or key_of(each.row) in own:
            groups.setdefault(_values(each, by), []).append(each)
        around.setdefault(_values(each, kindless), []).append(each)
    chosen: list[tuple[int, Choice]] = []
    for group in sorted(groups, key=group_order(survey, by, ranking=ranking)):
        members = groups[group]
        beside = around[_values(members[0], kindless)]
        first = [each for each in members if key_of(each.row) in own]
        first.sort(key=lambda each: own[key_of(each.row)].place)
        chosen.extend(enumerate(choose(members, beside, best, first=first), 1))
    return _table(mentions, chosen, own)


def _as_picked(candidate: Candidate, own: Mapping[Key, Picked]) -> Candidate:
    """The candidate with the words that a person chose, where somebody did."""
    chosen = own.get(key_of(candidate.row))
    if chosen is None:
        return candidate
    return replace(candidate, stretch=Stretch(chosen.start, chosen.stop))


def _values(candidate: Candidate, by: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(candidate.row[column]) for column in by)


def _table(
    mentions: pd.DataFrame, chosen: Sequence[tuple[int, Choice]], own: Mapping[Key, Picked]
) -> pd.DataFrame:
    taken = [choice.candidate for _, choice in chosen]
    picked = mentions.iloc[[each.at for each in taken]]
    columns: dict[str, list[Any]] = {
        "mention": list(picked.index),
        "place": [place for place, _ in chosen],
        "points": [choice.points for _, choice in chosen],
        "stands": [choice.standing.stands.value for _, choice in chosen],
        "shown_start": [choice.candidate.stretch.start for _, choice in chosen],
        "shown_end": [choice.candidate.stretch.stop for _, choice in chosen],
        "why": [choice.why for _, choice in chosen],
        "picked": [own[key].place if (key := key_of(each.row)) in own else 0 for each in taken],
    }
    types = types_of(PICKED)
    typed = {name: pd.Series(values, dtype=types[name]) for name, values in columns.items()}
    return picked.reset_index(drop=True).assign(**typed)
