"""A text cut where what stands in it begins and ends, so that stretches that overlap are marked whole.

Reports, the terminal and notebooks mark a turn by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from otzvuk.model.span import Placed, Span

Each = TypeVar("Each", bound=Placed)


@dataclass(frozen=True, slots=True)
class Stretch(Generic[Each]):
    """A piece of text that lies wholly inside or outside everything placed: in `over`; `begins` are new."""

    text: str
    over: tuple[Each, ...] = ()
    begins: tuple[Each, ...] = ()


def stretches(text: str, placed: Sequence[Each]) -> tuple[Stretch[Each], ...]:
    """`text` cut at every beginning and end of what is `placed` in it; joined, the pieces are `text`."""
    cuts = sorted({0, len(text), *(cut for each in placed for cut in (each.start, each.stop))})
    return tuple(
        Stretch(
            text[start:stop],
            tuple(each for each in placed if Span(each.start, each.stop).contains(Span(start, stop))),
            tuple(each for each in placed if each.start == start),
        )
        for start, stop in pairwise(cuts)
    )
