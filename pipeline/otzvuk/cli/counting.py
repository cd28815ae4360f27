"""What commands that count share: a study read, its questions checked, then the long work."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from otzvuk.cli.again import aside
from otzvuk.model.choice import choice

if TYPE_CHECKING:
    from otzvuk.model.study import Study
    from otzvuk.numbers.said import Attribute
    from otzvuk.numbers.survey import Survey


def opened(folder: Path) -> Study:
    """A study read, with what could not be read said."""
    from otzvuk.codings.surveyed import read_identified
    from otzvuk.read import require_interviews

    study = require_interviews(read_identified(folder))
    for failure in study.failures:
        aside(f"Не прочитано: {failure.message}", passing=failure.passing)
    return study


def silent(study: Study) -> Survey:
    """A study in which nobody has said anything yet: what can be asked of it is known without coding."""
    from otzvuk.numbers.survey import Survey

    return Survey.of(study, ())


def narrowed(survey: Survey, where: str) -> Survey:
    """Of a survey the respondents who meet the conditions of `--where`, of all waves; "" for all."""
    from otzvuk.numbers.where import asked_for, read_where

    return asked_for(survey, read_where(where, survey)) if where else survey


def coded(
    study: Study, *, jobs: int, coding: Path | None = None, where: str = "", every_wave: bool = False
) -> Survey:
    """A study with its coding: that which was given, that which its study.yaml names, else a new one.

    Of the respondents who meet the conditions `where`; a wrong one is said before the long work. Of several
    waves the last, which is told, unless `where` asks for others or the command for `every_wave`.
    """
    from otzvuk.codings.known import known_of
    from otzvuk.codings.surveyed import surveyed

    if where:
        narrowed(silent(study), where)
    found = surveyed(study, coding, jobs=jobs)
    if found.survey.study.coding:
        typer.echo(f"{found.survey.study.assumptions[0]}.")
    for told in found.told:
        typer.echo(f"{told}.")
    if state := known_of(study):
        state[0].settle()
    survey = narrowed(found.survey, where)
    return survey if every_wave else of_now(survey)


def of_now(survey: Survey, *, beside: bool = False) -> Survey:
    """The wave that figures are of, the last one where none was asked for; whom they are of is told, or
    `beside` what is printed where that is for programs."""
    from otzvuk.numbers.where import latest
    from otzvuk.show.grid import say, terminal

    shown = latest(survey)
    if beside and shown.scope.sentences:
        aside(" ".join(shown.scope.sentences))
    elif not beside:
        say(terminal(), shown.scope.sentences)
    return shown


def written(survey: Survey, file: Path | None, *, as_is: bool | None) -> Survey:
    """What is shown and counted where it goes into `file`: with names hidden, unless they are wanted."""
    if file is None:
        return survey
    from otzvuk.analysis import for_others

    shown = for_others(survey, as_is=as_is)
    if shown is not survey:
        typer.echo("Имена в файле заменены метками; показать их — --as-is.")
    return shown


def renamed(value: str, column: str, survey: Survey, shown: Survey) -> str:
    """What a value of a respondents' column is called in `shown`, the same people with names hidden."""
    if survey is shown or column not in survey.respondents or not value:
        return value
    real, other = (each.respondents.set_index("person_id")[column] for each in (survey, shown))
    own = other[real[real == value].index]
    return str(own.iloc[0]) if len(own) else value


def kind_named(name: str) -> str:
    """The kind that is named by id or in Russian; "" for ""."""
    from otzvuk.model.mention import Kind

    labels = {each.value: each.label.casefold() for each in Kind}
    return choice(name, labels, "неверное значение параметра --kind") if name else ""


def attribute_named(study: Survey, name: str, option: str) -> Attribute:
    """The attribute of that id or Russian name."""
    grouped = study.said
    labels = {each: grouped.attribute(each).label for each in grouped.names()}
    return grouped.attribute(choice(name, labels, f"{option}: нет такого признака"))


def value_named(attribute: Attribute, name: str, option: str) -> str:
    """The value of an attribute that is named so; of one that only a coding has, as it is named."""
    values: Mapping[str, str] = attribute.values
    return choice(name, values, f"{option}: нет такого значения") if name and values else name
