"""Why marks are what they are: the comments behind a mean, and the reasons of low marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

import pandas as pd

from otzvuk.model.ground import Link
from otzvuk.model.mention import Kind
from otzvuk.numbers.count import MENTIONS, PERSON, framed, natural, records
from otzvuk.numbers.criterion import Criterion
from otzvuk.numbers.marks import Source
from otzvuk.numbers.scores.grounds import grounds
from otzvuk.numbers.survey import Survey

COMMENTS: Mapping[str, str] = {
    "source": "string",
    "criterion": "string",
    "place": "int64",
    "own": "bool",
    "mark_ten": "float64",
    "mention": "int64",
} | {name: MENTIONS[name] for name in MENTIONS if name not in ("file", "decided_by")}
"""Columns and types of the comments table, one row a comment of a criterion."""

REASONS: Mapping[str, str] = {
    "source": "string",
    "criterion": "string",
    "place": "int64",
    "link": "string",
    "code": "string",
    "label": "string",
    "mentions": "int64",
    "respondents": "int64",
    "low_givers": "int64",
    "share": "float64",
    "labels": "string",
    "words": "string",
}
"""Columns and types of the table of reasons, one row a reason of the low marks of a criterion."""

UNCODED, UNEXPLAINED = "Своими словами", "Не объяснили"
"""What a reason is called whose words evaluate no code, and the want of any reason."""

_FIRST = {Kind.COMPLAINT.value: 0, Kind.WISH.value: 1, Kind.PRAISE.value: 2}


def comments(survey: Survey, *, best: int | None = None) -> pd.DataFrame:
    """The mentions that explain each mean by criterion, with the columns of `COMMENTS`.

    A comment is a mention of the criterion (its code, process, block…). First come those of people who gave
    a mark (`own`; `mark_ten` is the mean of theirs out of ten), the lowest mark first, complaints before
    praise beside low marks and praise before complaints beside others; then those of people who gave none.
    `place` counts within the criterion, `mention` is the row label in `mentions`. `best` limits the number
    for each criterion.
    """
    settings = survey.settings
    mentions = records(survey.mentions.assign(mention=survey.mentions.index))
    rows: list[dict[str, Any]] = []
    for source, criterion, given in _marked(survey):
        spoken = [row for row in mentions if criterion.holds(row["code"], row["process"])]

        def key(row: Mapping[str, Any], given: Mapping[str, float] = given) -> tuple[Any, ...]:
            mark = given.get(row[PERSON], float("inf"))
            low = mark < settings.scores.development or mark == float("inf")
            kind = _FIRST[row["kind"]] if low else -_FIRST[row["kind"]]
            return mark, kind, natural(row["interview"]), row["turn"], row["start"], row["end"], row["code"]

        for place, row in enumerate(sorted(spoken, key=key)[:best], 1):
            person = row[PERSON]
            head = {"source": source, "criterion": criterion.id, "place": place, "own": person in given}
            rows.append(row | head | {"mark_ten": given.get(person, float("nan"))})
    return framed(rows, COMMENTS)


def reasons(survey: Survey, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Why people gave low marks, by what they say with them, with the columns of `REASONS`.

    A low mark is below `scores.development` of study.yaml (out of ten). Its reasons are the words that
    explain it (`grounds`, or such a `table` where it is there already), and no other complaints of whoever
    gave it: first what is said beside the mark and in answer to «почему?» (`link` beside), then what the same
    people say of the thing itself (`about`). Words that evaluate something are counted by code, by how many
    of the `low_givers` name it (`share`), `labels` being their row labels in `mentions`; words without a code
    have a row of their own (empty code, «Своими словами»), and so have those whom nothing explains (an empty
    `link`). `words` are the stretches, the first of each person, separated by line ends. A criterion without
    low marks has no row.
    """
    table = grounds(survey) if table is None else table
    codes = dict(zip(map(str, survey.mentions.index), survey.mentions["code"].tolist(), strict=True))
    low = [row for row in records(table) if row["low"] and row["person_id"]]
    by_criterion: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in low:
        by_criterion.setdefault((row["source"], row["criterion"]), []).append(row)
    order = {name: at for at, name in enumerate(survey.criteria)}
    sources = [each.value for each in Source]
    keys = sorted(by_criterion, key=lambda key: (sources.index(key[0]), order[key[1]]))
    rows: list[dict[str, Any]] = []
    for source, criterion in keys:
        own = by_criterion[source, criterion]
        givers = {row["person_id"] for row in own}
        groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
        explained = {row["person_id"] for row in own if row["link"]}
        for row in own:
            for link, code in _groups(row, codes):
                if link or row["person_id"] not in explained:
                    groups.setdefault((link, code), []).append(row)
        found = [
            _reason(link, code, part, codes, len(givers), survey) for (link, code), part in groups.items()
        ]
        found.sort(key=lambda row: (*_rank(row), -row["respondents"], -row["mentions"], row["code"]))
        head = {"source": source, "criterion": criterion}
        rows += [head | row | {"place": place} for place, row in enumerate(found, 1)]
    return framed(rows, REASONS)


def _groups(row: Mapping[str, Any], codes: Mapping[str, str]) -> list[tuple[str, str]]:
    """The kinds of link and the codes that a stretch of words counts under."""
    link = Link.BESIDE.value if row["link"] == Link.ANSWER.value else row["link"]
    named = sorted({codes[label] for label in row["labels"].split() if label in codes})
    return [(link, code) for code in named] or [(link, "")]


def _rank(row: Mapping[str, Any]) -> tuple[int, bool]:
    return (Link.BESIDE.value, Link.ABOUT.value, Link.NONE.value).index(row["link"]), not row["code"]


def _reason(
    link: str,
    code: str,
    part: Sequence[Mapping[str, Any]],
    codes: Mapping[str, str],
    givers: int,
    survey: Survey,
) -> dict[str, Any]:
    labels = list(
        dict.fromkeys(
            label for row in part for label in row["labels"].split() if code and codes.get(label) == code
        )
    )
    first: dict[str, str] = {}
    for row in part:
        if row["text"]:
            first.setdefault(row["person_id"], " ".join(row["text"].split()))
    people = len({row["person_id"] for row in part})
    return {
        "link": link,
        "code": code,
        "label": survey.codebook.label(code) if code else UNCODED if link else UNEXPLAINED,
        "mentions": len(labels),
        "respondents": people,
        "low_givers": givers,
        "share": round(people / givers, 9),
        "labels": " ".join(labels),
        "words": "\n".join(first.values()),
    }


def _marked(survey: Survey) -> list[tuple[str, Criterion, dict[str, float]]]:
    """Each source and criterion that was marked, with every respondent's mean mark out of ten."""
    marks, known = survey.marks, survey.criteria
    order = {name: at for at, name in enumerate(known)}
    given: dict[tuple[str, str], dict[int, list[float]]] = {}
    people = marks[PERSON].cat
    columns = (marks["source"].tolist(), marks["criterion"].tolist(), people.codes.tolist())
    for source, name, person, mark in zip(*columns, marks["of_ten"].tolist(), strict=True):
        own_marks = given.setdefault((source, name), {})
        if person >= 0:
            own_marks.setdefault(person, []).append(mark)
    names, found = people.categories.tolist(), []
    for each in Source:
        own = [name for source, name in given if source == each.value]
        for name in sorted(own, key=lambda name: order[name]):
            by = sorted(given[each.value, name].items())
            means = {str(names[at]): round(fmean(of_one), 9) for at, of_one in by}
            found.append((each.value, known[name], means))
    return found
