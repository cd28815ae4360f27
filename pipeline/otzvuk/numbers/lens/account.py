"""The account map: the people of each client company by role and attitude, with their main themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pandas as pd

from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind
from otzvuk.numbers.count import COMPANY, PERSON, framed, natural, records
from otzvuk.numbers.lens.tally import COUNTS, nothing, tallies
from otzvuk.numbers.survey import Survey

FEWEST = 2
"""Under so many evaluations (praise and complaints) nobody is called a supporter or critic."""

THEMES = 3
"""How many themes of praise, and of complaints, are named."""


class Attitude(StrEnum):
    """How a person speaks of the supplier.

    `neutral` is who evaluates less than twice (whatever he or she wishes for); of the others a `supporter`
    praises in at least two thirds of the evaluations, a `critic` complains in at least two thirds, and
    everybody between is `mixed`.
    """

    SUPPORTER = "supporter"
    MIXED = "mixed"
    NEUTRAL = "neutral"
    CRITIC = "critic"

    @property
    def label(self) -> str:
        """The attitude's Russian name."""
        return {
            "supporter": "Сторонник",
            "mixed": "Смешанное отношение",
            "neutral": "Нейтральное отношение",
            "critic": "Критик",
        }[self.value]


ACCOUNT: Mapping[str, str] = dict.fromkeys(
    (
        "company",
        "interview",
        "speaker",
        "position",
        "role",
        "role_label",
        "function",
        "wave",
        "attitude",
        "attitude_label",
        "praised",
        "blamed",
    ),
    "string",
) | {name: COUNTS[name] for name in ("mentions", "praise", "complaint", "wish", "worse", "better", "balance")}
"""Columns and types of the account map, one row a respondent."""


def attitude(praise: int, complaint: int) -> Attitude:
    """The attitude of somebody with so many mentions of praise and complaint.

    >>> attitude(2, 1), attitude(1, 1), attitude(0, 1)
    (<Attitude.SUPPORTER: 'supporter'>, <Attitude.MIXED: 'mixed'>, <Attitude.NEUTRAL: 'neutral'>)
    """
    both = praise + complaint
    if both < FEWEST:
        return Attitude.NEUTRAL
    if two_thirds(praise, both):
        return Attitude.SUPPORTER
    return Attitude.CRITIC if two_thirds(complaint, both) else Attitude.MIXED


def two_thirds(part: int, whole: int) -> bool:
    """Whether `part` is at least two thirds of `whole`."""
    return 3 * part >= 2 * whole


def account_map(survey: Survey) -> pd.DataFrame:
    """Every respondent with role, attitude and main themes, with the columns of `ACCOUNT`.

    Companies stand in natural order with one spelling each (people without a company last), within them
    roles in the order economic, technical, user, unknown, then interviews. Silent people are there too.
    `praised` and `blamed` are the labels of up to three themes, the most mentioned first.
    """
    codebook, names = survey.codebook, survey.company_names
    said = tallies(survey, [PERSON], reach=False)
    themes = tallies(survey, [PERSON, "kind", "theme"], reach=False)
    roles = [role.value for role in Role]

    def named(who: str, kind: Kind) -> str:
        spoken = {theme: themes.get((who, kind.value, theme)) for theme in codebook.themes}
        counts = {theme: counted["mentions"] for theme, counted in spoken.items() if counted}
        ranked = sorted(counts, key=lambda theme: -counts[theme])  # stable: of equals the codebook's first
        return ", ".join(codebook.themes[theme] for theme in ranked[:THEMES])

    rows: list[dict[str, Any]] = []
    for person in records(survey.respondents):
        who, person["company"] = person[PERSON], names.get(str(person[COMPANY]), "")
        counted = said.get((who,)) or nothing(survey, reach=False)
        how = attitude(counted["praise"], counted["complaint"])
        rows.append(
            {name: person[name] for name in ACCOUNT if name in person}
            | {name: counted[name] for name in ACCOUNT if name in counted}
            | {"role_label": Role(person["role"]).label, "attitude": how.value, "attitude_label": how.label}
            | {
                "praised": named(who, Kind.PRAISE),
                "blamed": named(who, Kind.COMPLAINT),
            }
        )

    def key(row: Mapping[str, Any]) -> tuple[Any, ...]:
        company = row["company"]
        return not company, natural(company), roles.index(row["role"]), natural(row["interview"])

    return framed(sorted(rows, key=key), ACCOUNT)


def attitudes(accounts: pd.DataFrame) -> pd.DataFrame:
    """How many people of each role have which attitude, from an account map; empty combinations stay.

    Columns: role, role_label, attitude, attitude_label, respondents.
    """
    counted = Counter(zip(accounts["role"], accounts["attitude"], strict=True))
    rows = [
        {"role": role.value, "role_label": role.label, "attitude": how.value, "attitude_label": how.label}
        | {"respondents": counted[role.value, how.value]}
        for role in Role
        for how in Attitude
    ]
    types = dict.fromkeys(("role", "role_label", "attitude", "attitude_label"), "string")
    return framed(rows, types | {"respondents": "int64"})
