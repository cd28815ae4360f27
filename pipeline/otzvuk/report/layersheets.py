"""Sheets of what is said beside the mentions: every place with its words, and the sums of losses."""

from __future__ import annotations

from otzvuk.numbers.findings import Findings
from otzvuk.report.layered import layers
from otzvuk.report.sheet import Book, Column


def add_layers(book: Book, findings: Findings) -> None:
    """A sheet a layer, of its words; one more of sums where a layer has them."""
    for layer in layers(findings):
        for at, table in enumerate(layer.tables):
            wide = sum(table.shares)
            columns = [
                Column(
                    label,
                    "wrapped",
                    90 if place == table.words else max(14, 130 * table.shares[place] / wide),
                )
                for place, label in enumerate(table.columns)
            ]
            names = (layer.sheet, *(layer.sheets or (f"{layer.sheet}, слова",)))
            book.add_table(
                names[at],
                columns,
                [list(row) for row in table.rows],
                above=list(layer.sentences) if at == 0 else [],
                about=layer.about if at == 0 else table.caption,
                frozen=1,
            )
