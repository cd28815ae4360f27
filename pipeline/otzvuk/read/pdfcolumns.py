"""The columns of a page: which pieces of text stand below one another, and in what order they are read."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_ALIGNED = 6.0  # points within which lines of a column begin


@dataclass(frozen=True, slots=True)
class Piece:
    """Text on one line of a page with its left and right edges and the middle of its height."""

    text: str
    left: float
    right: float
    middle: float
    height: float


def columns(pieces: Sequence[Piece]) -> list[list[list[Piece]]]:
    """The rows of each column of text, the columns in the order of reading.

    A gutter parts two columns, unless what is left of it are names or times. What stands across it, or apart
    at the page's edge, is above or below both.
    """
    rows = _grouped(pieces)
    if not rows:
        return []
    gutter = _gutter(pieces, rows)
    if gutter is None:
        return [rows]
    left = [piece for piece in pieces if piece.right <= gutter]
    if statistics.median(len(piece.text) for piece in left) < 22:
        return [rows]
    across = _across(rows, gutter)
    found: list[list[list[Piece]]] = []
    band: list[Piece] = []
    for at, row in enumerate([*rows, []]):
        if row and at not in across:
            band += row
            continue
        for side in (
            [each for each in band if each.right <= gutter],
            [each for each in band if each.right > gutter],
        ):
            found += [_grouped(side)] if side else []
        band = []
        found += [[row]] if row else []
    return found


def _across(rows: Sequence[Sequence[Piece]], gutter: float) -> set[int]:
    """The numbers of the rows that belong to no column: across the gutter, or apart at the top or bottom."""
    found = {
        at
        for at, row in enumerate(rows)
        if any(each.left < gutter - 2 and each.right > gutter + 2 for each in row)
    }
    steps = [above[0].middle - below[0].middle for above, below in pairwise(rows)]
    usual = statistics.median(steps)
    for edge, step in ((0, steps[0]), (len(rows) - 1, steps[-1])):
        if len(rows[edge]) == 1 and step > 1.8 * max(usual, rows[edge][0].height):
            found.add(edge)
    return found


def _grouped(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: (-each.middle, each.left)):
        if rows and abs(rows[-1][0].middle - piece.middle) < 0.5 * max(piece.height, rows[-1][0].height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda each: each.left) for row in rows]


def _gutter(pieces: Sequence[Piece], rows: Sequence[Sequence[Piece]]) -> float | None:
    """A place between two columns: many pieces begin right of it and end left of it, hardly one over it."""
    if len(rows) < 4:
        return None
    beginnings = Counter(round(piece.left / _ALIGNED) for piece in pieces)
    first = min(piece.left for piece in pieces)
    for place, count in beginnings.most_common(4):
        edge = (place - 0.5) * _ALIGNED - 0.5
        over = [each for each in pieces if each.left < edge - 2 and each.right > edge + 2]
        left = [each for each in pieces if each.right <= edge + 2]
        right = len(pieces) - len(over) - len(left)
        if edge - first < 8 * _ALIGNED or count < 4 or min(len(left), right) < 0.2 * len(pieces):
            continue
        if len(over) <= max(1, 0.08 * len(pieces)):
            return edge
    return None
