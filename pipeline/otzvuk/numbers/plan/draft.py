"""Drafts of a plan, by rule: who suffers of what, what they ask for in their own words, what would show it.

A draft is about a code of a process: what people complain of there, or wish. Processes stand in the order
in which to repair them (`damage.priorities`), in each the codes that most people speak of. Every draft has
quotes of the very mentions that it rests on; where nobody has said a word that can be shown, there is no
draft. Wishes are the only recommendations that it makes: it does not invent measures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import pandas as pd

from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind
from otzvuk.numbers.count import COMPANY, PERSON, records
from otzvuk.numbers.quote import Quote, Wish, pick_quotes, quotes_of
from otzvuk.numbers.survey import Survey

MOST_PROCESSES: Final = 6
MOST_CODES: Final = 3  # of a process
MOST_IDEAS: Final = 3  # of what nobody complains of
_QUOTES: Final = 2  # complaints of a draft, and wishes
_BY: Final = ("process", "code")
_Key = tuple[str, str]


class Doubt(StrEnum):
    """Why a draft is to be weighed before it is a plan."""

    NONE = ""
    UNNAMED = "unnamed"
    SINGLE = "single"
    UNSURE = "unsure"
    IDEA = "idea"

    @property
    def label(self) -> str:
        """The doubt in Russian, a sentence; empty where there is none."""
        return {
            "": "",
            "unnamed": "Сомнительно: данные не отделяют этот процесс от других, главным он не назван.",
            "single": "Сомнительно: об этом говорит один человек.",
            "unsure": "Сомнительно: программа не уверена в разметке этих слов, прочитайте их.",
            "idea": "Это идея, а не вред: сам процесс по этим интервью не вредит.",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class Sufferers:
    """Of a role: how many were asked, and how many of them complain of this."""

    role: Role
    asked: int
    respondents: int


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A draft: a code of a process, what is said of it and by whom, the metric, the quotes it rests on.

    `complaints` and `wishes` are mentions; `complainers`, `wishers` and `companies` (of either) are counted
    once each. `damage` is that of the process, `asked` are all respondents. `metric`, `how` (Russian) are of
    the metric tree, empty where it knows none. `quotes` are complaints, `asks` are wishes, the best first;
    one of both is never empty.
    """

    process: str
    process_label: str
    code: str
    code_label: str
    complaints: int
    complainers: int
    wishes: int
    wishers: int
    companies: int
    asked: int
    damage: float
    named: bool
    sufferers: tuple[Sufferers, ...]
    metric: str
    how: str
    quotes: tuple[Quote, ...]
    asks: tuple[Quote, ...]
    doubts: tuple[Doubt, ...]


def drafts(
    survey: Survey,
    *,
    ranking: pd.DataFrame,
    priorities: pd.DataFrame,
    metrics: pd.DataFrame,
    wishes: Sequence[Wish],
) -> tuple[Draft, ...]:
    """The drafts of a survey; none where nobody complains or wishes.

    `ranking` is the damage table, `priorities` and `metrics` (`scores.TREE`) are of it, `wishes` are those of
    the survey. Of a process at most `MOST_CODES` codes; of processes without damage only what several people
    wish.
    """
    rows = {str(row["process"]): row for row in records(ranking)}
    talk = survey.mentions[survey.mentions["kind"].isin([Kind.COMPLAINT.value, Kind.WISH.value])]
    said = {(str(process), str(code)): part for (process, code), part in talk.groupby(list(_BY))}
    asked = {(each.process, each.code): each for each in wishes}
    wanted: list[_Key] = []
    for process in [str(each) for each in priorities["process"]][:MOST_PROCESSES]:
        keys = sorted((key for key in said if key[0] == process), key=lambda key: _weight(said[key]))
        telling = [key for key in keys if _people(said[key]) > 1]
        wanted += (telling or keys[:1])[:MOST_CODES]
    harmful = set(priorities["process"])
    ideas = [key for key, each in asked.items() if key[0] not in harmful and each.respondents > 1]
    wanted += sorted(ideas, key=lambda key: -asked[key].respondents)[:MOST_IDEAS]
    own = survey.of_kind(Kind.COMPLAINT)
    quoted = _quoted(own.but(mentions=_of(own.mentions, wanted)), survey)
    found = []
    for key in wanted:
        quotes, sure = quoted.get(key, ((), True))
        wish = asked.get(key)
        asks = wish.quotes[:_QUOTES] if wish else ()
        if quotes or asks:
            of = _Of(said[key], wish, rows.get(key[0]))
            found.append(_draft(survey, key, of, metrics, quotes, asks, sure=sure))
    return tuple(found)


@dataclass(frozen=True)
class _Of:
    """What a draft is made of: complaints and wishes, the wishes grouped, the process in the ranking."""

    talk: pd.DataFrame
    wish: Wish | None
    row: Mapping[str, Any] | None


def _draft(
    survey: Survey,
    key: _Key,
    of: _Of,
    metrics: pd.DataFrame,
    quotes: tuple[Quote, ...],
    asks: tuple[Quote, ...],
    *,
    sure: bool,
) -> Draft:
    process, code = key
    book = survey.codebook
    complaints = of.talk[of.talk["kind"] == Kind.COMPLAINT.value]
    people = set(complaints[PERSON].dropna())
    named, damage = bool(of.row and of.row["named"]), float(of.row["damage"]) if of.row else 0.0
    metric, how = _metric(metrics, process, complaints)
    return Draft(
        process=process,
        process_label=book.label(process),
        code=code,
        code_label=book.label(code),
        complaints=len(complaints),
        complainers=len(people),
        wishes=of.wish.mentions if of.wish else 0,
        wishers=of.wish.respondents if of.wish else 0,
        companies=int(of.talk[COMPANY].nunique()),
        asked=len(survey.respondents),
        damage=damage,
        named=named,
        sufferers=_sufferers(survey, people),
        metric=metric,
        how=how,
        quotes=quotes,
        asks=asks,
        doubts=(
            *([Doubt.IDEA] if damage <= 0 else [] if named else [Doubt.UNNAMED]),
            *([Doubt.SINGLE] if _people(of.talk) < 2 else []),
            *([] if sure else [Doubt.UNSURE]),
        ),
    )


def _weight(talk: pd.DataFrame) -> tuple[int, int]:
    """What sorts codes: those that most people speak of first."""
    return -_people(talk), -len(talk)


def _people(talk: pd.DataFrame) -> int:
    return int(talk[PERSON].nunique())


def _of(mentions: pd.DataFrame, wanted: Sequence[_Key]) -> pd.DataFrame:
    keys = set(wanted)
    pairs = zip(mentions["process"], mentions["code"], strict=True)
    own = [(str(process), str(code)) in keys for process, code in pairs]
    return mentions[pd.Series(own, index=mentions.index, dtype=bool)]


def _quoted(own: Survey, survey: Survey) -> dict[_Key, tuple[tuple[Quote, ...], bool]]:
    """The best complaints of each code and process, and whether the coder is sure of any of them."""
    sure = quotes_of(own, pick_quotes(own, by=_BY, best=_QUOTES, said=survey.mentions), by=_BY)
    anyhow = quotes_of(own, pick_quotes(own, by=_BY, best=1, least=0, said=survey.mentions), by=_BY)
    found: dict[_Key, tuple[tuple[Quote, ...], bool]] = {
        (each.group[0], each.group[1]): ((each,), False) for each in anyhow
    }
    by: dict[_Key, list[Quote]] = {}
    for each in sure:
        by.setdefault((each.group[0], each.group[1]), []).append(each)
    return found | {key: (tuple(quotes), True) for key, quotes in by.items()}


def _sufferers(survey: Survey, people: set[Any]) -> tuple[Sufferers, ...]:
    """The roles whose people complain of it, those hit the most first."""
    respondents = survey.respondents
    found = []
    for role, own in respondents.groupby("role"):
        hit = int(own[PERSON].isin(people).sum())
        if hit:
            found.append(Sufferers(role=Role(str(role)), asked=len(own), respondents=hit))
    return tuple(sorted(found, key=lambda each: (-each.respondents / each.asked, -each.respondents)))


def _metric(metrics: pd.DataFrame, process: str, complaints: pd.DataFrame) -> tuple[str, str]:
    """The first metric of the process that shows these complaints; its first where none does."""
    own = [row for row in records(metrics) if row["process"] == process and row["metric"]]
    if not own:
        return "", ""
    labels = {str(label) for label in complaints.index}
    shows = [row for row in own if labels & set(str(row["labels"]).split())]
    first = (shows or own)[0]
    return str(first["metric_label"]), str(first["how"])
