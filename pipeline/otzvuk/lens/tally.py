"""What a group of mentions holds: the counts that every lens shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from otzvuk.count import company_key
from otzvuk.mention import Kind, Trend

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
    kinds = {kind: mentions[mentions["kind"] == kind.value] for kind in Kind}
    praise, complaint = len(kinds[Kind.PRAISE]), len(kinds[Kind.COMPLAINT])
    people = _people(mentions)
    companies = {company_key(str(name)) for name in mentions["company"]} - {""}
    return {
        "mentions": len(mentions),
        "praise": praise,
        "complaint": complaint,
        "wish": len(kinds[Kind.WISH]),
        "worse": int((mentions["trend"] == Trend.WORSE.value).sum()),
        "better": int((mentions["trend"] == Trend.BETTER.value).sum()),
        "respondents": len(people),
        "companies": len(companies),
        "praisers": len(_people(kinds[Kind.PRAISE])),
        "complainers": len(_people(kinds[Kind.COMPLAINT])),
        "reach": round(len(people) / asked, 9) if asked else float("nan"),
        "balance": balance(praise, complaint),
    }


def balance(praise: int, complaint: int) -> float:
    """(praise − complaint) / (praise + complaint), rounded; NaN where there is neither."""
    both = praise + complaint
    return round((praise - complaint) / both, 9) if both else float("nan")


def split(mentions: pd.DataFrame, by: Sequence[str]) -> dict[tuple[str, ...], pd.DataFrame]:
    """The mentions of each combination of the columns `by` that occurs."""
    groups = mentions.groupby(list(by), sort=False, dropna=False)
    return {tuple(str(part) for part in key): group for key, group in groups}


def in_columns(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Rows as a frame of these columns and types."""
    return pd.DataFrame(list(rows), columns=list(columns)).astype(dict(columns))


def _people(mentions: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(mentions["interview"], mentions["speaker"], strict=True))
