"""What to do with a fault of the study: stop at it, or note it and go on looking for the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from otzvuk.model.errors import InputError

Report = Callable[[InputError], None]
Result = TypeVar("Result")


def stop(error: InputError) -> None:
    """Raise the fault: nothing can be computed from a faulty study."""
    raise error


def attempt(action: Callable[[], Result], fallback: Result, report: Report) -> Result:
    """The result of `action`; where it raises an `InputError` that `report` lets pass, `fallback`."""
    try:
        return action()
    except InputError as error:
        report(error)
        return fallback
