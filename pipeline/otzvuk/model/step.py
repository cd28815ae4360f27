"""What a client wants, asks, meets and proposes on the way with a supplier: the rows of a journey map."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from otzvuk.model.mention import Kind


class MapRow(StrEnum):
    """A row of the journey map, in the method's order; pains, praise and wishes are mentions."""

    GOAL = "goal"
    QUESTION = "question"
    TOUCH = "touch"
    PAIN = "pain"
    PRAISE = "praise"
    WISH = "wish"
    IDEA = "idea"

    @property
    def label(self) -> str:
        """The row's Russian name."""
        return {
            "goal": "Цели",
            "question": "Вопросы",
            "touch": "Точки контакта",
            "pain": "Боли",
            "praise": "Похвалы",
            "wish": "Пожелания",
            "idea": "Идеи",
        }[self.value]

    @property
    def kind(self) -> Kind | None:
        """The kind of mentions that the row shows; None for those that have rules of their own."""
        kinds = {MapRow.PAIN: Kind.COMPLAINT, MapRow.PRAISE: Kind.PRAISE, MapRow.WISH: Kind.WISH}
        return kinds.get(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Words at [`start`, `stop`) of turn `turn` for `row` of the map: a goal, question, touch point or idea.

    `process` tells the stage. `channel` is what a touch point goes through (`models/lexicons/journey.yaml`),
    "" in other rows.
    """

    turn: int
    start: int
    stop: int
    text: str
    row: MapRow
    process: str
    channel: str = ""
