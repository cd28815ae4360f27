"""What matters most to a client, and what does not, in their own words."""

from __future__ import annotations

from dataclasses import dataclass

from otzvuk.model.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Words at [`start`, `stop`) of turn `turn` that say what matters (`important`) or does not.

    `thing` is where the words stand that name it, None where only the question does; `code` is "" where the
    words name nothing that the codebook knows.
    """

    turn: int
    start: int
    stop: int
    text: str
    important: bool
    thing: Span | None = None
    code: str = ""
