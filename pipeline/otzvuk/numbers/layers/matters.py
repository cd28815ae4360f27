"""What matters most to clients, beside how it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from otzvuk.model.mention import Kind
from otzvuk.numbers.count import PERSON, framed
from otzvuk.numbers.layers.rows import frame, rows_of
from otzvuk.numbers.survey import Survey

MATTERS: Final[Mapping[str, str]] = {"important": "bool", "code": "string"}
"""Further columns of `matters`: whether it is said to matter or not to, and of which code."""

WEIGHED: Final[Mapping[str, str]] = {
    "code": "string",
    "important": "int64",
    "unimportant": "int64",
    "praise": "int64",
    "complaint": "int64",
    "mean_ten": "float64",
    "marks": "int64",
}
"""Columns of `weighed`: people who say that a code matters and who say that it does not, people who praise
and who blame it, and the mean of its marks out of ten (missing without any)."""


def matters(survey: Survey) -> pd.DataFrame:
    """Every place where somebody says what matters, one row each (`WHERE`, `MATTERS`, ids)."""
    rows = [
        cells | {"important": each.important, "code": each.code} for each, cells in rows_of(survey, "matters")
    ]
    return frame(rows, MATTERS)


def weighed(table: pd.DataFrame, survey: Survey) -> pd.DataFrame:
    """The codes of `matters` (`WEIGHED`): what matters to most people first."""
    rows: list[dict[str, Any]] = []
    mentions = survey.mentions
    for code, own in table.groupby("code", sort=False) if len(table) else ():
        given = survey.marks_for(str(code))
        said = mentions[mentions["code"] == code]
        rows.append(
            {
                "code": str(code),
                "important": int(own.loc[own["important"], "person_id"].nunique()),
                "unimportant": int(own.loc[~own["important"], "person_id"].nunique()),
                "praise": int(said.loc[said["kind"] == Kind.PRAISE.value, PERSON].nunique()),
                "complaint": int(said.loc[said["kind"] == Kind.COMPLAINT.value, PERSON].nunique()),
                "mean_ten": float(given["of_ten"].mean()) if len(given) else None,
                "marks": len(given),
            }
        )
    rows.sort(key=lambda row: (-row["important"], row["unimportant"], row["code"]))
    return framed(rows, WEIGHED)
