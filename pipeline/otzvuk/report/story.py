"""What the reports to send (Word, slides) tell: the findings chosen, worded and put in order, once for both.

No number is made here: they are those of the findings, or counts of their tables by `otzvuk.count`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from otzvuk.model import wording
from otzvuk.model.arrangement import Arrangement
from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind
from otzvuk.model.plan import Action
from otzvuk.numbers.count import PERSON, records
from otzvuk.numbers.damage import TOP
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.quote import Apart, Quote, Wish, quotes_apart, quotes_of
from otzvuk.numbers.quote.shown import GAP
from otzvuk.numbers.scores import Source, criteria
from otzvuk.numbers.wave import Measure
from otzvuk.report import charts
from otzvuk.report.checked import by_process, checked, corrected
from otzvuk.report.headline import headline, place_of
from otzvuk.report.layered import Layer, layers
from otzvuk.report.leveled import Levels, leveled
from otzvuk.report.outline import Outline, outline
from otzvuk.report.wellformed import plain

if TYPE_CHECKING:
    from otzvuk.report.drafted import Drafted, Outcome

Row = Mapping[str, Any]

HURTING_DRAWN = 8
"""Processes in the chart of damage."""

QUOTES_USED = 3
"""Quotes of each process and kind, of those picked."""

LONGEST_QUOTE = 700
"""Characters of a quote in a document; slides take less."""


@dataclass(frozen=True)
class Hurting:
    """A process of the headline, or of the top three where fewer than two are named."""

    row: Row  # DAMAGE and DETAILS
    label: str
    stage: str
    praise: int
    causes: tuple[tuple[str, int], ...]  # label of a code, complaints; the most first
    sufferers: tuple[tuple[Role, int, int, int], ...]  # role, asked, respondents who complain, complaints
    quotes: tuple[Quote, ...]
    wishes: tuple[Quote, ...]


@dataclass(frozen=True)
class Marked:
    """The mean of one criterion out of ten and how it changed since the wave before (None: not known)."""

    label: str
    source: str
    row: Row  # MEANS
    change: Row | None  # CHANGES


@dataclass(frozen=True)
class Story:
    """Findings with the run they come from (run.json: version, date, models; each may be missing)."""

    findings: Findings
    run: Mapping[str, Any]

    @property
    def title(self) -> str:
        """The question the report answers, with the supplier's name; what the user calls it."""
        if own := " ".join(self.arrangement.title.split()):
            return plain(own)
        supplier = plain(self.findings.study.settings.supplier)
        return f"{supplier}: что вредит клиентам" if supplier else "Что вредит клиентам"

    @property
    def arrangement(self) -> Arrangement:
        """How the reports are put together (report.yaml)."""
        return self.findings.study.arrangement

    @property
    def subtitle(self) -> str:
        """Industry and waves; may be empty."""
        survey = self.findings.survey
        parts = (self.findings.study.settings.industry, wording.waves(survey.waves), survey.scope.whom)
        return " · ".join(plain(part) for part in parts if part)

    @property
    def created(self) -> datetime:
        """When the analysis ran; without a date in the run a fixed day, so that files stay the same."""
        try:
            return datetime.fromisoformat(str(self.run.get("date", "")))
        except ValueError:
            return datetime(2000, 1, 1)

    @property
    def dated(self) -> str:
        """The date for people; empty where the run has none."""
        return f"{self.created:%d.%m.%Y}" if self.run.get("date") else ""

    @property
    def made(self) -> str:
        """Version, date, codebook and models in one line."""
        book, models = self.findings.study.codebook, self.run.get("models") or ()
        listed = models if isinstance(models, str) else ", ".join(str(each) for each in models)
        parts = (
            f"Отзвук {self.run.get('version', '')}".strip(),
            self.dated,
            f"кодовая книга {book.name}, версия {book.version}",
            f"модель {listed}" if listed else self._coder,
        )
        return plain("; ".join(part for part in parts if part))

    @property
    def _coder(self) -> str:
        taken = self.findings.study.coding
        return f"готовая разметка {plain(taken)}" if taken else "без обученной модели"

    @property
    def sentences(self) -> tuple[str, ...]:
        """The headline."""
        found = self.findings
        return (
            *headline(
                found.harm.ranking, found.study.codebook, asked=self.asked, settings=found.study.settings
            ),
            *filter(None, [found.harm.settling]),
        )

    @property
    def moved(self) -> str:
        """What became of the damage of those told one by one since the wave before, or why that is not told;
        empty where there is none."""
        if self.findings.incomparable:
            return plain(self.findings.incomparable)
        told = [(row, harm_moved(row)) for row in self.told]
        listed = "; ".join(
            f"«{row['label']}» {moved} (было {wording.number(row['before']['before'])}"
            f"{'' if row['before']['clear'] else ', может быть случайностью'})"
            for row, moved in told
            if moved
        )
        return f"Вред к волне {self.before}: {listed}." if listed else ""

    @property
    def caution(self) -> str:
        """What to know of the coding before the headline is read; empty where it is as measured."""
        return self.findings.harm.caution

    @property
    def asked(self) -> int:
        """Respondents."""
        return len(self.findings.survey.respondents)

    @property
    def whom(self) -> str:
        """Who was asked, as one sentence."""
        if not self.asked:
            return "Ни один респондент не прочитан."
        companies = self.findings.survey.companies
        said = len(self.findings.survey.mentions)
        interviews = wording.counted(len(self.findings.study.interviews), "interview")
        people = wording.counted(self.asked, "respondent")
        firms = wording.out_of(companies, "company") if companies else "компании не указаны"
        comma = " " if companies else ", "
        told = f"{interviews}: {people}{comma}{firms}. Разобрано: {wording.counted(said, 'mention')}."
        return " ".join(filter(None, (told, self.checked, self.scope)))

    @property
    def scope(self) -> str:
        """Whom the figures are of where that is not everybody, in sentences; empty where it is."""
        return plain(" ".join(self.findings.survey.scope.sentences))

    @property
    def before(self) -> str:
        """The wave that changes are counted from; empty where there is none."""
        return self.findings.before

    @property
    def checked(self) -> str:
        """How many mentions a person has seen, as a sentence; empty where none."""
        return checked(self.findings.survey)

    @property
    def corrected(self) -> str:
        """What a checked sample says of all complaints and praises; empty without one."""
        return corrected(self.findings.harm)

    @cached_property
    def ranking(self) -> list[Row]:
        """The ranking with its details and labels, worst first."""
        harm, book = self.findings.harm, self.findings.study.codebook
        beside = {row["process"]: row for row in records(harm.details)}
        complaints = by_process(harm, Kind.COMPLAINT)
        return [
            dict(row)
            | dict(beside.get(row["process"], {}))
            | {"label": plain(book.label(row["process"])), "stage_label": plain(book.label(row["stage"]))}
            | {"place": place_of(row), "corrected": complaints.get(row["process"], "")}
            | {"before": self.findings.changed("process", row["process"], Measure.DAMAGE)}
            for row in records(harm.ranking)
        ]

    @property
    def harmful(self) -> list[Row]:
        """Those of the ranking that do damage."""
        return [row for row in self.ranking if row["damage"] > 0]

    @property
    def told(self) -> list[Row]:
        """The rows that are told one by one: those named; where fewer than two are, all of the top three."""
        named = [row for row in self.ranking if row["named"]]
        if len(named) < 2:
            named += [row for row in self.harmful[:TOP] if not row["named"]]
        return named

    @cached_property
    def groups(self) -> tuple[charts.Group, ...]:
        """Who was asked, by role."""
        return charts.groups(self.findings.overview)

    @cached_property
    def hurting(self) -> tuple[Hurting, ...]:
        """The processes that the report tells of one by one."""
        counted, book = self.findings.overview, self.findings.study.codebook
        praise = {row["process"]: row["praise"] for row in records(self.findings.views.journey)}
        return tuple(
            Hurting(
                row=row,
                label=row["label"],
                stage=row["stage_label"],
                praise=int(praise.get(row["process"], 0)),
                causes=tuple(
                    (plain(bar.label), bar.mentions) for bar in charts.causes(counted, row["process"], book)
                ),
                sufferers=tuple(
                    (group.role, group.respondents, people, said)
                    for group, people, said in charts.sufferers(counted, row["process"])
                ),
                quotes=self.quotes(Kind.COMPLAINT, process=row["process"]),
                wishes=tuple(
                    quote
                    for wish in self.wishes
                    if wish.process == row["process"]
                    for quote in wish.quotes[:1]
                )[:2],
            )
            for row in self.told
        )

    @cached_property
    def picked(self) -> tuple[Quote, ...]:
        """The picked quotes, row by row, worded once for all reports."""
        return tuple(quotes_of(self.findings.survey, self.findings.quotes))

    @cached_property
    def _quotes(self) -> dict[int, Quote]:
        """The picked quotes by their row: the first of each process and kind; wishes have their own list."""
        table = self.findings.quotes
        best = (table["place"] <= QUOTES_USED) | (table["picked"] > 0)
        used = best & (table["kind"] != Kind.WISH.value)
        return {at: quote for at, quote, own in zip(table.index, self.picked, used, strict=True) if own}

    @cached_property
    def apart(self) -> tuple[Apart, ...]:
        """The quotes that people chose outside of any mention."""
        return quotes_apart(self.findings.survey)

    def quotes(self, kind: Kind, *, process: str = "", stage: str = "", most: int = 3) -> tuple[Quote, ...]:
        """The best picked quotes of a kind, all or those of a process or stage."""
        table = self._chosen(kind)
        if process:
            table = table[table["process"] == process]
        if stage:
            table = table[table["stage"] == stage]
        return self._worded(table.head(most))

    def by_department(self, kind: Kind, *, most: int = 2) -> tuple[tuple[str, tuple[Quote, ...]], ...]:
        """The best quotes of a kind by the respondent's function, of those without one by role."""
        table = self._chosen(kind)
        respondents = records(self.findings.survey.respondents)
        of_person = {row[PERSON]: row["function"] for row in respondents}
        spoke = dict(
            zip(self.findings.survey.mentions.index, self.findings.survey.mentions[PERSON], strict=True)
        )
        names = [
            of_person.get(spoke.get(label)) or Role(role).label
            for label, role in zip(table["mention"], table["role"], strict=True)
        ]
        table = table.assign(department=[plain(name)[:1].upper() + plain(name)[1:] for name in names])
        return tuple(
            (str(name), self._worded(own.head(most)))
            for name, own in sorted(table.groupby("department"), key=lambda each: str(each[0]))
        )

    def _chosen(self, kind: Kind) -> pd.DataFrame:
        """The rows of the quotes of a kind, the best first."""
        table = self._best
        return table[table["kind"] == kind.value]

    @cached_property
    def _best(self) -> pd.DataFrame:
        table = self.findings.quotes
        table = table[table.index.isin(list(self._quotes))]
        table = table.assign(chosen=table["picked"] > 0)  # by a person: before those of the program
        return table.sort_values(["chosen", "place", "points"], ascending=[False, True, False], kind="stable")

    def _worded(self, rows: pd.DataFrame) -> tuple[Quote, ...]:
        return tuple(self._quotes[at] for at in rows.index)

    @property
    def wishes(self) -> tuple[Wish, ...]:
        """The wishes by process and code, processes as in the ranking."""
        return self.findings.wishes

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """What is said beside the mentions, in sections; none where nobody says anything of the kind."""
        return layers(self.findings)

    @cached_property
    def levels(self) -> Levels:
        """The levels and what is praised."""
        return leveled(self.findings)

    @cached_property
    def outline(self) -> Outline:
        """The frequency tree."""
        return outline(self.findings)

    @property
    def plan(self) -> tuple[Action, ...]:
        """What people have decided to do (plan.xlsx)."""
        return self.findings.study.plan

    @cached_property
    def drafts(self) -> tuple[Drafted, ...]:
        """What the program would put into a plan, in words, without what people have planned already."""
        from otzvuk.report.drafted import drafted

        return drafted(self.findings)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What became of each action of the plan, in words; none where there is one wave."""
        from otzvuk.report.drafted import outcomes

        return outcomes(self.findings)

    @property
    def praised(self) -> list[Row]:
        """Codes praised more than blamed (`THEMES`): those that most people praise first."""
        rows = [row for row in records(self.findings.views.themes) if row["depth"] == 2]
        rows = [row for row in rows if row["praise"] > row["complaint"]]
        return sorted(rows, key=lambda row: (-row["praisers"], -row["praise"], row["label"]))

    @property
    def blamed(self) -> list[Row]:
        """Codes blamed more than praised (`THEMES`): those that most people blame first."""
        rows = [row for row in records(self.findings.views.themes) if row["depth"] == 2]
        rows = [row for row in rows if row["complaint"] > row["praise"]]
        return sorted(rows, key=lambda row: (-row["complainers"], -row["complaint"], row["label"]))

    def marked(self, zone: str) -> tuple[Marked, ...]:
        """Criteria of a zone (`otzvuk.numbers.scores.Zone`), those marked by most people first."""
        scores, study = self.findings.scores, self.findings.study
        known = criteria(study.codebook, study.guide)
        changed = {(row["source"], row["criterion"]): row for row in records(scores.changes["criterion"])
                   if row["marks"] and row["previous_marks"]}  # fmt: skip
        found = [
            Marked(
                plain(known[name].label if name in known else study.codebook.label(name)),
                Source(row["source"]).label,
                row,
                changed.get((row["source"], name)),
            )
            for row in records(scores.means["criterion"])
            if row["marks"] and row["zone"] == zone
            for name in [row["criterion"]]
        ]
        return tuple(sorted(found, key=lambda each: (-each.row["respondents"], each.label)))

    @property
    def assumed(self) -> list[str]:
        """What the program assumed, and what it could not read."""
        study = self.findings.study
        return [
            *(plain(f"Не прочитано — {failure.file}: {failure.message}") for failure in study.failures),
            *(plain(each) for each in study.assumptions),
            *(
                plain(f"{interview.id}: {each}")
                for interview in study.interviews
                for each in interview.assumptions
            ),
        ]


def shortened(text: str, longest: int = LONGEST_QUOTE) -> str:
    """A quote cut at a word where it is too long, which is shown.

    >>> shortened("Ждали три недели, и никто не позвонил", 20)
    'Ждали три […]'
    """
    text = plain(text)
    if len(text) <= longest:
        return text
    head = text[: longest - len(GAP) - 1]
    if not text[len(head)].isspace() and " " in head:
        head = head[: head.rindex(" ")]
    return f"{head.rstrip(' ,;:—–-')} {GAP}"


def signed(quote: Quote) -> str:
    """Who said it and where: what stands under a quote."""
    done = f" ({quote.note})" if quote.note else ""
    note = f" — {quote.remark}" if quote.remark else ""
    return plain(f"{quote.who} — {quote.interview}, {quote.where}{done}{note}")


def change_of(mark: Marked) -> str:
    """The change since the wave before in points of ten, with the number of marks in both."""
    if mark.change is None:
        return "—"
    row = mark.change
    value = "без изменений" if abs(row["change"]) < 0.05 else wording.signed(row["change"])
    return f"{value} ({row['previous']} → {row['wave']}; n = {row['previous_marks']} и {row['marks']})"


def harm_moved(row: Row) -> str:
    """What became of a process's damage since the wave before: «+0,27»; empty where that is not known."""
    before = row["before"]
    return wording.signed(before["difference"], 2) if before and before["asked_before"] else ""


def certainty(row: Row) -> str:
    """How sure the place of a process is, as a sentence."""
    return f"Место {place_of(row)}; {wording.standing(row['p_top3'], row['rank_high'])}."


def numbers(row: Row, asked: int) -> str:
    """Complaints about a process and by how many, as a sentence."""
    said = wording.counted(row["mentions"], "complaint")
    firms = wording.counted(row["companies"], "company")
    whom = wording.out_of(asked, "respondent")
    verb = wording.agreeing(row["respondents"], "жалуется", "жалуются")
    return f"{said}; {verb} {row['respondents']} {whom} ({wording.percent(row['reach'])}); {firms}."
