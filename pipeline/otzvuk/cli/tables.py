"""Commands that count: crosstabs, what is typical, lenses, scores, waves, indices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from otzvuk.cli.again import again
from otzvuk.cli.app import AsIs, Csv, CsvDialect, Jobs, Overwrite, StudyFolder, Where, app
from otzvuk.cli.counting import (
    attribute_named,
    coded,
    kind_named,
    narrowed,
    of_now,
    opened,
    renamed,
    silent,
    value_named,
    written,
)
from otzvuk.cli.given import Given, counts
from otzvuk.cli.usage import RANGE, SECOND, RussianCommand
from otzvuk.cli.written import check_csv, write_table
from otzvuk.folder.csvfile import Dialect
from otzvuk.folder.layout import refuse
from otzvuk.model.choice import choice
from otzvuk.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from otzvuk.model.codebook import Codebook
    from otzvuk.numbers.said import Attribute, Said
    from otzvuk.numbers.survey import Survey
    from otzvuk.numbers.wave import Wave

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


@app.command(cls=RussianCommand, help="Оценки: средние, изменения к прошлой волне, NPS, CSAT, CES.")
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
    *,
    given: Given,
) -> None:
    """Print means and indices of marks."""
    from otzvuk.numbers import scores as judged
    from otzvuk.numbers.count import IDS
    from otzvuk.show.marks import show_scores

    given.check(study)
    read = opened(study)
    asked = silent(read)
    judged.check_rules(asked)
    titles = {each: _title(each, read.codebook) for each in asked.marks.columns if each not in IDS}
    by = choice(by, titles, "--by: по этому признаку оценки не группируются")
    whole = given.coded(read, every_wave=True)
    whole = given.written(whole)
    survey = whole if by == "wave" else of_now(whole)
    means = judged.means(survey, [by])
    changes = judged.latest_changes(survey, whole, [by])
    indices = judged.indices_with_change(survey, whole)
    questions = {name: each.label for name, each in survey.criteria.items()}
    labels = questions if by == "criterion" else judged.values_of(by, survey.codebook)
    title, rules = _title(by, survey.codebook), survey.settings.scores
    show_scores(means, changes, indices, labels, questions=questions, title=title, rules=rules)
    given.write(means)


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


@app.command(cls=RussianCommand, help="Индекс удовлетворённости (CSI) из таблицы метрик процессов.")
def csi(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="ФАЙЛ", help="Таблица .csv или .xlsx: metric, block, value, weight и, если надо, client."
        ),
    ],
    scale: Annotated[
        tuple[float, float], typer.Option("--scale", metavar=RANGE, help="На какую шкалу перевести.")
    ] = (0, 10),
    bounds: Annotated[
        tuple[float, float] | None,
        typer.Option("--bounds", metavar=RANGE, help="Какие индексы стоят на концах шкалы; обычно 0 и 1."),
    ] = None,
    relative: Annotated[
        bool,
        typer.Option(
            "--relative", help="Концы шкалы — худший и лучший из клиентов, как бы близки они ни были."
        ),
    ] = False,
    csv: Csv = None,
    csv_dialect: CsvDialect = Dialect.EXCEL,
    overwrite: Overwrite = False,
    as_is: AsIs = None,
    where: Annotated[
        str,
        typer.Option(
            "--where", metavar="УСЛОВИЯ", help="Только часть показателей: «клиент=Альфа, блок=product»."
        ),
    ] = "",
) -> None:
    """Print the satisfaction index of process metrics."""
    from otzvuk.numbers.scores import csi as index
    from otzvuk.numbers.scores import metrics_where, read_metrics, scale_words
    from otzvuk.show.marks import show_csi

    if relative and bounds is not None:
        raise InputError("--bounds и --relative вместе", expected="что-то одно")
    ends: tuple[float, float] | Literal["clients"] | None = "clients" if relative else bounds
    check_csv(csv, file, dialect=csv_dialect, overwrite=overwrite)
    metrics = metrics_where(read_metrics(file), where)
    found = index(metrics, scale=scale, bounds=ends)
    show_csi(found, scale_words(scale, ends))
    write_table(found if as_is or csv is None else _without_clients(found), csv, csv_dialect)


@app.command(cls=RussianCommand, help="Самооценка: насколько зрело устроена работа с обратной связью.")
def maturity(
    file: Annotated[
        Path,
        typer.Argument(metavar="ОТВЕТЫ", help="Файл ответов .yaml; если его нет, создаётся пустая анкета."),
    ] = Path("maturity.yaml"),
    csv: Csv = None,
    csv_dialect: CsvDialect = Dialect.EXCEL,
    overwrite: Overwrite = False,
) -> None:
    """Assess answers, or write the questionnaire where there is no such file yet."""
    from otzvuk.numbers.scores import assess, blank_answers, read_answers, read_questionnaire
    from otzvuk.show.marks import show_maturity

    check_csv(csv, file, dialect=csv_dialect, overwrite=overwrite)
    questionnaire = read_questionnaire()
    if not file.exists():
        _write_text(blank_answers(questionnaire), file)
        typer.echo(f"Анкета создана: {file}\nВпишите номера ответов и запустите команду ещё раз.")
        return
    found = assess(read_answers(file, questionnaire), questionnaire)
    show_maturity(found)
    write_table(found.steps, csv, csv_dialect)


def _without_clients(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its clients numbered: their names are nobody's business."""
    names = [each for each in table["client"].unique() if each]
    typer.echo("Клиенты в файле названы по номерам; показать их — --as-is.")
    labels = {name: f"[компания {number}]" for number, name in enumerate(names, 1)}
    return table.assign(client=table["client"].map(lambda name: labels.get(name, name)))


def _write_text(text: str, file: Path) -> None:
    from otzvuk.folder.whole import whole_file

    if file.suffix.lower() not in {".yaml", ".yml"}:
        raise InputError("анкета пишется в файл .yaml", file=file, expected="имя файла с .yaml в конце")
    refuse(file, makes="maturity.yaml")
    with whole_file(file) as temporary:
        temporary.write_text(text, "utf-8", newline="\n")


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


def _title(by: str, codebook: Codebook) -> str:
    from otzvuk.numbers.lens import lens_labels

    known = {
        "criterion": "Критерий", "role": "Роль", "company": "Компания", "wave": "Волна",
        "interview": "Интервью", "position": "Должность", "function": "Функция",
    }  # fmt: skip
    return (lens_labels(codebook) | known).get(by, by)
