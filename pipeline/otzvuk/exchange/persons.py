"""Cases and attributes of documents → the people of an interview."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from otzvuk.exchange.belonging import plain_name
from otzvuk.exchange.people import DOCUMENT, FIELDS, INTERVIEW, SPEAKER
from otzvuk.exchange.qde import QdeCase
from otzvuk.exchange.qdesource import QdeSource
from otzvuk.model.interview import Participant, Role
from otzvuk.read.people import COLUMNS, Person
from otzvuk.read.roles import role_named

_COLUMNS = {name.casefold(): column for name, column in {**COLUMNS, **FIELDS}.items()}
_OURS = frozenset({"interview", "file", "speaker"})
_FOREIGN_ROLE = "роль в проекте"


def persons_of(
    cases: Sequence[QdeCase], source: QdeSource, interview: str, *, asking: tuple[str, ...] = ()
) -> tuple[Person, ...]:
    """The people of `source`, which becomes `interview`: its `cases`, else one person with its attributes.

    `asking` are the interviewers' names.
    """
    # some programs write a document's attributes as a case without a name
    own = {name: value for case in cases if not case.name for name, value in case.values.items()}
    own |= {_bare(name): value for name, value in source.values.items()}
    found = [
        _person(case.values.get(SPEAKER) or plain_name(case.name), case.values, interview, len(cases))
        for case in cases
        if case.name
    ]
    if not found and (set(own) - {INTERVIEW}):
        found = [_person(own.get(SPEAKER, ""), own, interview, 1)]
    asked = [Person(0, interview, "", Participant(name, attributes={}), interviewer=True) for name in asking]
    return (*found, *asked)


def _person(name: str, values: Mapping[str, str], interview: str, number: int) -> Person:
    told: dict[str, str] = {}
    attributes: dict[str, str] = {}
    role = Role.UNKNOWN
    for variable, value in values.items():
        column = _COLUMNS.get(_bare(variable).casefold(), "")
        if column in _OURS:
            continue
        if column == "role":
            named = role_named(value)
            role = named or role
            if named is None:
                attributes[_FOREIGN_ROLE] = value
        elif column and column not in told:
            told[column] = value
        else:
            attributes[_bare(variable)] = value
    source = "table" if role is not Role.UNKNOWN else ""
    speaker = unicodedata.normalize("NFC", name)
    person = Participant(speaker, role=role, role_source=source, attributes=attributes, **told)
    return Person(number, interview, "", person)


def _bare(variable: str) -> str:
    return re.sub(r"^(?:Документ|Cases?|Documents?)\s*:\s*", "", variable.removeprefix(DOCUMENT)).strip()
