"""How the order of processes changes under other settings than the study's own.

Nobody knows the right weight of a role, the right cap or how sure a coding must be. So the ranking is
computed under every combination of a few defensible answers (a multiverse analysis: Steegen, Tuerlinckx,
Gelman & Vanpaemel, Perspectives on Psychological Science 11 (2016) 702–712), and each process is shown with
the number of settings that leave it where it is. The 24 settings of `default_grid`:

- role weights (3): those of study.yaml; the same for all; economic buyers twice; people who use the product
  twice – the first three of these that differ;
- cap (2): that of study.yaml, and 1 (whoever complains counts once; 3 where the study's own is 1);
- mentions (4): all; only those with confidence of at least 0.5; of at least 0.7; all, each weighted by its
  confidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Role
from otzvuk.model.study import Settings
from otzvuk.numbers.count import PERSON, framed
from otzvuk.numbers.damage.place import TOP, places
from otzvuk.numbers.damage.wording import listed, quoted
from otzvuk.numbers.net import held_against, role_weights
from otzvuk.numbers.resample import Floats, weighted_means
from otzvuk.numbers.survey import Survey

GRID: Mapping[str, str] = {
    "setting": "int64",
    "roles": "string",
    "cap": "int64",
    "mentions": "string",
    "process": "string",
    "damage": "float64",
    "place": "int64",
    "last_place": "int64",
}
"""Columns and types of the grid: one row a setting and process; `last_place` differs where it is tied."""

SENSITIVITY: Mapping[str, str] = {
    "rank": "Int64",
    "process": "string",
    "settings": "int64",
    "same_place": "int64",
    "top3": "int64",
    "best_place": "int64",
    "worst_place": "int64",
    "damage_low": "float64",
    "damage_high": "float64",
}
"""Columns and types of the table of sensitivity, one row a process, in the order of the ranking."""


_PLACES = ("первое место", "второе", "третье")


@dataclass(frozen=True, slots=True)
class RoleWeights:
    """Weights of roles under a Russian name; a role that is not named weighs 1."""

    label: str
    weights: Mapping[Role, float]


@dataclass(frozen=True, slots=True)
class Counted:
    """Which mentions count: those with at least this confidence, each as 1 or as its confidence."""

    label: str
    threshold: float = 0.0
    by_confidence: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """The settings to try: every combination of these."""

    roles: tuple[RoleWeights, ...]
    caps: tuple[int, ...]
    mentions: tuple[Counted, ...]

    def __len__(self) -> int:
        return len(self.roles) * len(self.caps) * len(self.mentions)

    def __iter__(self) -> Iterator[tuple[RoleWeights, int, Counted]]:
        for roles in self.roles:
            for cap in self.caps:
                for counted in self.mentions:
                    yield roles, cap, counted


def default_grid(settings: Settings) -> Grid:
    """The 24 settings that the module's docstring names; the study's own come first."""
    candidates = (
        RoleWeights("как в исследовании", settings.role_weights),
        RoleWeights("все роли поровну", {}),
        RoleWeights("экономические покупатели вдвое", {Role.ECONOMIC: 2.0}),
        RoleWeights("эксплуатанты вдвое", {Role.USER: 2.0}),
    )
    different: dict[tuple[float, ...], RoleWeights] = {}
    for each in candidates:
        weights = [each.weights.get(role, 1.0) for role in Role]
        different.setdefault(tuple(weight / sum(weights) for weight in weights), each)
    own = settings.damage_cap
    return Grid(
        roles=tuple(different.values())[:3],
        caps=(own, 1 if own > 1 else 3),
        mentions=(
            Counted("все"),
            Counted("уверенность от 0,5", 0.5),
            Counted("уверенность от 0,7", 0.7),
            Counted("с весом по уверенности", by_confidence=True),
        ),
    )


def sensitivity_grid(survey: Survey, *, grid: Grid | None = None) -> pd.DataFrame:
    """Damage and place of every process under every setting, the columns of `GRID`.

    Settings are numbered from 1 in the order of the grid; processes stand in the order of the codebook. A
    process that keeps no mention under a setting has damage 0 there.
    """
    grid = grid or default_grid(survey.settings)
    processes = list(survey.net.columns)
    weights = {
        roles.label: role_weights(survey.people, Settings(role_weights=roles.weights)) for roles in grid.roles
    }
    held = {counted.label: _held_against(survey, counted) for counted in grid.mentions}
    rows: list[dict[str, Any]] = []
    for number, (roles, cap, counted) in enumerate(grid, 1):
        values = np.clip(held[counted.label], 0, cap).astype(np.float64)
        damage = weighted_means(weights[roles.label][np.newaxis, :], values)[0]
        first, last = places(damage[np.newaxis, :])
        head = {"setting": number, "roles": roles.label, "cap": cap, "mentions": counted.label}
        rows += [
            head | {"process": process, "damage": own, "place": place, "last_place": last_place}
            for process, own, place, last_place in zip(processes, damage, first[0], last[0], strict=True)
        ]
    return framed(rows, GRID)


def sensitivity(grid: pd.DataFrame, ranking: pd.DataFrame) -> pd.DataFrame:
    """How firmly each process of a damage table holds its place under the settings of `sensitivity_grid`.

    Columns of `SENSITIVITY`: `rank` and `process` as in the damage table; `settings`, how many were tried;
    `same_place`, under how many it is at its rank and shares it with nobody; `top3`, under how many it is
    surely among the first three (no tie with the fourth) and has damage; the best and the worst place and
    the range of its damage. Ties count against firmness, as in the damage table.
    """
    number = int(grid["setting"].max()) if len(grid) else 0
    rows = []
    own = dict(tuple(grid.groupby("process", sort=False))) if len(grid) else {}
    for process, rank in zip(ranking["process"], ranking["rank"], strict=True):
        tried = own[process]
        harmful = tried["damage"] > 0
        at = 0 if pd.isna(rank) else int(rank)  # without damage there is no place to keep
        alone = (tried["place"] == at) & (tried["last_place"] == at)
        rows.append(
            {
                "rank": rank,
                "process": process,
                "settings": number,
                "same_place": int((alone & harmful).sum()),
                "top3": int(((tried["last_place"] <= TOP) & harmful).sum()),
                "best_place": tried["place"].min(),
                "worst_place": tried["last_place"].max(),
                "damage_low": tried["damage"].min(),
                "damage_high": tried["damage"].max(),
            }
        )
    return framed(rows, SENSITIVITY)


def sensitivity_sentence(table: pd.DataFrame, ranking: pd.DataFrame, codebook: Codebook) -> str:
    """One Russian sentence about the first three places of a table of sensitivity; "" where nobody hurts."""
    harmful = set(ranking.loc[ranking["damage"] > 0, "process"])
    first = table[table["process"].isin(harmful)].head(TOP)
    if not len(first):
        return ""
    number = int(first["settings"].iloc[0])
    one = number % 10 == 1 and number % 100 != 11
    parts = []
    for at, (process, held) in enumerate(zip(first["process"], first["same_place"], strict=True)):
        verb = "—" if at else "держится"
        parts.append(f"{_PLACES[at]} ({quoted(process, codebook)}) {verb} {_held(int(held), number)}")
    always = [
        process for process, held in zip(first["process"], first["top3"], strict=True) if held == number
    ]
    rest = f"; всегда в первой тройке {listed(always, codebook)}" if always else ""
    return f"Из {number} {'настройки' if one else 'настроек'} расчёта {', '.join(parts)}{rest}."


def _held(held: int, number: int) -> str:
    if held == number:
        return "при всех"
    return f"при {held}" if held else "ни при одной"


def _held_against(survey: Survey, counted: Counted) -> Floats:
    people, processes = survey.people[PERSON], list(survey.net.columns)
    held: Floats = held_against(
        survey, people, processes, by_confidence=counted.by_confidence, least=counted.threshold
    )
    return held
