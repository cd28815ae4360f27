"""The plan of action that people keep in a study's folder: what is to be done, by whom, by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

STATES: Final = ("не начато", "в работе", "сделано", "отложено")
"""What the form offers for the state of an action; people may write anything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A row of plan.xlsx, every cell as its author wrote it; `more` are columns of their own."""

    process: str = ""
    problem: str = ""
    metric: str = ""
    action: str = ""
    owner: str = ""
    due: str = ""
    state: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def note(self) -> str:
        """The author's own columns in one line, without those that came with a draft."""
        return "; ".join(
            f"{name}: {value}"
            for name, value in self.more.items()
            if value and name.casefold() not in _GROUNDS
        )


LABELS: Final = {
    "process": "Процесс", "problem": "Проблема", "metric": "Показатель", "action": "Что сделать",
    "owner": "Ответственный", "due": "Срок", "state": "Состояние",
}  # fmt: skip
"""The plan's columns in Russian, in the order of the form."""

WAVE: Final = "Волна"
"""The column of a plan that says after which wave an action was planned."""

GROUNDS: Final = ("Гипотеза", "Кто страдает", "Просят сами", "Жалуются", "Сомнения", WAVE)
"""What a draft of the program says besides: its columns, which come along with a row that is moved."""

_GROUNDS: Final = frozenset(name.casefold() for name in GROUNDS)
