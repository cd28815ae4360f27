"""Projects as other programs write them, for tests: the XML by hand, the archive around it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

TALK = "Интервьюер: Как дела со складом?\nЮлия: Паллеты путают, теряем день.\n"
TALK += "Интервьюер: А с водителями?\nЮлия: Водители вежливые, помогают.\n"
BAD, GOOD = "c1", "c2"
CODES = (
    f'<Code guid="{BAD}" name="Жалоба: паллеты" isCodable="true"/>'
    f'<Code guid="{GOOD}" name="Похвала: водители" isCodable="true"/>'
)


def stretch(words: str, code: str = BAD, *, user: str = "", inner: str = "", text: str = TALK) -> str:
    """A selection of `words` with one coding; `inner` stands before the coding."""
    start = text.index(words)
    coder = f" creatingUser={quoteattr(user)}" if user else ""
    return (
        f'<PlainTextSelection guid="p{start}{code}{user}" startPosition="{start}" '
        f'endPosition="{start + len(words)}"{coder}>{inner}'
        f'<Coding{coder}><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
    )


BOTH = stretch("Паллеты путают") + stretch("Водители вежливые", GOOD)


def document(
    inner: str = BOTH,
    *,
    name: str | None = "Разговор",
    path: str = "internal://a.txt",
    guid: str = "s1",
    more: str = "",
) -> str:
    """A TextSource."""
    named = "" if name is None else f" name={quoteattr(name)}"
    return f'<TextSource guid="{guid}"{named} plainTextPath={quoteattr(path)}{more}>{inner}</TextSource>'


def project(
    path: Path,
    sources: str | None = None,
    *,
    before: str = "",
    after: str = "",
    qde: str = "project.qde",
    parts: dict[str, str | bytes] | None = None,
) -> Path:
    """A `.qdpx` at `path`; `before` and `after` stand around its sources."""
    xml = (
        '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="Склад">'
        '<Users><User guid="u1" name="Лада"/><User guid="u2" name="Тимур"/></Users>'
        f"<CodeBook><Codes>{CODES}</Codes></CodeBook>{before}"
        f"<Sources>{document() if sources is None else sources}</Sources>{after}</Project>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(qde, xml)
        for name, content in ({"sources/a.txt": TALK} if parts is None else parts).items():
            made.writestr(name, content)
    return path
