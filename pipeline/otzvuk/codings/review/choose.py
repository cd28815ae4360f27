"""Which stretches a person is asked about: the doubtful, then a fair sample, then what may be missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from otzvuk.codings.review.form import Asked, Judgement, Section
from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.count import records
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.trust import doubts, sample

Stretch = tuple[str, int, int, int]
"""Interview, turn, start, end."""


def to_review(
    survey: Survey,
    *,
    doubtful: int,
    sampled: int,
    passed: int = 0,
    seed: int,
    seen: Iterable[Stretch] = (),
) -> tuple[Asked, ...]:
    """The stretches to ask about, each once; `seen` have been judged and are not asked again.

    `doubtful` mentions in the order in which knowing them would change the conclusion, `sampled` stretches
    drawn at random from all, and `passed` in which nothing was found and something would matter most.
    """
    judged = tuple(seen)
    ordered = doubts(survey, seen=judged)
    drawn = sample(survey, sampled, seed=seed, seen=judged)
    trends = {_key(row): Trend(row["trend"]) for row in records(survey.mentions)}
    parts = (
        (ordered[ordered["found"]].head(doubtful), Section.DOUBTFUL),
        (drawn, Section.RANDOM),
        (ordered[~ordered["found"]].head(passed), Section.MISSED),
    )
    return _once((each, section) for table, section in parts for each in _asked(table, trends))


def _asked(table: pd.DataFrame, trends: Mapping[tuple[object, ...], Trend]) -> Iterable[Asked]:
    for row in records(table):
        yield Asked(
            sections=(),
            interview=row["interview"],
            turn=row["turn"],
            start=row["start"],
            stop=row["end"],
            text=row["text"],
            proposed=_proposed(row, trends),
            found=row["found"],
            chance=row["chance"],
            why=row["why"],
            sampled=row["sampled"],
        )


def _proposed(row: Mapping[str, Any], trends: Mapping[tuple[object, ...], Trend]) -> Judgement | None:
    if not row["code"]:
        return None
    return Judgement(Kind(row["kind"]), row["code"], row["process"], trends.get(_key(row), Trend.NONE))


def _key(row: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(row[name] for name in ("interview", "turn", "start", "end", "code"))


def _once(asked: Iterable[tuple[Asked, Section]]) -> tuple[Asked, ...]:
    """Each stretch once, at its first place, with every section that wants it."""
    found: dict[tuple[object, ...], Asked] = {}
    for each, section in asked:
        key = (each.interview, each.turn, each.start, each.stop, each.proposed)
        known = found.get(key, each)
        sampled = max(known.sampled, each.sampled)
        found[key] = replace(known, sections=(*known.sections, section), sampled=sampled)
    return tuple(found.values())
