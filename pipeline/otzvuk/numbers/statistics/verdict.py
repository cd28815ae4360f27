"""The tables of tests: their columns, their verdicts in words, and how a cell comes by its own."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from otzvuk.numbers.count import framed
from otzvuk.numbers.said import Attribute
from otzvuk.numbers.statistics.contingency import LEVEL, NONE, TableTest, cell_test
from otzvuk.numbers.statistics.interval import holm, wilson

ASSOCIATION: Mapping[str, str] = {
    "rows": "string",
    "rows_label": "string",
    "columns": "string",
    "columns_label": "string",
    "respondents": "int64",
    "groups": "int64",
    "single_groups": "int64",
    "method": "string",
    "statistic": "float64",
    "dof": "float64",
    "p": "float64",
    "cramers_v": "float64",
    "cramers_v_corrected": "float64",
    "verdict": "string",
}
"""Columns and types of the table of tests, one row a pair of attributes."""

VALUES: Mapping[str, str] = {
    "by": "string",
    "attribute": "string",
    "value": "string",
    "label": "string",
    "respondents": "int64",
    "of": "int64",
    "method": "string",
    "statistic": "float64",
    "dof": "float64",
    "p": "float64",
    "p_holm": "float64",
    "cramers_v": "float64",
    "verdict": "string",
}
"""Columns and types of the table of tests by value of what is said, one row a value."""

CELLS: Mapping[str, str] = {
    "rows": "string",
    "row": "string",
    "row_label": "string",
    "columns": "string",
    "column": "string",
    "column_label": "string",
    "respondents": "int64",
    "of": "int64",
    "share": "float64",
    "share_low": "float64",
    "share_high": "float64",
    "expected": "float64",
    "residual": "float64",
    "p": "float64",
    "p_holm": "float64",
    "method": "string",
    "verdict": "string",
}
"""Columns and types of the table of cells."""

TOO_FEW = "слишком мало респондентов"
SINGLE = "один человек: показан, но не проверяется"
UNKNOWN = "группа не указана: не проверяется"
SAME = "у всех одинаково"
UNPROVEN = "различие не доказано"
MORE, LESS = "чаще, чем у остальных", "реже, чем у остальных"
RELATED, UNRELATED = "связь есть", "связь не доказана"
BY_DESIGN = "связаны по построению: не проверяется"


def share_cells(row: Attribute, r: str, column: Attribute, c: str, *, hits: int, of: int) -> dict[str, Any]:
    """The cells of a row of `CELLS` that describe: whose it is, `hits` of `of` people, the interval."""
    low, high = wilson(hits, of)
    return {
        "rows": row.name,
        "row": r,
        "row_label": row.values[r],
        "columns": column.name,
        "column": c,
        "column_label": column.values[c],
        "respondents": hits,
        "of": of,
        "share": hits / of if of else np.nan,
        "share_low": low,
        "share_high": high,
    }


def tested_cells(both: int, group: int, whole: int, total: int, *, why: str) -> dict[str, Any]:
    """Those that test: `both` people of a `group`, of `whole` in all groups, of `total` people.

    `why` is the reason not to test, if there is one; an empty verdict is for `corrected` to fill in.
    """
    nothing = {"expected": np.nan, "residual": np.nan, "p": np.nan, "method": NONE}
    if why:
        return nothing | {"verdict": why}
    if whole in (0, total) and group < total:
        return nothing | {"verdict": SAME}
    test = cell_test(both, group, whole, total)
    if test.least > LEVEL:
        return nothing | {"expected": test.expected, "residual": test.residual, "verdict": TOO_FEW}
    return test._asdict() | {"verdict": ""}


def corrected(cells: Sequence[dict[str, Any]], tests: Sequence[Hashable]) -> pd.DataFrame:
    """The cells with Holm's correction over all tests made, and the verdicts of those tested.

    Cells with the same `tests` key are one test seen from both sides (of two groups one says it more as
    much as the other says it less) and count once.
    """
    first = dict[Hashable, float]()
    for row, key in zip(cells, tests, strict=True):
        if not np.isnan(row["p"]):
            first.setdefault(key, row["p"])
    p_holm = dict(zip(first, holm(list(first.values())), strict=True))
    rows = []
    for row, key in zip(cells, tests, strict=True):
        p = float("nan") if np.isnan(row["p"]) else float(p_holm[key])
        proven = (MORE if row["residual"] > 0 else LESS) if p <= LEVEL else UNPROVEN
        rows.append(row | {"p_holm": p, "verdict": row["verdict"] or proven})
    return framed(rows, CELLS)


def summary(
    row: Attribute,
    column: Attribute,
    test: TableTest,
    *,
    about: tuple[int, int, int],
    effect: tuple[float, float],
    why: str = "",
) -> pd.DataFrame:
    """The one row of `ASSOCIATION`; `about` are people, groups, groups of one; `why` forbids the test."""
    if not why and np.isnan(test.p):
        why = TOO_FEW
    if why:
        test = TableTest(NONE, float("nan"), float("nan"), float("nan"))
    names = {"rows": row.name, "rows_label": row.label, "columns": column.name, "columns_label": column.label}
    counts = dict(zip(("respondents", "groups", "single_groups"), about, strict=True))
    sizes = dict(zip(("cramers_v", "cramers_v_corrected"), effect, strict=True))
    verdict = why or (RELATED if test.p <= LEVEL else UNRELATED)
    return framed([names | counts | test._asdict() | sizes | {"verdict": verdict}], ASSOCIATION)
