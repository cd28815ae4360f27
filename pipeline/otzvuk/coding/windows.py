"""What an encoder reads at once: the end of the answer before, the question, a part of the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.features import Sample
from otzvuk.coding.pieces import BEGIN, END, Pieces

MOST = 150  # pieces of an answer in one window
ASKED = 48  # pieces of the question, its last
BEFORE = 24  # pieces of what the respondent said before, the last
SPREAD = 0.6  # a window ends with a sentence, if one ends after this part of it
_STOPS = ".!?…"

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Window:
    """Pieces of a part of a sample's answer, its tokens [first, last), and what led to it.

    `segments` are 2 for what was said before, 1 for the question, 0 for the answer. The pieces of the tokens
    begin at `offset`; `token` tells the token (from 0 at `first`) of each.
    """

    ids: Ints
    segments: Ints
    token: Ints
    offset: int
    first: int
    last: int


def windows(sample: Sample, pieces: Pieces) -> Iterator[Window]:
    """The windows of a sample, in order; each token of the answer is in one."""
    rows = [pieces.of(form) for form in sample.forms]
    segments = sample.segments[: sample.offset]
    before = [row for own, segment in zip(rows, segments, strict=False) if segment == 2 for row in own]
    asked = [row for own, segment in zip(rows, segments, strict=False) if segment == 1 for row in own][
        -ASKED:
    ]
    answer = rows[sample.offset :]
    lengths = np.cumsum([0, *map(len, answer)])
    first = 0
    while first < len(answer):
        last = _last(sample, lengths, first)
        own = [row for each in answer[first:last] for row in each]
        token = np.repeat(np.arange(last - first), np.diff(lengths[first : last + 1]))
        ids, marks = [BEGIN], [2]
        for segment, part in ((2, before[-BEFORE:]), (1, asked)):
            if part:
                ids += [*part, END]
                marks += [segment] * (len(part) + 1)
        offset = len(ids)
        ids += [*own, END]
        marks += [0] * (len(own) + 1)
        yield Window(
            ids=np.array(ids), segments=np.array(marks), token=token, offset=offset, first=first, last=last
        )
        before = own
        first = last


def _last(sample: Sample, lengths: Ints, first: int) -> int:
    """The token after the last of a window that begins with `first`."""
    left = lengths[-1] - lengths[first]
    if left <= MOST * 1.2:
        return len(lengths) - 1
    # Parts of about one length, rather than a full one and a rest.
    room = min(MOST, left / np.ceil(left / MOST) * 1.1)
    furthest = max(int(np.searchsorted(lengths, lengths[first] + room, "right")) - 1, first + 1)
    nearest = first + max(1, int((furthest - first) * SPREAD))
    for at in range(furthest, nearest, -1):
        if sample.tokens[at - 1].text[-1] in _STOPS:
            return at
    return furthest
