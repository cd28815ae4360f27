"""Commands of other packages, looked for only where none of ours has the name; and the list of plug-ins."""

from __future__ import annotations

import functools
from collections.abc import Callable, Container
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import typer

from otzvuk.cli.app import SOME_FAILED, app
from otzvuk.cli.usage import RussianCommand
from otzvuk.model.errors import InputError

if TYPE_CHECKING:
    from otzvuk.plugins import Plugin


@runtime_checkable
class Command(Protocol):
    """A function with Typer's annotations; an entry point of `otzvuk.commands`, named as it is called."""

    def __call__(self, *arguments: Any, **options: Any) -> None:
        """Do what the command is for; a fault of the user's is an `otzvuk.InputError`."""
        ...


def command_of(name: str) -> Any:
    """The command of a plug-in by its name, for Typer; None where there is none.

    Raises `InputError` that names the package where it is broken, or where several want the name.
    """
    from otzvuk.plugins import Group, plugin_of

    plugin = plugin_of(Group.COMMANDS, name)
    return None if plugin is None else _made(plugin)


def _made(plugin: Plugin) -> Any:
    from otzvuk.plugins import trouble

    found = plugin.imported()
    if not isinstance(found, Command):
        raise plugin.fault("это не то, что нужно:", type(found).__name__, "функция с параметрами Typer")
    try:
        own = typer.Typer(add_completion=False, rich_markup_mode=None)
        own.command(plugin.name, cls=RussianCommand)(_guarded(plugin, found))
        return typer.main.get_command(own)
    except Exception as error:  # annotations that Typer does not know
        raise plugin.fault(
            "команда описана неверно:", trouble(error), "функция с параметрами Typer"
        ) from error


def _guarded(plugin: Plugin, command: Callable[..., None]) -> Callable[..., None]:
    """The command with its faults named: one Russian sentence, never a traceback."""

    @functools.wraps(command)
    def called(*arguments: Any, **options: Any) -> None:
        from otzvuk.plugins import trouble

        try:
            command(*arguments, **options)
        except (InputError, OSError):
            raise
        except Exception as error:
            if hasattr(error, "exit_code"):  # Typer's own: the end of the command, a faulty option
                raise
            raise plugin.fault("не выполнен:", trouble(error), "исправный плагин") from error

    return called


@app.command(cls=RussianCommand, help="Показать установленные плагины: что добавляют и исправны ли.")
def plugins() -> None:
    """List the plug-ins; exit code 1 where one is broken or cannot be used."""
    from otzvuk.show.plugins import show_plugins

    states = plugin_states()
    show_plugins(states)
    if any(states.values()):
        raise typer.Exit(SOME_FAILED)


def plugin_states() -> dict[Plugin, str]:
    """What is wrong with each plug-in that is installed, in Russian; "" where it can be used."""
    from otzvuk.folder.layout import REPORTS
    from otzvuk.model.study import CODERS
    from otzvuk.plugins import Group, installed
    from otzvuk.plugins.chosen import clashes
    from otzvuk.read.formats import FORMATS

    taken: dict[Group, Container[str]] = {
        Group.READERS: FORMATS,
        Group.CODERS: CODERS,
        Group.REPORTS: REPORTS,
        Group.COMMANDS: {
            *(each.name or each.callback.__name__ for each in app.registered_commands if each.callback),
            *(each.name for each in app.registered_groups if each.name),
        },
    }
    states = {}
    for each in installed():
        why = clashes(each.group, taken[each.group]).get(each, "")
        try:
            _load(each)
        except InputError as error:
            why = str(error)
        states[each] = why
    return states


def _load(plugin: Plugin) -> None:
    from otzvuk.coding.plugged import CoderFactory
    from otzvuk.plugins import Group
    from otzvuk.read.formats import Reader

    if plugin.group is Group.READERS:
        plugin.load(Reader, Path(), known=())
    elif plugin.group is Group.CODERS:
        plugin.load(CoderFactory, None)
    elif plugin.group is Group.REPORTS:
        from otzvuk.report.plugged import check_report

        check_report(plugin)
    else:
        _made(plugin)
