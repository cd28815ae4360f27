"""What the balance and the mean mark would be without a process.

The *balance* of a respondent is (praise − complaints) / (praise + complaints), −1…1; the balance of a study
is the mean over the respondents who praise or complain, so that no talkative one decides. *Without* a
process, its mentions are left out (drop-one, as in a key-driver analysis). Marks are not about mentions:
there the respondents who complain about the process are left out.

Intervals: 90 %, percentiles of the bootstrap of `otzvuk.numbers.damage` (by company, then by respondent).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import Kind
from otzvuk.model.study import Settings
from otzvuk.numbers.count import PERSON, natural
from otzvuk.numbers.damage.bootstrap import FEWEST, known_means, samples
from otzvuk.numbers.damage.detail import marks_of
from otzvuk.numbers.damage.net import Floats

IMPACTS: Mapping[str, str] = {
    "process": "string",
    "balance": "float64",
    "balance_without": "float64",
    "balance_impact": "float64",
    "balance_low": "float64",
    "balance_high": "float64",
    "score": "float64",
    "score_without": "float64",
    "score_impact": "float64",
    "score_low": "float64",
    "score_high": "float64",
}
"""Columns and types of the table of impacts, one row a process, in the order of the codebook."""


def impacts(
    mentions: pd.DataFrame,
    respondents: pd.DataFrame,
    codebook: Codebook,
    ratings: pd.DataFrame | None = None,
    *,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """The drop-one impact of every process that has mentions, the columns of `IMPACTS`.

    `balance_impact` is the balance minus that without the process, `score_impact` the mean mark (out of
    ten, one mean a respondent) minus that without those who complain about the process: below 0, the
    process pulls the figure down. An impact is missing where one of its two parts is, and its interval
    under `FEWEST` respondents. Raters who are not among `respondents` count as people of their own company.
    """
    settings = settings or Settings()
    marks = marks_of(ratings, codebook)
    asked = _people(respondents, ratings)
    mentioned = set(mentions["process"])
    processes = [process for process in codebook.processes if process in mentioned]
    praise = _counts(mentions, asked, processes, Kind.PRAISE)
    complaints = _counts(mentions, asked, processes, Kind.COMPLAINT)
    total = praise.sum(axis=1, keepdims=True), complaints.sum(axis=1, keepdims=True)
    balance = _balance(*total)
    balance_without = _balance(total[0] - praise, total[1] - complaints)
    each = marks.groupby(PERSON)["of_ten"].mean()
    score = each.reindex(asked.index).to_numpy(dtype=np.float64)[:, np.newaxis]
    score_without = np.where(complaints > 0, np.nan, score)
    table = pd.DataFrame({"process": processes})
    for name, whole, without in (
        ("balance", balance, balance_without),
        ("score", score, score_without),
    ):
        everybody = np.ones((1, len(asked)))
        table[name] = known_means(everybody, whole)[0, 0]
        table[f"{name}_without"] = known_means(everybody, without)[0]
        # a process nobody complains about leaves nobody out: there is nothing to compare
        changed = (complaints > 0).any(axis=0) if name == "score" else np.ones(len(processes), dtype=bool)
        impact = np.where(changed, table[name] - table[f"{name}_without"], np.nan)
        table[f"{name}_impact"] = impact
        table[f"{name}_low"], table[f"{name}_high"] = _interval(asked, whole, without, impact, settings)
    return table[list(IMPACTS)].astype(dict(IMPACTS))


def _people(respondents: pd.DataFrame, ratings: pd.DataFrame | None) -> pd.DataFrame:
    """Respondents and raters with their companies, by (interview, speaker), in natural order."""
    columns = [*PERSON, "company"]
    known = [respondents[columns]] + ([ratings[columns]] if ratings is not None else [])
    people = pd.concat(known).drop_duplicates(PERSON).set_index(PERSON)
    return people.loc[sorted(people.index, key=lambda person: (natural(person[0]), person[1]))]


def _counts(mentions: pd.DataFrame, asked: pd.DataFrame, processes: list[str], kind: Kind) -> Floats:
    own = mentions[mentions["kind"] == kind.value]
    counts = own.groupby([*PERSON, "process"]).size().unstack("process", fill_value=0)
    counts = counts.reindex(index=asked.index, columns=processes, fill_value=0)
    return counts.to_numpy(dtype=np.float64)


def _balance(praise: Floats, complaints: Floats) -> Floats:
    number = praise + complaints
    return np.where(number > 0, (praise - complaints) / np.where(number > 0, number, 1), np.nan)


def _interval(
    asked: pd.DataFrame, whole: Floats, without: Floats, impact: Floats, settings: Settings
) -> tuple[Floats, Floats]:
    low, high = np.full(len(impact), np.nan), np.full(len(impact), np.nan)
    if len(asked) < FEWEST:
        return low, high
    blocks = (drawn.astype(np.float64) for drawn in samples(asked, settings))
    draws = np.concatenate([known_means(drawn, whole) - known_means(drawn, without) for drawn in blocks])
    for at in np.flatnonzero(~np.isnan(impact)):
        known = draws[~np.isnan(draws[:, at]), at]
        low[at], high[at] = np.quantile(known, [0.05, 0.95])
    return low, high
