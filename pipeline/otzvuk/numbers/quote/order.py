"""In which order groups of quotes stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.count import natural
from otzvuk.numbers.survey import Survey


def group_order(
    survey: Survey, by: Sequence[str], *, ranking: pd.DataFrame | None = None
) -> Callable[[tuple[str, ...]], tuple[Any, ...]]:
    """A sort key for groups, tuples of the values of the columns `by`.

    Processes stand as in `ranking` (a damage table), else as in the codebook, as do themes, codes and stages;
    kinds, roles and trends as the method names them; anything else by name.
    """
    codebook = survey.codebook
    orders: dict[str, Sequence[str]] = {
        "kind": [kind.value for kind in Kind],
        "role": [role.value for role in Role],
        "trend": [trend.value for trend in Trend],
        "theme": list(codebook.themes),
        "code": list(codebook.codes),
        "stage": list(codebook.stages),
        "process": list(codebook.processes),
    }
    if ranking is not None:
        orders["process"] = [str(process) for process in ranking["process"]]
    places = {column: {value: at for at, value in enumerate(values)} for column, values in orders.items()}

    def key(group: tuple[str, ...]) -> tuple[Any, ...]:
        steps: list[Any] = []
        for column, value in zip(by, group, strict=True):
            known = places.get(column, {})
            steps.append((known.get(value, len(known)), natural(value)))
        return tuple(steps)

    return key
