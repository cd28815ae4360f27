"""Marks that people give, judged: means, NPS, CSAT, CES, reasons; CSI; metric tree; maturity.

Marks from speech and from the questionnaire are told apart by the column `source` everywhere and never put
into one mean.
"""

from otzvuk.scores.changes import CHANGES, changes
from otzvuk.scores.column import one_spelling, values_of
from otzvuk.scores.criterion import Criterion, Sort, criteria, find_criterion
from otzvuk.scores.index import INDICES, NetPromoter, Satisfaction, ces, csat, indices, nps
from otzvuk.scores.interval import Interval, interval_of, mean_interval
from otzvuk.scores.marks import MARKS, Source, marks_table
from otzvuk.scores.means import MEANS, Zone, means
from otzvuk.scores.reasons import COMMENTS, REASONS, comments, reasons

__all__ = [
    "CHANGES",
    "COMMENTS",
    "INDICES",
    "MARKS",
    "MEANS",
    "REASONS",
    "Criterion",
    "Interval",
    "NetPromoter",
    "Satisfaction",
    "Sort",
    "Source",
    "Zone",
    "ces",
    "changes",
    "comments",
    "criteria",
    "csat",
    "find_criterion",
    "indices",
    "interval_of",
    "marks_table",
    "mean_interval",
    "means",
    "nps",
    "one_spelling",
    "reasons",
    "values_of",
]
