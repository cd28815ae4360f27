"""What the charts of the page show: bars of frequencies, the heat map, the ranking, the cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind
from otzvuk.numbers.count import COMPANY, frequencies, subtotals
from otzvuk.numbers.survey import Survey
from otzvuk.report.remark import Remark, records

KNOWN_ROLES = (Role.ECONOMIC, Role.TECHNICAL, Role.USER)
"""The roles that always have a column, asked or not."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the frequency chart: a theme (`depth` 2) or a code (3). `width` is 0…1 of the chart."""

    depth: int
    label: str
    facets: Mapping[str, str]
    mentions: int
    respondents: int
    companies: int
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The frequency chart of one kind with its totals."""

    kind: Kind
    mentions: int
    respondents: int
    companies: int
    bars: tuple[Bar, ...]


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


def roles_shown(respondents: pd.DataFrame) -> tuple[Role, ...]:
    """The three roles, and 'unknown' where somebody's role is."""
    unknown = (Role.UNKNOWN,) if Role.UNKNOWN.value in set(respondents["role"]) else ()
    return KNOWN_ROLES + unknown


def groups(survey: Survey) -> tuple[Group, ...]:
    """The respondents by role."""
    mentions, respondents = survey.mentions, survey.respondents
    said = mentions.groupby(["role", "kind"]).size().to_dict()
    found = []
    for role in roles_shown(respondents):
        own = respondents[respondents["role"] == role.value]
        counts = {kind.value: int(said.get((role.value, kind.value), 0)) for kind in Kind}
        found.append(Group(role, len(own), own[COMPANY].nunique(), counts))
    return tuple(found)


def frequency_charts(survey: Survey) -> tuple[Chart, ...]:
    """One chart a kind: theme by theme, the codes of each, the most frequent first; all on one scale."""
    kinds = [kind.value for kind in Kind]
    codebook = survey.codebook
    outline = records(subtotals(survey, ["kind", "theme", "code"], orders={"kind": kinds}))
    longest = max((row["mentions"] for row in outline if row["depth"] == 2), default=1)
    totals = {row["kind"]: row for row in outline if row["depth"] == 1}
    found = []
    for kind in Kind:
        bars = tuple(
            _bar(row, codebook, longest) for row in outline if row["kind"] == kind.value and row["depth"] > 1
        )
        counts = totals.get(kind.value, dict.fromkeys(("mentions", "respondents", "companies"), 0))
        found.append(Chart(kind, counts["mentions"], counts["respondents"], counts["companies"], bars))
    return tuple(found)


def heat_map(survey: Survey) -> tuple[Row, ...]:
    """Every stage of the codebook × every role shown; cells of nothing stay."""
    mentions, respondents, codebook = survey.mentions, survey.respondents, survey.codebook
    counts = mentions.groupby(["stage", "role", "kind"]).size().to_dict()
    asked = respondents.groupby("role").size().to_dict()
    roles = roles_shown(respondents)

    def count(stage: str, role: Role, kind: Kind) -> int:
        return int(counts.get((stage, role.value, kind.value), 0))

    each = {
        (stage, role): count(stage, role, Kind.COMPLAINT) / max(int(asked.get(role.value, 0)), 1)
        for stage in codebook.stages
        for role in roles
    }
    hottest = max(each.values(), default=0) or 1
    found = []
    for stage, label in codebook.stages.items():
        cells = tuple(
            Cell(
                role,
                count(stage, role, Kind.COMPLAINT),
                count(stage, role, Kind.PRAISE),
                round(each[stage, role] / hottest, 3),
                role.value in asked,
            )
            for role in roles
        )
        own = mentions[mentions["stage"] == stage]
        complaints, praise = (int((own["kind"] == kind).sum()) for kind in ("complaint", "praise"))
        found.append(Row(stage, label, cells, complaints, praise))
    return tuple(found)


def unmentioned(survey: Survey) -> tuple[str, ...]:
    """Labels of the codes that nobody mentioned."""
    said = set(survey.mentions["code"])
    return tuple(code.label for name, code in survey.codebook.codes.items() if name not in said)


def sufferers(
    survey: Survey, process: str, groups_asked: Sequence[Group]
) -> tuple[tuple[Group, int, int], ...]:
    """Who complains about a process: role group, its respondents with complaints, its complaints."""
    own = frequencies(_complaints(survey, process), ["role"])
    counts = {row["role"]: (row["respondents"], row["mentions"]) for row in records(own)}
    return tuple(
        (group, *counts.get(group.role.value, (0, 0))) for group in groups_asked if group.respondents
    )


def causes(survey: Survey, process: str) -> tuple[Bar, ...]:
    """The codes of the complaints about a process, the most frequent first."""
    found = records(frequencies(_complaints(survey, process), ["code"]))
    longest = max((row["mentions"] for row in found), default=1)
    about = {"kind": Kind.COMPLAINT.value, "process": process}
    return tuple(
        _bar(row | about | {"depth": 3}, survey.codebook, longest, ("kind", "process", "code"))
        for row in found
    )


def _complaints(survey: Survey, process: str) -> Survey:
    complaints = survey.of_kind(Kind.COMPLAINT).mentions
    return survey.but(mentions=complaints[complaints["process"] == process])


def best_quotes(chosen: Sequence[Remark], process: str, kind: Kind, most: int) -> tuple[Remark, ...]:
    """The picked quotes of one process and kind."""
    return tuple(each for each in chosen if each.process == process and each.kind is kind)[:most]


def _bar(
    row: Mapping[str, Any],
    codebook: Codebook,
    longest: int,
    facets: Sequence[str] = ("kind", "theme", "code"),
) -> Bar:
    name = row["code"] or row["theme"]
    return Bar(
        row["depth"],
        codebook.label(name),
        {facet: row[facet] for facet in facets if row[facet]},
        row["mentions"],
        row["respondents"],
        row["companies"],
        round(row["mentions"] / longest, 3),
    )
