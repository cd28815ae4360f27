"""Marks by level (people, processes, organisation): the mean of each and of what was marked in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from otzvuk.numbers.count import framed, records
from otzvuk.numbers.criterion import LEVEL
from otzvuk.numbers.scores.changes import latest_changes
from otzvuk.numbers.scores.means import means
from otzvuk.numbers.survey import Survey

LEVELS: Mapping[str, str] = {
    "source": "string",
    "depth": "int64",
    "level": "string",
    "criterion": "string",
    "label": "string",
    "marks": "int64",
    "respondents": "int64",
    "mean_ten": "float64",
    "low_ten": "float64",
    "high_ten": "float64",
    "zone": "string",
    "previous": "string",
    "previous_mean_ten": "float64",
    "previous_marks": "int64",
    "change": "float64",
    "marked": "bool",
    "note": "string",
}
"""Columns and types of the levels: a level (`depth` 1), then each criterion of it (2), source by source."""

_MEAN: Final = ("marks", "respondents", "mean_ten", "low_ten", "high_ten", "zone", "note")
_NO_CHANGE: Final[Mapping[str, Any]] = {
    "previous": "",
    "previous_mean_ten": float("nan"),
    "previous_marks": 0,
    "change": float("nan"),
    "marked": False,
}


def levels(survey: Survey, whole: Survey | None = None) -> pd.DataFrame:
    """The mean mark out of ten of every level and of its criteria, with the change, columns of `LEVELS`.

    Levels stand in the codebook's order, those without marks too where their source has any; criteria by
    their mean, the lowest first. Criteria that belong to no one level come last, under the empty level, which
    has no mean of its own. `whole` has the earlier waves: the change is that to the wave before of the same
    source, missing where either has no marks, `marked` where it is at least `scores.change` of study.yaml
    and neither wave has fewer than three people.
    `zone` and `note` are those of the means: a zone needs three respondents. Empty where the codebook has no
    lens «level», or nobody gave a mark.
    """
    lens = survey.codebook.lenses.get(LEVEL)
    if lens is None:
        return framed([], LEVELS)
    whole = survey if whole is None else whole
    criteria = survey.criteria
    moved = {
        tuple(by): {
            (row["source"], row[LEVEL], row.get("criterion", "")): row
            for row in records(latest_changes(survey, whole, by))
            if row["marks"] and row["previous_marks"]
        }
        for by in ([LEVEL], [LEVEL, "criterion"])
    }

    def found(row: Mapping[str, Any], *by: str) -> dict[str, Any]:
        name = str(row.get("criterion", ""))
        label = criteria[name].label if name in criteria else lens.values.get(str(row[LEVEL]), "")
        change = moved[by].get((row["source"], row[LEVEL], name))
        beside = _NO_CHANGE if change is None else {each: change[each] for each in _NO_CHANGE}
        head = {"source": row["source"], "depth": len(by), "level": row[LEVEL], "criterion": name}
        return head | {"label": label} | {each: row[each] for each in _MEAN} | dict(beside)

    parts: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in records(means(survey, [LEVEL, "criterion"])):
        if row["marks"]:
            parts.setdefault((row["source"], row[LEVEL]), []).append(found(row, LEVEL, "criterion"))
    rows: list[dict[str, Any]] = []
    for row in records(means(survey, [LEVEL])):
        if row[LEVEL]:
            rows.append(found(row, LEVEL))
        own = parts.get((row["source"], row[LEVEL]), [])
        rows += sorted(own, key=lambda each: (each["mean_ten"], each["label"]))
    return framed(rows, LEVELS)
