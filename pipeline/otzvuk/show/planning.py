"""Drafts of a plan and what became of the plan, in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from otzvuk.report.drafted import ABOUT_DRAFTS, ABOUT_OUTCOMES, Drafted, Outcome, summary
from otzvuk.show.grid import Grid, say, show_grid, terminal

_WORDS = frozenset(range(4))


def show_plan(found: Sequence[Drafted], became: Sequence[Outcome], *, planned: bool) -> None:
    """Print the drafts, and of each action of the plan what is seen."""
    console = terminal()
    if became:
        told = [(each.action.action or each.action.problem, each.verdict, each.told) for each in became]
        heads = ("Мера", "Что видно", "По каким числам")
        show_grid(console, Grid("Что стало с мерами плана", heads, told, names=1, words=_WORDS))
        say(console, [summary(became), ABOUT_OUTCOMES])
    if not found:
        more = "кроме того, что уже есть в plan.xlsx, " if planned else ""
        say(console, [f"Черновиков нет: {more}нет ни жалоб, ни просьб, из которых их составить."])
        return
    rows = [(each.about, each.action, each.metric, each.doubts or "—") for each in found]
    columns = ("О чём", "Что сделать (слова клиентов)", "Что покажет", "Сомнения")
    show_grid(console, Grid("Черновики программы", columns, rows, names=1, words=_WORDS))
    say(console, [ABOUT_DRAFTS])
