"""The damage table: processes, worst first, with how sure each place is."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import Kind, Trend
from otzvuk.model.study import Settings
from otzvuk.numbers.count import frequencies
from otzvuk.numbers.damage.bootstrap import FEWEST, samples
from otzvuk.numbers.damage.net import Floats, Ints, in_order, net_complaints, role_weights, weighted_mean
from otzvuk.numbers.damage.place import TOP, places

DAMAGE: Mapping[str, str] = {
    "rank": "int64",
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


def rank(
    mentions: pd.DataFrame,
    respondents: pd.DataFrame,
    codebook: Codebook,
    *,
    settings: Settings | None = None,
    roles: Collection[str] | None = None,
) -> pd.DataFrame:
    """Every process that has mentions, worst first, with the columns of `DAMAGE`.

    `mentions`, `respondents`, `companies`, `reach` (share of the respondents) and `worse_share` are about
    complaints: how many, by how many, the share of them with trend worse. Equal damage is ordered by
    reach, complaints, then the codebook. `roles` narrows the question to some role groups.
    """
    settings = settings or Settings()
    if roles is not None:
        respondents = respondents[respondents["role"].isin(list(roles))]
    net = net_complaints(mentions, respondents, codebook, cap=settings.damage_cap)
    asked = in_order(respondents, net)
    weights = role_weights(asked, settings)
    table = _complaint_counts(mentions, asked, codebook, list(net.columns))
    values = net.to_numpy(dtype=np.float64)
    table["damage"] = weighted_mean(weights[np.newaxis, :], values)[0]
    table["p_top3"], table["rank_low"], table["rank_high"] = _certainty(values, asked, weights, settings)
    table = table.sort_values(["damage", "reach", "mentions"], ascending=False, kind="stable")
    table["rank"] = np.arange(1, len(table) + 1)
    _, last = places(table["damage"].to_numpy(dtype=np.float64)[np.newaxis, :])
    table["named"] = (
        (table["damage"] > 0)
        & (table["p_top3"] >= settings.headline.p_top3)
        & (table["reach"] >= settings.headline.reach)
        & (last[0] <= TOP)
        & (len(net) >= FEWEST)
    )
    return table[list(DAMAGE)].astype(dict(DAMAGE)).reset_index(drop=True)


def _certainty(
    values: Floats, asked: pd.DataFrame, weights: Floats, settings: Settings
) -> tuple[Floats, Ints, Ints]:
    """`p_top3`, `rank_low` and `rank_high` of each process (column of `values`)."""
    processes = values.shape[1]
    if len(asked) < FEWEST or not processes:
        blind = min(1.0, TOP / max(processes, 1))
        low, high = np.ones(processes, dtype=np.int64), np.full(processes, processes, dtype=np.int64)
        return np.where(values.any(axis=0), blind, 0.0), low, high
    in_top, firsts, lasts = np.zeros(processes), [], []
    for drawn in samples(asked, settings):
        damage = weighted_mean(drawn * weights, values)
        first, last = places(damage)
        tied = last - first + 1
        in_top += np.where(damage > 0, np.clip(TOP + 1 - first, 0, tied) / tied, 0.0).sum(axis=0)
        firsts.append(first)
        lasts.append(last)
    best = np.quantile(np.concatenate(firsts), 0.05, axis=0, method="inverted_cdf")
    worst = np.quantile(np.concatenate(lasts), 0.95, axis=0, method="inverted_cdf")
    return np.round(in_top / settings.replicates, 9), best.astype(np.int64), worst.astype(np.int64)


def _complaint_counts(
    mentions: pd.DataFrame, asked: pd.DataFrame, codebook: Codebook, processes: list[str]
) -> pd.DataFrame:
    """The columns of the damage table that are counts and shares of complaints, for these processes."""
    people = set(asked.index)
    speakers = zip(mentions["interview"], mentions["speaker"], strict=True)
    heard = np.array([person in people for person in speakers], dtype=bool)
    complaints = mentions[(mentions["kind"] == Kind.COMPLAINT.value) & heard]
    counts = frequencies(complaints, ["process"]).set_index("process").reindex(processes, fill_value=0)
    worse = complaints[complaints["trend"] == Trend.WORSE.value].groupby("process").size()
    table = counts.rename_axis("process").reset_index()
    return table.assign(
        stage=[codebook.stage_of(process) for process in processes],
        reach=table["respondents"] / max(len(asked), 1),
        worse_share=worse.reindex(processes, fill_value=0).to_numpy() / np.maximum(table["mentions"], 1),
    )
