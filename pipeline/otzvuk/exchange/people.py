"""Participants as other programs know them: variables of cases, and again as attributes of documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from otzvuk.model.interview import Interview, Participant

FIELDS = {
    "Компания": "company",
    "Должность": "position",
    "Роль": "role",
    "Функция": "function",
    "Волна": "wave",
}
"""Variables by name, with the columns of the participants table."""

INTERVIEW, SPEAKER = "Интервью", "Говорящий"
DOCUMENT = "Документ: "
"""What begins the name of a document's attribute: no variable may be of cases and of documents at once."""


class Case(NamedTuple):
    """A respondent of an interview with the variables that are not empty."""

    interview: Interview
    participant: Participant
    values: dict[str, str]


def cases(interview: Interview) -> Iterator[Case]:
    """The respondents who speak in `interview`, in the order of the text."""
    spoken = dict.fromkeys(turn.speaker for turn in interview.turns if not turn.interviewer)
    for speaker in spoken:
        person = interview.participants.get(speaker) or Participant(speaker)
        values = {INTERVIEW: interview.id, SPEAKER: speaker}
        for name, column in FIELDS.items():
            value = person.role.value if column == "role" else getattr(person, column)
            values[name] = "" if (column, value) == ("role", "unknown") else value
        values["Волна"] = values["Волна"] or interview.wave
        taken = {name.casefold() for name in values}
        values |= {name: value for name, value in person.attributes.items() if name.casefold() not in taken}
        yield Case(interview, person, {name: value for name, value in values.items() if value.strip()})


def attributes(interview: Interview, found: Sequence[Case]) -> dict[str, str]:
    """The attributes of the document that `interview` is; values of several people stand side by side."""
    joined: dict[str, dict[str, None]] = {INTERVIEW: {interview.id: None}}
    for case in found:
        for name, value in case.values.items():
            joined.setdefault(name, {})[value] = None
    return {f"{DOCUMENT}{name}": "; ".join(values) for name, values in joined.items()}
