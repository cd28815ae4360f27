"""Commands about marks: means, indices, why they are so; levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from otzvuk.cli.app import StudyFolder, app
from otzvuk.cli.counting import of_now, opened, silent
from otzvuk.cli.given import Given, counts
from otzvuk.cli.usage import RussianCommand
from otzvuk.model.choice import choice

if TYPE_CHECKING:
    from otzvuk.model.codebook import Codebook


@app.command(
    cls=RussianCommand, help="Оценки: средние, изменения к прошлой волне, NPS, CSAT, CES, почему низкие."
)
@counts
def scores(
    study: StudyFolder,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="ПРИЗНАК",
            help="По чему: criterion, code, theme, process, stage, role, company, wave, любой разрез "
            "кодовой книги, столбец participants.",
        ),
    ] = "criterion",
    why: Annotated[
        bool,
        typer.Option(
            "--why", help="Вместо средних: каждая оценка и слова, которые её объясняют; они же в --csv."
        ),
    ] = False,
    *,
    given: Given,
) -> None:
    """Print means and indices of marks, and why low ones are low; or each mark with its words."""
    from otzvuk.numbers import scores as judged
    from otzvuk.numbers.count import IDS
    from otzvuk.show.bands import show_bands
    from otzvuk.show.marks import show_scores
    from otzvuk.show.why import show_grounds, show_reasons

    given.check(study)
    read = opened(study)
    asked = silent(read)
    judged.check_rules(asked)
    titles = {each: _title(each, read.codebook) for each in asked.marks.columns if each not in IDS}
    by = choice(by, titles, "--by: по этому признаку оценки не группируются")
    whole = given.coded(read, every_wave=True)
    whole = given.written(whole)
    survey = whole if by == "wave" else of_now(whole)
    if why:
        each = judged.grounds(survey)
        show_grounds(each)
        given.write(each)
        return
    means = judged.means(survey, [by])
    changes = judged.latest_changes(survey, whole, [by])
    indices = judged.indices_with_change(survey, whole)
    questions = {name: each.label for name, each in survey.criteria.items()}
    labels = questions if by == "criterion" else judged.values_of(by, survey.codebook)
    title, rules = _title(by, survey.codebook), survey.settings.scores
    show_scores(means, changes, indices, labels, questions=questions, title=title, rules=rules)
    grounds = judged.grounds(survey)
    show_reasons(judged.reasons(survey, grounds), questions)
    people = judged.bands(survey, grounds)
    show_bands(people, judged.band_said(survey, people), questions)
    given.write(means)


@app.command(
    cls=RussianCommand,
    help="Уровни (люди, процессы, организация): средние, перемены; за что хвалят, по подразделениям и ролям.",
)
@counts
def levels(study: StudyFolder, *, given: Given) -> None:
    """Print means by level with what was marked in them, and what is praised."""
    from otzvuk.numbers import scores as judged
    from otzvuk.numbers.criterion import LEVEL
    from otzvuk.numbers.lens import scored
    from otzvuk.numbers.quote import praised_by
    from otzvuk.report.leveled import told
    from otzvuk.show.levels import show_levels

    given.check(study)
    read = opened(study)
    judged.check_rules(silent(read))
    whole = given.written(given.coded(read, every_wave=True))
    survey = of_now(whole)
    table = judged.levels(survey, whole)
    show_levels(
        told(
            survey,
            levels=table,
            said=scored(survey, LEVEL) if LEVEL in survey.codebook.lenses else None,
            strengths=praised_by(survey),
            means=judged.means(survey, ["criterion"]),
            changes=judged.latest_changes(survey, whole, ["criterion"]),
        )
    )
    given.write(table)


def _title(by: str, codebook: Codebook) -> str:
    from otzvuk.numbers.lens import lens_labels

    known = {
        "criterion": "Критерий", "role": "Роль", "company": "Компания", "wave": "Волна",
        "interview": "Интервью", "position": "Должность", "function": "Функция",
    }  # fmt: skip
    return (lens_labels(codebook) | known).get(by, by)
