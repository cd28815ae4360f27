"""Commands about indices: satisfaction (CSI), maturity of working with feedback."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from otzvuk.cli.app import AsIs, Csv, CsvDialect, Overwrite, app
from otzvuk.cli.counting import coded, of_now, opened, written
from otzvuk.cli.usage import RANGE, RussianCommand
from otzvuk.cli.written import check_csv, write_table
from otzvuk.folder.csvfile import Dialect
from otzvuk.folder.layout import refuse
from otzvuk.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


@app.command(
    cls=RussianCommand,
    help="Индекс удовлетворённости (CSI): куб оценок исследования, показатели процессов или таблица метрик.",
)
def csi(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="ФАЙЛ",
            help="Исследование, или таблица .csv, .xlsx: metric, block, value, weight и, если надо, client, "
            "wave, about.",
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
            "--where",
            metavar="УСЛОВИЯ",
            help="Только часть: показателей («клиент=Альфа, блок=product»), респондентов исследования.",
        ),
    ] = "",
) -> None:
    """Print the satisfaction index of process metrics."""
    from otzvuk.numbers.scores import csi as index
    from otzvuk.numbers.scores import metrics_where, read_metrics, scale_words
    from otzvuk.show.marks import show_csi

    if file.is_dir():
        _csi_of_study(file, where=where, csv=csv, csv_dialect=csv_dialect, overwrite=overwrite, as_is=as_is)
        return
    if relative and bounds is not None:
        raise InputError("--bounds и --relative вместе", expected="что-то одно")
    ends: tuple[float, float] | Literal["clients"] | None = "clients" if relative else bounds
    check_csv(csv, file, dialect=csv_dialect, overwrite=overwrite)
    metrics = metrics_where(read_metrics(file), where)
    found = index(metrics, scale=scale, bounds=ends)
    show_csi(found, scale_words(scale, ends))
    write_table(found if as_is or csv is None else _without_clients(found), csv, csv_dialect)


def _csi_of_study(
    study: Path,
    *,
    where: str,
    csv: Path | None,
    csv_dialect: CsvDialect,
    overwrite: bool,
    as_is: bool | None,
) -> None:
    """Print the cube of marks of a study, and the index of its process metrics where it has them."""
    from otzvuk.numbers.findings import judge
    from otzvuk.show.cube import show_cube
    from otzvuk.show.marks import show_csi

    check_csv(csv, study, dialect=csv_dialect, overwrite=overwrite)
    read = opened(study)
    whole = written(coded(read, jobs=1, where=where, every_wave=True), csv, as_is=as_is)
    found = judge(of_now(whole), whole=whole)
    show_cube(found.cube)
    if found.csi is not None and csv is None:
        from otzvuk.numbers.scores import scale_words

        rules = read.settings.scores
        show_csi(found.csi, scale_words(rules.csi_scale, rules.csi_bounds))
    write_table(found.cube, csv, csv_dialect)


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
