"""Who looks around, who cannot go, who stays: every sign with its words, its reason and who decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from otzvuk.numbers.layers.rows import frame, part, rows_of
from otzvuk.numbers.survey import Survey

LEAVING: Final[Mapping[str, str]] = {
    "sign": "string",
    "reason": "string",
    "who": "string",
    "code": "string",
    "process": "string",
}
"""Further columns of `leaving`: `reason` and `who` decides in the speaker's words, "" where not said; code
and process of the mention beside it."""

_ORDER: Final = {"leaving": 0, "dependence": 1, "stays": 2}


def leaving(survey: Survey) -> pd.DataFrame:
    """Every sign, one row each (`WHERE`, `LEAVING`, ids), by client: those who look around first."""
    rows = []
    known = {each.id: each for each in survey.study.interviews}
    for each, cells in rows_of(survey, "leaving"):
        interview = known[cells["interview"]]
        rows.append(
            cells
            | {
                "sign": each.sign.value,
                "reason": part(
                    interview, each.turn if each.reason_turn is None else each.reason_turn, each.reason
                ),
                "who": part(interview, each.turn, each.who),
                "code": each.code,
                "process": each.process,
            }
        )
    worst: dict[str, int] = {}
    for row in rows:
        client = row["company_id"] or row["person_id"]
        worst[client] = min(worst.get(client, 9), _ORDER[row["sign"]])
    rows.sort(
        key=lambda row: (
            worst[row["company_id"] or row["person_id"]],
            row["company_id"] or row["person_id"],
            _ORDER[row["sign"]],
        )
    )
    return frame(rows, LEAVING)
