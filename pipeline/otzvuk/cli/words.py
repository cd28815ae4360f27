"""Commands that print what people said."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from otzvuk.cli.again import again
from otzvuk.cli.app import AsIs, CsvDialect, Jobs, Overwrite, Ready, StudyFolder, Where, app
from otzvuk.cli.counting import coded, narrowed, of_now, opened, renamed, silent, written
from otzvuk.cli.given import Given, counts
from otzvuk.cli.usage import NUMBER, RussianCommand
from otzvuk.cli.written import dialect_named
from otzvuk.folder.csvfile import Dialect
from otzvuk.folder.layout import refuse
from otzvuk.model.choice import choice
from otzvuk.model.errors import InputError

_FORMS = {"text": "текст", "md": "Markdown", "csv": "таблица"}
_SUFFIXES = {".txt": "text", ".md": "md", ".csv": "csv"}
_WRONG_BY = "неверное значение параметра --by"
_WIDEST = 100  # columns; longer lines are not read


def _only(option: str, what: str) -> Any:
    return typer.Option(option, metavar="ИМЯ", help=f"Только {what}: id или название; можно несколько раз.")


@app.command(cls=RussianCommand, help="Лучшие цитаты: с причиной выбора, подписью и местом в стенограмме.")
@again
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
    best: Annotated[int, typer.Option("--best", min=1, metavar=NUMBER, help="Сколько цитат на группу.")] = 3,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            show_default=False,
            metavar="ВИД",
            help="text, md или csv; обычно — по концу имени файла, на экране — text.",
        ),
    ] = "",
    context: Annotated[
        bool, typer.Option("--context", help="С вопросом и словами до и после цитаты.")
    ] = False,
    wishes: Annotated[bool, typer.Option("--wishes", help="Только пожелания и идеи, списком.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="ФАЙЛ", help="Записать в файл, а не на экран.")
    ] = None,
    csv_dialect: CsvDialect = Dialect.EXCEL,
    overwrite: Overwrite = False,
    as_is: AsIs = None,
    coding: Ready = None,
    where: Where = "",
    jobs: Jobs = 1,
) -> None:
    """Print the best quotes of a study, or all its wishes."""
    from otzvuk.folder.whole import whole_file
    from otzvuk.numbers.damage import rank
    from otzvuk.numbers.quote import (
        apart_as_text,
        as_csv,
        as_markdown,
        as_text,
        quotes_apart,
        select_mentions,
        select_quotes,
        wishes_as_text,
    )
    from otzvuk.numbers.quote import wishes as all_wishes
    from otzvuk.numbers.quote.select import CHOICES, values_of_where
    from otzvuk.show.grid import terminal

    form, dialect = _form(form, out), dialect_named(csv_dialect)
    groups = [choice(each.strip(), CHOICES, _WRONG_BY) for each in by.split(",") if each.strip()]
    if wishes and form != "text":
        raise InputError("пожелания печатаются только текстом", value=form, expected="--format text")
    if out is not None:
        refuse(out, study, overwrite=overwrite)
    given = {"process": process, "code": code, "stage": stage, "role": role, "kind": kind, "company": company}
    asked = {name: values for name, values in given.items() if values}
    read = opened(study)
    asked = values_of_where(narrowed(silent(read), where), asked)
    whole = coded(read, jobs=jobs, coding=coding, where=where, every_wave=True)
    whole = of_now(whole, beside=out is None and form != "text")
    survey = written(whole, out, as_is=as_is)
    asked = {name: [renamed(each, name, whole, survey) for each in values] for name, values in asked.items()}
    ranking = rank(survey)
    width = min(terminal().width, _WIDEST)
    if wishes:
        chosen = select_mentions(survey, asked)
        text = wishes_as_text(all_wishes(chosen, ranking=ranking, best=best), width=width)
    else:
        found = select_quotes(survey, where=asked, by=groups, ranking=ranking, best=best)
        if form == "csv":
            text = as_csv(found, dialect=dialect)
        elif form == "md":
            text = as_markdown(found, context=context)
        else:
            text = "" if any(asked.values()) else apart_as_text(quotes_apart(survey), width=width)
            text += as_text(found, context=context, width=width)
    if out is None:
        typer.echo(text, nl=False)
        return
    with whole_file(out) as temporary:
        temporary.write_bytes(text.encode(dialect.encoding if form == "csv" else "utf-8"))
    typer.echo(f"Записано: {out}")


@app.command(cls=RussianCommand, help="Найти слова во всех интервью: в любой форме, фразы, начала слов.")
@counts
def search(
    study: StudyFolder,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="СЛОВА",
            help="Слова одного предложения в любой форме; «слова в кавычках» — подряд; постав* — "
            "начало слова; =сроки — точная форма; срок|дата — любое из двух.",
        ),
    ],
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without", metavar="СЛОВО", help="Без этого слова в предложении; можно несколько раз."
        ),
    ] = None,
    role: Annotated[list[str] | None, _only("--role", "эта роль")] = None,
    company: Annotated[list[str] | None, _only("--company", "эта компания")] = None,
    process: Annotated[list[str] | None, _only("--process", "где размечен этот процесс")] = None,
    kind: Annotated[list[str] | None, _only("--kind", "где размечена похвала, жалоба или пожелание")] = None,
    code: Annotated[list[str] | None, _only("--code", "где размечен этот код")] = None,
    codes: Annotated[bool, typer.Option("--codes", help="Показать, чем слова размечены.")] = False,
    questions: Annotated[bool, typer.Option("--questions", help="И в словах интервьюера.")] = False,
    most: Annotated[
        int, typer.Option("--most", min=1, metavar=NUMBER, help="Сколько мест показать на экране.")
    ] = 50,
    *,
    given: Given,
) -> None:
    """Print where words were said, with the words around them."""
    from otzvuk.analysis import shown_to_others
    from otzvuk.numbers.quote.select import values_of_where
    from otzvuk.numbers.search import Index, hits_table, terms_of
    from otzvuk.numbers.search import search as find
    from otzvuk.show.hits import show_hits, show_nothing

    query = terms_of(words, without or [])
    given.check(study)
    only = {"role": role, "company": company, "process": process, "kind": kind, "code": code}
    asked = {name: values for name, values in only.items() if values}
    read = opened(study)
    survey = narrowed(silent(read), given.where)
    asked = values_of_where(survey, asked)
    index = Index(survey.study.interviews)
    needs = (
        codes or given.coding is not None or any((process, kind, code))
    )  # nothing is coded only to be searched
    if needs and index.turns_of(query):
        survey = given.coded(read, every_wave=True)
    hits = find(survey, query, where=asked, everybody=questions, index=index)
    if hits:
        show_hits(survey, hits, most=most)
    else:
        show_nothing(index.near(query), index.alone(query))
    if given.csv is not None:
        others = shown_to_others(survey, as_is=given.as_is)
        if others.names is not None:
            typer.echo("Имена в файле заменены метками; показать их — --as-is.")
        moved = [each.at(others.interviews[each.interview].id, others.span) for each in hits]
        table = hits_table(others.survey, moved)
        places = {"start": [each.start for each in hits], "end": [each.stop for each in hits]}
        given.write(table.assign(**places))


def _form(form: str, out: Path | None) -> str:
    """The form of the quotes: as asked for, and as the file's name promises."""
    form = choice(form, _FORMS, "неверное значение параметра --format") if form else ""
    if out is None:
        return form or "text"
    promised = _SUFFIXES.get(out.suffix.lower())
    if promised is None or form not in {"", promised}:
        expected = f"файл {' или '.join(name for name, each in _SUFFIXES.items() if form in {'', each})}"
        raise InputError("в такой файл цитаты не пишутся", file=out, value=out.suffix, expected=expected)
    return promised
