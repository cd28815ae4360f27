"""The command line's own words in Russian: Typer says its headings and complaints in English only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from typer.core import TyperCommand, TyperGroup

from otzvuk.model.errors import InputError

_HELP = (
    (r"^Usage:", "Использование:"),
    (r"\[OPTIONS\] COMMAND \[ARGS\]\.\.\.", "КОМАНДА [ПАРАМЕТРЫ]"),
    (r"\[OPTIONS\]", "[ПАРАМЕТРЫ]"),
    (r"\{(\w+)\}\.\.\.", r"\1..."),
    (r"^Arguments:", "Что указать:"),
    (r"^Options:", "Параметры:"),
    (r"^Commands:", "Команды:"),
    (r"Show this message and exit\.", "Показать эту справку."),
    (r"\[required\]", "[обязательно]"),
    (r"\[default:", "[по умолчанию:"),
    (r"; required\]", "; обязательно]"),
    (r"<(str|path|file|directory|list\[\w+\])>", ""),
    (r"<(int|integer)( range)?>", "<число>"),
)
_ARCHIVES = frozenset((".zip", ".rar", ".7z", ".gz", ".tgz", ".tar"))
_COMPLAINTS = (
    (
        r"No such command '(.*?)'\. Did you mean '(.*?)'.*",
        r"нет команды «\1»; может быть, \2? Все команды: otzvuk --help",
    ),
    (r"No such command '(.*?)'.*", r"нет команды «\1»; список команд: otzvuk --help"),
    (
        r"No such option:? '?(--?[\w-]+)'? \(Possible options: (--?[\w-]+), (--?[\w-]+)\).*",
        r"нет параметра «\1»; может быть, \2 или \3? Все параметры: добавьте --help",
    ),
    (
        r"No such option:? '?(--?[\w-]+)'? \(Possible options: (--?[\w-]+).*",
        r"нет параметра «\1»; может быть, \2? Все параметры: добавьте --help",
    ),
    (r"No such option:? '?(--?[\w-]+)'?.*", r"нет параметра «\1»; список параметров: добавьте --help"),
    (r"Missing argument '(.*?)'.*", r"не указано «\1»; как пользоваться: добавьте --help"),
    (r"Missing option '(.*?)'.*", r"не указан параметр «\1»; как пользоваться: добавьте --help"),
    (r"Missing command.*", "не указана команда; список команд: otzvuk --help"),
    (r"Option '(.*?)' requires an argument.*", r"параметру «\1» нужно значение"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*?)\).*", r"лишнее в команде: «\1»"),
    (
        r"Invalid value for '(.*?)': Input should be greater than or equal to (\d+).*",
        r"неверное значение параметра «\1»; ожидается целое число не меньше \2",
    ),
    (
        r"Invalid value for '(.*?)': Input should be a valid integer.*",
        r"неверное значение параметра «\1»; ожидается целое число",
    ),
    (
        r"Invalid value for '(.*?)':.*",
        r"неверное значение «\1»; ожидается то, что сказано в справке (--help)",
    ),
)


FOLDER = "ИССЛЕДОВАНИЕ"
SECOND = "ВТОРОЕ"
NUMBER = "ЧИСЛО"
RANGE = "ОТ ДО"
"""What the help calls an argument; by that name a command knows that it must be a study's folder."""


class RussianCommand(TyperCommand):
    """A command whose help is Russian throughout, and which says at once that a study is not there."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the command line; a folder that is not there is the last complaint about it."""
        given, _, _ = self.make_parser(ctx).parse_args(args=list(args))
        left = super().parse_args(ctx, args)
        self._refuse_missing(given)
        return left

    def refuse_early(self, ctx: Any, args: list[str]) -> None:
        """Raise `InputError` where a study is not there and nothing else can be wrong with `args`.

        Typer turns words into paths and numbers by pydantic, which takes longer to import than everything
        else that such an answer needs.
        """
        own = self.context_class(self, info_name=self.name, parent=ctx)
        given, rest, _ = self.make_parser(own).parse_args(args=list(args))
        numbers = any(each.metavar in {NUMBER, RANGE} and given.get(str(each.name)) for each in self.params)
        lacking = any(each.required and not given.get(str(each.name)) for each in self.params)
        if not (numbers or lacking or rest or given.get("help")):
            self._refuse_missing(given)

    def _refuse_missing(self, given: dict[str, Any]) -> None:
        for each in self.params:
            value = given.get(str(each.name)) if each.metavar in {FOLDER, SECOND} else None
            for folder in [value] if isinstance(value, str) else value or ():
                if not Path(folder).is_dir():
                    what, wanted = _no_study(Path(folder))
                    raise InputError(what, file=folder, expected=wanted)

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return russian_help(super().get_help(ctx))


def _no_study(path: Path) -> tuple[str, str]:
    """What is wrong with a path that is no study's folder, and what is wanted instead."""
    if not path.exists():
        return "нет такой папки", "папка исследования"
    if path.suffix.lower() in _ARCHIVES:
        return "это архив, он не распаковывается сам", "папка, в которую вы его распаковали"
    return "это файл, а не папка", "папка исследования, в которой лежат стенограммы"


class RussianGroup(TyperGroup):
    """A group of commands whose help is Russian throughout."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what stands before the command; `refuse_early` of the command comes first."""
        command = self.commands.get(args[0]) if args else None
        if args and command is None and Path(args[0]).is_dir():
            raise InputError(
                "не сказано, что сделать с папкой", value=args[0], expected=f"otzvuk analyse {args[0]}"
            )
        if isinstance(command, RussianCommand):
            command.refuse_early(ctx, args[1:])
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return russian_help(super().get_help(ctx))


class ProgramGroup(RussianGroup):
    """The commands of the program, and those of plug-ins."""

    def get_command(self, ctx: Any, name: str) -> Any:
        """The command of that name: one of ours, else a plug-in's."""
        found = super().get_command(ctx, name)
        if found is not None or name.startswith("-"):
            return found
        from otzvuk.cli.plugged import command_of

        return command_of(name)


def russian_help(text: str) -> str:
    """Typer's help text with its own words in Russian."""
    for english, russian in _HELP:
        text = re.sub(english, russian, text, flags=re.MULTILINE)
    return text


def russian_complaint(message: str, group: str = "") -> str:
    """What is wrong with a command line, in Russian; `group` are the words that its command is in («llm»)."""
    for english, russian in _COMPLAINTS:
        if re.match(english, message, re.DOTALL):
            said = re.sub(english, russian, message, count=1, flags=re.DOTALL)
            return said.replace("otzvuk --help", f"otzvuk {group} --help") if group else said
    return f"команда не понята: {message}"
