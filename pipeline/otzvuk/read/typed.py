"""Who speaks, shown by type alone: questions in bold, or only the questions labelled."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from otzvuk.read.interviewer import is_interviewer
from otzvuk.read.label import Label, Style
from otzvuk.read.names import key
from otzvuk.read.transcript import Line

BY_TYPE = "имён в стенограмме нет: выделенные строки приняты за вопросы, остальные за ответы"
ANSWERS = "подписаны только вопросы: строки после них приняты за ответы"
QUESTION, ANSWER = "Вопрос", "Ответ"
_LEAST = 2
_SHARE = 0.6
_LONGEST = 2000  # letters of a question
_MARKED = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?P<inner>[^*_\s](?:[^*_]*[^*_\s])?)(?P=mark)\Z")
_NUMBER = re.compile(r"(?:вопрос\s*)?(?:№\s*)?\d{1,3}\s*[.)]\s+", re.IGNORECASE)
_SHARPS = re.compile(r"#{1,6}\s+")


def by_type(
    lines: Sequence[Line], numbered: Collection[int] = ()
) -> tuple[list[Line], list[Label | None]] | None:
    """The lines, and a label where a question or an answer begins; None where type does not tell them.

    Questions stand in bold, in italics, as headings or behind numbers, each with an answer in plain type
    behind it. `numbered` are the places of lines whose numbers have been taken off.
    """
    bare = [_set_off(line, numbered=at in numbered) for at, line in enumerate(lines)]
    asks = [at for at, text in enumerate(bare) if text and text.endswith("?")]
    set_off = sum(bool(text) for text in bare)
    plain = [at for at, line in enumerate(lines) if line.text.strip() and not bare[at]]
    if len(asks) < _LEAST or len(asks) < _SHARE * set_off:
        return None
    answered = sum(
        any(start < at < stop for at in plain)
        for start, stop in zip(asks, [*asks[1:], len(lines)], strict=True)
    )
    if answered < 0.7 * len(asks):
        return None
    labels: list[Label | None] = []
    found: list[Line] = []
    last = ""
    for at, line in enumerate(lines):
        text, label = bare[at], None
        question = bool(text) and (text.endswith("?") or (last == QUESTION and not line.heading))
        kind = QUESTION if question else ANSWER
        if line.text.strip() and not (text and not question) and (last or question):
            if kind != last:
                label = Label(
                    name=kind, rest=text or line.text.strip(), style=Style.GIVEN, seconds=line.seconds
                )
            last = kind
        found.append(replace(line, text=text, heading=False) if question else line)
        labels.append(label)
    return found, labels


def with_answers(lines: Sequence[Line], labels: Sequence[Label | None]) -> list[Label | None] | None:
    """`labels`, and one where an unlabelled answer to a labelled question begins, or None."""
    names = {key(label.name) for label in labels if label}
    own = [at for at, label in enumerate(labels) if label]
    if len(names) != 1 or len(own) < _LEAST:
        return None
    first = labels[own[0]]
    asked = [at for at in own if (label := labels[at]) and label.rest.rstrip(' *_»"').endswith("?")]
    if not (first and is_interviewer(first.name)) or len(asked) < _SHARE * len(own):
        return None
    after = [
        next((other for other in range(at + 1, stop) if lines[other].text.strip()), None)
        for at, stop in zip(own, [*own[1:], len(lines)], strict=True)
    ]
    if sum(each is not None for each in after) < 0.7 * len(own):
        return None
    found = list(labels)
    for at in after:
        if at is not None and not lines[at].heading:
            found[at] = Label(
                name=ANSWER, rest=lines[at].text.strip(), style=Style.GIVEN, seconds=lines[at].seconds
            )
    return found


def _set_off(line: Line, *, numbered: bool) -> str:
    """The text of a line that is wholly set off by type or by its number, else ""."""
    text = line.text.strip()
    number = _NUMBER.match(text)
    if text.endswith("?") and (numbered or number):
        return text[number.end() if number else 0 :]
    if not text or line.speaker is not None:
        return ""
    marked = _MARKED.match(_SHARPS.sub("", text)) if len(text) < _LONGEST else None
    if marked:
        return marked["inner"]
    if line.heading or _SHARPS.match(text):
        return _SHARPS.sub("", text)
    return text if line.bold.strip() == text else ""
