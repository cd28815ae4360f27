"""Ids in frames → Russian labels, and frames → tables of a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.count import records
from otzvuk.numbers.scores import Source, Zone
from otzvuk.report.sheet import Book, Column, Placed, Row

Labels = Mapping[str, Callable[[str], str]]
"""A function from ids to labels for each column that holds ids."""


def labels_of(codebook: Codebook, criteria: Mapping[str, str]) -> Labels:
    """The labels of every column of ids; `criteria` are those of what can be marked."""

    def of(names: Mapping[str, str]) -> Callable[[str], str]:
        return lambda identifier: names.get(identifier, identifier)

    own = {name: of(lens.values) for name, lens in codebook.lenses.items()}
    return own | {
        "kind": of({kind.value: kind.label for kind in Kind}),
        "theme": of(codebook.themes),
        "code": of({name: code.label for name, code in codebook.codes.items()}),
        "process": of({name: process.label for name, process in codebook.processes.items()}),
        "stage": of(codebook.stages),
        "role": of({role.value: role.label for role in Role}),
        "trend": of({trend.value: trend.label for trend in Trend}),
        "source": of({source.value: source.label for source in Source}),
        "zone": of({zone.value: zone.label for zone in Zone}),
        "criterion": lambda name: criteria.get(name, codebook.label(name)),
    }


def named_rows(frame: pd.DataFrame, columns: Sequence[str], labels: Labels) -> list[Row]:
    """The columns of a frame with labels in place of ids."""
    return [
        [labels[name](str(row[name])) if name in labels else row[name] for name in columns]
        for row in records(frame)
    ]


def add_frame(
    book: Book,
    name: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Column],
    labels: Labels,
    **options: Any,
) -> Placed | None:
    """A sheet with these columns of the frame, `options` as for `Book.add_table`; none where it is empty."""
    if frame.empty:
        return None
    rows = named_rows(frame, list(columns), labels)
    return book.add_table(name, list(columns.values()), rows, **options)
