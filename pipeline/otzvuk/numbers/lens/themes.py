"""The theme tree: themes, and the codes under each."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from otzvuk.numbers.count import framed, records
from otzvuk.numbers.lens.rollup import roll_up
from otzvuk.numbers.lens.tally import COUNTS, tally
from otzvuk.numbers.survey import Survey

THEMES: Mapping[str, str] = {
    "depth": "int64",
    "theme": "string",
    "code": "string",
    "label": "string",
    "share": "float64",
} | dict(COUNTS)
"""Columns and types of the theme tree."""


def theme_tree(survey: Survey) -> pd.DataFrame:
    """The total (depth 0), each theme (1) and its codes (2) in the codebook's order, columns of `THEMES`.

    Themes and codes that nobody mentions stay. `share` is the part of the mentions one level up, 0…1.
    """
    codes = roll_up(survey, "code")
    total = tally(survey)
    rows = [
        total
        | {"depth": 0, "theme": "", "code": "", "label": "Всего", "share": float(len(survey.mentions) > 0)}
    ]
    for theme in records(roll_up(survey, "theme")):
        named = {"depth": 1, "theme": theme["value"], "code": "", "label": theme["label"]}
        rows.append(_counts(theme) | named | {"share": _part(theme["mentions"], total["mentions"])})
        for code in records(codes[codes["group"] == theme["value"]]):
            named = {"depth": 2, "theme": theme["value"], "code": code["value"], "label": code["label"]}
            rows.append(_counts(code) | named | {"share": _part(code["mentions"], theme["mentions"])})
    return framed(rows, THEMES)


def _counts(row: Mapping[str, object]) -> dict[str, object]:
    return {name: row[name] for name in COUNTS}


def _part(part: int, whole: int) -> float:
    return round(part / whole, 9) if whole else 0.0
