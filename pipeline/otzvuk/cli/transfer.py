"""Commands between programs and between people: a coding given away, taken over, compared with another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from otzvuk.cli.app import SOME_FAILED, AsIs, CsvDialect, Jobs, Overwrite, Ready, StudyFolder, Where, app
from otzvuk.cli.counting import coded, of_now, opened, written
from otzvuk.cli.usage import RussianCommand
from otzvuk.cli.written import check_csv, dialect_named, quoted, write_table
from otzvuk.folder.csvfile import Dialect
from otzvuk.folder.layout import is_study, refuse, refuse_folder
from otzvuk.model.choice import choice
from otzvuk.model.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from otzvuk.exchange.tasks import Program
    from otzvuk.model.mention import Coding, Kind

_FORMATS = (".qdpx", ".csv", ".qdc", ".spacy", ".jsonl", ".json")
_OF_CODINGS = "mentions.csv, папка с marked/, gold.jsonl, проект .qdpx или таблица размеченных фрагментов"


@app.command(
    cls=RussianCommand,
    help="Отдать разметку в MAXQDA, ATLAS.ti, NVivo, QualCoder (.qdpx), Excel (.csv), spaCy (.spacy), "
    "Prodigy, Label Studio, doccano (.jsonl, .json); одну книгу — .qdc.",
)
def export(
    study: StudyFolder,
    to: Annotated[
        Path, typer.Option("--to", metavar="ФАЙЛ", help="Куда писать; формат — по концу имени файла.")
    ],
    coding: Ready = None,
    where: Where = "",
    csv_dialect: CsvDialect = Dialect.EXCEL,
    as_is: AsIs = None,
    program: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="ПРОГРАММА",
            help="Для кого .jsonl и .json: prodigy (обычно .jsonl), label-studio (обычно .json) или doccano.",
        ),
    ] = "",
    dev: Annotated[
        Path | None,
        typer.Option(
            "--dev",
            metavar="ФАЙЛ",
            help="Для .spacy: каждое пятое интервью отложить в этот файл, чтобы проверять на нём обучение.",
        ),
    ] = None,
    overwrite: Overwrite = False,
    jobs: Jobs = 1,
) -> None:
    """Write the coding of a study, or its codebook alone, in a form that other programs read."""
    from otzvuk.exchange import export_codebook, export_project, export_table, export_tasks
    from otzvuk.exchange.tasks import labels_beside
    from otzvuk.numbers.where import only_theirs
    from otzvuk.read import read_study

    suffix = to.suffix.lower()
    if suffix not in _FORMATS or to.is_dir():
        *most, last = _FORMATS
        hope = f"имя файла с {', '.join(most)} или {last} в конце"
        raise InputError("формат не понять", file=to, expected=hope)
    dialect = dialect_named(csv_dialect)
    refuse(to, study, coding, overwrite=overwrite)
    tasks = _tasks_for(to, program, study, coding, overwrite=overwrite)
    _check_docs(to, dev, study, coding, overwrite=overwrite)
    if suffix == ".qdc":
        read = read_study(study)
        export_codebook(read.codebook, to)
        typer.echo(f"Кодовая книга «{read.codebook.name}», кодов {len(read.codebook.codes)}: {to}")
        return
    # a coding is given away whole, of all waves, unless some were asked for
    survey = coded(opened(study), jobs=jobs, coding=coding, where=where, every_wave=True)
    if where:
        if survey.scope.asked:
            survey = of_now(survey)
        else:
            typer.echo(" ".join(survey.scope.sentences))
    if suffix != ".qdpx":
        survey = written(survey, to, as_is=as_is)
    codings = only_theirs(survey) if where else survey.codings
    mentions = sum(len(each.mentions) for each in codings)
    said = f"Интервью {len(codings)}, упоминаний {mentions}: {to}"
    if suffix == ".csv":
        export_table(survey.codebook, codings, to, dialect=dialect)
    elif suffix == ".spacy":
        said = _write_docs(codings, to, dev)
    elif tasks is not None:
        said += f"; задач для {tasks.label}: {export_tasks(survey.codebook, codings, to, tasks)}"
        if beside := labels_beside(to, tasks):
            said += f", метки — {beside}"
    else:
        export_project(survey.study, codings, to)
    typer.echo(said)
    if suffix == ".qdpx":
        typer.echo("В проекте слова и имена как в стенограммах: прежде чем отправлять, подумайте кому.")
    if survey.study.failures:
        raise typer.Exit(SOME_FAILED)


def _tasks_for(to: Path, named: str, *sources: Path | None, overwrite: bool) -> Program | None:
    """Whom a file of tasks is for; None for files of other kinds."""
    from otzvuk.exchange.tasks import USUAL, Program, check_program, labels_beside

    usual = USUAL.get(to.suffix.lower())
    if usual is None:
        if named:
            raise InputError(
                "--for — только для .jsonl и .json", value=named, expected=f"--to {to.stem}.jsonl"
            )
        return None
    labels = {each.value: each.label for each in Program}
    found = Program(choice(named, labels, "неверное значение параметра --for")) if named else usual
    check_program(to, found)
    if beside := labels_beside(to, found):
        refuse(beside, *sources, overwrite=overwrite)
    return found


def _check_docs(to: Path, dev: Path | None, *sources: Path | None, overwrite: bool) -> None:
    """Raise `InputError` before the long work where spaCy is missing, or what is held back has no place."""
    if to.suffix.lower() == ".spacy":
        from otzvuk.model.extra import needed

        with needed("для файлов .spacy", extra="spacy"):
            import spacy  # noqa: F401 -- said before the long work
    if dev is None:
        return
    if to.suffix.lower() != ".spacy" or dev.suffix.lower() != ".spacy" or dev.resolve() == to.resolve():
        raise InputError(
            "отложенное пишется в другой файл .spacy", file=dev, expected="--to A.spacy --dev B.spacy"
        )
    refuse(dev, *sources, overwrite=overwrite)


def _write_docs(codings: Sequence[Coding], to: Path, dev: Path | None) -> str:
    """Write a study for `spacy train`, whole interviews of it apart; what was written."""
    from otzvuk.folder.whole import whole_files
    from otzvuk.interop.spacy.corpus import parted, write_docs

    if dev is not None and len(codings) < 2:
        raise InputError("интервью одно: отложить нечего", file=dev, expected="хотя бы два интервью")
    held = [each for back, each in parted(codings) if back] if dev else []
    kept = [each for back, each in parted(codings) if not back] if dev else codings
    with whole_files():
        said = []
        for file, part in ((to, kept), (dev, held)):
            if file is not None:
                mentions = sum(len(each.mentions) for each in part)
                said.append(
                    f"Интервью {len(part)}, реплик {write_docs(part, file)}, упоминаний {mentions}: {file}"
                )
    return "\n".join(said)


@app.command(
    "import",
    cls=RussianCommand,
    help="Взять разметку из MAXQDA и других (.qdpx) как исследование или кодовую книгу (.qdc).",
)
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="ФАЙЛ", help="Проект REFI-QDA .qdpx или кодовая книга .qdc.")
    ],
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="ПАПКА",
            help="Новая или пустая папка (для .qdc — файл .yaml); обычно — с именем файла.",
        ),
    ] = None,
    codebook: Annotated[
        str,
        typer.Option(
            "--codebook", metavar="ФАЙЛ", help="В чьих кодах искать коды проекта: файл или имя встроенной."
        ),
    ] = "b2b",
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="ВИД",
            help="Вид для кодов, по имени которых не видно, жалоба это, похвала или пожелание: complaint, "
            "praise или wish.",
        ),
    ] = "",
    coder: Annotated[
        str,
        typer.Option("--coder", metavar="ИМЯ", help="Взять разметку только этого пользователя проекта."),
    ] = "",
) -> None:
    """Take over a coding made in another program; say what could not be taken over."""
    if not file.is_file():
        said = "это папка, а не файл" if file.is_dir() else "нет такого файла"
        raise InputError(said, file=file, expected="проект .qdpx или кодовая книга .qdc")
    if file.suffix.lower() == ".qdc":
        _import_codebook(file, to or Path(f"{file.stem}.yaml"), codebook)
        return
    if file.suffix.lower() != ".qdpx":
        raise InputError("это не проект", file=file, value=file.suffix, expected=".qdpx или .qdc")
    from otzvuk.exchange import import_study
    from otzvuk.exchange.study import report

    folder = to or Path(file.stem)
    refuse_folder(folder)
    imported = import_study(file, folder, codebook=codebook, kind=_kind(kind), coder=coder)
    typer.echo(report(imported, file.name).rstrip())
    typer.echo(f"\nИсследование: {folder}; этот список — в нём, в import.txt.")
    gold = folder / "gold.jsonl"
    if imported.mentions:
        typer.echo(f"Сравнить с программой: otzvuk evaluate {quoted(folder)} --gold {quoted(gold)}")


@app.command(
    cls=RussianCommand,
    help="Насколько согласны две разметки, людей или человека и программы, и где они расходятся.",
)
def agree(
    one: Annotated[Path, typer.Argument(metavar="A", help=f"Разметка: {_OF_CODINGS}.")],
    other: Annotated[Path, typer.Argument(metavar="B", help="Вторая разметка тех же интервью.")],
    study: Annotated[
        Path | None,
        typer.Option("--study", metavar="ПАПКА", help="Где стенограммы, если не рядом с разметкой."),
    ] = None,
    coder_a: Annotated[
        str, typer.Option("--coder-a", metavar="ИМЯ", help="Чья разметка из проекта A; обычно — всех.")
    ] = "",
    coder_b: Annotated[
        str, typer.Option("--coder-b", metavar="ИМЯ", help="Чья разметка из проекта B; обычно — всех.")
    ] = "",
    kind: Annotated[
        str,
        typer.Option(
            "--kind", metavar="ВИД", help="Вид для кодов .qdpx, по имени которых его не видно; как у import."
        ),
    ] = "",
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="ФАЙЛ", help="Записать список всех расхождений, .csv."),
    ] = None,
    csv_dialect: CsvDialect = Dialect.EXCEL,
    overwrite: Overwrite = False,
    as_is: AsIs = None,
    with_decisions: Annotated[
        bool,
        typer.Option(
            "--with-decisions", help="Разметка программы вместе с решениями людей; обычно — без них."
        ),
    ] = False,
) -> None:
    """Print how far two codings agree, and write the places where they do not."""
    from otzvuk.agreement import compare, read_sides
    from otzvuk.anonymise.loose import without_names
    from otzvuk.codings.chosen import without_decisions
    from otzvuk.model.study import Settings, Study
    from otzvuk.show.agreement import show_agreement

    check_csv(csv, one, other, study, dialect=csv_dialect, overwrite=overwrite)
    assumed = _kind(kind)
    a, b = read_sides(one, other, study=study, coders=(coder_a, coder_b), kind=assumed)
    if not with_decisions:
        a, b = without_decisions(a, one, study), without_decisions(b, other, study)
    found = compare(a, b)
    show_agreement(found, a.codebook if len(a.codebook.codes) >= len(b.codebook.codes) else b.codebook)
    if csv is not None:
        disagreements = found.disagreements
        if not as_is:
            interviews = tuple(each.interview for each in a.codings)
            disagreements = without_names(
                disagreements,
                Study(
                    path=study or _home(one), settings=Settings(), codebook=a.codebook, interviews=interviews
                ),
            )
        write_table(disagreements, csv, csv_dialect, what="Расхождения")


def _home(coding: Path) -> Path:
    """The study that a coding lies in or beside; where that is none, the coding, so that nothing is kept."""
    return coding.parent if coding.is_file() and is_study(coding.parent) else coding


def _import_codebook(file: Path, to: Path, codebook: str) -> None:
    from otzvuk.exchange import import_codebook, write_codebook
    from otzvuk.model.codebook import read_codebook

    if to.suffix.lower() not in {".yaml", ".yml"}:
        raise InputError("кодовая книга пишется в файл .yaml", file=to, expected="имя файла с .yaml в конце")
    if to.exists():
        raise InputError("здесь уже есть файл", file=to, expected="имя нового файла: --to КНИГА.yaml")
    refuse(to, file)
    book, new = import_codebook(file, base=read_codebook(codebook))
    write_codebook(book, to)
    for line in new:
        typer.echo(f"Новый код: {line}")
    typer.echo(f"Кодовая книга, кодов {len(book.codes)}: {to}")


def _kind(name: str) -> Kind | None:
    from otzvuk.model.mention import Kind

    labels = {each.value: each.label.casefold() for each in (Kind.COMPLAINT, Kind.PRAISE, Kind.WISH)}
    return Kind(choice(name, labels, "неверное значение параметра --kind")) if name else None
