"""Whom a survey shows, where that is not everybody: conditions that were asked for, and a wave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from otzvuk.model.wording import counted


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Whom a survey shows; of everybody all fields are empty.

    `conditions` are columns of the respondents and the values wanted, but for the wave; `only` says the same
    in Russian, as `--where` takes it, `line` together with the waves; `asked` is the wave that was asked for.
    `wave` is the one that is shown of several, `paper` that of the
    questionnaire's marks; `rest` are the other waves and how many interviews each has ("" for people without
    a wave). `pooled` are the waves that were asked for to be put together.
    """

    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only: str = ""
    line: str = ""
    asked: str = ""
    wave: str = ""
    paper: str = ""
    rest: tuple[tuple[str, int], ...] = ()
    pooled: tuple[str, ...] = ()

    @property
    def whom(self) -> str:
        """«только: сегмент=ушедшие»; empty where no condition was asked for."""
        return f"только: {self.only}" if self.only else ""

    @property
    def when(self) -> str:
        """Which wave the figures are of, as a sentence; empty where there are not several."""
        if self.pooled:
            return f"Волны {', '.join(self.pooled)} сложены вместе."
        found = []
        if self.wave:
            listed = ", ".join(
                f"{f'волна {name}' if name else 'без волны'} — {counted(number, 'interview')}"
                for name, number in self.rest
            )
            others = f"; не вошли: {listed}" if listed else ""
            found.append(f"Все числа — волны {self.wave}{others}.")
        if self.paper and self.paper != self.wave:
            found.append(f"Оценки из анкеты — волны {self.paper}.")
        return " ".join(found)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Both as sentences, to stand before the figures."""
        whom = f"{self.whom[:1].upper()}{self.whom[1:]}." if self.whom else ""
        return tuple(filter(None, (whom, self.when)))
