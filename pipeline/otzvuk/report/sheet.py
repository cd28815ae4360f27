"""One worksheet: a table with a header that stays in sight, filters, widths that fit, ready to print.

Text is only ever written as text: what a respondent says can begin with «=» and is still no formula. The
only links are within the file: those of the contents, and of a table to its words.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Row = Sequence[object]

HIDDEN = "Подробности для расчётов — на скрытых листах: правая кнопка на любом ярлыке, «Показать…»."

_LINE = 15.0  # points of a line
_LONGEST = 32_767  # characters that Excel takes in one cell
_NAME = 31  # UTF-16 units that Excel takes as a sheet's name
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "text": {"align": "left", "indent": 1},
    "wrapped": {"align": "left", "indent": 1, "text_wrap": True},
    "count": {"num_format": "#,##0"},
    "share": {"num_format": "0%"},
    "chance": {"num_format": '[>0.99]"> 99 %";[<0.01]"< 1 %";0%'},  # as `wording.chance` has it
    "value": {"num_format": "0.00"},
    "third": {"num_format": "0.000"},
    "signed": {"num_format": "+0.0;−0.0;0.0"},
    "moved": {"num_format": "+0.00;−0.00;0.00"},
    "points": {"num_format": "+0;−0;0"},
    "mark": {"num_format": "0.0"},
    "plain": {"num_format": "0"},
    "time": {"num_format": "[h]:mm:ss", "align": "right"},
    # where somebody stands on the way through the levels
    "here": {"align": "left", "text_wrap": True, "bold": True, "bg_color": "#BFE0D8", "border": 1},
    "passed": {"align": "left", "text_wrap": True, "bg_color": "#E6F2EF", "font_color": "#5B6773"},
    # cells to fill in
    "blank": {
        "align": "left",
        "text_wrap": True,
        "bg_color": "#FFF9E5",
        "border": 1,
        "border_color": "#DDD3B0",
        "locked": False,  # where the sheet is protected, these are to be filled in all the same
    },
    "date": {"num_format": "dd.mm.yyyy", "bg_color": "#FFF9E5", "border": 1, "border_color": "#DDD3B0"},
}
# a row's look by how many levels lie under it: a total looks the heavier the more it sums up
_LEVELS: Sequence[Mapping[str, Any]] = (
    {},
    {"bold": True},
    {"bold": True, "bg_color": "#EEF2F6"},
    {"bold": True, "bg_color": "#D9E2EC"},
    {"bold": True, "bg_color": "#BCCCDC"},
)
HEADER = {
    "bold": True,
    "text_wrap": True,
    "align": "center",
    "valign": "vcenter",
    "bg_color": "#243B53",
    "font_color": "#FFFFFF",
}


@dataclass(frozen=True)
class Column:
    """A column's Russian header, its style (a key of the styles above) and the widest it may get."""

    label: str
    style: str = "text"
    widest: float = 44


@dataclass(frozen=True)
class Line:
    """A row of a crosstab: its total, and the count, share (0…1) and verdict of each column."""

    label: str
    total: int
    counts: Sequence[int]
    shares: Sequence[float]
    verdicts: Sequence[str]


@dataclass(frozen=True)
class Block:
    """A crosstab to be read: a sentence over it, the header of its rows, its columns and its rows."""

    title: str
    rows_label: str
    columns: Sequence[str]
    lines: Sequence[Line]


@dataclass(frozen=True)
class Placed:
    """A table on its sheet: its first and last line (rows from 0), its columns' labels, the first column."""

    sheet: Worksheet
    name: str
    first: int
    last: int
    columns: tuple[str, ...]
    left: int = 0

    def cells(self, label: str, *, first: int | None = None, last: int | None = None) -> list[Any]:
        """The column of that label as a chart wants it; of the lines from `first` to `last` only."""
        at = self.left + self.columns.index(label)
        return [
            self.name,
            self.first if first is None else first,
            at,
            self.last if last is None else last,
            at,
        ]


class Book:
    """An .xlsx file whose cells share their formats, with a sheet of contents where one is wanted."""

    def __init__(self, path: str, properties: Mapping[str, Any], *, large: bool = False) -> None:
        """`large`: what is written waits in temporary files, not in memory, which takes longer."""
        off = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
        self.file = xlsxwriter.Workbook(path, dict.fromkeys(off, False) | {"in_memory": not large})
        self.file.set_properties(dict(properties))
        self._formats: dict[tuple[str, int], Format] = {}
        self.contents: list[tuple[str, str, int]] = []
        """Name, explanation and number of rows of each table so far."""
        self._hidden: set[str] = set()
        self._link: Format | None = None

    def __enter__(self) -> Book:
        return self

    def __exit__(self, fault: type[BaseException] | None, *_: object) -> None:
        if fault is not None:  # what is not whole is not written
            self.file.fileclosed = True
            return
        try:
            self.file.close()
        except FileCreateError as error:  # with what the system said
            raise error.args[0] from error

    def format(self, style: str, level: int = 0) -> Format:
        """The cell format of a style on a row with so many levels under it."""
        if (style, level) not in self._formats:
            look = {"valign": "top"} | dict(_STYLES[style]) | dict(_LEVELS[min(level, len(_LEVELS) - 1)])
            self._formats[style, level] = self.file.add_format(look)
        return self._formats[style, level]

    def _looks(self, columns: Sequence[Column], level: int) -> list[Format]:
        return [self.format(column.style, level) for column in columns]

    def add_sheet(self, name: str) -> Worksheet:
        """A sheet of that name, or of the nearest that Excel takes and no other sheet has, whatever the case.

        A name has 1 to 31 signs (as UTF-16 counts them), none of []:*?/\\, no apostrophe at either end,
        and is not «History».
        """
        fit = " ".join(re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).split()).strip("' ")
        fit = _clipped(fit, _NAME)
        fit = f"{fit} лист".strip() if fit.casefold() in ("", "history") else fit
        taken = {sheet.get_name().casefold() for sheet in self.file.worksheets()}
        free, number = fit, 2
        while free.casefold() in taken:
            ending = f" ({number})"
            free, number = _clipped(fit, _NAME - len(ending)) + ending, number + 1
        return self.file.add_worksheet(free)

    def add_table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Sequence[Row],
        *,
        depths: Sequence[int] | None = None,
        above: Sequence[str] = (),
        frozen: int = 1,
        printed: int | None = None,
        about: str = "",
        listed: str = "",
    ) -> Placed:
        """A sheet with one table; `about` explains it in the contents.

        `listed` makes it a table of Excel's own, of that name: pivot tables and formulas find it and grow
        with it.

        `depths` makes it an outline: 0 is the total, the deepest rows the parts; rows can be folded.
        `above` are sentences over the table, `frozen` is how many columns stay in sight, `printed` how
        many are printed where they are too many for a page.
        """
        sheet = self.add_sheet(name)
        name = sheet.get_name()
        widths = [_width(column, [row[at] for row in rows]) for at, column in enumerate(columns)]
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        self._write_sentences(sheet, above, widths)
        top = len(above) + bool(above)
        header = self.file.add_format(HEADER)
        sheet.set_row(top, _height([column.label for column in columns], [width - 2 for width in widths]))
        for at, column in enumerate(columns):
            sheet.write_string(top, at, column.label, header)
        deepest = max(depths or [0])
        wrapped = [at for at, column in enumerate(columns) if column.style == "wrapped"]
        for number, row in enumerate(rows):
            depth = depths[number] if depths else deepest
            looks = self._looks(columns, deepest - depth)
            for at, (value, look) in enumerate(zip(row, looks, strict=True)):
                write_cell(sheet, top + 1 + number, at, value, look)
            height = _height([str(row[at]) for at in wrapped], [widths[at] - 1 for at in wrapped])
            level = max(depth - 1, 0) if depths else 0
            if height > _LINE or level:
                sheet.set_row(top + 1 + number, height if height > _LINE else None, None, {"level": level})
        last = top + max(len(rows), 1)
        sheet.outline_settings(symbols_below=False)
        if listed:
            heads = [{"header": column.label, "header_format": header} for column in columns]
            own = {"name": listed, "columns": heads, "style": "Table Style Light 1", "banded_rows": False}
            sheet.add_table(top, 0, last, len(columns) - 1, own)
        else:
            sheet.autofilter(top, 0, last, len(columns) - 1)
        sheet.freeze_panes(top + 1, frozen)
        sheet.print_area(0, 0, last, (printed or len(columns)) - 1)
        _print_setup(sheet, top)
        self.contents.append((name, about, len(rows)))
        return Placed(
            sheet=sheet,
            name=name,
            first=top + 1,
            last=last,
            columns=tuple(column.label for column in columns),
        )

    def link(self, sheet: Worksheet, row: int, column: int, target: str, text: object) -> None:
        """A link within the file («internal:'Лист'!A1») in a cell of a table."""
        if self._link is None:
            self._link = self.file.add_format(
                {"valign": "top", "font_color": "#1F5C8A", "underline": 1, "align": "right"}
            )
        sheet.write_url(row, column, target, self._link, str(text))

    def add_blocks(
        self, name: str, blocks: Sequence[Block], *, fills: Mapping[str, str], note: str, about: str = ""
    ) -> Worksheet:
        """A sheet of crosstabs one under another: counts on the left, shares on the right.

        A cell whose verdict begins with a key of `fills` has that colour; `note` stands over all.
        """
        sheet = self.add_sheet(name)
        name = sheet.get_name()
        widest = max(len(block.columns) for block in blocks)
        first = max(len(block.rows_label) for block in blocks)
        names = [line.label for block in blocks for line in block.lines]
        sheet.set_column(0, 0, min(max([first, *map(len, names)]) * 1.1 + 2, 44))
        sheet.set_column(1, 1, 9)
        sheet.set_column(2, 2 + 2 * widest, 17)
        bold = self.file.add_format({"bold": True, "valign": "top"})
        header = self.file.add_format(HEADER)
        sheet.write_string(0, 0, note, self.file.add_format({"italic": True}))
        sheet.freeze_panes(1, 1)
        at = 2
        for block in blocks:
            sheet.write_string(at, 0, block.title, bold)
            share = 3 + len(block.columns)
            sheet.write_string(at + 1, 0, block.rows_label, header)
            sheet.write_string(at + 1, 1, "Всего", header)
            for place, label in enumerate(block.columns):
                sheet.write_string(at + 1, 2 + place, label, header)
                sheet.write_string(at + 1, share + place, f"{label}, доля", header)
            labels = [f"{label}, доля" for label in block.columns]
            sheet.set_row(at + 1, _height(labels, [15] * len(labels)))
            at += 2
            for line in block.lines:
                sheet.write_string(at, 0, line.label, self.format("text"))
                sheet.write_number(at, 1, line.total, self.format("count"))
                cells = zip(line.counts, line.shares, line.verdicts, strict=True)
                for place, (count, part, verdict) in enumerate(cells):
                    fill = next((colour for word, colour in fills.items() if verdict.startswith(word)), "")
                    write_cell(sheet, at, 2 + place, count, self._filled("count", fill))
                    write_cell(sheet, at, share + place, part, self._filled("share", fill))
                at += 1
            at += 1
        sheet.print_area(0, 0, at, 2 + 2 * widest)
        _print_setup(sheet, 0)
        self.contents.append((name, about, sum(len(block.lines) for block in blocks)))
        return sheet

    def hide(self, names: Collection[str]) -> None:
        """Hide the sheets of these names: they stand apart in the contents, shown by a click on any tab."""
        for sheet in self.file.worksheets():
            if sheet.get_name() in names:
                sheet.hide()
                self._hidden.add(sheet.get_name())

    def _filled(self, style: str, colour: str) -> Format:
        if not colour:
            return self.format(style)
        if (style + colour, 0) not in self._formats:
            look = {"valign": "top", "bg_color": colour, "bold": True} | dict(_STYLES[style])
            self._formats[style + colour, 0] = self.file.add_format(look)
        return self._formats[style + colour, 0]

    def write_contents(self, sheet: Worksheet, title: str, sentences: Sequence[str]) -> None:
        """Fill `sheet` with a title, some sentences and a link to every table."""
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 88)
        sheet.set_column(2, 2, 9)
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, title, self.file.add_format({"bold": True, "font_size": 16}))
        look = self.file.add_format({"text_wrap": True, "valign": "top"})
        for at, sentence in enumerate(sentences, 1):
            sheet.merge_range(at, 0, at, 2, "", look)
            sheet.write_string(at, 0, sentence, look)
            sheet.set_row(at, _height([sentence], [105]))
        top = len(sentences) + 2
        header, link = (
            self.file.add_format(HEADER),
            self.file.add_format({"font_color": "#1F5C8A", "underline": 1}),
        )
        for at, label in enumerate(("Лист", "Что на нём", "Строк")):
            sheet.write_string(top, at, label, header)
        listed = sorted(self.contents, key=lambda each: each[0] in self._hidden)
        row = top
        for name, about, rows in listed:
            if name in self._hidden and row == top + len(listed) - len(self._hidden):
                row += 2
                sheet.merge_range(row, 0, row, 2, "", look)
                sheet.write_string(row, 0, HIDDEN, look)
            row += 1
            quoted = name.replace("'", "''")
            if name in self._hidden:  # Excel follows no link to a hidden sheet
                write_cell(sheet, row, 0, name, self.format("text"))
            else:
                sheet.write_url(row, 0, f"internal:'{quoted}'!A1", link, name)
            write_cell(sheet, row, 1, about, self.format("wrapped"))
            write_cell(sheet, row, 2, rows or None, self.format("count"))
        sheet.print_area(0, 0, row, 2)
        sheet.freeze_panes(top + 1, 0)
        _print_setup(sheet, top)

    def _write_sentences(self, sheet: Worksheet, sentences: Sequence[str], widths: Sequence[float]) -> None:
        look = self.file.add_format({"text_wrap": True, "valign": "top", "bold": True})
        seen = min(sum(widths), 150.0)  # wider than a screen it is not read
        across = next(at for at in range(len(widths)) if sum(widths[: at + 1]) >= seen)
        for at, sentence in enumerate(sentences):
            sheet.merge_range(at, 0, at, max(across, 1), "", look)
            sheet.write_string(at, 0, sentence, look)
            sheet.set_row(at, _height([sentence], [seen / 1.2]))


def write_cell(sheet: Worksheet, row: int, column: int, value: object, look: Format) -> None:
    """Write a number as a number, text as text, True and False as да and нет, a missing value as nothing."""
    kind = type(value)
    if kind is bool:
        value = "да" if value else "нет"
    if kind is not str and missing(value):
        sheet.write_blank(row, column, None, look)
    elif kind is int or kind is float or isinstance(value, int | float):
        sheet.write_number(row, column, value, look)
    else:
        text = str(value)
        text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        sheet.write_string(row, column, text, look)


def missing(value: object) -> bool:
    """Whether a value of a frame is none: None, pandas' NA, or no number."""
    return value is None or value is pd.NA or value != value


def _clipped(name: str, units: int) -> str:
    """The first signs of `name` that fit in so many UTF-16 units; one beyond the BMP takes two."""
    fit = name.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore")
    return fit.rstrip("' ")


def _width(column: Column, values: Sequence[object]) -> float:
    """Characters that the values need; the header may wrap, but not within a word."""
    longest_word = max(len(word) for word in column.label.split()) + 5  # the filter's button, bold letters
    if column.style in {"text", "wrapped"}:
        need = max((len(line) for value in values for line in str(value).splitlines()), default=0) * 1.1 + 2
    else:
        need = max((len(f"{value:,.2f}") for value in values if isinstance(value, int | float)), default=0)
    return float(min(max(need, longest_word, 8), max(column.widest, longest_word)))


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Points that the tallest of the wrapped texts needs: a row that Excel did not make does not grow."""
    most = 1
    for text, width in zip(texts, widths, strict=True):
        if len(text) > width or "\n" in text:  # most cells are short, and wrapping is slow
            most = max(most, sum(_lines(line, max(int(width), 1)) for line in text.splitlines()))
    return min(_LINE * most, 409.0)  # Excel's highest row


@lru_cache(maxsize=4096)
def _lines(text: str, width: int) -> int:
    """Lines that a text takes; the same quote stands on several sheets."""
    return len(textwrap.wrap(text, width)) or 1


def _print_setup(sheet: Worksheet, header_row: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header("&L&A")
    sheet.set_footer("&R&P из &N")
