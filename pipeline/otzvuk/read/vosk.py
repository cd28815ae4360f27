"""Vosk's answers: `{"result": [{"word", "start", "end"}], "text"}`, one after another."""

from __future__ import annotations

from typing import Any

from otzvuk.read.heard import Heard
from otzvuk.read.jsonfile import listed, moment, text_of
from otzvuk.read.transcript import Line


def heard(values: list[Any]) -> Heard | None:
    """The speech of Vosk's answers; None where `values` are none."""
    flat = [each for value in values for each in (value if isinstance(value, list) else [value])]
    answers = [next(iter(listed(each, "alternatives")), each) for each in flat]
    if not any(_words(answer) for answer in answers):
        return None
    lines: list[Line] = []
    for answer in answers:
        place = f"фрагмент {len(lines) + 1}"
        words = _words(answer)
        text = text_of(answer, "text") or " ".join(str(word["word"]) for word in words)
        if text:
            start = moment(words[0].get("start"), place) if words else None
            stop = moment(words[-1].get("end"), place) if words else None
            lines.append(Line(text, place, None, start, stop))
    return Heard(lines)


def _words(answer: Any) -> list[dict[str, Any]]:
    found = listed(answer, "result")
    return [word for word in found if isinstance(word, dict) and isinstance(word.get("word"), str)]
