"""The command that lists what people decided about a study, undoes it and puts it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from otzvuk.cli.app import AsIs, Csv, CsvDialect, Jobs, Overwrite, Ready, StudyFolder, app
from otzvuk.cli.counting import opened
from otzvuk.cli.usage import NUMBER, RussianCommand
from otzvuk.cli.written import check_csv, write_table
from otzvuk.folder.csvfile import Dialect
from otzvuk.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from otzvuk.codings.decisions import Decisions
    from otzvuk.model.study import Study


@app.command(cls=RussianCommand, help="Что решили люди: кто, когда, что было раньше; отменить и вернуть.")
def decisions(
    study: StudyFolder,
    undo: Annotated[
        str,
        typer.Option("--undo", metavar="ИМЯ", help="Отменить последнее, что этот человек решил за один раз."),
    ] = "",
    redo: Annotated[str, typer.Option("--redo", metavar="ИМЯ", help="Вернуть то, что он отменил.")] = "",
    most: Annotated[
        int, typer.Option("--most", min=1, metavar=NUMBER, help="Сколько последних показать.")
    ] = 20,
    csv: Csv = None,
    csv_dialect: CsvDialect = Dialect.EXCEL,
    overwrite: Overwrite = False,
    as_is: AsIs = None,
    coding: Ready = None,
    jobs: Jobs = 1,
) -> None:
    """Print the decisions about a study, after undoing or putting back some."""
    from otzvuk.codings.chosen import decided_coding
    from otzvuk.codings.decided import Decided
    from otzvuk.codings.decisions import Decisions
    from otzvuk.show.decisions import decisions_table, show_decisions

    if undo and redo:
        raise InputError("отменить и вернуть сразу нельзя", expected="--undo или --redo")
    check_csv(csv, study, dialect=csv_dialect, overwrite=overwrite)
    read = opened(study)
    store = Decisions(read.path)
    _turn(store, undo, redo)
    chosen = decided_coding(read, coding, jobs=jobs)
    decided = chosen.decided or Decided(chosen.codings)
    table = decisions_table(store.all(), decided, read)
    show_decisions(table, decided, read.codebook, most=most)
    if store.remark:
        typer.echo(store.remark)
    if csv is not None:
        if as_is is False or (as_is is None and read.settings.hide_names):
            table = _hidden(table, read)
        write_table(table, csv, csv_dialect, what="Решения")


def _turn(store: Decisions, undo: str, redo: str) -> None:
    """Undo or put back what was asked for, and say how much it was."""
    from otzvuk.model.wording import in_quotes
    from otzvuk.show.grid import clipped

    by = undo or redo
    if not by:
        return
    found = store.undo(by) if undo else store.redo(by)
    if not found:
        people = ", ".join(sorted({each.by for each in store.all()}))
        raise InputError(
            "отменять нечего у" if undo else "возвращать нечего у",
            file=store.path,
            value=by,
            expected=f"имя из тех, кто решал: {people}" if people else "хотя бы одно решение",
        )
    first = found[0]
    said = f"{first.act.label}, {in_quotes(clipped(first.place.text, 60))}, {first.place.interview}"
    more = f" и ещё {len(found) - 1}" if len(found) > 1 else ""
    back = f"вернуть: --redo {by}" if undo else f"отменить: --undo {by}"
    typer.echo(f"{'Отменено' if undo else 'Возвращено'} решений: {len(found)} ({said}{more}); {back}")


def _hidden(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The table with names hidden; words whose place is unknown cannot be searched and are left out."""
    import pandas as pd

    from otzvuk.anonymise.loose import without_names

    placed = table["turn"] >= 0
    rest = table[~placed].assign(text="[…]")
    return pd.concat([without_names(table[placed], study), rest]).sort_index()
