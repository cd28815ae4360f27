"""What clients praise, group by group: the codes of each department of the supplier or role, with words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind
from otzvuk.numbers.column import values_of
from otzvuk.numbers.lens.rollup import along
from otzvuk.numbers.lens.tally import tallies
from otzvuk.numbers.quote.features import UNSURE_BELOW
from otzvuk.numbers.quote.pick import pick_quotes
from otzvuk.numbers.quote.quoted import Quote, quotes_of
from otzvuk.numbers.survey import Survey

DEPARTMENT: Final = "department"
"""The lens whose values are the departments of the supplier."""

ROLE: Final = "role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """A code that a group praises more often than it blames it.

    `group` is a value of what the strengths are grouped by; `praisers` and `complainers` are people, of
    `asked`: the respondents of that role, else all. `quotes` are words of praise, the best first.
    """

    group: str
    label: str
    code: str
    code_label: str
    process: str
    praise: int
    complaint: int
    praisers: int
    complainers: int
    asked: int
    companies: int
    quotes: tuple[Quote, ...]


def departments(survey: Survey) -> str:
    """What stands for the supplier's departments: that lens, or processes where the codebook lacks it."""
    return DEPARTMENT if DEPARTMENT in survey.codebook.lenses else "process"


def strengths(survey: Survey, by: str = DEPARTMENT, *, best: int = 2) -> tuple[Strength, ...]:
    """The codes praised more often than blamed in each group of `by` (role, process, any lens).

    Groups in their own order, in each first what most people praise. Up to `best` quotes each; a strength
    whose praise is all unsure has one all the same, which says that it was not checked. Mentions without a
    value of `by` are in no group. Raises `InputError` for an unknown lens.
    """
    own = survey if by == ROLE else along(survey, by)
    counts = {key: row for key, row in tallies(own, [by, "code"], reach=False).items() if key[0]}
    strong = {key: row for key, row in counts.items() if row["praise"] > row["complaint"]}
    said = own.mentions
    groups = list(zip(said[by].astype(str), said["code"].astype(str), strict=True))
    is_strong = pd.Series([each in strong for each in groups], index=said.index, dtype=bool)
    praised = own.but(mentions=said[is_strong & (said["kind"] == Kind.PRAISE.value)])
    quotes = _quotes(praised, by, best=best, said=survey)
    rest = zip(praised.mentions[by].astype(str), praised.mentions["code"].astype(str), strict=True)
    silent = pd.Series([each not in quotes for each in rest], index=praised.mentions.index, dtype=bool)
    unsure = praised.but(mentions=praised.mentions[silent])
    if len(unsure.mentions):
        quotes = _quotes(unsure, by, best=1, said=survey, least=0.0) | quotes
    book = survey.codebook
    labels = {role.value: role.label for role in Role} if by == ROLE else dict(values_of(by, book))
    asked = {role: int((survey.respondents["role"] == role).sum()) for role in labels} if by == ROLE else {}
    everybody = len(survey.respondents)
    listed = [
        Strength(
            group=group,
            label=labels.get(group, group),
            code=code,
            code_label=book.label(code),
            process=book.process_of(code),
            praise=row["praise"],
            complaint=row["complaint"],
            praisers=row["praisers"],
            complainers=row["complainers"],
            asked=asked.get(group, everybody),
            companies=row["companies"],
            quotes=tuple(quotes.get((group, code), ())),
        )
        for (group, code), row in strong.items()
    ]
    order, codes = list(labels), list(book.codes)
    listed.sort(
        key=lambda each: (order.index(each.group), -each.praisers, -each.praise, codes.index(each.code))
    )
    return tuple(listed)


def praised_by(survey: Survey) -> dict[str, tuple[Strength, ...]]:
    """The strengths by department of the supplier (`departments`) and by role, under "department", "role"."""
    return {
        "department": strengths(survey, departments(survey)),
        ROLE: strengths(survey, ROLE),
    }


def _quotes(
    praised: Survey, by: str, *, best: int, said: Survey, least: float = UNSURE_BELOW
) -> dict[tuple[str, ...], list[Quote]]:
    """The best quotes of each group and code, of those that somebody may be sure of."""
    picked = pick_quotes(praised, by=(by, "code"), best=best, said=said.mentions, least=least)
    found: dict[tuple[str, ...], list[Quote]] = {}
    for quote in quotes_of(praised, picked, by=(by, "code")):
        found.setdefault(quote.group, []).append(quote)
    return found
