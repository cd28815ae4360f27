"""What each respondent holds against each process, and what the role of a respondent weighs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from otzvuk.model.mention import Kind
from otzvuk.model.study import Settings
from otzvuk.numbers.count import PERSON, Tables, person_of
from otzvuk.numbers.resample import Floats


def net_complaints(tables: Tables, *, cap: int | None = None, by_confidence: bool = False) -> pd.DataFrame:
    """What each respondent holds against each process: complaints − praise, 0…`cap` (the study's own).

    Rows are the respondents' ids in their order, columns the processes with mentions in the order of the
    codebook. With `by_confidence` a mention counts as much as it is probably right, and the sums are no whole
    numbers.
    """
    mentioned = set(tables.mentions["process"].tolist())
    processes = [process for process in tables.codebook.processes if process in mentioned]
    people = tables.respondents[PERSON].sort_values().drop_duplicates()
    net = held_against(tables, people, processes, by_confidence=by_confidence)
    most = tables.settings.damage_cap if cap is None else cap
    return pd.DataFrame(
        np.clip(net, 0, most), index=pd.Index(people.astype("object"), name=PERSON), columns=processes
    )


def held_against(
    tables: Tables,
    people: pd.Series[Any],
    processes: Sequence[str],
    *,
    by_confidence: bool = False,
    least: float = 0.0,
) -> Any:
    """Complaints − praise of each of `people` (ids, rows) about each of `processes` (columns), of any size.

    Mentions of less confidence than `least` do not count; with `by_confidence` each counts as its confidence.
    """
    mentions = tables.mentions
    row = {code: at for at, code in enumerate(people.cat.codes.tolist())}
    column = {process: at for at, process in enumerate(processes)}
    sign = {Kind.COMPLAINT.value: 1, Kind.PRAISE.value: -1}
    net = np.zeros((len(people), len(processes)), dtype=np.float64 if by_confidence else np.int64)
    said = (mentions[PERSON].cat.codes.tolist(), mentions["process"].tolist(), mentions["kind"].tolist())
    for person, process, kind, sure in zip(*said, mentions["confidence"].tolist(), strict=True):
        if person in row and sure >= least:
            net[row[person], column[process]] += sign.get(kind, 0) * (sure if by_confidence else 1)
    return net


def in_order(tables: Tables, net: pd.DataFrame) -> pd.DataFrame:
    """The respondents in the order of the rows of `net`, indexed like it."""
    respondents = tables.respondents
    return respondents.set_index(person_of(respondents)).loc[net.index] if len(net) else respondents


def role_weights(asked: pd.DataFrame, settings: Settings) -> Floats:
    """The weight of each respondent's role, 1 where none is given."""
    given = {role.value: weight for role, weight in settings.role_weights.items()}
    return np.array([given.get(role, 1.0) for role in asked["role"]], dtype=np.float64)
