"""What the last decisions have moved: the places of processes before and after."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from otzvuk.model.decision import JUDGING
from otzvuk.model.wording import chance
from otzvuk.numbers.count import records
from otzvuk.report.headline import place_of
from otzvuk.workbench.desk import Desk

_TOLD: Final = 3  # sentences
_FIRST: Final = 6  # places whose changes are told
_STAYS: Final = 20.0  # seconds for which a change is news


@dataclass(frozen=True, slots=True)
class Movement:
    """Sentences about what has changed; `counting` while the numbers do not know of the last decisions.

    `same`: nothing has changed; `revision` is that of the numbers.
    """

    sentences: tuple[str, ...] = ()
    counting: bool = False
    same: bool = False
    revision: int = 0


def movement(desk: Desk) -> Movement | None:
    """What the last decisions have changed; None where that was long ago, or nobody has decided anything."""
    now = desk.standing
    if not desk.fresh:
        return Movement(counting=True)
    if now.before is None or time.monotonic() - now.at > _STAYS:
        return None
    before = {row["process"]: row for row in records(now.before)}
    told = []
    for row in records(now.ranking.head(_FIRST)):
        was = before.get(row["process"])
        if was is None or not row["mentions"]:
            continue
        name = desk.codebook.label(row["process"])
        moved = []
        places = place_of(was), place_of(row)
        if places[0] != places[1]:
            moved.append(f"место {places[0]} → {places[1]}")
        one, other = chance(was["p_top3"], brief=True), chance(row["p_top3"], brief=True)
        if one != other:
            moved.append(f"в первой тройке {one} → {other}")
        if was["named"] != row["named"]:
            moved.append("теперь в выводе" if row["named"] else "больше не в выводе")
        if moved:
            told.append((was["named"] == row["named"], places[0] == places[1], f"{name}: {', '.join(moved)}"))
    told.sort(key=lambda each: each[:2])
    if not told and (not desk.decisions or desk.decisions[-1].act not in JUDGING):
        return None  # a quote or a note: nobody expects it to change anything
    sentences = tuple(each[2] for each in told[:_TOLD]) or ("Вывод не изменился",)
    return Movement(sentences, same=not told, revision=now.revision)
