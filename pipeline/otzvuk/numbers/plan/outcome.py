"""What the next wave says of a planned action: did the damage of its process change more than elsewhere?

The control are the processes that no row of the plan is about and that did damage in either wave. The
difference of the changes (`wave.contrasts`) with its 95 % interval decides, never the change alone:

- the damage fell, and the whole interval is below 0: it fell more than where nothing was done;
- the whole interval lies above −`WORTH` of the damage before: a fall by half, beyond that of the others, is
  out of the question;
- else it cannot be seen yet.

Measured (tests/bench/bench_outcomes.py, 400 studies each): where all processes fall by a fifth «the damage
fell» is said of 2 % of studies of 8 people a wave and of 4 % of those of 16; where that of the action falls
by nine tenths, of 57 % and of 90 %.

This is no proof of a cause: the process was chosen because it was bad, and what is at its worst tends to get
better by itself (regression to the mean); other things may have happened to it alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

import pandas as pd

from otzvuk.model.plan import WAVE, Action
from otzvuk.model.wording import wave_name
from otzvuk.numbers.count import framed
from otzvuk.numbers.plan.action import Progress, process_of, progress_of
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.wave import Wave, contrasts

WORTH: Final = 0.5
"""Part of the damage by which an action must at least have lowered it to have worked."""


class Verdict(StrEnum):
    """What the next wave says of an action."""

    FELL = "fell"
    STAYED = "stayed"
    UNSEEN = "unseen"

    @property
    def label(self) -> str:
        """The verdict's Russian name: what is seen, not why."""
        return {"fell": "вред снизился", "stayed": "вред не снизился", "unseen": "пока не видно"}[self.value]


OUTCOMES: Mapping[str, str] = {
    "action": "int64",
    "process": "string",
    "before_wave": "string",
    "after_wave": "string",
    "before": "float64",
    "after": "float64",
    "change": "float64",
    "control": "int64",
    "control_change": "float64",
    "difference": "float64",
    "low": "float64",
    "high": "float64",
    "verdict": "string",
    "asked_before": "int64",
    "asked_after": "int64",
    "note": "string",
}
"""Columns and types of the table of outcomes, one row an action of the plan."""


def outcomes(survey: Survey, plan: Sequence[Action]) -> pd.DataFrame:
    """What became of each action of `plan`, the columns of `OUTCOMES`; `survey` has all waves.

    `action` is its row in the plan, from 0. `before`, `after` are the damage of its process, `control_change`
    the mean change of the damage of `control` processes, `difference` the change less that, `low` and `high`
    its interval. `note` says in Russian why nothing is seen, where that is not for the figures. An action
    that has a wave (its author's column «Волна») is judged from that wave on, any other by the last two. None
    where there are fewer than two waves.
    """
    if len(survey.waves) < 2:
        return framed([], OUTCOMES)
    book = survey.codebook
    processes = [process_of(each, book) for each in plan]
    rows = []
    for at, (action, process) in enumerate(zip(plan, processes, strict=True)):
        before, after, note = _waves(action, survey.waves)
        cells: Mapping[str, Any] = {}
        if not process:
            said = f"«{action.process}» — не процесс кодовой книги" if action.process else "процесс не указан"
            note = f"{said}, сравнить не с чем"
        elif not note and (note := _UNTOLD[progress_of(action)]) == "":
            cells = _judged(survey, before, after, process, set(processes))
            note = str(cells["note"])
        rows.append(
            {"action": at, "process": process, "before_wave": before, "after_wave": after, "control": 0}
            | {"asked_before": 0, "asked_after": 0, "verdict": Verdict.UNSEEN.value}
            | dict(cells)
            | {"note": note}
        )
    return framed(rows, OUTCOMES)


_UNTOLD: Final = {
    Progress.BEGUN: "",
    Progress.IDLE: "ещё не делается, судить рано",
    Progress.UNTOLD: "не сказано, делается ли: впишите в «Состояние» «в работе» или «сделано»",
}


def _waves(action: Action, waves: Sequence[str]) -> tuple[str, str, str]:
    """The wave before an action, the last one, and why there is nothing to compare."""
    own = next((value for name, value in action.more.items() if name.casefold() == WAVE.casefold()), "")
    own = wave_name(own)
    if own and own in waves:
        return own, waves[-1], "" if own != waves[-1] else f"следующей волны после {own} ещё нет"
    if own:
        return "", waves[-1], f"волны «{own}» в исследовании нет"
    return waves[-2], waves[-1], ""


def _judged(survey: Survey, before: str, after: str, process: str, planned: set[str]) -> Mapping[str, Any]:
    waves = Wave(before, survey.of_wave(before)), Wave(after, survey.of_wave(after))
    nets = [wave.survey.net for wave in waves]
    harmful = {str(name) for net in nets for name in net.columns if (net[name] > 0).any()}
    control = [name for name in survey.codebook.processes if name in harmful - planned]
    changes, apart = contrasts(*waves, [process], control)
    own, beside = changes[process], apart.get(process, {})
    found = {
        "before": own["before"], "after": own["after"], "change": own["difference"], "control": len(control),
        "control_change": changes[""]["difference"] if control else float("nan"),
        "difference": beside.get("difference", float("nan")),
        "low": beside.get("low", float("nan")), "high": beside.get("high", float("nan")),
        "asked_before": own["asked_before"], "asked_after": own["asked_after"], "note": own["note"],
    }  # fmt: skip
    if not own["note"] and not control:
        found["note"] = "нетронутых процессов с жалобами нет, сравнить не с чем"
    if not own["note"] and not own["before"] and not own["after"]:
        found["note"] = "жалоб на этот процесс не было ни до, ни после"
    return found | {"verdict": _verdict(found).value}


def _verdict(found: Mapping[str, Any]) -> Verdict:
    if found["note"]:
        return Verdict.UNSEEN
    if found["high"] < 0 and found["change"] < 0:
        return Verdict.FELL
    return Verdict.STAYED if found["low"] > -WORTH * found["before"] else Verdict.UNSEEN
