"""Why marks are what they are, in the terminal: reasons of low marks, each mark with its words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from otzvuk.model.ground import Link
from otzvuk.model.wording import in_quotes, short
from otzvuk.numbers.count import records
from otzvuk.numbers.scores import Source
from otzvuk.show.grid import Cell, Grid, say, show_grid, terminal


def show_reasons(reasons: pd.DataFrame, labels: Mapping[str, str]) -> None:
    """The reasons of low marks (`scores.REASONS`); `labels` are those of the criteria."""
    rows: list[list[Cell]] = [
        [
            f"{labels.get(row['criterion'], row['criterion'])} ({Source(row['source']).label.lower()})",
            str(row["label"]) if not row["link"] else f"{row['label']} — {Link(row['link']).label}",
            f"{row['respondents']} из {row['low_givers']}",
            in_quotes(row["words"].split("\n")[0]) if row["words"] else "",
        ]
        for row in records(reasons)
    ]
    headers = ("Что оценено низко", "Почему", "Людей", "Их слова")
    show_grid(terminal(), Grid("Почему оценки низкие", headers, rows, names=1, words=frozenset({1, 3})))


def show_grounds(grounds: pd.DataFrame) -> None:
    """Every mark with the words that explain it (`scores.GROUNDS`)."""
    console = terminal()
    if grounds.empty:
        say(console, ["Оценок нет ни в речи, ни в анкетах."])
        return
    for source in Source:
        rows: list[list[Cell]] = [
            [
                str(row["label"]),
                f"{short(row['value'])} из {short(row['scale'])}",
                str(row["speaker"]),
                in_quotes(row["text"]) if row["link"] else "",
                Link(row["link"]).label + (f"; {row['interview']}, {row['place']}" if row["link"] else ""),
            ]
            for row in records(grounds[grounds["source"] == source.value])
        ]
        headers = ("Что оценено", "Оценка", "Кто", "Слова", "Чем объяснено")
        show_grid(console, Grid(source.label, headers, rows, names=1, words=frozenset({3, 4})))
