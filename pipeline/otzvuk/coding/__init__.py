"""Interviews → codings: patterns, the evaluating words, the topic of the question, marks."""

from otzvuk.coding.coder import Coder, code_interview, code_study, model_names
from otzvuk.coding.rules import RuleCoder

__all__ = ["Coder", "RuleCoder", "code_interview", "code_study", "model_names"]
