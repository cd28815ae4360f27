"""What to do first: impact × reach × ease, the three filters of prioritising.

- **impact**: the damage of the process as a share of the most there could be (the cap), 0…1;
- **reach**: the share of respondents who complain about it, 0…1;
- **ease**: how little effort its repair takes, from `effort` of study.yaml, 1 (a week's work) … 5 (a project
  of a year): (6 − effort) / 5, that is 1, 0.8, 0.6, 0.4, 0.2.

The priority is their product, 0…1. Effort is a judgement of people who know the supplier; where nobody has
given one the process is treated as of middling effort (3), and `effort` is missing to show that.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.numbers.count import types_of
from otzvuk.numbers.damage.wording import listed
from otzvuk.numbers.survey import Survey

PRIORITIES: Mapping[str, str] = {
    "priority_rank": "int64",
    "process": "string",
    "stage": "string",
    "impact": "float64",
    "reach": "float64",
    "effort": "float64",
    "ease": "float64",
    "priority": "float64",
    "damage_rank": "int64",
    "named": "bool",
}
"""Columns and types of the table of priorities, one row a process with damage, the first to do first."""

MIDDLING = 3.0
"""The effort of a process that nobody has judged."""

_MOST = 5.0
_LISTED = 5  # more names than that in one sentence are not read


def priorities(survey: Survey, *, ranking: pd.DataFrame) -> pd.DataFrame:
    """The processes of a damage table in the order in which to repair them, the columns of `PRIORITIES`.

    Only processes with damage. `effort` is missing where study.yaml gives none. Equal priorities stay in
    the order of damage. For the scatter: `ease` or `effort` across, `impact` upwards, `reach` as the size.
    """
    settings = survey.settings
    harmful = ranking[ranking["damage"] > 0]
    given = {process: effort for process, effort in settings.effort.items() if effort is not None}
    effort = harmful["process"].map(lambda process: given.get(process, np.nan)).astype("float64")
    ease = (_MOST + 1 - effort.fillna(MIDDLING)) / _MOST
    impact = harmful["damage"] / settings.damage_cap
    table = pd.DataFrame(
        {
            "process": harmful["process"],
            "stage": harmful["stage"],
            "impact": impact,
            "reach": harmful["reach"],
            "effort": effort,
            "ease": ease,
            "priority": (impact * harmful["reach"] * ease).round(9),
            "damage_rank": harmful["rank"],
            "named": harmful["named"],
        }
    ).sort_values(["priority", "damage_rank"], ascending=[False, True], kind="stable")
    table["priority_rank"] = np.arange(1, len(table) + 1)
    return table[list(PRIORITIES)].astype(types_of(PRIORITIES)).reset_index(drop=True)


def priorities_note(table: pd.DataFrame, codebook: Codebook) -> str:
    """A Russian sentence about processes without effort; "" where every process has one."""
    blank = table.loc[table["effort"].isna(), "process"].tolist()
    if not blank:
        return ""
    if len(blank) == len(table):
        return (
            "Трудоёмкость не указана ни для одного процесса (ключ effort в study.yaml), "
            "поэтому порядок определяют только вред и охват."
        )
    more = f" и ещё {len(blank) - _LISTED}" if len(blank) > _LISTED else ""
    names = listed(blank[:_LISTED], codebook)
    return f"Трудоёмкость не указана, взята средняя ({MIDDLING:g} из {_MOST:g}): {names}{more}."
