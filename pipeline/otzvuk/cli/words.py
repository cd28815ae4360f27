"""Commands that print what people said."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from otzvuk.cli.app import Jobs, StudyFolder, app
from otzvuk.cli.tables import counted, one_of_them
from otzvuk.cli.usage import RussianCommand
from otzvuk.model.errors import InputError

_WIDEST = 100  # columns; longer lines are not read


def _only(option: str, what: str) -> Any:
    return typer.Option(option, metavar="ИМЯ", help=f"Только {what}: id или название; можно несколько раз.")


@app.command(cls=RussianCommand, help="Лучшие цитаты: с причиной выбора, подписью и местом в стенограмме.")
def quotes(
    study: StudyFolder,
    process: Annotated[list[str] | None, _only("--process", "этот процесс")] = None,
    code: Annotated[list[str] | None, _only("--code", "этот код")] = None,
    stage: Annotated[list[str] | None, _only("--stage", "этот этап")] = None,
    role: Annotated[list[str] | None, _only("--role", "эта роль")] = None,
    kind: Annotated[list[str] | None, _only("--kind", "похвала, жалоба или пожелание")] = None,
    company: Annotated[list[str] | None, _only("--company", "эта компания")] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="СПИСОК", help="По чему группировать, через запятую.")
    ] = "process,kind",
    best: Annotated[int, typer.Option("--best", min=1, metavar="ЧИСЛО", help="Сколько цитат на группу.")] = 3,
    form: Annotated[str, typer.Option("--format", metavar="ВИД", help="text, md или csv.")] = "text",
    context: Annotated[
        bool, typer.Option("--context", help="С вопросом и словами до и после цитаты.")
    ] = False,
    wishes: Annotated[bool, typer.Option("--wishes", help="Только пожелания и идеи, списком.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="ФАЙЛ", help="Записать в файл, а не на экран.")
    ] = None,
    jobs: Jobs = 1,
) -> None:
    """Print the best quotes of a study, or all its wishes."""
    from otzvuk.analysis import rank
    from otzvuk.folder.whole import whole_file
    from otzvuk.numbers.quote import (
        as_csv,
        as_markdown,
        as_text,
        select_mentions,
        select_quotes,
        wishes_as_text,
    )
    from otzvuk.numbers.quote import wishes as all_wishes
    from otzvuk.numbers.quote.select import CHOICES
    from otzvuk.show.grid import terminal

    form = one_of_them(form, ("text", "md", "csv"), "--format")
    groups = [one_of_them(each.strip(), CHOICES, "--by") for each in by.split(",") if each.strip()]
    if wishes and form != "text":
        raise InputError("пожелания печатаются только текстом", value=form, expected="--format text")
    survey = counted(study, jobs=jobs, written=out)
    ranking = rank(survey)
    given = {"process": process, "code": code, "stage": stage, "role": role, "kind": kind, "company": company}
    where = {name: values for name, values in given.items() if values}
    width = min(terminal().width, _WIDEST)
    if wishes:
        chosen = select_mentions(survey, where)
        text = wishes_as_text(all_wishes(chosen, ranking=ranking, best=best), width=width)
    else:
        found = select_quotes(survey, where=where, by=groups, ranking=ranking, best=best)
        if form == "csv":
            text = as_csv(found)
        elif form == "md":
            text = as_markdown(found, context=context)
        else:
            text = as_text(found, context=context, width=width)
    if out is None:
        typer.echo(text, nl=False)
        return
    with whole_file(out) as temporary:  # Excel takes a .csv for UTF-8 only where it says so
        temporary.write_bytes(text.encode("utf-8-sig" if form == "csv" else "utf-8"))
    typer.echo(f"Записано: {out}")
