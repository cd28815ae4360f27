"""The price of harm: what people say trouble cost them, or how often it comes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from otzvuk.model.span import Span


class Measured(StrEnum):
    """What is counted: time and money, things, how often, what part."""

    TIME = "time"
    MONEY = "money"
    QUANTITY = "quantity"
    FREQUENCY = "frequency"
    SHARE = "share"

    @property
    def label(self) -> str:
        """The Russian name."""
        return _LABELS[self]


_LABELS = {
    Measured.TIME: "Время",
    Measured.MONEY: "Деньги",
    Measured.QUANTITY: "Количество",
    Measured.FREQUENCY: "Как часто",
    Measured.SHARE: "Доля",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """An amount at [`start`, `stop`) of turn `turn` that somebody says trouble cost or how far it goes.

    `low` and `high` are what is said, equal but for a range («семь-восемь»), in `unit`, as said: «minute»,
    «hour», «day»… for time, a currency for money («RUB», «RUB per hour» for a rate), «per week» for how
    often, 0…1 for a share, a thing's name in Russian for a quantity. `trouble` is where the words stand that
    it belongs to, None where only the question names it. `standing`: it is said of standing idle, the time
    that it lasted or what it costs by the hour. `code` and `process` are "" where the words do not say what
    failed.
    """

    turn: int
    start: int
    stop: int
    text: str
    kind: Measured
    low: float
    high: float
    unit: str
    trouble: Span | None = None
    standing: bool = False
    code: str = ""
    process: str = ""
