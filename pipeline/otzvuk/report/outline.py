"""The frequency tree worded once for every report: its branches with bars, and how they overlap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from otzvuk.model import wording
from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.lens import BRANCHES
from otzvuk.report.charts import share_before
from otzvuk.report.wellformed import plain

Row = Mapping[str, Any]

TITLE: Final = "Дерево частот"
WORSE: Final = Trend.WORSE.value


@dataclass(frozen=True, slots=True)
class Leaf:
    """A theme (`depth` 2) or code (3) of a branch; its bar is `width` (0…1) of the longest.

    `before` is the change of its share of respondents since the wave before (a row of `wave.CHANGES`), None
    where that is not known.
    """

    row: Row
    label: str
    facets: Mapping[str, str]
    width: float
    before: Row | None


@dataclass(frozen=True, slots=True)
class Branch:
    """Praise, complaints, wishes or deterioration: its row, and its themes each before their codes."""

    name: str
    label: str
    row: Row
    facets: Mapping[str, str]
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The tree: its total, its branches, and sentences on how they add up."""

    total: Row
    branches: tuple[Branch, ...]
    sentences: tuple[str, ...]


def outline(findings: Findings) -> Outline:
    """The tree of a study."""
    return grown(findings.views.tree, findings)


def grown(tree: pd.DataFrame, findings: Findings | None = None) -> Outline:
    """The same of its table alone; changes need the findings."""
    rows = records(tree)
    longest = max((row["mentions"] for row in rows if row["depth"] == 2), default=1)
    branches = []
    for name, label in BRANCHES.items():
        own = [row for row in rows if row["branch"] == name]
        of_branch = {"trend": WORSE} if name == WORSE else {"kind": name}
        leaves = tuple(
            Leaf(
                row,
                plain(row["label"]),
                of_branch | {each: row[each] for each in ("theme", "code") if row[each]},
                round(row["mentions"] / longest, 3),
                None if findings is None else share_before(findings, dict(row) | {"kind": name}),
            )
            for row in own[1:]
        )
        branches.append(Branch(name, label, own[0], of_branch, leaves))
    return Outline(rows[0], tuple(branches), _sentences(rows[0], branches[-1].row))


def _sentences(total: Row, worse: Row) -> tuple[str, ...]:
    parts = ", ".join(wording.counted(total[kind.value], kind.value) for kind in Kind)
    found = [f"Всего {wording.counted(total['mentions'], 'mention')}: {parts}."]
    if not worse["mentions"]:
        return (*found, "Слов о том, что стало хуже, в разметке нет.")
    of_kinds = ", ".join(wording.counted(worse[kind.value], kind.value) for kind in Kind if worse[kind.value])
    return (
        *found,
        "Ухудшения — не четвёртая часть суммы, а те же упоминания ещё раз: в них сказано, что стало хуже. "
        f"Их {worse['mentions']} ({of_kinds}); в этих ветках и во «Всего» они уже есть.",
    )


def lines(branch: Branch) -> list[tuple[Row, str]]:
    """Rows of a branch for a page: themes and codes; those said once on one line a theme."""
    found: list[tuple[Row, str]] = []
    rare: list[Leaf] = []

    def close() -> None:
        if len(rare) == 1:
            found.append((rare[0].row, rare[0].label))
        elif rare:
            together = {"depth": 3, "mentions": sum(each.row["mentions"] for each in rare)}
            found.append((together, f"по одному: {'; '.join(each.label for each in rare)}"))
        rare.clear()

    for leaf in branch.leaves:
        if leaf.row["depth"] == 2:
            close()
            found.append((leaf.row, leaf.label))
        elif leaf.row["mentions"] < 2:
            rare.append(leaf)
        else:
            found.append((leaf.row, leaf.label))
    close()
    return found


def room(branch: Branch, most: int) -> tuple[list[Leaf], int]:
    """The leaves of a branch in so many lines: its themes, the most frequent codes; how many are left out."""
    themes = [leaf for leaf in branch.leaves if leaf.row["depth"] == 2][:most]
    codes: Sequence[Leaf] = [leaf for leaf in branch.leaves if leaf.row["depth"] == 3]
    spare = max(most - len(themes), 0)
    if len(codes) > spare:  # a line says how many are left out
        spare = max(spare - 1, 0)
    kept = sorted(codes, key=lambda leaf: -leaf.row["mentions"])[:spare]
    shown = [leaf for leaf in branch.leaves if leaf in themes or leaf in kept]
    return shown, len(codes) - len(kept)
