"""Commands that keep people's names at home: a person forgotten, a study packed to be handed over."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from otzvuk.cli.app import Jobs, Out, StudyFolder, app
from otzvuk.cli.usage import RussianCommand
from otzvuk.folder.layout import STORE, refuse_folder
from otzvuk.model.errors import InputError


@app.command(
    cls=RussianCommand,
    help="Убрать человека из всего, что записала программа, и сказать, где он назван в ваших файлах.",
)
def forget(
    study: StudyFolder,
    person: Annotated[
        str, typer.Argument(metavar="ПЕРСОНА", help="Имя или метка, например «[сотрудник 3]».")
    ],
    out: Out = None,
) -> None:
    """Take a person out of out/, names_found.csv, decisions and cache; transcripts are never written to."""
    from otzvuk.anonymise import FOUND_LIST, find_names, read_found
    from otzvuk.anonymise.erasure import check_readable
    from otzvuk.anonymise.forget import forget as take_out
    from otzvuk.anonymise.forget import person_called, person_of
    from otzvuk.codings.withdrawal import withdraw
    from otzvuk.read import read_study

    read = read_study(study)
    names = find_names(read, earlier=read_found(read.path / FOUND_LIST))
    who = person_of(read, names, person_called(read, names, person))
    check_readable((read.path, *([out] if out else ())))  # before a decision is changed
    decided = withdraw(read, who)  # first: the file may be open elsewhere
    done = take_out(read, who, out=[out] if out else [])
    if decided.decisions:
        typer.echo(
            f"Решений, из которых убраны слова: {decided.decisions}; что и кем решено, осталось: "
            f"{read.path / STORE}"
        )
    for file in done.changed:
        typer.echo(f"Убрано: {file}")
    for file in done.removed:
        typer.echo(f"Удалено целиком (соберёт заново команда, которая это записала): {file}")
    if not (done.changed or done.removed or decided.decisions):
        typer.echo("В файлах, которые записала программа, этого человека нет.")
    if decided.learned:
        typer.echo(
            f"Дообучение {decided.learned} выучено и на решениях об этих словах (в нём только хеши): обучите "
            "заново (otzvuk learn) или уберите строку learned из study.yaml."
        )
    if decided.model:
        typer.echo(
            f"Модель «{decided.model}»: если её учили и на этом интервью, обучите заново (otzvuk train)."
        )
    for place in done.left:
        typer.echo(f"Осталось: {place}")
    if done.left:
        typer.echo("Эти файлы ваши, программа их не меняет: уберите сами, иначе анализ найдёт это снова.")


@app.command(
    cls=RussianCommand,
    help="Собрать папку, которую можно отдать: стенограммы, участники и разметка без имён.",
)
def pack(
    study: StudyFolder,
    to: Annotated[Path, typer.Option("--to", metavar="ПАПКА", help="Новая или пустая папка.")],
    hidden: Annotated[
        bool, typer.Option("--hidden", help="Заменить имена метками (пока только так).")
    ] = False,
    jobs: Jobs = 1,
) -> None:
    """Write the study with its names hidden, and its mentions with offsets into the hidden transcripts."""
    from otzvuk.anonymise import FOUND_LIST, find_names, hide_study, read_found
    from otzvuk.anonymise.pack import packed, write_pack
    from otzvuk.cli.counting import coded, opened
    from otzvuk.numbers.count import MENTIONS
    from otzvuk.numbers.survey import Survey
    from otzvuk.report.planform import write_plan
    from otzvuk.report.tables import write_csv

    if not hidden:
        raise InputError("набор собирается только без имён", expected="otzvuk pack … --hidden --to ПАПКА")
    _refuse(study, to)
    survey = coded(opened(study), jobs=jobs)
    names = find_names(survey.study, earlier=read_found(survey.study.path / FOUND_LIST))
    shown, codings = hide_study(survey.study, survey.codings, names)
    given = packed(shown)
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".otzvuk-pack-", dir=to.parent) as temporary:
        folder = Path(temporary) / to.name
        folder.mkdir()
        write_pack(given, folder)
        files = {each.id: each.file for each in given.interviews}
        mentions = Survey.of(shown, codings).mentions[list(MENTIONS)].copy()
        mentions["file"] = mentions["interview"].map(files).astype("string")
        write_csv(mentions, folder / "mentions.csv")
        if given.plan:
            write_plan(folder / "plan.xlsx", given.plan)
        if to.exists():
            to.rmdir()
        shutil.move(str(folder), to)
    typer.echo(f"Интервью {len(given.interviews)}, упоминаний {len(mentions)}: {to}")
    typer.echo(
        "Найдено не всё: прочитайте стенограммы в папке, прежде чем отдавать. names_found.csv не отдавайте."
    )


def _refuse(study: Path, to: Path) -> None:
    refuse_folder(to)
    if to.resolve() == study.resolve() or study.resolve() in to.resolve().parents:
        raise InputError("папка лежит внутри исследования", file=to, expected="папка в другом месте")
