"""How sure the places of processes are: each alone, and several together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from otzvuk.numbers.damage.error import drawn_damage
from otzvuk.numbers.damage.place import TOP, places
from otzvuk.numbers.resample import FEWEST, Floats, Ints
from otzvuk.numbers.survey import Survey

LEVEL = 0.9
"""The confidence of the intervals of a rank."""


@dataclass(frozen=True, eq=False)
class Certainty:
    """Of each process of `Survey.net`: `p_top3`, and the 90 % interval of its rank.

    `in_top` says in which samples (rows) it is among the first three; a tie around the third place counts in
    part. Empty where so few were asked that nothing was drawn.
    """

    p_top3: Floats
    rank_low: Ints
    rank_high: Ints
    in_top: Floats

    def together(self, columns: Sequence[int]) -> float:
        """The probability that all of these are among the first three; −1 where nothing was drawn."""
        if not len(self.in_top):
            return -1.0
        return float(np.round(self.in_top[:, list(columns)].min(axis=1).mean(), 9))

    def nameable(self, order: Sequence[int], least: float) -> list[int]:
        """The longest beginning of `order` that a headline can name: all of it holds together at `least`."""
        number = 0
        while number < min(TOP, len(order)) and self.together(order[: number + 1]) >= least:
            number += 1
        return list(order[:number])


def certainty(survey: Survey, *, errors: bool = True) -> Certainty:
    """How sure the places of a survey's processes are, had others been asked and coded (`damage.error`).

    Without `errors` the coding is taken as it is.
    """
    values = survey.net.to_numpy(dtype=np.float64)
    asked, processes = values.shape
    if asked < FEWEST or not processes:
        blind = min(1.0, TOP / max(processes, 1))
        low, high = np.ones(processes, dtype=np.int64), np.full(processes, processes, dtype=np.int64)
        return Certainty(np.where(values.any(axis=0), blind, 0.0), low, high, np.zeros((0, processes)))
    draws = np.concatenate(list(drawn_damage(survey, errors=errors)))
    first, last = places(draws)
    tied = last - first + 1
    in_top = np.where(draws > 0, np.clip(TOP + 1 - first, 0, tied) / tied, 0.0)
    # for the interval, what lies less than one complaint apart is tied: the samples' decimals are no evidence
    low, high = percentile_ranks(np.round(draws * asked))
    return Certainty(np.round(in_top.mean(axis=0), 9), low, high, in_top)


def percentile_ranks(draws: Floats, *, level: float = LEVEL) -> tuple[Ints, Ints]:
    """First and last rank of each column by the percentiles of its rank over the rows of `draws`.

    Ties count against precision, as in the damage table.
    """
    first, last = places(draws)
    tail = (1 - level) / 2
    low = np.quantile(first, tail, axis=0, method="inverted_cdf")
    high = np.quantile(last, 1 - tail, axis=0, method="inverted_cdf")
    return low.astype(np.int64), high.astype(np.int64)
