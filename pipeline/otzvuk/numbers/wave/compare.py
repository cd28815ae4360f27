"""Two waves → what changed, with intervals and labels.

**Interval** (95 %): percentiles of the joint bootstrap (`numbers.resample`); samples without anybody of
a wave are left out. A wave of fewer than `SMALL` clusters, or a share that is 0 or 1, shows the bootstrap
less uncertainty than there is: then the interval is widened to hold that of independent people as well
(Newcombe's for shares, Welch's for means: `otzvuk.numbers.wave.interval`).

**Clear** is a change whose interval does not hold 0. One in twenty of the items that did not change looks
clear by chance; `jointly` says which changes stay clear when all items of the measure are judged at once
(the largest studentised deviation of the bootstrap, as in `numbers.damage.simultaneous`; the error is at
least that of the widened interval).

Under `FEWEST` respondents or clusters in a wave nothing is tested.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otzvuk.model.study import Settings
from otzvuk.numbers.count import framed
from otzvuk.numbers.net import role_weights
from otzvuk.numbers.resample import FEWEST, Clusters, Draws, Floats, known_means
from otzvuk.numbers.wave.change import CHANGES, Change, Measure
from otzvuk.numbers.wave.interval import newcombe, welch
from otzvuk.numbers.wave.measures import criteria_of, items_of, marked, said, trends
from otzvuk.numbers.wave.wave import Wave, clusters

LEVEL = 0.95
"""The confidence of an interval."""

SMALL = 10
"""Under so many clusters (companies) in a wave the bootstrap alone is not trusted."""

_Z = NormalDist().inv_cdf((1 + LEVEL) / 2)

_NOTHING = 1e-9  # errors under it are those of rounding


@dataclass(frozen=True)
class Ready:
    """A wave ready for computing: its people's weights in the damage and their clusters."""

    name: str
    weights: Floats
    keys: Clusters


def compare(before: Wave, after: Wave, *, by: Sequence[str] = ("code", "process")) -> pd.DataFrame:
    """What changed from `before` to `after`, one row an item and measure, the columns of `CHANGES`:

    - `by` (code, process, …; `criterion` for marks), `item` (its id), `measure` (`Measure`)
    - `before`, `after`: share of respondents with a complaint or praise, damage (weighted by role, per
      respondent asked), or mean mark out of ten (one mean a person)
    - `difference` (after − before), its interval `low`, `high`; missing where nothing is tested
    - `change` (`Change`): shares that were or became 0 have appeared or are gone, sure or not; `clear`,
      `jointly`: see the module
    - `people_before`, `people_after`: how many said it, have net complaints, or gave a mark;
      `asked_before`, `asked_after`: of how many (of marks: those who gave one)
    - `said_worse`, `said_better`: mentions of the later wave about the item with that trend
    - `note`: in Russian why nothing is tested, else empty

    Items stand in the order of the codebook, also those that nobody mentions; criteria only with marks.
    Roles that weigh 0 are no evidence for the damage. Codebook and settings are those of `after`. Raises
    `InputError` for a column that mentions lack.
    """
    settings, both, waves = after.survey.settings, (before, after), ready(before, after)
    rows: list[dict[str, Any]] = []
    for level in by:
        items = items_of(level, (after, before))
        tables = [said(wave, level, items, cap=settings.damage_cap) for wave in both]
        rows += _level(level, items, waves, tables, settings, trends(after, level, items))
    criteria = criteria_of((after, before))
    if criteria:
        tables = [marked(wave, criteria) for wave in both]
        rows += _level("criterion", criteria, waves, tables, settings, _about(after, criteria))
    return framed(rows, CHANGES)


def ready(before: Wave, after: Wave) -> tuple[Ready, ...]:
    """Both waves with their weights, by the settings of `after`, and their clusters."""
    settings = after.survey.settings
    return tuple(
        Ready(wave.name, role_weights(wave.people, settings), keys)
        for wave, keys in zip((before, after), clusters(before, after), strict=True)
    )


def _about(after: Wave, criteria: Sequence[str]) -> tuple[list[int], list[int]]:
    """Trend mentions of the codes, processes and themes that are criteria."""
    codebook = after.survey.codebook
    levels = {"code": codebook.codes, "process": codebook.processes, "theme": codebook.themes}
    found = [trends(after, level, criteria) for level in levels]
    worse, better = (
        [sum(counts[at][row] for counts in found) for row in range(len(criteria))] for at in (0, 1)
    )
    return worse, better


def _level(
    by: str,
    items: Sequence[str],
    waves: Sequence[Ready],
    tables: Sequence[Mapping[Measure, Floats]],
    settings: Settings,
    trend: tuple[list[int], list[int]],
) -> list[dict[str, Any]]:
    found = {
        measure: changes_of(measure, waves, [each[measure] for each in tables], settings)
        for measure in tables[0]
    }
    names = {"before_wave": waves[0].name, "after_wave": waves[1].name}
    rows = []
    for at, item in enumerate(items):
        for measure, cells in found.items():
            if by == "criterion" and not (cells[at]["people_before"] or cells[at]["people_after"]):
                continue
            told = {"said_worse": trend[0][at], "said_better": trend[1][at]}
            rows.append({"by": by, "item": item, "measure": measure.value} | names | cells[at] | told)
    return rows


def changes_of(
    measure: Measure, waves: Sequence[Ready], values: Sequence[Floats], settings: Settings
) -> list[dict[str, Any]]:
    """The cells of `CHANGES` of each item for one measure; an item is a column of the two tables `values`."""
    weights = [wave.weights if measure is Measure.DAMAGE else np.ones_like(wave.weights) for wave in waves]
    one, two = (
        known_means(weight[np.newaxis, :], value)[0] for weight, value in zip(weights, values, strict=True)
    )
    difference = np.round(two - one, 9)
    draws = _draws(waves, weights, values, settings)
    notes = [
        _note(measure, waves, weights, [value[:, at] for value in values]) for at in range(len(difference))
    ]
    tested = np.array([not note for note in notes], dtype=bool)
    critical = _critical(draws, difference, tested)
    rows = []
    for at, note in enumerate(notes):
        columns = [value[:, at] for value in values]
        given = [column[~np.isnan(column)] for column in columns]
        held = [len(own) if not _counts_saying(measure) else int((own > 0).sum()) for own in given]
        low = high = float("nan")
        clear = jointly = False
        if not note:
            low, high = _interval(measure, waves, weights, columns, draws[:, at])
            clear = bool(low > _NOTHING or high < -_NOTHING)
            reach = difference[at] - low if difference[at] > 0 else high - difference[at]
            error = max(_error(draws[:, at]), reach / _Z)  # not less than the widened interval admits
            jointly = clear and bool(abs(difference[at]) > critical * error)
        rows.append(
            {
                "before": one[at],
                "after": two[at],
                "difference": difference[at],
                "low": low,
                "high": high,
                "change": _change(measure, one[at], two[at], clear=clear, tested=not note).value,
                "clear": clear,
                "jointly": jointly,
                "people_before": held[0],
                "people_after": held[1],
                "asked_before": len(given[0]),
                "asked_after": len(given[1]),
                "note": note,
            }
        )
    return rows


def _counts_saying(measure: Measure) -> bool:
    return measure.is_share or measure is Measure.DAMAGE


def _draws(
    waves: Sequence[Ready], weights: Sequence[Floats], values: Sequence[Floats], settings: Settings
) -> Floats:
    """The difference in each bootstrap sample (rows) of each item (columns)."""
    if not all(len(wave.keys) for wave in waves):
        return np.full((0, values[0].shape[1]), np.nan)
    blocks = Draws(*(wave.keys for wave in waves), replicates=settings.replicates, seed=settings.seed)
    return np.concatenate(
        [
            known_means(drawn[1] * weights[1], values[1]) - known_means(drawn[0] * weights[0], values[0])
            for drawn in blocks
        ]
    )


def _note(
    measure: Measure, waves: Sequence[Ready], weights: Sequence[Floats], columns: Sequence[Floats]
) -> str:
    """Why an item is not tested; empty where it is."""
    what = "респондентов" if _counts_saying(measure) else "респондентов с оценкой"
    for wave, weight, column in zip(waves, weights, columns, strict=True):
        known = np.flatnonzero(~np.isnan(column) & (weight > 0))
        if len(known) < FEWEST:
            return f"слишком мало {what}: «{wave.name}» — {len(known)}"
        clusters = {wave.keys[int(at)] for at in known}
        if len(clusters) < FEWEST:
            return f"слишком мало компаний: «{wave.name}» — {len(clusters)}"
    return ""


def _interval(
    measure: Measure,
    waves: Sequence[Ready],
    weights: Sequence[Floats],
    columns: Sequence[Floats],
    draws: Floats,
) -> tuple[float, float]:
    known = draws[~np.isnan(draws)]
    tail = (1 - LEVEL) / 2
    low, high = (float(end) for end in np.quantile(known, [tail, 1 - tail]))
    there = [~np.isnan(column) for column in columns]
    given = [column[own] for column, own in zip(columns, there, strict=True)]
    clusters = [
        len({wave.keys[int(at)] for at in np.flatnonzero(own)})
        for wave, own in zip(waves, there, strict=True)
    ]
    if min(clusters) < SMALL or any(np.ptp(own) <= _NOTHING for own in given):
        if measure.is_share:
            hits = [int(own.sum()) for own in given]
            wide = newcombe(hits[0], len(given[0]), hits[1], len(given[1]), level=LEVEL)
        else:
            own_weights = [weight[own] for weight, own in zip(weights, there, strict=True)]
            wide = welch(given[0], given[1], own_weights[0], own_weights[1], level=LEVEL)
        low, high = float(np.nanmin([low, wide[0]])), float(np.nanmax([high, wide[1]]))
    return round(low, 9), round(high, 9)


def _error(draws: Floats) -> float:
    known = draws[~np.isnan(draws)]
    return float(known.std()) if len(known) else 0.0


def _critical(draws: Floats, difference: Floats, tested: NDArray[np.bool_]) -> float:
    """What the greatest studentised deviation among the tested items exceeds with 1 − `LEVEL`."""
    errors = np.array([_error(draws[:, at]) for at in range(draws.shape[1])])
    own = np.flatnonzero(tested & (errors > _NOTHING))
    if not len(own):
        return 0.0
    deviation = np.abs(draws[:, own] - difference[own]) / errors[own]
    return float(np.quantile(np.nanmax(np.nan_to_num(deviation), axis=1), LEVEL, method="higher"))


def _change(measure: Measure, before: float, after: float, *, clear: bool, tested: bool) -> Change:
    if not tested:
        return Change.UNTESTED
    if measure.is_share and before == 0 < after:
        return Change.APPEARED
    if measure.is_share and before > 0 == after:
        return Change.GONE
    if not clear:
        return Change.UNCLEAR
    return Change.WORSE if (after > before) == measure.more_is_worse else Change.BETTER
