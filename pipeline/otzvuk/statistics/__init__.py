"""Frames → crosstabs, tests, what is typical for whom, what goes together, what is missing.

Every function takes the tables of `otzvuk.count` and returns long tables whose columns are documented
constants (`CROSSTAB`, `CELLS`, …). Same tables and same seed → the same result.
"""

from otzvuk.statistics.association import Association, association
from otzvuk.statistics.attribute import Attribute, Said, said
from otzvuk.statistics.crosstab import COUNTS, CROSSTAB, crosstab
from otzvuk.statistics.interval import holm, wilson
from otzvuk.statistics.verdict import ASSOCIATION, CELLS, VALUES

__all__ = [
    "ASSOCIATION",
    "CELLS",
    "COUNTS",
    "CROSSTAB",
    "VALUES",
    "Association",
    "Attribute",
    "Said",
    "association",
    "crosstab",
    "holm",
    "said",
    "wilson",
]
