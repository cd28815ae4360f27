"""Rows of the mentions table as a report shows them: who said it, of which process, where to read on.

A report numbers respondents (`Asked.number`), mentions (`Remark.number`) and interviews from 1 in the
order of the tables. The numbers make the anchors of the page: `m12` is mention 12 in its transcript, `q12`
the same in the list of quotes, `r3` mark 3 of the ratings table, `i2` the second transcript.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind, Trend
from otzvuk.model.wording import chance
from otzvuk.numbers.count import COMPANY, PERSON, records
from otzvuk.numbers.quote.chosen import chosen_mentions, key_of
from otzvuk.numbers.quote.features import UNSURE_BELOW
from otzvuk.numbers.quote.shown import visible
from otzvuk.numbers.survey import Survey


@dataclass(frozen=True, slots=True)
class Asked:
    """A respondent."""

    number: int
    name: str
    position: str
    company: str
    role: Role
    interview: str
    wave: str
    client: str = ""  # the number of the company, the same for all its spellings; empty where unknown
    person: str = ""  # the respondent's id

    @property
    def label(self) -> str:
        """Name, position, company: what stands under a quote."""
        return ", ".join(part for part in (self.name or "Без имени", self.position, self.company) if part)


@dataclass(frozen=True, slots=True)
class Remark:
    """A mention with its respondent and its place in the interview."""

    number: int
    text: str
    kind: Kind
    code: str
    theme: str
    process: str
    elsewhere: str  # the process's label where it is not that of the code
    stage: str
    trend: Trend
    asked: Asked
    interview: str
    turn: int
    start: int
    stop: int
    place: str  # «строка 12 · 3:05», empty where the reader knows neither
    why: str
    unsure: bool = False  # so little confidence that it proves nothing until somebody has looked
    picked: int = 0  # among the quotes that people chose, from 1; 0: not chosen
    note: str = ""  # what was written of it then

    @property
    def facets(self) -> dict[str, str]:
        """What the list of quotes can be narrowed to, by facet."""
        return {
            "kind": self.kind.value,
            "theme": self.theme,
            "code": self.code,
            "process": self.process,
            "stage": self.stage,
            "role": self.asked.role.value,
            "trend": self.trend.value,
            "wave": self.asked.wave,
            "client": self.asked.client,
            "who": str(self.asked.number),
        }


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark (row of the ratings table); `turn` is None for one from the questionnaire."""

    number: int
    criterion: str
    value: float
    scale: float
    who: str
    interview: str
    turn: int | None
    start: int
    stop: int


def everybody(respondents: pd.DataFrame) -> dict[tuple[str, str], Asked]:
    """The respondents by interview and speaker, numbered in the order of the table."""
    found: dict[tuple[str, str], Asked] = {}
    clients: dict[str, str] = {}
    for at, row in enumerate(records(respondents), 1):
        key = row[COMPANY]
        client = "" if pd.isna(key) else clients.setdefault(key, str(len(clients) + 1))
        found[row["interview"], row["speaker"]] = Asked(
            number=at,
            name=row["speaker"],
            position=row["position"],
            company=row["company"],
            role=Role(row["role"]),
            interview=row["interview"],
            wave=row["wave"],
            client=client,
            person=str(row[PERSON]),
        )
    return found


def remarks(survey: Survey, people: Mapping[tuple[str, str], Asked]) -> list[Remark]:
    """The mentions in the order of their table."""
    interviews = {interview.id: interview for interview in survey.study.interviews}
    reasons = {
        (coding.interview.id, each.turn, each.start, each.stop, each.code, each.kind.value): each.why
        for coding in survey.codings
        for each in coding.mentions
    }
    chosen = chosen_mentions(survey, survey.mentions)
    known = {asked.person: asked for asked in people.values()}
    found = []
    for at, row in enumerate(records(survey.mentions), 1):
        own = chosen.get(key_of(row))
        turn = interviews[row["interview"]].turns[row["turn"]]
        asked = known.get(str(row[PERSON])) or _stranger(row)
        key = (row["interview"], row["turn"], row["start"], row["end"], row["code"], row["kind"])
        found.append(
            Remark(
                number=at,
                text=row["text"],
                kind=Kind(row["kind"]),
                code=row["code"],
                theme=row["theme"],
                process=row["process"],
                elsewhere=_elsewhere(survey.codebook, row["code"], row["process"]),
                stage=row["stage"],
                trend=Trend(row["trend"]),
                asked=asked,
                interview=row["interview"],
                turn=row["turn"],
                start=row["start"],
                stop=row["end"],
                place=turn.place_at(row["start"]),
                why=_reason(reasons.get(key, ""), row["confidence"]),
                unsure=row["confidence"] < UNSURE_BELOW,
                picked=own.place if own else 0,
                note=visible(own.note) if own else "",
            )
        )
    return found


def marks(ratings: pd.DataFrame, people: Mapping[tuple[str, str], Asked]) -> list[Mark]:
    """The ratings in the order of their table."""
    found = []
    known = {asked.person: asked for asked in people.values()}
    for at, row in enumerate(records(ratings), 1):
        asked = known.get(str(row[PERSON]))
        who = asked.label if asked else ", ".join(part for part in (row["speaker"], row["company"]) if part)
        spoken = not pd.isna(row["turn"])
        turn, start, stop = (int(row[key]) if spoken else 0 for key in ("turn", "start", "end"))
        place = (row["interview"], turn if spoken else None, start, stop)
        found.append(Mark(at, row["criterion"], row["value"], row["scale"], who, *place))
    return found


def picked(quotes: pd.DataFrame, said: Iterable[Remark]) -> list[Remark]:
    """The remarks that a table of picked quotes (`otzvuk.numbers.quote.pick_quotes`) names, in its order."""
    by_place: dict[tuple[Any, ...], Remark] = {}
    for remark in said:
        where = (remark.interview, remark.turn, remark.start, remark.stop)
        by_place.setdefault((*where, remark.code, remark.kind.value), remark)
    keys = ("interview", "turn", "start", "end", "code", "kind")
    return [by_place[tuple(row[key] for key in keys)] for row in records(quotes)]


def _stranger(row: Mapping[str, Any]) -> Asked:
    return Asked(
        number=0,
        name=row["speaker"],
        position="",
        company=row["company"],
        role=Role(row["role"]),
        interview=row["interview"],
        wave=row["wave"],
    )


def _elsewhere(codebook: Codebook, code: str, process: str) -> str:
    usual = codebook.codes[code].process if code in codebook.codes else ""
    return "" if process == usual else codebook.label(process)


def _reason(why: str, confidence: float) -> str:
    sure = f"уверенность {chance(confidence)}"
    return f"{why}; {sure}" if why else sure
