"""The bands of NPS – promoters, passives, critics – with their words: worded once for every report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pptx.dml.color import RGBColor

from otzvuk.model import wording
from otzvuk.model.ground import Link
from otzvuk.model.mention import Kind
from otzvuk.model.sections import SECTIONS
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.scores import Band, Source
from otzvuk.report.sheet import Book, Column
from otzvuk.report.wellformed import plain

if TYPE_CHECKING:
    from otzvuk.report.slides import Deck
    from otzvuk.report.story import Story
    from otzvuk.report.wordfile import WordFile

Row = Mapping[str, Any]

TITLE: Final = SECTIONS["nps"].title
METHOD: Final = (
    "Группу решает оценка готовности рекомендовать: 9–10 — сторонники, 7–8 — нейтральные, 0–6 — "
    "критики; NPS — доля сторонников минус доля критиков. Рядом — чем сами объяснили оценку и о чём говорят "
    "чаще других тем."
)
_TOLD = 3  # codes of each kind that are told in Word and on a slide
_COLOURS: Final = {Band.DETRACTORS: "A83F1D", Band.PASSIVES: "5B6773", Band.PROMOTERS: "1D6558"}


@dataclass(frozen=True, slots=True)
class Group:
    """A band of a question: its people (`scores.BANDS`) and what they say (`scores.BAND_SAID`), by kind."""

    band: Band
    people: tuple[Row, ...]
    blamed: tuple[Row, ...]
    praised: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of recommendation in one source: its label, the index, and its bands, critics first."""

    label: str
    source: Source
    nps: str
    asked: int
    groups: tuple[Group, ...]

    @property
    def sentence(self) -> str:
        """The index in words, with how few answered."""
        few = "; так мало ответов, что это только ориентир" if self.asked < 10 else ""
        return f"{self.label} ({self.source.label.lower()}): NPS {self.nps}, ответов {self.asked}{few}."


def questions(findings: Findings) -> tuple[Question, ...]:
    """Every question of recommendation that was answered, the questionnaire's first."""
    people, said = records(findings.scores.bands), records(findings.scores.band_said)
    values = {
        (row["criterion"], row["source"]): row["value"]
        for row in records(findings.scores.indices)
        if row["measure"] == "nps"
    }
    known = findings.survey.criteria
    found = []
    for source in (Source.QUESTIONNAIRE, Source.SPEECH):
        for criterion in dict.fromkeys(row["criterion"] for row in people if row["source"] == source.value):
            groups = []
            for band in (Band.DETRACTORS, Band.PASSIVES, Band.PROMOTERS):
                own = [row for row in people if _of(row, source, criterion, band)]
                told = [row for row in said if _of(row, source, criterion, band)]
                groups.append(
                    Group(
                        band,
                        tuple(dict(row) | {"linked": Link(row["link"]).label} for row in own),
                        tuple(row for row in told if row["kind"] == Kind.COMPLAINT.value),
                        tuple(row for row in told if row["kind"] == Kind.PRAISE.value),
                    )
                )
            asked = sum(len(group.people) for group in groups)
            value = values.get((criterion, source.value), float("nan"))
            nps = wording.signed(value, 0) if value == value else "—"
            found.append(Question(plain(known[criterion].label), source, nps, asked, tuple(groups)))
    return tuple(found)


def _of(row: Row, source: Source, criterion: str, band: Band) -> bool:
    return (row["source"], row["criterion"], row["band"]) == (source.value, criterion, band.value)


def _listed(rows: Sequence[Row]) -> str:
    return "; ".join(
        f"{plain(row['label'])} ({row['respondents']} из {row['of']}): "
        f"{wording.in_quotes(plain(row['text']))}"
        for row in rows[:_TOLD]
    )


def write_nps(file: WordFile, story: Story) -> None:
    """A table of bands for each question; nothing where no question of recommendation was answered."""
    found = questions(story.findings)
    if not found:
        return
    file.heading(TITLE)
    file.note(METHOD)
    for question in found:
        file.text(question.sentence)
        rows = [
            [
                group.band.label, len(group.people),
                "; ".join(
                    f"{row['speaker']} — {wording.short(row['value'])}"
                    + (f": {wording.in_quotes(plain(row['text']))}" if row["text"] else "")
                    for row in group.people
                ),
                _listed(group.blamed) or "—", _listed(group.praised) or "—",
            ]
            for group in question.groups
        ]  # fmt: skip
        columns = ("Группа", "Людей", "Кто и чем объясняет", "На что жалуются", "За что хвалят")
        file.table(f"{question.label}: группы", columns, rows, shares=(14, 8, 24, 29, 25), small=True)


def nps_slide(deck: Deck) -> None:
    """The bands side by side, each with its share and words; nothing where nobody was asked."""
    found = questions(deck.story.findings)
    if not found:
        return
    question = found[0]
    slide = deck.slide(TITLE)
    deck.text(slide, [question.sentence], top=2.8, height=1.2, size=14)
    width = 10.0
    for at, group in enumerate(question.groups):
        left = 1.6 + at * (width + 0.35)
        share = len(group.people) / question.asked if question.asked else 0
        lines = [f"{group.band.label}: {len(group.people)} ({wording.percent(share)})"]
        colour = RGBColor.from_string(_COLOURS[group.band])
        deck.text(
            slide, lines, top=4.1, height=1.1, size=14, left=left, width=width, bold=True, colour=colour
        )
        own = [
            f"{row['speaker']}: {wording.in_quotes(plain(row['text']))}"
            for row in group.people
            if row["text"]
        ]
        told = [*(f"Объяснили: {line}" for line in own[:2])]
        for title, rows in (("Жалуются", group.blamed), ("Хвалят", group.praised)):
            told += [
                f"{title}: {plain(row['label'])} ({row['respondents']} из {row['of']}) — "
                f"{wording.in_quotes(_short(plain(row['text'])))}"
                for row in rows[:_TOLD]
            ]
        if not group.people:
            told = ["Никого."]
        deck.text(slide, told, top=5.4, height=11.8, size=12, left=left, width=width)


def _short(text: str, longest: int = 110) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip(" ,") + "…"


def add_nps_sheet(book: Book, findings: Findings) -> None:
    """The people of the bands with their words, and what each band says; left out where nobody was asked."""
    found = questions(findings)
    columns = [
        Column("Вопрос", "wrapped", 30), Column("Откуда"), Column("Группа", "text", 22),
        Column("Оценка", "mark"), Column("Кто", "wrapped", 26), Column("Компания", "wrapped", 26),
        Column("Чем объяснено", "wrapped", 22), Column("Слова", "wrapped", 80),
    ]  # fmt: skip
    rows: list[Sequence[object]] = [
        [
            question.label, question.source.label, group.band.label, row["value"], row["speaker"],
            row["company"], row["linked"], row["text"],
        ]
        for question in found
        for group in question.groups
        for row in group.people
    ]  # fmt: skip
    if not rows:
        return
    above = [METHOD, *(question.sentence for question in found)]
    book.add_table(
        "Группы NPS", columns, rows, frozen=3, above=above, about="Сторонники, нейтральные и критики"
    )
    columns = [
        Column("Вопрос", "wrapped", 30), Column("Группа", "text", 22), Column("Вид"),
        Column("Код", "wrapped", 44), Column("Людей", "count"), Column("Из группы", "count"),
        Column("Доля", "share"), Column("Упоминаний", "count"), Column("Слова", "wrapped", 80),
    ]  # fmt: skip
    rows = [
        [
            question.label, group.band.label, Kind(row["kind"]).label, row["label"], row["respondents"],
            row["of"], row["share"], row["mentions"], row["text"],
        ]
        for question in found
        for group in question.groups
        for row in (*group.blamed, *group.praised)
    ]  # fmt: skip
    if rows:
        about = "На что жалуются и за что хвалят сторонники, нейтральные и критики"
        book.add_table("Группы NPS, темы", columns, rows, frozen=3, about=about)
