"""All layers of a survey, computed once."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from otzvuk.numbers.layers.deciders import deciders
from otzvuk.numbers.layers.importance import importance
from otzvuk.numbers.layers.leaving import leaving
from otzvuk.numbers.layers.losses import losses, losses_by_process
from otzvuk.numbers.layers.matters import matters, weighed
from otzvuk.numbers.layers.rivals import against, rivals
from otzvuk.numbers.layers.steps import steps
from otzvuk.numbers.survey import Survey


@dataclass(frozen=True, kw_only=True)
class Layered:
    """The layers as tables, each by its constant; empty where nobody says anything of the kind."""

    losses: pd.DataFrame  # LOSSES
    by_process: pd.DataFrame  # NAMED
    leaving: pd.DataFrame  # LEAVING
    matters: pd.DataFrame  # MATTERS
    weighed: pd.DataFrame  # WEIGHED
    importance: pd.DataFrame  # IMPORTANCE: the same on the map of importance and performance
    rivals: pd.DataFrame  # RIVALS
    against: pd.DataFrame  # AGAINST
    steps: pd.DataFrame  # STEPS
    deciders: pd.DataFrame  # DECIDERS


def layered(survey: Survey, *, ranking: pd.DataFrame) -> Layered:
    """What the survey's people say beside their mentions; `ranking` as in `damage.rank`."""
    said, most, compared = losses(survey), matters(survey), rivals(survey)
    beside = weighed(most, survey)
    return Layered(
        losses=said,
        by_process=losses_by_process(said, ranking),
        leaving=leaving(survey),
        matters=most,
        weighed=beside,
        importance=importance(beside, survey),
        rivals=compared,
        against=against(compared),
        steps=steps(survey),
        deciders=deciders(survey),
    )
