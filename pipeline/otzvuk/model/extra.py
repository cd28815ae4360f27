"""Packages that only some need: whether one is installed, and the command that installs what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from otzvuk.model.errors import InputError


def installed(package: str) -> bool:
    """Whether `package` (a top-level name, as it is imported) can be imported; it is not imported."""
    try:
        return find_spec(package) is not None
    except (ModuleNotFoundError, ValueError):  # ValueError: `sys.modules` says that there is none
        return False


def command(extra: str) -> str:
    """The command that installs the packages of an extra of pyproject.toml."""
    return f"pip install 'otzvuk[{extra}]'"


@contextmanager
def needed(what: str, *, extra: str) -> Iterator[None]:
    """Around the import of what `extra` brings: where it is missing, `InputError` says how to get it.

    `what` begins the sentence, in Russian: «для файлов Parquet».

    >>> with needed("для примера", extra="parquet"):
    ...     import no_such_package
    Traceback (most recent call last):
    otzvuk.model.errors.InputError: для примера нет пакета «no_such_package»; ожидается сначала команда pip …
    """
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        raise InputError(
            f"{what} нет пакета", value=missing, expected=f"сначала команда {command(extra)}"
        ) from error
