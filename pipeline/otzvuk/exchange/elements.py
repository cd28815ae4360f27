"""The XML of REFI-QDA as programs write it: any namespace, GUIDs in any spelling, elements missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from otzvuk.exchange.guids import bare


def tag(element: Element) -> str:
    """The name of `element` without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    """The elements called `name` right below `element`."""
    return (each for each in element if tag(each) == name)


def every(root: Element, name: str) -> Iterator[Element]:
    """The elements called `name` wherever they stand."""
    return (each for each in root.iter() if tag(each) == name)


def text_of(element: Element, name: str) -> str:
    """The text of the first `name` below `element`, "" without one."""
    return next((each.text or "" for each in children(element, name)), "").strip()


def guid_of(element: Element) -> str:
    """The element's own GUID."""
    return bare(element.get("guid", ""))


def targets(element: Element, name: str) -> tuple[str, ...]:
    """The GUIDs that the references called `name` below `element` point at."""
    return tuple(bare(each.get("targetGUID", "")) for each in children(element, name))


def whole_number(element: Element, name: str) -> int:
    """The number in an attribute; -1 where there is none, which is no place in any text."""
    try:
        return int(float(element.get(name, "")))
    except (ValueError, OverflowError):
        return -1


def values_of(element: Element, variables: Mapping[str, str]) -> dict[str, str]:
    """The values of variables below `element`, by the variables' names."""
    values = {}
    for each in children(element, "VariableValue"):
        name = next((variables.get(ref, "") for ref in targets(each, "VariableRef")), "")
        told = (" ".join((one.text or "").split()) for one in each if tag(one).endswith("Value"))
        value = next(told, "")
        if name and value:
            values[name] = value
    return values
