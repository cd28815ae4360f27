"""Commands that count: crosstabs, what is typical, the frequency tree, lenses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from otzvuk.cli.app import StudyFolder, app
from otzvuk.cli.counting import attribute_named, kind_named, opened, renamed, silent, value_named
from otzvuk.cli.given import Given, counts
from otzvuk.cli.usage import RussianCommand
from otzvuk.model.choice import choice
from otzvuk.model.errors import InputError

if TYPE_CHECKING:
    from otzvuk.numbers.said import Attribute, Said

_ATTRIBUTES = (
    "role, position, function, company, wave, interview, любой столбец participants; "
    "kind, theme, code, stage, process, trend, любой разрез кодовой книги"
)


@app.command(cls=RussianCommand, help="Кто о чём говорит: таблица двух признаков и её проверка.")
@counts
def table(
    study: StudyFolder,
    rows: Annotated[str, typer.Option("--rows", metavar="ПРИЗНАК", help=f"Что в строках: {_ATTRIBUTES}.")],
    columns: Annotated[str, typer.Option("--columns", metavar="ПРИЗНАК", help="Что в столбцах: то же.")],
    kind: Annotated[
        str, typer.Option("--kind", metavar="ВИД", help="Только praise, complaint или wish.")
    ] = "",
    count: Annotated[
        str,
        typer.Option(
            "--count", metavar="ЧТО", help="Что считать: respondents, companies, once или mentions."
        ),
    ] = "respondents",
    *,
    given: Given,
) -> None:
    """Print a crosstab and the verdict of its test."""
    from otzvuk.numbers.statistics import association, crosstab
    from otzvuk.show.numbers import COUNT_LABELS, show_crosstab

    count = choice(count, COUNT_LABELS, "неверное значение параметра --count")
    kind = kind_named(kind)
    given.check(study)
    read = opened(study)
    asked = silent(read)
    across, down = attribute_named(asked, columns, "--columns"), attribute_named(asked, rows, "--rows")
    waves = "wave" in (across.name, down.name)
    survey = given.coded(read, every_wave=waves)
    survey = given.written(survey)
    survey = survey.of_kind(kind) if kind else survey
    counted = crosstab(survey, rows=down.name, columns=across.name)
    tests = association(survey, rows=down.name, columns=across.name)
    show_crosstab(counted, tests, count=count, of="column" if across.who and not down.who else "row")
    given.write(counted)


@app.command(cls=RussianCommand, help="Что типично для группы: слова или коды, которыми она отличается.")
@counts
def typical(
    study: StudyFolder,
    by: Annotated[
        str, typer.Option("--by", metavar="ПРИЗНАК", help=f"Чем различаются группы: {_ATTRIBUTES}.")
    ],
    one: Annotated[
        str, typer.Option("--one", metavar="ЗНАЧЕНИЕ", help="Одна группа; обычно — каждая по очереди.")
    ] = "",
    other: Annotated[
        str, typer.Option("--other", metavar="ЗНАЧЕНИЕ", help="Другая группа; обычно — все остальные.")
    ] = "",
    codes: Annotated[bool, typer.Option("--codes", help="Сравнивать коды, а не слова.")] = False,
    *,
    given: Given,
) -> None:
    """Print what is typical for one group against another."""
    import pandas as pd

    from otzvuk.numbers import statistics
    from otzvuk.show.numbers import show_typical

    if other and not one:
        raise InputError("не сказано, с чем сравнивать", value=other, expected="--one с другой группой")
    given.check(study)
    read = opened(study)
    attribute = attribute_named(silent(read), by, "--by")
    one, other = value_named(attribute, one, "--one"), value_named(attribute, other, "--other")
    waves = attribute.name == "wave"
    whole = given.coded(read, every_wave=waves)
    survey = given.written(whole)
    one, other = (renamed(each, attribute.name, whole, survey) for each in (one, other))
    attribute = survey.said.attribute(attribute.name)
    found = [
        statistics.typical(
            survey, by=attribute.name, one=mine, other=theirs, item="code" if codes else "lemma"
        )
        for mine, theirs in _pairs(survey.said, attribute, one, other)
    ]
    show_typical(found)
    given.write(pd.concat(found, ignore_index=True))


@app.command(
    cls=RussianCommand,
    help="Дерево частот: похвалы, жалобы, пожелания и ухудшения по темам и кодам, с подытогами.",
)
@counts
def frequencies(
    study: StudyFolder,
    depth: Annotated[
        int,
        typer.Option("--depth", metavar="N", min=1, max=3, help="До чего: 1 — ветки, 2 — темы, 3 — коды."),
    ] = 3,
    *,
    given: Given,
) -> None:
    """Print the frequency tree."""
    from otzvuk.numbers.lens import frequency_tree
    from otzvuk.show.numbers import show_tree

    given.check(study)
    survey = given.written(given.coded(opened(study)))
    tree = frequency_tree(survey)
    show_tree(tree[tree["depth"] <= depth])
    given.write(tree)


@app.command(
    cls=RussianCommand, help="Та же разметка другими глазами: этапы, уровни, ценности Bain, свои разрезы."
)
@counts
def lens(
    study: StudyFolder,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="РАЗРЕЗ",
            help="theme, code, stage, process, level, block, value_element или разрез своей книги.",
        ),
    ],
    *,
    given: Given,
) -> None:
    """Print the mentions rolled up along a lens."""
    from otzvuk.numbers.lens import lens_labels, roll_up
    from otzvuk.show.numbers import show_lens

    given.check(study)
    read = opened(study)
    labels = lens_labels(read.codebook)
    name = choice(by, labels, "--by: нет такого разреза")
    survey = given.written(given.coded(read))
    rolled = roll_up(survey, name)
    show_lens(rolled, labels[name], asked=len(survey.respondents))
    given.write(rolled)


def _pairs(grouped: Said, attribute: Attribute, one: str, other: str) -> list[tuple[str, str | None]]:
    """The groups to compare: those asked for; praise against complaint; the last waves; each to the rest."""
    values = attribute.values
    if one:
        return [(one, other or None)]
    if attribute.name == "kind":
        return [("praise", "complaint")]
    said = set(grouped.mentions[attribute.name])
    present = [value for value in values if value and value in said]
    if attribute.name == "wave" and len(present) > 1:
        return [(present[-1], present[-2])]
    if len(present) < 2:
        raise InputError(
            "сравнивать нечего: групп меньше двух",
            value=attribute.label,
            expected="признак, по которому высказывания различаются",
        )
    return [(value, None) for value in present]
