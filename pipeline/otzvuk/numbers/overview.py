"""Who was asked and what they speak of: the plain counts that every report begins with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind
from otzvuk.numbers.count import COMPANY, framed
from otzvuk.numbers.frequency import frequencies, subtotals
from otzvuk.numbers.survey import Survey

OUTLINES = (
    ("kind", "theme", "code"),
    ("role", "kind", "theme", "code"),
    ("stage", "kind", "theme", "code"),
    ("stage", "role", "theme"),
)
"""What is broken down by what, one within another."""

KNOWN_ROLES = (Role.ECONOMIC, Role.TECHNICAL, Role.USER)
"""The roles that always have a row, asked or not."""

_KINDS = {kind.value: "int64" for kind in Kind}

ROLES: Mapping[str, str] = {"role": "string", "respondents": "int64", "companies": "int64"} | _KINDS
"""Columns and types of the roles: who was asked, and how many mentions of each kind they made."""

STAGES: Mapping[str, str] = {
    "stage": "string",
    "role": "string",
    "complaint": "int64",
    "praise": "int64",
    "asked": "int64",
    "heat": "float64",
}
"""Columns and types of stage × role; `heat` is complaints a respondent of the role, 1 where it is worst."""

_CAUSES = ("process", "code")
_SUFFERERS = ("process", "role")


@dataclass(frozen=True)
class Overview:
    """The counts; tables are those of `subtotals` (outlines) and `frequencies` (of complaints) unless said.

    - `outlines`: by the columns of `OUTLINES`, each with a column of mentions for each kind
    - `roles` (`ROLES`), `stages` (`STAGES`, every stage of the codebook, then every role shown)
    - `causes`: complaints by process and code; `sufferers`: by process and role
    - `mentions`: how many of each kind; `unmentioned`: codes that nobody spoke of
    """

    outlines: Mapping[tuple[str, ...], pd.DataFrame]
    roles: pd.DataFrame
    stages: pd.DataFrame
    causes: pd.DataFrame
    sufferers: pd.DataFrame
    mentions: Mapping[Kind, int]
    unmentioned: tuple[str, ...]


def overview(survey: Survey) -> Overview:
    """Count everybody and everything."""
    complaints, said = survey.of_kind(Kind.COMPLAINT), set(survey.mentions["code"])
    kinds = Counter(survey.mentions["kind"].tolist())
    return Overview(
        outlines={by: _outline(survey, by) for by in OUTLINES},
        roles=_roles(survey),
        stages=_stages(survey),
        causes=frequencies(complaints, _CAUSES),
        sufferers=frequencies(complaints, _SUFFERERS),
        mentions={kind: kinds[kind.value] for kind in Kind},
        unmentioned=tuple(code for code in survey.codebook.codes if code not in said),
    )


def _outline(survey: Survey, by: tuple[str, ...]) -> pd.DataFrame:
    """The subtotals by the columns `by`, kinds, roles and stages in their own order."""
    orders = {
        "kind": [kind.value for kind in Kind],
        "role": [role.value for role in Role],
        "stage": list(survey.codebook.stages),
    }
    table = subtotals(survey, by, orders=orders, reach=True)
    if "kind" in by:
        return table
    counts = Counter[tuple[str, ...]]()
    columns = [[str(value) for value in survey.mentions[column].tolist()] for column in (*by, "kind")]
    for *path, said in zip(*columns, strict=True):
        for depth in range(len(by) + 1):
            counts[(*path[:depth], *[""] * (len(by) - depth), said)] += 1
    paths = list(zip(*(table[column].tolist() for column in by), strict=True))
    for kind in Kind:
        table[kind.value] = np.array([counts[(*path, kind.value)] for path in paths], dtype=np.int64)
    return table


def _shown(survey: Survey) -> tuple[Role, ...]:
    """The three roles, and 'unknown' where somebody's role is."""
    unknown = (Role.UNKNOWN,) if Role.UNKNOWN.value in set(survey.respondents["role"]) else ()
    return KNOWN_ROLES + unknown


def _said(survey: Survey, *columns: str) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(survey.mentions[column].tolist() for column in columns), strict=True))


def _roles(survey: Survey) -> pd.DataFrame:
    said = _said(survey, "role", "kind")
    rows = []
    for role in _shown(survey):
        own = survey.respondents[survey.respondents["role"] == role.value]
        counts = {kind.value: said[role.value, kind.value] for kind in Kind}
        asked = {"respondents": len(own), "companies": own[COMPANY].nunique()}
        rows.append({"role": role.value, **asked, **counts})
    return framed(rows, ROLES)


def _stages(survey: Survey) -> pd.DataFrame:
    said = _said(survey, "stage", "role", "kind")
    asked = Counter(survey.respondents["role"].tolist())
    rows = []
    for stage in survey.codebook.stages:
        for role in _shown(survey):
            cell = {kind.value: said[stage, role.value, kind.value] for kind in (Kind.COMPLAINT, Kind.PRAISE)}
            people = asked[role.value]
            each = cell[Kind.COMPLAINT.value] / max(people, 1)
            rows.append({"stage": stage, "role": role.value, "asked": people, "heat": each, **cell})
    table = framed(rows, STAGES)
    return table.assign(heat=(table["heat"] / (table["heat"].max() or 1)).round(3))
