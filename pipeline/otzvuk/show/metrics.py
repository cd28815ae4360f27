"""The metric tree in the terminal."""

from __future__ import annotations

import pandas as pd
from rich.text import Text
from rich.tree import Tree

from otzvuk.model.wording import counted
from otzvuk.numbers.count import records
from otzvuk.numbers.scores import MetricSort
from otzvuk.show.grid import say, terminal


def show_metrics(tree: pd.DataFrame, codes: pd.DataFrame) -> None:
    """Processes, their metrics by sort, the codes that ask for each (`scores.TREE`, `scores.TREE_CODES`)."""
    console = terminal()
    if tree.empty:
        say(console, ["Вредных процессов нет: предупреждать не о чем."])
        return
    leaves = records(codes)
    for process in dict.fromkeys(tree["process"]):
        rows = [row for row in records(tree) if row["process"] == process]
        head = rows[0]
        said = counted(head["complaints"], "complaint")
        root = Tree(Text(f"{head['process_label']}: {said}", style="bold"))
        for sort in MetricSort:
            own = [row for row in rows if row["sort"] == sort.value]
            branch = root.add(Text(sort.plural, style="dim")) if own else root
            for row in own:
                metric = branch.add(
                    Text(f"{row['metric_label']}: {row['warned_of']} из {row['complaints']}. {row['how']}")
                )
                _add_codes(metric, [each for each in leaves if _of(each, process, row["metric"])])
        missing = [each for each in leaves if _of(each, process, "")]
        if missing or head["note"]:
            _add_codes(root.add(Text(head["note"] or "Нет показателя", style="red")), missing)
        if head["touch_point"]:
            root.add(Text(f"Спросить клиента: {head['touch_point']}; {head['form']}", style="dim"))
        console.print(root)


def _of(row: dict[str, object], process: str, metric: str) -> bool:
    return row["process"] == process and row["metric"] == metric


def _add_codes(branch: Tree, codes: list[dict[str, object]]) -> None:
    for each in codes:
        said = int(str(each["complaints"]))
        style = "" if said else "dim"
        branch.add(Text(f"{each['code_label']}: {counted(said, 'complaint')}", style=style))
