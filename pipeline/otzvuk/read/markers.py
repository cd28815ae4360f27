"""Signs inside the fragments of a recording that say who speaks or that another does now.

`[SPEAKER_00] …`, `(speaker 0) …`, `[SPEAKER_TURN]`, `>> …`, a name on a cue of its own. They are no words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from otzvuk.read import timecode
from otzvuk.read.label import Grade, grade
from otzvuk.read.names import key
from otzvuk.read.remarks import remarks
from otzvuk.read.transcript import Line

_TURN = re.compile(
    r"\s*(?:[\[<(]\|?[_ ]?speaker[_ ](?:turn|change)[_ ]?\|?[\])>]|\[_SOLM_\])\s*", re.IGNORECASE
)
_ARROWS = re.compile(r"\s*(?:>>|&gt;&gt;|»»)+\s*")
_BRACKETED = re.compile(
    r"\s*(?P<open>[\[({<])\s*(?P<name>[^\[\](){}<>\n]{1,60}?)\s*[\])}>]\s*:?\s*(?P<rest>.*)\Z", re.DOTALL
)
_ALONE = re.compile(r"\s*(?P<name>[^:\n]{1,60}?)\s*:\s*\Z")
_VOICE = re.compile(r"(?:speaker|spk|s|спикер|говорящий|диктор|голос|канал)[ _-]?\d+|unknown", re.IGNORECASE)
_LABELLED = re.compile(r"\s*([^:\n]{1,30}?)\s*:\s*")
_TALK = 6  # lines, from which a file is a talk and not somebody's note
_PAUSE = re.compile(r"\W*(?:\d+\s*)?(?:seconds?|sec|сек\w*)?\W*(?:pause|пауза)\W*\Z", re.IGNORECASE)
_DASH = re.compile(r"\s*[-–—]\s+(?=\S)")
_DASHES = 4
_SHARE = 0.5  # of the lines must bear a label in brackets


def marked_lines(lines: Sequence[Line], known: Collection[str] = ()) -> list[Line]:
    """`lines` with such signs taken out of the words and put where they belong: in the speaker."""
    turned: list[Line] = []
    opens = False
    for part in (part for line in lines for part in _turned(line)):
        if part.text or part.speaker is not None:
            turned.append(replace(part, opens=part.opens or opens))
        opens = part.opens and not part.text
    return _one_voice(_alone(_bracketed(_dashed(turned), known), known), known)


def _turned(line: Line) -> Iterator[Line]:
    """The parts of `line` before and after signs that the speaker changes."""
    parts = _TURN.split(line.text)
    if len(parts) == 1 and _ARROWS.match(line.text):
        parts = ["", *_ARROWS.split(line.text)[1:]]
    if len(parts) == 1:
        yield line
        return
    opens = line.opens
    for at, part in enumerate(parts):
        last = at + 1 == len(parts)
        if part.strip() or last:
            # an empty last part says that the next line opens a turn
            yield replace(line, text=part.strip(), opens=opens or at > 0)
            opens = False


def _dashed(lines: list[Line]) -> list[Line]:
    """Dashes before the words of each, as in a film («– Как вам сроки? – Срывают»), where nobody is named."""
    dashed = [_DASH.match(line.text) for line in lines]
    if sum(map(bool, dashed)) < _DASHES or any(line.speaker for line in lines):
        return lines
    return [
        replace(line, text=line.text[dash.end() :], opens=True) if dash else line
        for line, dash in zip(lines, dashed, strict=True)
    ]


def _bracketed(lines: list[Line], known: Collection[str]) -> list[Line]:
    """Labels in brackets, where at least two of them recur and most lines begin with one."""
    found = [None if line.speaker else _BRACKETED.match(line.text) for line in lines]
    names = [each["name"] if each and _may_name(each["name"], known) else "" for each in found]
    counts = Counter(key(name) for name in names if name)
    spoken = sum(bool(line.text) and not line.speaker for line in lines)
    believed = {name for name, count in counts.items() if count > 1} or (
        set(counts) if sum(counts.values()) >= 0.9 * spoken else set()
    )
    sure = {key(name) for name in names if name and grade(name, known) is Grade.KNOWN}
    believed |= sure
    many = sum(counts[name] for name in believed) >= _SHARE * spoken
    if not spoken or not believed or not (sure or (many and len(believed) > 1)):
        return lines
    last = ""
    labelled = []
    for line, match, name in zip(lines, found, names, strict=True):
        if match and key(name) in believed:
            last = name
            labelled.append(replace(line, text=match["rest"], speaker=name))
        else:
            labelled.append(replace(line, speaker=line.speaker or last))
    return labelled


def _may_name(name: str, known: Collection[str]) -> bool:
    if timecode.leading(name) or remarks(f"({name})") or name.strip("+-.,: ").isdigit():
        return False
    return grade(name, known) >= Grade.NAME or bool(
        re.fullmatch(r"(?i)(?:speaker|spk|s|спикер)[ _-]?\d+", name)
    )


def _alone(lines: list[Line], known: Collection[str]) -> list[Line]:
    """A name or a time that is all that a line says holds for the next; a pause is nobody's."""
    names = [found["name"] for line in lines if (found := _ALONE.match(line.text))]
    counts = Counter(map(key, names))
    speakers = {key(line.speaker) for line in lines if line.speaker}
    believed = {
        key(name)
        for name in names
        if key(name) in speakers or (counts[key(name)] > 1 and grade(name, known) >= Grade.NAME)
    }
    kept: list[Line] = []
    name: str | None = None
    for line in lines:
        match = _ALONE.match(line.text)
        if match and key(match["name"]) in believed:
            name = line.speaker or match["name"]
        elif _is_time(line.text) or (not line.speaker and _PAUSE.match(line.text)):
            continue
        elif name is not None and line.speaker is None:
            kept.append(replace(line, speaker=name))
        else:
            name = line.speaker if name is not None and line.speaker else name
            kept.append(line)
    return kept


def _one_voice(lines: list[Line], known: Collection[str]) -> list[Line]:
    """Lines without a speaker where a program gives all to one numbered voice: it told nobody apart."""
    labelled = [_LABELLED.match(line.text) if line.speaker is None else None for line in lines]
    names = {found[1] if found else line.speaker for line, found in zip(lines, labelled, strict=True)}
    if len(names) != 1 or len(lines) < _TALK:
        return lines
    (name,) = names
    if not name or key(name) in map(key, known) or not _VOICE.fullmatch(name):
        return lines
    return [
        replace(line, speaker=None, text=line.text[found.end() :] if found else line.text)
        for line, found in zip(lines, labelled, strict=True)
    ]


def _is_time(text: str) -> bool:
    found = timecode.leading(text.strip())
    return found is not None and not found[1] and ("[" in text or "(" in text or found[2])
