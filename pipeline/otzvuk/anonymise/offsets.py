"""A text with its names hidden, and which place in it stands for which place of the original."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Replacement(NamedTuple):
    """Code points [`start`, `stop`) of the original became `text`."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True)
class Hidden:
    """`text` is `original` after `replacements`, which are in order and do not overlap."""

    original: str
    replacements: tuple[Replacement, ...] = ()
    text: str = field(init=False)

    def __post_init__(self) -> None:
        parts, at = [], 0
        for start, stop, text in self.replacements:
            if not at <= start < stop <= len(self.original):
                raise ValueError(f"replacement {start}–{stop} overlaps another or lies outside the text")
            parts += [self.original[at:start], text]
            at = stop
        object.__setattr__(self, "text", "".join([*parts, self.original[at:]]))

    def start(self, offset: int) -> int:
        """Where `offset` of the original lies in `text`; in a hidden name: the placeholder's beginning."""
        return self._moved(offset, end=False)

    def stop(self, offset: int) -> int:
        """As `start`, but inside a hidden name the placeholder's end: for the end of a quote."""
        return self._moved(offset, end=True)

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """Where [`start`, `stop`) of the original lies in `text`; names cut by an edge are taken whole."""
        return self.start(start), self.stop(stop)

    def cut(self, start: int, stop: int) -> str:
        """What [`start`, `stop`) of the original reads like with the names hidden."""
        first, last = self.span(start, stop)
        return self.text[first:last]

    def source(self, offset: int) -> int:
        """Where `offset` of `text` lies in the original; inside a placeholder: the name's beginning."""
        moved = 0
        for start, stop, text in self.replacements:
            if offset < start + moved:
                break
            if offset < start + moved + len(text):
                return start
            moved += len(text) - (stop - start)
        return offset - moved

    def _moved(self, offset: int, *, end: bool) -> int:
        index = bisect_right(self.replacements, offset, key=lambda each: each.start)
        moved = sum(len(text) - (stop - start) for start, stop, text in self.replacements[:index])
        if index:
            start, stop, text = self.replacements[index - 1]
            if start < offset < stop or (offset == start and not end):
                before = moved - (len(text) - (stop - start))
                return start + before + (len(text) if end else 0)
            if offset == start:
                return start + moved - (len(text) - (stop - start))
        return offset + moved


def hidden(text: str, replacements: Iterable[Replacement]) -> Hidden:
    """`text` with `replacements`; where two overlap the one that begins first, then the longer, stays."""
    kept: list[Replacement] = []
    for each in sorted(replacements, key=lambda it: (it.start, -it.stop, it.text)):
        if not kept or each.start >= kept[-1].stop:
            kept.append(each)
    return Hidden(text, tuple(kept))
