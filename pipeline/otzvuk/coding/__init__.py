"""Interviews → codings: the trained model, the rules, marks in speech."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otzvuk.model.late import late

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

__getattr__ = late(__name__, _PLACES)
