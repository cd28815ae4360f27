"""All that the reports show, computed once: study and codings → `Findings`.

The reports only choose, word and draw; whatever is a number comes from here, so that all files say the
same. A part that a study has no data for is an empty table with its columns, None or an empty tuple.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pandas as pd

from otzvuk.model.interview import Role
from otzvuk.model.mention import Coding, Kind
from otzvuk.model.study import Study
from otzvuk.numbers import damage, lens, quote, scores, statistics, wave
from otzvuk.numbers.count import mentions_table, ratings_table, respondents_table

UNSURE_BELOW = 0.3
"""Mentions of less confidence are among the clauses that no code fits."""

PAIRS = (
    ("role", "theme"),
    ("role", "stage"),
    ("role", "kind"),
    ("theme", "kind"),
    ("stage", "kind"),
    ("wave", "theme"),
)
"""The crosstabs of every report: attributes in rows and in columns; those of waves where there are two."""

LEVEL, BLOCK, VALUE_ELEMENT = "level", "block", "value_element"
"""The lenses that have sections of their own, where the codebook has them."""

METRICS_FILES, MATURITY_FILE = ("metrics.csv", "metrics.xlsx"), "maturity.yaml"
"""Files of a study folder with process metrics and with the answers about feedback maturity."""


@dataclass(frozen=True)
class Tables:
    """The frames of a study, columns as in `otzvuk.count`: one row a mention, a rating, a respondent."""

    mentions: pd.DataFrame
    ratings: pd.DataFrame
    respondents: pd.DataFrame


@dataclass(frozen=True)
class Harm:
    """What hurts (`numbers.damage`): tables by their constants there, notes in Russian, "" where none."""

    ranking: pd.DataFrame  # DAMAGE
    details: pd.DataFrame  # DETAILS
    sensitivity: pd.DataFrame  # SENSITIVITY
    sensitivity_note: str
    grid: pd.DataFrame  # GRID
    rank_intervals: pd.DataFrame  # RANK_INTERVALS
    impacts: pd.DataFrame  # IMPACTS
    priorities: pd.DataFrame  # PRIORITIES
    priorities_note: str
    metric_tree: pd.DataFrame  # scores.TREE


@dataclass(frozen=True)
class Comparison:
    """What is typical for `one` against `other` (Russian labels): lemmas and codes, `statistics.TYPICAL`.

    `one_value` and `other_value` are the values of attribute `by` ("" for all the rest).
    """

    by: str
    one: str
    other: str
    lemmas: pd.DataFrame
    codes: pd.DataFrame
    one_value: str
    other_value: str


@dataclass(frozen=True)
class Talk:
    """Who speaks of what (`otzvuk.numbers.statistics`)."""

    crosstabs: Mapping[tuple[str, str], pd.DataFrame]  # (rows, columns) of PAIRS → CROSSTAB
    association: statistics.Association  # all pairs, one below another
    typical: tuple[Comparison, ...]
    together: Mapping[str, pd.DataFrame]  # "turn", "interview" → COOCCURRENCE
    network: statistics.Network
    saturation: statistics.Saturation
    unlisted: statistics.Unlisted


@dataclass(frozen=True)
class Views:
    """The same mentions by every lens (`otzvuk.numbers.lens`)."""

    rolled: Mapping[str, pd.DataFrame]  # lens of the codebook → ROLLED
    grouped: Mapping[str, pd.DataFrame]  # lens with groups (tiers) → GROUPED
    themes: pd.DataFrame  # THEMES
    journey: pd.DataFrame  # JOURNEY
    levels: pd.DataFrame | None  # SCORED by level; None without that lens
    clients: pd.DataFrame  # CLIENTS
    profiles: tuple[lens.ClientProfile, ...]  # a client each, by blocks; none without that lens
    accounts: pd.DataFrame  # ACCOUNT
    attitudes: pd.DataFrame


@dataclass(frozen=True)
class Scores:
    """Marks judged (`otzvuk.numbers.scores`)."""

    marks: pd.DataFrame  # MARKS
    means: Mapping[str, pd.DataFrame]  # by criterion, stage, level, block, role, company → MEANS
    changes: pd.DataFrame  # CHANGES by criterion
    indices: pd.DataFrame  # INDICES: NPS, CSAT, CES
    comments: pd.DataFrame  # COMMENTS
    reasons: pd.DataFrame  # REASONS
    metrics: pd.DataFrame | None  # METRICS of the file of process metrics
    csi: pd.DataFrame | None  # CSI
    pulls: pd.DataFrame | None  # PULLS
    maturity: scores.Assessment | None


@dataclass(frozen=True)
class WaveChange:
    """Two neighbouring waves compared (`otzvuk.numbers.wave`): table of CHANGES and Russian sentences."""

    before: str
    after: str
    changes: pd.DataFrame
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Findings:
    """Everything a report shows of a study."""

    study: Study
    codings: tuple[Coding, ...]
    tables: Tables
    harm: Harm
    talk: Talk
    views: Views
    scores: Scores
    waves: tuple[WaveChange, ...]  # empty where there are fewer than two
    quotes: pd.DataFrame  # pick_quotes by process and kind, in the order of the ranking
    wishes: tuple[quote.Wish, ...]  # what clients ask for, grouped


@dataclass(frozen=True)
class Unhidden:
    """A study under its own names, where the one to be shown has them hidden; `company` hides a company's.

    Samples are drawn in the order of names. What hurts and what changed is therefore computed from this
    one, so that hiding changes no number.
    """

    study: Study
    tables: Tables
    company: Callable[[str], str]


def find(
    study: Study,
    codings: Sequence[Coding],
    *,
    tables: Tables | None = None,
    ranking: pd.DataFrame | None = None,
    best: int = 5,
    unhidden: Unhidden | None = None,
) -> Findings:
    """Compute all of it; `tables` and `ranking` (a damage table) where they are there already.

    `unhidden` is the same study with its names, where `study` has them hidden. `best` is how many quotes of
    each process and kind are picked. Raises `InputError` for settings, a metric tree, process metrics or
    maturity answers that do not fit.
    """
    scores.check_rules(study.settings, study.codebook, study.guide)
    tables = tables or count(study, codings)
    own = unhidden or Unhidden(study, tables, company=str)
    if ranking is None:
        said = (own.tables.mentions, own.tables.respondents)
        ranking = damage.rank(*said, study.codebook, settings=study.settings)
    quotes = quote.pick_quotes(
        tables.mentions, ranking=ranking, codebook=study.codebook, best=best, study=study
    )
    judged = judge(study, tables, company=own.company)
    harm = weigh(own.study, own.tables, ranking)
    weighty = harm.details["weighty_company"].map(own.company, na_action="ignore").astype("string")
    return Findings(
        study,
        tuple(codings),
        tables,
        replace(harm, details=harm.details.assign(weighty_company=weighty)),
        relate(study, codings, tables),
        view(study, tables, judged.marks, quotes),
        judged,
        compare_waves(own.study, own.tables),
        quotes,
        quote.wishes(tables.mentions, study, ranking=ranking),
    )


def count(study: Study, codings: Sequence[Coding]) -> Tables:
    """The codings of a study as frames."""
    return Tables(mentions_table(study, codings), ratings_table(study, codings), respondents_table(study))


def weigh(study: Study, tables: Tables, ranking: pd.DataFrame) -> Harm:
    """The ranking of processes and all that says how far to trust it and what to do."""
    book, settings = study.codebook, study.settings
    said = (tables.mentions, tables.respondents, book)
    grid = damage.sensitivity_grid(*said, settings=settings)
    sensitivity = damage.sensitivity(grid, ranking)
    priorities = damage.priorities(ranking, settings=settings)
    tree = scores.read_metric_tree(settings.metrics, book, beside=study.path)
    return Harm(
        ranking,
        damage.details(*said, tables.ratings, settings=settings),
        sensitivity,
        damage.sensitivity_sentence(sensitivity, ranking, book),
        grid,
        damage.rank_intervals(*said, settings=settings),
        damage.impacts(*said, tables.ratings, settings=settings),
        priorities,
        damage.priorities_note(priorities, book),
        scores.metric_tree(ranking, tables.mentions, tree, book),
    )


def relate(study: Study, codings: Sequence[Coding], tables: Tables) -> Talk:
    """Who speaks of what, what goes together, and what is missing."""
    book, settings = study.codebook, study.settings
    said = (tables.mentions, tables.respondents, book)
    waves = set(tables.respondents["wave"]) - {""}
    pairs = [pair for pair in PAIRS if "wave" not in pair or len(waves) > 1]
    stray = statistics.strays(tables.mentions, book, codings, below=UNSURE_BELOW)
    own_names = [name for name in (settings.supplier, *settings.aliases) if name]
    together = {within: statistics.cooccurrence(tables.mentions, book, within=within)
                for within in ("turn", "interview")}  # fmt: skip
    return Talk(
        {(one, other): statistics.crosstab(*said, rows=one, columns=other) for one, other in pairs},
        statistics.associations(*said, pairs=pairs, seed=settings.seed),
        _typical(tables, study),
        together,
        statistics.network(together["turn"], book),
        statistics.saturation(*said, seed=settings.seed),
        statistics.unlisted(stray, book, without=own_names, seed=settings.seed),
    )


def _typical(tables: Tables, study: Study) -> tuple[Comparison, ...]:
    """Praise against complaint, each role against the rest, the last wave against the one before."""
    spoke = tables.respondents.merge(tables.mentions[["interview", "speaker"]].drop_duplicates())
    roles = [role.value for role in Role if role is not Role.UNKNOWN and role.value in set(spoke["role"])]
    waves = [str(each) for each in wave.waves_of(tables.respondents)]
    wanted: list[tuple[str, str, str | None]] = []
    if {Kind.PRAISE.value, Kind.COMPLAINT.value} <= set(tables.mentions["kind"]):
        wanted.append(("kind", Kind.PRAISE.value, Kind.COMPLAINT.value))
    if len(set(spoke["role"])) > 1:
        wanted += [("role", role, None) for role in roles]
    if len(waves) > 1 and set(waves[-2:]) <= set(spoke["wave"]):
        wanted.append(("wave", waves[-1], waves[-2]))
    found = []
    for by, one, other in wanted:
        lemmas, codes = (
            statistics.typical(
                tables.mentions, tables.respondents, study.codebook, by=by, one=one, other=other, item=item
            )
            for item in ("lemma", "code")
        )
        labels = next((row for row in [*_groups(lemmas), *_groups(codes)]), (one, other or ""))
        found.append(Comparison(by, *labels, lemmas, codes, one, other or ""))
    return tuple(found)


def _groups(table: pd.DataFrame) -> list[tuple[str, str]]:
    return [(str(table["one"].iloc[0]), str(table["other"].iloc[0]))] if len(table) else []


def view(study: Study, tables: Tables, marks: pd.DataFrame, quotes: pd.DataFrame) -> Views:
    """The mentions by theme, journey, every lens of the codebook, client and person."""
    book, settings, mentions, respondents = (
        study.codebook, study.settings, tables.mentions, tables.respondents
    )  # fmt: skip
    clients = lens.clients(mentions, marks, respondents, book, settings=settings)
    profiles = (
        lens.client_profile(str(name), mentions, marks, respondents, book, settings=settings)
        for name in (clients["company"] if BLOCK in book.lenses else ())
    )
    accounts = lens.account_map(mentions, respondents, book)
    return Views(
        {name: lens.roll_up(mentions, name, book, respondents=respondents) for name in book.lenses},
        {
            name: lens.roll_up_groups(mentions, name, book, respondents=respondents)
            for name, own in book.lenses.items()
            if own.groups
        },
        lens.theme_tree(mentions, book, respondents=respondents),
        lens.journey(mentions, book, respondents=respondents, quotes=quotes),
        lens.scored(mentions, marks, book, lens=LEVEL, respondents=respondents, settings=settings)
        if LEVEL in book.lenses
        else None,
        clients,
        tuple(profiles),
        accounts,
        lens.attitudes(accounts),
    )


def judge(study: Study, tables: Tables, *, company: Callable[[str], str] = str) -> Scores:
    """The marks and what they say; process metrics and maturity where the folder has their files.

    `company` is what the clients of the process metrics are called.
    """
    book, settings, guide = study.codebook, study.settings, study.guide
    marks = scores.marks_table(tables.ratings, book, guide=guide, respondents=tables.respondents)
    by = ["criterion", "stage", *(name for name in (LEVEL, BLOCK) if name in book.lenses), "role", "company"]
    path = next((study.path / name for name in METRICS_FILES if (study.path / name).is_file()), None)
    metrics = scores.read_metrics(path) if path else None
    if metrics is not None:
        metrics = metrics.assign(client=metrics["client"].map(company, na_action="ignore").astype("string"))
    rules = settings.scores
    return Scores(
        marks,
        {name: scores.means(marks, [name], codebook=book, settings=settings) for name in by},
        scores.changes(marks, codebook=book, settings=settings),
        scores.indices(marks, codebook=book, guide=guide, settings=settings),
        scores.comments(marks, tables.mentions, book, guide=guide, settings=settings, best=3),
        scores.reasons(marks, tables.mentions, book, guide=guide, settings=settings),
        metrics,
        None if metrics is None else scores.csi(metrics, scale=rules.csi_scale, bounds=rules.csi_bounds),
        None if metrics is None else scores.pulls(metrics),
        _maturity(study.path / MATURITY_FILE),
    )


def _maturity(path: Path) -> scores.Assessment | None:
    if not path.is_file():
        return None
    questionnaire = scores.read_questionnaire()
    return scores.assess(scores.read_answers(path, questionnaire), questionnaire)


def compare_waves(study: Study, tables: Tables) -> tuple[WaveChange, ...]:
    """Every two neighbouring waves, by code, process and criterion."""
    waves = [str(each) for each in wave.waves_of(tables.respondents)]
    found = []
    for before, after in pairwise(waves):
        sides = wave.by_wave(tables.mentions, tables.respondents, tables.ratings, before=before, after=after)
        changes = wave.compare(*sides, study.codebook, settings=study.settings)
        found.append(WaveChange(before, after, changes, tuple(wave.sentences(changes, study.codebook))))
    return tuple(found)
