"""The rows of a layer: where it is said, by whom, and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from otzvuk.language import parse
from otzvuk.model.interview import Interview
from otzvuk.model.layers import Layers
from otzvuk.model.span import Span
from otzvuk.numbers.count import PERSON, framed, natural
from otzvuk.numbers.survey import Survey

LONGEST: Final = 320
"""Code points of the words that are shown of one place."""

WHERE: Final[Mapping[str, str]] = {
    "interview": "string",
    "turn": "int64",
    "start": "int64",
    "end": "int64",
    "text": "string",
    "words": "string",
    "place": "string",
    "speaker": "string",
    "company": "string",
    "role": "string",
    "wave": "string",
}
"""The first columns of every layer: the place as in the mentions table, `words` the sentences around it,
`place` that of the file."""

_IDS: Final = {"person_id": "string", "company_id": "string"}


def rows_of(survey: Survey, layer: str) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each noun of a layer with its cells of `WHERE` and ids; of the survey's respondents only."""
    people = survey.respondents.set_index(survey.respondents[PERSON].astype("object"))
    known = {str(at): row for at, row in people.iterrows()}
    for interview in sorted(survey.study.interviews, key=lambda each: natural(each.id)):
        found: Layers | None = survey.layers.get(interview.id)
        for each in getattr(found, layer, ()):
            turn = interview.turns[each.turn]
            person = interview.participant(turn)
            row = known.get(person.id)
            if row is None:
                continue
            yield (
                each,
                {
                    "interview": interview.id,
                    "turn": each.turn,
                    "start": each.start,
                    "end": each.stop,
                    "text": each.text,
                    "words": words(interview, each.turn, Span(each.start, each.stop)),
                    "place": turn.place_at(each.start),
                    "speaker": person.speaker,
                    "company": person.company,
                    "role": person.role.value,
                    "wave": str(row["wave"]),
                    "person_id": person.id,
                    "company_id": person.company_id,
                },
            )


def words(interview: Interview, turn: int, span: Span) -> str:
    """The sentences of a turn that hold a stretch, cut around it where they are long."""
    text = interview.turns[turn].text
    held = [each for each in parse(text).sentences if Span(each.start, each.stop).overlaps(span)]
    first = min((each.start for each in held), default=span.start)
    last = max((each.stop for each in held), default=span.stop)
    if last - first <= LONGEST:
        return text[first:last]
    room = max(0, LONGEST - (span.stop - span.start)) // 2
    begin, end = max(first, span.start - room), min(last, span.stop + room)
    while begin > first and not text[begin - 1].isspace():
        begin -= 1
    while end < last and not text[end].isspace():
        end += 1
    return f"{'… ' if begin > first else ''}{text[begin:end].strip()}{' …' if end < last else ''}"


def part(interview: Interview, turn: int, span: Span | None) -> str:
    """The words of a stretch; "" for none."""
    return "" if span is None else interview.turns[turn].text[span.start : span.stop]


def frame(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Rows as a frame with `WHERE`, `columns` and the ids, also where there are none."""
    return framed(rows, {**WHERE, **columns, **_IDS})
