"""Sheets of levels: means with native bars over them, what was said at each level, strengths with words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from otzvuk.numbers.quote import Quote
from otzvuk.numbers.scores import Zone
from otzvuk.report.leveled import END, Panel
from otzvuk.report.named import Labels, add_frame
from otzvuk.report.nativechart import COMPLAINT, FAINT, NEUTRAL, PRAISE
from otzvuk.report.sheet import Book, Column, Placed, Row
from otzvuk.report.shown import quoted
from otzvuk.report.story import Story
from otzvuk.report.viewsheets import COUNTS

SHEET: Final = "Уровни"
STRENGTHS: Final = "Сильные стороны"
SAID: Final = "Сказано на уровнях"

_ZONES: Final[Mapping[str, tuple[str, str]]] = {
    Zone.STRENGTH.value: ("Сильная сторона", PRAISE),
    Zone.NONE.value: ("Между ними", NEUTRAL),
    Zone.DEVELOPMENT.value: ("Зона развития", COMPLAINT),
    "few": ("Меньше трёх человек", FAINT),
}
_WIDTH, _ROW = 760, 20  # pixels of a chart, of a row of it


def add_levels(book: Book, story: Story, labels: Labels) -> None:
    """All of them; the sheet of means is left out where nobody gave a mark."""
    levels = story.levels
    rows, depths = _rows(story)
    if rows:
        columns = [
            Column("Откуда"), Column("Уровень, критерий", "wrapped", 44), Column("Средняя из 10", "mark"),
            Column("от (95 %)", "mark"), Column("до", "mark"), Column("Оценок", "count"),
            Column("Респондентов", "count"), Column("В прошлой волне", "mark"), Column("Δ", "signed"),
            Column("Вывод", "wrapped", 30), *(Column(name, "mark") for name, _ in _ZONES.values()),
        ]  # fmt: skip
        above = [*levels.sentences, *levels.notes]
        about = "Люди, процессы, организация: средние из 10, перемены, столбики"
        placed = book.add_table(
            SHEET, columns, rows, depths=depths, above=above, frozen=2, printed=10, about=about
        )
        _draw(book, placed, levels.panels)
    said = story.findings.views.levels
    if said is not None:
        about = "Похвалы, жалобы и пожелания на каждом уровне"
        named = {"label": Column("Уровень", "text", 34)} | dict(COUNTS)
        add_frame(book, SAID, said, named, labels, about=about)
    _add_strengths(book, story)


def _rows(story: Story) -> tuple[list[Row], list[int]]:
    rows: list[Row] = []
    depths = []
    for panel in story.levels.panels:
        for row in (*panel.rows, *panel.apart):
            if not row["marks"]:
                continue
            zone = "few" if row["note"] else row["zone"]
            known = bool(row["previous"])
            label = row["label"] if row["level"] else f"{row['label']} (уровень не определён)"
            rows.append(
                [
                    panel.source.label, label, row["mean_ten"], row["low_ten"], row["high_ten"], row["marks"],
                    row["respondents"], row["previous_mean_ten"] if known else None,
                    row["change"] if known else None, ", ".join(row["told"]),
                    *(row["mean_ten"] if zone == each else None for each in _ZONES),
                ]
            )  # fmt: skip
            depths.append(row["depth"])
    return rows, depths


def _draw(book: Book, placed: Placed, panels: tuple[Panel, ...]) -> None:
    """A native chart of each source below the table, over its columns of zones, so that it can be edited."""
    first, top = placed.first, placed.last + 2
    for panel in panels:
        count = sum(bool(row["marks"]) for row in panel.rows)
        if not count:
            first += len(panel.apart)
            continue
        last = first + count - 1
        chart = book.file.add_chart({"type": "bar"})
        for name, colour in _ZONES.values():
            chart.add_series(
                {
                    "name": name,
                    "categories": placed.cells("Уровень, критерий", first=first, last=last),
                    "values": placed.cells(name, first=first, last=last),
                    "fill": {"color": colour},
                    "gap": 45,
                    "overlap": 100,
                    "data_labels": {"value": True, "num_format": "0.0"},
                }
            )
        chart.set_title({"name": f"{panel.source.label}: средняя из 10", "name_font": {"size": 13}})
        chart.set_legend({"position": "bottom"})
        chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
        grid = {"visible": True, "line": {"color": "#E1E5EA"}}
        axis = {"min": panel.start, "max": END, "major_unit": 1, "major_gridlines": grid, "num_format": "0"}
        chart.set_x_axis(axis | {"label_position": "high"})
        height = 150 + 26 * count
        chart.set_size({"width": _WIDTH, "height": height})
        described = f"Столбики средних оценок по уровням: {panel.source.label.lower()}"
        placed.sheet.insert_chart(top, 0, chart, {"description": described})
        top += height // _ROW + 2
        first = last + 1 + len(panel.apart)
    placed.sheet.print_area(0, 0, top, 9)
    placed.sheet.set_h_pagebreaks([placed.last + 1])


def _add_strengths(book: Book, story: Story) -> None:
    """Every strength of every department and role, a row each, with its quotes."""
    columns = [
        Column("По чему"), Column("Кто", "wrapped", 30), Column("За что хвалят", "wrapped", 40),
        Column("Хвалят, человек", "count"), Column("Из", "count"), Column("Похвал", "count"),
        Column("Жалоб", "count"), Column("Компаний", "count"), Column("Цитата", "wrapped", 64),
        Column("Кто сказал", "wrapped", 34), Column("Где"), Column("Другие цитаты", "wrapped", 60),
    ]  # fmt: skip
    named = {"department": story.levels.by.removeprefix("по ").capitalize(), "role": "Ролям"}
    rows: list[Row] = []
    for by, own in story.findings.strengths.items():
        for each in own:
            first, others = each.quotes[:1], each.quotes[1:]
            said = [text for quote in first for text in (quoted(quote), quote.who, where(quote))] or [""] * 3
            rows.append(
                [
                    f"По {named[by].lower()}", each.label, each.code_label, each.praisers, each.asked,
                    each.praise, each.complaint, each.companies, *said,
                    "\n".join(f"{quoted(quote)} — {quote.who}" for quote in others),
                ]
            )  # fmt: skip
    if rows:
        about = "За что хвалят: по подразделениям поставщика и по ролям, с цитатами"
        book.add_table(STRENGTHS, columns, rows, frozen=3, about=about)


def where(quote: Quote) -> str:
    """The interview of a quote and its place there."""
    return ", ".join(part for part in (quote.interview, quote.where) if part)
