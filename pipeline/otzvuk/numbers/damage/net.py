"""What each respondent holds against each process, and what the role of a respondent weighs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import Kind
from otzvuk.model.study import Settings
from otzvuk.numbers.count import PERSON, natural

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def net_complaints(
    mentions: pd.DataFrame,
    respondents: pd.DataFrame,
    codebook: Codebook,
    *,
    cap: int = 3,
    by_confidence: bool = False,
) -> pd.DataFrame:
    """What each respondent holds against each process: complaints − praise, 0…`cap`.

    Rows are respondents (interview, speaker) in natural order, columns the processes with mentions in
    the order of the codebook. With `by_confidence` a mention counts as much as it is probably right, and
    the sums are no whole numbers.
    """
    people = sorted(zip(respondents["interview"], respondents["speaker"], strict=True), key=_person_order)
    mentioned = set(mentions["process"])
    processes = [process for process in codebook.processes if process in mentioned]
    row = {person: at for at, person in enumerate(people)}
    column = {process: at for at, process in enumerate(processes)}
    sign = {Kind.COMPLAINT.value: 1, Kind.PRAISE.value: -1}
    net = np.zeros((len(people), len(processes)), dtype=np.float64 if by_confidence else np.int64)
    worth = mentions["confidence"] if by_confidence else [1] * len(mentions)
    columns = (mentions[name] for name in (*PERSON, "process", "kind"))
    for interview, speaker, process, kind, counts in zip(*columns, worth, strict=True):
        if (interview, speaker) in row:
            net[row[interview, speaker], column[process]] += sign.get(kind, 0) * counts
    index = pd.MultiIndex.from_tuples(people, names=PERSON) if people else None
    return pd.DataFrame(np.clip(net, 0, cap), index=index, columns=processes)


def in_order(respondents: pd.DataFrame, net: pd.DataFrame) -> pd.DataFrame:
    """The respondents in the order of the rows of `net`, indexed like it."""
    return respondents.set_index(PERSON).loc[net.index] if len(net) else respondents


def _person_order(person: tuple[str, str]) -> tuple[Any, ...]:
    return natural(person[0]), person[1]


def role_weights(asked: pd.DataFrame, settings: Settings) -> Floats:
    """The weight of each respondent's role, 1 where none is given."""
    given = {role.value: weight for role, weight in settings.role_weights.items()}
    return np.array([given.get(role, 1.0) for role in asked["role"]], dtype=np.float64)


def weighted_mean(weights: Floats, values: Floats) -> Floats:
    """Means of the columns of `values`, one row for each row of weights; 0 where all weights are 0.

    Rounded, so that equal damages are equal in spite of the order of summation.
    """
    total = weights.sum(axis=1, keepdims=True)
    return np.round(weights @ values / np.where(total > 0, total, 1.0), 9)
