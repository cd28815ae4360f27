"""Which codes come up together, within a turn or within an interview."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd

from otzvuk.numbers.count import COMPANY, PERSON
from otzvuk.numbers.statistics.verdict import as_frame
from otzvuk.numbers.survey import Survey

Within = Literal["turn", "interview"]

COOCCURRENCE: Mapping[str, str] = {
    "within": "string",
    "code": "string",
    "label": "string",
    "other": "string",
    "other_label": "string",
    "units": "int64",
    "code_units": "int64",
    "other_units": "int64",
    "together": "int64",
    "respondents": "int64",
    "companies": "int64",
    "jaccard": "float64",
    "lift": "float64",
}
"""Columns and types of the table of co-occurrence, one row a pair of codes."""


def cooccurrence(
    survey: Survey,
    *,
    within: Within = "turn",
    least: int = 1,
) -> pd.DataFrame:
    """Every pair of codes with at least `least` units where both are mentioned; 0 keeps all pairs.

    A unit is a turn or an interview with any mention; a code counts once in it, however often and with
    whatever kind (filter the mentions to narrow that). `units` of all, `code_units` and `other_units` with
    the one and the other, `together` with both, said so by `respondents` of `companies`. `jaccard` is the
    share of `together` among the units with either (Jaccard 1912), 0…1; `lift` how many times more often than
    if the two had nothing to do with each other (Brin, Motwani & Silverstein, SIGMOD 1997): 1 is chance,
    missing where a code is nowhere. Within a turn both are one person's; within an interview, that of all
    who speak there. The closest pairs first.
    """
    keys = ["interview", "turn"] if within == "turn" else ["interview"]
    mentions, codebook = survey.mentions, survey.codebook
    codes = list(codebook.codes)
    number = mentions.groupby(keys, sort=False).ngroup().to_numpy()
    units = int(number.max()) + 1 if len(number) else 0
    has = np.zeros((units, len(codes)), dtype=np.int64)
    has[number, [codes.index(code) for code in mentions["code"]]] = 1
    both, alone = has.T @ has, has.sum(axis=0)
    rows = []
    for a, b in combinations(range(len(codes)), 2):
        if both[a, b] < least:
            continue
        shared = (
            mentions[np.isin(number, np.flatnonzero(has[:, a] & has[:, b]))] if both[a, b] else mentions[:0]
        )
        shared = shared[shared["code"].isin([codes[a], codes[b]])]
        either, expected = alone[a] + alone[b] - both[a, b], alone[a] * alone[b]
        rows.append(
            {
                "within": within,
                "code": codes[a],
                "label": codebook.label(codes[a]),
                "other": codes[b],
                "other_label": codebook.label(codes[b]),
                "units": units,
                "code_units": alone[a],
                "other_units": alone[b],
                "together": both[a, b],
                "respondents": shared[PERSON].nunique(),
                "companies": shared[COMPANY].nunique(),
                "jaccard": both[a, b] / either if either else 0.0,
                "lift": both[a, b] * units / expected if expected else np.nan,
            }
        )
    rows.sort(key=lambda row: (-row["together"], -row["jaccard"]))  # else as in the codebook
    return as_frame(rows, COOCCURRENCE)
