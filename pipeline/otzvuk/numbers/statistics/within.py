"""Whether two things that are said go together (theme and kind), each person compared with themselves.

Mentions of one person are not independent evidence, and talkative people would fill such a table alone. So
the unit is the respondent, and each has one vote. For respondent *r* with `n_rij` of `n_r` mentions in cell
*i, j* the contribution `c_rij = (n_rij − n_ri· · n_r·j / n_r) / n_r` says how much more of *j* this person
says about *i* than this person's own words would give if the two were unrelated: the numerator of the
Mantel–Haenszel test of general association with people as strata (Landis, Heyman & Koch, Int. Stat. Review 46
(1978) 237–254), as a share of what the person says. Then `z = Σ_r c_rij / √(Σ_r c²_rij)`, and its p value
comes from turning the signs of whole persons at random (Winkler et al., Permutation inference for the general
linear model, NeuroImage 92 (2014) 381–397): were the two unrelated, a person would be as likely to lean to
one side as to the other. Up to `EXACT` people all sign patterns are tried. With k contributing people no p
can be below 2^(1−k), so that six is the least that can show anything.

Tried on talk without any relation, with talkative people and with people who always complain of the same: it
finds one in 5–7 % of studies of 12 to 100 people; the usual χ² over mentions finds one in 86 %.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

EXACT = 12
"""So many people or fewer have all their sign patterns tried."""

_BLOCK = 2000  # sign patterns at once

Floats = NDArray[np.float64]


class WithinTest(NamedTuple):
    """Over cells (flat, as given): `z`, `p`, the least possible p; over the table: Σ z² and its p."""

    z: Floats
    p: Floats
    least: Floats
    statistic: float
    table_p: float
    people: int


def within_test(said: NDArray[np.int64], *, seed: int, draws: int = 9999) -> WithinTest:
    """Test counts `said[person, row, column]`; `z` and `p` are missing where nobody contributes."""
    counts = said.astype(np.float64)
    total = counts.sum(axis=(1, 2), keepdims=True)
    usual = counts.sum(axis=2, keepdims=True) * counts.sum(axis=1, keepdims=True)
    usual = np.divide(usual, total, out=np.zeros_like(usual), where=total > 0)
    leaning = (counts - usual) / np.maximum(total, 1)
    leaning = leaning.reshape(len(said), said.shape[1] * said.shape[2])
    leaning[np.abs(leaning) < 1e-12] = 0.0
    leaning = leaning[leaning.any(axis=1)]
    people, cells = leaning.shape
    spread = np.sqrt((leaning**2).sum(axis=0))
    known = spread > 0
    scaled = leaning[:, known] / spread[known]
    z, p, least = np.full(cells, np.nan), np.full(cells, np.nan), np.ones(cells)
    if not people:
        return WithinTest(z, p, least, float("nan"), float("nan"), 0)
    observed = scaled.sum(axis=0)
    z[known] = observed
    least[known] = 2.0 ** (1 - (leaning[:, known] != 0).sum(axis=0))
    tried, beyond, whole = 0, np.zeros(int(known.sum())), 0
    for signs in _signs(people, seed, draws):
        turned = signs @ scaled
        beyond += (np.abs(turned) >= np.abs(observed) - 1e-9).sum(axis=0)
        whole += int(((turned**2).sum(axis=1) >= (observed**2).sum() - 1e-9).sum())
        tried += len(signs)
    itself = 0 if people <= EXACT else 1  # the observed signs are among all patterns, not among drawn ones
    p[known] = (beyond + itself) / (tried + itself)
    return WithinTest(z, p, least, float((observed**2).sum()), (whole + itself) / (tried + itself), people)


def _signs(people: int, seed: int, draws: int) -> list[Floats]:
    if people <= EXACT:
        patterns = np.arange(2**people)[:, np.newaxis] >> np.arange(people) & 1
        return [(patterns * 2 - 1).astype(np.float64)]
    generator = np.random.default_rng(seed)
    sizes = [min(_BLOCK, draws - begin) for begin in range(0, draws, _BLOCK)]
    return [generator.choice(np.array([-1.0, 1.0]), size=(size, people)) for size in sizes]
