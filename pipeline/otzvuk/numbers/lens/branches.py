"""The frequency tree: praise, complaints, wishes and deterioration, by theme and code, with subtotals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.count import framed, records
from otzvuk.numbers.frequency import subtotals
from otzvuk.numbers.survey import Survey

BRANCHES: Final[Mapping[str, str]] = {
    Kind.PRAISE.value: "Похвалы",
    Kind.COMPLAINT.value: "Жалобы",
    Kind.WISH.value: "Пожелания",
    Trend.WORSE.value: "Ухудшения",
}
"""The branches by id: the kinds of mentions, which add up, and beside them those that say it got worse."""

FREQUENCY_TREE: Mapping[str, str] = {
    "depth": "int64",
    "branch": "string",
    "theme": "string",
    "code": "string",
    "label": "string",
    "mentions": "int64",
    "respondents": "int64",
    "companies": "int64",
    "asked": "int64",
    "reach": "float64",
    "share": "float64",
    "praise": "int64",
    "complaint": "int64",
    "wish": "int64",
    "worse": "int64",
}
"""Columns and types of the frequency tree; the last four say what the mentions of a row are besides."""

_PATH: Final = ("branch", "theme", "code")


def frequency_tree(survey: Survey) -> pd.DataFrame:
    """The total (depth 0), each branch (1), its themes (2) and their codes (3), columns of `FREQUENCY_TREE`.

    The branches of kinds add up to the total. Deterioration is the same mentions once more, those that say
    that it got worse, whatever their kind: it is in no sum, and its columns `praise`, `complaint` and `wish`
    say of which kinds it is, as `worse` says how much of a row is deterioration. Every branch stands there,
    with zeros where nobody says anything of it; of themes and codes those that somebody speaks of, the
    most frequent first. `share` is the part of the mentions one level up, `reach` that of all respondents.
    """
    worse = survey.mentions["trend"] == Trend.WORSE.value
    kinds = _rows(survey, survey.mentions["kind"].astype("string"))
    total, *rest = kinds
    fallen = survey.but(mentions=survey.mentions[worse])
    branch = pd.Series(Trend.WORSE.value, index=fallen.mentions.index, dtype="string")
    own = _rows(fallen, branch)[1:]
    if own:
        own[0]["share"] = own[0]["mentions"] / total["mentions"]
    by_branch: dict[str, list[dict[str, Any]]] = {}
    for row in (*rest, *own):
        by_branch.setdefault(row["branch"], []).append(row)
    book = survey.codebook
    rows: list[dict[str, Any]] = [total | {"label": "Всего"}]
    for name, label in BRANCHES.items():
        nothing = dict.fromkeys(FREQUENCY_TREE, 0) | dict.fromkeys(_PATH, "")
        empty = nothing | {"depth": 1, "branch": name, "asked": total["asked"]}
        for row in by_branch.get(name, [empty]):
            inner = row["code"] or row["theme"]
            rows.append(row | {"label": book.label(inner) if inner else label})
    return framed(rows, FREQUENCY_TREE)


def _rows(survey: Survey, branch: pd.Series[str]) -> list[dict[str, Any]]:
    """The outline of the mentions by branch, theme and code, each row with how many are of which kind."""
    own = survey.but(mentions=survey.mentions.assign(branch=branch))
    mentions = own.mentions
    counts: Counter[tuple[str, ...]] = Counter()
    columns = (mentions[name].astype("string").tolist() for name in (*_PATH, "kind", "trend"))
    for *path, kind, trend in zip(*columns, strict=True):
        for depth in range(len(_PATH) + 1):
            place = (*path[:depth], *[""] * (len(_PATH) - depth))
            counts[(*place, kind)] += 1
            counts[(*place, "worse")] += trend == Trend.WORSE.value
    found = []
    for row in records(subtotals(own, _PATH, reach=True)):
        place = tuple(row[name] for name in _PATH)
        beside = {name: counts[(*place, name)] for name in (*(kind.value for kind in Kind), "worse")}
        found.append(dict(row) | beside)
    return found
