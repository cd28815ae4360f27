"""Ideas and wishes of the clients in a list of their own, grouped by what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from otzvuk.model.mention import Kind
from otzvuk.numbers.count import COMPANY, PERSON
from otzvuk.numbers.quote.pick import pick_quotes
from otzvuk.numbers.quote.quoted import Quote, quotes_of
from otzvuk.numbers.survey import Survey

BY = ("process", "code")


@dataclass(frozen=True, slots=True)
class Wish:
    """What people wish of one code of one process: how many wish it, and their words, the best first."""

    process: str
    process_label: str
    code: str
    code_label: str
    mentions: int
    respondents: int
    companies: int
    quotes: tuple[Quote, ...]


def wishes(survey: Survey, *, ranking: pd.DataFrame | None = None, best: int = 5) -> tuple[Wish, ...]:
    """All wishes by process and code: processes as in `ranking`, in each what most people wish first.

    Empty where nobody wishes anything.
    """
    own = survey.of_kind(Kind.WISH)
    picked = pick_quotes(own, by=BY, ranking=ranking, best=best, said=survey.mentions)
    # A wish that nobody is sure of stays; its quote says that it was not checked.
    anyhow = pick_quotes(own, by=BY, ranking=ranking, best=1, least=0, said=survey.mentions)
    found: dict[tuple[str, ...], list[Quote]] = {}
    for quote in quotes_of(own, picked, by=BY):
        found.setdefault(quote.group, []).append(quote)
    found = {each.group: found.get(each.group, [each]) for each in quotes_of(own, anyhow, by=BY)}
    groups = {(str(process), str(code)): rows for (process, code), rows in own.mentions.groupby(list(BY))}
    listed = [_wish(quotes, groups[group[0], group[1]]) for group, quotes in found.items()]
    processes = list(dict.fromkeys(each.process for each in listed))
    listed.sort(key=lambda each: (processes.index(each.process), -each.respondents, -each.mentions))
    return tuple(listed)


def _wish(quotes: Sequence[Quote], rows: pd.DataFrame) -> Wish:
    first = quotes[0]
    return Wish(
        process=first.process,
        process_label=first.process_label,
        code=first.code,
        code_label=first.code_label,
        mentions=len(rows),
        respondents=int(rows[PERSON].nunique()),
        companies=int(rows[COMPANY].nunique()),
        quotes=tuple(quotes),
    )
