"""What a group of mentions holds: the counts that every lens shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.count import COMPANY, PERSON
from otzvuk.numbers.survey import Survey

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
respondents (missing where it is not asked for); `balance`, (praise − complaint) / (praise + complaint), −1…1,
missing where there is neither.
"""


def tally(survey: Survey, *, reach: bool = True) -> dict[str, Any]:
    """The counts of all mentions, with the keys of `COUNTS`; without `reach` that is missing."""
    return _counts(_said(survey), _asked(survey, reach=reach))


def tallies(
    survey: Survey, by: Sequence[str], *, reach: bool = True
) -> dict[tuple[str, ...], dict[str, Any]]:
    """The counts of every combination of the columns `by` that occurs."""
    groups: dict[tuple[str, ...], list[_Said]] = {}
    keys = zip(*(survey.mentions[column].tolist() for column in by), strict=True)
    for key, said in zip(keys, _said(survey), strict=True):
        groups.setdefault(tuple(map(str, key)), []).append(said)
    asked = _asked(survey, reach=reach)
    return {key: _counts(group, asked) for key, group in groups.items()}


def nothing(survey: Survey, *, reach: bool = True) -> dict[str, Any]:
    """The counts of no mentions at all."""
    return _counts([], _asked(survey, reach=reach))


def _asked(survey: Survey, *, reach: bool) -> int | None:
    return len(survey.respondents) if reach else None


class _Said(NamedTuple):
    person: int
    company: int
    kind: str
    trend: str


def _said(survey: Survey) -> list[_Said]:
    mentions = survey.mentions
    people, companies = (mentions[name].cat.codes.tolist() for name in (PERSON, COMPANY))
    kinds, trends = (mentions[name].tolist() for name in ("kind", "trend"))
    return list(map(_Said, people, companies, kinds, trends))


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
        "companies": len({each.company for each in said} - {-1}),
        "praisers": len({each.person for each in said if each.kind == Kind.PRAISE.value}),
        "complainers": len({each.person for each in said if each.kind == Kind.COMPLAINT.value}),
        "reach": round(len(people) / asked, 9) if asked else float("nan"),
        "balance": balance(praise, complaint),
    }


def balance(praise: int, complaint: int) -> float:
    """(praise − complaint) / (praise + complaint), rounded; NaN where there is neither."""
    both = praise + complaint
    return round((praise - complaint) / both, 9) if both else float("nan")
