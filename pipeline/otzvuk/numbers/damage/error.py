"""The coder's own errors inside the certainty of a place: what all interviews of a study may share of them.

Errors that fall now on one person, now on another are in the bootstrap over people already: what was found in
each has them. What a supplier's words do to the coder in all interviews alike (a code whose words it does not
know, a code that draws false alarms) no resampling of people shows. So every sample also draws, for each
process, a factor and an amount that all its people share:

    damage* = max(0, damage · exp(SPREAD · u · z) + STRAY · ū · mean damage · z')

*u* is how unsure the mentions of the process are (the mean of 1 − confidence), *ū* the same of the whole
study, z and z' are standard normal. What a person has decided is certain, so that checking narrows the
intervals. Where a random sample has been checked (`numbers.checked`), it says how far off each process is,
with an error of its own; the two are put together as a prior and an observation are, by their precision, so
that the sample moves what it knows better than the prior, and narrows all. The two constants come from the
simulation with shared errors (tests/bench/bench_damage.py, models/damage/README.md).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from otzvuk.model.mention import PERSON as BY_PERSON
from otzvuk.model.mention import Kind
from otzvuk.numbers.checked import columns_of, corrected, sampled_of
from otzvuk.numbers.count import PERSON
from otzvuk.numbers.net import net_complaints, role_weights
from otzvuk.numbers.resample import Floats, weighted_means
from otzvuk.numbers.survey import Survey

SPREAD, STRAY = 0.6, 0.3
"""How far a process that the coder is wholly unsure of may be off, as the deviation of a logarithm; and what
may be found or missed of any process, as a share of the mean damage."""

FOREIGN = 0.4
"""How unsure is what states no rate of its own: the ready coding of another program or a language model."""

_MODEL, _RULE = "model:", "rule:"
_SEED = 7  # beside the seed of the study, so that errors and people are drawn apart


def unsureness(survey: Survey) -> Floats:
    """How unsure the mentions of each process of `Survey.net` are, 0…1; 0 where people have decided all."""
    mentions = survey.mentions
    unsure = 1 - mentions["confidence"].to_numpy(dtype=np.float64) if "confidence" in mentions else 0.0
    if "decided_by" in mentions:
        by = mentions["decided_by"]
        foreign = ~by.str.startswith((BY_PERSON, _MODEL, _RULE)).to_numpy(dtype=bool) & (by != "").to_numpy(
            bool
        )
        unsure = np.where(by.str.startswith(BY_PERSON).to_numpy(dtype=bool), 0.0, unsure)
        unsure = np.where(foreign, np.maximum(unsure, FOREIGN), unsure)
    means = mentions.assign(unsure=unsure).groupby("process")["unsure"].mean()
    return means.reindex(survey.net.columns, fill_value=0.0).to_numpy(dtype=np.float64)


def drawn_damage(survey: Survey, *, errors: bool = True, weighed: bool = True) -> Iterator[Floats]:
    """Samples of the damage of each process of `Survey.net`, in blocks of rows: other people, other errors.

    Without `errors` only the people are drawn. Unsure mentions count as much as they are sure, unless not
    `weighed`: the samples then lie around the damage as it was counted.
    """
    weights = role_weights(survey.people, survey.settings)
    values = survey.net.to_numpy(dtype=np.float64)
    if errors and weighed:
        values = net_complaints(survey, by_confidence=True).to_numpy(dtype=np.float64)
    unsure = unsureness(survey) if errors else np.zeros(values.shape[1])
    shift, left = np.zeros(values.shape[1]), np.ones(values.shape[1])
    if errors and unsure.any():
        shift, left = _observed(survey, weights, weighted_means(weights[np.newaxis, :], values)[0], unsure,
                                weighed=weighed)  # fmt: skip
    generator = np.random.default_rng([survey.settings.seed, _SEED])
    for (drawn,) in survey.draws:
        damage = weighted_means(drawn * weights, values)
        if unsure.any():
            factor, amount = generator.standard_normal((2, *damage.shape)) * left
            stray = STRAY * unsure.mean() * damage.mean(axis=1, keepdims=True)
            moved = damage * np.exp(SPREAD * unsure * factor) + stray * amount + shift
            damage = np.maximum(moved, 0.0)
        yield damage


def _observed(
    survey: Survey, weights: Floats, damage: Floats, unsure: Floats, *, weighed: bool
) -> tuple[Floats, Floats]:
    """What a checked sample makes of the error of each process: how far to move it, what is left of it.

    The second is the share of the prior's deviation that remains; 0 and 1 without a sample.
    """
    sampled = sampled_of(survey, by_confidence=weighed, weights=weights)
    if sampled is None:
        return np.zeros(len(damage)), np.ones(len(damage))
    found = corrected(sampled, power=1.0)
    names = columns_of(survey)
    off = found.raw - sampled.counted / sampled.people
    side = {kind: [names.index((each, kind)) for each in survey.net.columns]
            for kind in (Kind.COMPLAINT, Kind.PRAISE)}  # fmt: skip
    seen = off[side[Kind.COMPLAINT]] - off[side[Kind.PRAISE]]
    noise = found.error[side[Kind.COMPLAINT]] ** 2 + found.error[side[Kind.PRAISE]] ** 2
    prior = (SPREAD * unsure * damage) ** 2 + (STRAY * unsure.mean() * damage.mean()) ** 2
    trust = prior / np.maximum(prior + noise, 1e-12)
    return np.asarray(trust * seen * _counting(survey, weights), np.float64), np.sqrt(1 - trust)


def _counting(survey: Survey, weights: Floats) -> Floats:
    """With what share of people one complaint more about a process would add to its damage."""
    mentions = survey.mentions
    sign = mentions["kind"].map({Kind.COMPLAINT.value: 1, Kind.PRAISE.value: -1}).fillna(0)
    held = mentions.assign(held=sign).pivot_table(
        index=PERSON, columns="process", values="held", aggfunc="sum", fill_value=0, observed=True
    )
    held = held.reindex(index=survey.net.index, columns=survey.net.columns, fill_value=0)
    open_ = (held >= 0) & (held < survey.settings.damage_cap)
    shares: Floats = weighted_means(weights[np.newaxis, :], open_.to_numpy(dtype=np.float64))[0]
    return shares
