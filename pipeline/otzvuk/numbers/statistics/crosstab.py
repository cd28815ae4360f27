"""How often any two attributes meet: one row a cell, cells where nobody said anything included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import product
from typing import Any

import pandas as pd

from otzvuk.numbers.count import framed
from otzvuk.numbers.said import Attribute, Said
from otzvuk.numbers.survey import Survey

COUNTS = ("mentions", "once", "respondents", "companies")
"""The four counts that stand side by side; see `crosstab`."""

CROSSTAB: Mapping[str, str] = {
    "rows": "string",
    "row": "string",
    "row_label": "string",
    "columns": "string",
    "column": "string",
    "column_label": "string",
    **dict.fromkeys(COUNTS, "int64"),
    **{f"row_{count}": "int64" for count in COUNTS},
    **{f"column_{count}": "int64" for count in COUNTS},
    **{f"{count}_of_row": "float64" for count in COUNTS},
    **{f"{count}_of_column": "float64" for count in COUNTS},
    "single": "bool",
}
"""Columns and types of the crosstab, one row a cell."""


def crosstab(survey: Survey, *, rows: str, columns: str) -> pd.DataFrame:
    """Every value of attribute `rows` against every value of attribute `columns`, as a long table.

    `rows`, `columns` are the attributes' ids; `row`, `column` the values in the codebook's order (else
    natural order) with their labels. The counts:

    - `mentions`: all repetitions.
    - `once`: each code and kind counts once for a respondent ('once per interview'), so that the most
      talkative do not decide.
    - `respondents`, `companies`: distinct ones. Where both attributes belong to the respondent (role ×
      wave) all who were asked count, silent ones too; else those with such a mention.

    `row_…` and `column_…` are the denominators: the same counts over the whole row or column. For an
    attribute of the respondent those of respondents and companies are all that were *asked*, the silent
    included. Only mentions add up; a total of the others is of distinct ones. `…_of_row`, `…_of_column`
    are the shares 0…1, missing where the denominator is 0. `single`: the row or the column is a group of
    one person, whose figures are that person's.

    Raises `InputError` for an attribute that does not exist.
    """
    table = survey.said
    row, column = table.attribute(rows), table.attribute(columns)
    # The same attribute twice is its frequency table on the diagonal.
    cells = {count: _counts(table, [row, column], count) for count in COUNTS}
    totals = {
        side: {count: _counts(table, [attribute], count) for count in COUNTS}
        for side, attribute in (("row", row), ("column", column))
    }
    who = [side for side, each in (("row", row), ("column", column)) if each.who]
    found: list[dict[str, Any]] = []
    for values in product(row.values, column.values):
        cell: dict[str, Any] = {
            "rows": row.name,
            "row": values[0],
            "row_label": row.values[values[0]],
            "columns": column.name,
            "column": values[1],
            "column_label": column.values[values[1]],
        }
        cell |= {count: cells[count].get(values, 0) for count in COUNTS}
        for side, value in zip(("row", "column"), values, strict=True):
            for count in COUNTS:
                whole = totals[side][count].get((value,), 0)
                cell[f"{side}_{count}"] = whole
                cell[f"{count}_of_{side}"] = cell[count] / whole if whole else float("nan")
        cell["single"] = any(cell[f"{side}_respondents"] == 1 for side in who)
        found.append(cell)
    return framed(found, CROSSTAB)


def _counts(table: Said, by: list[Attribute], count: str) -> Mapping[tuple[str, ...], int]:
    """A count in each cell that occurs, by the values of the attributes."""
    everybody = all(each.who for each in by) and count in ("respondents", "companies")
    frame = table.people if everybody else table.mentions
    keys = zip(*(frame[each.name].tolist() for each in by), strict=True)
    if count == "mentions":
        return Counter(keys)
    what = {"once": "_once", "respondents": "_person", "companies": "_company"}[count]
    distinct: dict[tuple[str, ...], set[str]] = {}
    for key, value in zip(keys, frame[what].tolist(), strict=True):
        own = distinct.setdefault(key, set())
        if isinstance(value, str):  # a company may be unknown
            own.add(value)
    return {key: len(own) for key, own in distinct.items()}
