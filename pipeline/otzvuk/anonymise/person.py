"""A person by the parts of a name: which mentions are of one and the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
        self._numbers: dict[int, int] = {}
        self._bare: dict[tuple[str, Parts], Person] = {}
        self._by_clue: dict[str, dict[int, None]] = {}
        self._by_interview: dict[str, dict[int, None]] = {}

    def number(self, person: Person) -> int:
        """Which of `persons` that is."""
        return self._numbers[id(person)]

    def stranger(self, interview: str, role: str) -> Person:
        """Somebody nobody can mean by name: «Спикер 2»."""
        person = Person(Parts(), role=role)
        self._append(person)
        self._seen(person, interview)
        return person

    def add(self, parts: Parts, interview: str, role: str) -> Person | None:
        """A person known beforehand: a respondent (of one or several interviews) or an interviewer."""
        if not (parts.given or parts.patronymic or parts.surname):
            return None
        among = self._there(interview) if parts.weak else self._alike(parts)
        person = next((one for one in among if one.role == role and one.agrees(parts)), None)
        if person is None:
            person = Person(parts, role=role)
            self._append(person)
        self._learn(person, parts)
        self._seen(person, interview)
        return person

    def meant(self, parts: Parts, interview: str) -> Person:
        """Who is meant by `parts` in that interview; somebody new where nobody fits or several do."""
        near = [one for one in self._there(interview) if not _bare(one) and one.agrees(parts)]
        if len(near) == 1:
            chosen = near[0]
        elif (alone := self._only(parts)) is not None:
            chosen = alone
        else:
            key = ("", parts._replace(initials=""))
            if key not in self._bare:
                exact = (
                    one
                    for one in self._alike(parts)
                    if one.parts._replace(initials="") == key[1] and not one.role and one.agrees(parts)
                )
                self._bare[key] = next(exact, None) or Person(parts)
                if id(self._bare[key]) not in self._numbers:
                    self._append(self._bare[key])
            chosen = self._bare[key]
        if not parts.weak:
            self._learn(chosen, parts)
        self._seen(chosen, interview)
        return chosen

    def _only(self, parts: Parts) -> Person | None:
        """The one person whom a name that few bear can mean; None for none or several."""
        if parts.weak:
            return None
        fitting = (one for one in self._alike(parts) if one.agrees(parts))
        first, second = next(fitting, None), next(fitting, None)
        return first if first is not None and second is None and not first.parts.weak else None

    def _there(self, interview: str) -> Iterator[Person]:
        """Those met in an interview so far, in the order of `persons`."""
        return (self.persons[at] for at in sorted(self._by_interview.get(interview, ())))

    def _alike(self, parts: Parts) -> Iterator[Person]:
        """All with whom a name shares something, in the order of `persons`; others agree with none of it."""
        found = {at for clue in _clues(parts) for at in self._by_clue.get(clue, ())}
        return (self.persons[at] for at in sorted(found))

    def _append(self, person: Person) -> None:
        self._numbers[id(person)] = len(self.persons)
        self.persons.append(person)
        self._note(person)

    def _learn(self, person: Person, parts: Parts) -> None:
        before = person.parts
        person.learn(parts)
        if person.parts != before:
            self._note(person)

    def _note(self, person: Person) -> None:
        at = self.number(person)
        for clue in _clues(person.parts):
            self._by_clue.setdefault(clue, {})[at] = None

    def _seen(self, person: Person, interview: str) -> None:
        person.interviews.add(interview)
        self._by_interview.setdefault(interview, {})[self.number(person)] = None


def _clues(parts: Parts) -> Iterator[str]:
    """What two names have to share at least one of to agree (`Person.agrees`)."""
    yield from parts.given
    if parts.patronymic:
        yield f"п {parts.patronymic}"
    for word in parts.surname.split():
        yield f"ф {word}"
    if len(parts.initials) > 1:
        yield f"и {parts.initials[:2]}"
    if parts.patronymic:
        yield from {f"и {name[0]}{parts.patronymic[0]}" for name in parts.given}


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
