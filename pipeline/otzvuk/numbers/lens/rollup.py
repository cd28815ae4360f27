"""One coding, many views: mentions counted along any lens, without coding again."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from otzvuk.model.codebook import Codebook, one_of
from otzvuk.model.errors import InputError
from otzvuk.numbers.column import values_of
from otzvuk.numbers.count import framed, with_lenses
from otzvuk.numbers.lens.tally import COUNTS, nothing, tallies, tally
from otzvuk.numbers.survey import Survey

NO_VALUE = "Без значения"

BUILT_IN: Mapping[str, str] = {"theme": "Тема", "code": "Код", "stage": "Этап", "process": "Процесс"}
"""The lenses that every codebook has, with their Russian names."""

ROLLED: Mapping[str, str] = {
    "lens": "string",
    "group": "string",
    "group_label": "string",
    "value": "string",
    "label": "string",
    "measured": "bool",
    "mentioned": "bool",
} | dict(COUNTS)
"""Columns and types of a roll-up, one row a value of the lens."""

GROUPED: Mapping[str, str] = {
    "lens": "string",
    "group": "string",
    "group_label": "string",
    "values": "int64",
    "measured": "int64",
    "mentioned": "int64",
} | dict(COUNTS)
"""Columns and types of a roll-up by groups: how many values a group has, how many of them some code
has, and how many are mentioned."""


def lens_labels(codebook: Codebook) -> dict[str, str]:
    """All lenses and their Russian names: those that every codebook has, then the codebook's own."""
    return dict(BUILT_IN) | {name: lens.label for name, lens in codebook.lenses.items()}


def roll_up(survey: Survey, lens: str) -> pd.DataFrame:
    """The mentions of every value of `lens`, in the codebook's order, with the columns of `ROLLED`.

    `lens` is theme, code, stage, process or a lens of the codebook. Values that nobody mentions stay, with
    `mentioned` False and zeros; a value that no code of the codebook has is not `measured` at all. `group` is
    the value's group (a tier; for a code its theme, for a process its stage), empty where the lens has none.
    Mentions whose code has no value make a last row with an empty value. Raises `InputError` for an unknown
    lens.
    """
    parts, codebook = tallies(along(survey, lens), [lens]), survey.codebook
    own = {code.lenses.get(lens, "") for code in codebook.codes.values()}
    rows = []
    for value, label in shown(lens, codebook, empty=("",) in parts).items():
        counted = parts.get((value,)) or nothing(survey)
        group, group_label = group_of(lens, value, codebook)
        names = {"lens": lens, "group": group, "group_label": group_label, "value": value, "label": label}
        measured = value in own if lens in codebook.lenses else True
        rows.append(names | counted | {"measured": measured, "mentioned": counted["mentions"] > 0})
    return framed(rows, ROLLED)


def roll_up_groups(survey: Survey, lens: str) -> pd.DataFrame:
    """The mentions of every group of `lens` (the tiers of a pyramid), with the columns of `GROUPED`.

    Respondents and companies are distinct within a group, so they can be fewer than the sum of its values.
    A lens without groups gives one row of the whole.
    """
    column, codebook = along(survey, lens).mentions[lens], survey.codebook
    own, of_book = {code.lenses.get(lens, "") for code in codebook.codes.values()}, lens in codebook.lenses
    by_group: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for value in values_of(lens, codebook):
        group, names[group] = group_of(lens, value, codebook)
        by_group.setdefault(group, []).append(value)
    rows = []
    for group, values in by_group.items():
        counted = tally(survey.but(mentions=survey.mentions[column.isin(values)]))
        head = {"lens": lens, "group": group, "group_label": names[group], "values": len(values)}
        head |= {"measured": sum(value in own for value in values) if of_book else len(values)}
        rows.append(head | counted | {"mentioned": column[column.isin(values)].nunique()})
    return framed(rows, GROUPED)


def along(survey: Survey, lens: str) -> Survey:
    """The survey whose mentions have the column `lens`; `InputError` where the codebook has no such lens."""
    known = lens_labels(survey.codebook)
    if lens not in known:
        raise InputError("нет такого разреза", value=lens, expected=one_of(known))
    return survey.but(mentions=with_lenses(survey)) if lens in survey.codebook.lenses else survey


def group_of(lens: str, value: str, codebook: Codebook) -> tuple[str, str]:
    """The id and label of the group that a value of a lens is in; empty where there is none."""
    if lens in codebook.lenses:
        group = codebook.lenses[lens].group_of(value)
        return group, codebook.lenses[lens].groups[group].label if group else ""
    if lens == "code" and value in codebook.codes:
        theme = codebook.theme_of(value)
        return theme, codebook.themes[theme]
    if lens == "process" and value in codebook.processes:
        stage = codebook.stage_of(value)
        return stage, codebook.stages[stage]
    return "", ""


def shown(lens: str, codebook: Codebook, *, empty: bool) -> dict[str, str]:
    """The values of a lens with their labels, and with `empty` the empty one for mentions that have none."""
    return dict(values_of(lens, codebook)) | ({"": NO_VALUE} if empty else {})
