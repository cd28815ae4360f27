"""What the charts of the page show: bars of frequencies, the heat map, the ranking, the cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.overview import Overview
from otzvuk.numbers.wave import Measure
from otzvuk.report.remark import Remark


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart of codes; `width` is 0…1 of the chart."""

    depth: int
    label: str
    facets: Mapping[str, str]
    mentions: int
    respondents: int
    companies: int
    width: float


@dataclass(frozen=True, slots=True)
class Group:
    """The respondents of one role and what they said."""

    role: Role
    respondents: int
    companies: int
    counts: Mapping[str, int]  # mentions by kind


@dataclass(frozen=True, slots=True)
class Cell:
    """Complaints and praise of one role at one stage; `heat` is 0…1: complaints a respondent of the role."""

    role: Role
    complaints: int
    praise: int
    heat: float
    asked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A stage of the heat map."""

    stage: str
    label: str
    cells: tuple[Cell, ...]
    complaints: int
    praise: int


def groups(overview: Overview) -> tuple[Group, ...]:
    """The respondents by role."""
    return tuple(
        Group(
            Role(row["role"]),
            row["respondents"],
            row["companies"],
            {kind.value: row[kind.value] for kind in Kind},
        )
        for row in records(overview.roles)
    )


def share_before(findings: Findings, row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """How the share of respondents of a row of the outline kind, theme, code changed since the wave before.

    A row of `wave.CHANGES`; None where that is not known: of wishes, of totals.
    """
    measures = {Kind.COMPLAINT.value: Measure.COMPLAINT, Kind.PRAISE.value: Measure.PRAISE}
    by = {2: "theme", 3: "code"}.get(row["depth"])
    if by is None or row["kind"] not in measures:
        return None
    return findings.changed(by, row[by], measures[row["kind"]])


def heat_map(overview: Overview, journey: pd.DataFrame) -> tuple[Row, ...]:
    """Every stage of the codebook × every role shown; cells of nothing stay."""
    cells: dict[str, list[Cell]] = {}
    for row in records(overview.stages):
        cell = Cell(Role(row["role"]), row["complaint"], row["praise"], row["heat"], row["asked"] > 0)
        cells.setdefault(row["stage"], []).append(cell)
    return tuple(
        Row(row["stage"], row["stage_label"], tuple(cells[row["stage"]]), row["complaint"], row["praise"])
        for row in records(journey)
        if row["depth"] == 1
    )


def sufferers(overview: Overview, process: str) -> tuple[tuple[Group, int, int], ...]:
    """Who complains about a process: role group, its respondents with complaints, its complaints."""
    own = overview.sufferers[overview.sufferers["process"] == process]
    counts = {row["role"]: (row["respondents"], row["mentions"]) for row in records(own)}
    return tuple(
        (group, *counts.get(group.role.value, (0, 0))) for group in groups(overview) if group.respondents
    )


def causes(overview: Overview, process: str, codebook: Codebook) -> tuple[Bar, ...]:
    """The codes of the complaints about a process, the most frequent first."""
    found = records(overview.causes[overview.causes["process"] == process])
    longest = max((row["mentions"] for row in found), default=1)
    about = {"kind": Kind.COMPLAINT.value, "depth": 3}
    return tuple(_bar(row | about, codebook, longest, facets=("kind", "process", "code")) for row in found)


def best_quotes(chosen: Sequence[Remark], process: str, kind: Kind, most: int) -> tuple[Remark, ...]:
    """The picked quotes of one process and kind."""
    return tuple(each for each in chosen if each.process == process and each.kind is kind)[:most]


def _bar(
    row: Mapping[str, Any],
    codebook: Codebook,
    longest: int,
    facets: Sequence[str],
) -> Bar:
    name = row["code"] or row["theme"]
    return Bar(
        depth=row["depth"],
        label=codebook.label(name),
        facets={facet: row[facet] for facet in facets if row[facet]},
        mentions=row["mentions"],
        respondents=row["respondents"],
        companies=row["companies"],
        width=round(row["mentions"] / longest, 3),
    )
