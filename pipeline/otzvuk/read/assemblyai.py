"""AssemblyAI's answers: `utterances` with speakers, else `words`; times in milliseconds."""

from __future__ import annotations

from typing import Any

from otzvuk.read.heard import Heard, Word, phrases
from otzvuk.read.jsonfile import listed, moment, speaker_of, text_of
from otzvuk.read.transcript import Line


def heard(values: list[Any]) -> Heard | None:
    """The speech of AssemblyAI's answer; None where `values` are none."""
    answer = values[0] if len(values) == 1 else None
    # Deepgram has its utterances under `results`, Whisper its words under `segments`
    if not isinstance(answer, dict) or "segments" in answer or "results" in answer:
        return None
    utterances = [each for each in listed(answer, "utterances") if text_of(each, "text")]
    if utterances:
        return Heard([_line(each, number) for number, each in enumerate(utterances, 1)])
    words = []
    for number, word in enumerate(listed(answer, "words"), 1):
        if text := text_of(word, "text"):
            words.append(Word(text, *_times(word, f"слово {number}"), _speaker(word)))
    return Heard(phrases(words)) if words else None


def _line(utterance: Any, number: int) -> Line:
    place = f"фрагмент {number}"
    speaker = _speaker(utterance)
    return Line(text_of(utterance, "text"), place, speaker, *_times(utterance, place))


def _times(tree: Any, place: str) -> tuple[float | None, float | None]:
    start = moment(tree.get("start"), place, milliseconds=True)
    return start, moment(tree.get("end"), place, milliseconds=True)


def _speaker(tree: Any) -> str | None:
    name = speaker_of(tree.get("speaker"))
    return f"Спикер {name}" if name and len(name) == 1 else name
