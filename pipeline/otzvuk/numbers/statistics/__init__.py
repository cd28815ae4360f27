"""Survey → crosstabs, tests, what is typical for whom, what goes together, what is missing.

Every function takes a `Survey` and returns long tables whose columns are documented
constants (`CROSSTAB`, `CELLS`, …). Same tables and same seed → the same result.
"""

from otzvuk.numbers.statistics.association import Association, association, associations, joined
from otzvuk.numbers.statistics.cooccurrence import COOCCURRENCE, cooccurrence
from otzvuk.numbers.statistics.crosstab import COUNTS, CROSSTAB, crosstab
from otzvuk.numbers.statistics.interval import holm, wilson
from otzvuk.numbers.statistics.network import LINES, NODES, Network, network
from otzvuk.numbers.statistics.saturation import SATURATION, Saturation, saturation
from otzvuk.numbers.statistics.stray import STRAYS, strays
from otzvuk.numbers.statistics.terms import c_values
from otzvuk.numbers.statistics.typical import TYPICAL, log_odds, typical
from otzvuk.numbers.statistics.unlisted import UNLISTED, Unlisted, unlisted
from otzvuk.numbers.statistics.verdict import ASSOCIATION, CELLS, VALUES

__all__ = [
    "ASSOCIATION",
    "CELLS",
    "COOCCURRENCE",
    "COUNTS",
    "CROSSTAB",
    "LINES",
    "NODES",
    "SATURATION",
    "STRAYS",
    "TYPICAL",
    "UNLISTED",
    "VALUES",
    "Association",
    "Network",
    "Saturation",
    "Unlisted",
    "association",
    "associations",
    "c_values",
    "cooccurrence",
    "crosstab",
    "holm",
    "joined",
    "log_odds",
    "network",
    "saturation",
    "strays",
    "typical",
    "unlisted",
    "wilson",
]
