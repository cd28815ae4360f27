"""What coding yields: mentions and ratings with their places in an interview."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import Protocol

from otzvuk.model.interview import Interview


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


class Placed(Protocol):
    """Anything at [`start`, `stop`) of a text: a token, clause, mention, quote."""

    @property
    def start(self) -> int:
        """The first code point."""

    @property
    def stop(self) -> int:
        """The code point after the last."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch [`start`, `stop`) of a text, and the one test of whether two of them touch."""

    start: int
    stop: int

    def shared(self, other: Placed) -> int:
        """How many code points both hold; 0 or less where they do not overlap."""
        return min(self.stop, other.stop) - max(self.start, other.start)

    def overlaps(self, other: Placed) -> bool:
        """Whether some code point is in both."""
        return self.shared(other) > 0

    def contains(self, other: Placed) -> bool:
        """Whether the other lies within this one."""
        return self.start <= other.start and other.stop <= self.stop


@dataclass(frozen=True, slots=True)
class Mention:
    """The shortest stretch of one respondent's turn that evaluates one code with one kind.

    `turn` is the 0-based index over all turns of the interview; `start`, `stop` are code points in
    the turn's text (end exclusive) and `text` is what stands there. `confidence` is the probability
    that kind and code are both right. `decided_by` is `rule:<id>`, `model:<name>@<version>` or
    `person:<name>`; `why` says in Russian what led to the decision.
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


@dataclass(frozen=True)
class Coding:
    """An interview with its mentions and ratings, each in the order of the text."""

    interview: Interview
    mentions: tuple[Mention, ...]
    ratings: tuple[Rating, ...] = ()

    def _repr_html_(self) -> str:
        colours = {Kind.PRAISE: "#d7f0dc", Kind.COMPLAINT: "#fbdcd8", Kind.WISH: "#dbe7fb"}
        paragraphs = []
        for index, turn in enumerate(self.interview.turns):
            pieces, at = [], 0
            for mention in sorted((m for m in self.mentions if m.turn == index), key=lambda m: m.start):
                if mention.start < at:  # a second mention on the same stretch: only its label is added
                    pieces.append(f"<sub>{escape(mention.code)}</sub>")
                    continue
                pieces.append(escape(turn.text[at : mention.start]))
                pieces.append(
                    f'<mark style="background:{colours[mention.kind]}" title="{escape(mention.why)}">'
                    f"{escape(mention.text)}</mark><sub>{mention.kind.label}: {escape(mention.code)}</sub>"
                )
                at = mention.stop
            pieces.append(escape(turn.text[at:]))
            style = ' style="opacity:.6"' if turn.interviewer else ""
            paragraphs.append(f"<p{style}><b>{escape(turn.speaker or '—')}:</b> {''.join(pieces)}</p>")
        return f"<div><h4>{escape(self.interview.id)}</h4>{''.join(paragraphs)}</div>"
