"""The report as one page of HTML: it holds all it needs and opens from disk without a network.

Every number is a link to its quotes, every quote a link to its place in the transcript at the end. With
JavaScript a link narrows the list of quotes to exactly those counted; without it, it leads to their group.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode
from zlib import compress

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from otzvuk.model import wording
from otzvuk.model.mention import Kind
from otzvuk.model.sections import SECTIONS, Report
from otzvuk.model.study import Failure, Study
from otzvuk.numbers.count import natural, records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.quote import departments
from otzvuk.numbers.quote.features import UNSURE_BELOW
from otzvuk.numbers.scores import Source
from otzvuk.numbers.wave import Change, Measure
from otzvuk.report import charts, csicube, importancemap, metrictree, npsbands, plot, section, why
from otzvuk.report.bytecode import Compiled
from otzvuk.report.clientcard import ABOUT as CARDS_ABOUT
from otzvuk.report.clientcard import client_cards
from otzvuk.report.contents import contents, leads, own_texts, titles
from otzvuk.report.drafted import ABOUT_DRAFTS, ABOUT_OUTCOMES, summary
from otzvuk.report.journeymap import ABOUT, journey_map
from otzvuk.report.layered import layers
from otzvuk.report.leveled import axis_note
from otzvuk.report.look import look
from otzvuk.report.quotelist import anchor_finder, facets, quote_groups
from otzvuk.report.remark import Asked, Mark, Remark, everybody, marks, picked, remarks
from otzvuk.report.section import lens_facets, more_facets
from otzvuk.report.shown import by_process, shown_quotes, shown_strengths, shown_wishes
from otzvuk.report.story import Story, harm_moved
from otzvuk.report.transcript import transcript
from otzvuk.report.wellformed import plain

QUOTES_SHOWN = 5
"""How many complaints a card quotes; fewer where fewer were picked."""

WISHES_SHOWN = 2

MANY, FIRST = 500, 200
"""Of more quotes than `MANY` the list shows the `FIRST` that fit, the rest on demand: browsers are slow."""

PACKED = 700_000
"""Characters said in all interviews: beyond, each transcript lies compressed in its place."""

_Said = TypeVar("_Said", Remark, Mark, Asked)

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Card:
    """All about one process of the headline; `row` has the columns of `DAMAGE` and `DETAILS`."""

    row: Mapping[str, Any]
    label: str
    stage: str
    praise: int
    sufferers: tuple[tuple[charts.Group, int, int], ...]
    causes: tuple[charts.Bar, ...]
    quotes: tuple[Remark, ...]
    wishes: tuple[Remark, ...]


def render_page(story: Story) -> str:
    """The page as text, the same for the same story.

    Of its run (run.json) it shows `version`, `date`, `codebook`, `models`, `codes`, `seed`, `warnings`
    (sentences) and `failures` (mappings with `file` and `message`); each may be missing.
    """
    findings, run = story.findings, story.run
    survey, study, quotes = findings.survey, findings.study, findings.quotes
    ratings, respondents = survey.ratings, survey.respondents
    damage = findings.harm.ranking
    codebook, settings = study.codebook, study.settings
    people = everybody(respondents)
    said = remarks(survey, people)
    rated = marks(ratings, people)
    listed = quote_groups(said, codebook)
    interviews = sorted(study.interviews, key=lambda each: natural(each.id))
    said_in, rated_in = _by_interview(said), _by_interview(rated)
    transcripts = [
        transcript(at, interview, said_in.get(interview.id, ()), rated_in.get(interview.id, ()))
        for at, interview in enumerate(interviews, 1)
    ]
    waves = list(survey.waves)
    context = {
        "waves": waves,
        "study": study,
        "settings": settings,
        "title": story.title,
        "about": [
            part
            for part in (
                settings.supplier,
                settings.industry,
                wording.waves(waves),
                survey.scope.whom,
            )
            if part
        ],
        "scope": story.scope,
        "before": story.before,
        "incomparable": plain(story.findings.incomparable),
        "changed": _changed(findings),
        "caution": story.caution,
        "corrected": story.corrected,
        "sentences": story.sentences,
        "apart": story.apart,
        "cards": cards(story, picked(quotes, said)),
        "asked": len(respondents),
        "companies": survey.companies,
        "seen": survey.seen,
        "groups": story.groups,
        "people": _people(people.values(), said),
        "tree": story.outline,
        "unmentioned": [codebook.label(code) for code in findings.overview.unmentioned],
        "heat": charts.heat_map(findings.overview, findings.views.journey),
        "ranking": story.ranking,
        "places": {row["process"]: row["place"] for row in story.ranking},
        "silent": [
            each.label for name, each in codebook.processes.items() if name not in set(damage["process"])
        ],
        "quote_groups": listed,
        "remarks": said,
        "facets": [
            *facets(said, people.values(), codebook),
            *more_facets(said, [*people.values()], codebook),
        ],
        "transcripts": transcripts,
        "speakers": _by_interview(people.values()),
        "packed": sum(len(turn.text) for each in interviews for turn in each.turns) > PACKED,
        "many": MANY,
        "first": FIRST,
        "total": {kind.value: sum(remark.kind is kind for remark in said) for kind in Kind},
        "number_of": {each.interview.id: each.number for each in transcripts},
        "run": run,
        "failures": _failures(study, run),
        "warnings": _warnings(study, run),
        "date": _date(str(run.get("date", ""))),
        "Kind": Kind,
        "codebook": codebook,
        "anchor": anchor_finder(listed),
    }
    context |= _more(story, said, rated, people)
    context |= _arranged(story)
    html = _environment().get_template("page.html.j2").render(context)
    return html if story.arrangement.names(Report.HTML) is None else _without_dead_links(html)


def _arranged(story: Story) -> dict[str, Any]:
    """Which sections there are and what they are called, and the user's own texts."""
    shown = contents(story)
    first = [each.name for each in shown[:2]]
    return {
        "shown": shown,
        "sections": [each for each in shown if each.short],
        "unfolded": 2 if first == ["main", "hurting"] else 1,
        "titles": titles(story),
        "retitled": {name: bool(story.arrangement.title_of(name)) for name in SECTIONS},
        "leads": leads(story),
        "own_texts": lambda name, place: own_texts(story, name, place),
        "headed": plain(story.arrangement.title) or "Что вредит клиентам",
    }


_LINK = re.compile(r'(<a\b[^>]*?) href="#([^"]*)"([^>]*>)')
_FILTER = re.compile(r' data-filter="[^"]*"')
_PLACE = re.compile(r'\bid="([^"]+)"')


def _without_dead_links(html: str) -> str:
    """The page with links that lead to what was left out as plain words."""
    places = {"", *_PLACE.findall(html)}

    def kept(found: re.Match[str]) -> str:
        start, place, rest = found.groups()
        if unescape(place) in places:
            return found[0]
        return _FILTER.sub("", f"{start}{rest}")

    return _LINK.sub(kept, html)


def _more(
    story: Story, said: Sequence[Remark], rated: Sequence[Mark], people: Mapping[tuple[str, str], Asked]
) -> dict[str, Any]:
    """What the sections after the headline show."""
    findings = story.findings
    book, harm, talk, judged = findings.study.codebook, findings.harm, findings.talk, findings.scores
    at = section.remark_at(findings.survey.mentions, said)
    facet = lens_facets(book)
    priorities = records(harm.priorities)
    intervals = {row["process"]: row for row in records(harm.rank_intervals)}
    criteria = {row["criterion"]: row["label"] for row in records(judged.marks)}
    values = {
        name: {facet[lens]: value for lens, value in code.lenses.items()} for name, code in book.codes.items()
    }

    wishes = shown_wishes(findings)
    quotes = [
        *(quote for draft in story.drafts for quote in draft.quotes),
        *shown_quotes(story),
        *(quote for wish in wishes for quote in wish.quotes),
    ]
    quotes += shown_strengths(findings)
    worded = {remark.number: quote for quote in quotes if (remark := at(quote.mention))}

    def numbers(labels: str) -> list[int]:
        found = (at(label) for label in labels.split())
        return [remark.number for remark in found if remark]

    return {
        "records": records,
        "sentence": lambda text: (text[:1].upper() + text[1:]).replace(" %", "\u00a0%"),
        "remark_at": at,
        "numbers": numbers,
        "worded": lambda remark: worded[remark.number],
        "wished": by_process(wishes),
        "lens_facet": facet,
        "lens_values": lambda code: values.get(code, {}),
        "criterion_label": lambda name: criteria.get(name) or book.label(name),
        "source_label": lambda source: Source(source).label,
        "change_label": lambda change: Change(change).label,
        "measures": {measure.value: measure for measure in Measure},
        "priorities": priorities,
        "priorities_note": harm.priorities_note,
        "scatter": plot.scatter(priorities, book),
        "watch": section.to_watch(harm),
        "sensitivity": [(row, intervals[row["process"]]) for row in records(harm.sensitivity)],
        "sensitivity_note": harm.sensitivity_note,
        "impacts": records(harm.impacts),
        "harmless": set(harm.ranking.loc[harm.ranking["damage"] == 0, "process"]),
        "drafts": story.drafts,
        "drafts_about": ABOUT_DRAFTS,
        "outcomes": story.outcomes,
        "outcomes_about": ABOUT_OUTCOMES,
        "outcomes_summary": summary(story.outcomes),
        "client_cards": client_cards(findings),
        "cards_about": CARDS_ABOUT,
        "journeymap": journey_map(findings),
        "map_about": ABOUT,
        "layers": {each.anchor: each for each in layers(findings)},
        "stages": section.stages(findings.views.journey, at),
        "crosses": section.crosses(talk),
        "typical": [(each, section.sides(each)) for each in talk.typical],
        "leveled": story.levels,
        "axis_note": axis_note,
        "strength_facet": {"department": facet.get(departments(findings.survey), "process"), "role": "role"},
        "marks_of": section.marks_of(rated),
        "said_about": section.said_about(findings.views),
        "tiers": section.tiers(findings.views),
        "other_lenses": section.other_lenses(findings.views, book),
        "clients": section.clients(findings.views, people),
        "has_marks": bool(len(judged.marks)),
        "mark_rows": [(source, section.mark_rows(findings, rated, source)) for source in Source],
        "indices": records(judged.indices),
        "metric_roots": metrictree.roots(findings),
        "metric_legend": metrictree.LEGEND,
        "why": {
            "summary": why.summary(findings),
            "low": why.low(findings),
            "marks": why.by_mark(findings),
            "words": why.words_of,
        },
        "comments": records(judged.comments),
        "grouped_means": section.grouped_means(findings),
        "changes": [
            row for row in records(judged.changes["criterion"]) if row["marks"] and row["previous_marks"]
        ],
        "csi_faces": csicube.faces(findings),
        "csi_pulling": csicube.pulling(findings),
        "csi_rows": csicube.index_rows(findings),
        "csi_method": csicube.METHOD,
        "csi_scale": csicube.scale_of(findings),
        "nps_questions": npsbands.questions(findings),
        "nps_method": npsbands.METHOD,
        "importance": importancemap.drawn(findings),
        "importance_summary": importancemap.summary(findings),
        "how_rated": importancemap.how_rated,
        "maturity": judged.maturity,
        "waves_compared": [(change, section.wave_tables(change)) for change in findings.waves],
        "saturation": talk.saturation,
        "saturation_rows": records(talk.saturation.table),
        "curve": plot.curve(records(talk.saturation.table)),
        "unlisted": talk.unlisted,
        "topics": records(talk.unlisted.topics),
        "unsure_below": UNSURE_BELOW,
        "graph": plot.graph(findings, said),
    }


def cards(story: Story, chosen: Sequence[Remark]) -> tuple[Card, ...]:
    """A card for each process that the report tells of."""
    overview, book = story.findings.overview, story.findings.study.codebook
    return tuple(
        Card(
            row=hurting.row,
            label=hurting.label,
            stage=hurting.stage,
            praise=hurting.praise,
            sufferers=charts.sufferers(overview, hurting.row["process"]),
            causes=charts.causes(overview, hurting.row["process"], book),
            quotes=charts.best_quotes(chosen, hurting.row["process"], Kind.COMPLAINT, QUOTES_SHOWN),
            wishes=charts.best_quotes(chosen, hurting.row["process"], Kind.WISH, WISHES_SHOWN),
        )
        for hurting in story.hurting
    )


def _by_interview(given: Iterable[_Said]) -> dict[str, list[_Said]]:
    found: dict[str, list[_Said]] = {}
    for each in given:
        found.setdefault(each.interview, []).append(each)
    return found


def _people(asked: Any, said: Sequence[Remark]) -> list[tuple[Asked, dict[str, int]]]:
    counts = {each.number: dict.fromkeys((kind.value for kind in Kind), 0) for each in asked}
    for remark in said:
        if remark.asked.number in counts:
            counts[remark.asked.number][remark.kind.value] += 1
    return [(each, counts[each.number]) for each in asked]


def _changed(findings: Findings) -> Callable[[str, str, str], Mapping[str, Any] | None]:
    """A function from a grouping of marks, its value and a source to the change since the wave before."""
    rows = {
        (by, row[by], row["source"]): row
        for by, table in findings.scores.changes.items()
        for row in records(table)
        if row["marks"] and row["previous_marks"]
    }
    return lambda by, value, source: rows.get((by, value, source))


def _failures(study: Study, run: Mapping[str, Any]) -> list[Failure]:
    found = dict.fromkeys(study.failures)
    for each in run.get("failures", ()):
        listed = each if isinstance(each, Mapping) else {"message": str(each)}
        found[Failure(str(listed.get("file", "")), str(listed.get("message", "")))] = None
    return list(found)


def _warnings(study: Study, run: Mapping[str, Any]) -> list[str]:
    """The run's warnings that are not among the assumptions, which have their own lists."""
    told = set(study.assumptions)
    told |= {f"{interview.id}: {each}" for interview in study.interviews for each in interview.assumptions}
    return [each for each in run.get("warnings", ()) if each not in told]


def _date(written: str) -> str:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return written or "—"
    return f"{moment:%d.%m.%Y}" if len(written) <= len("2025-01-31") else f"{moment:%d.%m.%Y, %H:%M}"


@cache
def _environment() -> Environment:
    options: dict[str, Any] = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        bytecode_cache=Compiled(_TEMPLATES, repr(options)),
        auto_reload=False,
        **options,
    )
    script = _own("page.js")
    digest = b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii")
    environment.globals |= {
        # the only texts that are not escaped: they ship with the program
        "style": Markup(look() + _own("page.css")),
        "script": Markup(script),
        # no script but this one runs, and nothing is fetched, whatever a transcript holds
        "policy": f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'",
        "query": lambda **facets: urlencode(facets),
        "pack": lambda text: b64encode(compress(text.encode("utf-8"), 9)).decode("ascii"),
        "counted": wording.counted,
        "in_quotes": wording.in_quotes,
        "out_of": wording.out_of,
        "agreeing": wording.agreeing,
        "percent": wording.percent,
        "chance": wording.chance,
        "number": wording.number,
        "measured": wording.measured,
        "short": wording.short,
        "signed": wording.signed,
        "points": wording.points,
        "harm_moved": harm_moved,
        "standing": wording.standing,
        "ranks": wording.ranks,
    }
    return environment


def _own(name: str) -> str:
    return (_TEMPLATES / name).read_text("utf-8")
