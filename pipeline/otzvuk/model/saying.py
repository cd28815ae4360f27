"""What a coder hears beside the mentions: words taken for a loss, a sign of leaving or what matters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from otzvuk.model.span import Span

IMPORTANT, UNIMPORTANT = "important", "not"


class Layer(StrEnum):
    """The layers that a coder listens for."""

    LOSSES = "losses"
    LEAVING = "leaving"
    MATTERS = "matters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Words at [`start`, `stop`) of turn `turn` that belong to a layer, how probably, and as what.

    `label` is the sign of leaving (`otzvuk.model.leaving.Sign`), `IMPORTANT` or `UNIMPORTANT` of what
    matters, and "" of an amount that harm cost.
    """

    turn: int
    start: int
    stop: int
    layer: Layer
    label: str
    sure: float

    @property
    def span(self) -> Span:
        """Where it stands in its turn."""
        return Span(self.start, self.stop)
