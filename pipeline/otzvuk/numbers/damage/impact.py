"""What the balance and the mean mark would be without a process.

The *balance* of a respondent is (praise − complaints) / (praise + complaints), −1…1; the balance of a study
is the mean over the respondents who praise or complain, so that no talkative one decides. *Without* a
process, its mentions are left out (drop-one, as in a key-driver analysis). Marks are not about mentions:
there the respondents who complain about the process are left out.

Intervals: 90 %, percentiles of the two-stage bootstrap (`otzvuk.numbers.resample`).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from otzvuk.model.mention import Kind
from otzvuk.numbers.count import CLUSTER, IDS, PERSON, person_of, types_of
from otzvuk.numbers.damage.detail import process_marks
from otzvuk.numbers.resample import FEWEST, Draws, Floats, known_means
from otzvuk.numbers.survey import Survey

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


def impacts(survey: Survey) -> pd.DataFrame:
    """The drop-one impact of every process that has mentions, the columns of `IMPACTS`.

    `balance_impact` is the balance minus that without the process, `score_impact` the mean mark (out of
    ten, one mean a respondent) minus that without those who complain about the process: below 0, the
    process pulls the figure down. An impact is missing where one of its two parts is, and its interval
    under `FEWEST` respondents. Raters who are no respondents count as people of their own company.
    """
    asked, processes = _people(survey), list(survey.net.columns)
    praise, complaints = (_counts(survey, asked, kind) for kind in (Kind.PRAISE, Kind.COMPLAINT))
    total = praise.sum(axis=1, keepdims=True), complaints.sum(axis=1, keepdims=True)
    balance = _balance(*total)
    balance_without = _balance(total[0] - praise, total[1] - complaints)
    each = process_marks(survey).groupby(PERSON)["of_ten"].mean()
    score = each.reindex(asked.index).to_numpy(dtype=np.float64)[:, np.newaxis]
    score_without = np.where(complaints > 0, np.nan, score)
    table = pd.DataFrame({"process": processes})
    draws = Draws(
        asked[CLUSTER].cat.codes.tolist(), replicates=survey.settings.replicates, seed=survey.settings.seed
    )
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
        table[f"{name}_low"], table[f"{name}_high"] = _interval(draws, whole, without, impact)
    return table[list(IMPACTS)].astype(types_of(IMPACTS))


def _people(survey: Survey) -> pd.DataFrame:
    """Respondents and raters by id, in their order."""
    known = pd.concat([survey.respondents[list(IDS)], survey.ratings[list(IDS)]])
    known = known.drop_duplicates(PERSON).sort_values(PERSON)
    return known.set_index(person_of(known))


def _counts(survey: Survey, asked: pd.DataFrame, kind: Kind) -> Floats:
    own = survey.of_kind(kind).mentions
    counts = own.groupby([person_of(own), "process"]).size().unstack("process", fill_value=0)
    counts = counts.reindex(index=asked.index, columns=survey.net.columns, fill_value=0)
    return counts.to_numpy(dtype=np.float64)


def _balance(praise: Floats, complaints: Floats) -> Floats:
    number = praise + complaints
    return np.where(number > 0, (praise - complaints) / np.where(number > 0, number, 1), np.nan)


def _interval(draws: Draws, whole: Floats, without: Floats, impact: Floats) -> tuple[Floats, Floats]:
    low, high = np.full(len(impact), np.nan), np.full(len(impact), np.nan)
    if len(whole) < FEWEST:
        return low, high
    blocks = (drawn.astype(np.float64) for (drawn,) in draws)
    drawn = np.concatenate([known_means(each, whole) - known_means(each, without) for each in blocks])
    for at in np.flatnonzero(~np.isnan(impact)):
        known = drawn[~np.isnan(drawn[:, at]), at]
        low[at], high[at] = np.quantile(known, [0.05, 0.95])
    return low, high
