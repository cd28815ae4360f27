"""The command that says which stretches are worth checking by hand."""

from __future__ import annotations

from typing import Annotated

import typer

from otzvuk.cli.app import StudyFolder, app
from otzvuk.cli.counting import opened
from otzvuk.cli.given import Given, counts
from otzvuk.cli.usage import NUMBER, RussianCommand


@app.command(
    cls=RussianCommand,
    help="Что проверить рукой: места в том порядке, в каком знание о них меняет первую тройку процессов.",
)
@counts
def doubts(
    study: StudyFolder,
    most: Annotated[int, typer.Option("--most", min=1, metavar=NUMBER, help="Сколько мест показать.")] = 40,
    *,
    given: Given,
) -> None:
    """Print the stretches that are most worth checking."""
    from otzvuk.anonymise.loose import without_names
    from otzvuk.codings.decided import judged_places
    from otzvuk.codings.decisions import Decisions
    from otzvuk.numbers.trust import doubts as ordered
    from otzvuk.numbers.where import with_their_interviews
    from otzvuk.show.doubts import show_doubts, with_speakers

    given.check(study)
    survey = given.coded(opened(study))
    seen = judged_places(Decisions(survey.study.path).standing(), survey.study.interviews)
    table = with_speakers(ordered(with_their_interviews(survey), seen=seen), survey)
    show_doubts(table.head(most), len(table))
    if given.csv is not None:
        hide = survey.settings.hide_names if given.as_is is None else not given.as_is
        given.write(without_names(table, survey.study) if hide else table, what="Что проверить")
