"""Bar charts as Office keeps them: editable in Word and PowerPoint, their numbers in a small workbook."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.opc.package import XmlPart
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.parts.chart import ChartPart
from pptx.util import Pt
from xlsxwriter.worksheet import Worksheet

from otzvuk.report.drawings import COMPLAINT, NEUTRAL, PRAISE
from otzvuk.report.wellformed import plain

__all__ = [
    "COMPLAINT",
    "FAINT",
    "NEUTRAL",
    "PRAISE",
    "WISH",
    "Bars",
    "Zoned",
    "drawn",
    "dress",
    "linked",
    "workbook",
]

WISH = "#5560B8"
"""The colour of wishes, as on the page; the others are those of the workbook."""

FAINT = "#A9B4C0"
"""The colour of what too few people said or marked to be sure of."""

_LONGEST_NAME = 48  # characters of a bar's name; a longer one would take the chart's room
_TEXT = RGBColor(0x33, 0x3F, 0x4B)


@dataclass(frozen=True)
class Bars:
    """Horizontal bars, the first on top: names, then series (name, colour, a value a bar).

    `digits` after the comma; `described` is the text for those who do not see it.
    """

    names: Sequence[str]
    series: Sequence[tuple[str, str, Sequence[float | None]]]
    described: str
    digits: int = 0
    faint: Sequence[bool] = ()  # bars of the first series in grey: not sure

    @property
    def data(self) -> CategoryChartData:
        """The same for python-pptx."""
        data = CategoryChartData(number_format="0" if not self.digits else "0." + "0" * self.digits)
        data.categories = [brief(name, _LONGEST_NAME) for name in self.names]
        for name, _, values in self.series:
            data.add_series(plain(name), list(values))
        return data


@dataclass(frozen=True)
class Zoned(Bars):
    """Bars on an axis with its figures and lines, from `axis[0]` to `axis[1]`.

    Each bar is of one series only, and all series stand on one line: colours that the legend tells.
    """

    axis: tuple[float, float] = (0, 10)


def dress(chart: Chart, bars: Bars, *, size: float = 10) -> None:
    """Give a chart of python-pptx the look of the reports; text in points of `size`."""
    chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(size), _TEXT
    chart.font.name = "Calibri"
    chart.has_legend = len(bars.series) > 1 or isinstance(bars, Zoned)
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    names, values = chart.category_axis, chart.value_axis
    names.reverse_order = True  # the first on top, as in the tables
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb = RGBColor(0xBF, 0xC7, 0xD0)
    names.has_major_gridlines = False
    values.visible, values.has_major_gridlines, values.minimum_scale = False, False, 0
    if isinstance(bars, Zoned):
        _show_axis(values, *bars.axis)
        names.crosses = XL_AXIS_CROSSES.MAXIMUM  # the first name is on top, the figures below
    plot = chart.plots[0]
    plot.gap_width, plot.vary_by_categories = 45, False
    if isinstance(bars, Zoned):
        plot.overlap = 100
    elif len(bars.series) > 1:
        plot.overlap = -5
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format, labels.number_format_is_linked = bars.data.number_format, False
    labels.font.size, labels.font.color.rgb = Pt(size), _TEXT
    for series, (_, colour, _) in zip(plot.series, bars.series, strict=True):
        series.invert_if_negative = False
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colour.lstrip("#"))
    for at, faint in enumerate(bars.faint):
        if faint:
            point = plot.series[0].points[at]
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = RGBColor.from_string(FAINT.lstrip("#"))


def _show_axis(values: Any, start: float, end: float) -> None:
    """The axis of the values from `start` to `end`, a line and a figure at every whole number."""
    values.visible, values.minimum_scale = True, start
    values.maximum_scale = end + 0.5  # room for the figure beside the longest bar
    values.major_unit, values.has_major_gridlines = 1, True
    values.major_gridlines.format.line.color.rgb = RGBColor(0xE1, 0xE5, 0xEA)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "0", False


def workbook(bars: Bars, created: datetime) -> bytes:
    """The numbers as Excel opens them on "edit data", where python-pptx's references point."""

    def fill(sheet: Worksheet) -> None:
        sheet.set_column(0, 0, 48)
        sheet.write_column(1, 0, [brief(name, _LONGEST_NAME) for name in bars.names])
        for at, (name, _, values) in enumerate(bars.series, 1):
            sheet.write_string(0, at, plain(name))
            sheet.write_column(1, at, list(values))

    return numbers_of(fill, created)


def numbers_of(fill: Callable[[Worksheet], None], created: datetime) -> bytes:
    """A workbook of one sheet, written by `fill`; what looks like a formula or an address stays text."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"created": created})
        fill(book.add_worksheet())
    return made.getvalue()


def drawn(bars: Bars, *, workbook_relation: str = "rId1", size: float = 10) -> bytes:
    """The chart's part for a Word file: XML whose workbook is the relation of that id."""
    package: Any = None  # a part outside any package: only its XML is used
    part = ChartPart.load("/word/charts/chart.xml", "", package, _chart_xml(bars))
    dress(part.chart, bars, size=size)
    return linked(part, workbook_relation)


def linked(part: Any, workbook_relation: str) -> bytes:
    """A chart's part whose workbook is the relation of that id."""
    root = part._element
    for old in root.findall(qn("c:externalData")):
        root.remove(old)
    spaces = 'xmlns:c="{}" xmlns:r="{}"'.format(
        "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    external = f'<c:externalData {spaces} r:id="{workbook_relation}"><c:autoUpdate val="0"/></c:externalData>'
    root.append(parse_xml(external))
    assert isinstance(part, XmlPart)
    return bytes(part.blob)


def _chart_xml(bars: Bars) -> bytes:
    written: str = ChartXmlWriter(XL_CHART_TYPE.BAR_CLUSTERED, bars.data).xml
    return written.encode("utf-8")


def brief(name: str, most: int) -> str:
    """A name in a chart, cut after `most` characters."""
    name = plain(name)
    return name if len(name) <= most else name[: most - 1].rstrip(" ,(") + "…"
