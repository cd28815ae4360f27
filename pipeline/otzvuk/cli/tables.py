"""Commands that count: crosstabs, what is typical, lenses, scores, waves, indices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from otzvuk.cli.app import Jobs, StudyFolder, app
from otzvuk.cli.usage import RussianCommand
from otzvuk.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from otzvuk.model.codebook import Codebook
    from otzvuk.numbers.said import Attribute, Said
    from otzvuk.numbers.survey import Survey
    from otzvuk.numbers.wave import Wave

Csv = Annotated[
    Path | None,
    typer.Option("--csv", metavar="ФАЙЛ", help="Записать ту же таблицу со всеми столбцами, .csv."),
]
_ATTRIBUTES = (
    "role, position, function, company, wave, interview, любой столбец participants; "
    "kind, theme, code, stage, process, trend, любой разрез кодовой книги"
)


@app.command(cls=RussianCommand, help="Кто о чём говорит: таблица двух признаков и её проверка.")
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
    csv: Csv = None,
    jobs: Jobs = 1,
) -> None:
    """Print a crosstab and the verdict of its test."""
    from otzvuk.numbers.statistics import association, crosstab
    from otzvuk.show.numbers import COUNT_LABELS, show_crosstab

    count = one_of_them(count, COUNT_LABELS, "--count")
    survey = _of_kind(_counted(study, jobs=jobs, csv=csv), kind)
    across, down = _attribute(survey.said, columns), _attribute(survey.said, rows)
    counted = crosstab(survey, rows=down.name, columns=across.name)
    tests = association(survey, rows=down.name, columns=across.name)
    show_crosstab(counted, tests, count=count, of="column" if across.who and not down.who else "row")
    _write(counted, csv)


@app.command(cls=RussianCommand, help="Что типично для группы: слова или коды, которыми она отличается.")
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
    csv: Csv = None,
    jobs: Jobs = 1,
) -> None:
    """Print what is typical for one group against another."""
    import pandas as pd

    from otzvuk.numbers import statistics
    from otzvuk.show.numbers import show_typical

    survey = _counted(study, jobs=jobs, csv=csv)
    attribute = _attribute(survey.said, by)
    found = [
        statistics.typical(
            survey, by=attribute.name, one=mine, other=theirs, item="code" if codes else "lemma"
        )
        for mine, theirs in _pairs(survey.said, attribute, one, other)
    ]
    show_typical(found)
    _write(pd.concat(found, ignore_index=True), csv)


@app.command(
    cls=RussianCommand, help="Та же разметка другими глазами: этапы, уровни, ценности Bain, свои разрезы."
)
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
    csv: Csv = None,
    jobs: Jobs = 1,
) -> None:
    """Print the mentions rolled up along a lens."""
    from otzvuk.numbers.lens import lens_labels, roll_up
    from otzvuk.show.numbers import show_lens

    survey = _counted(study, jobs=jobs, csv=csv)
    labels = lens_labels(survey.codebook)
    name = _by_label(by, labels)
    rolled = roll_up(survey, name)
    show_lens(rolled, labels[name], asked=len(survey.respondents))
    _write(rolled, csv)


@app.command(cls=RussianCommand, help="Оценки: средние, изменения к прошлой волне, NPS, CSAT, CES.")
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
    csv: Csv = None,
    jobs: Jobs = 1,
) -> None:
    """Print means and indices of marks."""
    from otzvuk.numbers import scores as judged
    from otzvuk.show.marks import show_scores

    survey = _counted(study, jobs=jobs, csv=csv)
    judged.check_rules(survey)
    means = judged.means(survey, [by])
    waves = set(survey.marks["wave"]) - {""} if by != "wave" else set()
    compared = survey if len(waves) > 1 else survey.but(ratings=survey.ratings.head(0))
    changes, indices = judged.changes(compared, [by]), judged.indices(survey)
    questions = {name: each.label for name, each in survey.criteria.items()}
    labels = questions if by == "criterion" else judged.values_of(by, survey.codebook)
    title, rules = _title(by, survey.codebook), survey.settings.scores
    show_scores(means, changes, indices, labels, questions=questions, title=title, rules=rules)
    _write(means, csv)


@app.command(cls=RussianCommand, help="Что изменилось между двумя волнами или двумя исследованиями.")
def compare(
    study: StudyFolder,
    second: Annotated[
        Path | None,
        typer.Argument(metavar="ВТОРОЕ", help="Второе, более позднее исследование с той же кодовой книгой."),
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
    jobs: Jobs = 1,
) -> None:
    """Print what changed between two waves of a study, or between two studies."""
    from otzvuk.numbers import wave
    from otzvuk.show.numbers import show_changes

    if by != "wave":
        raise InputError(
            "сравниваются только волны", value=by, expected="--by wave; для других групп — otzvuk table"
        )
    if second is not None and (before or after):
        raise InputError(
            "у двух исследований волны не выбирают", value=before or after, expected="одно исследование"
        )
    survey = _counted(study, jobs=jobs, csv=csv)
    if second is None:
        waves = wave.by_wave(survey, before=before, after=after)
    else:
        later = _counted(second, jobs=jobs, csv=csv)
        if later.codebook != survey.codebook:
            raise InputError(
                "у двух исследований разные кодовые книги",
                value=f"{survey.codebook.name} и {later.codebook.name}",
                expected="одна и та же",
            )
        waves = _whole(survey), _whole(later)
    levels = [level.strip() for level in items.split(",") if level.strip()]
    changes = wave.compare(*waves, by=levels)
    show_changes(changes, wave.sentences(changes, survey.codebook), survey.codebook)
    _write(changes, csv)


@app.command(cls=RussianCommand, help="Индекс удовлетворённости (CSI) из таблицы метрик процессов.")
def csi(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="ФАЙЛ", help="Таблица .csv или .xlsx: metric, block, value, weight и, если надо, client."
        ),
    ],
    scale: Annotated[
        tuple[float, float], typer.Option("--scale", metavar="ОТ ДО", help="На какую шкалу перевести.")
    ] = (0, 10),
    bounds: Annotated[
        tuple[float, float] | None,
        typer.Option(
            "--bounds", metavar="ОТ ДО", help="Границы индекса; обычно — худший и лучший из клиентов."
        ),
    ] = None,
    csv: Csv = None,
) -> None:
    """Print the satisfaction index of process metrics."""
    from otzvuk.numbers.scores import csi as index
    from otzvuk.numbers.scores import read_metrics
    from otzvuk.show.marks import show_csi

    _check_csv(csv, file)
    found = index(read_metrics(file), scale=scale, bounds=bounds)
    show_csi(found)
    _write(found, csv)


@app.command(cls=RussianCommand, help="Самооценка: насколько зрело устроена работа с обратной связью.")
def maturity(
    file: Annotated[
        Path,
        typer.Argument(metavar="ОТВЕТЫ", help="Файл ответов .yaml; если его нет, создаётся пустая анкета."),
    ] = Path("maturity.yaml"),
    csv: Csv = None,
) -> None:
    """Assess answers, or write the questionnaire where there is no such file yet."""
    from otzvuk.numbers.scores import assess, blank_answers, read_answers, read_questionnaire
    from otzvuk.show.marks import show_maturity

    questionnaire = read_questionnaire()
    if not file.exists():
        _write_text(blank_answers(questionnaire), file)
        typer.echo(f"Анкета создана: {file}\nВпишите номера ответов и запустите команду ещё раз.")
        return
    _check_csv(csv, file)
    found = assess(read_answers(file, questionnaire), questionnaire)
    show_maturity(found)
    _write(found.steps, csv)


def counted(folder: Path, *, jobs: int, written: Path | None) -> Survey:
    """A study read and coded; whether its result can be `written` there is asked before the long work."""
    from otzvuk.analysis import count, read_identified
    from otzvuk.coding import code_study

    _check_written(written, folder)
    read = read_identified(folder)
    for failure in read.failures:
        typer.echo(f"Не прочитано: {failure.message}", err=True)
    return count(read, code_study(read, jobs=jobs))


def _counted(folder: Path, *, jobs: int, csv: Path | None) -> Survey:
    _check_csv(csv, folder)
    return counted(folder, jobs=jobs, written=csv)


def _check_csv(csv: Path | None, source: Path) -> None:
    if csv is not None and (csv.is_dir() or csv.suffix.lower() != ".csv"):
        raise InputError("таблица пишется в файл .csv", file=csv, expected="имя файла с .csv в конце")
    _check_written(csv, source)


def _check_written(file: Path | None, source: Path) -> None:
    """Refuse a file that would replace what was read."""
    if file is None:
        return
    if file.is_dir():
        raise InputError("это папка, а не файл", file=file, expected="имя файла")
    there, own = file.resolve(), source.resolve()
    tables = {own / f"{name}.csv" for name in ("ratings", "participants", "metrics")}
    if there in {own, *tables} or there.is_relative_to(own / "transcripts"):
        raise InputError("здесь лежит файл исследования", file=file, expected="другой файл")


def _write(table: pd.DataFrame, csv: Path | None) -> None:
    if csv is not None:
        from otzvuk.report.tables import write_csv

        write_csv(table, csv)
        typer.echo(f"Таблица: {csv}")


def _write_text(text: str, file: Path) -> None:
    from otzvuk.folder.whole import whole_file

    if file.suffix.lower() not in {".yaml", ".yml"}:
        raise InputError("анкета пишется в файл .yaml", file=file, expected="имя файла с .yaml в конце")
    with whole_file(file) as temporary:
        temporary.write_text(text, "utf-8", newline="\n")


def _of_kind(survey: Survey, kind: str) -> Survey:
    from otzvuk.model.mention import Kind

    if not kind:
        return survey
    labels = {each.value: each.label for each in Kind}
    return survey.of_kind(one_of_them(_by_label(kind, labels), labels, "--kind"))


def _attribute(grouped: Said, name: str) -> Attribute:
    """The attribute of that id or Russian name."""
    labels = {each: grouped.attribute(each).label for each in grouped.names()}
    return grouped.attribute(_by_label(name, labels))


def _pairs(grouped: Said, attribute: Attribute, one: str, other: str) -> list[tuple[str, str | None]]:
    """The groups to compare: those asked for; praise against complaint; the last waves; each to the rest."""
    values = attribute.values
    if one:
        return [(_by_label(one, values), _by_label(other, values) if other else None)]
    if other:
        raise InputError("не сказано, с чем сравнивать", value=other, expected="--one с другой группой")
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


def _whole(survey: Survey) -> Wave:
    """A whole study as one of the two that are compared."""
    from otzvuk.numbers.wave import Wave

    return Wave(survey.study.path.resolve().name, survey)


def _title(by: str, codebook: Codebook) -> str:
    from otzvuk.numbers.lens import lens_labels

    known = {"criterion": "Критерий", "role": "Роль", "company": "Компания", "wave": "Волна"}
    return (lens_labels(codebook) | known).get(by, by)


def one_of_them(value: str, known: Iterable[str], option: str) -> str:
    """The value of an option; `InputError` where it is none of those that are known."""
    names = list(known)
    if value not in names:
        raise InputError(f"неверное значение параметра {option}", value=value, expected=", ".join(names))
    return value


def _by_label(name: str, labels: Mapping[str, str]) -> str:
    """The id of what is named by its id or by its label; what is unknown is left to who knows it."""
    if name in labels:
        return name
    return next((each for each, label in labels.items() if label.casefold() == name.casefold()), name)
