"""Who and what is one under two spellings: a person in two interviews, a company in two rows.

A column `person` of the participants table says who is one. Else people of one company with one surname and
initials that agree are taken for one, and that is said, for it is an assumption.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from otzvuk.model.interview import Interview, Participant, company_key, company_spelling
from otzvuk.model.wording import in_quotes
from otzvuk.read.names import key, words

Spot = tuple[str, str]
"""An interview's id and the label of a participant in it."""

_PATRONYMIC = re.compile(r"\w{2,}(?:вич|вна|ична|инична)")
_SURNAME = re.compile(r"\w{3,}(?:ов|ова|ев|ева|ский|ская|цкий|цкая|енко|чук|юк|ян|ых)")
_NO_SURNAMES = frozenset({"яков", "севастьян", "касьян", "демьян", "лукьян", "емельян", "юлиан"})


def same_people(interviews: Sequence[Interview]) -> tuple[tuple[Interview, ...], tuple[str, ...]]:
    """The interviews with `Participant.person` the same for who is one, and in Russian what was assumed."""
    listed = {(each.id, label): who for each in interviews for label, who in each.participants.items()}
    found: dict[Spot, str] = {}
    for spot, who in listed.items():
        if who.person:
            found[spot] = f"\0{key(who.person)}"
    notes = []
    for spots in _alike({spot: who for spot, who in listed.items() if spot not in found}):
        found |= dict.fromkeys(spots, "\0".join(spots[0]))
        there = [interview for interview, _ in spots]
        named = f"{', '.join(there[:-1])} и {there[-1]}"
        notes.append(
            f"в интервью {named} — один и тот же человек: компания та же, фамилия та же, инициалы не "
            "противоречат; если это разные люди, скажите об этом столбцом person таблицы участников"
        )
    if not found:
        return tuple(interviews), ()
    return tuple(_told(each, found) for each in interviews), tuple(notes)


def same_companies(interviews: Iterable[Interview]) -> tuple[str, ...]:
    """In Russian which spellings are taken for one company though their legal form differs or is missing."""
    spelt: dict[str, dict[str, str]] = defaultdict(dict)
    for interview in interviews:
        for who in interview.participants.values():
            if who.company:
                spelt[company_key(who.company)].setdefault(company_spelling(who.company), who.company)
    return tuple(
        f"{' и '.join(map(in_quotes, own.values()))} — одна компания: названия различаются лишь "
        "формой собственности, её местом и кавычками"
        for own in spelt.values()
        if len(own) > 1
    )


def same_person(one: str, other: str) -> bool:
    """Whether two names have one surname and initials that agree.

    >>> same_person("Смирнова А. В.", "Анна Смирнова"), same_person("Смирнова А.", "Смирнова О.")
    (True, False)
    >>> same_person("Респондент", "Респондент"), same_person("Главный инженер", "Главный инженер")
    (False, False)
    """
    mine, theirs = _parts(one), _parts(other)
    if mine is None or theirs is None:
        return False
    fewer, more = sorted((mine, theirs), key=lambda each: len(each[0]))
    if len(fewer[0]) > 1 or len(more[0]) == 1:
        if fewer[0] != more[0]:
            return False
        if len(fewer[0]) == 1 and not (fewer[1] and more[1]) and not _SURNAME.fullmatch(next(iter(fewer[0]))):
            return False
        return all(a == b for a, b in zip(fewer[1], more[1], strict=False))
    (shared,) = fewer[0]
    if shared not in more[0]:
        return False
    if not fewer[1]:
        return _SURNAME.fullmatch(shared) is not None and shared not in _NO_SURNAMES
    (first,) = {word[0] for word in more[0] - {shared}} if len(more[0]) == 2 else ("",)
    return all(a == b for a, b in zip(fewer[1], first + more[1], strict=False))


def _parts(name: str) -> tuple[frozenset[str], str] | None:
    """The first name and the surname as far as they are written out, and the other initials in order.

    None for what is no name: a label, a position, a bare first name.
    """
    parts = words(name)
    bare = re.sub(r"\(.*?\)|,.*", " ", name)
    if not parts or re.search(r"\d|\b[а-яёa-z]", bare):
        return None
    full = [part for part in parts if len(part) > 1 and not _PATRONYMIC.fullmatch(part)]
    initials = "".join(part[0] for part in parts if len(part) == 1 or _PATRONYMIC.fullmatch(part))
    if not full or len(full) > 2 or (len(full) == 1 and not initials and not _is_surname(full[0])):
        return None
    if len(full) == 1 and any(_PATRONYMIC.fullmatch(part) for part in parts):
        return None  # «Анна Викторовна» has no surname
    return frozenset(full), initials


def _is_surname(word: str) -> bool:
    return _SURNAME.fullmatch(word) is not None and word not in _NO_SURNAMES


def _alike(people: dict[Spot, Participant]) -> list[list[Spot]]:
    """Groups of those who are one: each agrees with each, and no two sit in one interview."""
    firms: dict[str, list[Spot]] = defaultdict(list)
    for spot, who in people.items():
        if who.company:
            firms[company_key(who.company)].append(spot)
    groups = []
    for spots in firms.values():
        left = list(spots)
        while left:
            group, grown = [left.pop(0)], True
            while grown:
                more = [spot for spot in left if any(_same(people, spot, each) for each in group)]
                left = [spot for spot in left if spot not in more]
                group, grown = group + more, bool(more)
            apart = len({interview for interview, _ in group}) == len(group)
            if len(group) > 1 and apart and all(_same(people, a, b) for a in group for b in group if a != b):
                groups.append(group)
    return groups


def _same(people: dict[Spot, Participant], one: Spot, other: Spot) -> bool:
    return same_person(people[one].speaker, people[other].speaker)


def _told(interview: Interview, found: dict[Spot, str]) -> Interview:
    people = {
        label: replace(who, person=found.get((interview.id, label), ""))
        for label, who in interview.participants.items()
    }
    return replace(interview, participants=people)
