"""Client companies: what holds each and what pushes it away, block by block, and a profile on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from otzvuk.model.codebook import one_of
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Kind
from otzvuk.numbers.count import COMPANY, company_key, framed, natural, records
from otzvuk.numbers.lens.account import account_map, two_thirds
from otzvuk.numbers.lens.rollup import along, shown
from otzvuk.numbers.lens.scored import SCORES, mean_columns, no_scores
from otzvuk.numbers.lens.tally import COUNTS, nothing, tallies
from otzvuk.numbers.scores.means import means
from otzvuk.numbers.survey import Survey


class Pull(StrEnum):
    """What a block does with a client: at least two thirds of the evaluations praise or complain."""

    HOLDS = "holds"
    PUSHES = "pushes"
    MIXED = "mixed"
    NONE = ""

    @property
    def label(self) -> str:
        """The pull's Russian name."""
        return {
            "holds": "Удерживает",
            "pushes": "Отталкивает",
            "mixed": "И удерживает, и отталкивает",
            "": "Не оценивается",
        }[self.value]


LOYALTY: Mapping[str, str] = (
    dict.fromkeys(("company", "lens", "value", "label", "pull", "pull_label"), "string")
    | dict(COUNTS)
    | dict(SCORES)
)
"""Columns and types of the loyalty blocks, one row a company and block."""

FACTORS: Mapping[str, str] = dict.fromkeys(
    ("company", "value", "label", "pull", "pull_label", "code", "code_label"), "string"
) | {"mentions": "int64", "respondents": "int64", "share": "float64"}
"""Columns and types of the factors, one row a company, block, direction and code."""

CLIENTS: Mapping[str, str] = (
    {"company": "string", "people": "int64", "pull": "string", "pull_label": "string"}
    | dict(COUNTS)
    | dict(SCORES)
)
"""Columns and types of the table of clients, one row a company; the scores are the overall mark."""


def pull_of(praise: int, complaint: int) -> Pull:
    """Whether so much praise and complaint holds a client or pushes it away."""
    both = praise + complaint
    if not both:
        return Pull.NONE
    if two_thirds(praise, both):
        return Pull.HOLDS
    return Pull.PUSHES if two_thirds(complaint, both) else Pull.MIXED


def clients(survey: Survey) -> pd.DataFrame:
    """Every client company in natural order, with the columns of `CLIENTS`.

    `people` are its respondents, the counts are over all it says (`reach`: the share of its people who
    evaluate anything), the scores its overall mark: those for the criterion (id or
    label) that study.yaml names in `scores.overall`. Respondents without a company belong to none.
    """
    said = tallies(survey, [COMPANY], reach=False)
    wanted, marks = survey.settings.scores.overall, survey.marks
    named = (marks["criterion"] == wanted) | (marks["label"].map(company_key) == company_key(wanted))
    overall = mean_columns(survey, ["company"], marks=marks[named])
    rows = []
    for id_, company, number in _companies(survey):
        counted = said.get((id_,)) or nothing(survey, reach=False)
        counted = counted | {"reach": round(counted["respondents"] / number, 9)}
        pull = pull_of(counted["praise"], counted["complaint"])
        head = {"company": company, "people": number, "pull": pull.value, "pull_label": pull.label}
        rows.append(head | counted | overall.get((company,), no_scores()))
    return framed(rows, CLIENTS)


def loyalty_blocks(survey: Survey, *, lens: str = "block") -> pd.DataFrame:
    """Every client company with every block (value of `lens`), columns of `LOYALTY`; silent ones stay.

    The scores are the means of the company's marks for the block; `reach` is the share of its people.
    """
    said = tallies(along(survey, lens), [COMPANY, lens], reach=False)
    scores = mean_columns(survey, ["company", lens])
    rows: list[dict[str, Any]] = []
    for id_, company, number in _companies(survey):
        for value, label in shown(lens, survey.codebook, empty=(id_, "") in said).items():
            counted = said.get((id_, value)) or nothing(survey, reach=False)
            pull = pull_of(counted["praise"], counted["complaint"])
            head = {"company": company, "lens": lens, "value": value, "label": label}
            head |= {"pull": pull.value, "pull_label": pull.label}
            reach = {"reach": round(counted["respondents"] / number, 9)}
            rows.append(head | counted | reach | scores.get((company, value), no_scores()))
    return framed(rows, LOYALTY)


def factors(survey: Survey, *, lens: str = "block") -> pd.DataFrame:
    """What holds each client company (praise) and what pushes it away (complaints), columns of `FACTORS`.

    By company, block in the codebook's order, holding before pushing, then the codes that most of its people
    name (`share`). One code can do both.
    """
    codebook, own = survey.codebook, along(survey, lens)
    named = own.but(mentions=own.mentions.assign(_value=own.mentions[lens]))
    labels = shown(lens, codebook, empty=True)
    order = {value: at for at, value in enumerate(labels)}
    companies = {id_: (name, number) for id_, name, number in _companies(survey)}
    rows: list[dict[str, Any]] = []
    counts = tallies(named, [COMPANY, "_value", "kind", "code"], reach=False)
    for (id_, value, kind, code), counted in counts.items():
        pull = {Kind.PRAISE.value: Pull.HOLDS, Kind.COMPLAINT.value: Pull.PUSHES}.get(kind)
        if pull is None or id_ not in companies:
            continue
        company, people = companies[id_]
        rows.append(
            {"company": company, "value": value, "label": labels[value], "code": code}
            | {"pull": pull.value, "pull_label": pull.label, "code_label": codebook.label(code)}
            | {"mentions": counted["mentions"], "respondents": counted["respondents"]}
            | {"share": round(counted["respondents"] / people, 9)}
        )

    def key(row: Mapping[str, Any]) -> tuple[Any, ...]:
        most = (-row["respondents"], -row["mentions"], row["code"])
        return natural(row["company"]), order[row["value"]], row["pull"], *most

    rows.sort(key=key)
    return framed(rows, FACTORS)


@dataclass(frozen=True)
class ClientProfile:
    """One client company on one page.

    `summary` is its row of `clients` (with the overall mark of each source), `blocks` and `factors` its rows
    of those tables, `people` its rows of the account map, `marks` its means by criterion.
    """

    company: str
    summary: Mapping[str, Any]
    blocks: pd.DataFrame
    factors: pd.DataFrame
    people: pd.DataFrame
    marks: pd.DataFrame

    def top(self, pull: Pull, most: int = 3) -> list[str]:
        """The labels of the codes that hold the client most, or push it away most."""
        own = self.factors[self.factors["pull"] == pull.value]
        ranked = own.sort_values(["respondents", "mentions", "code"], ascending=[False, False, True])
        return [str(label) for label in ranked["code_label"].head(most)]


def client_profiles(survey: Survey, *, lens: str = "block") -> tuple[ClientProfile, ...]:
    """The profile of every client company, in natural order."""
    summaries, people = records(clients(survey)), account_map(survey)
    blocks, own_factors = loyalty_blocks(survey, lens=lens), factors(survey, lens=lens)
    marks = means(survey, ["company", "criterion"])
    return tuple(
        ClientProfile(
            company=name,
            summary=summary,
            blocks=_of(blocks, name),
            factors=_of(own_factors, name),
            people=_of(people, name),
            marks=_marked(_of(marks, name)),
        )
        for summary in summaries
        if (name := str(summary["company"]))
    )


def client_profile(survey: Survey, company: str, *, lens: str = "block") -> ClientProfile:
    """The profile of a company, however it is spelt; `InputError` where nobody of it was interviewed."""
    profiles = {company_key(each.company): each for each in client_profiles(survey, lens=lens)}
    if company_key(company) not in profiles:
        names = [each.company for each in profiles.values()]
        raise InputError("нет такой компании", value=company, expected=one_of(names))
    return profiles[company_key(company)]


def _of(table: pd.DataFrame, company: str) -> pd.DataFrame:
    return table[table["company"] == company].reset_index(drop=True)


def _marked(means_of: pd.DataFrame) -> pd.DataFrame:
    """The means of one company by the sources and criteria that its people marked."""
    given = means_of[means_of["marks"] > 0]
    kept = means_of["source"].isin(given["source"]) & means_of["criterion"].isin(given["criterion"])
    return means_of[kept].drop(columns="company").reset_index(drop=True)


def _companies(survey: Survey) -> list[tuple[str, str, int]]:
    """Id, name and number of respondents of each company in natural order; the nameless are left out."""
    numbers = Counter(survey.respondents[COMPANY].dropna())
    names = survey.company_names
    return [(id_, names[id_], numbers[id_]) for id_ in sorted(numbers, key=lambda each: natural(names[each]))]
