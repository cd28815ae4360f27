"""A stretch of a talk that is a mention or might be one, with what it may say."""

from __future__ import annotations

from dataclasses import dataclass

from otzvuk.model.mention import Kind
from otzvuk.model.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """One of the things that a stretch may say, and how probable that is."""

    kind: Kind
    code: str
    process: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stretch [`start`, `stop`) of turn `turn`: a mention that was found, or a clause where none was.

    `nothing` is the probability that it is no mention; it and those of `chances` (the likeliest first, the
    unlikely ones left out) make about 1. `said` is what the coding says there, None where it says nothing;
    `decided` that a person has said so.
    """

    turn: int
    start: int
    stop: int
    text: str
    nothing: float
    chances: tuple[Chance, ...]
    said: Chance | None = None
    decided: bool = False

    @property
    def span(self) -> Span:
        """Where it stands in its turn."""
        return Span(self.start, self.stop)
