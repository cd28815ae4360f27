"""The layers beside the mentions in the terminal: their sentences and tables as the reports have them."""

from __future__ import annotations

import pandas as pd

from otzvuk.numbers.count import records
from otzvuk.report.importancemap import how_rated
from otzvuk.report.layered import Layer
from otzvuk.show.grid import Cell, Grid, say, show_grid, terminal


def show_layer(layer: Layer | None, *, none: str) -> None:
    """Print a layer; the sentence `none` where nobody says anything of the kind."""
    console = terminal()
    if layer is None:
        say(console, [none])
        return
    for table in layer.tables:
        words = frozenset(range(len(table.columns)))
        show_grid(console, Grid(table.caption, table.columns, table.rows, names=1, words=words))
    say(console, layer.sentences)


def show_importance(table: pd.DataFrame) -> None:
    """The map of importance and performance as a table (`layers.IMPORTANCE`); nothing where it is empty."""
    rows: list[list[Cell]] = [
        [
            str(row["label"]),
            f"{row['important']} из {row['important'] + row['unimportant']}",
            how_rated(row),
            str(row["quadrant_label"]) + (" (мало людей)" if row["few"] else ""),
        ]
        for row in records(table)
    ]
    headers = ("О чём", "Важно, из сказавших", "Оценка, из 10", "Что следует")
    show_grid(terminal(), Grid("Важность и оценка", headers, rows, names=1, words=frozenset({2, 3})))
