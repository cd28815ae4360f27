"""Results in the terminal: the short table of an analysis, a coloured interview, numbers, an evaluation."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from otzvuk.show.interview import show_file
    from otzvuk.show.lesson import show_evaluation, show_lesson
    from otzvuk.show.result import show_outcome

__all__ = ["show_evaluation", "show_file", "show_lesson", "show_outcome"]

# Imported at first use: what is told again needs no library of numbers.
_PLACES = {
    "show_file": "interview",
    "show_evaluation": "lesson",
    "show_lesson": "lesson",
    "show_outcome": "result",
}


def __getattr__(name: str) -> object:
    if name in _PLACES:
        return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
