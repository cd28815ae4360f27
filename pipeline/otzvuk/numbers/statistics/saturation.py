"""Are more interviews needed? New codes per further interview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otzvuk.numbers.count import natural, types_of
from otzvuk.numbers.survey import Survey

SATURATION: Mapping[str, str] = {
    "interviews": "int64",
    "interview": "string",
    "new_as_read": "int64",
    "codes_as_read": "int64",
    "new_mean": "float64",
    "new_low": "float64",
    "new_high": "float64",
    "codes_mean": "float64",
    "codes_low": "float64",
    "codes_high": "float64",
}
"""Columns and types of the curve, one row for each number of interviews."""

BASE, RUN, ENOUGH = 4, 2, 0.05
"""Saturated: the last `RUN` interviews bring at most `ENOUGH` of what the first `BASE` bring."""

FEWEST = BASE + RUN


@dataclass(frozen=True)
class Saturation:
    """The curve (`SATURATION`) and what it says.

    `found` codes in all; `new_share`: what the last two interviews bring, as a share of what the first four
    bring (means over orders; missing under six interviews); `unseen`: at least so many further codes of the
    codebook would be found by more interviews of the same kind; `verdict` in Russian.
    """

    table: pd.DataFrame
    found: int
    new_share: float
    unseen: float
    verdict: str


def saturation(
    survey: Survey,
    *,
    by: str = "code",
    order: Sequence[str] | None = None,
    orders: int = 1000,
) -> Saturation:
    """How many codes (or other values of attribute `by`) k interviews yield.

    `interview`, `new_as_read` and `codes_as_read` are for the interviews in `order` (default: by id); the
    means are over `orders` random orders, with the interval of the middle 90 % of them. The verdict is that
    of Guest, Namey & Chen, A simple method to assess and report thematic saturation, PLoS ONE 15 (2020)
    e0232076: base size 4, run length 2, threshold 5 %, with means over orders in place of one order.
    `unseen` is Chao's lower bound from what one and two interviews alone have (Chao, Biometrics 43 (1987)
    783–791, bias-corrected), not above what the codebook has left. Interviews without a mention count.
    """
    table = survey.said
    values = list(table.attribute(by).values)
    read = sorted({str(each) for each in table.people["interview"]}, key=natural)
    if order is not None:
        read = [each for each in order if each in read] + [each for each in read if each not in set(order)]
    n = len(read)
    pairs = set(zip(table.mentions["interview"], table.mentions[by], strict=True))
    holds = np.array([[(name, value) in pairs for value in values] for name in read], dtype=bool)
    holds = holds.reshape(n, len(values))
    holds = holds[:, holds.any(axis=0)]
    generator = np.random.default_rng(survey.settings.seed)
    drawn = np.array([generator.permutation(n) for _ in range(orders)]).reshape(orders, n)
    as_read, curves = _curves(holds, np.arange(n)[np.newaxis])[0], _curves(holds, drawn)
    new = np.diff(curves, axis=1, prepend=0)
    columns = {
        "interviews": np.arange(1, n + 1),
        "interview": read,
        "new_as_read": np.diff(as_read, prepend=0),
        "codes_as_read": as_read,
    }
    for name, each in (("new", new), ("codes", curves)):
        low, high = (
            np.quantile(each, [0.05, 0.95], axis=0, method="inverted_cdf") if n else (each[0], each[0])
        )
        columns |= {f"{name}_mean": each.mean(axis=0), f"{name}_low": low, f"{name}_high": high}
    curve = pd.DataFrame(columns).astype(types_of(SATURATION))
    left = len(values) - holds.shape[1]
    unseen = min(float(left), chao2(holds.sum(axis=0).tolist(), n)) if n else float(left)
    share = float("nan")
    if n >= FEWEST and holds.shape[1]:
        share = float(new[:, -RUN:].sum(axis=1).mean() / curves[:, BASE - 1].mean())
    return Saturation(curve, holds.shape[1], share, unseen, _verdict(n, holds.shape[1], share))


def chao2(interviews: Sequence[int], of: int) -> float:
    """At least how many kinds were missed, from how many of the `of` interviews each found kind is in.

    >>> chao2([1, 1, 1, 2, 3], 4)  # three in one interview, one in two: 3/4 · 3·2 / (2·2)
    1.125
    """
    once, twice = sum(each == 1 for each in interviews), sum(each == 2 for each in interviews)
    return (of - 1) / of * once * (once - 1) / (2 * (twice + 1)) if of else 0.0


def _curves(holds: NDArray[np.bool_], orders: NDArray[np.int64]) -> NDArray[np.int64]:
    """Codes after each interview, one row for each order (a row of interview numbers)."""
    n = holds.shape[0]
    place = np.argsort(orders, axis=1)  # at which place each interview comes
    new = np.zeros((len(orders), n), dtype=np.int64)
    rows = np.arange(len(orders))
    for code in range(holds.shape[1]):
        new[rows, place[:, holds[:, code]].min(axis=1)] += 1
    return new.cumsum(axis=1)


def _verdict(n: int, found: int, share: float) -> str:
    if n < FEWEST:
        return f"слишком мало интервью, чтобы судить о насыщении: {n}, нужно не меньше {FEWEST}"
    if not found:
        return "упоминаний нет, судить о насыщении не по чему"
    percent = f"{100 * share:.1f}".replace(".", ",")
    brought = f"два последних интервью добавляют в среднем {percent} % от того, что дали первые четыре"
    if share <= ENOUGH:
        return f"насыщение достигнуто: {brought} (порог — 5 %)"
    return f"насыщения нет: {brought} (порог — 5 %), новые интервью ещё нужны"
