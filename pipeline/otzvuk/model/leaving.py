"""Leaving: what clients say of going elsewhere, of not being able to, and of staying."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from otzvuk.model.span import Span


class Sign(StrEnum):
    """Which way it points."""

    LEAVING = "leaving"
    DEPENDENCE = "dependence"
    STAYS = "stays"

    @property
    def label(self) -> str:
        """The Russian name."""
        return {"leaving": "Смотрит по сторонам", "dependence": "Уйти не может", "stays": "Остаётся"}[
            self.value
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Words at [`start`, `stop`) of turn `turn` that say whether a client goes, cannot go or stays.

    `reason` and `who` are where the same speaker says why and who decides; None where that is not said.
    `reason_turn` is the turn of the reason where it answers «почему?», asked after; None in the sign's own.
    `code` and `process` are of the mention that tells the reason, "" where none does.
    """

    turn: int
    start: int
    stop: int
    text: str
    sign: Sign
    reason: Span | None = None
    reason_turn: int | None = None
    who: Span | None = None
    code: str = ""
    process: str = ""
