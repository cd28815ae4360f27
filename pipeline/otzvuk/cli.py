"""The command line: parse, call, show; nothing else."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from otzvuk.errors import InputError, reason
from otzvuk.usage import RussianCommand, RussianGroup, russian_complaint

if TYPE_CHECKING:
    from otzvuk.analyse import Result

# Every command imports what it needs when it is called, so that --help does not wait for pandas.

BAD_INPUT = 2
SOME_FAILED = 1
INTERRUPTED = 130

app = typer.Typer(
    cls=RussianGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Отзвук: из папки стенограмм интервью — процессы, которые больше всего вредят клиентам, "
    "и слова, которые это доказывают.",
)

StudyFolder = Annotated[
    Path,
    typer.Argument(metavar="ИССЛЕДОВАНИЕ", help="Папка исследования (или просто папка со стенограммами)."),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="ПАПКА", help="Куда писать результаты; обычно — out/ в исследовании."),
]
Jobs = Annotated[int, typer.Option("--jobs", min=1, metavar="ЧИСЛО", help="Сколько процессов занять.")]


def _version(wanted: bool) -> None:
    if wanted:
        from otzvuk import __version__

        typer.echo(f"otzvuk {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Показать версию.")
    ] = False,
) -> None:
    """Options that stand before the command."""


@app.command(cls=RussianCommand, help="Разобрать исследование и написать отчёты.")
def analyse(study: StudyFolder, out: Out = None, jobs: Jobs = 1) -> None:
    """Analyse a study and show what it found."""
    from otzvuk.analyse import analyse as run

    _finish(run(study, out=out, jobs=jobs))


@app.command(cls=RussianCommand, help="Скопировать пример исследования в папку и разобрать его.")
def demo(
    folder: Annotated[Path, typer.Argument(metavar="ПАПКА", help="Новая папка для примера.")] = Path(
        "otzvuk-demo"
    ),
    jobs: Jobs = 1,
) -> None:
    """Copy the demo study and analyse it."""
    from otzvuk.analyse import analyse as run
    from otzvuk.starter import copy_demo

    _finish(run(copy_demo(folder), jobs=jobs))


@app.command(cls=RussianCommand, help="Создать пустое исследование с образцами файлов.")
def new(folder: Annotated[Path, typer.Argument(metavar="ПАПКА", help="Новая или пустая папка.")]) -> None:
    """Make an empty study."""
    from otzvuk.starter import new_study

    new_study(folder)
    typer.echo(
        f"Исследование создано: {folder}\nПоложите стенограммы в {folder / 'transcripts'} "
        f"и запустите: otzvuk analyse {_quoted(folder)}"
    )


@app.command(cls=RussianCommand, help="Показать всё, что в исследовании неверно или предположено.")
def check(study: StudyFolder) -> None:
    """Show every fault and assumption; exit code 2 for faults, 1 for unreadable transcripts."""
    from otzvuk.read import inspect_study

    findings = inspect_study(study)
    for line in findings.lines:
        typer.echo(line)
    if not findings.lines:
        typer.echo("Замечаний нет.")
    if findings.faults or findings.failures:
        raise typer.Exit(BAD_INPUT if findings.faults else SOME_FAILED)


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
) -> None:
    """Print precision, recall and F1 against a gold coding."""
    from otzvuk.coding import code_study
    from otzvuk.evaluate import evaluate as compare
    from otzvuk.evaluate import read_gold
    from otzvuk.read import read_study
    from otzvuk.show import show_evaluation

    read = read_study(study)
    reference = read_gold(gold, read)
    show_evaluation(compare(read, code_study(read, jobs=jobs, rules_only=rules), reference), read.codebook)


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
    from otzvuk.show import show_file

    show_file(file, why=why, rules_only=rules)


@app.command(cls=RussianCommand, help="Обучить модель на своих размеченных интервью.")
def train(
    studies: Annotated[
        list[Path],
        typer.Argument(
            metavar="ИССЛЕДОВАНИЕ",
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
    from otzvuk.codebook import read_codebook
    from otzvuk.progress import steps
    from otzvuk.show import show_lesson
    from otzvuk.train.coded import read_coded

    try:
        from otzvuk.train.learn import learn
    except ModuleNotFoundError as error:
        raise InputError(
            "для обучения нет пакета",
            value=error.name,
            expected="сначала команда pip install 'otzvuk[train]'",
        ) from error

    book = read_codebook(codebook)
    coded = read_coded(studies, book)
    with steps("Обучение") as step:
        lesson = learn(coded.codings, book, out or Path(name), name=name, start=start, jobs=jobs, step=step)
    show_lesson(lesson, book, left_out=coded.left_out)


def _finish(result: Result) -> None:
    from otzvuk.show import show_result

    show_result(result)
    if result.study.failures:
        raise typer.Exit(SOME_FAILED)


def _quoted(path: Path) -> str:
    """The path as a command line takes it, under Windows too."""
    return f'"{path}"' if " " in str(path) else str(path)


def main() -> None:
    """Run the command line; a bad input is one Russian sentence and exit code 2, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Windows console may default to cp1251
    # Our matrices are small: threads of the linear algebra library only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        code = app(standalone_mode=False)
        if code == INTERRUPTED:  # Typer swallows Ctrl-C and says nothing
            raise KeyboardInterrupt
    except InputError as error:
        code = _complain(str(error), BAD_INPUT)
    except (KeyboardInterrupt, typer.Abort):
        code = _complain("Прервано; начатые файлы не записаны.", INTERRUPTED)
    except SystemExit as stopped:  # how Typer and Rich answer a reader (head, less) that has gone
        code = 0 if isinstance(stopped.__context__, BrokenPipeError) else stopped.code
    except OSError as error:
        what = "файл не читается или не записывается"
        code = _complain(str(InputError(what, file=error.filename, value=reason(error))), BAD_INPUT)
    except Exception as error:
        say = getattr(error, "format_message", None)  # a faulty command line
        if say is None:
            raise
        code = _complain(russian_complaint(say()), BAD_INPUT)
    sys.exit(code)


def _complain(sentence: str, code: int) -> int:
    typer.echo(sentence if sentence[0].isupper() else f"Ошибка: {sentence}", err=True)
    return code
