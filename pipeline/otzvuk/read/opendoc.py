"""OpenDocument texts (`.odt`, `.fodt`): paragraphs, lists and tables, speakers in bold, before a colon or in
a column.

The XML is read here: a library for it would parse without guarding against entities. Headers and footers
of pages lie in another part of the archive and are never looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

from otzvuk.model.errors import InputError
from otzvuk.read.archive import read_part, read_tree
from otzvuk.read.dialogue import transcript
from otzvuk.read.runs import run_lines
from otzvuk.read.transcript import Line, Transcript
from otzvuk.read.wordtable import table_lines
from otzvuk.read.xmlfile import read_xml

_EXPECTED = "документ OpenDocument (.odt)"
_UNSAID = frozenset(
    {"annotation", "annotation-end", "note", "tracked-changes", "frame", "ruby-text", "table"}
)
_SIGNS = {"tab": "\t", "line-break": "\n", "soft-page-break": ""}


def read_opendoc(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.odt` or `.fodt`; deleted text of tracked changes, comments, notes, text boxes are left out."""
    root, styles = _parts(path)
    body = next((each for each in root.iter() if _tag(each) == "text" and _space(each) == "office"), None)
    if body is None:
        raise InputError("документ повреждён", file=path, expected=_EXPECTED)
    document = _Document(styles, known)
    try:
        lines = list(document.lines(body))
    except RecursionError as error:
        raise InputError("документ вложен сам в себя", file=path, expected=_EXPECTED) from error
    if not any(line.text.strip() for line in lines):
        raise InputError("в документе нет текста", file=path, expected="стенограмма")
    found = transcript(lines, known=known)
    counts = [("note", "сносок"), ("annotation", "примечаний")]
    left = [(what, sum(_tag(each) == tag for each in body.iter())) for tag, what in counts]
    notes = [f"пропущено {what}: {count}" for what, count in left if count]
    return replace(found, notes=(*found.notes, *notes))


def _parts(path: Path) -> tuple[Element, frozenset[str]]:
    """The document's XML and its bold styles; a flat file is one XML of all."""
    if _is_flat(path):
        root = read_xml(path, _EXPECTED)
        return root, _bold_styles(root)
    if b"encryption-data" in read_part(path, "META-INF/manifest.xml", _EXPECTED, otherwise=b""):
        raise InputError("документ закрыт паролем", file=path, expected="документ без пароля")
    root = read_tree(path, "content.xml", _EXPECTED)
    styles = _bold_styles(root)
    if read_part(path, "styles.xml", _EXPECTED, otherwise=b""):
        styles |= _bold_styles(read_tree(path, "styles.xml", _EXPECTED))
    return root, styles


def _is_flat(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


class _Document:
    """Walks a document's body."""

    def __init__(self, bold: frozenset[str], known: Collection[str]) -> None:
        self.bold, self.known = bold, known
        self.paragraphs = self.tables = 0

    def lines(self, parent: Element) -> Iterator[Line]:
        for child in parent:
            tag = _tag(child)
            if tag in {"p", "h"}:
                self.paragraphs += 1
                bold = _attribute(child, "style-name") in self.bold
                yield from run_lines(
                    self._runs(child, bold=bold), f"абзац {self.paragraphs}", heading=tag == "h"
                )
            elif tag == "table":
                self.tables += 1
                rows = [
                    [self._cell(cell) for cell in row if _tag(cell) == "table-cell"]
                    for row in child.iter()
                    if _tag(row) == "table-row"
                ]
                yield from table_lines([row for row in rows if row], f"таблица {self.tables}", self.known)
            elif tag not in _UNSAID:
                yield from self.lines(child)

    def _cell(self, cell: Element) -> str:
        parts = (each for each in cell.iter() if _tag(each) in {"p", "h"})
        return "\n".join("".join(text for text, _ in self._runs(each, bold=False)) for each in parts).strip()

    def _runs(self, parent: Element, *, bold: bool) -> Iterator[tuple[str, bool]]:
        if parent.text:
            yield _folded(parent.text), bold
        for child in parent:
            tag = _tag(child)
            if tag in _SIGNS:
                yield _SIGNS[tag], bold
            elif tag == "s":
                count = _attribute(child, "c")
                yield " " * (min(int(count), 100) if count.isascii() and count.isdigit() else 1), bold
            elif tag not in _UNSAID:
                own = _attribute(child, "style-name")
                yield from self._runs(child, bold=bold or (tag == "span" and own in self.bold))
            if child.tail:
                yield _folded(child.tail), bold


def _folded(text: str) -> str:
    # the format's own rule: line ends and runs of spaces in the XML are one space
    start, end = text[:1].isspace(), text[-1:].isspace()
    middle = " ".join(part for part in text.replace("\n", " ").split(" ") if part)
    return (" " if start else "") + middle.strip() + (" " if end and middle.strip() else "")


def _bold_styles(root: Element) -> frozenset[str]:
    return frozenset(
        _attribute(style, "name")
        for style in root.iter()
        if _tag(style) == "style"
        and any(
            _tag(child) == "text-properties"
            and _attribute(child, "font-weight") in {"bold", "700", "800", "900"}
            for child in style
        )
    )


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _space(element: Element) -> str:
    return str(element.tag).partition("}")[0].rpartition(":")[0].rpartition(":")[2]


def _attribute(element: Element, name: str) -> str:
    return next((value for each, value in element.attrib.items() if each.rpartition("}")[2] == name), "")
