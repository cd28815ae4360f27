"""Web pages (`.html`, `.xhtml`): paragraphs and tables, speakers in bold, before a colon or as attributes.

Read with the standard library's parser, which forgives what real pages do wrong (and never fetches or
expands anything); the pages of speech corpora, in which a `<speech role="…">` holds what one says, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.read.dialogue import transcript
from otzvuk.read.encoding import read_text
from otzvuk.read.runs import run_lines
from otzvuk.read.telegram import is_page, read_messages
from otzvuk.read.transcript import MENU, Line, Transcript
from otzvuk.read.wordtable import table_lines


def _listed(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


_BLOCKS = _listed(
    """p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 section article main blockquote pre body html tr table
    speech hr address figure figcaption form"""
)
_HIDDEN = _listed(
    "script style head title template noscript nav header footer aside button select svg math iframe"
)
_VOID = _listed("area base br col embed hr img input link meta source track wbr")
_BOLD = frozenset({"b", "strong", "th"})
_ROLE = re.compile(r"\A(?:role|speaker|who|data-speaker|data-name)\Z")


def read_html(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a web page, or a chat exported as one; scripts, menus, page headers and footers are left out."""
    text = read_text(path)
    return read_messages(text, known=known) if is_page(text) else read_page(text, path, known=known)


def read_page(text: str, path: Path, *, known: Collection[str] = ()) -> Transcript:
    """The turns on the page that `text` is; `path` is for messages."""
    page = _Page(known)
    page.feed(text)
    page.close()
    page.finish()
    if not any(line.text for line in page.lines):
        raise InputError("на странице нет текста", file=path, expected="стенограмма")
    return transcript(_with_menus(page.lines), known=known)


def _with_menus(lines: list[Line]) -> list[Line]:
    """`lines`, those of nothing but links as a menu only where they cannot be the talk or its labels."""
    linked = Counter(line.text for line in lines if line.outside)
    length = sum(len(line.text) for line in lines if line.outside)
    recurring = sum(count > 1 for count in linked.values())
    if recurring < 2 and length * 2 <= sum(len(line.text) for line in lines):
        return lines
    return [replace(line, outside="") for line in lines]


class _Page(HTMLParser):
    """Collects the lines of a page."""

    def __init__(self, known: Collection[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.known = known
        self.lines: list[Line] = []
        self._runs: list[tuple[str, bool]] = []
        self._paragraphs = self._tables = 0
        self._hidden: list[str] = []
        self._bold = 0
        self._heading = False
        self._speaker: str | None = None
        self._rows: list[list[str]] | None = None
        self._depth = 0  # of tables: one inside another is read as part of its cell
        self._in_cell = False
        self._links = 0
        self._spoken = self._linked = 0  # letters of the paragraph, and those of them that are links

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":  # a <head> that nobody closed
            self._hidden.clear()
        if self._hidden or tag in _HIDDEN:
            if tag not in _VOID and (not self._hidden or tag == self._hidden[0]):
                self._hidden.append(tag)
            return
        if tag == "br":
            self._runs.append(("\n", self._bold > 0))
        elif tag in _BLOCKS:
            self._open(tag, dict(attrs))
        elif tag in {"td", "th"} and self._rows:
            self._end_cell()
            self._rows[-1].append("")
            self._in_cell = True
        elif tag in _BOLD:
            self._bold += 1
        elif tag == "a":  # an anchor without an address is none
            self._links = int(any(name == "href" and value for name, value in attrs))

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.pop()
            return
        if tag == "a":
            self._links = 0
        if tag in _BOLD and tag != "th":
            self._bold = max(0, self._bold - 1)
        elif tag in {"td", "th"}:
            self._end_cell()
        elif tag == "table" and self._depth:
            self._depth -= 1
            if not self._depth:
                self._end_table()
        elif tag in _BLOCKS:
            self.end_paragraph()
            if tag == "speech":
                self._speaker = None

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            # the page's own line ends are spaces, those of <br> are not
            self._runs.append((re.sub(r"[ \t\r\n\f]+", " ", data), self._bold > 0))
            letters = len(data.strip())
            self._spoken += letters
            self._linked += letters * self._links

    def _open(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.end_paragraph()
                self._rows = []
            return
        if tag == "tr" and self._rows is not None:
            if self._depth == 1:
                self._end_cell()
                self._rows.append([])
            return
        self.end_paragraph()
        self._heading = tag in {"h1", "h2", "h3", "h4", "h5", "h6"}
        if tag == "speech":
            self._speaker = next(
                (value for name, value in attrs.items() if value and _ROLE.match(name)), None
            )

    def finish(self) -> None:
        """Close what the page has left open."""
        if self._rows is not None:
            self._depth = 0
            self._end_table()
        self.end_paragraph()

    def end_paragraph(self) -> None:
        """Make lines of what has been gathered since the last paragraph."""
        if self._in_cell:
            self._runs.append(("\n", False))
            return
        runs, self._runs = _collapsed(self._runs), []
        menu = MENU if self._linked and self._linked == self._spoken else ""
        self._spoken = self._linked = 0
        if not any(text.strip() for text, _ in runs):
            return
        self._paragraphs += 1
        for line in run_lines(runs, f"абзац {self._paragraphs}", heading=self._heading):
            if line.text:
                self.lines.append(
                    Line(
                        text=line.text,
                        place=line.place,
                        speaker=self._speaker,
                        bold=line.bold,
                        heading=line.heading,
                        outside=menu,
                    )
                )

    def _end_cell(self) -> None:
        if self._rows and self._rows[-1] and self._in_cell:
            text = "".join(text for text, _ in _collapsed(self._runs))
            self._rows[-1][-1] = re.sub(r"\s*\n\s*", "\n", text).strip()
            self._runs = []
        self._in_cell = False

    def _end_table(self) -> None:
        self._end_cell()
        self._tables += 1
        rows = [row for row in self._rows or [] if row]
        self._rows = None
        self.lines += table_lines(rows, f"таблица {self._tables}", self.known)


def _collapsed(runs: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """`runs` with no two spaces beside each other."""
    found: list[tuple[str, bool]] = []
    space = True
    for text, bold in runs:
        for piece in re.findall(r"\n| |[^ \n]+", text):
            if piece == " " and space:
                continue
            found.append((piece, bold))
            space = piece in {" ", "\n"}
    return found
