"""`project.qde` and `.qdc` as they are, before they mean anything: codes, users, variables, cases, sources.

Read leniently: any namespace, GUIDs with or without braces, elements that are missing or empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from otzvuk.exchange.guids import bare
from otzvuk.model.errors import InputError

MOST_TAGS = 1_000_000
"""Tags that a project may have; fifty thousand codings have half as many."""


@dataclass(frozen=True, slots=True)
class QdeCode:
    """A code or category: `path` are the names from the root down to its own."""

    guid: str
    path: tuple[str, ...]
    description: str = ""
    codable: bool = True
    leaf: bool = True


@dataclass(frozen=True, slots=True)
class QdeCoding:
    """A code on a stretch: who put it there, and its memo."""

    code: str
    user: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class QdeSelection:
    """A stretch of a source; positions are as written. `name` is often the beginning of its words."""

    guid: str
    start: int
    stop: int
    name: str = ""
    codings: tuple[QdeCoding, ...] = ()


@dataclass(frozen=True, slots=True)
class QdeSource:
    """A document: where its text is, what is selected in it, its attributes by the variable's name.

    `unplaced` counts the codings of the document as a whole or of an area of a page.
    """

    guid: str
    name: str
    kind: str
    plain: str = ""
    rich: str = ""
    inline: str | None = None
    selections: tuple[QdeSelection, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    unplaced: int = 0


@dataclass(frozen=True, slots=True)
class QdeCase:
    """A case with its variables; `sources` and `selections` are GUIDs that it refers to."""

    name: str
    values: Mapping[str, str]
    sources: tuple[str, ...]
    selections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Qde:
    """A project as written; `further` counts what it holds beside (notes, links, sets, graphs)."""

    name: str
    origin: str
    users: Mapping[str, str]
    codes: Mapping[str, QdeCode]
    sources: tuple[QdeSource, ...]
    cases: tuple[QdeCase, ...]
    further: Mapping[str, int]


def parse(data: bytes, path: Path, *, root: str) -> Element:
    """The root element of XML `data`, which must be called `root`; `path` is for the message.

    Raises `InputError` for anything else, and for entities and document types (they can be attacks).
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    expected = f"XML с корнем {root}"
    if (tags := data.count(b"<")) > MOST_TAGS:  # a tag of four bytes takes hundreds in memory
        raise InputError(
            "в XML слишком много элементов:", file=path, value=tags, expected=f"не больше {MOST_TAGS}"
        )
    try:
        element: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise InputError("XML повреждён или опасен", file=path, expected=expected) from error
    if _tag(element) != root:
        raise InputError("это не тот файл:", file=path, value=_tag(element), expected=expected)
    return element


def read_codes(root: Element) -> dict[str, QdeCode]:
    """The codes of a project or codebook by GUID, in their order."""
    codes: dict[str, QdeCode] = {}
    stack = [(each, ()) for book in _all(root, "Codes") for each in reversed(list(_children(book, "Code")))]
    waiting: list[tuple[Element, tuple[str, ...]]] = [*stack]
    while waiting:  # no recursion: a file may nest deeper than Python's stack
        element, above = waiting.pop()
        path = (*above, " ".join(element.get("name", "").split()) or "без названия")
        below = list(_children(element, "Code"))
        key = bare(element.get("guid", "")) or "/".join(path)
        codable = element.get("isCodable", "true").strip() in {"true", "1"}
        codes.setdefault(key, QdeCode(key, path, _text(element, "Description"), codable, not below))
        waiting += [(each, path) for each in reversed(below)]
    return codes


def read_qde(root: Element) -> Qde:
    """The project whose root element is `root`."""
    variables = {bare(each.get("guid", "")): each.get("name", "") for each in _all(root, "Variable")}
    sources = []
    for group in _children(root, "Sources"):
        sources += [_source(element, variables) for element in group]
    cases = [
        QdeCase(
            each.get("name", ""),
            _values(each, variables),
            tuple(bare(ref.get("targetGUID", "")) for ref in _children(each, "SourceRef")),
            tuple(bare(ref.get("targetGUID", "")) for ref in _children(each, "SelectionRef")),
        )
        for each in _all(root, "Case")
    ]
    further = {name: sum(len(group) for group in _children(root, name)) for name in _FURTHER}
    return Qde(
        name=root.get("name", ""),
        origin=root.get("origin", ""),
        users={bare(each.get("guid", "")): each.get("name", "") for each in _all(root, "User")},
        codes=read_codes(root),
        sources=tuple(sources),
        cases=tuple(cases),
        further={name: number for name, number in further.items() if number},
    )


_FURTHER = ("Notes", "Links", "Sets", "Graphs")


def _source(element: Element, variables: Mapping[str, str]) -> QdeSource:
    kind = _tag(element)
    text = element
    if kind == "PDFSource":  # the text of a PDF and what is selected in it is an element of its own
        text = next(_children(element, "Representation"), element)
    plain, rich = text.get("plainTextPath", ""), text.get("richTextPath", "")
    areas = [each for each in element if _tag(each) not in {"PlainTextSelection", "Representation"}]
    unplaced = len(list(_children(element, "Coding"))) + sum(
        len(list(_children(each, "Coding"))) for each in areas if _tag(each).endswith("Selection")
    )
    return QdeSource(
        guid=bare(element.get("guid", "")),
        name=element.get("name", ""),
        kind=kind,
        plain=plain,
        rich=rich or element.get("path", ""),
        inline=next((each.text or "" for each in _children(text, "PlainTextContent")), None),
        selections=tuple(_selections(text)),
        values=_values(element, variables),
        unplaced=unplaced,
    )


def _selections(source: Element) -> Iterator[QdeSelection]:
    for each in _children(source, "PlainTextSelection"):
        try:
            start, stop = int(each.get("startPosition", "")), int(each.get("endPosition", ""))
        except ValueError:
            start = stop = -1  # said later: the place is no place in the text
        memo, user = _text(each, "Description"), each.get("creatingUser") or each.get("modifyingUser") or ""
        codings = tuple(
            QdeCoding(bare(ref.get("targetGUID", "")), bare(coding.get("creatingUser") or user), memo)
            for coding in _children(each, "Coding")
            for ref in _children(coding, "CodeRef")
        )
        yield QdeSelection(bare(each.get("guid", "")), start, stop, each.get("name", ""), codings)


def _values(element: Element, variables: Mapping[str, str]) -> dict[str, str]:
    values = {}
    for each in _children(element, "VariableValue"):
        refs = (bare(ref.get("targetGUID", "")) for ref in _children(each, "VariableRef"))
        name = next((variables.get(ref, "") for ref in refs), "")
        told = (" ".join((one.text or "").split()) for one in each if _tag(one).endswith("Value"))
        value = next(told, "")
        if name and value:
            values[name] = value
    return values


def _text(element: Element, name: str) -> str:
    return next((each.text or "" for each in _children(element, name)), "").strip()


def _children(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element if _tag(each) == name)


def _all(root: Element, name: str) -> Iterator[Element]:
    return (each for each in root.iter() if _tag(each) == name)


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
