"""What checked stretches say of the rest: counts corrected for the coder's errors, with their intervals."""

from otzvuk.numbers.checked.corrected import FEWEST_DRAWN, LEVEL, Corrected, Sampled, corrected
from otzvuk.numbers.checked.sampled import KINDS, columns_of, sampled_of
from otzvuk.numbers.checked.table import CHECKED, checked, drawn, of_kind

__all__ = [
    "CHECKED",
    "FEWEST_DRAWN",
    "KINDS",
    "LEVEL",
    "Corrected",
    "Sampled",
    "checked",
    "columns_of",
    "corrected",
    "drawn",
    "of_kind",
    "sampled_of",
]
