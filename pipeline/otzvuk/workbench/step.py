"""What is being done while somebody waits, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done, and how many pieces of it are done, of how many (0: nobody knows)."""

    what: str
    done: int = 0
    total: int = 0

    @property
    def sentence(self) -> str:
        """The step in Russian."""
        return f"{self.what}: {self.done} из {self.total}" if self.total > 1 else f"{self.what}…"
