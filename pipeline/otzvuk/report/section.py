"""Findings cut and ordered for the sections of the page; the numbers are those of the findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.numbers import scores
from otzvuk.numbers.count import company_key, records
from otzvuk.numbers.findings import LEVEL, VALUE_ELEMENT, Comparison, Findings, Harm, Talk, Views, WaveChange
from otzvuk.numbers.lens import ClientProfile, Pull
from otzvuk.report.quotelist import Facet
from otzvuk.report.remark import Asked, Mark, Remark

Row = Mapping[str, Any]

TYPICAL_SHOWN = 8
"""How many words and codes are listed as typical for a group."""

FACETS = ("kind", "theme", "code", "process", "stage", "role", "wave")
"""Attributes of a crosstab that the list of quotes can be narrowed by."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the journey: its row, its processes that somebody spoke of, and the others' labels."""

    row: Row
    quote: Remark | None
    processes: tuple[tuple[Row, Remark | None], ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cross:
    """A crosstab with its test (`verdict` is the row of `ASSOCIATION`)."""

    title: str
    verdict: Row
    columns: tuple[str, ...]
    lines: tuple[tuple[str, bool, tuple[Row, ...]], ...]  # label, one person only, cells
    told: bool  # rows are people's attributes: of how many asked

    @property
    def tells(self) -> bool:
        """Whether a difference in it is proven: else only the verdict is printed."""
        said = (str(cell["verdict"]) for _, _, cells in self.lines for cell in cells)
        return any(each.startswith(("чаще", "реже")) for each in said)


@dataclass(frozen=True, slots=True)
class Side:
    """What is typical for one group of a comparison."""

    label: str
    facets: Mapping[str, str]
    codes: tuple[Row, ...]
    lemmas: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Client:
    """A client on the account map and its profile (None where the codebook has no blocks)."""

    number: str
    name: str
    people: tuple[Row, ...]
    profile: ClientProfile | None
    holds: tuple[Row, ...]
    pushes: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class MarkRow:
    """The mean of one criterion from one source with each of its marks; the row of `MEANS`."""

    label: str
    row: Row
    marks: tuple[Mark, ...]


def remark_at(mentions: pd.DataFrame, said: Sequence[Remark]) -> Callable[[Any], Remark | None]:
    """A function from a row label of the mentions (or none) to the remark."""
    by_label = {str(label): remark for label, remark in zip(mentions.index, said, strict=True)}
    return lambda label: None if pd.isna(label) else by_label.get(str(label))


def stages(journey: pd.DataFrame, at: Callable[[Any], Remark | None]) -> tuple[Stage, ...]:
    """The journey map, every stage of the codebook."""
    found = []
    rows = records(journey)
    for row in rows:
        if row["depth"] != 1:
            continue
        own = [each for each in rows if each["depth"] == 2 and each["stage"] == row["stage"]]
        spoken = tuple((each, at(each["quote_mention"])) for each in own if each["mentions"])
        silent = tuple(each["label"] for each in own if not each["mentions"])
        found.append(Stage(row, at(row["quote_mention"]), spoken, silent))
    return tuple(found)


def crosses(talk: Talk) -> tuple[Cross, ...]:
    """Every crosstab of the findings beside the verdicts on it and its cells."""
    verdicts = {(row["rows"], row["columns"]): row for row in records(talk.association.table)}
    tested = {
        (row["rows"], row["row"], row["columns"], row["column"]): row
        for row in records(talk.association.cells)
    }
    found = []
    for pair, table in talk.crosstabs.items():
        rows = records(table)
        columns = tuple(dict.fromkeys((row["column"], row["column_label"]) for row in rows))
        lines: dict[str, list[Row]] = {}
        for row in rows:
            key = (row["rows"], row["row"], row["columns"], row["column"])
            facets = {
                name: value
                for name, value in ((row["rows"], row["row"]), (row["columns"], row["column"]))
                if name in FACETS and value
            }
            cell = row | {"facets": facets, "verdict": tested.get(key, {}).get("verdict", "")}
            lines.setdefault(row["row"], []).append(cell)
        verdict = verdicts.get(pair)
        if verdict is None or not columns:
            continue
        found.append(
            Cross(
                f"{verdict['rows_label']} × {verdict['columns_label'].lower()}",
                verdict,
                tuple(label for _, label in columns),
                tuple(
                    (str(own[0]["row_label"]), bool(own[0]["single"]), tuple(own)) for own in lines.values()
                ),
                pair[0] in ("role", "wave"),
            )
        )
    return tuple(found)


def sides(comparison: Comparison) -> tuple[Side, Side]:
    """The two groups of a comparison, each with what is typical for it, the most typical first."""

    def typical(table: pd.DataFrame, label: str) -> tuple[Row, ...]:
        own = (table["typical_for"] == label).to_numpy(dtype=bool).nonzero()[0]
        first = (-abs(table["z"].to_numpy()[own])).argsort(kind="stable")[:TYPICAL_SHOWN]
        return tuple(records(table.iloc[own[first]]))

    one, other = (
        Side(
            label,
            {comparison.by: value} if value else {},
            typical(comparison.codes, label),
            typical(comparison.lemmas, label),
        )
        for label, value in (
            (comparison.one, comparison.one_value),
            (comparison.other, comparison.other_value),
        )
    )
    return one, other


def tiers(views: Views) -> tuple[tuple[Row, tuple[Row, ...]], ...]:
    """The value elements by tier, the highest first, as in the drawing of their authors."""
    if VALUE_ELEMENT not in views.rolled:
        return ()
    elements = [row for row in records(views.rolled[VALUE_ELEMENT]) if row["value"]]
    groups = records(views.grouped[VALUE_ELEMENT]) if VALUE_ELEMENT in views.grouped else []
    if not groups:
        return (({"group_label": "", "values": len(elements), "mentioned": 0}, tuple(elements)),)
    return tuple(
        (group, tuple(row for row in elements if row["group"] == group["group"])) for group in groups[::-1]
    )


def other_lenses(views: Views, codebook: Codebook) -> tuple[tuple[str, str, tuple[Row, ...]], ...]:
    """Lenses without a drawing of their own, the user's included: id, label, rows."""
    return tuple(
        (name, codebook.lenses[name].label, tuple(records(table)))
        for name, table in views.rolled.items()
        if name not in (LEVEL, VALUE_ELEMENT)
    )


def clients(views: Views, people: Mapping[tuple[str, str], Asked]) -> tuple[Client, ...]:
    """The account map by company, people without one last; each with its profile."""
    profiles = {company_key(profile.company): profile for profile in views.profiles}
    by_company: dict[str, list[Row]] = {}
    names: dict[str, str] = {}
    for row in records(views.accounts):
        key = company_key(row["company"])
        asked = people.get((row["interview"], row["speaker"]))
        names.setdefault(key, row["company"] or "Компания не указана")
        by_company.setdefault(key, []).append(row | {"asked": asked})
    found = []
    for key, own in by_company.items():
        asked = own[0]["asked"]
        profile = profiles.get(key) if key else None
        holds, pushes = (_factors(profile, pull) for pull in (Pull.HOLDS, Pull.PUSHES))
        number = asked.client if asked and key else ""
        found.append(
            Client(
                number=number, name=names[key], people=tuple(own), profile=profile, holds=holds, pushes=pushes
            )
        )
    return tuple(found)


def _factors(profile: ClientProfile | None, pull: Pull) -> tuple[Row, ...]:
    own = [row for row in records(profile.factors) if row["pull"] == pull.value] if profile else []
    return tuple(sorted(own, key=lambda row: (-row["respondents"], -row["mentions"], row["code"]))[:4])


def mark_rows(findings: Findings, marks: Sequence[Mark], source: scores.Source) -> tuple[MarkRow, ...]:
    """The criteria marked in one source, the lowest mean first, with each mark."""
    named = {row["criterion"]: row["label"] for row in records(findings.scores.marks)}
    own = [
        mark for mark in marks if (mark.turn is None) == (source is scores.Source.QUESTIONNAIRE)
    ]  # the numbers of marks are those of the ratings table
    found = [
        MarkRow(
            str(named.get(row["criterion"], row["criterion"])),
            row,
            tuple(mark for mark in own if mark.criterion == row["criterion"]),
        )
        for row in records(findings.scores.means["criterion"])
        if row["source"] == source.value and row["marks"]
    ]
    return tuple(sorted(found, key=lambda each: (each.row["mean_ten"], each.label)))


def marks_of(marks: Sequence[Mark]) -> Callable[[str, scores.Source], tuple[Mark, ...]]:
    """A function from a criterion and a source to its marks."""
    found: dict[tuple[str, bool], list[Mark]] = {}
    for mark in marks:
        found.setdefault((mark.criterion, mark.turn is None), []).append(mark)
    return lambda name, source: tuple(found.get((name, source is scores.Source.QUESTIONNAIRE), ()))


def said_about(views: Views) -> dict[str, tuple[dict[str, str], Row]]:
    """What is said of a code or process, by its id: the facets of its quotes, and its row of counts."""
    found: dict[str, tuple[dict[str, str], Row]] = {}
    for name, table in (("process", views.journey), ("code", views.themes)):
        for row in records(table):
            if row["depth"] == 2 and row["mentions"]:
                found[row[name]] = {name: row[name]}, row
    return found


def grouped_means(findings: Findings) -> tuple[tuple[str, str, tuple[tuple[str, Row, Row], ...]], ...]:
    """Means by stage, level, block, role and company: by what, title, then label, row from speech, from
    questionnaire.

    Groups and tables without any mark are left out.
    """
    book = findings.study.codebook
    titles = {"stage": "По этапам", "role": "По ролям", "company": "По компаниям"}
    titles |= {name: f"По признаку «{own.label}»" for name, own in book.lenses.items()}
    found = []
    for by, table in findings.scores.means.items():
        if by == "criterion" or not table["marks"].sum():
            continue
        labels = scores.values_of(by, book) or {}
        lines: dict[str, dict[str, Row]] = {}
        for row in records(table):
            lines.setdefault(str(row[by]), {})[row["source"]] = row
        body = tuple(
            (
                str(labels.get(value, value)) or "Не указано",
                own.get("speech", {}),
                own.get("questionnaire", {}),
            )
            for value, own in lines.items()
            if any(row["marks"] for row in own.values())
        )
        found.append((by, titles.get(by, by), body))
    return tuple(found)


def to_watch(harm: Harm) -> tuple[tuple[Row, tuple[Row, ...]], ...]:
    """The metric tree by process, the worst first."""
    found: dict[str, list[Row]] = {}
    for row in records(harm.metric_tree):
        found.setdefault(row["process"], []).append(row)
    return tuple((own[0], tuple(own)) for own in found.values())


def wave_tables(change: WaveChange) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """What somebody spoke of in either wave: processes, codes, marks."""
    rows = [row for row in records(change.changes) if row["people_before"] + row["people_after"] > 0]
    titles = {"process": "Процессы", "theme": "Темы", "code": "Коды", "criterion": "Оценки"}
    return tuple(
        (title, own) for by, title in titles.items() if (own := tuple(row for row in rows if row["by"] == by))
    )


def lens_facets(codebook: Codebook) -> dict[str, str]:
    """What a lens is called in links and in the list of quotes: a name no user's lens can spoil."""
    return {name: f"lens{at}" for at, name in enumerate(codebook.lenses)}


def more_facets(said: Sequence[Remark], people: Sequence[Asked], codebook: Codebook) -> tuple[Facet, ...]:
    """Facets of the list of quotes beside those of `quotelist`: the client, and every lens."""
    there = {remark.code for remark in said}
    spoke = {remark.asked.client for remark in said}
    names = {each.client: each.company for each in reversed(people) if each.client}
    found = [
        Facet("client", "Компания", tuple((number, names[number]) for number in sorted(names, key=int)
                                          if number in spoke)),
    ]  # fmt: skip
    for name, facet in lens_facets(codebook).items():
        own = codebook.lenses[name]
        used = {codebook.codes[code].lenses.get(name) for code in there if code in codebook.codes}
        values = tuple((value, label) for value, label in own.values.items() if value in used)
        found.append(Facet(facet, own.label, values))
    return tuple(found)
