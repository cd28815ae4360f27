"""An amount in a turn: how much of which unit, and where it stands."""

from __future__ import annotations

from typing import NamedTuple

from otzvuk.model.loss import Measured


class Amount(NamedTuple):
    """An amount at tokens [first, last): `low`…`high` of `unit`, as `otzvuk.model.loss.Loss` has them.

    `bare`: no number is said («сутки», «неделю»).
    """

    first: int
    last: int
    kind: Measured
    low: float
    high: float
    unit: str
    bare: bool = False
