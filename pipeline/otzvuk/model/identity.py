"""Who is who: an id for every person and company of a study, apart from what they are called.

A respondent is a person in one wave: whoever was talked to twice in it is one respondent (who is one is said
by `Participant.person`), whoever was talked to in two waves is one in each. A company is one whatever the
spelling of its name (`company_key`). Ids are p01, p02, … and k01, k02, …; those given before are kept, so
that a row inserted into the participants table shifts none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from otzvuk.model.interview import Interview, Participant, company_key, company_spelling, natural
from otzvuk.model.study import Identity, Score, Study

Person = tuple[str, str]
"""An interview's id and the person's name in it."""

Key = TypeVar("Key", Person, str)


def identify(study: Study, *, earlier: Mapping[Person | str, str] | None = None) -> Study:
    """`study` with ids for everybody who is interviewed or gave a score, and for their companies.

    `earlier` are ids given before: (interview, name) → p…, company (`company_key`) → k…. Speakers whom the
    participants do not list become participants. A study that has its ids is returned as it is.
    """
    if study.identity is not None:
        return study
    interviews = [_complete(each) for each in study.interviews]
    known = {each.id: each for each in interviews}
    raters = {(score.interview, rater(known.get(score.interview), score).speaker) for score in study.scores}
    listed = {
        (each.id, person.speaker): person for each in interviews for person in each.participants.values()
    }
    people = sorted(listed.keys() | raters, key=_order)
    spelt: dict[str, str] = {}  # in the order of their spellings, so that joining two moves no others
    for name in sorted({company_spelling(person.company) for person in listed.values()} - {""}):
        spelt.setdefault(company_key(name), name)
    companies = list(spelt)
    units = _units(study, people, listed)
    kept = _kept(units, earlier or {})
    given = _numbered("p", dict.fromkeys(units.values()), kept)
    ids = {person: given[unit] for person, unit in units.items()}
    firms = _numbered("k", companies, kept)
    alone: dict[str, str] = {}  # name, or the interview of who has none → the first of that name
    humans: dict[str, str] = {}  # who is one person → the first id of that person

    def alone_as(interview: str, name: str) -> str:
        human = getattr(listed.get((interview, name)), "person", "")
        return f"\0\0{human}" if human else company_key(name) or f"\0{interview}"

    for interview, name in people:
        humans.setdefault(getattr(listed.get((interview, name)), "person", ""), ids[interview, name])
        if not company_key(getattr(listed.get((interview, name)), "company", "")):
            alone.setdefault(alone_as(interview, name), ids[interview, name])

    def named(interview: str, person: Participant) -> Participant:
        company, own = firms.get(company_key(person.company), ""), ids[interview, person.speaker]
        cluster = company or alone[alone_as(interview, person.speaker)]
        human = humans[person.person] if person.person else own
        return replace(person, id=own, company_id=company, cluster_id=cluster, person=human)

    return replace(
        study,
        interviews=tuple(
            replace(each, participants={name: named(each.id, who) for name, who in each.participants.items()})
            for each in interviews
        ),
        scores=tuple(
            replace(score, person=ids[score.interview, rater(known.get(score.interview), score).speaker])
            for score in study.scores
        ),
        identity=Identity(
            people=tuple(given.values()),
            companies=tuple(firms[each] for each in companies),
            clusters=(*alone.values(), *(firms[each] for each in companies)),
        ),
    )


def wave_of(study: Study, interview: Interview, person: Participant) -> str:
    """The wave that a participant of an interview was asked in; "" where none is known."""
    return person.wave or interview.wave or study.settings.wave


def _units(
    study: Study, people: Iterable[Person], listed: Mapping[Person, Participant]
) -> dict[Person, Person]:
    """For each speaker the first who is the same person in the same wave: themselves, as a rule."""
    known = {each.id: each for each in study.interviews}
    first: dict[tuple[str, str], Person] = {}
    found = {}
    for interview, name in people:
        person = listed.get((interview, name))
        found[interview, name] = (interview, name)
        if person is not None and person.person:
            one = (person.person, wave_of(study, known[interview], person))
            found[interview, name] = first.setdefault(one, (interview, name))
    return found


def _kept(units: Mapping[Person, Person], earlier: Mapping[Person | str, str]) -> dict[Person | str, str]:
    """The earlier ids by what is now one: of several the first, of spellings of a company the lowest."""
    kept: dict[Person | str, str] = {
        key: given for key, given in earlier.items() if isinstance(key, tuple) and key not in units
    }
    for person, unit in units.items():
        if person in earlier:
            kept.setdefault(unit, earlier[person])
    for key, given in sorted(earlier.items(), key=lambda item: natural(item[1])):
        if isinstance(key, str):
            kept.setdefault(company_key(key), given)
    # an id that nobody bears any more is not given to another
    kept |= {("", f"\0{given}"): given for given in set(earlier.values()) - set(kept.values())}
    return kept


def rater(interview: Interview | None, score: Score) -> Participant:
    """Who gave a questionnaire's score: the participant of that name, else a stranger of it."""
    for name, person in interview.participants.items() if interview is not None else ():
        if company_key(score.speaker) in (company_key(name), company_key(person.speaker)):
            return person
    return Participant(score.speaker)


def identified(study: Study) -> dict[Person | str, str]:
    """The ids of an identified study by what they stand for: to be kept, and given to `identify` again."""
    found: dict[Person | str, str] = {}
    for interview in study.interviews:
        for person in interview.participants.values():
            found[interview.id, person.speaker] = person.id
            if person.company_id:
                found[company_key(person.company)] = person.company_id
    known = {each.id: each for each in study.interviews}
    for score in study.scores:
        found[score.interview, rater(known.get(score.interview), score).speaker] = score.person
    return found


def _complete(interview: Interview) -> Interview:
    """The interview with everybody who answers among its participants."""
    missing = {
        turn.speaker: Participant(turn.speaker)
        for turn in interview.turns
        if not turn.interviewer and turn.speaker not in interview.participants
    }
    return replace(interview, participants={**interview.participants, **missing}) if missing else interview


def _order(person: Person) -> tuple[Any, ...]:
    return natural(person[0]), person[1]


def _numbered(letter: str, keys: Iterable[Key], earlier: Mapping[Person | str, str]) -> dict[Key, str]:
    """An id for each key in order: the one given before, else the next number that nobody has or had."""
    keys = list(keys)
    found: dict[Key, str] = {}
    for key in keys:
        if key in earlier and earlier[key] not in found.values():
            found[key] = earlier[key]
    taken = {int(each[1:]) for each in earlier.values() if each[0] == letter}
    width = max(2, len(str(len(keys) + len(taken))))
    number = 0
    for key in keys:
        while key not in found:
            number += 1
            if number not in taken:
                found[key] = f"{letter}{number:0{width}}"
    return {key: found[key] for key in keys}
