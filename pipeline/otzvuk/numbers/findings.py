"""All that the reports show, computed once: `Survey` → `Findings`.

The reports only choose, word and draw; whatever is a number comes from here, so that all files say the
same. A part that a study has no data for is an empty table with its columns, None or an empty tuple.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, TypeVar

import pandas as pd

from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind
from otzvuk.model.progress import Watcher, heard, tell
from otzvuk.model.study import Study
from otzvuk.numbers import card, checked, damage, lens, plan, quote, scores, statistics, trust, wave
from otzvuk.numbers.count import PERSON, company_key, records
from otzvuk.numbers.damage.ranking import RANKING_SCHEMA
from otzvuk.numbers.layers import Layered, journey_map, layered
from otzvuk.numbers.overview import Overview, overview
from otzvuk.numbers.quote.features import UNSURE_BELOW
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.wave import Change, Measure
from otzvuk.numbers.where import latest, with_their_interviews

PAIRS = (
    ("role", "theme"),
    ("role", "stage"),
    ("role", "kind"),
    ("theme", "kind"),
    ("stage", "kind"),
    ("wave", "theme"),
)
"""The crosstabs of every report: attributes in rows and in columns; those of waves where there are two."""

Part = TypeVar("Part")
_PARTS: Final = 9  # of `find`, as progress counts them

_COMPARED = ("theme", "code", "process")
"""What waves are compared by, besides criteria."""

LEVEL, BLOCK, VALUE_ELEMENT = "level", "block", "value_element"
"""The lenses that have sections of their own, where the codebook has them."""

METRICS_FILES, MATURITY_FILE = ("metrics.csv", "metrics.xlsx"), "maturity.yaml"
"""Files of a study folder with process metrics and with the answers about feedback maturity."""


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
    metric_codes: pd.DataFrame  # scores.TREE_CODES: which code asks for which metric
    caution: str  # what to know of the coding before the headline (trust.caution)
    settling: str  # what would settle who is named (trust.settling)
    checked: pd.DataFrame  # CHECKED: counts corrected by the sample that people checked
    drawn: tuple[int, int]  # stretches of that sample, and all of them (checked.drawn)


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
    tree: pd.DataFrame  # FREQUENCY_TREE
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
    changes: Mapping[str, pd.DataFrame]  # by the same → CHANGES, to the wave before
    levels: pd.DataFrame  # LEVELS: each level and what was marked in it
    indices: pd.DataFrame  # INDICES (NPS, CSAT, CES) and BEFORE, the same in the wave before
    comments: pd.DataFrame  # COMMENTS
    grounds: pd.DataFrame  # GROUNDS: every mark with the words that explain it
    reasons: pd.DataFrame  # REASONS
    metrics: pd.DataFrame | None  # METRICS of the file of process metrics
    csi: pd.DataFrame | None  # CSI, of the wave that is shown
    pulls: pd.DataFrame | None  # PULLS, of that wave
    pulled: pd.DataFrame | None  # PULLED: the same with what clients say of it
    cube: pd.DataFrame  # CUBE: marks by block, role and client, with what pulls each cell down
    bands: pd.DataFrame  # BANDS of NPS: who is in them
    band_said: pd.DataFrame  # BAND_SAID: what they say
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
    """Everything a report shows of a survey: its numbers and its words.

    `survey` is what the figures are of: of several waves the last, unless others were asked for; its `scope`
    says so. `whole` has all waves, for what compares them.
    """

    survey: Survey
    whole: Survey
    overview: Overview
    harm: Harm
    talk: Talk
    views: Views
    scores: Scores
    waves: tuple[WaveChange, ...]  # empty where there are fewer than two
    quotes: pd.DataFrame  # pick_quotes by process and kind, in the order of the ranking
    wishes: tuple[quote.Wish, ...]  # what clients ask for, grouped
    strengths: Mapping[str, tuple[quote.Strength, ...]]  # what is praised: by "department", by "role"
    layers: Layered  # what is said beside the mentions: what harm costs, who leaves
    drafts: tuple[plan.Draft, ...]  # what might be done, by rule, with the quotes it rests on
    outcomes: pd.DataFrame  # OUTCOMES: what became of each action of the plan
    map: pd.DataFrame  # layers.CELLS: the journey map
    cards: tuple[card.Card, ...]  # a client company each, in natural order

    @property
    def study(self) -> Study:
        """The study that was surveyed."""
        return self.survey.study

    @property
    def before(self) -> str:
        """The wave that changes are counted from; empty where there is none that can be compared with."""
        return self.waves[-1].before if self._compared and not self.incomparable else ""

    @property
    def incomparable(self) -> str:
        """Why nothing is said of the change since the wave before, a sentence; empty where it is."""
        if not self._compared or self.waves[-1].changes.empty:
            return ""
        untested = bool((self.waves[-1].changes["change"] == Change.UNTESTED).all())
        return self.waves[-1].sentences[0] if untested else ""

    @property
    def _compared(self) -> bool:
        return bool(self.waves) and self.waves[-1].after == self.survey.scope.wave

    def changed(self, by: str, item: str, measure: Measure) -> Mapping[str, Any] | None:
        """What became of an item since the wave before (a row of `wave.CHANGES`); None where that is unknown.

        `by` is process, code, theme or criterion.
        """
        return self._changed.get((by, item, measure.value))

    @cached_property
    def _changed(self) -> dict[tuple[str, str, str], Mapping[str, Any]]:
        if not self.before:
            return {}
        rows = records(self.waves[-1].changes)
        return {(row["by"], row["item"], row["measure"]): row for row in rows}


def find(
    survey: Survey,
    *,
    ranking: pd.DataFrame | None = None,
    best: int = 5,
    company: Callable[[str], str] = str,
    progress: Watcher | None = None,
) -> Findings:
    """Compute all of it; `ranking` (a damage table of the wave shown) where it is there already.

    Of several waves the last is shown (`otzvuk.numbers.where.latest`), the changes beside it.
    `best` is how many quotes of each process and kind are picked, `company` what the clients of the process
    metrics are called, `progress` is told how far it is. Raises `InputError` for settings, a metric tree,
    process metrics or maturity answers that do not fit, and for frames changed by hand that are not what
    `otzvuk.numbers.schema` says.
    """
    if ranking is not None:
        RANKING_SCHEMA.check(ranking)
    with heard(progress):
        return _found(survey.sound, ranking, best, company)


def _found(
    survey: Survey, ranking: pd.DataFrame | None, best: int, company: Callable[[str], str]
) -> Findings:
    whole, survey = survey, latest(survey)
    if survey.scope.line or survey is not whole:
        survey = with_their_interviews(survey)
    scores.check_rules(survey)
    parts = itertools.count(1)

    def told(part: Part) -> Part:
        tell("Числа", next(parts), _PARTS)
        return part

    if ranking is None:
        ranking = told(damage.rank(survey))
    quotes = told(quote.pick_quotes(survey, ranking=ranking, best=best))
    harm, wishes = told(weigh(survey, ranking=ranking)), told(quote.wishes(survey, ranking=ranking))
    beside, views = layered(survey, ranking=ranking), told(view(survey, quotes=quotes))
    return Findings(
        survey=survey,
        whole=whole,
        overview=told(overview(survey)),
        harm=harm,
        talk=told(relate(survey, whole=whole)),
        views=views,
        scores=told(judge(survey, whole=whole, company=company)),
        waves=told(compare_waves(whole)),
        quotes=quotes,
        wishes=wishes,
        strengths=quote.praised_by(survey),
        layers=beside,
        drafts=plan.drafts(
            survey,
            ranking=ranking,
            priorities=harm.priorities,
            metrics=harm.metric_tree,
            wishes=wishes,
        ),
        outcomes=plan.outcomes(whole, survey.study.plan),
        map=_map(survey, beside),
        cards=card.cards(survey, layers=beside, accounts=views.accounts),
    )


def _map(survey: Survey, beside: Layered) -> pd.DataFrame:
    """The journey map, each code of a cell with its best quote."""
    picked = quote.pick_quotes(survey, by=("stage", "kind", "code"), best=1)
    return journey_map(survey, quotes=picked, found=beside.steps)


def weigh(survey: Survey, *, ranking: pd.DataFrame) -> Harm:
    """The ranking of processes and all that says how far to trust it and what to do."""
    book, settings = survey.codebook, survey.settings
    grid = damage.sensitivity_grid(survey)
    sensitivity = damage.sensitivity(grid, ranking)
    priorities = damage.priorities(survey, ranking=ranking)
    tree = scores.read_metric_tree(settings.metrics, book, beside=survey.study.path)
    return Harm(
        ranking=ranking,
        details=damage.details(survey),
        sensitivity=sensitivity,
        sensitivity_note=damage.sensitivity_sentence(sensitivity, ranking, book),
        grid=grid,
        rank_intervals=damage.rank_intervals(survey),
        impacts=damage.impacts(survey),
        priorities=priorities,
        priorities_note=damage.priorities_note(priorities, book),
        metric_tree=scores.metric_tree(survey, ranking=ranking, tree=tree),
        metric_codes=scores.metric_codes(survey, ranking=ranking, tree=tree),
        caution=trust.caution(survey),
        settling=trust.settling(survey, ranking),
        checked=checked.checked(survey),
        drawn=checked.drawn(survey),
    )


def relate(survey: Survey, *, whole: Survey) -> Talk:
    """Who speaks of what, what goes together, and what is missing; waves are compared in the `whole`."""
    pairs = [(pair, whole if "wave" in pair else survey) for pair in PAIRS]
    pairs = [(pair, own) for pair, own in pairs if "wave" not in pair or len(own.waves) > 1]
    in_turns, in_interviews = (
        statistics.cooccurrence(survey, within="turn"),
        statistics.cooccurrence(survey, within="interview"),
    )
    return Talk(
        crosstabs={
            (one, other): statistics.crosstab(own, rows=one, columns=other) for (one, other), own in pairs
        },
        association=statistics.joined(
            statistics.association(own, rows=one, columns=other) for (one, other), own in pairs
        ),
        typical=_typical(survey, whole),
        together={"turn": in_turns, "interview": in_interviews},
        network=statistics.network(survey, pairs=in_turns),
        saturation=statistics.saturation(survey),
        unlisted=statistics.unlisted(survey, below=UNSURE_BELOW),
    )


def _typical(survey: Survey, whole: Survey) -> tuple[Comparison, ...]:
    """Praise against complaint, each role against the rest, the last wave against the one before."""
    spoke = survey.respondents[survey.respondents[PERSON].isin(survey.mentions[PERSON])]
    roles = [role.value for role in Role if role is not Role.UNKNOWN and role.value in set(spoke["role"])]
    waves = whole.waves
    wanted: list[tuple[Survey, str, str, str | None]] = []
    if {Kind.PRAISE.value, Kind.COMPLAINT.value} <= set(survey.mentions["kind"]):
        wanted.append((survey, "kind", Kind.PRAISE.value, Kind.COMPLAINT.value))
    if len(set(spoke["role"])) > 1:
        wanted += [(survey, "role", role, None) for role in roles]
    if len(waves) > 1 and set(waves[-2:]) <= set(whole.mentions["wave"]):
        wanted.append((whole, "wave", waves[-1], waves[-2]))
    found = []
    for own, by, one, other in wanted:
        lemmas = statistics.typical(own, by=by, one=one, other=other, item="lemma")
        codes = statistics.typical(own, by=by, one=one, other=other, item="code")
        mine, theirs = next((row for row in [*_groups(lemmas), *_groups(codes)]), (one, other or ""))
        found.append(
            Comparison(
                by=by,
                one=mine,
                other=theirs,
                lemmas=lemmas,
                codes=codes,
                one_value=one,
                other_value=other or "",
            )
        )
    return tuple(found)


def _groups(table: pd.DataFrame) -> list[tuple[str, str]]:
    return [(str(table["one"].iloc[0]), str(table["other"].iloc[0]))] if len(table) else []


def view(survey: Survey, *, quotes: pd.DataFrame) -> Views:
    """The mentions by theme, journey, every lens of the codebook, client and person."""
    book = survey.codebook
    clients, accounts = lens.clients(survey), lens.account_map(survey)
    grouped = (name for name, own in book.lenses.items() if own.groups)
    return Views(
        rolled={name: lens.roll_up(survey, name) for name in book.lenses},
        grouped={name: lens.roll_up_groups(survey, name) for name in grouped},
        themes=lens.theme_tree(survey),
        tree=lens.frequency_tree(survey),
        journey=lens.journey(survey, quotes=quotes),
        levels=lens.scored(survey, LEVEL) if LEVEL in book.lenses else None,
        clients=clients,
        profiles=lens.client_profiles(survey) if BLOCK in book.lenses else (),
        accounts=accounts,
        attitudes=lens.attitudes(accounts),
    )


def judge(survey: Survey, *, whole: Survey, company: Callable[[str], str] = str) -> Scores:
    """The marks and what they say; process metrics and maturity where the folder has their files.

    Changes are those to the wave before, from the `whole`. `company` is what the clients of the process
    metrics are called.
    """
    lenses, rules, home = survey.codebook.lenses, survey.settings.scores, survey.study.path
    by = ["criterion", "stage", *(name for name in (LEVEL, BLOCK) if name in lenses), "role", "company"]
    path = next((home / name for name in METRICS_FILES if (home / name).is_file()), None)
    metrics = scores.read_metrics(path) if path else None
    if metrics is not None:
        metrics = metrics.assign(client=metrics["client"].map(company, na_action="ignore").astype("string"))
        metrics = _theirs(metrics, survey)
    index = pulls = pulled = None
    if metrics is not None:
        index = scores.csi(metrics, scale=rules.csi_scale, bounds=rules.csi_bounds)
        index, pulls = (scores.of_wave(each, survey.scope.wave) for each in (index, scores.pulls(metrics)))
        tree = scores.read_metric_tree(survey.settings.metrics, survey.codebook, beside=home)
        pulled = scores.pulled(survey, pulls, tree)
    grounds = scores.grounds(survey)
    bands = scores.bands(survey, grounds)
    return Scores(
        marks=survey.marks,
        means={name: scores.means(survey, [name]) for name in by},
        changes={name: scores.latest_changes(survey, whole, [name]) for name in by},
        levels=scores.levels(survey, whole),
        indices=scores.indices_with_change(survey, whole),
        comments=scores.comments(survey, best=3),
        grounds=grounds,
        reasons=scores.reasons(survey, grounds),
        metrics=metrics,
        csi=index,
        pulls=pulls,
        pulled=pulled,
        cube=scores.cube_with_change(survey, whole, grounds),
        bands=bands,
        band_said=scores.band_said(survey, bands),
        maturity=_maturity(home / MATURITY_FILE),
    )


def _theirs(metrics: pd.DataFrame, survey: Survey) -> pd.DataFrame | None:
    """The process metrics of the clients whose people are shown, where not everybody is; None without any."""
    if survey.scope.conditions:
        shown = {company_key(str(each)) for each in survey.respondents["company"]} | {""}
        metrics = metrics[[company_key(str(each)) in shown for each in metrics["client"]]]
    return metrics if len(metrics) else None


def _maturity(path: Path) -> scores.Assessment | None:
    if not path.is_file():
        return None
    questionnaire = scores.read_questionnaire()
    return scores.assess(scores.read_answers(path, questionnaire), questionnaire)


def compare_waves(survey: Survey) -> tuple[WaveChange, ...]:
    """Every two neighbouring waves, by theme, code, process and criterion."""
    found = []
    for before, after in pairwise(survey.waves):
        changes = wave.compare(*wave.by_wave(survey, before=before, after=after), by=_COMPARED)
        told = tuple(wave.sentences(changes, survey.codebook))
        found.append(WaveChange(before, after, changes, told))
    return tuple(found)
