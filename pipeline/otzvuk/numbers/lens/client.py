"""Client companies: what holds each and what pushes it away, block by block, and a profile on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from otzvuk.model.codebook import Codebook, one_of
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Kind
from otzvuk.model.study import Settings
from otzvuk.numbers.count import company_key, natural, records
from otzvuk.numbers.lens.account import account_map, two_thirds
from otzvuk.numbers.lens.rollup import along, shown
from otzvuk.numbers.lens.scored import SCORES, mean_columns, no_scores
from otzvuk.numbers.lens.tally import COUNTS, in_columns, nothing, tallies
from otzvuk.numbers.scores.column import one_spelling
from otzvuk.numbers.scores.means import means


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


def clients(
    mentions: pd.DataFrame,
    marks: pd.DataFrame,
    respondents: pd.DataFrame,
    codebook: Codebook,
    *,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Every client company in natural order, with the columns of `CLIENTS`.

    `people` are its respondents, the counts are over all it says (`reach`: the share of its people who
    evaluate anything), the scores its overall mark: those for the criterion (id or
    label) that study.yaml names in `scores.overall`. Respondents without a company belong to none.
    """
    settings = settings or Settings()
    said = tallies(_one_name(mentions, respondents), ["company"])
    wanted = settings.scores.overall
    named = (marks["criterion"] == wanted) | (marks["label"].map(company_key) == company_key(wanted))
    about = _one_name(marks[named], respondents)
    overall = mean_columns(about, ["company"], codebook, settings=settings)
    rows = []
    for company, number in _companies(respondents).items():
        counted = said.get((company,)) or nothing()
        counted = counted | {"reach": round(counted["respondents"] / number, 9)}
        pull = pull_of(counted["praise"], counted["complaint"])
        head = {"company": company, "people": number, "pull": pull.value, "pull_label": pull.label}
        rows.append(head | counted | overall.get((company,), no_scores()))
    return in_columns(rows, CLIENTS)


def loyalty_blocks(
    mentions: pd.DataFrame,
    marks: pd.DataFrame,
    respondents: pd.DataFrame,
    codebook: Codebook,
    *,
    lens: str = "block",
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Every client company with every block (value of `lens`), columns of `LOYALTY`; silent ones stay.

    The scores are the means of the company's marks for the block; `reach` is the share of its people.
    """
    said = tallies(along(_one_name(mentions, respondents), lens, codebook), ["company", lens])
    marked = _one_name(marks, respondents)
    scores = mean_columns(marked, ["company", lens], codebook, settings=settings)
    rows: list[dict[str, Any]] = []
    for company, number in _companies(respondents).items():
        for value, label in shown(lens, codebook, empty=(company, "") in said).items():
            counted = said.get((company, value)) or nothing()
            pull = pull_of(counted["praise"], counted["complaint"])
            head = {"company": company, "lens": lens, "value": value, "label": label}
            head |= {"pull": pull.value, "pull_label": pull.label}
            reach = {"reach": round(counted["respondents"] / number, 9)}
            rows.append(head | counted | reach | scores.get((company, value), no_scores()))
    return in_columns(rows, LOYALTY)


def factors(
    mentions: pd.DataFrame, respondents: pd.DataFrame, codebook: Codebook, *, lens: str = "block"
) -> pd.DataFrame:
    """What holds each client company (praise) and what pushes it away (complaints), columns of `FACTORS`.

    By company, block in the codebook's order, holding before pushing, then the codes that most of its people
    name (`share`). One code can do both.
    """
    named = along(_one_name(mentions, respondents), lens, codebook).assign(_value=lambda frame: frame[lens])
    labels = shown(lens, codebook, empty=True)
    order = {value: at for at, value in enumerate(labels)}
    people = _companies(respondents)
    rows: list[dict[str, Any]] = []
    for (company, value, kind, code), counted in tallies(
        named, ["company", "_value", "kind", "code"]
    ).items():
        pull = {Kind.PRAISE.value: Pull.HOLDS, Kind.COMPLAINT.value: Pull.PUSHES}.get(kind)
        if pull is None or company not in people:
            continue
        rows.append(
            {"company": company, "value": value, "label": labels[value], "code": code}
            | {"pull": pull.value, "pull_label": pull.label, "code_label": codebook.label(code)}
            | {"mentions": counted["mentions"], "respondents": counted["respondents"]}
            | {"share": round(counted["respondents"] / people[company], 9)}
        )

    def key(row: Mapping[str, Any]) -> tuple[Any, ...]:
        most = (-row["respondents"], -row["mentions"], row["code"])
        return natural(row["company"]), order[row["value"]], row["pull"], *most

    rows.sort(key=key)
    return in_columns(rows, FACTORS)


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


def client_profile(
    company: str,
    mentions: pd.DataFrame,
    marks: pd.DataFrame,
    respondents: pd.DataFrame,
    codebook: Codebook,
    *,
    lens: str = "block",
    settings: Settings | None = None,
) -> ClientProfile:
    """The profile of a company, however it is spelt; `InputError` where nobody of it was interviewed."""
    key = company_key(company)
    names = [name for name in dict.fromkeys(one_spelling(respondents["company"])) if name]
    own = next((str(name) for name in names if company_key(str(name)) == key), None)
    if own is None:
        raise InputError("нет такой компании", value=company, expected=one_of(map(str, names)))

    def of(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["company"].map(company_key) == key]

    said, marked, people = of(mentions), _one_name(of(marks), respondents), of(respondents)
    return ClientProfile(
        company=own,
        summary=records(clients(said, marked, people, codebook, settings=settings))[0],
        blocks=loyalty_blocks(said, marked, people, codebook, lens=lens, settings=settings),
        factors=factors(said, people, codebook, lens=lens),
        people=account_map(said, people, codebook),
        marks=means(marked, ["criterion"], codebook=codebook, settings=settings),
    )


def _one_name(frame: pd.DataFrame, respondents: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(company=one_spelling(frame["company"], respondents["company"]))


def _companies(respondents: pd.DataFrame) -> dict[str, int]:
    """How many respondents each company has, by its one name, in natural order; the nameless are left out."""
    numbers = Counter(str(name) for name in one_spelling(respondents["company"]) if name)
    return {name: numbers[name] for name in sorted(numbers, key=natural)}
