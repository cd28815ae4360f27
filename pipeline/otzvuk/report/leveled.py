"""Levels and strengths, worded once for every report: means as bars, what is praised as theses."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import pandas as pd

from otzvuk.model import wording
from otzvuk.model.codebook import Codebook
from otzvuk.model.study import ScoreRules
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import LEVEL, Findings
from otzvuk.numbers.quote import DEPARTMENT, Quote, Strength
from otzvuk.numbers.scores import Source, Zone
from otzvuk.numbers.survey import Survey
from otzvuk.report.nativechart import COMPLAINT, FAINT, NEUTRAL, PRAISE, Zoned
from otzvuk.report.wellformed import plain

Row = Mapping[str, Any]

TITLE: Final = "Уровни и сильные стороны"
START, END = 6, 10
"""Where the axis of the bars begins and ends; it begins lower where a mean is lower."""

FEW: Final = 3
"""Marks of fewer people say too little for a zone."""

_NAME, _LONGEST = 36, 44  # characters of a criterion beside its bar, and with what stands after it
_DRAWN = 14  # bars of one picture
_THESES = 3  # of a department or role


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The marks of one source: rows of `scores.LEVELS`, those of no level apart."""

    source: Source
    rows: tuple[Row, ...]
    apart: tuple[Row, ...]

    @property
    def start(self) -> int:
        """Where an axis for all rows begins."""
        return start_of(self.rows)

    @property
    def levels(self) -> tuple[Row, ...]:
        """The rows of whole levels that have marks."""
        return tuple(row for row in self.rows if row["depth"] == 1 and row["marks"])


@dataclass(frozen=True, slots=True)
class Thesis:
    """A strength as a sentence, with the words that it stands on."""

    title: str
    text: str
    quotes: tuple[Quote, ...]
    strength: Strength


@dataclass(frozen=True, slots=True)
class Group:
    """What a department of the supplier, or a role, is praised for; `more` theses are left out."""

    label: str
    theses: tuple[Thesis, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The section: sentences, the levels by source, a table of levels, theses by department and by role.

    `said` are rows of `lens.SCORED` (what was said at each level). `by` names what stands for departments.
    """

    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    panels: tuple[Panel, ...]
    said: tuple[Row, ...]
    by: str
    departments: tuple[Group, ...]
    roles: tuple[Group, ...]

    @property
    def there(self) -> bool:
        """Whether there is anything to tell: marks, or words at any level, or strengths."""
        return bool(self.panels or self.departments) or any(row["mentions"] for row in self.said)

    @property
    def groups(self) -> tuple[tuple[str, str, tuple[Group, ...]], ...]:
        """The theses by department, then by role: what by, its title, its groups."""
        return ("department", self.by, self.departments), ("role", "по ролям", self.roles)


def leveled(findings: Findings) -> Levels:
    """The section of a study; what it has no data for is said in `sentences`."""
    judged = findings.scores
    return told(
        findings.survey,
        levels=judged.levels,
        said=findings.views.levels,
        strengths=findings.strengths,
        means=judged.means["criterion"],
        changes=judged.changes["criterion"],
    )


def told(
    survey: Survey,
    *,
    levels: pd.DataFrame,
    said: pd.DataFrame | None,
    strengths: Mapping[str, Sequence[Strength]],
    means: pd.DataFrame,
    changes: pd.DataFrame,
) -> Levels:
    """The same of its parts alone: `scores.LEVELS`, `lens.SCORED` by level, the strengths by "department" and
    "role", `scores.MEANS` and `scores.CHANGES` by criterion."""
    rules, book = survey.settings.scores, survey.codebook
    named = {each: survey.criteria[each] for each in levels["criterion"] if each}
    twice = Counter((row["source"], row["label"]) for row in records(levels))
    alike = _alike(levels, rules)
    rows: list[dict[str, Any]] = [
        dict(row) | {"alike": alike.get((row["source"], row["level"])) if row["depth"] == 1 else None}
        for row in records(levels)
    ]
    for row in rows:
        row["marked"] = row["marked"] and row["alike"] is None
        row["told"] = verdict(row, rules)
    for row in rows:  # «Продукт» may be a block of the guide and a value of a lens
        if row["criterion"] and twice[row["source"], row["label"]] > 1:
            row["label"] = f"{row['label']} ({named[row['criterion']].sort.label.lower()})"
    panels = tuple(
        Panel(
            source=source,
            rows=tuple(row for row in own if row["level"]),
            apart=tuple(row for row in own if not row["level"]),
        )
        for source in Source
        if (own := [row for row in rows if row["source"] == source.value])
    )
    marks = _marks(book, means, changes)
    return Levels(
        sentences=_sentences(panels, rules, known=LEVEL in book.lenses),
        notes=_notes(panels, rules),
        panels=panels,
        said=() if said is None else tuple(records(said)),
        by="по подразделениям поставщика" if DEPARTMENT in book.lenses else "по процессам",
        departments=_groups(strengths["department"], marks),
        roles=_groups(strengths["role"], {}),  # marks are of all roles
    )


def start_of(rows: Sequence[Row]) -> int:
    """Where the axis of these means begins: at `START`, lower where one of them is not above it."""
    lowest = min((row["mean_ten"] for row in rows if row["marks"]), default=END)
    return START if lowest > START else max(math.ceil(lowest) - 1, 0)


def verdict(row: Row, rules: ScoreRules) -> tuple[str, ...]:
    """The marks of a mean: «сильная сторона ≥ 9», «зона развития < 8», «|Δ| ≥ 1», «меньше 3 человек»."""
    found = []
    if row["zone"] == Zone.STRENGTH.value:
        found.append(f"сильная сторона ≥ {wording.short(rules.strength)}")
    if row["zone"] == Zone.DEVELOPMENT.value:
        found.append(f"зона развития < {wording.short(rules.development)}")
    if row["marked"]:
        found.append(f"|Δ| ≥ {wording.short(rules.change)}")
    if row["marks"] and row["note"]:
        found.append(f"меньше {FEW} человек")
    elif few_before(row, rules):
        found.append(f"Δ не судится: в волне {row['previous']} меньше {FEW} человек")
    if row.get("alike") is not None:
        found.append(f"Δ от состава оценок: у тех же критериев {wording.signed(row['alike'])}")
    return tuple(found)


def few_before(row: Row, rules: ScoreRules) -> bool:
    """Whether a change would be notable, had the wave before had enough people to judge it."""
    notable = bool(row["previous"]) and abs(row["change"]) >= rules.change and not row["marked"]
    return notable and row.get("alike") is None


def _alike(levels: pd.DataFrame, rules: ScoreRules) -> dict[tuple[str, str], float]:
    """The change of levels like for like, where it contradicts that of their means: by source and level.

    A mean of all marks moves too when other criteria were marked than in the wave before (Simpson's paradox).
    Like for like is the mean of the criteria's own changes, weighted by the marks of this wave.
    """
    found = {}
    known = levels[levels["previous"] != ""]
    for row in records(known[known["depth"] == 1]):
        own = known[
            (known["depth"] == 2) & (known["level"] == row["level"]) & (known["source"] == row["source"])
        ]
        if own.empty:
            continue
        like = wording.rounded(float((own["change"] * own["marks"]).sum() / own["marks"].sum()), 1)
        told = wording.rounded(row["change"], 1)
        if like * told < 0 or abs(told) >= rules.change > abs(like):
            found[row["source"], row["level"]] = like
    return found


def moved(row: Row) -> str:
    """The change since the wave before: «+1,2»; «—» where it is not known."""
    if not row["previous"]:
        return "—"
    arrow = ("▲ " if row["change"] > 0 else "▼ ") if row["marked"] else ""
    return f"{arrow}{wording.signed(row['change'])}"


def _sentences(panels: Sequence[Panel], rules: ScoreRules, *, known: bool) -> tuple[str, ...]:
    found = []
    if not known:
        found.append("В кодовой книге нет разреза «level» (уровень): средних по уровням нет.")
    elif not panels:
        found.append(
            "Оценок в исследовании нет: средних по уровням нет, есть то, что на каждом уровне сказано."
        )
    for panel in panels:
        sure = [row for row in panel.levels if not row["note"]]
        name = panel.source.label
        if not sure:
            found.append(f"{name}: ни один уровень не оценили хотя бы {FEW} человека.")
            continue
        low, high = (pick(sure, key=lambda row: row["mean_ten"]) for pick in (min, max))
        if low is high:
            found.append(f"{name}: {_named(low, rules)}.")
        else:
            found.append(f"{name}: выше всех {_named(high, rules)}, ниже всех {_named(low, rules)}.")
    compared = sorted({row["previous"] for panel in panels for row in panel.rows if row["previous"]})
    if panels and not compared:
        found.append("Прошлой волны с оценками тех же уровней нет: изменений нет.")
    return tuple(plain(each) for each in found)


def _named(row: Row, rules: ScoreRules) -> str:
    change = f"; к волне {row['previous']} {wording.signed(row['change'])}" if row["previous"] else ""
    if row["alike"] is not None:
        change += f" от состава оценок: у тех же критериев {wording.signed(row['alike'])}"
    elif few_before(row, rules):
        change += f", но там меньше {FEW} человек"
    return f"«{row['label']}» — {wording.number(row['mean_ten'], 1)} (n = {row['respondents']}{change})"


def _notes(panels: Sequence[Panel], rules: ScoreRules) -> tuple[str, ...]:
    if not panels:
        return ()
    found = [
        f"Сильная сторона — средняя не ниже {wording.short(rules.strength)} из 10, зона развития — ниже "
        f"{wording.short(rules.development)}, ▲ и ▼ — перемена от {wording.short(rules.change)} балла; "
        "n — сколько человек оценили. Оценки из речи и из анкеты не смешиваются."
    ]
    for panel in panels:
        told = []
        few = [f"{row['label']} (n = {row['respondents']})" for row in panel.levels if row["note"]]
        if few:
            told.append(f"меньше {FEW} человек, поэтому без вывода, серым: {', '.join(few)}")
        if panel.apart:
            listed = ", ".join(
                f"{row['label']} — {wording.number(row['mean_ten'], 1)} (n = {row['respondents']})"
                for row in panel.apart
            )
            told.append(f"ни к одному уровню не отнесены (коды разных уровней или ни одного): {listed}")
        if told:
            found.append(f"{panel.source.label}: {'; '.join(told)}.")
    return tuple(plain(each) for each in found)


def axis_note(rows: Sequence[Row]) -> str:
    """What is to be known of the axis of a picture of these rows."""
    start = start_of(rows)
    if start == START:
        return f"Ось начинается с {START}, а не с нуля."
    return f"Ось начинается с {start}, а не с {START}: есть средние не выше {START}."


def drawn(panel: Panel, *, whole: bool = False, most: int = _DRAWN) -> tuple[Row, ...]:
    """The rows of a picture: the levels with marks and, unless `whole`, their criteria, up to `most` rows.

    Criteria that fewer than three people marked are left out; of too many others those farthest from the mean
    of their level are kept.
    """
    if whole:
        return panel.levels
    means = {row["level"]: row["mean_ten"] for row in panel.levels}
    parts = [row for row in panel.rows if row["depth"] == 2 and not row["note"]]
    parts.sort(key=lambda row: -abs(row["mean_ten"] - means[row["level"]]))
    kept = {row["criterion"] for row in parts[: max(most - len(means), 0)]}
    return tuple(
        row for row in panel.rows if row["marks"] and (row["depth"] == 1 or row["criterion"] in kept)
    )


def left_out(panel: Panel) -> int:
    """How many criteria fewer than three people marked."""
    return sum(row["depth"] == 2 and bool(row["note"]) for row in panel.rows)


def level_bars(panel: Panel, rows: Sequence[Row], rules: ScoreRules) -> Zoned:
    """Native bars of the means: a series a zone on one common line, so that a legend tells the colours."""
    zones = (
        (f"Сильная сторона ≥ {wording.short(rules.strength)}", PRAISE, Zone.STRENGTH.value),
        ("Между ними", NEUTRAL, Zone.NONE.value),
        (f"Зона развития < {wording.short(rules.development)}", COMPLAINT, Zone.DEVELOPMENT.value),
        (f"Меньше {FEW} человек", FAINT, "few"),
    )
    zone_of = ["few" if row["note"] else row["zone"] for row in rows]
    series = [
        (
            name,
            colour,
            [
                wording.rounded(row["mean_ten"], 1) if own == zone else None
                for row, own in zip(rows, zone_of, strict=True)
            ],
        )
        for name, colour, zone in zones
        if zone in zone_of
    ]
    listed = "; ".join(f"{row['label']} — {wording.number(row['mean_ten'], 1)}" for row in rows)
    names = [_named_bar(row) for row in rows]
    return Zoned(
        names=names,
        series=series,
        described=f"Столбики средних оценок из 10 по уровням, {panel.source.label.lower()}: {listed}.",
        digits=1,
        axis=(start_of(rows), END),
    )


def _aside(row: Row) -> str:
    """The change beside a bar's name where it is marked, and how many people gave marks."""
    change = f", {moved(row)}" if row["marked"] else ""
    return f" (n = {row['respondents']}{change})"


def _named_bar(row: Row) -> str:
    aside = _aside(row)
    if row["depth"] == 1:
        return f"{row['label']}{aside}"
    label, most = row["label"], min(_NAME, _LONGEST - len(aside))
    return f"· {label if len(label) <= most else label[: most - 1].rstrip(' ,(') + '…'}{aside}"


def table_of(panel: Panel) -> tuple[tuple[str, ...], list[list[str]], list[bool]]:
    """The columns and rows of a panel as a table, and which are of levels; without criteria of few people."""
    columns = ("Уровень, критерий", "Средняя", "95 %", "Человек", "Оценок", "Δ", "Вывод")
    rows, heavy = [], []
    for row in panel.rows:
        if row["depth"] == 2 and row["note"]:
            continue
        given = bool(row["marks"])
        known = row["low_ten"] == row["low_ten"]
        rows.append(
            [
                row["label"] if row["depth"] == 1 else f"– {row['label']}",
                wording.number(row["mean_ten"], 1) if given else "—",
                f"{wording.number(row['low_ten'], 1)}–{wording.number(row['high_ten'], 1)}" if known else "—",
                row["respondents"],
                row["marks"],
                moved(row)
                + (f" (было {wording.number(row['previous_mean_ten'], 1)})" if row["previous"] else ""),
                ", ".join(row["told"]) if given else "оценок нет",
            ]
        )
        heavy.append(row["depth"] == 1)
    return columns, rows, heavy


def said_of(levels: Levels) -> list[list[str]]:
    """What was said at each level: praise, complaints, people; levels that nobody spoke of are left out."""
    return [
        [str(row["label"]), str(row["praise"]), str(row["complaint"]), str(row["respondents"])]
        for row in levels.said
        if row["mentions"]
    ]


def _groups(strengths: Sequence[Strength], marks: Mapping[str, str]) -> tuple[Group, ...]:
    found = []
    for label, own in groupby(strengths, key=lambda each: each.label):
        all_of = list(own)
        theses = tuple(_thesis(each, marks) for each in all_of[:_THESES])
        found.append(Group(plain(label), theses, len(all_of) - len(theses)))
    return tuple(found)


def _thesis(own: Strength, marks: Mapping[str, str]) -> Thesis:
    asked = wording.out_of(own.asked, "respondent")
    praise = wording.agreeing(own.praisers, "хвалит", "хвалят")
    said = [
        f"{praise} {own.praisers} {asked}: {wording.counted(own.praise, 'praise')}",
        wording.counted(own.complaint, "complaint") if own.complaint else "жалоб нет",
    ]
    text = f"{', '.join(said)}."
    given = marks.get(own.code) or marks.get(own.process)
    if given:
        text += f" {given}"
    if own.praisers == 1:
        text += " Это слова одного человека."
    return Thesis(plain(own.code_label), plain(text), own.quotes, own)


def _marks(book: Codebook, means: pd.DataFrame, changes: pd.DataFrame) -> dict[str, str]:
    """What a code or process was marked, as a sentence, by its id."""
    moved = {
        (row["source"], row["criterion"]): row
        for row in records(changes)
        if row["marks"] and row["previous_marks"]
    }
    found = dict[str, list[str]]()
    for row in records(means):
        if not row["marks"]:
            continue
        change = moved.get((row["source"], row["criterion"]))
        since = f"; {wording.signed(change['change'])} к волне {change['previous']}" if change else ""
        told = (
            f"{wording.number(row['mean_ten'], 1)} {Source(row['source']).label.lower()} "
            f"(n = {row['respondents']}{since})"
        )
        found.setdefault(row["criterion"], []).append(told)
    whose = {name: f" процесса «{book.label(name)}»" for name in book.processes}
    return {name: f"Оценка{whose.get(name, '')}: {', '.join(own)}." for name, own in found.items()}
