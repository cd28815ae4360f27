"""Quotes that people chose outside of any mention: a list of their own, since they belong to no group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from otzvuk.model.interview import Interview, Role
from otzvuk.model.mention import Picked
from otzvuk.numbers.quote.chosen import chosen_mentions
from otzvuk.numbers.quote.quoted import left, where_said
from otzvuk.numbers.quote.shown import visible, wording
from otzvuk.numbers.quote.stretch import ends
from otzvuk.numbers.survey import Survey

CHOSEN: Final = "Выбрано человеком"


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A chosen quote that no mention holds: people read `text`, `original` stands in the transcript."""

    text: str
    original: str
    speaker: str
    position: str
    company: str
    role: Role
    interview: str
    turn: int
    where: str
    remark: str

    @property
    def who(self) -> str:
        """Name, position and company: what stands under a quote."""
        return ", ".join(part for part in (self.speaker or "Без имени", self.position, self.company) if part)


def quotes_apart(survey: Survey) -> tuple[Apart, ...]:
    """The chosen quotes that stand for no mention, in the order in which they were chosen.

    Those of interviews that the survey does not count (another wave, say) are left out.
    """
    told = set(map(id, chosen_mentions(survey, survey.mentions).values()))
    asked = set(survey.respondents["interview"])
    found = [
        (picked.place, each)
        for coding in survey.codings
        if coding.interview.id in asked
        for picked in coding.picked
        if id(picked) not in told
        for each in _apart(coding.interview, picked)
    ]
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))


def _apart(interview: Interview, picked: Picked) -> Iterator[Apart]:
    if not 0 <= picked.turn < len(interview.turns):
        return
    turn = interview.turns[picked.turn]
    said = turn.text[picked.start : picked.stop]
    opened, closed = ends(turn.text, picked.start, picked.stop)
    person = interview.participant(turn)
    yield Apart(
        text=left(turn.text, picked) if picked.kept else wording(said, opened=opened, closed=closed).text,
        original=visible(said),
        speaker=visible(person.speaker),
        position=visible(person.position),
        company=visible(person.company),
        role=person.role,
        interview=interview.id,
        turn=picked.turn,
        where=where_said(turn, picked.start),
        remark=visible(picked.note),
    )
