"""The damage table: processes, worst first, with how sure each place is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.count import PERSON, types_of
from otzvuk.numbers.damage.certainty import certainty
from otzvuk.numbers.damage.place import TOP, places
from otzvuk.numbers.frequency import frequencies
from otzvuk.numbers.net import role_weights
from otzvuk.numbers.resample import weighted_means
from otzvuk.numbers.schema import Schema
from otzvuk.numbers.survey import Survey

DAMAGE: Mapping[str, str] = {
    "rank": "Int64",
    "rank_last": "Int64",
    "process": "string",
    "stage": "string",
    "damage": "float64",
    "mentions": "int64",
    "respondents": "int64",
    "companies": "int64",
    "reach": "float64",
    "worse_share": "float64",
    "p_top3": "float64",
    "rank_low": "int64",
    "rank_high": "int64",
    "named": "bool",
}
"""Columns and types of the damage table, one row a process, worst first."""

RANKING_SCHEMA: Final = Schema(
    name="damage",
    label="вред процессов",
    row="a process, worst first",
    columns=DAMAGE,
    known={"damage", "reach", "worse_share", "p_top3"},
)
"""The damage table as it is checked where somebody hands one in."""


def rank(survey: Survey) -> pd.DataFrame:
    """Every process that has mentions, worst first, with the columns of `DAMAGE`.

    `mentions`, `respondents`, `companies`, `reach` (share of the respondents) and `worse_share` are about
    complaints: how many, by how many, the share of them with trend worse. Rows of equal damage are ordered
    by reach, complaints, then the codebook; they share the places `rank`…`rank_last`, and damage 0 has
    none. `Survey.of_roles` narrows the question to some role groups. Raises `InputError` for frames changed
    by hand that are not what `otzvuk.numbers.schema` says.
    """
    settings, net = survey.sound.settings, survey.net
    weights = role_weights(survey.people, settings)
    table = _complaint_counts(survey)
    values = net.to_numpy(dtype=np.float64)
    table["damage"] = weighted_means(weights[np.newaxis, :], values)[0]
    sure = certainty(survey)
    table["p_top3"], table["rank_low"], table["rank_high"] = sure.p_top3, sure.rank_low, sure.rank_high
    table = table.sort_values(["damage", "reach", "mentions"], ascending=False, kind="stable")
    first, last = places(table["damage"].to_numpy(dtype=np.float64)[np.newaxis, :])
    harmful = table["damage"].to_numpy() > 0
    table["rank"] = pd.array(first[0], dtype="Int64")
    table["rank_last"] = pd.array(last[0], dtype="Int64")
    table.loc[~harmful, ["rank", "rank_last"]] = pd.NA
    may = (table["damage"] > 0) & (table["reach"] >= settings.headline.reach) & (last[0] <= TOP)
    surest = table[may].sort_values("p_top3", ascending=False, kind="stable").index
    table["named"] = table.index.isin(sure.nameable(list(surest), settings.headline.p_top3))
    return table[list(DAMAGE)].astype(types_of(DAMAGE)).reset_index(drop=True)


def _complaint_counts(survey: Survey) -> pd.DataFrame:
    """The columns of the damage table that are counts and shares of complaints, for each process."""
    mentions, processes = survey.mentions, list(survey.net.columns)
    heard = mentions[PERSON].isin(survey.net.index)
    complaints = mentions[(mentions["kind"] == Kind.COMPLAINT.value) & heard]
    counts = (
        frequencies(survey.but(mentions=complaints), ["process"])
        .set_index("process")
        .reindex(processes, fill_value=0)
    )
    worse = complaints[complaints["trend"] == Trend.WORSE.value].groupby("process").size()
    table = counts.rename_axis("process").reset_index()
    return table.assign(
        stage=[survey.codebook.stage_of(process) for process in processes],
        reach=table["respondents"] / max(len(survey.net), 1),
        worse_share=worse.reindex(processes, fill_value=0).to_numpy() / np.maximum(table["mentions"], 1),
    )
