"""How often any two attributes meet: one row a cell, cells where nobody said anything included."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

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
    cells = pd.MultiIndex.from_product([list(row.values), list(column.values)])
    # The same attribute twice is its frequency table on the diagonal.
    counted = {count: _counts(table, [row, column], count) for count in COUNTS}
    frame = pd.DataFrame(
        {
            "rows": row.name,
            "row": cells.get_level_values(0),
            "row_label": [row.values[value] for value in cells.get_level_values(0)],
            "columns": column.name,
            "column": cells.get_level_values(1),
            "column_label": [column.values[value] for value in cells.get_level_values(1)],
            **{count: counted[count].reindex(cells, fill_value=0).to_numpy() for count in COUNTS},
        }
    )
    for side, attribute in (("row", row), ("column", column)):
        for count in COUNTS:
            totals = _counts(table, [attribute], count)
            whole = totals.reindex(frame[side].to_numpy(), fill_value=0).to_numpy()
            frame[f"{side}_{count}"] = whole
            share = np.where(whole > 0, frame[count] / np.maximum(whole, 1), np.nan)
            frame[f"{count}_of_{side}"] = share
    alone = [
        frame[f"{side}_respondents"] == 1 for side, each in (("row", row), ("column", column)) if each.who
    ]
    frame["single"] = np.any(alone, axis=0) if alone else False
    return frame[list(CROSSTAB)].astype(dict(CROSSTAB))


def _counts(table: Said, by: list[Attribute], count: str) -> pd.Series[int]:
    """A count in each cell that occurs, by the values of the attributes."""
    everybody = all(each.who for each in by) and count in ("respondents", "companies")
    frame = table.people if everybody else table.mentions
    keys = [frame[each.name].to_numpy() for each in by]
    if not len(frame):
        empty = pd.MultiIndex.from_arrays([[]] * len(by)) if len(by) > 1 else pd.Index([])
        return pd.Series(np.zeros(0, dtype=np.int64), index=empty)
    what = {"mentions": "_person", "once": "_once", "respondents": "_person", "companies": "_company"}[count]
    groups = frame[what].groupby(keys)
    counted: pd.Series[int] = groups.size() if count == "mentions" else groups.nunique()
    return counted
