"""Names in the middle of a line: «…в срок. Интервьюер: А документы? Пётр: Тут порядок»."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from otzvuk.read.convention import STRONG
from otzvuk.read.label import Grade, grade, is_metadata, read_labels
from otzvuk.read.names import key
from otzvuk.read.remarks import is_remark
from otzvuk.read.transcript import Line

_HEAD = 200

_PLACE = re.compile(
    r"(?<=[a-zа-яё]{2}[.?!…»)])[ \t]+(?:[—–-]\s+)?"
    r"(?=(?:[\[({<#]\s?[\d:.,hmsчмс\s–—>-]{4,32}[\])}>#]\s*(?:[—–-]\s+)?|\d{1,2}:\d{2}(?::\d{2})?\s+(?:[—–-]\s+)?)?"
    r"(?:\*\*)?(?:(?P<name>[А-ЯЁA-Z][^\s:.,?!…\[\](){}<>][\w.\- ]{0,38}|[А-ЯЁA-Z]\d{0,2})\s?:(?:\*\*)?\s"
    r"|[\[{(](?P<enclosed>[А-ЯЁA-Z][\w.\- ]{1,38})[\]})]:?\s))"
)


def split_lines(lines: Sequence[Line], known: Collection[str] = ()) -> tuple[Sequence[Line], tuple[str, ...]]:
    """`lines` parted before names in their middle, and a note that says so.

    A name is believed there only after a sentence's end, and only if it opens a line elsewhere or is
    surely a speaker's («Интервьюер», a name of the table): «Он сказал. Дима: …» stays whole, and so does
    «Дата: 3 мая. Интервьюер: Мария. Респондент: Пётр», where nobody speaks.
    """
    places = {
        at: found
        for at, line in enumerate(lines)
        if line.speaker is None
        and not _is_header(line)
        and re.search(r"[:\])}]\s", line.text)
        and (found := list(_PLACE.finditer(line.text)))
    }
    if not places:
        return lines, ()
    opening = Counter(
        key(label.name)
        for line in lines
        for label in read_labels(replace(line, text=line.text[:_HEAD], bold=""))[:1]
        if label.style in STRONG
    )
    inside = Counter(_name(match) for found in places.values() for match in found)
    believed = {
        name
        for match in (match for found in places.values() for match in found)
        if (name := _name(match))
        and not is_remark(match["name"] or match["enclosed"])
        and (
            (level := grade(match["name"] or match["enclosed"], known)) is Grade.KNOWN
            or (level is Grade.NAME and (opening[name] or inside[name] > 1))
        )
    }
    result: list[Line] = []
    count = 0
    for at, line in enumerate(lines):
        start = 0
        for match in places.get(at, ()):
            if _name(match) in believed and " " in line.text[start : match.start()].strip():
                result.append(_part(line, start, match.start()))
                start = match.end()
                count += 1
        result.append(_part(line, start, len(line.text)) if start else line)
    if not count:
        return lines, ()
    return result, (f"имя говорящего стоит посреди строки, и она разделена; таких мест: {count}",)


def _is_header(line: Line) -> bool:
    """Whether a line says who took part in what: «Дата: …» comes first, nothing is asked."""
    if len(line.text) > _HEAD or "?" in line.text:
        return False
    return any(map(is_metadata, read_labels(replace(line, bold=""))))


def _name(match: re.Match[str]) -> str:
    return key(match["name"] or match["enclosed"])


def _part(line: Line, start: int, end: int) -> Line:
    if not start:
        return replace(line, text=line.text[:end], bold=line.bold[:end].strip())
    return replace(line, text=line.text[start:end], bold="", seconds=None, stop=None)
