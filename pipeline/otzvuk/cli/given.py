"""What every command that counts can be told: whose coding, of whom, where the table goes. In one place."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from otzvuk.cli.again import again
from otzvuk.cli.app import AsIs, Csv, CsvDialect, Jobs, Overwrite, Ready, Where
from otzvuk.cli.counting import coded, written
from otzvuk.cli.written import check_csv, write_table
from otzvuk.folder.csvfile import Dialect

if TYPE_CHECKING:
    import pandas as pd

    from otzvuk.model.study import Study
    from otzvuk.numbers.survey import Survey

_NAME = "given"


@dataclass(frozen=True, kw_only=True)
class Given:
    """The options that commands of numbers share, as they were given."""

    csv: Csv = None
    csv_dialect: CsvDialect = Dialect.EXCEL
    overwrite: Overwrite = False
    as_is: AsIs = None
    coding: Ready = None
    where: Where = ""
    jobs: Jobs = 1

    def check(self, *sources: Path | None) -> None:
        """Raise `InputError` where the table cannot be written: before the long work."""
        check_csv(self.csv, *sources, dialect=self.csv_dialect, overwrite=self.overwrite)

    def coded(self, study: Study, *, every_wave: bool = False) -> Survey:
        """The study with its coding (`counting.coded`)."""
        return coded(study, jobs=self.jobs, coding=self.coding, where=self.where, every_wave=every_wave)

    def written(self, survey: Survey) -> Survey:
        """What is shown and counted where it goes into a file (`counting.written`)."""
        return written(survey, self.csv, as_is=self.as_is)

    def write(self, table: pd.DataFrame, *, what: str = "Таблица") -> None:
        """Write the table, where a file for it was given, and say so."""
        write_table(table, self.csv, self.csv_dialect, what=what)


def counts(command: Callable[..., None]) -> Callable[..., None]:
    """A command with the options of `Given` after its own; it takes them as its parameter `given`.

    What it printed before is printed again where that still holds (`otzvuk.cli.again`).
    """
    own = inspect.signature(command).parameters
    assert _NAME in own
    hints, shared = get_type_hints(command, include_extras=True), get_type_hints(Given, include_extras=True)
    parameters = [each.replace(annotation=hints[name]) for name, each in own.items() if name != _NAME]
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [each.replace(kind=keyword) for each in parameters]
    parameters += [
        inspect.Parameter(each.name, keyword, default=each.default, annotation=shared[each.name])
        for each in fields(Given)
    ]

    def called(**values: Any) -> None:
        given = Given(**{each.name: values.pop(each.name) for each in fields(Given)})
        command(**values, given=given)

    called.__name__, called.__doc__, called.__module__ = command.__name__, command.__doc__, command.__module__
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {each.name: each.annotation for each in parameters}
    return again(called)
