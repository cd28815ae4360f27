"""Marks that people give, judged: means, NPS, CSAT, CES, reasons; CSI; metric tree; maturity.

Marks from speech and from the questionnaire are told apart by the column `source` everywhere and never put
into one mean.
"""

from otzvuk.numbers.column import one_spelling, values_of
from otzvuk.numbers.criterion import Criterion, Sort, check_rules, criteria, find_criterion
from otzvuk.numbers.marks import MARKS, Source
from otzvuk.numbers.scores.bands import BAND_SAID, BANDS, Band, band_said, bands
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
    metrics_where,
    normalise,
    of_wave,
    possible_bounds,
    pulls,
    read_metrics,
    scale_words,
    waves_of,
)
from otzvuk.numbers.scores.cube import CUBE, cube, cube_with_change
from otzvuk.numbers.scores.grounds import GROUNDS, grounds
from otzvuk.numbers.scores.index import INDICES, NetPromoter, Satisfaction, ces, csat, indices, nps
from otzvuk.numbers.scores.interval import Interval, interval_of, mean_interval
from otzvuk.numbers.scores.levels import LEVELS, levels
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
from otzvuk.numbers.scores.pulled import PULLED, pulled
from otzvuk.numbers.scores.reasons import COMMENTS, REASONS, UNCODED, UNEXPLAINED, comments, reasons
from otzvuk.numbers.scores.tree import (
    TREE,
    TREE_CODES,
    MetricSort,
    MetricTree,
    metric_codes,
    metric_tree,
    read_metric_tree,
)

__all__ = [
    "BANDS",
    "BAND_SAID",
    "BEFORE",
    "CHANGES",
    "COMMENTS",
    "CSI",
    "CUBE",
    "GROUNDS",
    "INDICES",
    "LEVELS",
    "MARKS",
    "MATURITY",
    "MEANS",
    "METRICS",
    "PULLED",
    "PULLS",
    "REASONS",
    "TREE",
    "TREE_CODES",
    "UNCODED",
    "UNEXPLAINED",
    "Answers",
    "Assessment",
    "Band",
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
    "band_said",
    "bands",
    "blank_answers",
    "ces",
    "changes",
    "check_rules",
    "comments",
    "criteria",
    "csat",
    "csi",
    "cube",
    "cube_with_change",
    "find_criterion",
    "grounds",
    "indices",
    "indices_with_change",
    "interval_of",
    "latest_changes",
    "levels",
    "mean_interval",
    "means",
    "metric_codes",
    "metric_tree",
    "metrics_where",
    "normalise",
    "nps",
    "of_wave",
    "one_spelling",
    "possible_bounds",
    "pulled",
    "pulls",
    "read_answers",
    "read_metric_tree",
    "read_metrics",
    "read_questionnaire",
    "reasons",
    "scale_words",
    "values_of",
    "waves_of",
]
