"""What was said, by whom: interviews, their turns and the people who speak."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from html import escape
from typing import Any

from otzvuk.model.wording import clock


class Role(StrEnum):
    """A respondent's part in the client's decision to buy."""

    ECONOMIC = "economic"
    TECHNICAL = "technical"
    USER = "user"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The role's Russian name."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.ECONOMIC: "Экономический покупатель",
    Role.TECHNICAL: "Технический покупатель",
    Role.USER: "Эксплуатант",
    Role.UNKNOWN: "Роль неизвестна",
}


@dataclass(frozen=True, slots=True)
class Cue:
    """A moment of the recording at which a place in a turn's text was said."""

    offset: int  # code points from the beginning of the turn's text
    seconds: float


@dataclass(frozen=True, slots=True)
class Turn:
    """One uninterrupted contribution of one speaker.

    `text` is the source's words after line ends were normalised and a BOM stripped, nothing else:
    every offset of a token, clause, mention or quote counts code points in it. `place` is where the
    turn begins in the file, in Russian, for people («строка 12»). `interviewer` is True where the
    speaker asks for the supplier; such turns are never coded.
    """

    speaker: str
    text: str
    place: str = ""
    cues: tuple[Cue, ...] = ()
    interviewer: bool = False

    def seconds_at(self, offset: int) -> float | None:
        """The time in the recording (seconds) of the last cue at or before `offset`; None where unknown."""
        index = bisect_right([cue.offset for cue in self.cues], offset)
        return self.cues[index - 1].seconds if index else None

    def place_at(self, offset: int) -> str:
        """Where words at `offset` stand, for people: the turn's place in the file and the time, if known."""
        return " · ".join(filter(None, (self.place, clock(self.seconds_at(offset)))))


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who is interviewed: a row of participants.csv, or a speaker it does not list.

    `attributes` holds the table's further columns (region, segment, …) as text. `role_source` says
    where the role comes from: "table", "position" or "" (unknown). `id` and `company_id` say who that is
    whatever the names are shown as (`otzvuk.model.identity`); "" where nobody has been identified yet, and
    for the company of someone who has none. `cluster_id` is the company's, else that of all of that name.
    `person` is the same for all interviews of one human being, "" where only one is known of.
    """

    speaker: str
    company: str = ""
    position: str = ""
    role: Role = Role.UNKNOWN
    function: str = ""
    wave: str = ""
    role_source: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    company_id: str = ""
    cluster_id: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that a respondent ticked on a scale, with the question as it was asked."""

    speaker: str
    question: str
    value: float
    scale: float


@dataclass(frozen=True)
class Interview:
    """One transcript with its turns in order and its respondents by the speaker name of the turns.

    `file` is relative to the study's folder. `assumptions` are Russian sentences: everything that was
    guessed rather than known (the interviewer, a speaker's row in the table, a role). `outside` counts the
    words of the file that nobody says, by what they are («заголовки», «сводка»). `marks` are what its
    respondents ticked on scales, where the file is a survey.
    """

    id: str
    file: str
    turns: tuple[Turn, ...]
    participants: Mapping[str, Participant] = field(default_factory=dict)
    wave: str = ""
    assumptions: tuple[str, ...] = ()
    outside: tuple[tuple[str, int], ...] = ()
    marks: tuple[Mark, ...] = ()

    def participant(self, turn: Turn) -> Participant:
        """The respondent who speaks `turn`; a nameless stranger where nobody is known by that name."""
        return self.participants.get(turn.speaker) or Participant(turn.speaker)

    def question_before(self, index: int) -> Turn | None:
        """The interviewer's nearest turn before turn `index`, or None."""
        asked = (self.turns[at] for at in range(min(index, len(self.turns)) - 1, -1, -1))
        return next((turn for turn in asked if turn.interviewer), None)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<p{' style=opacity:.6' if turn.interviewer else ''}>"
            f"<b>{escape(turn.speaker or '—')}:</b> {escape(turn.text)}</p>"
            for turn in self.turns
        )
        return f"<div><h4>{escape(self.id)} · {escape(self.file)}</h4>{rows}</div>"


def natural(identifier: str) -> tuple[Any, ...]:
    """A sort key with numbers by value: i2 before i10; the identifier itself decides between i2 and i02."""
    parts = re.split(r"(\d+)", identifier)
    return tuple(int(part) if at % 2 else part.casefold() for at, part in enumerate(parts)), identifier


_FORM = (
    r"(?:общество с ограниченной ответственностью|(?:(?:публичное|непубличное|закрытое|открытое) )?"
    r"акционерное общество|индивидуальный предприниматель|ооо|оао|зао|пао|нао|ао|ип|чп|тоо|одо|"
    r"ooo|oao|ao|llc|ltd|gmbh|inc)"
)
_FORM_FIRST, _FORM_LAST = re.compile(rf"{_FORM}\s+(?=\S)"), re.compile(rf"(?<=\S)\s+{_FORM}\Z")


@lru_cache(maxsize=4096)
def company_spelling(name: str) -> str:
    """A name without what nobody sees as another name: case, ё, quotation marks, spaces."""
    return " ".join(re.sub("[«»„“”\"']", " ", name).casefold().replace("ё", "е").split())


@lru_cache(maxsize=4096)
def company_key(name: str) -> str:
    """What makes two spellings one company: case, ё, quotation marks, spaces and the legal form do not count.

    >>> company_key("ООО «Ель»") == company_key("Ель, ООО") == company_key("ель")
    True
    """
    spelt = company_spelling(name)
    bare = " ".join(re.sub(r"[,()]|\.(?=\s|\Z)", " ", spelt).split())
    bare = _FORM_LAST.sub("", _FORM_FIRST.sub("", bare, count=1), count=1)
    # a name of which nothing else is left, and what had no form, stay as they are written
    return bare if bare and bare != " ".join(re.sub(r"[,()]|\.(?=\s|\Z)", " ", spelt).split()) else spelt
