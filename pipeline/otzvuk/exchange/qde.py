"""`project.qde` and `.qdc` as they are, before they mean anything: codes, users, variables, cases, sources.

Read leniently: any namespace, GUIDs with or without braces, elements that are missing or empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from otzvuk.exchange.elements import children, every, guid_of, tag, targets, text_of, values_of
from otzvuk.exchange.guids import bare
from otzvuk.exchange.qdenotes import QdeNote, read_notes
from otzvuk.exchange.qdesource import QdeSource, read_sources
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
class QdeCase:
    """A case with its variables; `sources`, `selections` and `codes` are GUIDs that it refers to."""

    name: str
    values: Mapping[str, str]
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Qde:
    """A project as written; `further` counts what it holds beside (links, sets, graphs)."""

    name: str
    origin: str
    users: Mapping[str, str]
    codes: Mapping[str, QdeCode]
    sources: tuple[QdeSource, ...]
    cases: tuple[QdeCase, ...]
    notes: Mapping[str, QdeNote]
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
    if tag(element) != root:
        raise InputError("это не тот файл:", file=path, value=tag(element), expected=expected)
    return element


def read_codes(root: Element) -> dict[str, QdeCode]:
    """The codes of a project or codebook by GUID, in their order."""
    codes: dict[str, QdeCode] = {}
    stack = [(each, ()) for book in every(root, "Codes") for each in reversed(list(children(book, "Code")))]
    waiting: list[tuple[Element, tuple[str, ...]]] = [*stack]
    while waiting:  # no recursion: a file may nest deeper than Python's stack
        element, above = waiting.pop()
        path = (*above, " ".join(element.get("name", "").split()) or "без названия")
        below = list(children(element, "Code"))
        key = bare(element.get("guid", "")) or "/".join(path)
        codable = element.get("isCodable", "true").strip() in {"true", "1"}
        codes.setdefault(key, QdeCode(key, path, text_of(element, "Description"), codable, not below))
        waiting += [(each, path) for each in reversed(below)]
    return codes


def read_qde(root: Element) -> Qde:
    """The project whose root element is `root`."""
    variables = {guid_of(each): each.get("name", "") for each in every(root, "Variable")}
    sources = [source for group in children(root, "Sources") for source in read_sources(group, variables)]
    cases = [
        QdeCase(
            " ".join(each.get("name", "").split()),
            values_of(each, variables),
            targets(each, "SourceRef"),
            targets(each, "SelectionRef"),
            targets(each, "CodeRef"),
        )
        for each in every(root, "Case")
    ]
    further = {name: sum(len(group) for group in children(root, name)) for name in _FURTHER}
    return Qde(
        name=root.get("name", ""),
        origin=root.get("origin", ""),
        users={guid_of(each): _user(each) for each in every(root, "User")},
        codes=read_codes(root),
        sources=tuple(sources),
        cases=tuple(cases),
        notes=read_notes(root),
        further={name: number for name, number in further.items() if number},
    )


_FURTHER = ("Links", "Sets", "Graphs")


def _user(element: Element) -> str:
    names = (" ".join(element.get(name, "").split()) for name in ("name", "id"))
    return next((each for each in names if each), "")
