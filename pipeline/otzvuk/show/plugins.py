"""The plug-ins that are installed."""

from __future__ import annotations

from collections.abc import Mapping

from otzvuk.plugins import Group, Plugin
from otzvuk.show.grid import Grid, say, show_grid, terminal

_USE = {
    Group.READERS: "читается сам",
    Group.CODERS: "coder: {name} в study.yaml",
    Group.REPORTS: "reports: [{name}] в study.yaml",
    Group.COMMANDS: "otzvuk {name}",
}


def show_plugins(states: Mapping[Plugin, str]) -> None:
    """Each plug-in: what it adds, how to use it, its package; then what is wrong with some."""
    console = terminal()
    if not states:
        say(console, ["Плагинов нет. Как их пишут: docs/dev/plugins.md"])
        return
    rows = [
        [
            each.group.label,
            each.name,
            each.label,
            "неисправен" if wrong else _USE[each.group].format(name=each.name),
        ]
        for each, wrong in states.items()
    ]
    headers = ("Добавляет", "Имя", "Пакет", "Как пользоваться")
    show_grid(console, Grid("", headers, rows, names=4))
    say(
        console,
        [
            f"{each.label}: {wrong}" if each.label not in wrong else wrong
            for each, wrong in states.items()
            if wrong
        ],
    )
