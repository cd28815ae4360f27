"""One entry point of another package: what it adds, how it is loaded, how its faults are named."""

from __future__ import annotations

import inspect
import re
import traceback
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from otzvuk.model.errors import InputError

_VALUE: Final = re.compile(r"\s*([\w.]+)\s*:\s*([\w.]+)\s*(?:\[.*\])?\s*")  # «package.module:name»
_SAID: Final = 200  # letters of what an exception says


class Group(StrEnum):
    """What an entry point adds; the value is the group's name in pyproject.toml."""

    READERS = "otzvuk.readers"
    CODERS = "otzvuk.coders"
    REPORTS = "otzvuk.reports"
    COMMANDS = "otzvuk.commands"

    @property
    def label(self) -> str:
        """What one of the group is, in Russian."""
        return _LABELS[self]


_LABELS = {
    Group.READERS: "формат стенограмм",
    Group.CODERS: "кодировщик",
    Group.REPORTS: "отчёт",
    Group.COMMANDS: "команда",
}


@dataclass(frozen=True, kw_only=True)
class Plugin:
    """An entry point: `name` in its `group`, `value` («module:object»), the `package` and its `version`.

    The name of a reader is a file's ending with its dot, in small letters, however it was written.
    """

    group: Group
    name: str
    value: str
    package: str
    version: str

    @property
    def label(self) -> str:
        """The package with its version, as people are told."""
        return f"{self.package} {self.version}".strip()

    def load(self, protocol: type, *arguments: object, **options: object) -> Any:
        """What the entry point names: a `protocol` that can be called with such arguments.

        Raises `InputError` that names the package where it cannot be imported or is something else.
        """
        found = self._imported()
        if not isinstance(found, protocol) or not callable(found):
            raise self.fault("это не то, что нужно:", type(found).__name__, self.group.label)
        try:
            inspect.signature(found).bind(*arguments, **options)
        except TypeError as error:
            raise self.fault(
                "вызывается не так:", error, f"{protocol.__name__} из docs/plugins.md"
            ) from error
        except ValueError:  # written in C: it does not say how it is called
            pass
        return found

    def imported(self) -> Any:
        """What the entry point names, whatever that is; raises `InputError` as `load` does."""
        return self._imported()

    def _imported(self) -> Any:
        written = _VALUE.fullmatch(self.value)
        if written is None:
            raise self.fault("точка входа записана неверно:", self.value, "модуль:имя")
        module, names = written.groups()
        try:
            found: Any = import_module(module)
            for name in names.split("."):
                found = getattr(found, name)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # SystemExit, too: whatever it does, others go on
            raise self.fault("не загружается:", trouble(error), "исправный пакет") from error
        return found

    def fault(self, what: str, value: object, expected: str, *, file: str | Path | None = None) -> InputError:
        """An `InputError` that names the package and the entry point."""
        said = f"плагин {self.label} ({self.group.value}: {self.name}) {what}"
        return InputError(said, file=file, value=value, expected=expected)


def trouble(error: BaseException) -> str:
    """An exception in a few words, with the line of the file in which it arose, for whoever repairs it."""
    said = " ".join(str(error).split())
    said = said if len(said) <= _SAID else said[: _SAID - 1] + "…"
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, строка {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}{': ' if said else ''}{said}{where}"
