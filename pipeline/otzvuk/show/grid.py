"""A table in the terminal: columns where they fit, else one paragraph a row; plain text where piped."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

Cell = str | Text

_GAP = 2  # between columns
_NAME = 22  # a column of names that is narrower is no pleasure to read
_UNBOUND = 10_000  # a pipe has no right edge


@dataclass(frozen=True)
class Grid:
    """A table to show: `names` is how many columns on the left (and which others) hold words, not numbers."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    names: int = 1
    words: frozenset[int] = frozenset()  # further columns of words, by place

    def wordy(self, at: int) -> bool:
        """Whether the column holds words."""
        return at < self.names or at in self.words


def terminal() -> Console:
    """The console; what is piped is not folded unless COLUMNS says how wide it may be."""
    console = Console(highlight=False)
    if console.is_terminal or "COLUMNS" in os.environ:
        return console
    return Console(highlight=False, width=_UNBOUND)


def clipped(text: str, most: int) -> str:
    """Words on one line, at most so many code points; an ellipsis says that there are more."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1] + "…"


def say(console: Console, sentences: Iterable[str], *, style: str = "") -> None:
    """Sentences, one a paragraph; empty ones are left out."""
    for sentence in sentences:
        if sentence:
            console.print(Text(sentence.replace("\u00a0", " "), style=style))


def show_grid(console: Console, grid: Grid) -> None:
    """Print the table; where the terminal is too narrow for its columns, each row as a paragraph."""
    if not grid.rows:
        return
    if _needed(grid) > console.width:
        _show_paragraphs(console, grid)
        return
    table = Table(title=grid.title or None, title_justify="left", box=None, header_style="bold")
    table.pad_edge = False
    for at, header in enumerate(grid.headers):
        table.add_column(Text(header), justify="left" if grid.wordy(at) else "right", no_wrap=False)
    for row in grid.rows:
        table.add_row(*(_text(cell) for cell in row))
    console.print(table)


def _show_paragraphs(console: Console, grid: Grid) -> None:
    if grid.title:
        console.print(Text(grid.title, style="italic"))
    for row in grid.rows:
        head = " · ".join(part for part in (_text(cell).plain for cell in row[: grid.names]) if part)
        console.print(Text(head, style="bold"))
        for header, cell in zip(grid.headers[grid.names :], row[grid.names :], strict=True):
            if _text(cell).plain:
                console.print(Text(f"  {header}: ").append_text(_text(cell)))


def _needed(grid: Grid) -> int:
    """How wide the table must be for no word to be broken and no name to be squeezed."""
    widths = []
    for at, header in enumerate(grid.headers):
        texts = [header, *(_text(row[at]).plain for row in grid.rows)]
        if grid.wordy(at):
            most = max(cell_len(text) for text in texts)
            widths.append(max(min(most, _NAME), _longest_word(texts)))
        else:  # a number is not folded, its header may be
            cells = max((cell_len(text) for text in texts[1:]), default=0)
            widths.append(max(cells, _longest_word([header])))
    return sum(widths) + _GAP * len(widths)


def _longest_word(texts: Sequence[str]) -> int:
    return max((cell_len(word) for text in texts for word in text.split()), default=0)


def _text(cell: Cell) -> Text:
    return cell if isinstance(cell, Text) else Text(cell.replace("\u00a0", " "))
