"""A query over a survey → hits: the words, what is around them, who said them, what is coded there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from otzvuk.language import parse
from otzvuk.language.tokens import is_word
from otzvuk.model.interview import Interview, Role
from otzvuk.model.mention import Kind
from otzvuk.model.wording import clock
from otzvuk.numbers.count import company_key, records
from otzvuk.numbers.quote.quoted import AROUND
from otzvuk.numbers.quote.select import values_of_where
from otzvuk.numbers.quote.shown import visible
from otzvuk.numbers.search.index import Index, term_places
from otzvuk.numbers.search.query import Query, folded
from otzvuk.numbers.survey import Survey

COLUMNS: Mapping[str, str] = {
    "interview": "string",
    "turn": "int64",
    "time": "string",
    "speaker": "string",
    "company": "string",
    "role": "string",
    "start": "int64",
    "end": "int64",
    "text": "string",
    "before": "string",
    "after": "string",
    "coded": "string",
}
"""Columns and types of the table of hits; `start`, `end` are code points in the turn, `coded` says in Russian
what overlaps the words («Жалоба: Сроки поставки»)."""

_WHO = frozenset({"role", "company", "interview", "speaker", "wave"})
_REACH = 300  # code points in which the words around are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A sentence that answers: `start`, `stop` are its clauses from the first word found to the last.

    `words` are the words found, each with its place in the turn.
    """

    interview: str
    turn: int
    start: int
    stop: int
    words: tuple[tuple[int, int], ...]

    def at(self, interview: str, moved: Callable[[str, int, int, int], tuple[int, int]]) -> Hit:
        """The same in a study that shows its turns otherwise: `moved` says where a stretch lies there."""
        start, stop = moved(self.interview, self.turn, self.start, self.stop)
        words = dict.fromkeys(moved(self.interview, self.turn, *each) for each in self.words)
        return Hit(interview=interview, turn=self.turn, start=start, stop=stop, words=tuple(words))


def search(
    survey: Survey,
    query: Query,
    *,
    where: Mapping[str, Sequence[str]] | None = None,
    coded: bool | None = None,
    everybody: bool = False,
    index: Index | None = None,
) -> tuple[Hit, ...]:
    """Where the query's words were said, in the order of interviews and text; one hit a sentence.

    `where` (as in `otzvuk.numbers.quote.select_mentions`) keeps the words of some people (role, company,
    interview, speaker, wave) and those with a mention of some kind, code, process, … over them; `coded`
    those with any mention, or with none. Words of interviewers answer only where `everybody` may. `index` is
    that of the survey's interviews, where it was made before. Raises `InputError` for an unknown value.
    """
    index = index or Index(survey.study.interviews)
    kept = _Kept(survey, where or {}, coded=coded)
    return tuple(filter(kept.covers, find_hits(query, index, kept.speaks, everybody=everybody)))


def find_hits(
    query: Query, index: Index, speaks: Callable[[Interview, int], bool], *, everybody: bool = False
) -> Iterable[Hit]:
    """The hits of a query in the turns that `speaks` leaves, in the order of interviews and text."""
    for interview, number in index.turns_of(query):
        if (everybody or not interview.turns[number].interviewer) and speaks(interview, number):
            yield from _hits(interview, number, query)


def _hits(interview: Interview, number: int, query: Query) -> Iterable[Hit]:
    parsed = parse(interview.turns[number].text)
    for sentence in parsed.sentences:
        tokens = [each for each in parsed.tokens[sentence.first : sentence.last] if is_word(each.text)]
        forms = [(folded(each.text), each.lemma) for each in tokens]
        places = [term_places(term, forms) for term in query.terms]
        if not all(places) or any(term_places(term, forms) for term in query.without):
            continue
        words = sorted({(tokens[a].start, tokens[b - 1].stop) for each in places for a, b in each})
        first, last = words[0][0], max(stop for _, stop in words)
        clauses = [each for each in sentence.clauses if each.start < last and first < each.stop]
        yield Hit(
            interview=interview.id,
            turn=number,
            start=min([first, *(each.start for each in clauses)]),
            stop=max([last, *(each.stop for each in clauses)]),
            words=tuple(words),
        )


class _Kept:
    """Which turns and which hits the filters leave."""

    def __init__(self, survey: Survey, where: Mapping[str, Sequence[str]], *, coded: bool | None) -> None:
        given = {name: list(values) for name, values in where.items() if values}
        values = values_of_where(survey, given)
        self._who = {
            name: {company_key(each) for each in own} for name, own in values.items() if name in _WHO
        }
        self._what = {name: set(own) for name, own in values.items() if name not in _WHO}
        self._coded = coded
        self._wave = survey.settings.wave
        rows = records(survey.mentions) if self._what or coded is not None else []
        self._mentions: dict[tuple[str, int], list[dict[str, Any]]] = {}
        for row in rows:
            if all(str(row[name]) in own for name, own in self._what.items()):
                self._mentions.setdefault((row["interview"], row["turn"]), []).append(row)

    def speaks(self, interview: Interview, number: int) -> bool:
        """Whether somebody wanted speaks the turn, and it may hold what is wanted."""
        if (self._what or self._coded) and (interview.id, number) not in self._mentions:
            return False
        if not self._who:
            return True
        person = interview.participant(interview.turns[number])
        said = {
            "role": person.role.value,
            "company": person.company,
            "interview": interview.id,
            "speaker": person.speaker,
            "wave": person.wave or interview.wave or self._wave,
        }
        return all(company_key(said[name]) in own for name, own in self._who.items())

    def covers(self, hit: Hit) -> bool:
        """Whether a wanted mention lies over the words found; where none is wanted, that none does."""
        if not self._what and self._coded is None:
            return True
        over = any(
            row["start"] < stop and start < row["end"]
            for row in self._mentions.get((hit.interview, hit.turn), ())
            for start, stop in hit.words
        )
        return over is not (self._coded is False)


def hits_table(survey: Survey, hits: Iterable[Hit]) -> pd.DataFrame:
    """The hits of a survey as a table (`COLUMNS`), with as many words around each as quotes have."""
    known = {each.id: each for each in survey.study.interviews}
    over = _mentions_by_turn(survey)
    rows = [_row(known[hit.interview], hit, over, survey) for hit in hits]
    return pd.DataFrame(
        {name: pd.Series([row[name] for row in rows], dtype=kind) for name, kind in COLUMNS.items()}
    )


def _row(
    interview: Interview, hit: Hit, over: Mapping[tuple[str, int], Any], survey: Survey
) -> dict[str, Any]:
    turn = interview.turns[hit.turn]
    person = interview.participant(turn)
    before, after = around(turn.text, hit.start, hit.stop)
    mentions = [
        f"{Kind(each['kind']).label}: {survey.codebook.label(each['code'])}"
        for each in over.get((hit.interview, hit.turn), ())
        if each["start"] < hit.stop and hit.start < each["end"]
    ]
    return {
        "interview": hit.interview,
        "turn": hit.turn,
        "time": clock(turn.seconds_at(hit.start)),
        "speaker": visible(person.speaker),
        "company": "" if turn.interviewer else visible(person.company),
        "role": "" if turn.interviewer or person.role is Role.UNKNOWN else person.role.label,
        "start": hit.start,
        "end": hit.stop,
        "text": turn.text[hit.start : hit.stop],
        "before": before,
        "after": after,
        "coded": "; ".join(mentions),
    }


def around(text: str, start: int, stop: int, *, words: int = AROUND) -> tuple[str, str]:
    """Some words before and after a stretch of a turn, as they are read."""
    before = visible(text[max(0, start - _REACH) : start]).split()
    after = visible(text[stop : stop + _REACH]).split()
    return " ".join(before[-words:]), " ".join(after[:words])


def _mentions_by_turn(survey: Survey) -> dict[tuple[str, int], list[dict[str, Any]]]:
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in records(survey.mentions[["interview", "turn", "start", "end", "kind", "code"]]):
        found.setdefault((row["interview"], row["turn"]), []).append(row)
    return found
