"""Word documents (`.docx`, `.docm`): paragraphs and tables, the speaker a bold run, a prefix or a column.

The XML is read here and not by python-docx, because words must not get lost: measured, python-docx
leaves out tracked insertions and content controls, whole paragraphs of them. The document is
size-checked before it is unpacked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree.ElementTree import Element

from otzvuk.model.errors import InputError
from otzvuk.read.archive import DAMAGE, check_tags, open_archive
from otzvuk.read.dialogue import transcript
from otzvuk.read.runs import run_lines
from otzvuk.read.transcript import Line, Transcript
from otzvuk.read.wordtable import table_lines

_EXPECTED = "документ Word (.docx)"
_CONTAINERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
# what is not said: deletions, properties, field codes, and text boxes, which come twice
_UNSAID = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "instrText", "drawing", "pict", "AlternateContent", "tbl"}
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_worddoc(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.docx` file; deleted text of tracked changes, comments, notes and text boxes are left out."""
    body, styles = _parts(path)
    try:
        lines = list(_lines(body, styles, known))
    except RecursionError as error:
        raise InputError("документ вложен сам в себя", file=path, expected=_EXPECTED) from error
    if not any(line.text.strip() for line in lines):
        raise InputError("в документе нет текста", file=path, expected="стенограмма")
    found = transcript(lines, known=known)
    kinds = (
        ("footnoteReference", "сносок"),
        ("endnoteReference", "концевых сносок"),
        ("commentReference", "примечаний"),
    )
    counts = [(what, sum(_tag(each) == tag for each in body.iter())) for tag, what in kinds]
    notes = [f"пропущено {what}: {count}" for what, count in counts if count]
    return replace(found, notes=(*found.notes, *notes)) if notes else found


@dataclass(frozen=True, slots=True)
class _Styles:
    """Ids of the styles that are bold, and of those that are headings."""

    bold: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()


def _parts(path: Path) -> tuple[Element, _Styles]:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    with open_archive(path, _EXPECTED) as archive:
        try:
            main = next(
                (
                    each.get("Target", "").lstrip("/")
                    for each in fromstring(archive.read("_rels/.rels"))
                    if each.get("Type", "").endswith("/officeDocument")
                ),
                "word/document.xml",
            )
            data = archive.read(main)
            check_tags(path, data, _EXPECTED)
            document = fromstring(data)
            beside = f"{main.rpartition('/')[0]}/styles.xml"
            styles = _styles(fromstring(archive.read(beside))) if beside in archive.namelist() else _Styles()
        except (*DAMAGE, ParseError, DefusedXmlException) as error:
            raise InputError("документ повреждён", file=path, expected=_EXPECTED) from error
    body = next((child for child in document if _tag(child) == "body"), None)
    if body is None:
        raise InputError("документ повреждён", file=path, expected=_EXPECTED)
    return body, styles


def _styles(root: Element) -> _Styles:
    bold, headings = set(), set()
    for style in root:
        identifier = _attribute(style, "styleId")
        if _tag(style) != "style" or not identifier:
            continue
        for child in style:
            if _tag(child) == "rPr" and _switch(child, "b"):
                bold.add(identifier)
            if _tag(child) == "name" and _attribute(child, "val").casefold().startswith(("heading", "title")):
                headings.add(identifier)
    return _Styles(frozenset(bold), frozenset(headings))


def _lines(body: Element, styles: _Styles, known: Collection[str]) -> Iterator[Line]:
    paragraphs = tables = 0
    for block in _blocks(body):
        if _tag(block) == "p":
            paragraphs += 1
            yield from _paragraph(block, styles, f"абзац {paragraphs}")
        else:
            tables += 1
            cells = [
                [
                    "\n".join(_text(part) for part in _blocks(cell) if _tag(part) == "p").strip()
                    for cell in row
                    if _tag(cell) == "tc"
                ]
                for row in block
                if _tag(row) == "tr"
            ]
            yield from table_lines(cells, f"таблица {tables}", known)


def _blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables in their order, those inside content controls and insertions too."""
    for child in parent:
        if _tag(child) in {"p", "tbl"}:
            yield child
        elif _tag(child) in _CONTAINERS:
            yield from _blocks(child)


def _paragraph(paragraph: Element, styles: _Styles, place: str) -> Iterator[Line]:
    style = _style(paragraph, "pPr", "pStyle")
    runs = []
    for run in _runs(paragraph):
        properties = next((child for child in run if _tag(child) == "rPr"), None)
        switch = None if properties is None else _switch(properties, "b")
        if switch is None:
            switch = style in styles.bold or _style(run, "rPr", "rStyle") in styles.bold
        runs.append((_text(run), switch))
    yield from run_lines(runs, place, heading=style in styles.headings)


def _runs(parent: Element) -> Iterator[Element]:
    for child in parent:
        if _tag(child) == "r":
            yield child
        elif _tag(child) not in _UNSAID:
            yield from _runs(child)


def _text(element: Element) -> str:
    if _tag(element) == "t":
        return element.text or ""
    return _SIGNS.get(_tag(element)) or "".join(
        _text(child) for child in element if _tag(child) not in _UNSAID
    )


def _style(element: Element, properties: str, style: str) -> str:
    for child in element:
        if _tag(child) == properties:
            return next((_attribute(each, "val") for each in child if _tag(each) == style), "")
    return ""


def _switch(properties: Element, name: str) -> bool | None:
    """An on-off property: None where it is not set."""
    for child in properties:
        if _tag(child) == name:
            return _attribute(child, "val") not in {"0", "false", "off", "none"}
    return None


def _tag(element: Element) -> str:
    # the namespace differs between the two flavours of the format; the names do not
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    return next((value for each, value in element.attrib.items() if each.rpartition("}")[2] == name), "")
