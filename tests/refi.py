"""The schema of REFI-QDA 1.5 for tests: written from the published structure of the standard.

Each element with its children in order (`?` optional, `*` any number, `+` at least one, `|` a choice) and its
attributes (`!` required); the types of the standard (GUID, colour, kinds of variables) are checked, too.
"""

from __future__ import annotations

import re

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"

_MADE = "creatingUser:GUID creationDateTime:dateTime"
_CHANGED = f"{_MADE} modifyingUser:GUID modifiedDateTime:dateTime"
_NAMED = "guid:GUID! name:string"
_TEXT = (
    "Description:string? PlainTextContent:string? PlainTextSelection* Coding* NoteRef:Ref* VariableValue*",
    f"{_NAMED} richTextPath:string plainTextPath:string {_CHANGED}",
)
_SELECTED = "Description:string? Coding* NoteRef:Ref*"
_CODE = "guid:GUID! name:string! isCodable:boolean! color:RGB"

_TYPES = {
    "Project": (
        "Users? CodeBook? Variables? Cases? Sources? Notes? Links? Sets? Graphs? Description:string? "
        "NoteRef:Ref*",
        "name:string! origin:string creatingUserGUID:GUID creationDateTime:dateTime modifyingUserGUID:GUID "
        "modifiedDateTime:dateTime basePath:string",
    ),
    "Users": ("User+", ""),
    "User": ("", f"{_NAMED} id:string"),
    "CodeBook": ("Codes", ""),
    "Codes": ("Code+", ""),
    "Code": ("Description:string? NoteRef:Ref* Code*", _CODE),
    "Variables": ("Variable+", ""),
    "Variable": ("Description:string?", "guid:GUID! name:string! typeOfVariable:VariableKind!"),
    "VariableValue": (
        "VariableRef:Ref TextValue:string|BooleanValue:boolean|IntegerValue:integer|FloatValue:decimal|"
        "DateValue:date|DateTimeValue:dateTime",
        "",
    ),
    "Cases": ("Case+", ""),
    "Case": ("Description:string? CodeRef:Ref* VariableValue* SourceRef:Ref* SelectionRef:Ref*", _NAMED),
    "Sources": ("TextSource|PDFSource+", ""),
    "TextSource": _TEXT,
    "Note": _TEXT,
    "Representation": _TEXT,
    "PlainTextSelection": (
        _SELECTED,
        f"{_NAMED} startPosition:integer! endPosition:integer! {_CHANGED}",
    ),
    "PDFSource": (
        "Description:string? PDFSelection* Representation? Coding* NoteRef:Ref* VariableValue*",
        f"{_NAMED} path:string currentPath:string {_CHANGED}",
    ),
    "PDFSelection": (
        "Description:string? Representation? Coding* NoteRef:Ref*",
        f"{_NAMED} page:integer! firstX:integer! firstY:integer! secondX:integer! secondY:integer! "
        f"{_CHANGED}",
    ),
    "Coding": ("CodeRef:Ref NoteRef:Ref*", f"guid:GUID! {_MADE}"),
    "Notes": ("Note+", ""),
    "Links": ("Link+", ""),
    "Link": ("NoteRef:Ref*", f"{_NAMED} direction:string color:RGB originGUID:GUID targetGUID:GUID"),
    "Sets": ("Set+", ""),
    "Set": (
        "Description:string? MemberCode:Ref* MemberSource:Ref* MemberNote:Ref*",
        "guid:GUID! name:string!",
    ),
    "Graphs": ("Graph+", ""),
    "Graph": ("", _NAMED),
}  # fmt: skip
_BOOK = {
    "CodeBook": ("Codes Sets?", "origin:string"),
    "Codes": ("Code+", ""),
    "Code": ("Description:string? Code*", _CODE),
    "Sets": ("Set+", ""),
    "Set": ("Description:string? MemberCode:Member*", "guid:GUID! name:string!"),
}
_HEX = "[0-9a-fA-F]"
_GUID = "-".join(f"{_HEX}{{{number}}}" for number in (8, 4, 4, 4, 12))
_SIMPLE = {
    "GUID": f'<xsd:pattern value="({_GUID})|(\\{{{_GUID}\\}})"/>',
    "RGB": f'<xsd:pattern value="#({_HEX}{{6}}|{_HEX}{{3}})"/>',
    "VariableKind": "".join(
        f'<xsd:enumeration value="{kind}"/>'
        for kind in ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")
    ),
}


def schema(namespace: str = PROJECT) -> str:
    """The XSD of a project, or of a codebook alone."""
    types, root = (_TYPES, "Project") if namespace == PROJECT else (_BOOK, "CodeBook")
    parts = [f'<xsd:element name="{root}" type="{root}Type"/>']
    parts += [_complex(name, *told) for name, told in types.items()]
    for name, attribute in (("Ref", "targetGUID"), ("Member", "guid")):
        parts.append(
            f'<xsd:complexType name="{name}"><xsd:attribute name="{attribute}" type="GUID" use="required"/>'
            "</xsd:complexType>"
        )
    for name, facets in _SIMPLE.items():
        parts.append(
            f'<xsd:simpleType name="{name}"><xsd:restriction base="xsd:token">{facets}</xsd:restriction>'
            "</xsd:simpleType>"
        )
    return (
        f'<xsd:schema xmlns="{namespace}" xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
        f'targetNamespace="{namespace}" elementFormDefault="qualified">{"".join(parts)}</xsd:schema>'
    )


def _complex(name: str, children: str, attributes: str) -> str:
    inner = "".join(map(_particle, children.split()))
    sequence = f"<xsd:sequence>{inner}</xsd:sequence>" if inner else ""
    told = "".join(map(_attribute, attributes.split()))
    return f'<xsd:complexType name="{name}Type">{sequence}{told}</xsd:complexType>'


def _particle(text: str) -> str:
    if "|" in text:
        many = ' maxOccurs="unbounded"' if text.endswith("+") else ""
        options = "".join(_element(each, "") for each in text.rstrip("+").split("|"))
        return f"<xsd:choice{many}>{options}</xsd:choice>"
    occurs = {
        "?": ' minOccurs="0"',
        "*": ' minOccurs="0" maxOccurs="unbounded"',
        "+": ' maxOccurs="unbounded"',
    }
    return _element(text.rstrip("?*+"), occurs.get(text[-1], ""))


def _element(text: str, occurs: str) -> str:
    name, _, kind = text.partition(":")
    return f'<xsd:element name="{name}" type="{_type(kind) if kind else name + "Type"}"{occurs}/>'


def _attribute(text: str) -> str:
    name, kind = text.rstrip("!").split(":")
    use = ' use="required"' if text.endswith("!") else ""
    return f'<xsd:attribute name="{name}" type="{_type(kind)}"{use}/>'


def _type(kind: str) -> str:
    return kind if kind[0].isupper() else f"xsd:{re.sub(r'[^A-Za-z]', '', kind)}"
