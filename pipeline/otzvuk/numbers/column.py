"""What a grouping column can hold: ids in the order of the codebook with their labels; companies' names."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.count import TEXT, company_key
from otzvuk.read.roles import role_meant


def values_of(column: str, codebook: Codebook) -> Mapping[str, str]:
    """Every value that `column` can have and its label, in the codebook's order; empty for free text.

    Known are theme, code, process, stage, kind, trend, role and each lens of the codebook; company, wave,
    region and the like are free text.
    """
    if column in codebook.lenses:
        return codebook.lenses[column].values
    known: Mapping[str, Mapping[str, str]] = {
        "theme": codebook.themes,
        "code": {name: code.label for name, code in codebook.codes.items()},
        "process": {name: process.label for name, process in codebook.processes.items()},
        "stage": codebook.stages,
        "kind": {kind.value: kind.label for kind in Kind},
        "trend": {trend.value: trend.label for trend in Trend if trend},
        "role": {role.value: role.label for role in Role},
    }
    return known.get(column, {})


def role_said(value: str, codebook: Codebook) -> str:
    """The id of the role that the participants table would take `value` for («ЛПР»); else `value` itself."""
    meant = role_meant(value, codebook.roles)
    return value if meant is None or meant.role is Role.UNKNOWN else meant.role.value


def one_spelling(companies: pd.Series[str], like: pd.Series[str] | None = None) -> pd.Series[str]:
    """Company names with one spelling each: the first in `like` (or in themselves) that means the same.

    >>> list(one_spelling(pd.Series(["ООО «Ель»", 'ООО "Ель"', ""])))
    ['ООО «Ель»', 'ООО «Ель»', '']
    """
    first: dict[str, str] = {}
    for name in [*(() if like is None else like), *companies]:
        first.setdefault(company_key(str(name)), str(name))
    return companies.map(lambda name: first[company_key(str(name))]).astype(TEXT)
