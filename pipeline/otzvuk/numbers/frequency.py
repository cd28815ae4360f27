"""How often what was said, by how many.

Three counts stand side by side and are never mixed: *mentions* add up; *respondents* (a speaker of an
interview) and *companies* are distinct, so those of a total can be fewer than the sum of its parts. A
respondent whose company is unknown counts as a respondent, but not as a company.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from otzvuk.numbers.count import COMPANY, PERSON, Tables, records


def frequencies(tables: Tables, by: Sequence[str] = (), *, reach: bool = False) -> pd.DataFrame:
    """How often: one row for each combination of the columns `by` that occurs, the most frequent first.

    Columns: those of `by`, then `mentions`, `respondents`, `companies`. With `reach` also `asked`
    (respondents of the same role, wave, … where `by` has such columns, else all of them) and `reach`
    (the share of them who said it, 0…1). An empty `by` gives the one row of the total.
    """
    by, mentions = list(by), tables.mentions
    counted = pd.DataFrame(
        {
            **{column: mentions[column] for column in by},
            "_person": mentions[PERSON].cat.codes,
            "_company": mentions[COMPANY].cat.codes.replace(-1, None),
        }
    )
    if by:
        groups = counted.groupby(by, sort=True, dropna=False)
        table = groups.agg(
            mentions=("_person", "size"),
            respondents=("_person", "nunique"),
            companies=("_company", "nunique"),
        ).reset_index()
        table = table.sort_values(["mentions", *by], ascending=[False] + [True] * len(by), kind="stable")
    else:
        persons, companies = counted["_person"].nunique(), counted["_company"].nunique()
        table = pd.DataFrame(
            {"mentions": [len(mentions)], "respondents": [persons], "companies": [companies]}
        )
    counts = dict.fromkeys(("mentions", "respondents", "companies"), "int64")
    table = table.astype(counts).reset_index(drop=True)
    return _with_reach(table, by, tables.respondents) if reach else table


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
        for row in records(frequencies(tables, by[:depth], reach=reach)):
            path = tuple(str(row[column]) for column in by[:depth])
            whole = rows[path[:-1]]["mentions"] if path else row["mentions"]
            names = dict(zip(by, (*path, *[""] * (len(by) - depth)), strict=True))
            share = row["mentions"] / whole if whole else 0.0
            rows[path] = {"depth": depth} | names | {name: row[name] for name in row if name not in by}
            rows[path]["share"] = share
    position = {column: {value: at for at, value in enumerate(own)} for column, own in (orders or {}).items()}

    def key(path: tuple[str, ...]) -> tuple[Any, ...]:
        steps = []
        for depth, value in enumerate(path):
            given = position.get(by[depth], {}).get(value, len(position.get(by[depth], {})))
            steps.append((given, -rows[path[: depth + 1]]["mentions"], value))
        return tuple(steps)

    ordered = [rows[path] for path in sorted(rows, key=key)]
    return pd.DataFrame(ordered).astype(dict.fromkeys(by, "string") | {"depth": "int64"})


def _with_reach(table: pd.DataFrame, by: list[str], respondents: pd.DataFrame) -> pd.DataFrame:
    shared = [column for column in by if column in respondents.columns]
    asked: Mapping[Any, int] = {}
    if shared:
        asked = respondents.groupby(shared, dropna=False).size().to_dict()
        keys: Iterator[Any] = table[shared].itertuples(index=False, name=None)
        of = [asked.get(key if len(shared) > 1 else key[0], 0) for key in keys]
    else:
        of = [len(respondents)] * len(table)
    reach = [said / all_ if all_ else 0.0 for said, all_ in zip(table["respondents"], of, strict=True)]
    return table.assign(
        asked=pd.Series(of, index=table.index, dtype="int64"),
        reach=pd.Series(reach, index=table.index, dtype="float64"),
    )
