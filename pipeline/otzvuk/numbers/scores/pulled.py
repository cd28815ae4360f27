"""What process metrics that pull the index down are about: whose complaints, in which words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from otzvuk.model.mention import Kind
from otzvuk.numbers.count import PERSON, company_key, framed, records
from otzvuk.numbers.criterion import Criterion, find_criterion
from otzvuk.numbers.scores.tree import MetricTree
from otzvuk.numbers.survey import Survey

PULLED: Final[Mapping[str, str]] = {
    "wave": "string",
    "client": "string",
    "block": "string",
    "metric": "string",
    "value": "float64",
    "weight": "float64",
    "impact": "float64",
    "worst": "bool",
    "about": "string",
    "about_label": "string",
    "complaints": "int64",
    "respondents": "int64",
    "givers": "string",
    "labels": "string",
}
"""Columns and types of the process metrics with what their client says of the same, one row a metric."""


def pulled(survey: Survey, pulls: pd.DataFrame, tree: MetricTree) -> pd.DataFrame:
    """Each metric of `pulls` with the complaints of its client about the same, with the columns of `PULLED`.

    What a metric is about says the file (`about`: a code, process or other criterion, by id or label), else
    the metric tree, where a metric of it is called the same, else a criterion called the same; "" where
    nothing tells. Without a client the complaints are those of everybody. `givers` are who complains,
    `labels` the row labels in `mentions`. Raises `InputError` for what is named and unknown.
    """
    by_name = {company_key(metric.label): metric for metric in tree.metrics.values()}
    known = {company_key(each.label): each for each in survey.criteria.values()}
    by_client: dict[str, dict[tuple[str, str], list[dict[str, Any]]]] = {"": {}}
    names = {each: company_key(name) for each, name in survey.company_names.items()}
    told = survey.of_kind(Kind.COMPLAINT).mentions
    for at, each in zip(told.index.tolist(), records(told), strict=True):
        for client in {"", names.get(str(each["company_id"]), "")}:
            group = by_client.setdefault(client, {}).setdefault((each["code"], each["process"]), [])
            group.append(each | {"at": at})
    order = {at: place for place, at in enumerate(told.index.tolist())}
    rows: list[dict[str, Any]] = []
    for row in records(pulls):
        about: Criterion | None = None
        codes: frozenset[str] = frozenset()
        label, name = "", company_key(row["metric"])
        if row["about"]:
            place = f"метрика «{row['metric']}», столбец about"
            about = find_criterion(row["about"], survey.criteria, file="metrics", place=place)
        elif name in by_name:
            codes = frozenset(by_name[name].codes)
            label = "; ".join(survey.codebook.label(code) for code in by_name[name].codes)
        else:
            about = known.get(name)
        client = company_key(row["client"] or "")
        said = [
            each
            for (code, process), group in by_client.get(client, {}).items()
            if code in codes or (about is not None and about.holds(code, process))
            for each in group
        ]
        said.sort(key=lambda each: order[each["at"]])
        rows.append(
            {each: row[each] for each in PULLED if each in row}
            | {"about": about.id if about else " ".join(sorted(codes))}
            | {"about_label": about.label if about else label, "complaints": len(said)}
            | {"respondents": len({each[PERSON] for each in said} - {None})}
            | {"givers": "; ".join(dict.fromkeys(each["speaker"] for each in said))}
            | {"labels": " ".join(str(each["at"]) for each in said)}
        )
    return framed(rows, PULLED)
