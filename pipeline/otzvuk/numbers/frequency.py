"""How often what was said, by how many.

Three counts stand side by side and are never mixed: *mentions* add up; *respondents* (a speaker of an
interview) and *companies* are distinct, so those of a total can be fewer than the sum of its parts. A
respondent whose company is unknown counts as a respondent, but not as a company.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import pandas as pd

from otzvuk.numbers.count import COMPANY, PERSON, Tables, framed


def frequencies(tables: Tables, by: Sequence[str] = (), *, reach: bool = False) -> pd.DataFrame:
    """How often: one row for each combination of the columns `by` that occurs, the most frequent first.

    Columns: those of `by`, then `mentions`, `respondents`, `companies`. With `reach` also `asked`
    (respondents of the same role, wave, … where `by` has such columns, else all of them) and `reach`
    (the share of them who said it, 0…1). An empty `by` gives the one row of the total.
    """
    by = list(by)
    rows = _counted(tables, by)
    counts = {name: np.array([row[name] for row in rows], dtype=np.int64) for name in _COUNTS}
    first = np.array([row["first"] for row in rows], dtype=np.intp)
    named = {column: tables.mentions[column].array.take(first) for column in by}
    table = pd.DataFrame({**named, **counts})
    return _with_reach(table, by, tables.respondents) if reach else table


_COUNTS = ("mentions", "respondents", "companies")


def _counted(tables: Tables, by: Sequence[str]) -> list[dict[str, Any]]:
    """The groups by columns `by`, most mentions first: their `key`, the counts, the place of the `first`."""
    mentions = tables.mentions
    people, companies = (mentions[name].cat.codes.tolist() for name in (PERSON, COMPANY))
    columns = [mentions[column] for column in by]
    keys: Iterable[tuple[Any, ...]] = zip(*(column.tolist() for column in columns), strict=True)
    groups: dict[tuple[Any, ...], tuple[list[int], set[int], set[int]]] = {}
    if not by:
        groups[()], keys = ([], set(), set()), repeat((), len(mentions))
    for at, (key, person, company) in enumerate(zip(keys, people, companies, strict=True)):
        group = groups.get(key)
        if group is None:
            group = groups[key] = ([], set(), set())
        group[0].append(at)
        group[1].add(person)
        group[2].add(company)
    places = [column.cat.codes.tolist() if hasattr(column, "cat") else None for column in columns]

    def order(row: Mapping[str, Any]) -> tuple[Any, ...]:
        """Most mentions first, then the values in their order, missing ones last."""
        parts: list[Any] = [-row["mentions"]]
        for value, codes in zip(row["key"], places, strict=True):
            missing = value != value if codes is None and isinstance(value, float) else value is pd.NA
            own = value if codes is None else codes[row["first"]]
            parts.append((bool(missing), "" if missing else own))
        return tuple(parts)

    rows = [
        {
            "key": key,
            "mentions": len(own),
            "respondents": len(persons),
            "companies": len(firms - {-1}),
            "first": own[0] if own else -1,
        }
        for key, (own, persons, firms) in groups.items()
    ]
    return sorted(rows, key=order)


def subtotals(
    tables: Tables,
    by: Sequence[str],
    *,
    orders: Mapping[str, Sequence[str]] | None = None,
    reach: bool = False,
) -> pd.DataFrame:
    """`frequencies` at every depth of `by`, as one outline: the total, then each group before its parts.

    Columns: `depth` (0 is the total), those of `by` (empty below a row's depth), the columns of
    `frequencies`, and `share` (of the mentions of the group that the row is a part of, 0…1). The parts of
    every group add up to it in mentions. They stand in the order of `orders[column]` where it names one
    (values it does not list come last), else the most frequent first.
    """
    by = list(by)
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for depth in range(len(by) + 1):
        found = _counted(tables, by[:depth])
        asked = _asked(by[:depth], [row["key"] for row in found], tables.respondents) if reach else []
        for at, row in enumerate(found):
            path = tuple(map(str, row["key"]))
            whole = rows[path[:-1]]["mentions"] if path else row["mentions"]
            names = dict(zip(by, (*path, *[""] * (len(by) - depth)), strict=True))
            share = row["mentions"] / whole if whole else 0.0
            rows[path] = {"depth": depth} | names | {name: row[name] for name in _COUNTS}
            if reach:
                rows[path] |= {"asked": asked[at], "reach": _share(row["respondents"], asked[at])}
            rows[path]["share"] = share
    position = {column: {value: at for at, value in enumerate(own)} for column, own in (orders or {}).items()}

    def key(path: tuple[str, ...]) -> tuple[Any, ...]:
        steps = []
        for depth, value in enumerate(path):
            given = position.get(by[depth], {}).get(value, len(position.get(by[depth], {})))
            steps.append((given, -rows[path[: depth + 1]]["mentions"], value))
        return tuple(steps)

    types = {"depth": "int64"} | dict.fromkeys(by, "string") | dict.fromkeys(_COUNTS, "int64")
    types |= ({"asked": "int64", "reach": "float64"} if reach else {}) | {"share": "float64"}
    return framed((rows[path] for path in sorted(rows, key=key)), types)


def _with_reach(table: pd.DataFrame, by: list[str], respondents: pd.DataFrame) -> pd.DataFrame:
    keys = list(zip(*(table[column].tolist() for column in by), strict=True)) if by else [()] * len(table)
    of = _asked(by, keys, respondents)
    reach = [_share(said, all_) for said, all_ in zip(table["respondents"].tolist(), of, strict=True)]
    return table.assign(asked=np.array(of, dtype=np.int64), reach=np.array(reach, dtype=np.float64))


def _asked(by: Sequence[str], keys: Iterable[tuple[Any, ...]], respondents: pd.DataFrame) -> list[int]:
    """How many respondents are of the same role, wave, … as each key; all, where `by` has no such column."""
    shared = [at for at, column in enumerate(by) if column in respondents.columns]
    if not shared:
        return [len(respondents) for _ in keys]
    there = Counter(zip(*(respondents[by[at]].tolist() for at in shared), strict=True))
    return [there[tuple(key[at] for at in shared)] for key in keys]


def _share(said: int, asked: int) -> float:
    return said / asked if asked else 0.0
