"""The bands of NPS in the terminal: who is in them and what they say."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from otzvuk.model.mention import Kind
from otzvuk.model.wording import in_quotes, short
from otzvuk.numbers.count import records
from otzvuk.numbers.scores import Source
from otzvuk.show.grid import Cell, Grid, show_grid, terminal

_TOLD = 2  # codes of each kind that are told of a band


def show_bands(people: pd.DataFrame, said: pd.DataFrame, labels: Mapping[str, str]) -> None:
    """The bands of each question (`scores.BANDS`, `BAND_SAID`), critics first; nothing without such a
    question."""
    told = records(said)
    for (source, criterion), own in people.groupby(["source", "criterion"], sort=False):
        rows: list[list[Cell]] = []
        for band, members in own.groupby("band", sort=False):
            mine = [row for row in told if (row["criterion"], row["band"]) == (criterion, band)]
            mine = [row for row in mine if row["source"] == source]
            rows.append(
                [
                    str(members["band_label"].iloc[0]),
                    "; ".join(f"{row['speaker']} {short(row['value'])}" for row in records(members)),
                    *(
                        "; ".join(
                            f"{row['label']} ({row['respondents']}): {in_quotes(row['text'])}"
                            for row in [each for each in mine if each["kind"] == kind.value][:_TOLD]
                        )
                        for kind in (Kind.COMPLAINT, Kind.PRAISE)
                    ),
                ]
            )
        title = f"Группы NPS: {labels.get(str(criterion), str(criterion))}. {Source(str(source)).label}"
        headers = ("Группа", "Кто", "На что жалуются", "За что хвалят")
        show_grid(terminal(), Grid(title, headers, rows, names=1, words=frozenset({1, 2, 3})))
