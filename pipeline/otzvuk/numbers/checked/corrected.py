"""What the checked stretches say of those that nobody looked at: counts corrected, with their intervals.

A stretch is a mention that was found, or a clause in which none was. Of each process and kind, what the
coder found in all stretches is known, and what is true in those that people have judged. Those that chance
has drawn speak for the rest:

    total = λ · found + stretches · mean over the drawn of (true − λ · found there)

This is the difference estimator of survey sampling; prediction-powered inference (Angelopoulos et al.,
Science 382, 2023) and design-based supervised learning (Egami et al., NeurIPS 2023) come to the same for a
mean. λ makes the interval narrowest (PPI++: Angelopoulos, Duchi & Zrnic 2023): 1 where the coder is good, 0
where it tells nothing, so that the result is never less sure than the drawn stretches alone.

**What was not drawn by chance** (decided because it was doubtful, or while reading) says nothing of the rest,
as it is worse than the rest. It counts as what it is, and the drawn stretches speak for the others: each
round of draws for the stretches that nobody had judged before it (cf. Farquhar, Gal & Rainforth 2021). What
was decided otherwise *after* a round is part of what that round speaks for; it bounds the total from below.

**Two stages.** People are a sample of all clients (companies and their people, `Survey.draws`), stretches a
sample of what these people said. The variance is the sum: that of the mean over people, and that of drawing
stretches, which is exact whatever the coder's errors are and however they crowd in one interview or process.

**Rare things.** Most processes have few mentions, and of these few or none are drawn: a variance of their own
would often be 0. So the shares that variances are made of (found and right, missed, found and wrong) are
drawn towards what all processes together say (an empirical Bayes estimate with the weight of `_BORROWED`
mentions). The estimates themselves borrow nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otzvuk.numbers.distribution import student_quantile
from otzvuk.numbers.resample import Floats, Ints

FEWEST_DRAWN = 30
"""Under so many drawn stretches nothing is said of the rest."""

LEVEL = 0.95
"""The confidence of the intervals."""

_BORROWED = 2.0  # mentions of the average process that weigh as much as a process's own
_SPREAD_BORROWED = 5.0  # the same for how unlike people are


@dataclass(frozen=True, kw_only=True, eq=False)
class Sampled:
    """What is known of each of several things to be counted (columns), mentions of a process and kind.

    `size` is the number of stretches, `rest` what the coder found where nobody has looked, `certain` what
    people had coded themselves. A row a judged stretch: `was` what the coder had found there, `now` what is
    true, `drawn` whether chance had drawn it, `round` since which of the draws it is known. `people` were
    asked, `groups` is how many companies they are of; `spread` is the variance of the mean over them of what
    is `counted`, had others been asked.
    """

    size: int
    rest: Floats
    certain: Floats
    was: Floats
    now: Floats
    drawn: NDArray[np.bool_]
    round: Ints
    people: int
    groups: int
    spread: Floats

    @property
    def counted(self) -> Floats:
        """What is counted without any correction: people's word where they looked, else the coder's."""
        return np.asarray(self.rest + self.now.sum(axis=0) + self.certain, np.float64)


@dataclass(frozen=True, kw_only=True, eq=False)
class Corrected:
    """Means a person as corrected (`mean`), their interval `low`…`high`; `power` is λ.

    `mean` and `low` are not below what people have seen themselves; `half` is half the interval without
    that. `raw` is the mean without it, `error` its standard deviation for the people who were asked: what
    comes of the stretches that nobody looked at.
    """

    mean: Floats
    low: Floats
    high: Floats
    power: Floats
    raw: Floats
    error: Floats
    half: Floats


def corrected(sampled: Sampled, *, power: float | None = None) -> Corrected:
    """The mean number a person of each column, with its interval of `LEVEL`.

    `power` fixes λ: 0 is what the drawn stretches alone say, 1 leaves what was found as it is.
    """
    own = sampled
    was, now = own.was[own.drawn], own.now[own.drawn]
    hit, miss, false = _shares(own, was, now)
    found, true = hit + false, hit + miss  # mean squares; of counts of 0 and 1 the means
    shared = hit - found * true
    tuned = np.clip(shared / np.maximum(found - found**2, 1e-12), 0, 1)
    factor = tuned if power is None else np.full(len(own.rest), power)
    total, weight = own.certain.copy(), 0.0
    for at in np.unique(own.round[own.drawn]):
        before, here = own.round < at, own.drawn & (own.round == at)
        size, share = own.size - int(before.sum()), here.sum() / own.drawn.sum()
        machine = own.rest + own.was[~before].sum(axis=0)
        off = (own.now[here] - factor * own.was[here]).mean(axis=0)
        total += share * (own.now[before].sum(axis=0) + factor * machine + size * off)
        weight += share**2 * size**2 / here.sum() * (1 - here.sum() / size)
    square = (1 - factor) ** 2 * hit + miss + factor**2 * false
    variance = np.maximum(square - (true - factor * found) ** 2, 0)
    error = np.sqrt(weight * variance) / own.people
    known = (own.now.sum(axis=0) + own.certain) / own.people
    likely = np.maximum((own.size * true + own.certain) / own.people, known)  # borrowing, and so never 0
    raw = total / own.people
    people = _among_people(own, likely)
    wide = _quantile(error**2, int(own.drawn.sum()) - 1, people, own.groups - 1) * np.sqrt(error**2 + people)
    low = np.maximum(raw - wide, known)
    return Corrected(
        mean=np.maximum(raw, known),
        low=low,
        high=np.maximum(raw + wide, low),
        power=factor,
        raw=raw,
        error=error,
        half=wide,
    )


def _quantile(one: Floats, free: int, other: Floats, other_free: int) -> Floats:
    """That of Student's t for a sum of two variances, by Satterthwaite's degrees of freedom."""
    parts = one**2 / max(free, 1) + other**2 / max(other_free, 1)
    return student_quantile((one + other) ** 2 / np.maximum(parts, 1e-12), (1 + LEVEL) / 2)


def _shares(own: Sampled, was: Floats, now: Floats) -> tuple[Floats, Floats, Floats]:
    """Of all stretches those found and right, missed, found and wrong, each drawn towards the average."""
    drawn = len(was)
    hit = (was * now).sum(axis=0)
    miss, false = np.maximum((now**2).sum(axis=0) - hit, 0), np.maximum((was**2).sum(axis=0) - hit, 0)
    machine = own.rest + own.was.sum(axis=0)
    right = (hit.sum() + 0.5) / (hit.sum() + false.sum() + 1)
    spoken = (machine + 1) / (machine + 1).sum()
    rates = (
        (hit, right * machine / own.size),
        (miss, (miss.sum() + 0.5) / drawn * spoken),
        (false, (1 - right) * machine / own.size),
    )
    one, two, three = (
        np.where(rate > 0, (seen + _BORROWED) / (drawn + _BORROWED / np.maximum(rate, 1e-12)), 0.0)
        for seen, rate in rates
    )
    return one, two, three


def _among_people(own: Sampled, likely: Floats) -> Floats:
    """The variance of a mean over people: that of what is counted, in proportion to what is likely.

    A count that is as uneven as chance alone makes it has the variance of its mean; people and companies
    differ, and so it is several times that.
    """
    mean = own.counted / own.people
    chance = mean / own.people
    average = own.spread.sum() / max(float(chance.sum()), 1e-12) if chance.sum() else 1.0
    uneven = np.where(chance > 0, own.spread / np.maximum(chance, 1e-12), average)
    uneven = (own.counted * uneven + _SPREAD_BORROWED * average) / (own.counted + _SPREAD_BORROWED)
    return np.asarray(uneven * likely / own.people, np.float64)
