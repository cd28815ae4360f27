"""Commands about a language model of the user's own: agree, ask, compare; questions and answers as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from otzvuk.cli.app import AsIs, Csv, CsvDialect, Overwrite, StudyFolder, app
from otzvuk.cli.consent import give, with_consent
from otzvuk.cli.usage import RussianCommand, RussianGroup
from otzvuk.cli.written import check_csv, quoted, write_table
from otzvuk.folder.csvfile import Dialect
from otzvuk.model.errors import InputError

if TYPE_CHECKING:
    from otzvuk.llm.coder import LlmCoder
    from otzvuk.model.mention import Coding
    from otzvuk.model.study import Study

llm = typer.Typer(
    cls=RussianGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="Разметить своей языковой моделью (блок llm в study.yaml): согласиться, спросить, сравнить.",
)
app.add_typer(llm, name="llm")

Yes = Annotated[bool, typer.Option("--yes", help="Согласиться без вопроса: для запуска без терминала.")]


@llm.command(cls=RussianCommand, help="Сказать, что и куда уйдёт, и записать согласие.")
def allow(
    study: StudyFolder,
    yes: Yes = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Забыть прежнее согласие.")] = False,
) -> None:
    """Say what goes where and note that somebody agrees; or forget it."""
    from otzvuk.llm.consent import ConsentError
    from otzvuk.llm.consent import withdraw as forget

    read = _opened(study)
    if withdraw:
        typer.echo(f"Согласий забыто: {forget(read)}")
        return
    coder = _coder(read)
    give(ConsentError(read, coder.consent(coder.endpoint())), yes=yes)


@llm.command(cls=RussianCommand, help="Разметить языковой моделью: ответы останутся в исследовании.")
def code(
    study: StudyFolder,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Только сказать, что уйдёт, куда и сколько это токенов.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Ask what has not been answered yet, and say what became of the answers."""
    from otzvuk.llm.consent import ConsentError

    read = _opened(study)
    coder = _coder(read)
    if dry_run:
        _tell_cost(read, coder)
        return

    def run() -> None:
        codings, said = _coded(read, coder)
        found = sum(len(each.mentions) for each in codings)
        typer.echo(f"{said}.\nУпоминаний: {found}, интервью: {len(codings)}.")
        if read.settings.coder != "llm":
            typer.echo("Чтобы считать по этой разметке, впишите в study.yaml: coder: llm")

    try:
        with_consent(run)
    except ConsentError as error:
        if not yes:
            raise
        give(error, yes=True)
        run()


@llm.command(cls=RussianCommand, help="Сравнить разметку языковой модели с разметкой самой программы.")
def compare(
    study: StudyFolder,
    csv: Csv = None,
    csv_dialect: CsvDialect = Dialect.EXCEL,
    overwrite: Overwrite = False,
    as_is: AsIs = None,
) -> None:
    """Print how far the model and the program's own coder agree, and where they do not."""
    from dataclasses import replace

    from otzvuk.agreement import compare as compared
    from otzvuk.anonymise.loose import without_names
    from otzvuk.codings.anywhere import Side
    from otzvuk.codings.cache import code_cached
    from otzvuk.show.agreement import show_agreement

    check_csv(csv, study, dialect=csv_dialect, overwrite=overwrite)
    read = _opened(study)
    coder = _coder(read)
    codings, said = with_consent(lambda: _coded(read, coder))
    local = replace(read, settings=read.settings.model_copy(update={"coder": ""}))
    own = Side("разметка программы", code_cached(local), read.codebook)
    found = compared(Side(f"языковая модель {coder.settings.model}", codings, read.codebook), own)
    show_agreement(found, read.codebook)
    typer.echo(f"{said}.")
    if csv is not None:
        rows = found.disagreements if as_is else without_names(found.disagreements, read)
        write_table(rows, csv, csv_dialect, what="Расхождения")


@llm.command(cls=RussianCommand, help="Записать вопросы в файл: для одобренной машины в другом месте.")
def prompts(
    study: StudyFolder,
    to: Annotated[Path, typer.Option("--to", metavar="ФАЙЛ.jsonl", help="Куда записать вопросы.")],
    overwrite: Overwrite = False,
) -> None:
    """Write the questions that nobody has answered yet; opens no connection."""
    from otzvuk.folder.layout import refuse
    from otzvuk.llm.batch import write_questions

    if to.suffix.lower() != ".jsonl":
        raise InputError("вопросы пишутся в файл .jsonl", file=to, expected="имя файла с .jsonl в конце")
    refuse(to, study, overwrite=overwrite)
    read = _opened(study)
    coder = _coder(read)
    questions = list(coder.unanswered(read.interviews))
    if not questions:
        typer.echo(
            "Все вопросы уже отвечены: otzvuk llm compare, или coder: llm в study.yaml и otzvuk analyse."
        )
        return
    write_questions(questions, to)
    names = "имена заменены метками, но найдено не всё" if coder.settings.hide_names else "имена — как есть"
    typer.echo(
        f"Вопросов: {len(questions)}, токенов около {sum(each.tokens for each in questions)}: {to}\n"
        f"В файле слова интервью ({names}). Ответы: otzvuk llm answers {quoted(study)} --answers ФАЙЛ.jsonl"
    )


@llm.command(cls=RussianCommand, help="Взять ответы на вопросы из файла.")
def answers(
    study: StudyFolder,
    file: Annotated[Path, typer.Option("--answers", metavar="ФАЙЛ.jsonl", help="Ответы языковой модели.")],
) -> None:
    """Keep the answers of a file; opens no connection."""
    from otzvuk.llm.batch import take_answers

    read = _opened(study)
    coder = _coder(read)
    taken = take_answers(coder, file)
    left = sum(1 for _ in coder.unanswered(read.interviews))
    typer.echo(
        f"Ответов взято: {taken.taken}"
        + (f", не к этому исследованию: {taken.strange}" if taken.strange else "")
        + (f", пустых: {taken.empty}" if taken.empty else "")
        + f"; вопросов осталось: {left}."
    )
    if left:
        typer.echo(
            f"Оставшиеся (и половины тех, что не уместились): otzvuk llm prompts {quoted(study)} --to …"
        )
    else:
        _, said = _coded(read, coder)
        typer.echo(f"{said}.")


def _opened(path: Path) -> Study:
    from otzvuk.codings.surveyed import read_identified
    from otzvuk.read import require_interviews

    return require_interviews(read_identified(path))


def _coder(study: Study) -> LlmCoder:
    from otzvuk.llm.coder import LlmCoder

    return LlmCoder(study)


def _coded(study: Study, coder: LlmCoder) -> tuple[tuple[Coding, ...], str]:
    """The coding of the study by the model, and what became of its answers."""
    from otzvuk.llm.tally import Tally
    from otzvuk.model.progress import track

    codings, tally = [], Tally()
    for each in track(study.interviews, "Языковая модель", total=len(study.interviews)):
        coding, counted = coder.told(each)
        codings.append(coding)
        tally = tally + counted
    return tuple(codings), f"{tally.sentence}; токенов {tally.tokens}"


def _tell_cost(study: Study, coder: LlmCoder) -> None:
    """What would be sent, where to, and how much that is; nothing is sent."""
    known = list(coder.known(study.interviews))
    left = list(coder.unanswered(study.interviews))
    if coder.settings.url:
        from otzvuk.llm.address import endpoint_of

        typer.echo(coder.consent(endpoint_of(coder.settings)))
    from otzvuk.llm.kept import cost

    spent = sum(cost(*each) for each in known)
    about = sum(each.tokens for each in left)
    budget = coder.settings.budget
    typer.echo(
        f"Вопросов: {len(known) + len(left)}, из них отвечено {len(known)} (токенов {spent}); "
        f"осталось {len(left)}, токенов около {about}. "
        + (f"Бюджет: {budget}." if budget else "Бюджета нет (llm.budget).")
        + (" Его не хватит." if budget and spent + about > budget else "")
    )
