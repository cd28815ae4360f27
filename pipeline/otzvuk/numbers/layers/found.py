"""All layers of a survey, computed once."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from otzvuk.numbers.layers.leaving import leaving
from otzvuk.numbers.layers.losses import losses, losses_by_process
from otzvuk.numbers.layers.matters import matters, weighed
from otzvuk.numbers.survey import Survey


@dataclass(frozen=True, kw_only=True)
class Layered:
    """The layers as tables, each by its constant; empty where nobody says anything of the kind."""

    losses: pd.DataFrame  # LOSSES
    by_process: pd.DataFrame  # NAMED
    leaving: pd.DataFrame  # LEAVING
    matters: pd.DataFrame  # MATTERS
    weighed: pd.DataFrame  # WEIGHED


def layered(survey: Survey, *, ranking: pd.DataFrame) -> Layered:
    """What the survey's people say beside their mentions; `ranking` as in `damage.rank`."""
    said, most = losses(survey), matters(survey)
    return Layered(
        losses=said,
        by_process=losses_by_process(said, ranking),
        leaving=leaving(survey),
        matters=most,
        weighed=weighed(most, survey),
    )
