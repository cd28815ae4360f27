"""Two coders, or a person and the program: how far they agree, and what they should talk about."""

from otzvuk.agreement.compare import Agreement, agree, compare
from otzvuk.codings.anywhere import Pair, Side, pairs, read_side, read_sides

__all__ = ["Agreement", "Pair", "Side", "agree", "compare", "pairs", "read_side", "read_sides"]
