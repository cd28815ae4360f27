"""What a person decided about a stretch of a talk: the nouns, no steps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from otzvuk.model.mention import Kind, Mention, Trend
from otzvuk.model.span import Span


class Act(StrEnum):
    """What somebody did."""

    CONFIRM = "confirm"
    REJECT = "reject"
    CHANGE = "change"
    ADD = "add"
    SPLIT = "split"
    MERGE = "merge"
    QUOTE = "quote"
    SHORTEN = "shorten"
    NOTE = "note"
    UNDO = "undo"
    REDO = "redo"

    @property
    def label(self) -> str:
        """The act's Russian name."""
        return _LABELS[self.value]


_LABELS = {
    "confirm": "верно",
    "reject": "не упоминание",
    "change": "исправлено",
    "add": "добавлено",
    "split": "разделено",
    "merge": "объединено",
    "quote": "взято в цитаты",
    "shorten": "цитата сокращена",
    "note": "заметка",
    "undo": "отменено",
    "redo": "возвращено",
}

JUDGING = frozenset({Act.CONFIRM, Act.REJECT, Act.CHANGE, Act.ADD, Act.SPLIT, Act.MERGE})
"""The acts that say what the mentions are; the others are about quotes, notes and earlier decisions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A stretch [`start`, `stop`) of turn `turn`, with what finds it again in a transcript that was edited.

    `text` is what stands there, `before` and `after` the words around it in its turn; `file` is the
    transcript within the study. Offsets are code points in the turn's text. No person and no company is
    named by an id: ids are given anew when a study changes.
    """

    interview: str
    file: str
    turn: int
    start: int
    stop: int
    text: str
    before: str = ""
    after: str = ""

    @property
    def span(self) -> Span:
        """Where it stands in its turn."""
        return Span(self.start, self.stop)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a mention is said to be, at [`start`, `stop`) of the turn of its decision's place."""

    start: int
    stop: int
    kind: Kind
    code: str
    process: str
    trend: Trend = Trend.NONE

    @property
    def span(self) -> Span:
        """Where it stands in its turn."""
        return Span(self.start, self.stop)

    @classmethod
    def of(cls, mention: Mention) -> Judged:
        """What `mention` says."""
        return cls(
            start=mention.start, stop=mention.stop, kind=mention.kind, code=mention.code,
            process=mention.process, trend=mention.trend,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One act of one person, never changed: what follows it is another decision.

    `at` is when (ISO 8601 with its offset), `by` who. `was` are the mentions it was about (none for one that
    is added), `now` what stands instead: the same for a confirmation, nothing for a rejection. `shown` is how
    a quote is to be printed, with […] where words are left out; "" where as it stands. `batch` is common to
    what was decided in one go; `of` is the decision that an undo or redo is about. `sampled` is the
    probability with which the stretch was drawn, where chance had drawn it; 0 where somebody chose it.
    """

    id: str
    at: str
    by: str
    act: Act
    place: Place
    was: tuple[Judged, ...] = ()
    now: tuple[Judged, ...] = ()
    shown: str = ""
    note: str = ""
    batch: str = ""
    of: str = ""
    sampled: float = 0.0


GONE = "[удалено]"
"""What stands for names and words that somebody has taken back (`otzvuk forget`)."""


def decision_digest(decision: Decision) -> str:
    """What a correction keeps of a decision that it was learnt from."""
    return sha256(decision.id.encode()).hexdigest()[:12]


def is_withdrawn(decision: Decision) -> bool:
    """Whether a decision was about words that somebody has taken back: it stands, and counts nowhere."""
    return decision.place.text == GONE


BLIND = " (вслепую)"
"""How the name of a second coder ends who sees nobody's mentions: their coding changes no number."""

_SETTLING = "settle:"


def is_blind(by: str) -> bool:
    """Whether a coder of that name works blind."""
    return by.endswith(BLIND)


def settling(name: str) -> str:
    """The batch of a decision that settles a disagreement; `name` is unlike that of any other batch."""
    return _SETTLING + name


def is_settling(decision: Decision) -> bool:
    """Whether a decision settles what two coders decided differently: it is neither coder's own."""
    return decision.batch.startswith(_SETTLING)
