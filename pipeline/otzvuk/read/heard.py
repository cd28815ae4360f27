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
    """A recognised word with its times and, where the recogniser tells voices apart, its speaker.

    `joined` says that no blank stands before it («,» after a word).
    """

    text: str
    start: float | None = None
    stop: float | None = None
    speaker: str | None = None
    joined: bool = False


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
            text = "".join(word.text if word.joined else f" {word.text}" for word in running).strip()
            place = f"фрагмент {first + len(lines)}"
            lines.append(
                Line(
                    text=text,
                    place=place,
                    speaker=running[0].speaker,
                    seconds=running[0].start,
                    stop=ended_at(),
                )
            )
            running.clear()

    def ended_at() -> float | None:  # signs have no times of their own
        return next((word.stop for word in reversed(running) if word.stop is not None), None)

    for word in words:
        if not word.text:
            continue
        if running:
            last = running[-1]
            stop = ended_at()
            silent = word.start is not None and stop is not None and word.start - stop > _PAUSE
            ended = re.search(r"[.?!…]$", last.text) is not None
            # a sign belongs to the word before, whoever the file gives it to
            if not word.joined and (
                silent or ended or word.speaker != last.speaker or len(running) >= _LONGEST
            ):
                close()
        running.append(word)
    close()
    return lines
