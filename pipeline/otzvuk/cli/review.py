"""The command that lets people check a coding in Excel, and takes their answers back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from otzvuk.cli.app import SOME_FAILED, AsIs, Csv, CsvDialect, Jobs, Overwrite, Ready, StudyFolder, Where, app
from otzvuk.cli.counting import coded, opened
from otzvuk.cli.usage import NUMBER, RussianCommand
from otzvuk.cli.written import check_csv, quoted, write_table
from otzvuk.folder.csvfile import Dialect
from otzvuk.folder.layout import refuse
from otzvuk.model.errors import InputError


@app.command(
    cls=RussianCommand,
    help="Проверить разметку в Excel: записать таблицу сомнительных мест (--to), взять ответы (--from).",
)
def review(
    study: StudyFolder,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="ФАЙЛ", help="Записать таблицу проверки, .xlsx.")
    ] = None,
    given: Annotated[
        list[Path] | None,
        typer.Option(
            "--from", metavar="ФАЙЛ", help="Взять ответы из заполненной таблицы; можно несколько раз."
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="ИМЯ", help="Кто проверял; обычно — как вписано в таблицу, иначе имя файла."
        ),
    ] = "",
    doubtful: Annotated[
        int, typer.Option("--doubtful", min=0, metavar=NUMBER, help="Сколько сомнительных мест.")
    ] = 100,
    sample: Annotated[
        int,
        typer.Option(
            "--sample", min=0, metavar=NUMBER, help="Сколько случайных: по ним видно, как верна вся."
        ),
    ] = 50,
    passed: Annotated[
        int,
        typer.Option("--missed", min=0, metavar=NUMBER, help="Сколько мест, где программа могла пропустить."),
    ] = 30,
    csv: Csv = None,
    csv_dialect: CsvDialect = Dialect.EXCEL,
    overwrite: Overwrite = False,
    as_is: AsIs = None,
    coding: Ready = None,
    where: Where = "",
    jobs: Jobs = 1,
) -> None:
    """Write a review table, or take back what people answered in some."""
    if (to is None) == (not given):
        raise InputError("не сказано, что делать", expected="--to с новой таблицей или --from с заполненной")
    if to is not None:
        if to.suffix.lower() != ".xlsx" or to.is_dir():
            raise InputError(
                "таблица проверки пишется в файл .xlsx", file=to, expected="имя файла с .xlsx в конце"
            )
        refuse(to, study, coding, overwrite=overwrite)
        numbers = {"doubtful": doubtful, "sampled": sample, "passed": passed}
        _write(study, to, numbers, as_is=as_is, coding=coding, where=where, jobs=jobs)
        return
    if where:
        raise InputError("ответы берутся все", value="--where", expected="--where вместе с --to")
    check_csv(csv, study, *(given or ()), dialect=csv_dialect, overwrite=overwrite)
    _take(study, given or [], by, csv=csv, dialect=csv_dialect, coding=coding, jobs=jobs)


def _take(
    folder: Path,
    tables: list[Path],
    by: str,
    *,
    csv: Path | None,
    dialect: str,
    coding: Path | None,
    jobs: int,
) -> None:
    from otzvuk.anonymise import FOUND_LIST, find_names, read_found
    from otzvuk.codings.chosen import coding_of
    from otzvuk.codings.decisions import Decisions
    from otzvuk.codings.review import read_review, record, take
    from otzvuk.show.review import show_taken, taken_table

    reviews = [read_review(path) for path in dict.fromkeys(tables)]
    # without what people decided: an answer says the same of the coding whenever its table is taken
    chosen = coding_of(opened(folder), coding, jobs=jobs)
    study = chosen.study
    people = [(each, by or each.by or each.path.stem) for each in reviews]
    names = lambda: find_names(study, earlier=read_found(study.path / FOUND_LIST)).turns  # noqa: E731
    found = take(people, study, chosen.codings, names)
    before = record(found.answers, Decisions(study.path), study.interviews)
    show_taken(found, before, study.codebook, folder=folder)
    write_table(taken_table(found, before), csv, dialect, what="Что стало со строками")
    if found.refused:
        raise typer.Exit(SOME_FAILED)


def _write(
    folder: Path,
    to: Path,
    numbers: dict[str, int],
    *,
    as_is: bool | None,
    coding: Path | None,
    where: str,
    jobs: int,
) -> None:
    from datetime import datetime

    from otzvuk.analysis import shown_to_others
    from otzvuk.codings.decided import judged_places
    from otzvuk.codings.decisions import Decisions
    from otzvuk.codings.review import to_review, write_review
    from otzvuk.numbers.where import with_their_interviews

    survey = coded(opened(folder), jobs=jobs, coding=coding, where=where)
    seen = judged_places(Decisions(survey.study.path).standing(), survey.study.interviews)
    asked = to_review(with_their_interviews(survey), **numbers, seed=survey.settings.seed, seen=seen)
    if not asked:
        raise InputError("спрашивать не о чем: в разметке нет ни одного места", file=folder)
    shown = shown_to_others(survey, as_is=as_is)
    write_review(to, asked, shown, created=datetime.now().replace(microsecond=0))
    if shown.names is not None:
        typer.echo("Имена в таблице заменены метками; показать их — --as-is.")
    typer.echo(f"Мест для проверки: {len(asked)}: {to}")
    typer.echo(f"Заполненную возьмёт otzvuk review {quoted(folder)} --from {quoted(to)}")
