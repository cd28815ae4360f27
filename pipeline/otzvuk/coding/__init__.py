"""Interviews → codings: the trained model, the rules, marks in speech."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from otzvuk.coding.coder import Coder, code_study, coder_for, coder_key, haste, model_names, study_coder
    from otzvuk.coding.rules import RuleCoder

__all__ = [
    "Coder",
    "RuleCoder",
    "code_study",
    "coder_for",
    "coder_key",
    "haste",
    "model_names",
    "study_coder",
]

# Imported at first use: who takes kept results needs none of what makes them.
_PLACES = {
    "Coder": "coder",
    "RuleCoder": "rules",
    "code_study": "coder",
    "coder_for": "coder",
    "coder_key": "coder",
    "haste": "coder",
    "model_names": "coder",
    "study_coder": "coder",
}


def __getattr__(name: str) -> object:
    if name in _PLACES:
        return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
