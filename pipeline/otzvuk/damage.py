"""Tables → the processes that hurt customers most, and how sure that is.

**Damage.** What respondent *i* holds against process *p* is complaints minus praise about *p*, not below
0 and not above the cap (`damage_cap`, 3), so that no talkative respondent decides; wishes do not count.
The damage of *p* is the mean of that over all respondents asked, silent ones included, each weighted by
the weight of the role (`role_weights`, 1 where none is given). It lies between 0 and the cap.

**How sure.** Two-stage bootstrap: companies are drawn with replacement, then within each drawn company as
many respondents as it has, with replacement (never mentions: those of one person are no independent
evidence). Colleagues share their supplier's failures, so the company is the cluster; a respondent
without a company is a cluster alone. Efron & Tibshirani, An Introduction to the Bootstrap (1993), ch. 13
(percentile intervals); Field & Welsh, Bootstrapping clustered data, J. R. Stat. Soc. B 69 (2007) 369–390
(the cluster and the two-stage scheme). Each sample ranks the processes anew:

- `rank_low`, `rank_high`: the 90 % interval of the rank. Ties count against precision: the low end takes
  the best rank that a tied process could have, the high end the worst.
- `p_top3`: the share of samples with the process among the first three and its damage above 0. Processes
  tied around the third place share what is left of the three places, so that the sum is never above 3.

Under `FEWEST` respondents resampling shows nothing but the people at hand: the interval is then every
rank, `p_top3` is that of a blind draw, and no process is named.

**Named** (at most three) is a process with damage, with `p_top3` and reach at or above the thresholds of
study.yaml, and whose place among the first three is not owed to a tie with the fourth.

The result depends on the tables and the seed only, not on the order of rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otzvuk.codebook import Codebook
from otzvuk.count import PERSON, company_key, frequencies, natural
from otzvuk.mention import Kind, Trend
from otzvuk.study import Settings

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

DETAILS: Mapping[str, str] = {
    "process": "string",
    "company_reach": "float64",
    "mean_score": "float64",
    "scores": "int64",
    "drop_one_impact": "float64",
    "damage_low": "float64",
    "damage_high": "float64",
    "rank_best": "int64",
    "rank_worst": "int64",
    "weighty_company": "string",
}
"""Columns and types of the table of details, one row a process."""

TOP = 3
"""How many processes a headline can name."""

FEWEST = 3
"""Under so many respondents nothing is named."""

_BLOCK = 1000  # bootstrap samples at once, so that many samples of a large study fit into memory

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


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
    asked = _in_order(respondents, net)
    weights = _weights(asked, settings)
    table = _complaint_counts(mentions, asked, codebook, list(net.columns))
    values = net.to_numpy(dtype=np.float64)
    table["damage"] = _weighted_mean(weights[np.newaxis, :], values)[0]
    table["p_top3"], table["rank_low"], table["rank_high"] = _certainty(values, asked, weights, settings)
    table = table.sort_values(["damage", "reach", "mentions"], ascending=False, kind="stable")
    table["rank"] = np.arange(1, len(table) + 1)
    _, last = _places(table["damage"].to_numpy(dtype=np.float64)[np.newaxis, :])
    table["named"] = (
        (table["damage"] > 0)
        & (table["p_top3"] >= settings.headline.p_top3)
        & (table["reach"] >= settings.headline.reach)
        & (last[0] <= TOP)
        & (len(net) >= FEWEST)
    )
    return table[list(DAMAGE)].astype(dict(DAMAGE)).reset_index(drop=True)


def net_complaints(
    mentions: pd.DataFrame, respondents: pd.DataFrame, codebook: Codebook, *, cap: int = 3
) -> pd.DataFrame:
    """What each respondent holds against each process: complaints − praise, 0…`cap`.

    Rows are respondents (interview, speaker) in natural order, columns the processes with mentions in
    the order of the codebook.
    """
    people = sorted(zip(respondents["interview"], respondents["speaker"], strict=True), key=_person_order)
    mentioned = set(mentions["process"])
    processes = [process for process in codebook.processes if process in mentioned]
    row = {person: at for at, person in enumerate(people)}
    column = {process: at for at, process in enumerate(processes)}
    sign = {Kind.COMPLAINT.value: 1, Kind.PRAISE.value: -1}
    net = np.zeros((len(people), len(processes)), dtype=np.int64)
    columns = (mentions[name] for name in (*PERSON, "process", "kind"))
    for interview, speaker, process, kind in zip(*columns, strict=True):
        if (interview, speaker) in row:
            net[row[interview, speaker], column[process]] += sign.get(kind, 0)
    index = pd.MultiIndex.from_tuples(people, names=PERSON) if people else None
    return pd.DataFrame(np.clip(net, 0, cap), index=index, columns=processes)


def details(
    mentions: pd.DataFrame,
    respondents: pd.DataFrame,
    codebook: Codebook,
    ratings: pd.DataFrame | None = None,
    *,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """What stands beside the ranking, one row a process in the order of the codebook. Columns:

    - `process`, `company_reach` (share of companies with a complaint; who has no company is one alone)
    - `mean_score` (out of 10) and `scores` (how many): marks for the process or one of its codes
    - `drop_one_impact`: the mean of all marks minus the mean without the respondents who complain about
      the process, per respondent and out of 10; below 0 the process pulls the marks down. Missing where
      nobody of them gave a mark or nobody else did
    - `damage_low`, `damage_high`, `rank_best`, `rank_worst`: the range when any one company is left out,
      and `weighty_company`, the one whose leaving out leaves the least damage
    """
    settings = settings or Settings()
    net = net_complaints(mentions, respondents, codebook, cap=settings.damage_cap)
    asked = _in_order(respondents, net)
    complaints = mentions[mentions["kind"] == Kind.COMPLAINT.value]
    marks = _marks(ratings, codebook)
    clusters = _clusters(asked)
    values = net.to_numpy(dtype=np.float64)
    kept = np.ones((len(clusters), len(net)))
    for cluster, members in enumerate(clusters.values()):
        kept[cluster, members] = 0
    without = _weighted_mean(kept * _weights(asked, settings), values)
    first, last = _places(without)
    rows = []
    for at, process in enumerate(net.columns):
        own = complaints[complaints["process"] == process]
        angry = set(zip(own["interview"], own["speaker"], strict=True))
        held = np.array([person in angry for person in net.index], dtype=bool)
        least = int(without[:, at].argmin())
        weighty = list(clusters.values())[least][0]
        rows.append(
            {
                "process": process,
                "company_reach": np.mean([held[members].any() for members in clusters.values()]),
                "mean_score": marks.loc[marks["process"] == process, "of_ten"].mean(),
                "scores": int((marks["process"] == process).sum()),
                "drop_one_impact": _drop_one_impact(marks, angry),
                "damage_low": without[:, at].min(),
                "damage_high": without[:, at].max(),
                "rank_best": first[:, at].min(),
                "rank_worst": last[:, at].max(),
                "weighty_company": asked["company"].iloc[weighty],
            }
        )
    return pd.DataFrame(rows, columns=list(DETAILS)).astype(dict(DETAILS))


def _in_order(respondents: pd.DataFrame, net: pd.DataFrame) -> pd.DataFrame:
    """The respondents in the order of the rows of `net`."""
    return respondents.set_index(PERSON).loc[net.index] if len(net) else respondents


def _person_order(person: tuple[str, str]) -> tuple[Any, ...]:
    return natural(person[0]), person[1]


def _weights(asked: pd.DataFrame, settings: Settings) -> Floats:
    given = {role.value: weight for role, weight in settings.role_weights.items()}
    return np.array([given.get(role, 1.0) for role in asked["role"]], dtype=np.float64)


def _weighted_mean(weights: Floats, values: Floats) -> Floats:
    """Means of the columns of `values`, one row for each row of weights; 0 where all weights are 0.

    Rounded, so that equal damages are equal in spite of the order of summation.
    """
    total = weights.sum(axis=1, keepdims=True)
    return np.round(weights @ values / np.where(total > 0, total, 1.0), 9)


def _places(damage: Floats) -> tuple[Ints, Ints]:
    """In each row, the first and the last place that each process can take; they differ where it is tied."""
    first, last = np.empty(damage.shape, dtype=np.int64), np.empty(damage.shape, dtype=np.int64)
    for at in range(damage.shape[1]):
        own = damage[:, [at]]
        first[:, at] = (damage > own).sum(axis=1) + 1
        last[:, at] = (damage >= own).sum(axis=1)
    return first, last


def _clusters(asked: pd.DataFrame) -> dict[str, list[int]]:
    """Rows of respondents by company, in order of its key; who has no company is a cluster alone."""
    clusters: dict[str, list[int]] = {}
    for at, company in enumerate(asked["company"]):
        clusters.setdefault(company_key(company) or f"\0{at:09d}", []).append(at)
    return dict(sorted(clusters.items()))


def _samples(asked: pd.DataFrame, settings: Settings) -> Iterator[Ints]:
    """How often each respondent is drawn: blocks of bootstrap samples (rows) over respondents (columns)."""
    generator = np.random.default_rng(settings.seed)
    clusters = list(_clusters(asked).values())
    for begin in range(0, settings.replicates, _BLOCK):
        size = min(_BLOCK, settings.replicates - begin)
        drawn = np.zeros((size, len(asked)), dtype=np.int64)
        times = generator.multinomial(len(clusters), [1 / len(clusters)] * len(clusters), size=size)
        for cluster, members in enumerate(clusters):
            # m draws of a company are m times n draws among its n people, each as likely as another
            draws = times[:, cluster] * len(members)
            drawn[:, members] = generator.multinomial(draws, [1 / len(members)] * len(members))
        yield drawn


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
    for drawn in _samples(asked, settings):
        damage = _weighted_mean(drawn * weights, values)
        first, last = _places(damage)
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


def _marks(ratings: pd.DataFrame | None, codebook: Codebook) -> pd.DataFrame:
    """Each mark out of ten and the process it is about; empty where the criterion names none."""
    if ratings is None or not len(ratings):
        return pd.DataFrame({"interview": [], "speaker": [], "process": [], "of_ten": []})
    marks = ratings[ratings["scale"] > 0]
    about = {name: code.process for name, code in codebook.codes.items()}
    about |= {process: process for process in codebook.processes}
    processes = marks["criterion"].map(lambda criterion: about.get(criterion, ""))
    return marks[PERSON].assign(process=processes, of_ten=10 * marks["value"] / marks["scale"])


def _drop_one_impact(marks: pd.DataFrame, angry: Collection[tuple[str, str]]) -> float:
    each = marks.groupby(PERSON)["of_ten"].mean()
    others = each[[person not in angry for person in each.index]]
    return float(each.mean() - others.mean()) if 0 < len(others) < len(each) else float("nan")
