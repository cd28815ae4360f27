"""Interviews → codings: the trained model, the rules, marks in speech."""

from otzvuk.coding.coder import Coder, code_study, coder_for, coder_key, haste, model_names, study_coder
from otzvuk.coding.rules import RuleCoder
from otzvuk.coding.ways import Way, summary, ways

__all__ = [
    "Coder",
    "RuleCoder",
    "Way",
    "code_study",
    "coder_for",
    "coder_key",
    "haste",
    "model_names",
    "study_coder",
    "summary",
    "ways",
]
