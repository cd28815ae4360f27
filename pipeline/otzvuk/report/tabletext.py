"""Cells of much text in the tables of slides and documents: what is bold in them, how high they get."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

EMPTY: Final = "—"
"""What a cell without words says."""

STRONG: Final = "\v"
"""What ends the words of a paragraph that are to be bold."""

_POINT: Final = 28.35  # points in a centimetre
_WIDTH: Final = 0.53  # of a letter, by its height; rather more than Calibri's


def needed(cells: Sequence[Sequence[str]], widths: Sequence[float], letters: float) -> float:
    """Centimetres that the tallest of a row's cells needs in letters of so many points, rather more."""
    lines = []
    for paragraphs, width in zip(cells, widths, strict=True):
        across = max(int((width - 0.3) * _POINT / (letters * _WIDTH)), 8)
        lines.append(sum(-(-len(each) // across) for each in paragraphs))
    return max(max(lines, default=1) * letters * 1.2 / _POINT + 0.15, 0.75)
