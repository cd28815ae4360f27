"""A file that is XML by itself, read within the limits and without entities of any kind."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

from otzvuk.model.errors import InputError
from otzvuk.read.archive import check_tags
from otzvuk.read.encoding import read_bytes


def read_xml(path: Path, what: str) -> Element:
    """The root of the XML file at `path`; `what` names it in messages. Raises `InputError`."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    data = read_bytes(path)
    check_tags(path, data, what)
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise InputError("файл повреждён", file=path, expected=what) from error
    return root


def local(element: Element) -> str:
    """The name of `element` without its namespace."""
    return str(element.tag).rpartition("}")[2]


def value_of(element: Element, name: str) -> str:
    """The attribute called `name` in whatever namespace, "" without one."""
    return next(
        (value for each, value in element.attrib.items() if each.rpartition("}")[2] == name), ""
    ).strip()
