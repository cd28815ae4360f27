"""Levels in the terminal: means by level with the change, then what is praised, as theses."""

from __future__ import annotations

from otzvuk.model.wording import in_quotes, number
from otzvuk.report.leveled import Group, Levels, Row, moved
from otzvuk.show.grid import Cell, Grid, say, show_grid, terminal

_HEADERS = ("Уровень, критерий", "Из 10", "95 %", "Оценок (людей)", "Δ", "Вывод")
_THESES = ("Кто", "За что", "Сколько", "Цитата")


def show_levels(levels: Levels) -> None:
    """Print the levels of each source with what was marked in them, and the theses with a quote each."""
    console = terminal()
    for panel in levels.panels:
        rows = [_row(row) for row in (*panel.rows, *panel.apart)]
        show_grid(console, Grid(panel.source.label, _HEADERS, rows, words=frozenset({5})))
    if any(panel.apart for panel in levels.panels):
        say(console, ["* ни к одному уровню не отнесено: в критерии коды разных уровней или ни одного."])
    if levels.said and not levels.panels:
        spoken = [row for row in levels.said if row["mentions"]]
        cells = [
            [str(row[each]) for each in ("label", "praise", "complaint", "respondents")] for row in spoken
        ]
        show_grid(console, Grid("", ("Уровень", "Похвал", "Жалоб", "Респондентов"), cells))
    say(console, [*levels.sentences, *levels.notes])
    for _, by, groups in levels.groups:
        grid = Grid(f"За что хвалят, {by}", _THESES, _lines(groups), names=2, words=frozenset({2, 3}))
        show_grid(console, grid)
    if not levels.departments:
        say(console, ["Сильных сторон назвать нельзя: ни один код не хвалят чаще, чем ругают."])


def _row(row: Row) -> list[Cell]:
    sure = row["low_ten"] == row["low_ten"]
    return [
        f"{'' if row['depth'] == 1 else '  '}{row['label']}{'' if row['level'] else ' *'}",
        number(row["mean_ten"], 1) if row["marks"] else "—",
        f"{number(row['low_ten'], 1)}–{number(row['high_ten'], 1)}" if sure else "",
        f"{row['marks']} ({row['respondents']})",
        moved(row),
        ", ".join(row["told"]),
    ]


def _lines(groups: tuple[Group, ...]) -> list[list[Cell]]:
    return [
        [
            group.label,
            thesis.title,
            thesis.text,
            "".join(f"{in_quotes(each.text)} — {each.who}" for each in thesis.quotes[:1]),
        ]
        for group in groups
        for thesis in group.theses
    ]
