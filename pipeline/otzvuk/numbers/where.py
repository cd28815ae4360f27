"""Some of the people only: «волна=2025, сегмент=ушедшие»."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from otzvuk.model.choice import choice, listed
from otzvuk.model.errors import InputError
from otzvuk.numbers.count import PERSON, company_key
from otzvuk.numbers.survey import Survey

Conditions = Mapping[str, tuple[str, ...]]
"""Columns of the respondents and the values of each that are wanted."""

_WHAT = "неверное значение параметра --where"
_SPLIT = re.compile(r"\s*[,;\n]\s*(?=[^,;=\n]+=)")


def read_where(line: str, survey: Survey) -> Conditions:
    """The conditions of a line «столбец=значение, столбец=значение|значение», by id or Russian name.

    Raises `InputError` that tells the columns there are, or the values of a column.
    """
    said = survey.said
    names = [name for name in said.names() if said.attribute(name).who and name != "person"]
    labels = {name: said.attribute(name).label for name in names}
    found: dict[str, tuple[str, ...]] = {}
    for part in filter(None, (each.strip(" ,;") for each in _SPLIT.split(line))):
        name, sign, value = (each.strip() for each in part.partition("="))
        if not (sign and name and value):
            raise InputError(_WHAT, value=part, expected=f"столбец=значение; столбцы: {listed(labels)}")
        column = choice(name, labels, f"{_WHAT}: у респондентов нет такого столбца")
        values = {each: label for each, label in said.attribute(column).values.items() if each}
        what = f"{_WHAT}: в столбце «{labels[column]}» нет такого значения"
        if column == "company":  # however it is written
            spelt = {company_key(each): each for each in values}
            parts = [spelt.get(company_key(each), each) for each in value.split("|")]
        else:
            parts = value.split("|")
        wanted = tuple(choice(each.strip(), values, what) for each in parts)
        found[column] = (*found.get(column, ()), *wanted)
    return found


def where(survey: Survey, conditions: Conditions) -> Survey:
    """What those respondents said and marked who meet every condition.

    A company that is written in several ways is met by each. Raises `InputError` where nobody does.
    """
    if not conditions:
        return survey
    said = survey.said.people
    meets = pd.Series(True, index=said.index)
    for column, wanted in conditions.items():
        meets &= said[column].isin(wanted)
    people = frozenset(said.loc[meets, "_person"])
    told = ", ".join(f"{column}={'|'.join(wanted)}" for column, wanted in conditions.items())
    if not people:
        raise InputError("таких респондентов нет", value=told, expected="условия, которым кто-то отвечает")
    study, kept = survey.study, of_people(survey, people)
    note = f"Учтены не все, а только респонденты, у которых {told}"
    return replace(kept, study=replace(kept.study, assumptions=(note, *study.assumptions)))


def of_people(survey: Survey, people: Collection[str]) -> Survey:
    """What these people (ids) said and marked."""
    return survey.but(
        mentions=_of(survey.mentions, people),
        ratings=_of(survey.ratings, people),
        respondents=_of(survey.respondents, people),
    )


def with_their_interviews(survey: Survey) -> Survey:
    """The survey with no other interviews than those in which somebody of it speaks.

    For reports only: names and ids are kept of the whole study.
    """
    people = set(survey.respondents[PERSON].astype("object"))
    interviews = tuple(
        each
        for each in survey.study.interviews
        if any(who.id in people for who in each.participants.values())
    )
    known = {each.id for each in interviews}
    return replace(
        survey,
        study=replace(survey.study, interviews=interviews),
        codings=tuple(each for each in survey.codings if each.interview.id in known),
    )


def _of(frame: pd.DataFrame, people: Collection[str]) -> pd.DataFrame:
    return frame[frame[PERSON].astype("object").isin(list(people))]
