"""The mentions whose words people chose to be quoted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from otzvuk.model.mention import Picked
from otzvuk.model.span import Span
from otzvuk.numbers.count import records
from otzvuk.numbers.survey import Survey

Row = Mapping[str, Any]
Key = tuple[Any, ...]
"""Interview, turn, start, end, code and kind: what tells a mention from any other."""


def chosen_mentions(survey: Survey, mentions: pd.DataFrame) -> Mapping[Key, Picked]:
    """The chosen quotes by their mention: of each that which has most of its words."""
    found: dict[Key, Picked] = {}
    if not any(coding.picked for coding in survey.codings):
        return found
    there: dict[tuple[str, int], list[Row]] = {}
    for row in records(mentions):
        there.setdefault((row["interview"], row["turn"]), []).append(row)
    for coding in survey.codings:
        for each in coding.picked:
            rows = there.get((coding.interview.id, each.turn), [])
            shared = [(each.span.shared(Span(row["start"], row["end"])), row) for row in rows]
            most, best = max(shared, key=lambda one: one[0], default=(0, None))
            if best is not None and most > 0:
                known = found.get(key_of(best))
                found[key_of(best)] = each if known is None or each.place < known.place else known
    return found


def key_of(row: Row) -> Key:
    """What tells a row of the mentions table from any other."""
    return row["interview"], row["turn"], row["start"], row["end"], row["code"], row["kind"]
