"""Interviews → codings: patterns, the evaluating words, the topic of the question, marks."""

from otzvuk.coding.coder import Coder, code_study
from otzvuk.coding.rules import RuleCoder

__all__ = ["Coder", "RuleCoder", "code_study"]
