"""The coder's own errors inside the certainty of a place: what all interviews of a study may share of them.

Errors that fall now on one person, now on another are in the bootstrap over people already: what was found in
each has them. What a supplier's words do to the coder in all interviews alike (a code whose words it does not
know, a code that draws false alarms) no resampling of people shows. So every sample also draws, for each
process, a factor and an amount that all its people share:

    damage* = max(0, damage · exp(SPREAD · u · z) + STRAY · ū · mean damage · z')

*u* is how unsure the mentions of the process are (the mean of 1 − confidence), *ū* the same of the whole
study, z and z' are standard normal. What a person has decided is certain, so that checking narrows the
intervals. The two constants come from the simulation with shared errors (tests/bench/bench_damage.py,
models/damage/README.md).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from otzvuk.numbers.net import net_complaints, role_weights
from otzvuk.numbers.resample import Floats, weighted_means
from otzvuk.numbers.survey import Survey

SPREAD, STRAY = 0.6, 0.3
"""How far a process that the coder is wholly unsure of may be off, as the deviation of a logarithm; and what
may be found or missed of any process, as a share of the mean damage."""

FOREIGN = 0.4
"""How unsure is what states no rate of its own: the ready coding of another program or a language model."""

_PERSON, _MODEL, _RULE = "person:", "model:", "rule:"
_SEED = 7  # beside the seed of the study, so that errors and people are drawn apart


def unsureness(survey: Survey) -> Floats:
    """How unsure the mentions of each process of `Survey.net` are, 0…1; 0 where people have decided all."""
    mentions = survey.mentions
    unsure = 1 - mentions["confidence"].to_numpy(dtype=np.float64) if "confidence" in mentions else 0.0
    if "decided_by" in mentions:
        by = mentions["decided_by"]
        foreign = ~by.str.startswith((_PERSON, _MODEL, _RULE)).to_numpy(dtype=bool) & (by != "").to_numpy(
            bool
        )
        unsure = np.where(by.str.startswith(_PERSON).to_numpy(dtype=bool), 0.0, unsure)
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
    generator = np.random.default_rng([survey.settings.seed, _SEED])
    for (drawn,) in survey.draws:
        damage = weighted_means(drawn * weights, values)
        if unsure.any():
            factor, amount = generator.standard_normal((2, *damage.shape))
            stray = STRAY * unsure.mean() * damage.mean(axis=1, keepdims=True)
            damage = np.maximum(damage * np.exp(SPREAD * unsure * factor) + stray * amount, 0.0)
        yield damage
