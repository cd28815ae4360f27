"""What matters most beside how it is rated: the map of importance and performance, worded and drawn once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from otzvuk.model import wording
from otzvuk.model.sections import SECTIONS
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.layers import Quadrant
from otzvuk.numbers.layers.importance import EVEN, HALF
from otzvuk.report.nativescatter import Points
from otzvuk.report.sheet import Book, Column
from otzvuk.report.wellformed import plain

if TYPE_CHECKING:
    from otzvuk.report.slides import Deck
    from otzvuk.report.story import Story
    from otzvuk.report.wordfile import WordFile

Row = Mapping[str, Any]

TITLE: Final = SECTIONS["importance"].title
WIDTH, HEIGHT = 620, 400
"""The view box of the drawing on the page."""

LEFT, RIGHT, TOP, BOTTOM = 52, 16, 16, 46
_APART = 26  # between the centres of two spots at least
_ACROSS, _UP = "оценка, из 10", "важно, % сказавших об этом"
_ROWS = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """A code on the map: its number in the table, its row (`layers.IMPORTANCE`) and its place."""

    number: int
    row: Row
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Map:
    """The map: its spots, the codes that nobody rated, and where the field is parted."""

    spots: tuple[Spot, ...]
    unrated: tuple[Row, ...]
    split: float  # of ten: from there on a code is well rated
    mixed: bool  # some spots are rated by marks, others by words alone
    split_x: float
    split_y: float
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def corners(self) -> tuple[tuple[str, float, float, str], ...]:
        """The names of the quadrants: text, place, how it is anchored."""
        high, low = self.top + 16, self.bottom - 8
        return (
            (Quadrant.REPAIR.label, self.left + 8, high, "start"),
            (Quadrant.KEEP.label, self.right - 8, high, "end"),
            (Quadrant.LATER.label, self.left + 8, low, "start"),
            (Quadrant.ENOUGH.label, self.right - 8, low, "end"),
        )

    @property
    def bound(self) -> str:
        """Where the field is parted between poorly and well rated, as a sentence."""
        even = wording.short(EVEN)
        if self.split == EVEN:
            return f"Граница оценки — {even} из 10: похвал и жалоб поровну."
        words = f"; кого оценили словами, тот стоит от неё так же, как от своей — {even} из 10"
        return f"Граница оценки — {wording.short(self.split)} из 10{words if self.mixed else ''}."

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """The figures below the field."""
        return tuple((_x(value), str(value)) for value in range(0, 11, 2))


def _across(row: Row, split: float) -> float:
    """Where a code stands on the axis of marks, on its side of `split`.

    What words alone say has a bound of its own, `EVEN`: beside marks each side of it is stretched to theirs.
    """
    value = float(row["performance"])
    if row["by_marks"] or split == EVEN:
        return value
    below = value * split / EVEN
    return below if value < EVEN else split + (value - EVEN) * (10 - split) / (10 - EVEN)


def _x(performance: float) -> float:
    return round(LEFT + (0.03 + 0.94 * performance / 10) * (WIDTH - LEFT - RIGHT), 1)


def _y(importance: float) -> float:
    return round(HEIGHT - BOTTOM - (0.11 + 0.73 * importance) * (HEIGHT - TOP - BOTTOM), 1)


def drawn(findings: Findings) -> Map | None:
    """The map of a study; None where nobody says what matters."""
    rows = records(findings.layers.importance)
    if not rows:
        return None
    rated = [row for row in rows if row["quadrant"]]
    marked = {bool(row["by_marks"]) for row in rated}
    split = EVEN if marked == {False} else float(findings.study.settings.scores.development)
    places = [[_x(_across(row, split)), _y(row["importance"])] for row in rated]
    for at, place in enumerate(places):  # codes in one place stand beside each other
        while any(
            abs(place[0] - other[0]) < _APART and abs(place[1] - other[1]) < _APART for other in places[:at]
        ):
            place[0] += _APART if place[0] < WIDTH - RIGHT - 2 * _APART else -3.5 * _APART
    return Map(
        spots=tuple(
            Spot(number, row, round(x, 1), round(y, 1))
            for number, (row, (x, y)) in enumerate(zip(rated, places, strict=True), 1)
        ),
        unrated=tuple(row for row in rows if not row["quadrant"]),
        split=split,
        mixed=len(marked) > 1,
        split_x=_x(split),
        split_y=_y(HALF),
    )


def summary(findings: Findings) -> str:
    """Who said what matters, and how little or much that is, as sentences."""
    people = int(findings.layers.matters["person_id"].nunique())
    asked = len(findings.survey.respondents)
    said = wording.agreeing(people, "сказал", "сказали")
    few = " Так мало людей, что место на карте — только ориентир." if people < 3 else ""
    return (
        f"О том, что важнее всего, {said} {people} {wording.out_of(asked, 'respondent')}.{few} "
        "Важность — доля тех, кто назвал это важным, среди сказавших о его важности; оценка — средняя из 10 "
        "по самому коду или его процессу, а где оценок нет, перевес похвал над жалобами (5 — поровну)."
    )


def how_rated(row: Row) -> str:
    """«7,0 (оценок: 2)» or «5,0 по словам: хвалят 1, ругают 1»."""
    if row["performance"] != row["performance"]:
        return "ни оценок, ни слов"
    value = wording.number(row["performance"], 1)
    if row["by_marks"]:
        return f"{value} (оценок: {row['marks']})"
    return f"{value} по словам: хвалят {row['praise']}, ругают {row['complaint']}"


def points(map_: Map) -> Points:
    """The map as a native scatter."""
    listed = "; ".join(
        f"{spot.row['label']} — {spot.row['quadrant_label'].lower()}, {how_rated(spot.row)}"
        for spot in map_.spots
    )
    return Points(
        names=[plain(spot.row["label"]) for spot in map_.spots],
        x=[round(_across(spot.row, map_.split), 1) for spot in map_.spots],
        y=[round(100 * spot.row["importance"]) for spot in map_.spots],
        across=(_ACROSS, 0, 10),
        up=(_UP, -25, 125),
        parted=(map_.split, 100 * HALF),
        described=f"Карта важности и оценки: {listed}.",
        faint=[spot.row["few"] for spot in map_.spots],
    )


_COLUMNS: Final = ("О чём", "Важно, человек", "Не главное", "Как оценивают", "Что следует")
_SHARES: Final = (34, 12, 12, 24, 18)


def _rows(map_: Map) -> list[list[object]]:
    rows = [spot.row for spot in map_.spots] + list(map_.unrated)
    return [
        [
            plain(row["label"]), row["important"], row["unimportant"], how_rated(row),
            row["quadrant_label"] + (" (мало людей)" if row["few"] else ""),
        ]
        for row in rows
    ]  # fmt: skip


def _corners(map_: Map) -> str:
    return (
        f"{map_.bound} Слева вверху — «{Quadrant.REPAIR.label.lower()}» (важно, а оценка низкая), справа "
        f"вверху — «{Quadrant.KEEP.label.lower()}», слева внизу — «{Quadrant.LATER.label.lower()}», справа "
        "внизу — "
        f"«{Quadrant.ENOUGH.label.lower()}». Серые точки — сказали меньше трёх человек."
    )


def write_importance(file: WordFile, story: Story) -> None:
    """The map as a native chart with its table; nothing where nobody says what matters."""
    map_ = drawn(story.findings)
    if map_ is None:
        return
    file.heading(TITLE)
    file.text(summary(story.findings))
    if map_.spots:
        file.chart(f"Важность и оценка. {_corners(map_)}", points(map_), created=story.created)
    file.table("Что важно и как это оценивают", _COLUMNS, _rows(map_), shares=_SHARES, small=True)


def importance_slide(deck: Deck) -> None:
    """The map as a native scatter with the names of its quadrants; nothing where nobody says what matters."""
    map_ = drawn(deck.story.findings)
    if map_ is None or not map_.spots:
        return
    slide = deck.slide(TITLE)
    deck.text(slide, [summary(deck.story.findings)], top=2.8, height=1.8, size=12)
    deck.chart(slide, points(map_), left=1.6, top=4.7, width=19.5, height=12.4)
    corners = ((Quadrant.REPAIR, 4.0, 4.8), (Quadrant.KEEP, 18.2, 4.8), (Quadrant.LATER, 4.0, 14.0),
               (Quadrant.ENOUGH, 18.2, 14.0))  # fmt: skip
    for each, left, top in corners:
        deck.text(slide, [each.label], top=top, height=0.8, size=11, left=left, width=6.5, bold=True)
    told = [
        f"{each.label}: " + "; ".join(
            f"{plain(spot.row['label'])} — {how_rated(spot.row)}, важно для {spot.row['important']}"
            for spot in map_.spots
            if spot.row["quadrant"] == each.value
        )
        for each in (Quadrant.REPAIR, Quadrant.KEEP, Quadrant.LATER, Quadrant.ENOUGH)
        if any(spot.row["quadrant"] == each.value for spot in map_.spots)
    ]  # fmt: skip
    deck.text(slide, [*told, _corners(map_)], top=5.0, height=12, size=13, left=21.6, width=10.6)


def add_importance_sheet(book: Book, findings: Findings) -> None:
    """The codes with their place and a native scatter beside them; left out where nobody says what "
    "matters."""
    map_ = drawn(findings)
    if map_ is None:
        return
    columns = [
        Column("О чём", "wrapped", 40), Column("Важно, человек", "count"),
        Column("Не главное, человек", "count"), Column("Важность, %", "plain"),
        Column("Оценка, из 10", "mark"), Column("По оценкам"), Column("Оценок", "count"),
        Column("Хвалят", "count"), Column("Ругают", "count"), Column("Что следует", "text", 26),
        Column("Мало людей"), Column("Место на карте", "mark"),
    ]  # fmt: skip
    rows: list[Sequence[object]] = [
        [
            plain(row["label"]), row["important"], row["unimportant"], round(100 * row["importance"]),
            row["performance"], row["by_marks"], row["marks"], row["praise"], row["complaint"],
            row["quadrant_label"], row["few"], _across(row, map_.split),
        ]
        for row in [*(spot.row for spot in map_.spots), *map_.unrated]
    ]  # fmt: skip
    above = [summary(findings), _corners(map_)]
    placed = book.add_table("Важность и оценка", columns, rows, above=above, frozen=1,
                            about="Карта: что важно клиентам и как это оценивают; график Excel")  # fmt: skip
    if not map_.spots:
        return
    last = placed.first + len(map_.spots) - 1
    chart = book.file.add_chart({"type": "scatter"})
    labels = [{"value": plain(spot.row["label"])[:34]} for spot in map_.spots]
    chart.add_series(
        {
            "name": TITLE,
            "categories": placed.cells("Место на карте", last=last),
            "values": placed.cells("Важность, %", last=last),
            "marker": {"type": "circle", "size": 10, "fill": {"color": "#4A6A85"}},
            "data_labels": {"custom": labels, "value": True, "position": "right"},
        }
    )
    axis = {"major_gridlines": {"visible": False}, "num_font": {"size": 10}, "label_position": "low"}
    chart.set_x_axis(axis | {"name": _ACROSS, "min": 0, "max": 10, "crossing": map_.split})
    chart.set_y_axis(axis | {"name": "важность, %", "min": -10, "max": 110, "crossing": 50})
    chart.set_title({"name": "Слева вверху — чинить в первую очередь", "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 760, "height": 420})
    placed.sheet.print_area(0, 0, placed.last + 26, len(columns) - 1)
    placed.sheet.insert_chart(placed.last + 2, 0, chart, {"description": points(map_).described})
