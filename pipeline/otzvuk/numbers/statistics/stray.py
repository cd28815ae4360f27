"""What people evaluate that the codebook has no code for: the material for new themes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from otzvuk.coding.clues import find_clues
from otzvuk.coding.topic import Topics
from otzvuk.folder.cache import digest_of, ledger
from otzvuk.language import Clause, ParsedTurn, parse
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Span
from otzvuk.numbers.count import COMPANY, IDS, PERSON, framed, natural, records
from otzvuk.numbers.survey import Survey

STRAYS: Mapping[str, str] = {
    "source": "string",
    "interview": "string",
    "turn": "int64",
    "speaker": "string",
    "company": "string",
    "start": "int64",
    "end": "int64",
    "text": "string",
    "code": "string",
    "confidence": "float64",
    PERSON: "string",
    COMPANY: "string",
}
"""Columns and types of the table of strays, one row a stretch of a turn."""

UNSURE, OUTSIDE = "unsure", "outside"
"""The sources: a mention coded with little confidence; an evaluating clause outside every mention."""


def strays(survey: Survey, *, below: float = 0.3) -> pd.DataFrame:
    """Evaluations that no code fits, in the order of the interviews.

    Mentions with confidence under `below` (their `code` is the least bad one), and clauses
    with an evaluating word of the lexicon that touch no mention, that are no question, hypothesis or
    word about somebody else, and in which no pattern of the codebook finds its topic.
    """
    mentions = survey.mentions
    rows: list[dict[str, Any]] = [
        {name: row[name] for name in STRAYS if name != "source"} | {"source": UNSURE}
        for row in records(mentions[mentions["confidence"] < below])
    ]
    ids = {str(row[PERSON]): row for row in records(survey.respondents)}
    taken: dict[tuple[str, int], list[Span]] = {}
    places = (mentions[name] for name in ("interview", "turn", "start", "end"))
    for interview, turn, start, end in zip(*places, strict=True):
        taken.setdefault((interview, turn), []).append(Span(start, end))
    known = {each.id: each for each in survey.study.interviews}  # whose people have ids
    for coding in survey.codings:
        rows += _outside(coding, known.get(coding.interview.id, coding.interview), ids, survey, taken)
    rows.sort(key=lambda row: (natural(row["interview"]), row["turn"], row["start"], row["end"], row["code"]))
    return framed(rows, STRAYS)


def _outside(
    coding: Coding,
    interview: Interview,
    people: Mapping[str, Mapping[str, Any]],
    survey: Survey,
    taken: Mapping[tuple[str, int], Sequence[Span]],
) -> Iterator[dict[str, Any]]:
    for index, turn in enumerate(coding.interview.turns):
        if turn.interviewer or not turn.text.strip():
            continue
        person = interview.participant(turn)
        own = people.get(person.id, {})
        if person.id and not own:
            continue  # of another wave
        coded = taken.get((interview.id, index), ())
        for clause in _evaluating(turn.text, survey):
            if any(span.overlaps(clause) for span in coded):
                continue
            yield {
                "source": OUTSIDE,
                "interview": interview.id,
                "turn": index,
                "speaker": person.speaker,
                "company": person.company,
                **{name: own.get(name) for name in IDS[:2]},
                "start": clause.start,
                "end": clause.stop,
                "text": turn.text[clause.start : clause.stop],
                "code": "",
                "confidence": float("nan"),
            }


def _evaluating(text: str, survey: Survey) -> Sequence[Span]:
    """The clauses of a turn that evaluate and have no topic; kept, since they depend on nothing else."""
    known = ledger("evaluating", survey.about)
    if known is None:
        return [Span(each.start, each.stop) for each in _clauses(parse(text), survey.topics)]
    key = digest_of(text)
    if key not in known:
        known[key] = tuple((each.start, each.stop) for each in _clauses(parse(text), survey.topics))
    return [Span(start, stop) for start, stop in known[key]]


def _clauses(parsed: ParsedTurn, topics: Topics) -> Iterator[Clause]:
    for sentence in parsed.sentences:
        if sentence.text.rstrip('»") ').endswith("?"):
            continue
        for clause in sentence.clauses:
            clues = find_clues(parsed.tokens, clause)
            if not clues.polarity or clues.signs & {"hypothetical", "elsewhere"}:
                continue
            if not topics.evidence(parsed.tokens, clause.first, clause.last):
                yield clause
