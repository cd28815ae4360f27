"""Bar charts as Office keeps them: editable in Word and PowerPoint, their numbers in a small workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.opc.package import XmlPart
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.parts.chart import ChartPart
from pptx.util import Pt

from otzvuk.report.drawings import COMPLAINT, NEUTRAL, PRAISE
from otzvuk.report.wellformed import plain

__all__ = ["COMPLAINT", "NEUTRAL", "PRAISE", "WISH", "Bars", "drawn", "dress", "workbook"]

WISH = "#5560B8"
"""The colour of wishes, as on the page; the others are those of the workbook."""

_LONGEST_NAME = 48  # characters of a bar's name; a longer one would take the chart's room
_TEXT = RGBColor(0x33, 0x3F, 0x4B)


@dataclass(frozen=True)
class Bars:
    """Horizontal bars, the first on top: names, then series (name, colour, a value a bar).

    `digits` after the comma; `described` is the text for those who do not see it.
    """

    names: Sequence[str]
    series: Sequence[tuple[str, str, Sequence[float]]]
    described: str
    digits: int = 0
    faint: Sequence[bool] = ()  # bars of the first series in grey: not sure

    @property
    def data(self) -> CategoryChartData:
        """The same for python-pptx."""
        data = CategoryChartData(number_format="0" if not self.digits else "0." + "0" * self.digits)
        data.categories = [_brief(name) for name in self.names]
        for name, _, values in self.series:
            data.add_series(plain(name), list(values))
        return data


def dress(chart: Chart, bars: Bars, *, size: float = 10) -> None:
    """Give a chart of python-pptx the look of the reports; text in points of `size`."""
    chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(size), _TEXT
    chart.font.name = "Calibri"
    chart.has_legend = len(bars.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    names, values = chart.category_axis, chart.value_axis
    names.reverse_order = True  # the first on top, as in the tables
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb = RGBColor(0xBF, 0xC7, 0xD0)
    names.has_major_gridlines = False
    values.visible, values.has_major_gridlines, values.minimum_scale = False, False, 0
    plot = chart.plots[0]
    plot.gap_width, plot.vary_by_categories = 45, False
    if len(bars.series) > 1:
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
            point.format.fill.fore_color.rgb = RGBColor(0xA9, 0xB4, 0xC0)


def workbook(bars: Bars, created: datetime) -> bytes:
    """The numbers as Excel opens them on "edit data", where python-pptx's references point."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"created": created})
        sheet = book.add_worksheet()
        sheet.set_column(0, 0, 48)
        sheet.write_column(1, 0, [_brief(name) for name in bars.names])
        for at, (name, _, values) in enumerate(bars.series, 1):
            sheet.write_string(0, at, plain(name))
            sheet.write_column(1, at, list(values))
    return made.getvalue()


def drawn(bars: Bars, *, workbook_relation: str = "rId1", size: float = 10) -> bytes:
    """The chart's part for a Word file: XML whose workbook is the relation of that id."""
    package: Any = None  # a part outside any package: only its XML is used
    part = ChartPart.load("/word/charts/chart.xml", "", package, _chart_xml(bars))
    dress(part.chart, bars, size=size)
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


def _brief(name: str) -> str:
    name = plain(name)
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip(" ,(") + "…"
