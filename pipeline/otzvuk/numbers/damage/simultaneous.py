"""Rank intervals that hold for all processes at once.

Beside the percentile interval of one process's rank (`numbers.damage.rank`) stands the answer to another
question: what may be said of the whole order, with 90 % confidence that nothing of it is wrong? Mogstad,
Romano, Shaikh & Wilhelm, Inference for Ranks with Applications to Mobility across Neighbourhoods and
Academic Achievement across Countries, Review of Economic Studies 91 (2024) 476–518: all pairs of processes
are compared at once, the largest studentised difference of the bootstrap gives the critical value, and

    first possible rank of p = 1 + number of processes significantly worse than p,
    last possible rank of p  = number of processes − number of those that p is significantly worse than.

Step-down (Romano & Wolf, Journal of the American Statistical Association 100 (2005) 94–108): pairs that
are decided leave the maximum, and the rest is judged anew. The samples are those of `numbers.damage`: by
company, then by respondent.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from otzvuk.numbers.count import types_of
from otzvuk.numbers.damage.certainty import LEVEL, certainty
from otzvuk.numbers.damage.error import drawn_damage
from otzvuk.numbers.net import role_weights
from otzvuk.numbers.resample import FEWEST, Floats, Ints, weighted_means
from otzvuk.numbers.survey import Survey

RANK_INTERVALS: Mapping[str, str] = {
    "process": "string",
    "damage": "float64",
    "rank_low": "int64",
    "rank_high": "int64",
    "all_low": "int64",
    "all_high": "int64",
    "surely_worse": "int64",
    "surely_milder": "int64",
}
"""Columns and types of the table of rank intervals, one row a process, worst first."""

_NOTHING = 1e-9  # differences and errors under it are those of rounding


def rank_intervals(survey: Survey) -> pd.DataFrame:
    """The two rank intervals of each process, the columns of `RANK_INTERVALS`.

    `rank_low`…`rank_high` is the percentile interval of one process's rank, as in the damage table;
    `all_low`…`all_high` holds for all processes at once, so it is wider. `surely_worse` and
    `surely_milder` count the processes with significantly more and less damage. Under `FEWEST`
    respondents every interval is every rank.
    """
    net = survey.net
    weights, values = role_weights(survey.people, survey.settings), net.to_numpy(dtype=np.float64)
    damage = weighted_means(weights[np.newaxis, :], values)[0]
    number = len(damage)
    one = joint = np.ones(number, dtype=np.int64), np.full(number, number, dtype=np.int64)
    if len(net) >= FEWEST and number:
        sure = certainty(survey)
        one = sure.rank_low, sure.rank_high
        joint = simultaneous_ranks(damage, np.concatenate(list(drawn_damage(survey, weighed=False))))
    table = pd.DataFrame(
        {
            "process": list(net.columns),
            "damage": damage,
            "rank_low": one[0],
            "rank_high": one[1],
            "all_low": joint[0],
            "all_high": joint[1],
            "surely_worse": joint[0] - 1,
            "surely_milder": number - joint[1],
        }
    ).astype(types_of(RANK_INTERVALS))
    return table.sort_values("damage", ascending=False, kind="stable").reset_index(drop=True)


def simultaneous_ranks(estimates: Floats, draws: Floats, *, level: float = LEVEL) -> tuple[Ints, Ints]:
    """First and last rank of each of `estimates` (the largest is first), valid for all at once.

    `draws` has a row for each bootstrap sample and a column for each estimate.
    """
    worse = surely_greater(estimates, draws, level=level)
    return 1 + worse.sum(axis=0), len(estimates) - worse.sum(axis=1)


def surely_greater(estimates: Floats, draws: Floats, *, level: float = LEVEL) -> np.ndarray:
    """Whether estimate j is greater than estimate k, row j and column k; all answers right at `level`.

    A difference that no sample changes is taken as it is.
    """
    difference = estimates[:, np.newaxis] - estimates[np.newaxis, :]
    covariance = np.atleast_2d(np.cov(draws, rowvar=False))
    variance = np.diag(covariance)
    error = np.sqrt(np.clip(variance[:, np.newaxis] + variance[np.newaxis, :] - 2 * covariance, 0, None))
    fixed = error <= _NOTHING
    error = np.where(fixed, 1.0, error)
    greater = fixed & (difference > _NOTHING)
    undecided = ~fixed
    while undecided.any():
        critical = _critical(difference, error, draws, undecided, level)
        found = undecided & (difference > critical * error)
        if not found.any():
            break
        greater |= found
        undecided &= ~found
    return np.asarray(greater)


def _critical(difference: Floats, error: Floats, draws: Floats, undecided: np.ndarray, level: float) -> float:
    """The value that the greatest studentised deviation among undecided pairs exceeds with 1 − `level`."""
    largest = np.full(len(draws), -np.inf)
    for at in range(draws.shape[1]):
        others = np.flatnonzero(undecided[at])
        if len(others):
            deviation = draws[:, [at]] - draws[:, others] - difference[at, others]
            largest = np.maximum(largest, (deviation / error[at, others]).max(axis=1))
    return float(np.quantile(largest, level, method="higher"))
