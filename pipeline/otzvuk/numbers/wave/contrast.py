"""Some processes against others: how much more their damage changed between two waves.

For each person the damage of a process less the mean damage of the control processes is one figure; the
difference of its means in the two waves is the difference of the two changes. So its interval comes the same
way as that of any change (`otzvuk.numbers.wave.compare`): one bootstrap of both waves, widened where few were
asked. It says nothing of why: what was chosen because it was bad tends to get better by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from otzvuk.numbers.wave.change import Measure
from otzvuk.numbers.wave.compare import changes_of, ready
from otzvuk.numbers.wave.measures import said
from otzvuk.numbers.wave.wave import Wave


def contrasts(
    before: Wave, after: Wave, items: Sequence[str], control: Sequence[str]
) -> tuple[dict[str, Mapping[str, Any]], dict[str, Mapping[str, Any]]]:
    """Of each process of `items` its change of damage, and how much that differs from that of `control`.

    Both by process, as rows of `wave.CHANGES` (before, after, difference, low, high, clear, note …). Without
    `control` the second is empty; the first has the mean of the control processes under "", too.
    """
    settings = after.survey.settings
    waves = ready(before, after)
    listed = [*dict.fromkeys([*items, *control])]
    tables = [
        said(wave, "process", listed, cap=settings.damage_cap)[Measure.DAMAGE] for wave in (before, after)
    ]
    wanted = [listed.index(each) for each in items]
    own = [table[:, wanted] for table in tables]
    if not control:
        rows = changes_of(Measure.DAMAGE, waves, own, settings)
        return dict(zip(items, rows, strict=True)), {}
    beside = [
        table[:, [listed.index(each) for each in control]].mean(axis=1, keepdims=True) for table in tables
    ]
    joined = [np.hstack(pair) for pair in zip(own, beside, strict=True)]
    rows = changes_of(Measure.DAMAGE, waves, joined, settings)
    against = [one - other for one, other in zip(own, beside, strict=True)]
    apart = changes_of(Measure.DAMAGE, waves, against, settings)
    return dict(zip([*items, ""], rows, strict=True)), dict(zip(items, apart, strict=True))
