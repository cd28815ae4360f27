"""The sheet of charts: Excel's own, over the tables of the other sheets, so that they can be edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from otzvuk.report.sheet import Book, Placed, write_cell

PRAISE, COMPLAINT, NEUTRAL = "#2A7F6F", "#C4512D", "#4A6A85"
"""The colours of the reports; told apart by colour-blind people and in grey."""

_WIDTH, _ROW = 840, 20  # pixels of a chart and of a row of the sheet
_ASIDE = 15  # the column where a chart's own data begin
_PAGE = 38  # rows of a printed page
_NAMED = 5  # points of a scatter with names
_SOFT = "#D9D5CC"


class Drawings:
    """Charts one under another on one sheet; a chart of nothing is left out."""

    def __init__(self, book: Book, name: str = "Графики") -> None:
        self.book, self.name = book, name
        self.sheet = book.add_sheet(name)
        self.sheet.hide_gridlines(2)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.set_print_scale(80)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        self.drawn = 0
        self._row = 1
        self._page = 0  # the row where the page begins
        self._breaks: list[int] = []

    def bars(
        self,
        title: str,
        table: Placed,
        names: str,
        series: Sequence[tuple[str, str]],
        *,
        most: int,
        unit: str,
        stacked: bool = False,
        first: int = 0,
        top: float = 0,
    ) -> None:
        """Horizontal bars of the `most` lines from line `first` on; `series` are columns and colours.

        `top` is where the axis ends; by default Excel chooses.
        """
        start = table.first + first
        last = min(table.last, start + most - 1)
        if last < start:
            return
        kind: dict[str, Any] = {"type": "bar"} | ({"subtype": "stacked"} if stacked else {})
        chart = self.book.file.add_chart(kind)
        for column, colour in series:
            chart.add_series(
                {
                    "name": column,
                    "categories": table.cells(names, first=start, last=last),
                    "values": table.cells(column, first=start, last=last),
                    "fill": {"color": colour},
                    "gap": 45,
                    "data_labels": {"value": True} if not stacked else {},
                }
            )
        chart.set_y_axis({"reverse": True, "line": {"color": _SOFT}, "num_font": {"size": 10}})
        grid = {"visible": True, "line": {"color": _SOFT}}
        axis = {"name": unit, "min": 0, "major_gridlines": grid, "num_font": {"size": 10}}
        chart.set_x_axis(axis | ({"max": top} if top else {}))
        legend = len(series) > 1
        height = (170 if legend else 130) + 24 * (last - start + 1) * (1 if stacked else len(series))
        self._place(chart, title, height=height, legend=legend)

    def data(self, labels: Sequence[str], rows: Sequence[Sequence[str | int]]) -> Placed:
        """A small table beside the next chart, for what no other sheet has in rows that follow each other."""
        head = self.book.file.add_format({"bold": True})
        for at, label in enumerate(labels):
            self.sheet.write_string(self._row, _ASIDE + at, label, head)
        for number, row in enumerate(rows, self._row + 1):
            for at, value in enumerate(row):
                write_cell(
                    self.sheet, number, _ASIDE + at, value, self.book.format("text" if not at else "count")
                )
        return Placed(
            sheet=self.sheet,
            name=self.name,
            first=self._row + 1,
            last=self._row + len(rows),
            columns=tuple(labels),
            left=_ASIDE,
        )

    def scatter(
        self, title: str, table: Placed, x: str, y: str, names: Sequence[str], *, axes: tuple[str, str]
    ) -> None:
        """A point a line, the first ones with their names: more would lie over each other."""
        chart = self.book.file.add_chart({"type": "scatter"})
        labels = [{"value": name} if at < _NAMED else {"delete": True} for at, name in enumerate(names)]
        chart.add_series(
            {
                "name": title,
                "categories": table.cells(x),
                "values": table.cells(y),
                "marker": {"type": "circle", "size": 10, "fill": {"color": COMPLAINT}},
                "data_labels": {"custom": labels, "value": True, "position": "right"},
            }
        )
        grid = {"visible": True, "line": {"color": _SOFT}}
        chart.set_x_axis({"name": axes[0], "min": 0, "max": 1, "major_gridlines": grid})
        chart.set_y_axis({"name": axes[1], "min": 0, "max": 1, "major_gridlines": grid})
        self._place(chart, title, height=460, legend=False)

    def line(self, title: str, table: Placed, names: str, columns: Sequence[tuple[str, str]]) -> None:
        """Lines over the rows of a table."""
        chart = self.book.file.add_chart({"type": "line"})
        for column, colour in columns:
            chart.add_series(
                {
                    "name": column,
                    "categories": table.cells(names),
                    "values": table.cells(column),
                    "line": {"color": colour, "width": 2.25},
                    "marker": {"type": "circle", "size": 5, "fill": {"color": colour}},
                }
            )
        chart.set_x_axis({"name": names})
        chart.set_y_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": _SOFT}}})
        self._place(chart, title, height=360, legend=len(columns) > 1)

    def finish(self) -> None:
        """Say in the contents what is drawn; an empty sheet is hidden."""
        if not self.drawn:
            self.sheet.hide()
            return
        self.sheet.print_area(0, 0, self._row, _ASIDE - 2)
        self.sheet.set_h_pagebreaks(self._breaks)
        self.book.contents.insert(0, (self.name, "Главное в картинках; графики Excel, их можно править", 0))

    def _place(self, chart: Any, title: str, *, height: int, legend: bool) -> None:
        chart.set_title({"name": title, "name_font": {"size": 13}, "overlay": False})
        chart.set_legend({"position": "bottom"} if legend else {"none": True})
        chart.set_size({"width": _WIDTH, "height": height})
        if self._row + height // _ROW - self._page > _PAGE and self._row > self._page + 1:
            self._page = self._row
            self._breaks.append(self._row - 1)
        self.sheet.insert_chart(self._row, 0, chart, {"description": title})
        self._row += height // _ROW + 2
        self.drawn += 1
