"""Krippendorff's α for unitising: do two coders find the same stretches, where spans differ?

Krippendorff, On the reliability of unitizing continuous data, Sociological Methodology 25 (1995) 47–76; the
same in Content Analysis, 3rd ed. (2013). A coder's units of one category part a continuum into units and
gaps. Two units that overlap disagree by the squares of what their ends are apart, a unit that lies in a gap
of the other by the square of its length. Expected is the mean disagreement of all ways to put these units.

Several interviews are one continuum with cuts: no unit or gap goes across. Everything is summed by
interview, so that a bootstrap sample of interviews is a sum with weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from otzvuk.agreement.coefficients import Floats

Span = tuple[int, int]


@dataclass(frozen=True)
class Units:
    """What α needs of one category: arrays over interviews.

    `observed` is the disagreement of both coders, `number` how many units there are, `cubes` the sum of
    2l³ − 3l² + l over them, `pairs` that of l(l − 1), `room[a, b]` how much disagreement the units of
    interview a meet in the gaps of interview b.
    """

    observed: Floats
    number: Floats
    cubes: Floats
    pairs: Floats
    room: Floats


def units(one: Sequence[Sequence[Span]], other: Sequence[Sequence[Span]], lengths: Sequence[int]) -> Units:
    """The sums of one category; `one` and `other` are each coder's stretches by interview.

    Stretches of one coder that overlap are one. `lengths` are those of the interviews.
    """
    sides = [[_joined(spans) for spans in side] for side in (one, other)]
    gaps = [[_gaps(spans, length) for spans, length in zip(side, lengths, strict=True)] for side in sides]
    many = range(len(lengths))
    long = [np.array([stop - start for side in sides for start, stop in side[at]], float) for at in many]
    empty = [np.array([stop - start for side in gaps for start, stop in side[at]], float) for at in many]
    room = np.zeros((len(lengths), len(lengths)))
    free = np.concatenate(empty) if empty else np.zeros(0)
    owner = np.repeat(np.arange(len(lengths)), [len(each) for each in empty])
    for at in many:
        for length in long[at]:
            places = np.maximum(free - length + 1, 0) * length**2
            room[at] += np.bincount(owner, places, minlength=len(lengths))
    return Units(
        observed=np.array(
            [_disagreement(sides[0][at], sides[1][at], gaps[0][at], gaps[1][at]) for at in many]
        ),
        number=np.array([len(each) for each in long], float),
        cubes=np.array([(2 * each**3 - 3 * each**2 + each).sum() for each in long]),
        pairs=np.array([(each * (each - 1)).sum() for each in long]),
        room=room,
    )


def disagreement(found: Units, lengths: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Observed and expected disagreement of a category, for each row of `weights` over interviews."""
    length = weights @ lengths
    placed = ((weights @ found.room) * weights).sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = weights @ found.observed / length**2
        total = 2 * length
        chances = (weights @ found.number - 1) / 3 * (weights @ found.cubes) + placed
        expected = 2 / length * chances / (total * (total - 1) - weights @ found.pairs)
    return observed, np.where(weights @ found.number > 0, expected, 0.0)


def alpha_u(categories: Iterable[Units], lengths: Floats, weights: Floats) -> Floats:
    """α for unitising over all `categories`, one for each row of `weights`; nan where nothing is found."""
    observed, expected = np.zeros(len(weights)), np.zeros(len(weights))
    for each in categories:
        seen, chance = disagreement(each, lengths, weights)
        observed += seen
        expected += chance
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - observed / expected, np.nan)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, stop in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(stop, joined[-1][1])
        else:
            joined.append((start, stop))
    return joined


def _gaps(spans: Sequence[Span], length: int) -> list[Span]:
    bounds = [0, *(bound for span in spans for bound in span), length]
    return [(start, stop) for start, stop in zip(bounds[::2], bounds[1::2], strict=True) if start < stop]


def _disagreement(
    one: Sequence[Span], other: Sequence[Span], one_gaps: Sequence[Span], other_gaps: Sequence[Span]
) -> float:
    total = sum(
        (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for a in one for b in other if a[0] < b[1] and b[0] < a[1]
    )
    for side, gaps in ((one, other_gaps), (other, one_gaps)):
        total += sum((b - a) ** 2 for a, b in side if any(x <= a and b <= y for x, y in gaps))
    return float(total)
