"""Labels of speakers: what at the beginning of a line may say who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, IntEnum

from otzvuk.read import timecode, words
from otzvuk.read.names import Likeness, key, likeness
from otzvuk.read.transcript import Line


class Style(Enum):
    """How a label is set off from the words."""

    GIVEN = "given by the format itself"
    COLON = "Имя: текст"
    TIMED = "00:01:02 Имя"
    BOLD = "**Имя** текст"
    CAPITALS = "ИМЯ текст"
    BARE = "Имя on a line of its own"


class Grade(IntEnum):
    """How much a label looks like a speaker's."""

    NEVER = 0  # «Например», «Дата»
    WORDS = 1  # «Скажу так»
    POSITION = 2  # «главный технолог»
    NAME = 3  # «Ольга», «Р», «Сидоров И. П.»
    KNOWN = 4  # in the participants table, or «Интервьюер», «Спикер 2»


@dataclass(frozen=True, slots=True)
class Label:
    """A possible speaker's name at the beginning of a line, the words after it, and its timecode."""

    name: str
    rest: str
    style: Style
    seconds: float | None = None


_CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_NAME_TIME = re.compile(
    rf"(?P<name>[^:\n\t]{{1,60}}?)[\s,–—-]*(?P<open>[\[(])?\s*(?P<clock>{_CLOCK})(?:\s*(?:-->|[-–—])\s*{_CLOCK})?"
    r"\s*[\])]?\s*(?P<colon>:)?\s*(?P<rest>.*)\Z",
    re.DOTALL,
)
_NAME_COLON = re.compile(r"(?P<name>[^:\n\t]{1,60}?)\s*(?::(?!//|\d)|\t)\s*(?P<rest>.*)\Z", re.DOTALL)
_MARKED = re.compile(
    r"(?:[-*+•]\s+)?(?P<mark>\*{1,3}|_{1,3})(?=\S)(?P<inner>.+?)(?<=\S)(?P=mark)(?P<rest>.*)\Z", re.DOTALL
)
_HEADING = re.compile(r"#{1,6}\s+(?P<inner>.*?)\s*#*\Z")
_SHAPE = re.compile(r"[^\W\d_][\w .,'’`()/«»\"\-–—№#&+]*\Z")
_CAPITALS = re.compile(
    r"(?P<name>[А-ЯЁ](?:[А-ЯЁ]|\.\s?|[ \-](?=[А-ЯЁ])|\s\d+){1,39}?)(?:\.|\s[—–-])?\s+"
    r"(?P<rest>[А-ЯЁ«\"(—–][^А-ЯЁ].*)\Z",
    re.DOTALL,
)
_HEAD = 400
_NUMBERED = re.compile(r"^(вопрос|ответ)\s*№?\s*\d+\.?$", re.IGNORECASE)
_PARTICLES = frozenset({"из", "от", "де", "фон", "оглы", "кызы", "и", "г", "н", "жа"})


def read_label(line: Line) -> Label | None:
    """The label that `line` may begin with, or None. Whether it really names a speaker, the file shows."""
    if line.speaker is None and len(line.text) > _HEAD:  # no label is longer, and patterns take time
        cut = len(line.text[:_HEAD])
        while cut and (line.text[cut - 1].isspace() or line.text[cut - 1] in "*_#"):
            cut -= 1  # a head that ends so would lose its end
        found = read_label(replace(line, text=line.text[:cut], bold=line.bold[:_HEAD]))
        return replace(found, rest=found.rest + line.text[cut:]) if found and found.rest else None
    if line.speaker is not None:
        return Label(line.speaker, line.text, Style.GIVEN, line.seconds) if line.speaker else None
    text, bold, heading = _without_markup(line)
    time = timecode.leading(text)
    if time:
        found = _named(time[1])
        if found:
            return Label(found.name, found.rest, found.style, time[0])
        return Label(_bare(time[1]), "", Style.TIMED, time[0]) if _stands_alone(time[1]) else None
    found = _named(text)
    if found:
        return found
    if bold and bold != text:
        return Label(_bare(bold), text[len(bold) :].lstrip(), Style.BOLD) if _stands_alone(bold) else None
    found_capitals = _CAPITALS.match(text)
    if found_capitals and _is_name_in_capitals(found_capitals["name"]):
        return Label(_bare(found_capitals["name"]), found_capitals["rest"], Style.CAPITALS)
    if _stands_alone(text):
        return Label(_bare(text), "", Style.BOLD if bold or heading else Style.BARE)
    return None


def grade(name: str, known: Iterable[str] = ()) -> Grade:
    """How much `name` looks like a speaker's, `known` being the names that the study expects.

    >>> [grade(each).name for each in ("Спикер 2", "Ольга", "главный технолог", "Скажу так", "Например")]
    ['KNOWN', 'NAME', 'POSITION', 'WORDS', 'NEVER']
    """
    folded = key(name)
    base = re.sub(r"\s*\d+$", "", folded)
    parts = re.findall(r"\w+", folded)
    if any(likeness(name, other) >= Likeness.INITIALS for other in known):
        return Grade.KNOWN
    if base in words.NOT_NAMES or base in words.PROMPTS or not parts:
        return Grade.NEVER
    if base in words.SPEAKER_WORDS or not words.INTERVIEWER_ANYWHERE.isdisjoint(parts):
        return Grade.KNOWN
    if _capitalised(name):
        # a lone verb is no name: «Скажу: …», «Смотрите: …»
        return (
            Grade.WORDS
            if len(parts) == 1 and parts[0].endswith(("ю", "жу", "чу", "шу", "ите", "йте", "ть"))
            else Grade.NAME
        )
    return Grade.POSITION if any(part.startswith(words.POSITION_STEMS) for part in parts) else Grade.WORDS


def spoken_name(name: str) -> str:
    """The label without its question's number: «Вопрос 12» and «Вопрос 13» are one speaker."""
    return _NUMBERED.sub(r"\1", name)


def is_metadata(label: Label | None) -> bool:
    """Is this a line of the block above a transcript («Дата: …», «Компания: …»)?"""
    return label is not None and label.style is Style.COLON and key(label.name) in words.METADATA


def _without_markup(line: Line) -> tuple[str, str, bool]:
    text = line.text.strip()
    heading = _HEADING.match(text)
    if heading:
        text = heading["inner"]
    marked = _MARKED.match(text)
    if marked and not line.bold:
        return marked["inner"] + marked["rest"], marked["inner"].strip(), heading is not None or line.heading
    return text, line.bold.strip(), heading is not None or line.heading


def _named(text: str) -> Label | None:
    """A name with a colon or a timecode after it."""
    found = _NAME_TIME.match(text)
    if found and _shaped(found["name"]) and (found["colon"] or not found["rest"] or found["open"]):
        style = Style.COLON if found["colon"] else Style.TIMED
        return Label(_bare(found["name"]), found["rest"], style, timecode.seconds(found["clock"]))
    found = _NAME_COLON.match(text)
    if found and _shaped(found["name"]):
        return Label(_bare(found["name"]), found["rest"], Style.COLON)
    return None


def _bare(name: str) -> str:
    return spoken_name(name.strip().strip("[]<>*_:").strip())


def _shaped(name: str) -> bool:
    bare = _bare(name)
    return bool(_SHAPE.match(bare)) and len(bare.split()) <= 7


def _stands_alone(text: str) -> bool:
    """May the whole of `text` be a name? Stricter than before a colon, for any short line could be one."""
    bare = _bare(text)
    ends_well = not bare.endswith((".", ",")) or re.search(r"(?:^|[\s.])\w{1,4}\.$", bare)
    return _shaped(text) and bool(ends_well) and len(bare.split()) <= 4 and len(bare) <= 40


def _is_name_in_capitals(name: str) -> bool:
    """«ИВАН ПЕТРОВИЧ», «ИНТ.»: at least one word of three letters, so that «В», «ОК» open no turn."""
    return any(len(part) >= 3 for part in re.findall(r"[^\W\d_]+", name)) and len(name.split()) <= 4


def _capitalised(name: str) -> bool:
    parts = re.findall(r"\w+", re.sub(r"\(.*?\)|,.*", "", name).replace("_", " "))
    return bool(parts) and all(part[0].isupper() or part[0].isdigit() or part in _PARTICLES for part in parts)
