"""Deepgram's answers: `results.utterances`, else the words of `results.channels`."""

from __future__ import annotations

from typing import Any

from otzvuk.read.channels import mix
from otzvuk.read.heard import Heard, Word, phrases
from otzvuk.read.jsonfile import listed, moment, speaker_of, text_of
from otzvuk.read.transcript import Line


def heard(values: list[Any]) -> Heard | None:
    """The speech of Deepgram's answer; None where `values` are none."""
    answer = values[0] if len(values) == 1 else None
    channels = listed(answer, "results", "channels")
    utterances = [each for each in listed(answer, "results", "utterances") if text_of(each, "transcript")]
    found: dict[str, list[Line]] = {}
    for number, each in enumerate(utterances, 1):
        place = f"фрагмент {number}"
        line = Line(
            text_of(each, "transcript"),
            place,
            speaker_of(each.get("speaker")),
            moment(each.get("start"), place),
            moment(each.get("end"), place),
        )
        found.setdefault(_channel(each.get("channel")), []).append(line)
    if not found:
        for number, channel in enumerate(channels, 1):
            found[str(number)] = phrases(_words(channel))
    found = {name: lines for name, lines in found.items() if lines}
    return mix(found) if found else None


def _channel(number: Any) -> str:
    return str(number + 1) if isinstance(number, int) else "1"


def _words(channel: Any) -> list[Word]:
    best = next(iter(listed(channel, "alternatives")), None)
    words = []
    for number, word in enumerate(listed(best, "words"), 1):
        place = f"слово {number}"
        if text := text_of(word, "punctuated_word", "word"):
            start, stop = moment(word.get("start"), place), moment(word.get("end"), place)
            words.append(Word(text, start, stop, speaker_of(word.get("speaker"))))
    if not words and (text := text_of(best, "transcript")):
        words = [Word(text)]
    return words
