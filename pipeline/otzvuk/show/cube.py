"""The cube of satisfaction in the terminal: clients and roles by block, and what pulls each down."""

from __future__ import annotations

import pandas as pd
from rich.text import Text

from otzvuk.model.interview import Role
from otzvuk.model.wording import number, signed
from otzvuk.numbers.count import records
from otzvuk.numbers.scores import Source
from otzvuk.show.grid import Cell, Grid, say, show_grid, terminal


def show_cube(cube: pd.DataFrame) -> None:
    """Every client with its roles: the blocks, all of them, what pulls down and whose marks
    (`scores.CUBE`)."""
    console = terminal()
    if cube.empty:
        say(console, ["Оценок блоков нет ни в речи, ни в анкетах."])
        return
    for source in Source:
        own = [row for row in records(cube) if row["source"] == source.value]
        if not own:
            continue
        blocks = {row["block"]: str(row["block_label"]) for row in own if row["block"]}
        cells = {(row["client"], row["role"], row["block"]): row for row in own}
        rows: list[list[Cell]] = []
        wholes = [key[:2] for key in cells if not key[2]]
        clients = list(dict.fromkeys(client for client, _ in wholes))
        roles = list(dict.fromkeys(role for _, role in wholes))
        for client, role in ((client, role) for client in clients for role in roles):
            several = sum(one == client for one, _ in wholes) > 2  # the client and more than one role
            if (client, role) not in wholes or (role and not several):
                continue
            whole = cells[client, role, ""]
            name = (client or "Все клиенты") if not role else f"  {Role(role).label}"
            line = [name, *(_mean(cells.get((client, role, each))) for each in blocks), _mean(whole)]
            pull = f"{whole['worst_label']} {signed(-whole['impact'])}" if whole["worst"] else ""
            style = "" if role else "bold"
            rows.append([Text(each, style=style) for each in (*line, pull, str(whole["givers"]))])
        headers = ("Клиент, роль", *blocks.values(), "Все", "Тянет вниз", "Чьи оценки")
        words = frozenset({len(headers) - 2, len(headers) - 1})
        show_grid(console, Grid(f"CSI по оценкам. {source.label}", headers, rows, names=1, words=words))
    say(
        console,
        [
            "Средняя из 10 по оценкам критериев блока, в скобках — сколько человек; «все» — средняя по "
            "блокам. "
            "Оценка «в целом» не входит. Меньше трёх человек — только ориентир.",
        ],
    )


def _mean(row: dict[str, object] | None) -> str:
    if row is None:
        return ""
    return f"{number(float(str(row['mean_ten'])), 1)} ({row['respondents']})"
