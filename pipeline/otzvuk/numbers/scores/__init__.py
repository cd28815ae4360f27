"""Marks that people give, judged: means, NPS, CSAT, CES, reasons; CSI; metric tree; maturity.

Marks from speech and from the questionnaire are told apart by the column `source` everywhere and never put
into one mean.
"""

from otzvuk.numbers.column import one_spelling, values_of
from otzvuk.numbers.criterion import Criterion, Sort, check_rules, criteria, find_criterion
from otzvuk.numbers.marks import MARKS, Source
from otzvuk.numbers.scores.changes import (
    BEFORE,
    CHANGES,
    changes,
    indices_with_change,
    latest_changes,
)
from otzvuk.numbers.scores.csi import (
    CSI,
    METRICS,
    PULLS,
    csi,
    normalise,
    possible_bounds,
    pulls,
    read_metrics,
    scale_words,
)
from otzvuk.numbers.scores.index import INDICES, NetPromoter, Satisfaction, ces, csat, indices, nps
from otzvuk.numbers.scores.interval import Interval, interval_of, mean_interval
from otzvuk.numbers.scores.maturity import (
    MATURITY,
    Answers,
    Assessment,
    Questionnaire,
    Reached,
    assess,
    blank_answers,
    read_answers,
    read_questionnaire,
)
from otzvuk.numbers.scores.means import MEANS, Zone, means
from otzvuk.numbers.scores.reasons import COMMENTS, REASONS, comments, reasons
from otzvuk.numbers.scores.tree import TREE, MetricSort, MetricTree, metric_tree, read_metric_tree

__all__ = [
    "BEFORE",
    "CHANGES",
    "COMMENTS",
    "CSI",
    "INDICES",
    "MARKS",
    "MATURITY",
    "MEANS",
    "METRICS",
    "PULLS",
    "REASONS",
    "TREE",
    "Answers",
    "Assessment",
    "Criterion",
    "Interval",
    "MetricSort",
    "MetricTree",
    "NetPromoter",
    "Questionnaire",
    "Reached",
    "Satisfaction",
    "Sort",
    "Source",
    "Zone",
    "assess",
    "blank_answers",
    "ces",
    "changes",
    "check_rules",
    "comments",
    "criteria",
    "csat",
    "csi",
    "find_criterion",
    "indices",
    "indices_with_change",
    "interval_of",
    "latest_changes",
    "mean_interval",
    "means",
    "metric_tree",
    "normalise",
    "nps",
    "one_spelling",
    "possible_bounds",
    "pulls",
    "read_answers",
    "read_metric_tree",
    "read_metrics",
    "read_questionnaire",
    "reasons",
    "scale_words",
    "values_of",
]
