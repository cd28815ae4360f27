"""Sync points of a transcript: the times at which words are said, as cues of their turns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from otzvuk.exchange.turns import Placed
from otzvuk.model.interview import Cue


def timed(placed: Sequence[Placed], moments: Iterable[tuple[int, int]]) -> list[Placed]:
    """`placed` with cues at `moments`: places in the text with milliseconds from the recording's beginning.

    A moment before a speaker's name is that of the first word after it. Times that run back are left out,
    and all of them where the text has times of its own.
    """
    if any(each.turn.cues for each in placed):
        return list(placed)
    pieces = [(index, piece) for index, each in enumerate(placed) for piece in each.pieces]
    cues: dict[int, list[Cue]] = {}
    last, at = -1.0, 0
    for place, milliseconds in sorted(moments):
        while at < len(pieces) and pieces[at][1].text_at + pieces[at][1].length <= place:
            at += 1
        if at == len(pieces) or place < 0 or milliseconds <= last:
            continue
        index, piece = pieces[at]
        offset = piece.turn_at + max(place - piece.text_at, 0)
        own = cues.setdefault(index, [])
        if own and own[-1].offset >= offset:
            own.pop()
        own.append(Cue(offset, milliseconds / 1000))
        last = milliseconds
    return [
        replace(each, turn=replace(each.turn, cues=tuple(cues[index]))) if index in cues else each
        for index, each in enumerate(placed)
    ]
