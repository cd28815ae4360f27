"""Results in the terminal: the short table of an analysis, a coloured interview, numbers, an evaluation."""

from otzvuk.show.interview import show_file
from otzvuk.show.lesson import show_evaluation, show_lesson
from otzvuk.show.result import show_result

__all__ = ["show_evaluation", "show_file", "show_lesson", "show_result"]
