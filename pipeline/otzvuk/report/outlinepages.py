"""The frequency tree in the Word report: one table with subtotals, and how its branches overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from otzvuk.model import wording
from otzvuk.report.outline import TITLE, WORSE, Row, lines

if TYPE_CHECKING:
    from otzvuk.report.story import Story
    from otzvuk.report.wordfile import WordFile

_COLUMNS: Final = ("Ветка, тема, код", "Упоминаний", "Доля", "Респондентов", "Компаний")
_SHARES: Final = (50, 14, 10, 14, 12)
_FILL: Final = "EEF2F6"


def write_tree(file: WordFile, story: Story) -> None:
    """The sentences on sums, then the table: branches, themes and codes; those said once on one line."""
    tree = story.outline
    if not tree.total["mentions"]:
        return
    for sentence in tree.sentences:
        file.text(sentence)
    rows: list[list[object]] = [_cells(tree.total, "Всего")]
    depths = [0]
    for branch in tree.branches:
        label = f"{branch.label} (в их числе)" if branch.name == WORSE else branch.label
        rows.append(_cells(branch.row, label))
        depths.append(1)
        for row, name in lines(branch):
            rows.append(_cells(row, f"– {name}" if row["depth"] == 3 else name))
            depths.append(row["depth"])
    file.table(
        f"{TITLE}. Доля — от группы, в которую входит строка",
        _COLUMNS,
        rows,
        shares=_SHARES,
        bold=[depth < 3 for depth in depths],
        fills=[[_FILL if depth < 2 else ""] * len(_COLUMNS) for depth in depths],
        small=True,
    )


def _cells(row: Row, label: str) -> list[object]:
    if "respondents" not in row:  # codes on one line
        return [label, row["mentions"], "", "", ""]
    share = wording.percent(row["share"]) if row["depth"] and row["mentions"] else ""
    return [label, row["mentions"], share, str(row["respondents"]), str(row["companies"])]
