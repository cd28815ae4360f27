"""What each respondent holds against each process, and what the role of a respondent weighs."""

from __future__ import annotations

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
    mentions = tables.mentions
    people = tables.respondents[PERSON].sort_values().drop_duplicates()
    mentioned = set(mentions["process"])
    processes = [process for process in tables.codebook.processes if process in mentioned]
    row = {code: at for at, code in enumerate(people.cat.codes)}
    column = {process: at for at, process in enumerate(processes)}
    sign = {Kind.COMPLAINT.value: 1, Kind.PRAISE.value: -1}
    net = np.zeros((len(people), len(processes)), dtype=np.float64 if by_confidence else np.int64)
    worth = mentions["confidence"].tolist() if by_confidence else [1] * len(mentions)
    columns = (mentions[PERSON].cat.codes.tolist(), mentions["process"].tolist(), mentions["kind"].tolist())
    for person, process, kind, counts in zip(*columns, worth, strict=True):
        if person in row:
            net[row[person], column[process]] += sign.get(kind, 0) * counts
    most = tables.settings.damage_cap if cap is None else cap
    return pd.DataFrame(
        np.clip(net, 0, most), index=pd.Index(people.astype("object"), name=PERSON), columns=processes
    )


def in_order(tables: Tables, net: pd.DataFrame) -> pd.DataFrame:
    """The respondents in the order of the rows of `net`, indexed like it."""
    respondents = tables.respondents
    return respondents.set_index(person_of(respondents)).loc[net.index] if len(net) else respondents


def role_weights(asked: pd.DataFrame, settings: Settings) -> Floats:
    """The weight of each respondent's role, 1 where none is given."""
    given = {role.value: weight for role, weight in settings.role_weights.items()}
    return np.array([given.get(role, 1.0) for role in asked["role"]], dtype=np.float64)
