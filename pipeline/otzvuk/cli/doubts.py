"""The command that says which stretches are worth checking by hand."""

from __future__ import annotations

from typing import Annotated

import typer

from otzvuk.cli.app import AsIs, Csv, CsvDialect, Jobs, Overwrite, Ready, StudyFolder, Where, app
from otzvuk.cli.counting import coded, opened
from otzvuk.cli.usage import NUMBER, RussianCommand
from otzvuk.cli.written import check_csv, write_table
from otzvuk.folder.csvfile import Dialect


@app.command(
    cls=RussianCommand,
    help="Что проверить рукой: места в том порядке, в каком знание о них меняет первую тройку процессов.",
)
def doubts(
    study: StudyFolder,
    most: Annotated[int, typer.Option("--most", min=1, metavar=NUMBER, help="Сколько мест показать.")] = 40,
    csv: Csv = None,
    csv_dialect: CsvDialect = Dialect.EXCEL,
    overwrite: Overwrite = False,
    as_is: AsIs = None,
    coding: Ready = None,
    where: Where = "",
    jobs: Jobs = 1,
) -> None:
    """Print the stretches that are most worth checking."""
    from otzvuk.anonymise.loose import without_names
    from otzvuk.codings.decided import judged_places
    from otzvuk.codings.decisions import Decisions
    from otzvuk.numbers.trust import doubts as ordered
    from otzvuk.numbers.where import with_their_interviews
    from otzvuk.show.doubts import show_doubts, with_speakers

    check_csv(csv, study, dialect=csv_dialect, overwrite=overwrite)
    survey = coded(opened(study), jobs=jobs, coding=coding, where=where)
    seen = judged_places(Decisions(survey.study.path).standing(), survey.study.interviews)
    table = with_speakers(ordered(with_their_interviews(survey), seen=seen), survey)
    show_doubts(table.head(most), len(table))
    if csv is not None:
        hide = survey.settings.hide_names if as_is is None else not as_is
        write_table(
            without_names(table, survey.study) if hide else table, csv, csv_dialect, what="Что проверить"
        )
