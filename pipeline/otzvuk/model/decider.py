"""Who decides about a supplier at a client's, and who has a say, as people there tell it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from otzvuk.model.span import Span


class Say(StrEnum):
    """How much somebody's word weighs."""

    DECIDES = "decides"
    INFLUENCES = "influences"

    @property
    def label(self) -> str:
        """The Russian name."""
        return {"decides": "Решает", "influences": "Влияет"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Words at [`start`, `stop`) of turn `turn` that say who decides or has a say.

    `who` is where the words name that person or body; None where the speaker tells it of himself or herself.
    """

    turn: int
    start: int
    stop: int
    text: str
    say: Say
    who: Span | None = None
