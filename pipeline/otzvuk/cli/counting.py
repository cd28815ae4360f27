"""What commands that count share: a study read, its questions checked, then the long work."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from otzvuk.model.choice import choice

if TYPE_CHECKING:
    from otzvuk.model.study import Study
    from otzvuk.numbers.said import Attribute
    from otzvuk.numbers.survey import Survey


def opened(folder: Path) -> Study:
    """A study read, with what could not be read said."""
    from otzvuk.analysis import read_identified
    from otzvuk.read import require_interviews

    study = require_interviews(read_identified(folder))
    for failure in study.failures:
        typer.echo(f"Не прочитано: {failure.message}", err=True)
    return study


def silent(study: Study) -> Survey:
    """A study in which nobody has said anything yet: what can be asked of it is known without coding."""
    from otzvuk.analysis import count

    return count(study, ())


def narrowed(survey: Survey, where: str) -> Survey:
    """Of a survey the respondents who meet the conditions of `--where`, of all waves; "" for all."""
    from otzvuk.analysis import narrowed as only

    return only(survey, where)


def coded(
    study: Study, *, jobs: int, coding: Path | None = None, where: str = "", every_wave: bool = False
) -> Survey:
    """A study with its coding: that which was given, that which its study.yaml names, else a new one.

    Of the respondents who meet the conditions `where`; a wrong one is said before the long work. Of several
    waves the last, which is told, unless `where` asks for others or the command for `every_wave`.
    """
    from otzvuk.analysis import count
    from otzvuk.codings.chosen import decided_coding, decided_told

    narrowed(silent(study), where)
    chosen = decided_coding(study, coding, jobs=jobs)
    if chosen.study.coding:
        typer.echo(f"{chosen.study.assumptions[0]}.")
    for told in decided_told(chosen.decided) if chosen.decided else ():
        typer.echo(f"{told}.")
    survey = narrowed(count(chosen.study, chosen.codings), where)
    return survey if every_wave else of_now(survey)


def of_now(survey: Survey, *, beside: bool = False) -> Survey:
    """The wave that figures are of, the last one where none was asked for; whom they are of is told, or
    `beside` what is printed where that is for programs."""
    from otzvuk.numbers.where import latest
    from otzvuk.show.grid import say, terminal

    shown = latest(survey)
    if beside and shown.scope.sentences:
        typer.echo(" ".join(shown.scope.sentences), err=True)
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
