"""The files that commands write: refused before the long work, named once they are there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from otzvuk.folder.csvfile import Dialect
from otzvuk.folder.layout import refuse
from otzvuk.model.choice import choice
from otzvuk.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


def dialect_named(name: str) -> Dialect:
    """The dialect of CSV that `--csv-dialect` names. Raises `InputError` for any other."""
    labels = {each.value: each.label for each in Dialect}
    return Dialect(choice(name, labels, "неверное значение параметра --csv-dialect"))


def check_csv(
    csv: Path | None, *sources: Path | None, dialect: str = Dialect.EXCEL, overwrite: bool = False
) -> None:
    """Raise `InputError` where `--csv` names no .csv, or a file that must not be replaced."""
    dialect_named(dialect)
    if csv is None:
        return
    if csv.is_dir() or csv.suffix.lower() != ".csv":
        raise InputError("таблица пишется в файл .csv", file=csv, expected="имя файла с .csv в конце")
    refuse(csv, *sources, overwrite=overwrite)


def write_table(table: pd.DataFrame, csv: Path | None, dialect: str, *, what: str = "Таблица") -> None:
    """Write the table to `--csv`, where that is given, and say so."""
    if csv is not None:
        from otzvuk.report.tables import write_shown

        write_shown(table, csv, dialect=dialect_named(dialect))
        typer.echo(f"{what}: {csv}")


def quoted(path: Path) -> str:
    """The path as a command line takes it, under Windows too."""
    return f'"{path}"' if " " in str(path) else str(path)
