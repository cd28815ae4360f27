"""What a group of mentions holds: the counts that every lens shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.count import company_key

COUNTS: Mapping[str, str] = {
    "mentions": "int64",
    "praise": "int64",
    "complaint": "int64",
    "wish": "int64",
    "worse": "int64",
    "better": "int64",
    "respondents": "int64",
    "companies": "int64",
    "praisers": "int64",
    "complainers": "int64",
    "reach": "float64",
    "balance": "float64",
}
"""Columns and types of the counts.

Mentions, and those of them that are praise, complaint, wish, with trend worse or better; the respondents and
companies who said any of it, the respondents who praise and who complain; `reach`, the share of all
respondents (missing where they are not known); `balance`, (praise − complaint) / (praise + complaint), −1…1,
missing where there is neither.
"""


def tally(mentions: pd.DataFrame, *, asked: int | None = None) -> dict[str, Any]:
    """The counts of these mentions, with the keys of `COUNTS`; `asked` is how many respondents there are."""
    return _counts(_said(mentions), asked)


def tallies(
    mentions: pd.DataFrame, by: Sequence[str], *, asked: int | None = None
) -> dict[tuple[str, ...], dict[str, Any]]:
    """The counts of every combination of the columns `by` that occurs."""
    groups: dict[tuple[str, ...], list[_Said]] = {}
    keys = zip(*(mentions[column].tolist() for column in by), strict=True)
    for key, said in zip(keys, _said(mentions), strict=True):
        groups.setdefault(tuple(map(str, key)), []).append(said)
    return {key: _counts(group, asked) for key, group in groups.items()}


def nothing(*, asked: int | None = None) -> dict[str, Any]:
    """The counts of no mentions at all."""
    return _counts([], asked)


class _Said(NamedTuple):
    person: tuple[str, str]
    company: str
    kind: str
    trend: str


def _said(mentions: pd.DataFrame) -> list[_Said]:
    names = ("interview", "speaker", "company", "kind", "trend")
    columns = zip(*(mentions[name].tolist() for name in names), strict=True)
    return [_Said((who, name), company_key(firm), kind, trend) for who, name, firm, kind, trend in columns]


def _counts(said: Sequence[_Said], asked: int | None) -> dict[str, Any]:
    kinds, trends = Counter(each.kind for each in said), Counter(each.trend for each in said)
    people = {each.person for each in said}
    praise, complaint = kinds[Kind.PRAISE.value], kinds[Kind.COMPLAINT.value]
    return {
        "mentions": len(said),
        "praise": praise,
        "complaint": complaint,
        "wish": kinds[Kind.WISH.value],
        "worse": trends[Trend.WORSE.value],
        "better": trends[Trend.BETTER.value],
        "respondents": len(people),
        "companies": len({each.company for each in said} - {""}),
        "praisers": len({each.person for each in said if each.kind == Kind.PRAISE.value}),
        "complainers": len({each.person for each in said if each.kind == Kind.COMPLAINT.value}),
        "reach": round(len(people) / asked, 9) if asked else float("nan"),
        "balance": balance(praise, complaint),
    }


def balance(praise: int, complaint: int) -> float:
    """(praise − complaint) / (praise + complaint), rounded; NaN where there is neither."""
    both = praise + complaint
    return round((praise - complaint) / both, 9) if both else float("nan")


def in_columns(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Rows as a frame of these columns and types."""
    return pd.DataFrame(list(rows), columns=list(columns)).astype(dict(columns))
