"""A scatter as Office keeps it: named points, two lines that part the field, numbers in a small workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import XyChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.parts.chart import ChartPart
from pptx.util import Pt
from xlsxwriter.worksheet import Worksheet

from otzvuk.report.nativechart import FAINT, NEUTRAL, brief, linked, numbers_of
from otzvuk.report.wellformed import plain

_TEXT = RGBColor(0x33, 0x3F, 0x4B)
_LONGEST = 34  # characters of a point's name
_NEAR = (4.0, 8.0)  # across and up: so close that names beside the points would meet


@dataclass(frozen=True)
class Points:
    """Points with names: `x` and `y` of each, on axes from `across` and `up` (title, start, end).

    `parted` is where the field is parted, by a line up and a line across. `faint` points are hints.
    """

    names: Sequence[str]
    x: Sequence[float]
    y: Sequence[float]
    across: tuple[str, float, float]
    up: tuple[str, float, float]
    parted: tuple[float, float]
    described: str
    faint: Sequence[bool] = ()

    @property
    def series(self) -> list[tuple[str, list[tuple[str, float, float]]]]:
        """The two lines, then the points with their names: the sure ones and the hints.

        Lines first: LibreOffice does not draw a first series of one point.
        """
        (_, left, right), (_, low, high) = self.across, self.up
        at, level = self.parted
        hints = self.faint or [False] * len(self.names)
        places = list(zip(self.names, self.x, self.y, hints, strict=True))
        sure, unsure = ([(n, x, y) for n, x, y, hint in places if hint is which] for which in (False, True))
        found = [("Коды", sure), ("Коды, мало людей", unsure)]
        return [
            ("Граница оценки", [("", at, low), ("", at, high)]),
            ("Граница важности", [("", left, level), ("", right, level)]),
            *(each for each in found if each[1]),
        ]

    @property
    def data(self) -> XyChartData:
        """The same for python-pptx."""
        data = XyChartData(number_format="0.0")
        for name, places in self.series:
            series = data.add_series(name)
            for _, x, y in places:
                series.add_data_point(x, y)
        return data


def dress_points(chart: Chart, points: Points, *, size: float = 10) -> None:
    """Give a scatter of python-pptx the look of the reports."""
    chart.has_title, chart.has_legend = False, False
    chart.font.size, chart.font.color.rgb, chart.font.name = Pt(size), _TEXT, "Calibri"
    for axis, (title, start, end) in (
        (chart.category_axis, points.across),
        (chart.value_axis, points.up),
    ):
        axis.minimum_scale, axis.maximum_scale = start, end
        axis.has_major_gridlines = False
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        axis.format.line.color.rgb = RGBColor(0xBF, 0xC7, 0xD0)
        axis.has_title = True
        frame = axis.axis_title.text_frame
        frame.text = title
        frame.paragraphs[0].runs[0].font.size = Pt(size)
        frame.paragraphs[0].runs[0].font.bold = False
    for axis in (chart.category_axis, chart.value_axis):
        axis.crosses = XL_AXIS_CROSSES.MINIMUM
    chart.value_axis.major_unit = 25
    labels = chart.value_axis.tick_labels  # the room beyond 0 and 100 is for what lies there
    labels.number_format, labels.number_format_is_linked = '[>100]"";[<0]"";0', False
    middle = (points.across[1] + points.across[2]) / 2
    named: list[tuple[float, float]] = []
    one, other, *codes = chart.plots[0].series
    for series, (_, places) in zip(codes, points.series[2:], strict=True):
        series.format.line.fill.background()
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 11
        series.marker.format.fill.solid()
        colour = FAINT if series.name.endswith("мало людей") else NEUTRAL
        series.marker.format.fill.fore_color.rgb = RGBColor.from_string(colour.lstrip("#"))
        series.marker.format.line.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
        for at, (name, x, y) in enumerate(places):
            label = series.points[at].data_label
            label.text_frame.text = brief(name, _LONGEST)
            label.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
            label.position = _side(x, y, middle, named)
            named.append((x, y))
    for line in (one, other):
        line.marker.style = XL_MARKER_STYLE.NONE
        line.format.line.color.rgb = RGBColor(0x8A, 0x97, 0xA5)
        line.format.line.width = Pt(1)
        line.smooth = False


def _side(x: float, y: float, middle: float, named: Sequence[tuple[float, float]]) -> XL_LABEL_POSITION:
    """Where a point's name stands; not over those of points near it that have theirs already."""
    near = sum(abs(x - other) < _NEAR[0] and abs(y - level) < _NEAR[1] for other, level in named)
    inward = XL_LABEL_POSITION.LEFT if x > middle else XL_LABEL_POSITION.RIGHT
    return (inward, XL_LABEL_POSITION.ABOVE, XL_LABEL_POSITION.BELOW)[near % 3]


def points_workbook(points: Points, created: datetime) -> bytes:
    """The numbers as Excel opens them on "edit data", where python-pptx's references point."""

    def fill(sheet: Worksheet) -> None:
        sheet.set_column(0, 2, 22)
        row = 0
        for name, places in points.series:
            sheet.write_string(row, 1, name)
            for at, (label, x, y) in enumerate(places, row + 1):
                sheet.write_number(at, 0, x)
                sheet.write_number(at, 1, y)
                sheet.write_string(at, 2, plain(label))
            row += len(places) + 2

    return numbers_of(fill, created)


def drawn_points(points: Points, *, workbook_relation: str = "rId1", size: float = 10) -> bytes:
    """The chart's part for a Word file: XML whose workbook is the relation of that id."""
    package: Any = None
    written: str = ChartXmlWriter(XL_CHART_TYPE.XY_SCATTER, points.data).xml
    part = ChartPart.load("/word/charts/chart.xml", "", package, written.encode("utf-8"))
    dress_points(part.chart, points, size=size)
    return linked(part, workbook_relation)
