"""Labels of speakers: what at the beginning of a line may say who speaks.

A line is read as decorations (bullets, signs, asterisks), times, a name, what parts it from the words,
and the words. Most lines can be read in several ways; which one a file means, `convention` tells from all
of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, IntEnum

from otzvuk.read import timecode, words
from otzvuk.read.head import Head, read_head
from otzvuk.read.names import Likeness, key, likeness
from otzvuk.read.remarks import is_remark
from otzvuk.read.transcript import Line


class Style(Enum):
    """How a label is set off from the words."""

    GIVEN = "given by the format itself"
    COLON = "Имя: текст"
    TIMED = "00:01:02 Имя"
    BRACKETS = "[Имя] текст"
    WHOLE = "[Имя: текст]"
    DASH = "Имя — текст"
    SIGN = "Имя/ текст"
    SPACES = "Имя    текст"
    CAPITALS = "ИМЯ текст"
    BOLD = "**Имя** текст"
    BARE = "Имя on a line of its own"
    MARK = "🎤 текст"


class Grade(IntEnum):
    """How much a label looks like a speaker's."""

    NEVER = 0  # «Например», «Дата»
    WORDS = 1  # «Скажу так»
    POSITION = 2  # «главный технолог»
    NAME = 3  # «Ольга», «Р», «Сидоров И. П.»
    KNOWN = 4  # in the participants table, or «Интервьюер», «Спикер 2»


@dataclass(frozen=True, slots=True)
class Label:
    """A possible speaker's name at the beginning of a line, the words after it, and its timecode.

    `listed` tells that a bullet stands before it, `heading` that the line is a heading.
    """

    name: str
    rest: str
    style: Style
    seconds: float | None = None
    listed: bool = False
    heading: bool = False


_NAME_COLON = re.compile(
    r"(?P<name>[^:：\n\t]{1,60}?)\s*(?:[:：](?!//|\d)|\t)[*_`]{0,3}\s*(?P<rest>.*)\Z", re.DOTALL
)
_NAME_DASH = re.compile(
    r"(?P<name>[^:\n\t—–]{1,40}?)(?:\s+(?:[—–]|--?)|[.:]?[—–])\s+(?P<rest>\S.*)\Z", re.DOTALL
)
_NAME_SIGN = re.compile(
    r"(?P<name>[^:\n\t/|>=;~)]{1,40}?)\s*(?:[/|>=»;~]{1,2}|\)|(?<=\w)\.)\s+(?P<rest>\S.*)\Z", re.DOTALL
)
_NAME_SPACES = re.compile(
    r"(?P<name>\S(?:[^:\n\t]{0,38}?\S)?)(?: {2,}|\u00a0{2,})(?P<rest>\S.*)\Z", re.DOTALL
)
_NUMBER_COLON = re.compile(r"(?P<name>\d{1,2})\s*:\s+(?P<rest>\S.*)\Z", re.DOTALL)
_ENCLOSED = re.compile(
    r"(?:[\[{<【⟨]{1,2}\s*(?:v\s+)?(?P<square>[^\[\]{}<>【】⟨⟩\n]{1,80}?)\s*[\]}>】⟩]{1,2}"
    r"|\(\s*(?P<round>[^()\n]{1,60}?)\s*\))(?P<after>.*)\Z",
    re.DOTALL,
)
_WHOLE = re.compile(
    r"[\[({<]{1,2}\s*(?P<name>[^:：\[\](){}<>\n]{1,40}?)\s*[:：]\s*(?P<rest>[^\[\]]*\S)\s*[\])}>]{1,2}[.,]?\Z",
    re.DOTALL,
)
_CHAT = re.compile(r"(?:От|от|From|from)\s+(?P<name>.+?)(?:\s+(?:для|кому|to)\s+.+)?\Z")
_SHAPE = re.compile(r"[^\W\d_][\w .,'’`()/«»\"\-–—№#&+]*\Z")
_CAPITALS = re.compile(
    r"(?P<name>[А-ЯЁ](?:[А-ЯЁ]|\.\s?|[ \-](?=[А-ЯЁ])|\s\d+){1,39}?)(?:\.|\s[—–-])?\s+"
    r"(?P<rest>[А-ЯЁ«\"(—–][^А-ЯЁ].*)\Z",
    re.DOTALL,
)
_HEAD = 400
_NUMBERED = re.compile(r"^(вопрос|ответ)\s*№?\s*\d+\.?$", re.IGNORECASE)
_PARTICLES = frozenset({"из", "от", "де", "фон", "оглы", "кызы", "и", "г", "н", "жа"})
_LETTER = re.compile(r"\s*[^\W\d_]\.?\s?\d{0,2}\.?\s*\Z")


def read_labels(line: Line) -> tuple[Label, ...]:
    """The labels that `line` may begin with, the likeliest first. Which one is meant, the file shows."""
    if line.speaker is not None:
        return (
            (Label(name=line.speaker, rest=line.text, style=Style.GIVEN, seconds=line.seconds),)
            if line.speaker
            else ()
        )
    if len(line.text) > _HEAD:  # no label is longer, and patterns take time
        cut = len(line.text[:_HEAD])
        while cut and (line.text[cut - 1].isspace() or line.text[cut - 1] in "*_#"):
            cut -= 1  # a head that ends so would lose its end
        found = read_labels(replace(line, text=line.text[:cut], bold=line.bold[:_HEAD]))
        return tuple(replace(each, rest=each.rest + line.text[cut:]) for each in found if each.rest)
    head = read_head(line)
    return tuple(
        replace(
            each,
            rest=head.unmarked(each.rest),
            seconds=head.seconds if each.seconds is None else each.seconds,
            listed=head.listed,
            heading=head.heading,
        )
        for each in _readings(head)
    )


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
    if name[:1].isupper() and (base in words.PRONOUNS or _LETTER.match(name)):
        return Grade.NAME  # «Вы: …», «А: …»; without a colon neither is ever asked about
    if base in words.NOT_NAMES or base in words.PROMPTS or base in words.EDITORS or not parts:
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


def _readings(head: Head) -> Iterator[Label]:
    text = head.body
    if text[:1] in "[({<【⟨" and (found := _enclosed(text)):
        yield found
        return
    timed = _name_and_time(text)
    if timed:
        yield timed
    else:
        colon = _NAME_COLON.match(text)
        if colon and _shaped(colon["name"]):
            yield Label(name=_bare(colon["name"]), rest=colon["rest"], style=Style.COLON)
            return
    yield from _weak(text)
    bold = head.bold
    if bold and bold != text and _stands_alone(bold):
        yield Label(name=_bare(bold), rest=text[len(bold) :].lstrip(" *_`"), style=Style.BOLD)
    capitals = _CAPITALS.match(text)
    if capitals and _is_name_in_capitals(capitals["name"]):
        yield Label(name=_bare(capitals["name"]), rest=capitals["rest"], style=Style.CAPITALS)
    if _stands_alone(text):
        alone = Style.BOLD if bold or head.heading else Style.BARE
        yield Label(name=_bare(text), rest="", style=Style.TIMED if head.seconds is not None else alone)
    if head.sign and text:
        yield Label(name=head.sign, rest=text, style=Style.MARK)


def _weak(text: str) -> Iterator[Label]:
    for pattern, style in (
        (_NAME_DASH, Style.DASH),
        (_NAME_SIGN, Style.SIGN),
        (_NAME_SPACES, Style.SPACES),
    ):
        found = pattern.match(text)
        if found and _stands_alone(found["name"]):
            yield Label(name=_bare(found["name"]), rest=found["rest"], style=style)
    number = _NUMBER_COLON.match(text)
    if number:
        yield Label(name=f"Говорящий {number['name']}", rest=number["rest"], style=Style.SIGN)


def _enclosed(text: str) -> Label | None:
    """A name in brackets, its time, its colon or all of the words within them, too."""
    found = _ENCLOSED.match(text)
    inside = (found["square"] or found["round"]) if found else ""
    if found and not is_remark(inside):
        name, time = inside.strip(" *_`:"), None
        before, behind = timecode.leading(name), timecode.trailing(name)
        if before and before[1]:
            name, time = before[1], before[0]
        elif behind:
            name, time = behind
        name = name.strip(" |,;:")
        after = found["after"].lstrip("*_` ")
        later = timecode.leading(after)
        if later and later[2]:
            time, after = later[0], later[1].lstrip("*_` ")
        # «[Имя]: …» is believed as «Имя: …» is, and so is a time beside the name
        style = Style.COLON if after[:1] in (":", "：") else Style.BRACKETS
        if _shaped(name) and ":" not in name and len(name) <= 60:
            rest = re.sub(r"\A[:：\-–—][*_`]*\s*", "", after) if not re.match(r"[:-]\w", after) else after
            return Label(name=_bare(name), rest=rest.strip(), style=style, seconds=time)
    whole = _WHOLE.match(text)
    if whole and _shaped(whole["name"]) and not is_remark(whole["name"]):
        return Label(name=_bare(whole["name"]), rest=whole["rest"], style=Style.WHOLE)
    return None


def _name_and_time(text: str) -> Label | None:
    """«Имя [00:05]: текст», «Имя 00:05», «Имя (0 мин 5 сек) текст»."""
    dated, found = timecode.dated(text[:120]), timecode.first(text[:120])
    if not dated and not found:
        return None
    if dated and (not found or dated[0] <= found[0]):  # a chat's date holds a time of day
        start, end, seconds, enclosed = *dated, None, True
    elif found:
        start, end, seconds, enclosed = found
    name, rest = text[:start], text[end:].lstrip(" *_`")
    colon = rest[:1] in (":", "：")
    if ":" in name or "\t" in name or not _shaped(name.rstrip(" ,;|@–—-*_`")):
        return None
    if not (colon or not rest or enclosed or rest[0] == "|"):
        return None
    style = Style.COLON if colon else Style.TIMED
    return Label(
        name=_bare(name.rstrip(" ,;|@–—-*_`")), rest=rest.lstrip(":：| *_`"), style=style, seconds=seconds
    )


def _bare(name: str) -> str:
    bare = name.strip().strip("[]<>*_:`").strip()
    if bare[:1] in '«"“„' and bare[-1:] in '»"”“':
        bare = bare[1:-1].strip()
    chat = _CHAT.match(bare)
    return spoken_name(chat["name"] if chat else bare)


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
