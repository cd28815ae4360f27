"""Mentions with the stretch that would be shown and what they are worth: what quotes are chosen from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from otzvuk.coding.topic import Topics
from otzvuk.folder.cache import digest_of, ledger
from otzvuk.language import tokenise
from otzvuk.model.mention import PERSON as BY_PERSON
from otzvuk.model.mention import Kind, Span
from otzvuk.numbers.count import COMPANY, PERSON, natural, records
from otzvuk.numbers.quote.features import evaluates
from otzvuk.numbers.quote.merit import Merit, merit
from otzvuk.numbers.quote.stretch import Stretch, stretch
from otzvuk.numbers.statistics.words import content_lemmas
from otzvuk.numbers.survey import Survey

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Candidate:
    """A row of the mentions table (`at`: its number) with its stretch `text` and its merit."""

    at: int
    row: Row
    text: str
    stretch: Stretch
    merit: Merit
    topic: bool
    foul: bool = False  # a praise in whose words a complaint would be shown

    @property
    def person(self) -> str:
        """The id of who says it."""
        return str(self.row[PERSON])

    @property
    def company(self) -> str:
        """The company's id; empty where unknown."""
        company = self.row[COMPANY]
        return "" if pd.isna(company) else str(company)

    @property
    def facet(self) -> tuple[str, str]:
        """What is said: code and kind."""
        return str(self.row["code"]), str(self.row["kind"])

    @property
    def place(self) -> tuple[Any, ...]:
        """A sort key: where in the interviews it is said."""
        row = self.row
        return natural(row["interview"]), row["turn"], row["start"], row["end"], row["code"], row["kind"]

    @property
    def words(self) -> Counter[str]:
        """The dictionary forms of the words with content."""
        return _words(self.text[:2000])


def candidates(survey: Survey, said: pd.DataFrame | None = None) -> list[Candidate]:
    """A candidate for each row of the mentions table, in its order, with the sentence around it.

    `said` are the mentions that bound such a stretch where the survey has only some of them: a quote is the
    same whatever else is asked for.
    A row whose place is not in the study's interviews (or where other words stand) is shown alone:
    `quotes_of` refuses it.
    """
    rows = records(survey.mentions)
    turns = {each.id: each.turns for each in survey.study.interviews}
    near: dict[tuple[str, int], list[Row]] = {}
    for row in rows if said is None else records(said):
        near.setdefault((row["interview"], row["turn"]), []).append(row)
    found = []
    known = ledger("candidates")
    for at, row in enumerate(rows):
        spoken = turns.get(row["interview"], ())
        source = spoken[row["turn"]].text if 0 <= row["turn"] < len(spoken) else ""
        others = [
            other
            for other in near[row["interview"], row["turn"]]
            if (other["code"], other["kind"]) != (row["code"], row["kind"])
        ]
        if known is None:
            found.append(_candidate(at, row, source, others, survey.topics))
            continue
        # all that `_candidate` looks at
        bounds = [(other["start"], other["end"], other["kind"]) for other in others]
        person = str(row["decided_by"]).startswith("person:")
        key = digest_of(survey.about, source, repr(([row[name] for name in _OWN], bounds, person)))
        kept = known.get(key)
        if kept is None:
            each = _candidate(at, row, source, others, survey.topics)
            known[key] = each.text, each.stretch, each.merit, each.topic, each.foul
        else:
            text, part, worth, topic, foul = kept
            each = Candidate(at=at, row=row, text=text, stretch=part, merit=worth, topic=topic, foul=foul)
        found.append(each)
    return found


_OWN = ("start", "end", "kind", "text", "code", "process", "confidence", "trend")


def _candidate(at: int, row: Row, source: str, others: Sequence[Row], topics: Topics) -> Candidate:
    begin, end, praises = row["start"], row["end"], row["kind"] == Kind.PRAISE.value
    if source and source[begin:end] == row["text"]:
        part = stretch(
            source,
            begin,
            end,
            others=[Span(other["start"], other["end"]) for other in others],
            against=[Span(other["start"], other["end"]) for other in others if praises and _blames(other)],
            praises=praises,
        )
        text = source[part.start : part.stop]
    else:
        part, text = Stretch(begin, end), row["text"]
    own = min(part.shared(Span(begin, end)) / max(len(text), 1), 1.0)
    mixed = any(
        opposed(other["kind"], row["kind"]) and part.overlaps(Span(other["start"], other["end"]))
        for other in others
    )
    topic = names_topic(text[:2000], row["code"], row["process"], topics)
    worth = merit(
        text,
        confidence=row["confidence"],
        trend=row["trend"],
        kind=row["kind"],
        own=own,
        mixed=mixed,
        topic=topic,
        whole=part.opened and part.closed,
    )
    foul = praises and (
        any(_blames(other) and part.overlaps(Span(other["start"], other["end"])) for other in others)
        or (not str(row["decided_by"]).startswith(BY_PERSON) and evaluates(text, Kind.PRAISE) < 0)
    )
    return Candidate(at=at, row=row, text=text, stretch=part, merit=worth, topic=topic, foul=foul)


def opposed(one: str, other: str) -> bool:
    """Whether one of the kinds praises and the other complains: a wish puzzles no reader of either."""
    return {one, other} == {Kind.PRAISE.value, Kind.COMPLAINT.value}


def _blames(row: Row) -> bool:
    return bool(row["kind"] == Kind.COMPLAINT.value)


def names_topic(text: str, code: str, process: str, topics: Topics) -> bool:
    """Whether the text says what it is about: a pattern of the code or the process fits."""
    tokens = tokenise(text)
    if any(found.code == code for found in topics.evidence(tokens)):
        return True
    return topics.process_in(tokens, 0, len(tokens)) == process


@lru_cache(maxsize=8192)
def _words(text: str) -> Counter[str]:
    return Counter(content_lemmas(text))
