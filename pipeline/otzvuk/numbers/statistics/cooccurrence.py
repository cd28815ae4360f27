"""Which codes come up together, within a turn or within an interview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd

from otzvuk.numbers.count import COMPANY, PERSON, framed
from otzvuk.numbers.resample import Ints
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
    number = mentions.groupby(keys, sort=False).ngroup().to_numpy().astype(np.int64)
    units = int(number.max()) + 1 if len(number) else 0
    has = np.zeros((units, len(codes)), dtype=np.int64)
    has[number, _places(mentions, codes)] = 1
    both, alone = has.T @ has, has.sum(axis=0)
    tellers = _Tellers(mentions, number, has, codes)
    rows = []
    for a, b in combinations(range(len(codes)), 2):
        if both[a, b] < least:
            continue
        respondents, companies = tellers.of(a, b) if both[a, b] else (0, 0)
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
                "respondents": respondents,
                "companies": companies,
                "jaccard": both[a, b] / either if either else 0.0,
                "lift": both[a, b] * units / expected if expected else np.nan,
            }
        )
    rows.sort(key=lambda row: (-row["together"], -row["jaccard"]))  # else as in the codebook
    return framed(rows, COOCCURRENCE)


class _Tellers:
    """Who says two codes in the units that have both; by numbers, for there are many pairs."""

    def __init__(self, mentions: pd.DataFrame, unit: Ints, has: Ints, codes: Sequence[str]) -> None:
        self._unit, self._has, self._code = unit, has.astype(bool), _places(mentions, codes)
        self._people, self._companies = (mentions[name].cat.codes.to_numpy() for name in (PERSON, COMPANY))

    def of(self, a: int, b: int) -> tuple[int, int]:
        """How many respondents and companies say `a` or `b` in a unit that has both."""
        shared = (self._has[:, a] & self._has[:, b])[self._unit]
        own = shared & ((self._code == a) | (self._code == b))
        companies = np.unique(self._companies[own])
        return len(np.unique(self._people[own])), int((companies >= 0).sum())


def _places(mentions: pd.DataFrame, codes: Sequence[str]) -> Ints:
    place = {code: at for at, code in enumerate(codes)}
    return np.array([place[code] for code in mentions["code"]], dtype=np.int64)
