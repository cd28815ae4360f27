"""Marks with their grounds: what was marked, by whom, and the words that explain it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import pandas as pd

from otzvuk.model.ground import RECOMMENDS, Ground, Link
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Kind
from otzvuk.numbers.count import COMPANY, PERSON, framed, natural, records
from otzvuk.numbers.criterion import Criterion, find_criterion
from otzvuk.numbers.marks import Source
from otzvuk.numbers.survey import Survey

GROUNDS: Final[Mapping[str, str]] = {
    "source": "string",
    "criterion": "string",
    "label": "string",
    "value": "float64",
    "scale": "float64",
    "of_ten": "float64",
    "low": "bool",
    "rating": "int64",
    "mark_interview": "string",
    "mark_turn": "Int64",
    "mark_start": "Int64",
    "mark_end": "Int64",
    "link": "string",
    "turn": "Int64",
    "start": "Int64",
    "end": "Int64",
    "text": "string",
    "place": "string",
    "labels": "string",
    "interview": "string",
    "speaker": "string",
    "company": "string",
    "role": "string",
    "wave": "string",
    "person_id": "string",
    "company_id": "string",
}
"""Columns and types of the table of grounds, one row a mark and stretch of words that explains it; a mark
that nothing explains has one row with an empty `link` and no words."""

_TROUBLE: Final = frozenset({Kind.COMPLAINT.value, Kind.WISH.value})


class _Said(NamedTuple):
    """A mention: its row label and what of it decides whether it explains a mark."""

    label: str
    turn: int
    start: int
    stop: int
    kind: str
    code: str
    process: str
    text: str


def grounds(survey: Survey) -> pd.DataFrame:
    """Every mark with the words that explain it, with the columns of `GROUNDS`; marks as in `Survey.marks`.

    `low` is a mark below `scores.development` of study.yaml (out of ten). `link` says how words belong to it:
    said beside the mark, or in answer to «почему?»; where neither is there, what the same person says of the
    very thing that was marked (`about`: complaints and wishes for a low mark, praise from `scores.strength`
    on). `labels` are the row labels in `mentions` of what the words evaluate, separated by spaces; `rating`
    is the row label of the mark in `ratings`, `place` where the words stand in the file.
    """
    rules, marks = survey.settings.scores, survey.marks
    known, interviews = survey.criteria, {each.id: each for each in survey.study.interviews}
    beside, on_paper = _found(survey)
    by_interview, by_person = _mentions(survey)
    recommending = {find_criterion(name, known, file="study.yaml").id for name in rules.nps}
    rows: list[dict[str, Any]] = []
    for rating, row in zip(survey.ratings.index.tolist(), records(marks), strict=True):
        criterion, low = known[row["criterion"]], row["of_ten"] < rules.development
        overall = _is_overall(criterion, rules.overall)
        spoken = row["source"] == Source.SPEECH.value
        person = "" if row[PERSON] is None or pd.isna(row[PERSON]) else str(row[PERSON])
        found: list[_Words] = []
        if spoken:
            key = (row["interview"], int(row["turn"]), int(row["start"]), int(row["end"]))
            own = beside.get(key, ())
        else:
            own = [
                each
                for each in on_paper.get(person, ())
                if _same(each[1].criterion, criterion, known)
                or (each[1].criterion == RECOMMENDS and criterion.id in recommending)
            ]
        for interview, each in own:
            near = [
                said for said in by_interview.get((interview, each.turn), ())
                if said.start < each.stop and each.start < said.stop
                and (not low or said.kind in _TROUBLE)
                and (each.plain or overall or criterion.holds(said.code, said.process))
            ]  # fmt: skip
            if each.plain or near:
                found.append(_Words.of(interview, each, near))
        if not found and person:
            wanted = _TROUBLE if low else {Kind.PRAISE.value} if row["of_ten"] >= rules.strength else None
            found = [
                _Words(interview, said.turn, said.start, said.stop, Link.ABOUT, (said.label,))
                for interview, said in by_person.get((person, row["wave"]), ())
                if criterion.holds(said.code, said.process) and (wanted is None or said.kind in wanted)
            ]
        head = _head(row, rating, criterion.label, person, low=low)
        rows += [{**head, **_cells(each, interviews)} for each in _joined(found, interviews)] or [
            {**head, **_NOTHING}
        ]
    return framed(rows, GROUNDS)


class _Words(NamedTuple):
    interview: str
    turn: int
    start: int
    stop: int
    link: Link
    labels: tuple[str, ...]

    @classmethod
    def of(cls, interview: str, ground: Ground, near: Sequence[_Said]) -> _Words:
        labels = tuple(each.label for each in near)
        return cls(interview, ground.turn, ground.start, ground.stop, ground.link, labels)


_NOTHING: Final[Mapping[str, Any]] = {"link": "", "text": "", "place": "", "labels": ""}


def _found(
    survey: Survey,
) -> tuple[dict[tuple[str, int, int, int], list[tuple[str, Ground]]], dict[str, list[tuple[str, Ground]]]]:
    """The grounds of marks in speech by the mark's place, of those on paper by the person's id."""
    beside: dict[tuple[str, int, int, int], list[tuple[str, Ground]]] = defaultdict(list)
    on_paper: dict[str, list[tuple[str, Ground]]] = defaultdict(list)
    known = {each.id: each for each in survey.study.interviews}  # whose people have ids
    for coding in survey.codings:
        interview = known.get(coding.interview.id, coding.interview)
        own = survey.layers.get(interview.id)
        for each in own.grounds if own else ():
            if each.rating < 0:
                person = interview.participant(interview.turns[each.turn])
                on_paper[person.id].append((interview.id, each))
                continue
            mark = coding.ratings[each.rating]
            beside[interview.id, mark.turn, mark.start, mark.stop].append((interview.id, each))
    return beside, on_paper


def _mentions(
    survey: Survey,
) -> tuple[dict[tuple[str, int], list[_Said]], dict[tuple[str, str], list[tuple[str, _Said]]]]:
    """The mentions by interview and turn, and by person and wave."""
    by_turn: dict[tuple[str, int], list[_Said]] = defaultdict(list)
    by_person: dict[tuple[str, str], list[tuple[str, _Said]]] = defaultdict(list)
    for label, row in zip(survey.mentions.index, records(survey.mentions), strict=True):
        said = _Said(
            label=str(label), turn=row["turn"], start=row["start"], stop=row["end"], kind=row["kind"],
            code=row["code"], process=row["process"], text=row["text"],
        )  # fmt: skip
        by_turn[row["interview"], row["turn"]].append(said)
        if row[PERSON] is not None and not pd.isna(row[PERSON]):
            by_person[str(row[PERSON]), row["wave"]].append((row["interview"], said))
    return by_turn, by_person


def _is_overall(criterion: Criterion, overall: str) -> bool:
    return overall in (criterion.id, criterion.label)


def _same(named: str, criterion: Criterion, known: Mapping[str, Criterion]) -> bool:
    """Whether the thing that a question names is what was marked: the same, or the same process or code."""
    other = known.get(named)
    if named == criterion.id or other is None:
        return named == criterion.id
    shared = other.codes & criterion.codes or (other.process and other.process == criterion.process)
    return bool(shared)


def _joined(found: Iterable[_Words], interviews: Mapping[str, Interview]) -> list[_Words]:
    """The stretches in the order of the talk; neighbouring ones of a turn are one."""
    joined: list[_Words] = []
    for each in sorted(found, key=lambda one: (natural(one.interview), one.turn, one.start, one.stop)):
        last = joined[-1] if joined else None
        if last is not None and (last.interview, last.turn, last.link) == (
            each.interview, each.turn, each.link,
        ) and each.link is not Link.ABOUT:  # fmt: skip
            text = interviews[each.interview].turns[each.turn].text
            if not any(sign.isalnum() for sign in text[last.stop : each.start]):
                labels = tuple(dict.fromkeys((*last.labels, *each.labels)))
                joined[-1] = last._replace(stop=max(last.stop, each.stop), labels=labels)
                continue
        joined.append(each)
    return joined


def _head(row: Mapping[str, Any], rating: int, label: str, person: str, *, low: bool) -> dict[str, Any]:
    spoken = row["source"] == Source.SPEECH.value
    names = (
        "source",
        "criterion",
        "value",
        "scale",
        "of_ten",
        "interview",
        "speaker",
        "company",
        "role",
        "wave",
    )
    company = row[COMPANY]
    return {name: row[name] for name in names} | {
        "label": label,
        "low": bool(low),
        "rating": rating,
        "mark_interview": row["interview"],
        "mark_turn": row["turn"] if spoken else None,
        "mark_start": row["start"] if spoken else None,
        "mark_end": row["end"] if spoken else None,
        "person_id": person,
        "company_id": "" if company is None or pd.isna(company) else str(company),
    }


def _cells(each: _Words, interviews: Mapping[str, Interview]) -> dict[str, Any]:
    turn = interviews[each.interview].turns[each.turn]
    return {
        "interview": each.interview,
        "link": each.link.value,
        "turn": each.turn,
        "start": each.start,
        "end": each.stop,
        "text": turn.text[each.start : each.stop],
        "place": turn.place_at(each.start),
        "labels": " ".join(each.labels),
    }
