"""Complaints and praises a respondent as counted and as corrected by the checked sample."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from otzvuk.model.mention import Kind
from otzvuk.numbers.checked.corrected import corrected
from otzvuk.numbers.checked.sampled import KINDS, columns_of, sampled_of
from otzvuk.numbers.survey import Survey

CHECKED: Mapping[str, str] = {
    "process": "string",
    "kind": "string",
    "counted": "float64",
    "corrected": "float64",
    "low": "float64",
    "high": "float64",
    "found": "int64",
    "confirmed": "int64",
}
"""Columns and types of the corrected counts: mentions of a process and kind a respondent, as `counted` and as
`corrected` with the 95 % interval `low`…`high`; `found` mentions are counted, of which people have seen
`confirmed`. The first two rows, process "", are of all processes together."""


def checked(survey: Survey) -> pd.DataFrame:
    """The corrected counts (`CHECKED`) of all processes and of each that anything was found of.

    Empty where chance has drawn fewer than `FEWEST_DRAWN` of the stretches that people judged.
    """
    rows: list[dict[str, object]] = []
    for whole in (True, False):
        sampled = sampled_of(survey, whole=whole)
        if sampled is None:
            break
        names = [("", kind) for kind in KINDS] if whole else columns_of(survey)
        made = corrected(sampled)
        seen = sampled.now.sum(axis=0) + sampled.certain
        for at, (process, kind) in enumerate(names):
            if whole or sampled.counted[at] > 0:
                rows.append(
                    {
                        "process": process, "kind": kind.value,
                        "counted": sampled.counted[at] / sampled.people, "corrected": made.mean[at],
                        "low": made.low[at], "high": made.high[at],
                        "found": round(sampled.counted[at]), "confirmed": round(seen[at]),
                    }
                )  # fmt: skip
    return pd.DataFrame(
        {name: pd.Series([row[name] for row in rows], dtype=CHECKED[name]) for name in CHECKED}
    )


def drawn(survey: Survey) -> tuple[int, int]:
    """How many stretches were drawn by chance and checked, and of how many there are; 0, 0 where too few."""
    sampled = sampled_of(survey, whole=True)
    return (0, 0) if sampled is None else (int(np.count_nonzero(sampled.drawn)), sampled.size)


def of_kind(table: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    """The rows of one kind by process, without that of all processes."""
    return table[(table["kind"] == kind.value) & (table["process"] != "")].set_index("process")
