"""Client cards: what holds and pushes a client, who decides, what each person has against us, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from otzvuk.language.dictionary import phrase_in_nominative
from otzvuk.model.decider import Say
from otzvuk.model.interview import Role
from otzvuk.model.leaving import Sign
from otzvuk.model.wording import in_quotes
from otzvuk.numbers.card import Card
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.lens import Pull
from otzvuk.report.story import shortened
from otzvuk.report.tabletext import STRONG
from otzvuk.report.wellformed import plain

ABOUT: Final = (
    "Удерживает — за что хвалят, отталкивает — на что жалуются, с их словами. «По роли» — как принято "
    "считать: экономический покупатель решает, технический и эксплуатант влияют; «по словам» — только то, "
    "что сказали сами."
)
BY_ROLE: Final[Mapping[Role, str]] = {
    Role.ECONOMIC: "решает", Role.TECHNICAL: "влияет", Role.USER: "влияет", Role.UNKNOWN: "роль не указана",
}  # fmt: skip
_SIGN: Final = {Pull.HOLDS: "+", Pull.PUSHES: "−"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A point of a card: what it is of, the words, who said them and where; `mention` as in the mentions."""

    label: str
    words: str
    interview: str
    turn: int
    speaker: str = ""
    mentions: int = 0
    mention: int | None = None

    @property
    def head(self) -> str:
        """The label with how often it is said."""
        return f"{self.label} ({self.mentions})" if self.mentions > 1 else self.label

    def brief(self, longest: int) -> str:
        """The point in so many characters."""
        room = max(longest - len(self.head) - len(self.interview) - 5, 24)
        head = f"{self.head}:{STRONG}" if self.head else ""
        return f"{head}{in_quotes(shortened(self.words, room))} {self.interview}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of a client: who, how they speak of us, the weight of the role, what they have against us."""

    name: str
    position: str
    role: Role
    attitude: str
    held: tuple[Line, ...]

    @property
    def label(self) -> str:
        """Name and position."""
        return ", ".join(part for part in (self.name or "Без имени", self.position) if part)

    @property
    def by_role(self) -> str:
        """What the role says of deciding."""
        return BY_ROLE[self.role]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCard:
    """A client as reports show it."""

    name: str
    people: tuple[Person, ...]
    holds: tuple[Line, ...]
    pushes: tuple[Line, ...]
    decides: tuple[Line, ...]
    leaving: tuple[Line, ...]
    matters: tuple[Line, ...]
    signs: frozenset[Sign] = field(default_factory=frozenset)

    @property
    def complaints(self) -> int:
        """How many complaints it has."""
        return sum(max(each.mentions, 1) for each in self.pushes)

    @property
    def parts(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """The parts with words, by their titles; those without any are left out."""
        named = (
            ("Удерживает", self.holds),
            ("Отталкивает", self.pushes),
            ("Кто решает и влияет, по словам", self.decides),
            ("Уйдёт ли", self.leaving),
            ("Что важнее всего", self.matters),
        )
        return tuple((title, lines) for title, lines in named if lines)

    @property
    def roles(self) -> list[str]:
        """Who decides and who has a say by role: «решает — Лобов, директор по закупкам»."""
        found: dict[str, list[str]] = {}
        for each in self.people:
            found.setdefault(each.by_role, []).append(each.label)
        return [f"{say} — {'; '.join(found[say])}" for say in dict.fromkeys(BY_ROLE.values()) if say in found]


def client_cards(findings: Findings) -> tuple[ClientCard, ...]:
    """The cards of all clients, in natural order."""
    labels = findings.study.codebook.label
    return tuple(_card(each, labels) for each in findings.cards)


def weightiest(cards: Sequence[ClientCard]) -> list[ClientCard]:
    """Those who look around first, then by complaints."""
    return sorted(cards, key=lambda each: (Sign.LEAVING not in each.signs, -each.complaints))


def _card(card: Card, labels: Any) -> ClientCard:
    held: dict[str, list[Line]] = {}
    for row in records(card.held):
        held.setdefault(str(row["speaker"]) + str(row["interview"]), []).append(_of_code(row))
    people = tuple(
        Person(
            name=plain(row["speaker"]),
            position=plain(row["position"]),
            role=Role(row["role"]),
            attitude=str(row["attitude_label"]).lower(),
            held=tuple(held.get(str(row["speaker"]) + str(row["interview"]), ())),
        )
        for row in records(card.people)
    )
    leaving = [Sign(row["sign"]) for row in records(card.leaving)]
    return ClientCard(
        name=plain(card.company),
        people=people,
        holds=_pulled(card, Pull.HOLDS),
        pushes=_pulled(card, Pull.PUSHES),
        decides=tuple(_of_words(row, _who(row)) for row in records(card.deciders)),
        leaving=tuple(_of_words(row, Sign(row["sign"]).label) for row in records(card.leaving)),
        matters=tuple(
            _of_words(row, _short(labels(row["code"]))) for row in records(card.matters) if row["important"]
        ),
        signs=frozenset(leaving),
    )


def _pulled(card: Card, pull: Pull) -> tuple[Line, ...]:
    own = [row for row in records(card.factors) if row["pull"] == pull.value]
    return tuple(_of_code(row) for row in own)


def _of_code(row: Mapping[str, Any]) -> Line:
    return Line(
        label=_short(str(row["code_label"])),
        words=_said(row["text"]),
        interview=row["interview"],
        turn=int(row["turn"]),
        speaker=plain(row["speaker"]),
        mentions=int(row["mentions"]),
        mention=None if pd.isna(row["mention"]) else int(row["mention"]),
    )


def _of_words(row: Mapping[str, Any], label: str) -> Line:
    return Line(
        label=label,
        words=_said(row["text"]),
        interview=row["interview"],
        turn=row["turn"],
        speaker=plain(row["speaker"]),
    )


def _who(row: Mapping[str, Any]) -> str:
    say = Say(row["say"]).label
    who = phrase_in_nominative(str(row["who"])) or f"{row['speaker']} (о себе)"
    return f"{say}: {who}"


def _short(label: str) -> str:
    return label.partition(":")[0]


def _said(text: object) -> str:
    words = plain(text).strip(" .,;:—–-")
    return words[:1].upper() + words[1:]


def card_rows(card: ClientCard, most: int, longest: int) -> list[tuple[str, list[str]]]:
    """The card as titles and paragraphs: so many points of a part, so many characters each."""
    rows = [("По роли", [f"{each[:1].upper()}{each[1:]}" for each in card.roles])]
    rows += [(title, some(lines, most, longest)) for title, lines in card.parts]
    against = [  # of one person alone it would be the same as what pushes the client
        f"{each.label}, {each.attitude}:{STRONG}"
        + "; ".join(line.brief(longest).replace(STRONG, " ") for line in each.held[:2])
        for each in card.people
        if each.held and len(card.people) > 1
    ]
    if against:
        rows.append(("Что каждый имеет против нас", against))
    return rows


def some(lines: Sequence[Line], most: int, longest: int) -> list[str]:
    """The first lines in so many characters each, and how many are left."""
    rest = len(lines) - most
    return [*(each.brief(longest) for each in lines[:most]), *([f"и ещё {rest}"] if rest > 0 else [])]
