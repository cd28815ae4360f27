"""What became of what a language model said: how much was taken, how much was dropped and why."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

_DROPPED: Final = {
    "lost": "слов нет в реплике",
    "interviewer": "слова интервьюера",
    "strange_code": "нет такого кода",
    "strange_kind": "нет такого вида",
    "lengthy": "слишком длинно",
    "again": "повтор",
}


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Counts of questions and of mentions.

    `exact` stand in the transcript letter by letter, `near` but for spelling or few letters; the other
    mentions were dropped: `lost` (their words stand nowhere in the talk), `interviewer`, `strange_code`,
    `strange_kind`, `lengthy`, `again` (said twice). `unread` answers said nothing that could be read.
    """

    questions: int = 0
    exact: int = 0
    near: int = 0
    lost: int = 0
    interviewer: int = 0
    strange_code: int = 0
    strange_kind: int = 0
    lengthy: int = 0
    again: int = 0
    unread: int = 0
    tokens: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            **{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(Tally)}
        )

    @property
    def dropped(self) -> int:
        """How many mentions were said and not taken."""
        return sum(getattr(self, name) for name in _DROPPED)

    @property
    def sentence(self) -> str:
        """All of it for people, in one Russian sentence."""
        why = ", ".join(
            f"{what} — {count}" for name, what in _DROPPED.items() if (count := getattr(self, name))
        )
        said = f"Ответов языковой модели {self.questions}: упоминаний взято {self.exact + self.near}"
        if self.near:
            said += f" (из них найдено с поправкой на написание {self.near})"
        said += f", отброшено {self.dropped}" + (f" ({why})" if why else "")
        return said + (f"; ответов не разобрано: {self.unread}" if self.unread else "")
