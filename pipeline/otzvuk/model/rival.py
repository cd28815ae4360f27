"""Rivals: whom a client compares the supplier with, and how the comparison ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from otzvuk.model.span import Span


class Verdict(StrEnum):
    """What is said of us, the supplier, against the rival; `ALONE` is said of the rival without us."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    ALONE = "alone"

    @property
    def label(self) -> str:
        """The Russian name."""
        return {
            "better": "Мы лучше",
            "worse": "Мы хуже",
            "same": "Одинаково",
            "alone": "Только о нём",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """A rival named at [`start`, `stop`) of turn `turn`, and what is said of us against it.

    `aspect` is where the comparison stands. `code` and `process` are of the mention that the comparison
    makes, else of its words; "" where neither tells.
    """

    turn: int
    start: int
    stop: int
    text: str
    verdict: Verdict
    aspect: Span
    code: str = ""
    process: str = ""
