"""What is missing, and the command that installs it."""

from __future__ import annotations

from importlib.util import find_spec

from otzvuk.model.errors import InputError


class MissingExtraError(InputError, ImportError):
    """A library that an extra of otzvuk brings is not installed; says how to install it."""

    def __init__(self, library: str, extra: str) -> None:
        InputError.__init__(
            self, f"не установлен {library}", expected=f"команда: pip install 'otzvuk[{extra}]'"
        )


def require(module: str, library: str, extra: str) -> None:
    """Raise `MissingExtraError` unless `module` can be imported.

    >>> require("json", "json", "spacy")
    """
    try:
        found = find_spec(module)
    except (ModuleNotFoundError, ValueError):  # ValueError: somebody has put None in its place
        found = None
    if found is None:
        raise MissingExtraError(library, extra)
