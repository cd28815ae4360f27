"""What clients want, ask, meet and propose, by the stage of the journey: every place with its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from otzvuk.numbers.layers.rows import frame, rows_of
from otzvuk.numbers.survey import Survey

STEPS: Final[Mapping[str, str]] = {
    "row": "string",
    "process": "string",
    "stage": "string",
    "channel": "string",
}
"""Further columns of `steps`: the row of the map, the process and its stage, and what a touch point goes
through, "" in other rows."""


def steps(survey: Survey) -> pd.DataFrame:
    """Every goal, question, touch point and idea, one row each, in the order of the interviews.

    Columns `WHERE`, `STEPS` and ids. Found by rule (`otzvuk.coding.steps`).
    """
    processes = survey.codebook.processes
    rows = []
    for each, cells in rows_of(survey, "steps"):
        own = {"row": each.row.value, "process": each.process, "channel": each.channel}
        rows.append(cells | own | {"stage": processes[each.process].stage})
    return frame(rows, STEPS)
