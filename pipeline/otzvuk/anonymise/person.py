"""A person by the parts of a name: which mentions are of one and the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from otzvuk.anonymise.lexicon import facts, fold, stem


class Parts(NamedTuple):
    """What a mention says of a person: full given names it may mean, patronymic, surname's stem, initials."""

    given: frozenset[str] = frozenset()
    patronymic: str = ""
    surname: str = ""
    initials: str = ""

    @property
    def weak(self) -> bool:
        """Whether many people bear it: a given name or a patronymic alone."""
        return not self.surname and not (self.given and self.patronymic)


def parts_of(name: str) -> Parts:
    """The parts of a name as written, in any case and order.

    >>> parts_of("Иваныча").patronymic, parts_of("Петровой И. П.").surname
    ('иванович', 'петрв')
    """
    given: frozenset[str] = frozenset()
    patronymic, surnames, initials = "", [], ""
    words = re.findall(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*", name)
    for word in words:
        low = fold(word)
        known = facts(low)
        if len(low) == 1:
            initials += low
        elif known.patronymic and not patronymic:
            patronymic = known.patronymic
        elif known.given and not given and not (known.surname > 0.5 and known.name < 0.3 and len(words) > 1):
            given = frozenset(known.given)
        else:
            surnames.append(stem(low))
    female, male = patronymic.endswith("на"), patronymic.endswith("ич")
    if given and (female or male):
        given = frozenset(each for each in given if each.endswith(" f" if female else " m")) or given
    return Parts(given, patronymic, " ".join(surnames), initials)


@dataclass
class Person:
    """Somebody the study speaks of; grows as mentions are found to mean the same."""

    parts: Parts
    interviews: set[str] = field(default_factory=set)
    role: str = ""  # "respondent", "interviewer" or ""

    def agrees(self, other: Parts) -> bool:
        """Whether nothing contradicts that `other` means this person, and something speaks for it."""
        mine = self.parts
        shared = 0
        if mine.given and other.given:
            if not mine.given & other.given:
                return False
            shared += 1
        if mine.patronymic and other.patronymic:
            if mine.patronymic != other.patronymic:
                return False
            shared += 1
        if mine.surname and other.surname:
            if not set(mine.surname.split()) & set(other.surname.split()):
                return False
            shared += 1
        for one, two in ((mine, other), (other, mine)):
            first = {name[0] for name in two.given}
            if one.initials and first and one.initials[0] not in first:
                return False
            if len(one.initials) > 1 and two.patronymic:
                if one.initials[1] != two.patronymic[0]:
                    return False
                shared += bool(first)
        return shared > 0

    def learn(self, other: Parts) -> None:
        """Take over what `other` says beyond what is known."""
        mine = self.parts
        given = (mine.given & other.given) if mine.given and other.given else mine.given or other.given
        self.parts = Parts(
            given,
            mine.patronymic or other.patronymic,
            mine.surname or other.surname,
            mine.initials or other.initials,
        )


class People:
    """All persons of a study, found again by the parts of their names."""

    def __init__(self) -> None:
        self.persons: list[Person] = []
        self._bare: dict[tuple[str, Parts], Person] = {}

    def add(self, parts: Parts, interview: str, role: str) -> Person | None:
        """A person known beforehand: a respondent (of one or several interviews) or an interviewer."""
        if not (parts.given or parts.patronymic or parts.surname):
            return None
        same = [
            person
            for person in self.persons
            if person.role == role
            and person.agrees(parts)
            and (not parts.weak or interview in person.interviews)
        ]
        person = same[0] if same else Person(parts, role=role)
        if not same:
            self.persons.append(person)
        person.learn(parts)
        person.interviews.add(interview)
        return person

    def meant(self, parts: Parts, interview: str) -> Person:
        """Who is meant by `parts` in that interview; somebody new where nobody fits or several do."""
        fitting = [person for person in self.persons if person.agrees(parts)]
        near = [person for person in fitting if interview in person.interviews and not _bare(person)]
        if len(near) == 1:
            chosen = near[0]
        elif not parts.weak and len(fitting) == 1 and not fitting[0].parts.weak:
            chosen = fitting[0]
        else:
            key = ("", parts._replace(initials=""))
            if key not in self._bare:
                exact = [
                    each for each in fitting if each.parts._replace(initials="") == key[1] and not each.role
                ]
                self._bare[key] = exact[0] if exact else Person(parts)
                if not exact:
                    self.persons.append(self._bare[key])
            chosen = self._bare[key]
        if not parts.weak:
            chosen.learn(parts)
        chosen.interviews.add(interview)
        return chosen


def _bare(person: Person) -> bool:
    return person.parts.weak and not person.role


def fullest_first(mentions: Sequence[tuple[Parts, str]]) -> list[int]:
    """The order in which mentions are best resolved: those that say most first."""
    return sorted(
        range(len(mentions)),
        key=lambda at: (
            -sum(bool(part) for part in mentions[at][0][:3]),
            mentions[at][0].weak,
            at,
        ),
    )
