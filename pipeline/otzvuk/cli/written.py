"""The files that commands write: refused before the long work, named once they are there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from otzvuk.folder.layout import refuse
from otzvuk.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


def check_csv(csv: Path | None, *sources: Path | None, overwrite: bool = False) -> None:
    """Raise `InputError` where `--csv` names no .csv, or a file that must not be replaced."""
    if csv is None:
        return
    if csv.is_dir() or csv.suffix.lower() != ".csv":
        raise InputError("таблица пишется в файл .csv", file=csv, expected="имя файла с .csv в конце")
    refuse(csv, *sources, overwrite=overwrite)


def write_table(table: pd.DataFrame, csv: Path | None) -> None:
    """Write the table to `--csv`, where that is given, and say so."""
    if csv is not None:
        from otzvuk.report.tables import write_csv

        write_csv(table, csv)
        typer.echo(f"Таблица: {csv}")
