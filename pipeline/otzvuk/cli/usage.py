"""The command line's own words in Russian: Typer says its headings and complaints in English only."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

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
    (r"\[default: ", "[по умолчанию: "),
    (r"; required\]", "; обязательно]"),
    (r"<(str|path|file|directory|list\[\w+\])>", ""),
    (r"<(int|integer)( range)?>", "<число>"),
)
_COMPLAINTS = (
    (r"No such command '(.*?)'.*", r"нет команды «\1»; список команд: otzvuk --help"),
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


class RussianCommand(TyperCommand):
    """A command whose help is Russian throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return russian_help(super().get_help(ctx))


class RussianGroup(TyperGroup):
    """A group of commands whose help is Russian throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return russian_help(super().get_help(ctx))


def russian_help(text: str) -> str:
    """Typer's help text with its own words in Russian."""
    for english, russian in _HELP:
        text = re.sub(english, russian, text, flags=re.MULTILINE)
    return text


def russian_complaint(message: str) -> str:
    """What is wrong with a command line, in Russian."""
    for english, russian in _COMPLAINTS:
        if re.match(english, message, re.DOTALL):
            return re.sub(english, russian, message, count=1, flags=re.DOTALL)
    return f"команда не понята: {message}"
