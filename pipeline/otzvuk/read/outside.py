"""Lines that nobody says: headings, summaries and minutes around the talk, lines of services, footnotes.

They are told from the talk before labels are looked for, for minutes have labels of their own («Вера:
прислать акт»). Each is named, so that whoever reads the notes knows what was left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from otzvuk.read import words
from otzvuk.read.convention import STRONG, Readings, alternation
from otzvuk.read.label import Grade, Label, Style, grade
from otzvuk.read.names import key
from otzvuk.read.service import is_address, is_pause, is_service
from otzvuk.read.transcript import MENU, Line


class Kind(StrEnum):
    """What lines are that nobody says."""

    HEADER = "начало до первой реплики"
    HEADING = "заголовки"
    SUMMARY = "сводка"
    CHAT = "чат"
    FOOTNOTES = "сноски"
    MENU = MENU
    SERVICE = "служебные строки"
    PAUSES = "паузы"
    EDITOR = "примечания редактора"
    UNKNOWN = "неопознанное"


_TAG_HEADING = re.compile(r"\s*<(h[1-6])\b[^<>]*>(.*)</\1>\s*\Z", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\s*(?:\[\^[^\]\s]{1,20}\]:|\[\d{1,3}\]\s+(?:см\.|там же|прим))", re.IGNORECASE)
_SECTIONS = {**dict.fromkeys(words.SUMMARIES, Kind.SUMMARY), **dict.fromkeys(words.CHATS, Kind.CHAT),
             **dict.fromkeys(words.FOOTNOTES, Kind.FOOTNOTES)}  # fmt: skip
_PLAIN = 7  # the level of a heading that only its words show
_TALKS = 0.5  # share of neighbouring labels that differ, from which a section is talk
_LONG = 6  # labels in turn that need no question to be a talk
_MOST_TITLES = 6


def with_headings(lines: Sequence[Line]) -> list[Line]:
    """`lines`, those between heading tags of HTML in plain text as headings."""
    return [
        replace(line, text=found[2].strip(), heading=True)
        if len(line.text) < 400
        and line.text.lstrip()[:2].casefold() == "<h"
        and (found := _TAG_HEADING.match(line.text))
        else line
        for line in lines
    ]


def kinds(lines: Sequence[Line], readings: Readings) -> list[Kind | None]:
    """What each line is that nobody says, and None for those that may be said."""
    found = [_of_line(line, each) for line, each in zip(lines, readings, strict=True)]
    for at in reversed(range(len(lines))):
        if is_address(lines[at].text) and lines[at].speaker is None:
            found[at] = Kind.SERVICE
        elif lines[at].text.strip() and found[at] is not Kind.SERVICE:
            break
    for start, stop, kind in _sections(lines, readings):
        found[start:stop] = [found[at] or kind for at in range(start, stop)]
    return found


def before_talk(lines: Sequence[Line]) -> list[tuple[Line, Kind]]:
    """What the unlabelled lines before the first contribution are; a few short ones may be titles."""
    found = []
    titles = 0
    for line in lines:
        text = line.text.strip().strip("*_#").strip()
        if not text:
            continue
        kind = Kind.HEADING if line.heading or line.text.lstrip().startswith("#") else Kind.HEADER
        if kind is Kind.HEADER and not _is_metadata(text):
            titles += 1
            is_title = len(text.split()) <= 12 and not text.endswith((".", "?", "!", "…", ",", ";"))
            if not is_title or titles > _MOST_TITLES:
                kind = Kind.UNKNOWN
        found.append((line, kind))
    return found


def _is_metadata(text: str) -> bool:
    name, colon, _ = text.partition(":")
    if not colon:
        return text.startswith("(") and text.endswith(")")
    name = re.sub(r"\A[-–—•*(\s]+", "", name)
    short = len(text.split()) <= 12 and not text.endswith((".", "?", "!", "…"))
    return key(name) in words.METADATA or grade(name) is Grade.KNOWN or (short and len(name.split()) <= 4)


def _of_line(line: Line, readings: Sequence[Label]) -> Kind | None:
    if line.outside:
        return Kind(line.outside)
    if line.speaker is not None:
        return None
    if _FOOTNOTE.match(line.text):
        return Kind.FOOTNOTES
    if is_pause(line.text):
        return Kind.PAUSES
    if is_service(line.text):
        return Kind.SERVICE
    first = readings[0] if readings else None
    if first and first.style in {Style.COLON, Style.WHOLE} and key(first.name) in words.EDITORS:
        return Kind.EDITOR
    return None


def _sections(lines: Sequence[Line], readings: Readings) -> list[tuple[int, int, Kind]]:
    """Where summaries, chats and footnotes under their headings begin and end."""
    marks = [(at, *mark) for at in range(len(lines)) if (mark := _mark(lines, at))]
    starts = [each for each in marks if isinstance(each[2], Kind)]
    if not starts:
        return []
    talkers = _talkers(readings)
    found = []
    for at, level, kind in starts:
        stop = next(
            (
                other
                for other, depth, what in marks
                if other > at and (what is not None or depth <= level < _PLAIN)
            ),
            len(lines),
        )
        assert isinstance(kind, Kind)
        named_later = any(what is True for other, _, what in marks if other >= stop)
        talk = [other for other in range(at + 1, stop) if talkers[other]]
        names = [talkers[other] for other in talk]
        asked = any("?" in lines[other].text for other in range(at + 1, stop))
        enough = len(names) >= (_LONG if not asked else 2) and alternation(names) >= _TALKS
        if enough and not named_later:
            if level < _PLAIN or any(talkers[:at]):
                continue  # a heading of the guide
            stop = talk[0]
        found.append((at, stop, kind))
    return found


def _mark(lines: Sequence[Line], at: int) -> tuple[int, Kind | bool | None] | None:
    """The level of a heading, and whether it opens a section that nobody says or (True) the talk."""
    line = lines[at]
    text = line.text.strip()
    if not text or len(text) > 80 or line.speaker is not None:
        return None
    sharps = re.match(r"#{1,6}(?=\s)", text)
    bare = re.sub(r"\A[#*_\d.)\s]+|[*_:\s]+\Z", "", text)
    alone = (at == 0 or not lines[at - 1].text.strip()) and not re.search(r"[.?!,;…]\Z|:\s+\S", bare)
    folded = re.sub(r"^\W+", "", key(bare))
    if folded.partition(" ")[0] in words.EMPHATIC:
        folded = folded.partition(" ")[2]
    what: Kind | bool | None = None
    if len(folded.split()) <= 6:
        if folded in words.TALKS:
            what = True
        else:
            what = next(
                (kind for name, kind in _SECTIONS.items() if folded == name or folded.startswith(f"{name} ")),
                None,
            )
    if sharps or line.heading:
        return (len(sharps[0]) if sharps else 1), what
    wholly_bold = line.bold == text or re.fullmatch(r"\*\*[^*]+\*\*:?", text) is not None
    return (_PLAIN, what) if what is not None and (alone or wholly_bold) else None


def _talkers(readings: Readings) -> list[str]:
    """Who seems to speak in each line: names that recur, and those of lists only where all are so."""
    labels = [next((each for each in line if each.style in STRONG), None) for line in readings]
    present = [label for label in labels if label and grade(label.name) is not Grade.NEVER]
    counts = Counter(key(label.name) for label in present)
    listed = sum(label.listed for label in present) * 2 > len(present)
    return [
        key(label.name) if label and counts[key(label.name)] > 1 and (listed or not label.listed) else ""
        for label in labels
    ]


def count_words(text: str) -> int:
    """How many words `text` has."""
    return len(re.findall(r"\w+", text))
