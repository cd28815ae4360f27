"""Who decides about us at a client's and who has a say, in the words of its people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from otzvuk.numbers.layers.rows import frame, part, rows_of
from otzvuk.numbers.survey import Survey

DECIDERS: Final[Mapping[str, str]] = {"say": "string", "who": "string", "position": "string"}
"""Further columns of `deciders`: whether somebody decides or has a say, how the words name that person or
body ("" where the speaker is meant), and the speaker's position."""


def deciders(survey: Survey) -> pd.DataFrame:
    """Every place that says who decides or has a say, one row each (`WHERE`, `DECIDERS`, ids)."""
    known = {each.id: each for each in survey.study.interviews}
    rows = []
    for each, cells in rows_of(survey, "deciders"):
        interview = known[cells["interview"]]
        position = interview.participant(interview.turns[each.turn]).position
        who = part(interview, each.turn, each.who)
        rows.append(cells | {"say": each.say.value, "who": who, "position": position})
    return frame(rows, DECIDERS)
