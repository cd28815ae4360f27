"""What an analysis found: the headline, the most damaging processes, where the files are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from otzvuk.codings.outcome import Outcome


def show_outcome(outcome: Outcome) -> None:
    """The headline, the most damaging processes and where the files are."""
    console = Console()
    for sentence in outcome.sentences:
        console.print(sentence, markup=False, soft_wrap=not console.is_terminal)
    if outcome.seen:
        console.print(outcome.seen, markup=False)
    if outcome.corrected:
        console.print(outcome.corrected, markup=False, soft_wrap=not console.is_terminal)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in outcome.columns:
        table.add_column(name, justify="left" if name == "Процесс" else "right")
    for place, label, *cells in outcome.rows:
        table.add_row(place, Text(label, style="bold" if label in outcome.named else ""), *cells)
    if table.row_count:
        console.print(table)
    if outcome.same or (outcome.since is not None and outcome.codebook is not None):
        from otzvuk.show.since import show_same, show_since

        if outcome.same:
            show_same(outcome.same)
        elif outcome.since is not None and outcome.codebook is not None:
            show_since(outcome.since, outcome.codebook)
    for message in outcome.failures:
        console.print(
            f"Не прочитано: {message}", style="yellow", markup=False, soft_wrap=not console.is_terminal
        )
    if outcome.assumed:
        console.print(
            f"Предположений: {outcome.assumed} — посмотрите их в отчёте или командой otzvuk check",
            markup=False,
        )
    console.print(f"Отчёт: {outcome.out / 'report.html'}", soft_wrap=True, markup=False)
    console.print(f"Таблицы: {outcome.out / 'frequencies.xlsx'}", soft_wrap=True, markup=False)
    for path in outcome.kept:
        console.print(f"Прежний отчёт с вашими правками сохранён: {path}", soft_wrap=True, markup=False)
    console.print(
        "Дословно, с именами: mentions, ratings и run.json — для своих расчётов, не для отправки.",
        soft_wrap=not console.is_terminal,
        markup=False,
    )
    if outcome.names is not None:
        where = "names_found.csv исследования" if outcome.listed else "команда otzvuk names"
        console.print(
            f"Имена в отчётах заменены метками (меток: {outcome.names}). Найдено не всё: прочитайте отчёт, "
            f"прежде чем отправлять. Что заменено — {where}; показать имена — --as-is.",
            soft_wrap=not console.is_terminal,
            markup=False,
        )
