"""Two rankings of the same study, earlier and now: what became of each process, and from what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from otzvuk.model.mention import PERSON as BY_PERSON
from otzvuk.numbers.count import framed, records

SINCE: Mapping[str, str] = {
    "process": "string",
    "damage_before": "float64",
    "damage": "float64",
    "rank_before": "Int64",
    "rank": "Int64",
    "named_before": "bool",
    "named": "bool",
    "text": "int64",
    "decision": "int64",
    "coder": "int64",
}
"""Columns of `since`: a process before and now (a missing rank: not in that ranking), and how many mentions
of it came, went or changed with an edited text, a decision, the coder (model, codebook, settings)."""

_MENTION = ("interview", "turn", "start", "end", "kind", "code", "process")
_ENOUGH = 0.005  # damage is shown with two digits


def since(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    mentions_before: pd.DataFrame,
    mentions: pd.DataFrame,
    edited: frozenset[str] = frozenset(),
    recoded: bool = False,
) -> pd.DataFrame:
    """The processes whose damage, place or naming is not what it was, in today's order (`SINCE`).

    `before` and `after` are rankings (`DAMAGE`), the mentions those they were counted from. `edited` are the
    interviews whose text is another, `recoded` says that the coder or what it goes by is: then only what
    bears a person's name counts as decided.
    """
    why = _causes(mentions_before, mentions, edited, recoded)
    old, new = ({row["process"]: row for row in records(table)} for table in (before, after))
    rows = []
    for process in [*new, *(name for name in old if name not in new)]:
        was, now = old.get(process, {}), new.get(process, {})
        row: dict[str, Any] = {
            "process": process,
            "damage_before": float(was.get("damage", 0.0)),
            "damage": float(now.get("damage", 0.0)),
            "rank_before": was.get("rank"),
            "rank": now.get("rank"),
            "named_before": bool(was.get("named", False)),
            "named": bool(now.get("named", False)),
            **{cause: why[process, cause] for cause in ("text", "decision", "coder")},
        }
        moved = abs(row["damage"] - row["damage_before"]) >= _ENOUGH
        if moved or row["rank"] != row["rank_before"] or row["named"] != row["named_before"]:
            rows.append(row)
    return framed(rows, SINCE)


def _causes(
    before: pd.DataFrame, after: pd.DataFrame, edited: frozenset[str], recoded: bool
) -> Counter[tuple[str, str]]:
    """How many mentions of each process came or went by each cause."""
    old, new = _keyed(before), _keyed(after)
    found = Counter[tuple[str, str]]()
    for key in old.keys() ^ new.keys():
        by = str((new.get(key) or old[key])["decided_by"])
        cause = "coder" if recoded and not by.startswith(BY_PERSON) else "decision"
        found[str(key[-1]), "text" if key[0] in edited else cause] += 1
    return found


def _keyed(mentions: pd.DataFrame) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {tuple(row[name] for name in _MENTION): row for row in records(mentions)}
