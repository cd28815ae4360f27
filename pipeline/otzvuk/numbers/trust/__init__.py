"""How far the coder's own errors bend the conclusion, and what is worth checking by hand."""

from otzvuk.numbers.trust.doubts import DOUBTS, doubts, missed, sample
from otzvuk.numbers.trust.settle import settling
from otzvuk.numbers.trust.shift import caution
from otzvuk.numbers.trust.worlds import Worlds, worlds

__all__ = ["DOUBTS", "Worlds", "caution", "doubts", "missed", "sample", "settling", "worlds"]
