"""Every public frame by name, what its columns mean, and where it is found in a `Survey` or in `Findings`.

The API reference is made of this; the tests check every frame of an analysis by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from otzvuk.model.decider import Say
from otzvuk.model.ground import Link
from otzvuk.model.interview import Role
from otzvuk.model.leaving import Sign
from otzvuk.model.loss import Measured
from otzvuk.model.mention import Kind
from otzvuk.model.rival import Verdict
from otzvuk.model.step import MapRow
from otzvuk.numbers import (
    card,
    checked,
    damage,
    layers,
    lens,
    marks,
    overview,
    plan,
    scores,
    search,
    statistics,
)
from otzvuk.numbers.count import IDS, MENTIONS
from otzvuk.numbers.criterion import Sort
from otzvuk.numbers.damage.ranking import RANKING_SCHEMA
from otzvuk.numbers.layers.rows import WHERE
from otzvuk.numbers.lens.account import Attitude
from otzvuk.numbers.lens.client import Pull
from otzvuk.numbers.marks import Source
from otzvuk.numbers.quote.pick import PICKED
from otzvuk.numbers.quote.typical import Stands
from otzvuk.numbers.schema import MENTIONS_SCHEMA, RATINGS_SCHEMA, RESPONDENTS_SCHEMA, Schema
from otzvuk.numbers.scores.maturity import MATRIX, Reached
from otzvuk.numbers.scores.means import Zone
from otzvuk.numbers.scores.tree import MetricSort
from otzvuk.numbers.statistics.stray import STRAYS
from otzvuk.numbers.trust.doubts import DOUBTS
from otzvuk.numbers.wave.change import CHANGES as WAVE_CHANGES
from otzvuk.numbers.wave.change import Change, Measure

if TYPE_CHECKING:
    import pandas as pd

    from otzvuk.numbers.findings import Findings
    from otzvuk.numbers.survey import Survey

_SOURCE: Final[dict[str, tuple[str, ...]]] = {"source": tuple(Source)}
_ZONE: Final[dict[str, tuple[str, ...]]] = {"zone": tuple(Zone)}
_LINK: Final[dict[str, tuple[str, ...]]] = {"link": tuple(Link)}
_WHO: Final = {"person_id": "string", "company_id": "string"}
_PULL: Final[dict[str, tuple[str, ...]]] = {"pull": tuple(Pull)}
_MAPPED: Final[dict[str, tuple[str, ...]]] = {"row": tuple(MapRow)}
_ZONES: Final[dict[str, tuple[str, ...]]] = {f"{source}_zone": tuple(Zone) for source in Source}

FRAMES: Final[Mapping[str, Schema]] = {
    each.name: each
    for each in (
        MENTIONS_SCHEMA,
        RATINGS_SCHEMA,
        RESPONDENTS_SCHEMA,
        RANKING_SCHEMA,
        Schema(
            name="quotes",
            label="цитаты",
            row="a quote that was picked",
            columns=dict(MENTIONS) | dict.fromkeys(IDS, "category") | PICKED,
            missing=IDS,
            known={"confidence", "points"},
            values={"stands": tuple(Stands)},
        ),
        Schema(
            name="damage.details",
            label="подробности вреда",
            row="a process",
            columns=damage.DETAILS,
            known={"company_reach", "damage_low", "damage_high"},
        ),
        Schema(
            name="damage.rank_intervals",
            label="места для всех сразу",
            row="a process, worst first",
            columns=damage.RANK_INTERVALS,
            known={"damage"},
        ),
        Schema(
            name="damage.sensitivity",
            label="устойчивость",
            row="a process, in the order of the ranking",
            columns=damage.SENSITIVITY,
            known={"damage_low", "damage_high"},
        ),
        Schema(
            name="damage.grid",
            label="другие настройки",
            row="a setting and process",
            columns=damage.GRID,
            known={"damage"},
        ),
        Schema(name="damage.impacts", label="что без процесса", row="a process", columns=damage.IMPACTS),
        Schema(
            name="damage.priorities",
            label="что сначала",
            row="a process with damage, the first to do first",
            columns=damage.PRIORITIES,
            known={"impact", "reach", "ease", "priority"},
        ),
        Schema(
            name="checked",
            label="с поправкой",
            row='a process and kind; the first two rows, process "", are of all together',
            columns=checked.CHECKED,
        ),
        Schema(
            name="crosstab",
            label="пересечение",
            row="a cell: a value of the rows' attribute and one of the columns'",
            columns=statistics.CROSSTAB,
        ),
        Schema(
            name="association",
            label="проверки",
            row="a test: a pair of attributes",
            columns=statistics.ASSOCIATION,
        ),
        Schema(
            name="association.values",
            label="проверки по значениям",
            row="a test: one value of what is said",
            columns=statistics.VALUES,
        ),
        Schema(name="association.cells", label="проверки по клеткам", row="a cell", columns=statistics.CELLS),
        Schema(
            name="typical",
            label="что типично",
            row="a word or code",
            columns=statistics.TYPICAL,
            known={"log_odds", "z"},
        ),
        Schema(
            name="cooccurrence",
            label="что вместе",
            row="a pair of codes",
            columns=statistics.COOCCURRENCE,
            known={"jaccard", "lift"},
        ),
        Schema(name="network.nodes", label="сеть: коды", row="a code", columns=statistics.NODES),
        Schema(name="network.lines", label="сеть: связи", row="a pair of codes", columns=statistics.LINES),
        Schema(
            name="saturation",
            label="насыщение",
            row="a number of interviews",
            columns=statistics.SATURATION,
        ),
        Schema(
            name="unlisted",
            label="темы вне книги",
            row="a topic, the one of most respondents first",
            columns=statistics.UNLISTED,
        ),
        Schema(
            name="unlisted.clauses",
            label="слова вне книги",
            row="a stretch of a turn",
            columns=dict(STRAYS) | {"topic": "int64"},
            missing={"company_id"},
        ),
        Schema(
            name="lens",
            label="разрез",
            row="a value of the lens",
            columns=lens.ROLLED,
        ),
        Schema(
            name="lens.groups",
            label="разрез по группам",
            row="a group of values of the lens",
            columns=lens.GROUPED,
        ),
        Schema(
            name="lens.scored",
            label="разрез с оценками",
            row="a value of the lens",
            columns=lens.SCORED,
            values=_ZONES,
        ),
        Schema(
            name="themes",
            label="темы",
            row="the total (depth 0), a theme (1), a code (2)",
            columns=lens.THEMES,
        ),
        Schema(
            name="frequency_tree",
            label="дерево частот",
            row="the total (depth 0), a branch (1), a theme of it (2), a code of that (3)",
            columns=lens.FREQUENCY_TREE,
            known={"reach", "share"},
            values={"branch": ("", *lens.BRANCHES)},
        ),
        Schema(
            name="journey",
            label="путь клиента",
            row="a stage (depth 1) and each process under it (2)",
            columns=lens.JOURNEY,
        ),
        Schema(
            name="clients",
            label="клиенты",
            row="a company",
            columns=lens.CLIENTS,
            values=_PULL | _ZONES,
        ),
        Schema(
            name="accounts",
            label="люди клиентов",
            row="a respondent",
            columns=lens.ACCOUNT,
            values={"attitude": tuple(Attitude)},
        ),
        Schema(
            name="marks",
            label="оценки с разрезами",
            row="a mark, with all that it can be grouped by",
            columns=marks.MARKS,
            more=True,
            known={"value", "scale", "of_ten"},
            values=_SOURCE | {"sort": tuple(Sort)},
        ),
        Schema(
            name="means",
            label="средние",
            row="a group of marks (source, then what they are grouped by)",
            columns=scores.MEANS,
            grouped=True,
            values=_ZONE,
        ),
        Schema(
            name="changes",
            label="изменения средних",
            row="a group of marks and wave, against the wave before",
            columns=scores.CHANGES,
            grouped=True,
            values={"direction": ("рост", "снижение", "без изменений", "")},
        ),
        Schema(
            name="levels",
            label="уровни",
            row="a source and level, or one of the criteria marked in it",
            columns=scores.LEVELS,
            values=_SOURCE | _ZONE,
        ),
        Schema(
            name="indices",
            label="индексы",
            row="a measure: NPS, CSAT, CES or a part of one",
            columns=scores.INDICES,
            grouped=True,
            more=True,
        ),
        Schema(
            name="comments",
            label="слова к оценкам",
            row="a comment of a criterion",
            columns=scores.COMMENTS,
            known={"confidence"},
            values=_SOURCE,
        ),
        Schema(
            name="reasons",
            label="причины низких оценок",
            row="a reason of the low marks of a criterion, in the words of who gave them",
            columns=scores.REASONS,
            values={**_SOURCE, **_LINK},
        ),
        Schema(
            name="grounds",
            label="оценки с объяснениями",
            row="a mark and a stretch of words that explains it; without any, the mark alone",
            columns=scores.GROUNDS,
            known={"value", "scale", "of_ten"},
            values={**_SOURCE, **_LINK},
        ),
        Schema(
            name="losses",
            label="что это стоило",
            row="an amount of time or money that somebody named",
            columns={**WHERE, **layers.LOSSES, **_WHO},
            values={"measured": tuple(Measured)},
        ),
        Schema(
            name="losses.named",
            label="что стоили процессы",
            row='a process, what cost most first; process "" has what belongs to none',
            columns=layers.NAMED,
        ),
        Schema(
            name="leaving",
            label="кто уходит",
            row="a sign that a client looks around, depends or stays",
            columns={**WHERE, **layers.LEAVING, **_WHO},
            values={"sign": tuple(Sign)},
        ),
        Schema(
            name="matters",
            label="что важно",
            row="a place where somebody says what matters or does not",
            columns={**WHERE, **layers.MATTERS, **_WHO},
        ),
        Schema(
            name="matters.weighed",
            label="важное и как о нём судят",
            row="a code, what matters to most people first",
            columns=layers.WEIGHED,
        ),
        Schema(
            name="rivals",
            label="мы против конкурентов",
            row="a comparison with a rival, or words about a rival alone",
            columns={**WHERE, **layers.RIVALS, **_WHO},
            values={"verdict": tuple(Verdict)},
        ),
        Schema(
            name="rivals.against",
            label="мы против конкурентов по кодам",
            row="a code, what most people compare first",
            columns=layers.AGAINST,
        ),
        Schema(
            name="steps",
            label="цели, вопросы, контакты, идеи",
            row="a goal, question, touch point or idea",
            columns={**WHERE, **layers.STEPS, **_WHO},
            values=_MAPPED,
        ),
        Schema(
            name="journey.map",
            label="карта пути",
            row="an item of a cell: a code, a channel or a place; cells in the order of the map",
            columns=layers.CELLS,
            missing={"mention"},
            values=_MAPPED,
        ),
        Schema(
            name="deciders",
            label="кто решает",
            row="a place that says who decides or has a say",
            columns={**WHERE, **layers.DECIDERS, **_WHO},
            values={"say": tuple(Say)},
        ),
        Schema(
            name="signed",
            label="факторы лояльности",
            row="a code of a client and its sign, holding before pushing",
            columns=card.SIGNED,
            values=_PULL,
        ),
        Schema(
            name="held",
            label="что против нас",
            row="a code that a person complains of",
            columns=card.HELD,
        ),
        Schema(
            name="metrics", label="показатели", row="a metric", columns=scores.METRICS, missing={"client"}
        ),
        Schema(
            name="csi",
            label="индекс CSI",
            row="a client (empty block), then its blocks",
            columns=scores.CSI,
            missing={"client"},
        ),
        Schema(
            name="pulls",
            label="что тянет CSI вниз",
            row="a metric",
            columns=scores.PULLS,
            missing={"client"},
        ),
        Schema(name="maturity", label="зрелость", row="a step", columns=scores.MATURITY),
        Schema(
            name="maturity.matrix",
            label="зрелость по уровням",
            row="a step and level",
            columns=MATRIX,
            values={"reached": tuple(Reached)},
        ),
        Schema(
            name="loyalty",
            label="что держит клиента",
            row="a company and block",
            columns=lens.LOYALTY,
            values=_PULL | _ZONES,
        ),
        Schema(
            name="factors",
            label="чем держит и отталкивает",
            row="a company, block, direction and code",
            columns=lens.FACTORS,
            values=_PULL,
        ),
        Schema(name="search", label="найденное", row="a sentence that answers", columns=search.COLUMNS),
        Schema(
            name="doubts",
            label="сомнительное",
            row="a stretch that nobody has judged",
            columns=DOUBTS,
            known={"chance", "value", "sampled"},
            values={"kind": (*Kind, "")},  # nothing was found, and nothing is likelier than nothing
        ),
        Schema(
            name="pulled",
            label="показатели и жалобы",
            row="a process metric, with what its client says of the same",
            columns=scores.PULLED,
        ),
        Schema(
            name="cube",
            label="куб оценок",
            row="a cell of block × role × client that holds marks; an empty one of the three is all of them",
            columns=scores.CUBE,
            values={**_SOURCE, **_ZONE, "role": ("", *Role)},
        ),
        Schema(
            name="bands",
            label="группы NPS",
            row="a person, critics first",
            columns=scores.BANDS,
            known={"value"},
            values={**_SOURCE, **_LINK, "band": tuple(scores.Band)},
        ),
        Schema(
            name="bands.said",
            label="что говорят группы NPS",
            row="a band, kind and code",
            columns=scores.BAND_SAID,
            values={**_SOURCE, "band": tuple(scores.Band)},
        ),
        Schema(
            name="importance",
            label="важность и оценки",
            row="a code that somebody says matters or does not",
            columns=layers.IMPORTANCE,
            values={"quadrant": tuple(layers.Quadrant)},
        ),
        Schema(name="since", label="что изменилось", row="a process", columns=damage.SINCE),
        Schema(
            name="metric_tree",
            label="дерево метрик",
            row="a process and metric",
            columns=scores.TREE,
            values={"sort": tuple(MetricSort)},
        ),
        Schema(
            name="metric_tree.codes",
            label="дерево метрик: коды",
            row="a process, metric and code that asks for it",
            columns=scores.TREE_CODES,
            values={"sort": ("", *MetricSort)},
        ),
        Schema(
            name="waves",
            label="изменения между волнами",
            row="an item and measure",
            columns=WAVE_CHANGES,
            values={"measure": tuple(Measure), "change": tuple(Change)},
        ),
        Schema(
            name="outcomes",
            label="что стало с мерами",
            row="an action of the plan",
            columns=plan.OUTCOMES,
            values={"verdict": tuple(plan.Verdict)},
        ),
        Schema(
            name="overview.roles",
            label="кого спросили",
            row="a role",
            columns=overview.ROLES,
        ),
        Schema(
            name="overview.stages",
            label="этап × роль",
            row="a stage and role",
            columns=overview.STAGES,
        ),
    )
}
"""Every frame that the public functions hand out, by name."""


def public_frames(found: Findings) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each frame of an analysis with the name that it has in `FRAMES`; of alike ones there are several."""
    survey, harm, talk, views, judged = found.survey, found.harm, found.talk, found.views, found.scores
    yield from _of_survey(survey)
    yield from _of_survey(found.whole)
    yield "quotes", found.quotes
    yield "damage", harm.ranking
    yield "checked", harm.checked
    yield "metric_tree", harm.metric_tree
    yield "metric_tree.codes", harm.metric_codes
    own = ("details", "rank_intervals", "sensitivity", "grid", "impacts", "priorities")
    yield from ((f"damage.{name}", getattr(harm, name)) for name in own)
    yield from (("crosstab", each) for each in talk.crosstabs.values())
    yield "association", talk.association.table
    yield "association.values", talk.association.values
    yield "association.cells", talk.association.cells
    yield from (("typical", table) for each in talk.typical for table in (each.lemmas, each.codes))
    yield from (("cooccurrence", each) for each in talk.together.values())
    yield "network.nodes", talk.network.nodes
    yield "network.lines", talk.network.lines
    yield "saturation", talk.saturation.table
    yield "unlisted", talk.unlisted.topics
    yield "unlisted.clauses", talk.unlisted.clauses
    yield from (("lens", each) for each in views.rolled.values())
    yield from (("lens.groups", each) for each in views.grouped.values())
    if views.levels is not None:
        yield "lens.scored", views.levels
    yield "themes", views.themes
    yield "frequency_tree", views.tree
    yield "journey", views.journey
    yield "clients", views.clients
    yield "accounts", views.accounts
    yield "marks", judged.marks
    yield from (("means", each) for each in judged.means.values())
    yield from (("changes", each) for each in judged.changes.values())
    yield "levels", judged.levels
    yield "indices", judged.indices
    yield "losses", found.layers.losses
    yield "losses.named", found.layers.by_process
    yield "leaving", found.layers.leaving
    yield "matters", found.layers.matters
    yield "matters.weighed", found.layers.weighed
    yield "rivals", found.layers.rivals
    yield "rivals.against", found.layers.against
    yield "steps", found.layers.steps
    yield "journey.map", found.map
    yield "deciders", found.layers.deciders
    for each in found.cards:
        yield "signed", each.factors
        yield "held", each.held
    yield "cube", judged.cube
    yield "bands", judged.bands
    yield "bands.said", judged.band_said
    yield "importance", found.layers.importance
    tables = {"metrics": judged.metrics, "csi": judged.csi, "pulls": judged.pulls, "pulled": judged.pulled}
    yield from ((name, each) for name, each in tables.items() if each is not None)
    if judged.maturity is not None:
        yield "maturity", judged.maturity.steps
        yield "maturity.matrix", judged.maturity.matrix
    for profile in views.profiles:
        yield "loyalty", profile.blocks
        yield "factors", profile.factors
    yield "comments", judged.comments
    yield "grounds", judged.grounds
    yield "reasons", judged.reasons
    yield from (("waves", each.changes) for each in found.waves)
    yield "outcomes", found.outcomes
    yield "overview.roles", found.overview.roles
    yield "overview.stages", found.overview.stages


def _of_survey(survey: Survey) -> Iterator[tuple[str, pd.DataFrame]]:
    yield "mentions", survey.mentions
    yield "ratings", survey.ratings
    yield "respondents", survey.respondents


def meaning(frame: str, column: str) -> str:
    """What a column of a frame means, in English; empty where that is said nowhere."""
    return COLUMNS.get(f"{frame}.{column}") or COLUMNS.get(column, "")


COLUMNS: Final[Mapping[str, str]] = (
    {
        # whose words, and where
        "interview": "id of the interview",
        "file": "its file, relative to the study's folder",
        "turn": "number of the turn in the interview, from 0, the interviewer's included",
        "speaker": "who speaks, as the transcript writes it",
        "start": "where it begins in the turn's text, in code points",
        "end": "where it ends there, exclusive",
        "text": "the words, exactly those of the transcript",
        "company": "the respondent's company, as the participants table writes it",
        "position": "the respondent's position",
        "role": "the role in buying",
        "role_label": "the role in Russian",
        "function": "the function in the company",
        "wave": "the wave of the study",
        "person": "the same for one human being in all waves",
        "person_id": "id of the respondent (p01, …): an ordered category",
        "company_id": "id of the company (k01, …), missing where it is not known",
        "cluster_id": "with whom one is no independent evidence: the company, else the person",
        # what is said
        "kind": "praise, complaint or wish",
        "code": "the code of the codebook",
        "code_label": "the code in Russian",
        "theme": "the code's theme",
        "theme_label": "the theme in Russian",
        "process": "the process it is about",
        "process_label": "the process in Russian",
        "stage": "the process's stage of the journey",
        "stage_label": "the stage in Russian",
        "trend": "whether it got worse or better, empty where nothing is said of that",
        "confidence": "calibrated probability that kind and code are both right",
        "decided_by": "rule:…, model:…@…, llm:… or person:…",
        "label": "what the row is about, in Russian",
        "labels": "row labels in the mentions table, separated by spaces",
        # counts
        "mentions": "mentions",
        "respondents": "distinct respondents",
        "companies": "distinct companies",
        "praise": "mentions that praise",
        "complaint": "mentions that complain",
        "wish": "mentions that wish for something",
        "worse": "mentions that say that it got worse",
        "better": "mentions that say that it got better",
        "praisers": "respondents who praise",
        "complainers": "respondents who complain",
        "reach": "share of the respondents asked who said it",
        "balance": "(praise − complaint) / (praise + complaint)",
        "damage.impacts.balance": "mean of the respondents' balances",
        "share": "share, 0…1",
        "depth": "how deep in the tree, 0 is all",
        "place": "place within the group, 1 is the first",
        "note": "Russian: why a figure is missing or to be read with care; else empty",
        "verdict": "the answer in Russian words",
        "examples": "some of the words, in Russian",
        "terms": "the words that name it",
        # damage
        "rank": "place, 1 is the worst; missing without damage",
        "rank_last": "the last place of those tied with it",
        "damage": "complaints net of praise a respondent, 0…cap, weighted by role",
        "worse_share": "share of the complaints that say that it got worse",
        "p_top3": "probability to be among the first three, other people asked and errors of coding drawn",
        "rank_low": "the better end of the 90 % interval of the rank",
        "rank_high": "the worse end of it",
        "named": "named in the headline",
        "damage.mentions": "complaints",
        "damage.respondents": "respondents who complain",
        "damage.companies": "companies of which somebody complains",
        "damage.reach": "share of the respondents who complain",
        "company_reach": "share of the companies of which somebody complains",
        "mean_score": "mean mark of the process out of ten, where there is one",
        "scores": "how many marks that is of",
        "drop_one_impact": "the mean of all marks minus that without the respondents who complain about it",
        "damage_low": "the least damage where any one company is left out",
        "damage_high": "the most",
        "damage.sensitivity.damage_low": "the least damage under any of them",
        "damage.sensitivity.damage_high": "the most",
        "rank_best": "the best rank where any one company is left out",
        "rank_worst": "the worst one",
        "weighty_company": "the company whose leaving out leaves the least damage",
        "all_low": "the better end of the rank interval that holds for all processes at once",
        "all_high": "the worse end of it",
        "surely_worse": "how many processes are surely worse",
        "surely_milder": "how many are surely milder",
        "settings": "how many other settings were tried",
        "same_place": "how many leave it where it is",
        "top3": "in how many it is among the first three",
        "best_place": "its best place there",
        "worst_place": "its worst place there",
        "setting": "number of the setting",
        "roles": "how roles weigh there",
        "cap": "the most complaints of one person that count there",
        "damage.grid.mentions": "which mentions count there",
        "last_place": "the last place of those tied with it",
        "balance_without": "the balance without this process",
        "balance_impact": "the one minus the other: below 0 the process pulls the balance down",
        "balance_low": "90 % interval of that, from",
        "balance_high": "… to",
        "score": "mean of the respondents' mean marks, out of ten",
        "score_without": "that without those who complain about the process",
        "score_impact": "the one minus the other: below 0 the process pulls the marks down",
        "score_low": "90 % interval of that, from",
        "score_high": "… to",
        "priority_rank": "place in what to do first",
        "impact": "damage as a share of the cap",
        "effort": "effort of study.yaml, 1…5; missing where it is not known",
        "ease": "(6 − effort) / 5",
        "priority": "impact × reach × ease",
        "damage_rank": "place by damage",
        "counted": "mentions a respondent as counted",
        "corrected": "the same corrected by the stretches that people checked at random",
        "low": "95 % interval, from",
        "high": "95 % interval, to",
        "found": "mentions counted",
        "confirmed": "of them seen by people",
        # who speaks of what
        "rows": "attribute of the rows",
        "rows_label": "that in Russian",
        "row": "its value",
        "row_label": "that in Russian",
        "columns": "attribute of the columns",
        "columns_label": "that in Russian",
        "column": "its value",
        "column_label": "that in Russian",
        "once": "mentions, each code and kind once a respondent",
        "single": "the row's group is one person",
        "groups": "groups that are compared",
        "single_groups": "groups of one person, which are not tested",
        "method": "the test",
        "statistic": "its statistic",
        "dof": "its degrees of freedom",
        "p": "its p",
        "p_holm": "p after Holm's correction within the table",
        "cramers_v": "Cramér's V, 0…1",
        "cramers_v_corrected": "the same without its bias",
        "by": "what is compared",
        "attribute": "attribute whose value is tested",
        "value": "the value",
        "of": "of how many",
        "share_low": "95 % interval of the share (Wilson), from",
        "share_high": "… to",
        "expected": "what independence would give",
        "residual": "adjusted residual of the cell",
        "item": "the word, code or other item",
        "one": "the group",
        "other": "what it is compared with",
        "count_one": "how often there",
        "count_other": "how often in the other",
        "respondents_one": "by how many respondents there",
        "respondents_other": "by how many in the other",
        "log_odds": "log odds ratio with an informative prior",
        "z": "that in standard errors: it orders, it proves nothing",
        "typical_for": "the group that it is typical for, or empty",
        "typical.mentions": "row labels in the mentions table, separated by spaces",
        "within": "turn or interview",
        "cooccurrence.other": "the other code",
        "other_label": "that in Russian",
        "network.lines.other": "the other code",
        "units": "turns or interviews",
        "code_units": "those with the code",
        "other_units": "those with the other",
        "network.nodes.units": "turns with the code: its size in the picture",
        "together": "those with both",
        "jaccard": "both / either, 0…1",
        "lift": "how much more often together than by chance",
        "lines": "how many lines it has",
        "x": "place in the picture, 0…1",
        "y": "place in the picture, 0…1",
        "other_x": "place of the other end",
        "other_y": "place of the other end",
        "interviews": "how many interviews",
        "saturation.interview": "the one that is read as that",
        "new_as_read": "codes that it brings anew, in the order of reading",
        "codes_as_read": "codes known after it",
        "new_mean": "new codes on average over orders",
        "new_low": "90 % of orders, from",
        "new_high": "… to",
        "codes_mean": "known codes on average over orders",
        "codes_low": "90 % of orders, from",
        "codes_high": "… to",
        "topic": "number of the topic, 0 is none",
        "name": "its name",
        "c_value": "how much of a term the name is",
        "clauses": "clauses of the topic",
        "unsure": "of them coded with little confidence",
        "outside": "of them outside of every mention",
        "nearest": "the code nearest to it",
        "nearest_label": "that in Russian",
        "proposed": "whether it is proposed as a code",
        # lenses and clients
        "lens": "the lens of the codebook",
        "group": "group of values",
        "group_label": "that in Russian",
        "values": "how many values the group has",
        "lens.measured": "whether any code of the codebook has it: else nobody could have said it",
        "lens.scored.measured": "whether any code of the codebook has it: else nobody could have said it",
        "lens.groups.measured": "how many of them some code of the codebook has",
        "mentioned": "whether anybody mentions it",
        "lens.groups.mentioned": "how many of them are mentioned",
        "quote": "the best quote",
        "quote_kind": "its kind",
        "quote_interview": "its interview",
        "quote_speaker": "who said it",
        "quote_mention": "its row in the mentions table",
        "people": "people asked",
        "pull": "whether the block holds the client or pushes it away",
        "pull_label": "that in Russian",
        "attitude": "supporter, critic, mixed or neutral",
        "attitude_label": "that in Russian",
        "praised": "what is praised most, in Russian",
        "blamed": "what is blamed most, in Russian",
        # marks
        "source": "speech or questionnaire; of strays: unsure or outside",
        "criterion": "what is marked: a code, a process, a block of the guide, …",
        "sort": "what sort of thing that is",
        "sort_label": "that in Russian",
        "marks.value": "the mark",
        "ratings.value": "the mark",
        "scale": "the highest mark of the scale",
        "of_ten": "the mark out of ten",
        "marks": "how many marks",
        "mean": "mean on the scale of the marks",
        "mean_ten": "mean out of ten",
        "low_ten": "95 % interval out of ten, from",
        "high_ten": "… to",
        "mean_person": "mean of the people's means, out of ten",
        "zone": "strength, development or neither, by study.yaml",
        "previous": "the wave before",
        "previous_mean_ten": "mean out of ten in the wave before",
        "previous_marks": "marks in the wave before",
        "previous_respondents": "respondents in the wave before",
        "change": "the difference to the wave before",
        "waves.change": "what became of it",
        "action": "its row in the plan, from 0",
        "outcomes.change": "the damage after, less that before",
        "outcomes.difference": "the change less the mean change of the control",
        "outcomes.verdict": "what is seen of the action: fell, stayed or unseen",
        "outcomes.note": "Russian: why nothing is seen, where that is not for the figures",
        "control": "processes with damage that no row of the plan is about",
        "control_change": "the mean change of their damage",
        "marked": "whether the change is worth naming, by study.yaml",
        "direction": "up or down, in Russian",
        "measure": "what is measured",
        "count": "people in this group of the measure",
        "indices.value": "the index",
        "unit": "its unit",
        "own": "whether whoever said it gave a mark",
        "mark_ten": "the mean of that person's marks, out of ten",
        "mention": "row label in the mentions table",
        "grounds.low": "whether the mark is low, by study.yaml",
        "grounds.label": "what is marked, in Russian",
        "grounds.value": "the mark",
        "rating": "row label of the mark in the ratings table",
        "mark_interview": "the interview that the mark belongs to",
        "mark_turn": "the turn of a mark in speech",
        "mark_start": "where the mark begins in it",
        "mark_end": "… and ends, exclusive",
        "link": "how the words belong to the mark: beside it, an answer to «почему?», about the same; "
        "empty: nothing explains it",
        "grounds.place": "where the words stand in the file",
        "reasons.words": "the words, of each person the first, separated by line ends",
        "low_givers": "people with low marks",
        "complaints": "complaints about the process",
        "metric_tree.codes.complaints": "complaints about the process with that code",
        "metric_tree.codes.respondents": "who complains so",
        "metric_tree.codes.code": "the code that asks for the metric",
        "metric": "the metric",
        "metric_label": "that in Russian",
        "how": "how it is computed, in Russian",
        "warned_of": "complaints that it would have warned of",
        "touch_point": "where it is measured",
        "form": "in what form",
        "words": "the sentences around it",
        "losses.place": "its place in the file",
        "leaving.place": "its place in the file",
        "measured": "whether time, money or what else was named",
        "losses.low": "the amount as it was said, from",
        "losses.high": "… to",
        "losses.unit": "its unit as it was said",
        "hours": "the time in hours, the middle of a range",
        "losses.hours": "the time in hours, the middle of a range; missing of units without a length",
        "losses.named.hours": "hours named, summed; of several in the same words the longest",
        "trouble": "the words for what it was lost by",
        "product": "a rate times the time said beside it",
        "currency": "the currency of the money",
        "losses.named.people": "respondents who named an amount",
        "said": "amounts named",
        "hours_said": "how many amounts the hours are made of",
        "money": "money named, summed",
        "money_said": "how many amounts the money is made of",
        "hours_a_month": "hours that are lost over and over, by the month; in no other sum",
        "hours_a_month_said": "how many amounts they are made of",
        "money_a_month": "money that is lost over and over, by the month; in no other sum",
        "money_a_month_said": "how many amounts it is made of",
        "others": "the words of what is not summed",
        "matters.place": "its place in the file",
        "important": "whether it is said to matter or not to",
        "rivals.place": "its place in the file",
        "rivals.rival": "the rival in the speaker's words",
        "rivals.verdict": "what is said of us against it; alone: nothing, and it is counted nowhere",
        "rivals.compared": "the words that compare",
        "rivals.against.better": "people who say that we are better",
        "rivals.against.worse": "people who say that we are worse",
        "rivals.against.same": "people who say that there is no difference",
        "rivals.against.rivals": "the rivals that they name, in their words",
        "matters.weighed.important": "people who say that it matters",
        "unimportant": "people who say that it does not",
        "matters.weighed.praise": "people who praise it",
        "matters.weighed.complaint": "people who blame it",
        "sign": "what it is a sign of",
        "steps.row": "the row of the journey map",
        "journey.map.row": "the row of the map",
        "steps.process": "the process it is about",
        "channel": "what a touch point goes through, empty in other rows",
        "steps.words": "the sentences around it",
        "steps.place": "its place in the file",
        "journey.map.place": "its place in the file",
        "journey.map.item": "the code, the channel of a touch point, empty where each place is its own item",
        "journey.map.people": "respondents who say it",
        "journey.map.places": "in how many places it is said",
        "journey.map.mention": "row label of its best place in the mentions, missing where that is none",
        "say": "whether somebody decides or has a say",
        "deciders.who": "the words that name the person or body, empty where the speaker is meant",
        "deciders.position": "the position of who says it",
        "deciders.words": "the sentences around it",
        "deciders.place": "its place in the file",
        "signed.mention": "row label of the best quote in the mentions table",
        "signed.text": "its words",
        "signed.company_id": "id of the company",
        "signed.share": "share of the company's respondents",
        "held.mention": "row label of the best quote in the mentions table",
        "held.text": "its words",
        "held.company_id": "id of the company, empty where it is not known",
        "held.person_id": "id of the respondent",
        "reason": "why, in the speaker's words",
        "who": "who decides, in the speaker's words",
        "metrics": "how many metrics",
        "about": "the code, process or other criterion that the metric is about; empty where nothing tells",
        "about_label": "that in Russian",
        "pulled.value": "the share of cases in which the process failed the client",
        "pulled.impact": "by how much the index would rise if the value were 0",
        "pulled.worst": "whether it pulls the client down most",
        "pulled.complaints": "complaints of the client about the same",
        "pulled.respondents": "who complains",
        "givers": "their names; of the cube, who gave marks below ten",
        "previous_csi": "the index in the wave before",
        "cube.block": "the block of criteria, empty: all of them",
        "block_label": "that in Russian",
        "cube.client": "the client, empty: all of them",
        "blocks": "how many blocks the cell holds",
        "cube.worst": "the criterion that pulls the cell down most",
        "cube.worst_block": "its block",
        "worst_label": "that in Russian",
        "worst_mean": "the mean of its marks out of ten",
        "cube.impact": "by how much the cell would rise if they all were 10",
        "band": "promoters, passives or detractors",
        "band_label": "that in Russian",
        "bands.value": "the mark, of several the mean",
        "bands.said.of": "people in the band",
        "importance.important": "people who say that it matters",
        "importance.praise": "people who praise it",
        "importance.complaint": "people who blame it",
        "importance.asked": "respondents",
        "importance": "of those who say whether it matters, the share who say that it does",
        "by_marks": "whether the performance is a mean of marks, else it is of praise and blame",
        "performance": "how it is rated, out of ten",
        "quadrant": "what follows from both",
        "quadrant_label": "that in Russian",
        "few": "whether fewer than three people say whether it matters",
        "client": "the client, missing where the file has none",
        "block": "the block of metrics",
        "weight": "the metric's weight",
        "metrics.value": "the share of cases in which the process failed the client",
        "pulls.value": "the share of cases in which the process failed the client",
        "csi": "the index: mean of 1 − value · weight",
        "normalised": "the index on the scale asked for; of blocks it is missing",
        "worst": "the metric that pulls the client down most",
        "pulls.worst": "whether it pulls the client down most",
        "worst_block": "its block",
        "csi.impact": "by how much",
        "pulls.impact": "by how much the index would rise if the value were 0",
        "term": "1 − value · weight",
        "step": "a step of the work with feedback",
        "level": "the level, 0…3",
        "branch": "praise, complaint, wish; worse: the same mentions once more, those that say it got worse",
        "frequency_tree.asked": "all respondents",
        "frequency_tree.share": "share of the mentions one level up, 0…1",
        "levels.level": "the level, a value of that lens; empty where a criterion belongs to no one level",
        "levels.criterion": "the criterion, empty for the level as a whole",
        "levels.depth": "1 is a level, 2 a criterion of it",
        "levels.previous": "the wave before, empty where there is none with marks",
        "level_label": "that in Russian",
        "weakest": "whether the whole stands at this step's level",
        "next_level": "the level above, missing at the highest",
        "needs": "what it needs, in Russian",
        "reached": "passed, here or ahead",
        "maturity.matrix.text": "what is done at that level, in Russian",
        "factors.value": "the block",
        "time": "when in the recording, where that is known",
        "coded": "what overlaps the words, in Russian",
        "search.before": "words before",
        "search.after": "words after",
        "chance": "how probable that is",
        "doubts.value": "what knowing it alone is worth",
        "doubts.found": "whether the coder took it for a mention",
        "sampled": "with what probability chance has drawn it, 0: somebody chose it",
        "damage_before": "the damage in the earlier report",
        "rank_before": "the rank there, missing where it had none",
        "named_before": "whether it was named there",
        "since.text": "mentions that came, went or changed with an edited text",
        "decision": "… with a decision",
        "coder": "… with the coder: model, codebook, settings",
        # waves and stages
        "before_wave": "the earlier wave",
        "after_wave": "the later wave",
        "before": "value in the earlier wave",
        "after": "value in the later wave",
        "difference": "after − before",
        "clear": "the interval does not hold 0",
        "jointly": "… judged with all items of the measure at once",
        "people_before": "people who said it, earlier",
        "people_after": "people who said it, later",
        "asked_before": "of how many, earlier",
        "asked_after": "of how many, later",
        "said_worse": "mentions of the later wave that say that it got worse",
        "said_better": "mentions of the later wave that say that it got better",
        "asked": "respondents of the role",
        "heat": "complaints a respondent of the role, 1 where that is worst",
        # quotes
        "points": "how good a quote it is (`otzvuk.numbers.quote.merit`)",
        "stands": "typical of the group, an exception, or neither",
        "shown_start": "where the stretch to show begins in the turn",
        "shown_end": "where it ends, exclusive",
        "why": "why it was chosen, in Russian",
        "picked": "the place a person gave it, 0: nobody chose it",
    }
    | {
        f"{end}_{count}": f"{what} in the whole {end}"
        for end in ("row", "column")
        for count, what in {
            "mentions": "mentions",
            "once": "mentions, each code and kind once a respondent",
            "respondents": "distinct respondents",
            "companies": "distinct companies",
        }.items()
    }
    | {
        f"{count}_of_{end}": f"{count} as a share of the {end}'s"
        for end in ("row", "column")
        for count in ("mentions", "once", "respondents", "companies")
    }
    | {
        f"{source}_{name}": f"{what}, of {where}"
        for source, where in {"speech": "marks in speech", "questionnaire": "the questionnaire"}.items()
        for name, what in {
            "marks": "marks",
            "respondents": "respondents who gave them",
            "mean_ten": "mean out of ten",
            "low_ten": "95 % interval from",
            "high_ten": "95 % interval to",
            "zone": "strength, development or neither",
            "note": "why a mean is missing, in Russian",
        }.items()
    }
)
"""What a column means, by its name, or by «frame.name» where it means something of its own in one frame."""
