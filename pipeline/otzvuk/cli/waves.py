"""The command that compares two waves, or two studies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from otzvuk.cli.again import again
from otzvuk.cli.app import AsIs, Csv, CsvDialect, Jobs, Overwrite, StudyFolder, Where, app
from otzvuk.cli.counting import coded, narrowed, opened, silent, written
from otzvuk.cli.usage import SECOND, RussianCommand
from otzvuk.cli.written import check_csv, write_table
from otzvuk.folder.csvfile import Dialect
from otzvuk.model.choice import choice
from otzvuk.model.errors import InputError

if TYPE_CHECKING:
    from otzvuk.numbers.survey import Survey
    from otzvuk.numbers.wave import Wave


@app.command(cls=RussianCommand, help="Что изменилось между двумя волнами или двумя исследованиями.")
@again
def compare(
    study: StudyFolder,
    second: Annotated[
        Path | None,
        typer.Argument(metavar=SECOND, help="Второе, более позднее исследование с той же кодовой книгой."),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="ПРИЗНАК", help="Пока только wave: волны.")] = "wave",
    before: Annotated[
        str, typer.Option("--before", metavar="ВОЛНА", help="Первая волна; обычно — предпоследняя.")
    ] = "",
    after: Annotated[
        str, typer.Option("--after", metavar="ВОЛНА", help="Вторая волна; обычно — последняя.")
    ] = "",
    items: Annotated[
        str,
        typer.Option("--items", metavar="СПИСОК", help="Что сравнивать: process, code, theme через запятую."),
    ] = "process",
    csv: Csv = None,
    csv_dialect: CsvDialect = Dialect.EXCEL,
    overwrite: Overwrite = False,
    as_is: AsIs = None,
    coding: Annotated[
        list[Path] | None,
        typer.Option(
            "--coding",
            metavar="РАЗМЕТКА",
            help="Считать готовую разметку; у двух исследований — дважды: сначала первого, потом второго.",
        ),
    ] = None,
    where: Where = "",
    jobs: Jobs = 1,
) -> None:
    """Print what changed between two waves of a study, or between two studies."""
    from otzvuk.numbers import wave
    from otzvuk.show.numbers import show_changes

    if by != "wave":
        raise InputError(
            "сравниваются только волны", value=by, expected="--by wave; для других групп — otzvuk table"
        )
    ready: list[Path | None] = [*(coding or [])] or [None] * (1 if second is None else 2)
    if len(ready) != (1 if second is None else 2):
        raise InputError(
            "разметок не столько, сколько исследований",
            value=len(ready),
            expected="--coding по разу на исследование, в их порядке, или ключ coding в study.yaml",
        )
    if second is not None and (before or after):
        raise InputError(
            "у двух исследований волны не выбирают", value=before or after, expected="одно исследование"
        )
    known = {"process": "процесс", "code": "код", "theme": "тема"}
    named = [each.strip() for each in items.split(",") if each.strip()]
    levels = [choice(each, known, "неверное значение параметра --items") for each in named]
    check_csv(csv, study, second, dialect=csv_dialect, overwrite=overwrite)
    read = opened(study)
    if second is None:
        # a wrong wave is said before the long work
        wave.by_wave(_all_waves(silent(read), where), before=before, after=after)
        survey = coded(read, jobs=jobs, coding=ready[0], where=where, every_wave=True)
        survey = written(survey, csv, as_is=as_is)
        waves = wave.by_wave(survey, before=before, after=after)
    else:
        later = opened(second)
        if later.codebook != read.codebook:
            raise InputError(
                "у двух исследований разные кодовые книги",
                value=f"{read.codebook.name} и {later.codebook.name}",
                expected="одна и та же",
            )
        survey, last = (
            coded(each, jobs=jobs, coding=own, where=where)
            for each, own in zip((read, later), ready, strict=True)
        )
        waves = _whole(survey), _whole(last)  # of people it has numbers, and no names
    changes = wave.compare(*waves, by=levels)
    show_changes(changes, wave.sentences(changes, survey.codebook), survey.codebook)
    write_table(changes, csv, csv_dialect)


def _all_waves(survey: Survey, where: str) -> Survey:
    """Those who meet the conditions of `--where`, which may name no wave: `--before` and `--after` do."""
    from otzvuk.numbers.where import read_where

    if "wave" in read_where(where, survey):
        raise InputError(
            "волны для сравнения называет не --where", value=where, expected="--before и --after"
        )
    return narrowed(survey, where)


def _whole(survey: Survey) -> Wave:
    """A whole study as one of the two that are compared."""
    from otzvuk.numbers.wave import Wave

    return Wave(survey.study.path.resolve().name, survey)
