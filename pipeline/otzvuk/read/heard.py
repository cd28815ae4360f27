"""What a speech recogniser heard, before it is turns: words put together to phrases, and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from otzvuk.read.transcript import Line

_PAUSE = 1.5  # seconds of silence that part two phrases
_LONGEST = 60  # words of a phrase where a recogniser writes no full stops


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word with its times and, where the recogniser tells voices apart, its speaker."""

    text: str
    start: float | None = None
    stop: float | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """The lines of a recording, and in Russian what was guessed about them."""

    lines: list[Line]
    notes: tuple[str, ...] = ()


def phrases(words: Iterable[Word], *, first: int = 1) -> list[Line]:
    """Lines of consecutive words of one speaker; a sentence's end or a pause closes one.

    Lines are numbered from `first` («фрагмент 3»).
    """
    lines: list[Line] = []
    running: list[Word] = []

    def close() -> None:
        if running:
            text = " ".join(word.text for word in running)
            place = f"фрагмент {first + len(lines)}"
            lines.append(Line(text, place, running[0].speaker, running[0].start, running[-1].stop))
            running.clear()

    for word in words:
        if not word.text:
            continue
        if running:
            last = running[-1]
            silent = word.start is not None and last.stop is not None and word.start - last.stop > _PAUSE
            ended = re.search(r"[.?!…]$", last.text) is not None
            if silent or ended or word.speaker != last.speaker or len(running) >= _LONGEST:
                close()
        running.append(word)
    close()
    return lines
