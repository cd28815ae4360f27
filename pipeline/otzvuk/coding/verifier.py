"""Which of the stretches that may be mentions are some: one more look, at what each voice says by itself.

The tags of all voices together find mentions; how far the voices agree, how the score falls off at the edges
and how sure each is of the code tell true ones from false ones better than their sum does (stacking: Wolpert
1992). Fitted by `otzvuk.train.verifier`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.features import Sample

FURTHER: Final = (0.7, 1.4)
"""Of boldness: what would be found with so much more of it is looked at, too."""
LEAST: Final = 200
"""Tokens of answers from which on an interview is looked at: less has no manner of its own to judge by."""
OUTSIDE: Final = -3.0  # the margin before the first and after the last token of an answer
_NOTHING: Final = 1e-6

Floats = NDArray[np.float32]
Place = tuple[int, int, int]


class Look(NamedTuple):
    """What a voice says of a span: log-probabilities of code and kind, and the margin of its tags at each
    token of the answer."""

    codes: Floats
    kinds: Floats
    margins: Floats


class Candidate(NamedTuple):
    """A span [first, last) that may be a mention, as all voices together see it.

    `looks` are those of networks, encoder and linear voice, `margins` those of all together; `evidence` is
    that of `otzvuk.coding.guess.Guess`. `densely`: how densely its interview judges, of `tokens` tokens;
    `late`: where in it the answer stands, 0 to 1. `found`: by the tags alone; `finer`: with a little more
    boldness.
    """

    sample: Sample
    first: int
    last: int
    looks: Sequence[Look]
    margins: Floats
    kinds: Floats
    codes: Floats
    evidence: Floats
    densely: float
    tokens: int
    late: float
    found: bool
    finer: bool


def seen(one: Candidate) -> Floats:
    """What the verifier weighs of a candidate, as numbers."""
    sample, first, last = one.sample, one.first, one.last
    code, kind = int(one.codes.argmax()), int(one.kinds.argmax())
    words = sum(token.text[0].isalnum() for token in sample.tokens[first:last])
    whole = sum(token.text[0].isalnum() for token in sample.tokens)
    before = sample.segments[: sample.offset]
    asked = [form for form, part in zip(sample.forms, before.tolist(), strict=False) if part == 1]
    return np.array(
        [
            *(value for look in one.looks for value in _shape(look.margins, first, last)),
            *_shape(one.margins, first, last),
            *one.evidence[1:6],
            *(look.codes[code] for look in one.looks),
            *(float(look.codes.argmax() == code) for look in one.looks),
            *(look.codes.max() for look in one.looks),
            *(look.kinds[kind] for look in one.looks),
            *np.log(one.kinds + _NOTHING),
            log(words + 1),
            log(whole + 1),
            words / max(whole, 1),
            first / max(len(sample.tokens), 1),
            float(first == 0),
            float(last >= len(sample.tokens) - 1),
            float(bool(asked)),
            log(1 + len(asked)),
            log(1 + int((before == 2).sum())),
            float(any("?" in form.text for form in asked)),
            one.densely,
            log(one.tokens),
            one.late,
            float(one.found),
            float(one.finer),
        ],
        np.float32,
    )


def _shape(margins: Floats, first: int, last: int) -> list[float]:
    """How the margin runs over a span, at its edges and beyond them, and its highest in the answer."""
    own = margins[first:last]
    before = margins[first - 1] if first else OUTSIDE
    after = margins[last] if last < len(margins) else OUTSIDE
    return [own.mean(), own.max(), own.min(), own[0], own[-1], before, after, margins.max()]


def margins_of(tags: Floats) -> Floats:
    """How much surer tags are of some mention than of none, at each token."""
    return np.asarray(np.logaddexp.reduce(tags[:, 1:], axis=1) - tags[:, 0], np.float32)


class Verifier(NamedTuple):
    """Its weights: of 1, and of each number of `seen`. A candidate with positive odds is a mention."""

    weights: Floats

    def odds(self, rows: Floats) -> Floats:
        """The odds of candidates, a row of `seen` each."""
        return np.asarray(self.weights[0] + rows @ self.weights[1:], np.float32)


def chosen(places: Sequence[Place], odds: Floats) -> list[int]:
    """The numbers of the places with positive odds, of those that overlap the better, in the order of the
    text."""
    taken: dict[int, list[tuple[int, int]]] = {}
    kept = []
    for number in np.argsort(-odds, kind="stable").tolist():
        if odds[number] < 0:
            break
        at, first, last = places[number]
        own = taken.setdefault(at, [])
        if not any(first < end and begin < last for begin, end in own):
            own.append((first, last))
            kept.append(number)
    return sorted(kept, key=lambda number: places[number])
