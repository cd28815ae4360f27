"""What coding yields: mentions and ratings with their places in an interview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from otzvuk.model.interview import Interview, Turn
from otzvuk.model.saying import Saying
from otzvuk.model.span import Span as Span  # a mention's place is one
from otzvuk.model.stretch import Stretch, stretches

PERSON = "person:"
"""How `decided_by` begins where a person has decided."""


class Kind(StrEnum):
    """What a mention does: praise, complain or wish."""

    PRAISE = "praise"
    COMPLAINT = "complaint"
    WISH = "wish"

    @property
    def label(self) -> str:
        """The kind's Russian name."""
        return {"praise": "Похвала", "complaint": "Жалоба", "wish": "Пожелание"}[self.value]


class Trend(StrEnum):
    """How the speaker says it changed; the empty value is 'no word about change'."""

    WORSE = "worse"
    BETTER = "better"
    NONE = ""

    @property
    def label(self) -> str:
        """The trend's Russian name."""
        return {"worse": "Ухудшения", "better": "Улучшения", "": ""}[self.value]


@dataclass(frozen=True, slots=True)
class Mention:
    """The shortest stretch of one respondent's turn that evaluates one code with one kind.

    `turn` is the 0-based index over all turns of the interview; `start`, `stop` are code points in
    the turn's text (end exclusive) and `text` is what stands there. `confidence` is the probability
    that kind and code are both right. `decided_by` is `rule:<id>`, `model:<name>@<version>`,
    `plugin:<package>@<version>` or `person:<name>`; `why` says in Russian what led to the decision.
    """

    turn: int
    start: int
    stop: int
    text: str
    kind: Kind
    code: str
    process: str
    trend: Trend = Trend.NONE
    confidence: float = 1.0
    decided_by: str = ""
    why: str = ""

    @property
    def span(self) -> Span:
        """Where it stands in its turn."""
        return Span(self.start, self.stop)


@dataclass(frozen=True, slots=True)
class Rating:
    """A mark given in speech («на восьмёрочку»): `value` out of `scale` for a code, theme or block."""

    turn: int
    start: int
    stop: int
    text: str
    criterion: str
    value: float
    scale: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """The words [`start`, `stop`) of a turn that a person chose to be quoted; `place` 1 is the first of all.

    `kept` are the parts of it to be shown where the person left words out, else nothing; `note` is what the
    person wrote of it.
    """

    place: int
    turn: int
    start: int
    stop: int
    kept: tuple[Span, ...] = ()
    note: str = ""

    @property
    def span(self) -> Span:
        """Where it stands in its turn."""
        return Span(self.start, self.stop)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a stretch says: a mention without its words."""

    kind: Kind
    process: str
    confidence: float = 1.0

    @classmethod
    def of(cls, mention: Mention) -> Reading:
        """What `mention` says."""
        return cls(kind=mention.kind, process=mention.process, confidence=mention.confidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A stretch of turn `turn` that people have judged: what the coder had said there, and what is said now.

    `drawn` says that chance had chosen it among all that nobody had judged until then: those judged in an
    earlier `round`. What was chosen otherwise has the round after whose draws it was judged.
    """

    turn: int
    was: tuple[Reading, ...]
    now: tuple[Reading, ...]
    drawn: bool
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What people have checked of an interview.

    `refused` is how many stretches they said to be no mention, `looks` are all that they judged. Where chance
    had drawn some of the study's, `passed` says of each turn in how many of its clauses the coder had found
    nothing.
    """

    refused: int = 0
    looks: tuple[Look, ...] = ()
    passed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Coding:
    """An interview with its mentions and ratings, each in the order of the text.

    `picked` are the quotes that people chose, `checks` is what they have checked. `sayings` are what the
    coder heard beside the mentions, None where it does not listen for that and rules find it
    (`otzvuk.coding.layers`). `theirs` is what it took for praise or blame of a rival: no mentions, counted
    nowhere, but shown with the rivals.
    """

    interview: Interview
    mentions: tuple[Mention, ...]
    ratings: tuple[Rating, ...] = ()
    picked: tuple[Picked, ...] = ()
    checks: Checks = Checks()
    sayings: tuple[Saying, ...] | None = None
    theirs: tuple[Mention, ...] = ()

    def by_turn(self) -> dict[int, list[Mention]]:
        """The mentions by the number of their turn; a turn without any is missing."""
        found: dict[int, list[Mention]] = {}
        for each in self.mentions:
            found.setdefault(each.turn, []).append(each)
        return found

    def answers(self) -> Iterator[tuple[int, Turn, list[Mention], str]]:
        """The respondents' turns in order: number, turn, its mentions, the question before ("" for none)."""
        said = self.by_turn()
        for at, turn in enumerate(self.interview.turns):
            if not turn.interviewer:
                asked = self.interview.question_before(at)
                yield at, turn, said.get(at, []), asked.text if asked else ""

    def _repr_html_(self) -> str:
        paragraphs = []
        for index, turn in enumerate(self.interview.turns):
            own = sorted(
                (each for each in self.mentions if each.turn == index), key=lambda m: (m.start, m.stop)
            )
            style = ' style="opacity:.6"' if turn.interviewer else ""
            words = "".join(map(_marked, stretches(turn.text, own)))
            paragraphs.append(f"<p{style}><b>{escape(turn.speaker or '—')}:</b> {words}</p>")
        return f"<div><h4>{escape(self.interview.id)}</h4>{''.join(paragraphs)}</div>"


_COLOURS = {Kind.PRAISE: "#d7f0dc", Kind.COMPLAINT: "#fbdcd8", Kind.WISH: "#dbe7fb"}


def _marked(stretch: Stretch[Mention]) -> str:
    """A piece of a turn for a notebook: marked where something is said of it, labelled where that begins."""
    labels = "".join(f"<sub>{each.kind.label}: {escape(each.code)}</sub>" for each in stretch.begins)
    if not stretch.over:
        return escape(stretch.text)
    why = "; ".join(filter(None, (each.why for each in stretch.over)))
    style = f"background:{_COLOURS[stretch.over[0].kind]};color:#1a1a1a"
    return f'{labels}<mark style="{style}" title="{escape(why)}">{escape(stretch.text)}</mark>'
