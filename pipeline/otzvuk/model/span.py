"""A stretch of a text: what stands where, whether two of them touch, whether it ends where a word does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


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


def is_edge(text: str, at: int) -> bool:
    """Whether no word is cut before the code point `at` of a text.

    >>> is_edge("два слова", 3), is_edge("два слова", 2)
    (True, False)
    """
    return not (0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum())
