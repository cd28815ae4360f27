"""The layers beside the mentions in the terminal: their sentences and tables as the reports have them."""

from __future__ import annotations

from otzvuk.report.layered import Layer
from otzvuk.show.grid import Grid, say, show_grid, terminal


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
