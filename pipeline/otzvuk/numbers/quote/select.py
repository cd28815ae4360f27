"""Quotes of some mentions only: of a process, a role, a kind … named by id or by Russian label."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from otzvuk.model.choice import guess, has_words, listed
from otzvuk.model.codebook import one_of
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.column import role_said
from otzvuk.numbers.count import company_key
from otzvuk.numbers.quote.pick import pick_quotes
from otzvuk.numbers.quote.quoted import Quote, quotes_of
from otzvuk.numbers.survey import Survey

CHOICES = {
    "process": "процесс",
    "code": "код",
    "theme": "тема",
    "stage": "этап",
    "role": "роль",
    "kind": "вид",
    "trend": "изменение",
    "company": "компания",
    "interview": "интервью",
    "speaker": "респондент",
    "wave": "волна",
}
"""What mentions can be chosen by, with its Russian name."""


def select_quotes(
    survey: Survey,
    *,
    where: Mapping[str, Sequence[str]] | None = None,
    by: Sequence[str] = ("process", "kind"),
    ranking: pd.DataFrame | None = None,
    best: int = 3,
) -> list[Quote]:
    """The best quotes of each group that the columns `by` make, of the mentions that `where` leaves.

    `where` as in `select_mentions`. What is typical is counted among the mentions that are left.
    """
    chosen = select_mentions(survey, where or {})
    picked = pick_quotes(chosen, by=by, ranking=ranking, best=best, said=survey.mentions)
    return quotes_of(chosen, picked, by=by)


def select_mentions(survey: Survey, where: Mapping[str, Sequence[str]]) -> Survey:
    """The survey with the mentions whose columns have one of the values that `where` gives (none: any).

    A value is an id («delivery») or a label («Доставка»), case and ё do not count. Raises `InputError` for
    an unknown value, with those there are.
    """
    chosen = survey.mentions
    for column, values in where.items():
        if column not in CHOICES:
            raise InputError(
                "цитаты по такому признаку не выбрать", value=column, expected=one_of(CHOICES, 20)
            )
        if not values:
            continue
        names = _names(column, survey)
        wanted = {_found(_said(value, column, survey), column, names) for value in values}
        keys = chosen[column].map(company_key) if column == "company" else chosen[column]
        chosen = chosen[keys.isin(wanted)]
    return survey.but(mentions=chosen)


def values_of_where(survey: Survey, where: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The values that `where` (as in `select_mentions`) names, as the frames have them.

    Whether somebody has said it does not matter: `survey` may be one that is not coded yet. Raises
    `InputError` for a value that no mention can have.
    """
    found: dict[str, list[str]] = {}
    for column, values in where.items():
        names = _names(column, survey)
        keys = [_found(_said(value, column, survey), column, names) for value in values]
        found[column] = [names[key] for key in keys] if column == "company" else keys
    return found


def _names(column: str, survey: Survey) -> dict[str, str]:
    """Value of the column → its label."""
    codebook = survey.codebook
    known: Mapping[str, Mapping[str, str]] = {
        "kind": {kind.value: kind.label for kind in Kind},
        "role": {role.value: role.label for role in Role},
        "trend": {trend.value: trend.label for trend in Trend if trend.value},
        "process": {name: each.label for name, each in codebook.processes.items()},
        "code": {name: each.label for name, each in codebook.codes.items()},
        "theme": codebook.themes,
        "stage": codebook.stages,
    }
    if column in known:
        return dict(known[column])
    own = [survey.mentions, *([survey.respondents] if column in survey.respondents else [])]
    values = dict.fromkeys(str(value) for frame in own for value in frame[column].unique() if value)
    return {company_key(value) if column == "company" else value: value for value in values}


def _said(value: str, column: str, survey: Survey) -> str:
    return role_said(value, survey.codebook) if column == "role" else value


def _found(value: str, column: str, names: Mapping[str, str]) -> str:
    key = company_key(value)
    for name, label in names.items():
        if key in (company_key(name), company_key(label)):
            return name
    near = [
        name for name, label in names.items() if key and re.search(rf"\b{re.escape(key)}", company_key(label))
    ]
    near = near or [name for name, label in names.items() if has_words(label, value)]
    if len(near) == 1:
        return near[0]
    known = {label if name == company_key(label) else name: label for name, label in names.items()}
    expected = f"одно из: {listed(known)}{guess(value, known)}"
    raise InputError(f"нет такого значения: {CHOICES[column]}", value=value, expected=expected)
