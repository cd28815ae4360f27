"""The application, the options that commands share, and how a fault ends: one Russian sentence, a code."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from otzvuk.cli.usage import FOLDER, NUMBER, ProgramGroup, russian_complaint
from otzvuk.model.errors import InputError, reason

# Every command imports what it needs when it is called, so that --help does not wait for pandas.

BAD_INPUT = 2
SOME_FAILED = 1
INTERRUPTED = 130

app = typer.Typer(
    cls=ProgramGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Отзвук: из папки стенограмм интервью — процессы, которые больше всего вредят клиентам, "
    "и слова, которые это доказывают.",
)

StudyFolder = Annotated[
    Path,
    typer.Argument(metavar=FOLDER, help="Папка исследования (или просто папка со стенограммами)."),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="ПАПКА", help="Куда писать результаты; обычно — out/ в исследовании."),
]
Csv = Annotated[
    Path | None,
    typer.Option("--csv", metavar="ФАЙЛ", help="Записать ту же таблицу со всеми столбцами, .csv."),
]
CsvDialect = Annotated[
    str,
    typer.Option(
        "--csv-dialect",
        metavar="ВИД",
        help="Каким писать .csv: excel (точки с запятой, BOM, запятая в дробях) или rfc (для программ).",
    ),
]
Ready = Annotated[
    Path | None,
    typer.Option(
        "--coding",
        metavar="РАЗМЕТКА",
        help="Считать готовую разметку (mentions.csv или .parquet, папка с marked/, gold.jsonl, .qdpx, "
        "таблица размеченных фрагментов), а не размечать; обычно — из ключа coding в study.yaml, если он "
        "есть.",
    ),
]
Where = Annotated[
    str,
    typer.Option(
        "--where",
        metavar="УСЛОВИЯ",
        help="Только часть респондентов: «волна=2025, сегмент=ушедшие»; несколько значений — через |, "
        "все, кроме, — «сегмент!=ушедшие».",
    ),
]
AsIs = Annotated[
    bool | None,
    typer.Option(
        "--as-is/--anonymise",
        help="Оставить в том, что пишется в файл, имена, названия и номера или заменить метками: "
        "[сотрудник 3]. Обычно заменяются.",
    ),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Заменить файл, который уже есть.")]
Jobs = Annotated[int, typer.Option("--jobs", min=1, metavar=NUMBER, help="Сколько процессов занять.")]


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


def main() -> None:
    """Run the command line; a bad input is one Russian sentence and exit code 2, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Windows console may default to cp1251
    # Nearly all that is made stays to the end: to look through it for rubbish every 700 objects took a sixth
    # of an analysis.
    gc.set_threshold(50_000, 10, 10)
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
        code = _complain(russian_complaint(say(), _group(getattr(error, "ctx", None))), BAD_INPUT)
    sys.exit(code)


def _group(context: Any) -> str:
    """The words that stand before a command in a group («llm»), by what Typer knows of the call."""
    words: list[str] = []
    while context is not None and context.parent is not None:
        words.insert(0, context.info_name)
        context = context.parent
    return " ".join(words)


def _complain(sentence: str, code: int) -> int:
    typer.echo(sentence if sentence[0].isupper() else f"Ошибка: {sentence}", err=True)
    return code
