"""The learning curve: how good a model is by how much it has been taught, and what more would bring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otzvuk.agreement.measure import compare
from otzvuk.coding.coder import Coder
from otzvuk.model.mention import Coding

PAGE = 1800  # characters with spaces, a Russian standard page
MORE = 50  # pages that the report says the worth of
_FEWEST = 4  # interviews that a curve says anything about


class Point(NamedTuple):
    """What was taught, and the F1 at level code on interviews held back."""

    interviews: int
    pages: float
    mentions: int
    f1: float


def point(coder: Coder, taught: Sequence[Coding], held: Sequence[Coding]) -> Point:
    """The point of a coder that was taught by `taught`."""
    scores, _ = compare([coder.code(each.interview) for each in held], held)
    mentions = sum(len(each.mentions) for each in taught)
    return Point(len(taught), pages(taught), mentions, float(scores.set_index("level")["f1"]["code"]))


def pages(codings: Sequence[Coding]) -> float:
    """The length of interviews in pages of `PAGE` characters, the interviewers' words included."""
    return sum(len(turn.text) for each in codings for turn in each.interview.turns) / PAGE


def averaged(curves: Sequence[Sequence[Point]]) -> pd.DataFrame:
    """The mean of curves that have their points at the same shares; columns as `Point`."""
    means = [np.mean(points, axis=0) for points in zip(*curves, strict=False)]
    return pd.DataFrame(means, columns=list(Point._fields))


def gain(curves: Sequence[Sequence[Point]], have: Sequence[Coding], *, more: float = MORE) -> float | None:
    """What `more` pages would add to the F1, if it goes on growing with the logarithm of the pages.

    One slope for all curves, each about its own mean; None where there is too little to fit.
    """
    known = [curve for curve in curves if len(curve) > 1]
    if not known or len(have) < _FEWEST:
        return None
    x = np.concatenate([_centred([np.log(each.pages) for each in curve]) for curve in known])
    y = np.concatenate([_centred([each.f1 for each in curve]) for curve in known])
    slope = float(x @ y / (x @ x))
    return slope * float(np.log((pages(have) + more) / pages(have)))


def _centred(values: Sequence[float]) -> NDArray[np.float64]:
    array: NDArray[np.float64] = np.array(values, np.float64)
    return np.asarray(array - array.mean(), np.float64)
