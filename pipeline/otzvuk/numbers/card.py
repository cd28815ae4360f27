"""The card of a client: what holds it and pushes it away, who decides, what each person holds against us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from otzvuk.model.mention import Kind
from otzvuk.numbers.count import COMPANY, PERSON, framed, natural, records
from otzvuk.numbers.layers import Layered
from otzvuk.numbers.lens import ACCOUNT, Pull, account_map, factors
from otzvuk.numbers.quote import pick_quotes
from otzvuk.numbers.survey import Survey

_QUOTE: Final[Mapping[str, str]] = {
    "mention": "Int64",
    "text": "string",
    "interview": "string",
    "turn": "Int64",
    "speaker": "string",
}

SIGNED: Final[Mapping[str, str]] = {
    "company": "string",
    "company_id": "string",
    "pull": "string",
    "pull_label": "string",
    "code": "string",
    "code_label": "string",
    "mentions": "int64",
    "respondents": "int64",
    "share": "float64",
    **_QUOTE,
}
"""Columns of a client's factors of loyalty with their sign and a quote: a row a company, direction and code.
`text` are the words of the mention `mention`."""

HELD: Final[Mapping[str, str]] = {
    "company": "string",
    "company_id": "string",
    "person_id": "string",
    "position": "string",
    "role": "string",
    "code": "string",
    "code_label": "string",
    "mentions": "int64",
    **_QUOTE,
}
"""Columns of what each person holds against us: a row a person and code, the most said first."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """A client on one page: rows of `SIGNED`, `HELD`, the account map (`lens.ACCOUNT`) and the layers.

    `deciders`, `leaving` and `matters` are what its people say of that (`otzvuk.numbers.layers`).
    """

    company: str
    company_id: str
    factors: pd.DataFrame
    held: pd.DataFrame
    people: pd.DataFrame
    deciders: pd.DataFrame
    leaving: pd.DataFrame
    matters: pd.DataFrame


def signed_factors(survey: Survey) -> pd.DataFrame:
    """The factors of every client by code (`SIGNED`): holding before pushing, what most people say first."""
    ids = {name: id_ for id_, name in survey.company_names.items()}
    best = _best(survey, (COMPANY, "kind", "code"))
    kinds = {Pull.HOLDS.value: Kind.PRAISE.value, Pull.PUSHES.value: Kind.COMPLAINT.value}
    rows = []
    for row in records(factors(survey, lens="theme")):
        id_ = ids[str(row["company"])]
        quote = best(id_, kinds[row["pull"]], row["code"])
        rows.append(row | {"company_id": id_} | quote)
    rows.sort(
        key=lambda row: (
            natural(row["company"]),
            row["pull"],
            -row["respondents"],
            -row["mentions"],
            row["code"],
        )
    )
    return framed(rows, SIGNED)


def held_against(survey: Survey) -> pd.DataFrame:
    """What each person complains of, by code (`HELD`), in the order of the account map's companies."""
    complaints = survey.mentions[survey.mentions["kind"] == Kind.COMPLAINT.value]
    people = {str(row[PERSON]): row for row in records(survey.respondents)}
    best, names = _best(survey, (PERSON, "kind", "code")), survey.company_names
    rows: list[dict[str, Any]] = []
    for (person, code), own in complaints.groupby([PERSON, "code"], observed=True):
        row = people[str(person)]
        company = "" if pd.isna(row[COMPANY]) else str(row[COMPANY])
        rows.append(
            {
                "company": names.get(company, ""),
                "company_id": company,
                "person_id": str(person),
                "position": row["position"],
                "role": row["role"],
                "code": str(code),
                "code_label": survey.codebook.label(str(code)),
                "mentions": len(own),
            }
            | best(str(person), Kind.COMPLAINT.value, str(code))
        )
    rows.sort(
        key=lambda row: (
            not row["company"],
            natural(row["company"]),
            natural(row["person_id"]),
            -row["mentions"],
            row["code"],
        )
    )
    return framed(rows, HELD)


def cards(survey: Survey, *, layers: Layered, accounts: pd.DataFrame | None = None) -> tuple[Card, ...]:
    """The card of every client company, in natural order; people without a company have none.

    `layers` are those of the same survey, `accounts` its account map where it is there already.
    """
    accounts = account_map(survey) if accounts is None else accounts
    signed, held = signed_factors(survey), held_against(survey)
    return tuple(
        Card(
            company=name,
            company_id=id_,
            factors=_where(signed, "company_id", id_),
            held=_where(held, "company_id", id_),
            people=_where(accounts, "company", name)[list(ACCOUNT)],
            deciders=_where(layers.deciders, "company_id", id_),
            leaving=_where(layers.leaving, "company_id", id_),
            matters=_where(layers.matters, "company_id", id_),
        )
        for id_, name in sorted(survey.company_names.items(), key=lambda each: natural(each[1]))
    )


def _best(survey: Survey, by: tuple[str, ...]) -> Callable[..., dict[str, Any]]:
    """The best quote of a group, also where only unsure ones are there."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in records(pick_quotes(survey, by=by, best=1, least=0)):
        found[tuple(str(row[name]) for name in by)] = {name: row[name] for name in _QUOTE}

    mentions = survey.mentions
    for label, row in zip(mentions.index, records(mentions), strict=True):
        key = tuple(str(row[name]) for name in by)
        found.setdefault(key, {name: row.get(name) for name in _QUOTE} | {"mention": label})
    return lambda *key: dict(found[tuple(key)])


def _where(table: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    return table[table[column] == value].reset_index(drop=True)
