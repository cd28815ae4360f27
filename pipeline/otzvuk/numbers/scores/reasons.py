"""Why marks are what they are: the comments behind a mean, and the problems of those who mark low."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean
from typing import Any

import pandas as pd

from otzvuk.model.mention import Kind
from otzvuk.numbers.count import MENTIONS, PERSON, framed, natural, records
from otzvuk.numbers.criterion import Criterion
from otzvuk.numbers.marks import Source
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
    "code": "string",
    "label": "string",
    "about": "bool",
    "mentions": "int64",
    "respondents": "int64",
    "low_givers": "int64",
    "share": "float64",
    "labels": "string",
}
"""Columns and types of the table of reasons, one row a problem named beside the low marks of a criterion."""

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


def reasons(survey: Survey) -> pd.DataFrame:
    """The problems named by those who gave a low mark, with the columns of `REASONS`.

    A low mark is below `scores.development` of study.yaml (out of ten, the mean of a person's marks for the
    criterion). Counted are the complaints of its givers: those about the criterion itself first (`about`),
    then the others, each by how many of the `low_givers` name it (`share`); `labels` are their row labels in
    `mentions`, separated by spaces. A criterion whose low marks
    nobody explains has one row with an empty code and 0 mentions; one without low marks has none.
    """
    settings, codebook = survey.settings, survey.codebook
    complaints = survey.of_kind(Kind.COMPLAINT).mentions
    told = [
        *zip(complaints[PERSON], complaints["code"], complaints["process"], complaints.index, strict=True)
    ]
    rows: list[dict[str, Any]] = []
    for source, criterion, given in _marked(survey):
        low = {person for person, mark in given.items() if mark < settings.scores.development}
        head = {"source": source, "criterion": criterion.id, "low_givers": len(low)}
        groups: dict[tuple[str, bool], list[tuple[str, str]]] = {}
        for person, code, process, label in told:
            if person in low:
                # Of one code some mentions can lie in the criterion's process and others outside it.
                key = (code, criterion.holds(code, process))
                groups.setdefault(key, []).append((person, str(label)))
        found: list[dict[str, Any]] = []
        for (code, about), part in groups.items():
            tellers = len({person for person, _ in part})
            found.append(
                head
                | {"code": code, "label": codebook.label(code), "about": about}
                | {"mentions": len(part), "respondents": tellers, "share": round(tellers / len(low), 9)}
                | {"labels": " ".join(label for _, label in part)}
            )
        found.sort(key=lambda row: (not row["about"], -row["respondents"], -row["mentions"], row["code"]))
        if low and not any(row["about"] for row in found):
            nothing = {"code": "", "label": "Причина не названа", "about": True, "mentions": 0}
            found.insert(0, head | nothing | {"respondents": 0, "share": 0.0, "labels": ""})
        rows += [row | {"place": place} for place, row in enumerate(found, 1)]
    return framed(rows, REASONS)


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
