"""Commands about a study as a whole, its coding and its coder."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from otzvuk.cli.app import BAD_INPUT, SOME_FAILED, AsIs, Jobs, Out, Overwrite, Ready, StudyFolder, Where, app
from otzvuk.cli.consent import with_consent
from otzvuk.cli.usage import FOLDER, RussianCommand
from otzvuk.cli.written import quoted
from otzvuk.model.choice import choice
from otzvuk.model.errors import InputError
from otzvuk.model.extra import needed
from otzvuk.model.progress import plainly

if TYPE_CHECKING:
    from otzvuk.codings.outcome import Outcome
    from otzvuk.model.study import Study


Template = Annotated[
    list[Path] | None,
    typer.Option(
        "--template",
        metavar="ФАЙЛ",
        help="Шаблон Word (.docx, .dotx): report.docx возьмёт его стили, поля и колонтитулы; или PowerPoint "
        "(.pptx, .potx): report.pptx возьмёт его макеты, тему и размер. Можно оба.",
    ),
]


@app.command(cls=RussianCommand, help="Разобрать исследование и написать отчёты.")
def analyse(
    study: StudyFolder,
    out: Out = None,
    jobs: Jobs = 1,
    template: Template = None,
    as_is: AsIs = None,
    overwrite: Overwrite = False,
    coding: Ready = None,
    like: Annotated[
        Path | None,
        typer.Option(
            "--as",
            metavar="RUN.JSON",
            help="Повторить числа прежнего отчёта: с его настройками, книгой и решениями; отчёт ляжет в "
            "папку внутри out/.",
        ),
    ] = None,
    where: Where = "",
    progress: Annotated[
        str,
        typer.Option(
            "--progress",
            metavar="ВИД",
            show_default=False,
            help="bar или plain: plain пишет строку каждые десять секунд, и не в терминале тоже.",
        ),
    ] = "bar",
    cluster: Annotated[
        str,
        typer.Option(
            "--cluster",
            metavar="АДРЕС",
            show_default=False,
            help="Читать, искать имена и размечать на кластере Dask: tcp://узел:8786 или local. Стенограммы "
            "уйдут на его машины.",
        ),
    ] = "",
) -> None:
    """Analyse a study and show what it found."""
    from otzvuk.codings.runs import request, standing

    known = {"bar": "полоса", "plain": "строки"}
    progress = choice(progress, known, "неверное значение параметра --progress")
    if coding is None and like is None:
        asked = request(study, out=out, template=template, as_is=as_is, where=where)
        if same := standing(study, asked, out=out):
            _finish(same)
            return
    from otzvuk.analysis import analyse as run

    with plainly() if progress == "plain" else nullcontext():
        done = with_consent(
            lambda: run(
                study,
                out=out,
                jobs=jobs,
                template=template,
                as_is=as_is,
                overwrite=overwrite,
                coding=coding,
                like=like,
                where=where,
                cluster=cluster,
            )
        )
    _finish(done.outcome)


@app.command(cls=RussianCommand, help="Скопировать пример исследования в папку и разобрать его.")
def demo(
    folder: Annotated[Path, typer.Argument(metavar="ПАПКА", help="Новая папка для примера.")] = Path(
        "otzvuk-demo"
    ),
    jobs: Jobs = 1,
    as_is: AsIs = None,
) -> None:
    """Copy the demo study and analyse it."""
    from otzvuk.analysis import analyse as run
    from otzvuk.folder.starter import copy_demo

    _finish(run(copy_demo(folder), jobs=jobs, as_is=as_is).outcome)


@app.command(
    cls=RussianCommand,
    help="Показать имена, которые отчёты заменят метками, и записать их в names_found.csv исследования.",
)
def names(study: StudyFolder) -> None:
    """Show every name with its placeholder, for review."""
    from otzvuk.anonymise import FOUND_LIST, find_names, read_found, write_found
    from otzvuk.anonymise.mapping import read_ids
    from otzvuk.folder.layout import refuse_study
    from otzvuk.read import read_study
    from otzvuk.show.names import show_names

    refuse_study(study)
    read = read_study(study)
    path = read.path / FOUND_LIST
    found = find_names(read, earlier=read_found(path)).found
    try:
        write_found(found, path, ids=read_ids(path))
    except InputError:  # a folder that cannot be written to is no reason to show nothing
        show_names(found)
        raise
    show_names(found, path)


@app.command(cls=RussianCommand, help="Создать пустое исследование с образцами файлов.")
def new(folder: Annotated[Path, typer.Argument(metavar="ПАПКА", help="Новая или пустая папка.")]) -> None:
    """Make an empty study."""
    from otzvuk.folder.starter import new_study

    new_study(folder)
    typer.echo(
        f"Исследование создано: {folder}\nПоложите стенограммы в {folder / 'transcripts'} "
        f"и запустите: otzvuk analyse {quoted(folder)}"
    )


@app.command(cls=RussianCommand, help="Показать всё, что в исследовании неверно или предположено.")
def check(study: StudyFolder) -> None:
    """Show every fault and assumption; exit code 2 for faults, 1 for unreadable transcripts."""
    from otzvuk.read import inspect_study

    findings = inspect_study(study)
    faults = [] if findings.study is None else _unfit(findings.study)
    for reading in findings.readings:
        typer.echo(f"Прочитано: {reading}")
    lines = [*(f"Ошибка: {each}" for each in faults), *findings.lines]
    for line in lines or ["Замечаний нет."]:
        typer.echo(line)
    if findings.study is not None and not faults:
        _tell_codes(findings.study)
    if findings.faults or findings.failures or faults:
        raise typer.Exit(BAD_INPUT if findings.faults or faults else SOME_FAILED)


@app.command(cls=RussianCommand, help="Сравнить разметку программы с ручной.")
def evaluate(
    study: StudyFolder,
    gold: Annotated[
        Path,
        typer.Option("--gold", metavar="ФАЙЛ", help="Ручная разметка, .jsonl: одно упоминание в строке."),
    ],
    jobs: Jobs = 1,
    rules: Annotated[
        bool, typer.Option("--rules", help="Размечать одними правилами, без обученной модели.")
    ] = False,
    coding: Annotated[
        Path | None,
        typer.Option(
            "--coding", metavar="РАЗМЕТКА", help="Сравнить с ручной эту готовую разметку, а не новую."
        ),
    ] = None,
    with_decisions: Annotated[
        bool,
        typer.Option("--with-decisions", help="Вместе с решениями людей; обычно меряется одна программа."),
    ] = False,
) -> None:
    """Print precision, recall and F1 against a gold coding."""
    from otzvuk.agreement.measure import evaluate as compare
    from otzvuk.coding import code_study
    from otzvuk.codings.chosen import coding_of
    from otzvuk.codings.decided import decide
    from otzvuk.codings.decisions import Decisions
    from otzvuk.codings.gold import read_gold
    from otzvuk.read import read_study
    from otzvuk.show.lesson import show_evaluation

    if coding is not None and rules:
        raise InputError("готовая разметка не размечается", value="--rules", expected="--coding или --rules")
    read = read_study(study)
    reference = read_gold(gold, read)
    # what study.yaml names may be the reference itself: only what is asked for is compared
    found = coding_of(read, coding).codings if coding else code_study(read, jobs=jobs, rules_only=rules)
    if with_decisions:
        found = decide(found, Decisions(read.path).standing()).codings
    show_evaluation(compare(read, found, reference), read.codebook)


@app.command(cls=RussianCommand, help="Показать интервью с раскрашенными упоминаниями.")
def show(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="ФАЙЛ", help="Стенограмма; если она лежит в исследовании, его таблицы учитываются."
        ),
    ],
    why: Annotated[bool, typer.Option("--why", help="Объяснить каждое решение.")] = False,
    rules: Annotated[
        bool, typer.Option("--rules", help="Размечать одними правилами, без обученной модели.")
    ] = False,
) -> None:
    """Show an interview with its mentions coloured."""
    from otzvuk.show.interview import show_file

    show_file(file, why=why, rules_only=rules)


@app.command(cls=RussianCommand, help="Обучить модель на своих размеченных интервью.")
def train(
    studies: Annotated[
        list[Path],
        typer.Argument(
            metavar=FOLDER,
            help="Папки с разметкой: marked/ или gold.jsonl рядом со стенограммами.",
        ),
    ],
    codebook: Annotated[
        str, typer.Option("--codebook", metavar="ФАЙЛ", help="Кодовая книга: файл или имя встроенной.")
    ],
    name: Annotated[str, typer.Option("--name", metavar="ИМЯ", help="Имя модели.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="ПАПКА", help="Куда записать модель; обычно — папка с её именем."),
    ] = None,
    start: Annotated[
        str,
        typer.Option(
            "--start",
            metavar="МОДЕЛЬ",
            show_default=False,
            help="С какой модели начать: папка или имя встроенной; обычно — b2b.",
        ),
    ] = "b2b",
    jobs: Jobs = 1,
) -> None:
    """Learn from a user's own coded interviews and report how good it is."""
    from otzvuk.codings.taught import read_coded
    from otzvuk.model.codebook import read_codebook
    from otzvuk.model.progress import steps
    from otzvuk.show.lesson import show_lesson

    with needed("для обучения", extra="train"):
        from otzvuk.train.learn import learn

    book = read_codebook(codebook)
    coded = read_coded(studies, book)
    with steps("Обучение") as step:
        lesson = learn(coded.codings, book, out or Path(name), name=name, start=start, jobs=jobs, step=step)
    show_lesson(lesson, book, left_out=coded.left_out)


def _finish(outcome: Outcome) -> None:
    from otzvuk.show.result import show_outcome

    show_outcome(outcome)
    if outcome.failures:
        raise typer.Exit(SOME_FAILED)


def _unfit(study: Study) -> list[str]:
    """What study.yaml names and nothing defines: a model, a correction, criteria of indices."""
    from otzvuk.analysis import count
    from otzvuk.coding.coder import check_coder
    from otzvuk.numbers.scores import check_rules

    def criteria() -> None:
        check_rules(count(study, ()))

    def coder() -> None:
        check_coder(study)

    found = []
    for look in (coder, criteria):
        try:
            look()
        except InputError as error:
            found.append(str(error))
    return found


def _tell_codes(study: Study) -> None:
    """How each code of a codebook is recognised, and how well."""
    from otzvuk.coding import model_names
    from otzvuk.coding.ways import ways
    from otzvuk.model.study import CODERS

    told = ways(study, measure=True)
    for way in told:
        typer.echo(way.sentence)
    if not told:
        models = ", ".join(model_names(study))
        if models and study.settings.coder not in CODERS:
            typer.echo(f"Размечает плагин: {models}")
            return
        if study.settings.coder == "llm":
            typer.echo(f"Размечает языковая модель: {models}")
            return
        typer.echo(
            f"Коды узнаёт модель, которая знает эту книгу: {models}"
            if models
            else "Коды узнаются по шаблонам"
        )
