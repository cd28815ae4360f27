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


def coded(study: Study, *, jobs: int) -> Survey:
    """A study coded."""
    from otzvuk.analysis import count
    from otzvuk.coding import code_study

    return count(study, code_study(study, jobs=jobs))


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
