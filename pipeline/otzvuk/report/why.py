"""Why marks are what they are: marks with the words that explain them, worded once for every report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from otzvuk.model import wording
from otzvuk.model.ground import Link
from otzvuk.model.sections import SECTIONS
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.scores import UNEXPLAINED, Source
from otzvuk.report.named import Labels
from otzvuk.report.sheet import Book, Column
from otzvuk.report.wellformed import plain

if TYPE_CHECKING:
    from otzvuk.report.slides import Deck
    from otzvuk.report.story import Story
    from otzvuk.report.wordfile import WordFile

Row = Mapping[str, Any]

TITLE: Final = SECTIONS["why"].title
_DOCUMENT, _SLIDE = 6, 6  # reasons that are listed there
_WORDS = 150  # code points of words on a slide


def summary(findings: Findings) -> str:
    """How many low marks there are and how they are explained, as a sentence; empty without low marks."""
    rows = [row for row in records(findings.scores.grounds) if row["low"]]
    links: dict[int, set[str]] = {}
    for row in rows:
        links.setdefault(row["rating"], set()).add(row["link"])
    if not links:
        return ""
    development = wording.short(findings.study.settings.scores.development)
    said = sum(bool(own & {Link.BESIDE.value, Link.ANSWER.value}) for own in links.values())
    about = sum(own == {Link.ABOUT.value} for own in links.values())
    parts = [
        f"рядом с оценкой или в ответ на «почему» — {said}",
        f"теми же людьми о том же — {about}",
        f"не объяснены — {len(links) - said - about}",
    ]
    return f"Оценок ниже {development} из 10: {len(links)}; объяснены {', '.join(parts)}."


def low(findings: Findings) -> list[Row]:
    """The reasons of low marks (`scores.REASONS`) with the criterion's label: most people first."""
    known = {row["criterion"]: row["label"] for row in records(findings.scores.grounds)}
    rows = [
        dict(row) | {"criterion_label": known[row["criterion"]], "linked": Link(row["link"]).label}
        for row in records(findings.scores.reasons)
    ]
    most = {(row["source"], row["criterion"]): row["low_givers"] for row in rows}
    return sorted(rows, key=lambda row: -most[row["source"], row["criterion"]])


def each(findings: Findings) -> list[Row]:
    """Every mark with its words (`scores.GROUNDS`), the lowest first, `number` counting marks as the page."""
    numbers = {label: at for at, label in enumerate(findings.survey.ratings.index, 1)}
    rows = [
        dict(row)
        | {
            "number": numbers[row["rating"]],
            "mark": f"{wording.short(row['value'])} из {wording.short(row['scale'])}",
            "who": ", ".join(filter(None, (row["speaker"], row["company"]))),
            "where": ", ".join(filter(None, (row["interview"], row["place"]))) if row["link"] else "",
            "linked": Link(row["link"]).label,
            "spoken": row["source"] == Source.SPEECH.value,
        }
        for row in records(findings.scores.grounds)
    ]
    return sorted(rows, key=lambda row: (row["of_ten"], row["label"], row["number"]))


def by_mark(findings: Findings) -> list[tuple[Row, list[Row]]]:
    """The rows of `each` by mark: the mark, then its stretches of words (none where nothing explains it)."""
    found: dict[int, list[Row]] = {}
    for row in each(findings):
        found.setdefault(row["number"], []).append(row)
    return [(own[0], [row for row in own if row["link"]]) for own in found.values()]


def words_of(row: Row, most: int = 3) -> str:
    """The words of a reason in quotation marks, of the first few people."""
    said = [each for each in row["words"].split("\n") if each]
    return "; ".join(wording.in_quotes(plain(one)) for one in said[:most])


def _cells(row: Row, *, longest: int, most: int) -> list[str]:
    from otzvuk.report.story import shortened

    said = [one for one in row["words"].split("\n") if one][:most]
    return [
        f"{plain(row['criterion_label'])} ({Source(row['source']).label.lower()})",
        plain(row["label"]) if row["label"] == UNEXPLAINED else f"{plain(row['label'])} — {row['linked']}",
        f"{row['respondents']} из {row['low_givers']}",
        "; ".join(wording.in_quotes(shortened(plain(one), longest)) for one in said) or "—",
    ]


_COLUMNS: Final = ("Что оценено низко", "Почему", "Людей", "Их слова")
_SHARES: Final = (24, 24, 9, 43)


def write_why(file: WordFile, story: Story) -> None:
    """The section of the report to send; nothing without low marks."""
    rows = low(story.findings)
    if not rows:
        return
    file.heading(TITLE)
    file.text(summary(story.findings))
    cells = [_cells(row, longest=_WORDS * 2, most=2) for row in rows[:_DOCUMENT]]
    file.table(
        "Почему оценки низкие: словами тех, кто их поставил", _COLUMNS, cells, shares=_SHARES, small=True
    )
    if len(rows) > _DOCUMENT:
        file.note(f"Ещё причин: {len(rows) - _DOCUMENT}; они в report.html и frequencies.xlsx.")


def why_slide(deck: Deck) -> None:
    """A slide of the reasons that most people name; nothing without low marks."""
    story = deck.story
    rows = low(story.findings)
    if not rows:
        return
    slide = deck.slide(TITLE)
    deck.text(slide, [summary(story.findings)], top=3.1, height=1.4, size=13)
    cells = [_cells(row, longest=_WORDS, most=1) for row in rows[:_SLIDE]]
    deck.table(slide, _COLUMNS, cells, shares=_SHARES, top=4.8, size=11)
    if len(rows) > _SLIDE:
        rest = f"Ещё причин: {len(rows) - _SLIDE}; они в report.html и frequencies.xlsx."
        deck.text(slide, [rest], top=17.4, height=0.9, size=11)


def add_sheets(book: Book, findings: Findings, labels: Labels) -> None:
    """The reasons of low marks, and every mark with its words; each left out where there is nothing."""
    columns = [
        Column("Откуда"), Column("Что оценено низко", "wrapped", 40), Column("Почему", "wrapped", 40),
        Column("Чем объяснено", "wrapped", 24), Column("Респондентов", "count"),
        Column("Поставили низко", "count"), Column("Доля", "share"), Column("Упоминаний", "count"),
        Column("Их слова", "wrapped", 80),
    ]  # fmt: skip
    reasons: list[Sequence[object]] = [
        [
            Source(row["source"]).label, row["criterion_label"], row["label"], row["linked"],
            row["respondents"], row["low_givers"], row["share"], row["mentions"], row["words"],
        ]
        for row in low(findings)
    ]  # fmt: skip
    if reasons:
        about = "Чем сами объясняют низкую оценку те, кто её поставил"
        book.add_table(
            "Причины низких оценок", columns, reasons, above=[summary(findings)], frozen=2, about=about
        )
    columns = [
        Column("Откуда"), Column("Что оценено", "wrapped", 36), Column("Оценка", "mark"),
        Column("Шкала", "plain"), Column("Из 10", "mark"), Column("Кто", "wrapped", 24),
        Column("Компания", "wrapped", 24), Column("Роль", "wrapped", 20), Column("Волна"),
        Column("Чем объяснено", "wrapped", 22), Column("Слова", "wrapped", 80), Column("Интервью"),
        Column("Место в файле"), Column("Реплика", "plain"),
    ]  # fmt: skip
    marks: list[Sequence[object]] = [
        [
            Source(row["source"]).label, row["label"], row["value"], row["scale"], row["of_ten"],
            row["speaker"], row["company"], labels["role"](row["role"]), row["wave"], row["linked"],
            row["text"], row["interview"], row["place"], row["turn"],
        ]
        for row in each(findings)
    ]  # fmt: skip
    if marks:
        about = "Каждая оценка с объектом, шкалой, человеком и его словами о ней"
        book.add_table("Оценки с объяснениями", columns, marks, frozen=3, about=about)
