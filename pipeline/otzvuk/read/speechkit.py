"""Yandex SpeechKit's third version: a stream of `final` and `finalRefinement`, which corrects it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from otzvuk.read.channels import mix
from otzvuk.read.heard import Heard
from otzvuk.read.jsonfile import listed, milliseconds, text_of
from otzvuk.read.transcript import Line


def heard(values: list[Any]) -> Heard | None:
    """The speech of SpeechKit's answer; None where `values` are none."""
    channels: dict[str, list[Line]] = {}
    for channel, line in _lines(values):
        channels.setdefault(channel, []).append(line)
    return mix(channels) if channels else None


def _lines(values: list[Any]) -> Iterator[tuple[str, Line]]:
    """The refined text of a phrase (with capitals and full stops) replaces the raw one of its index."""
    finals: dict[tuple[str, str], tuple[str, Any]] = {}
    for value in _events(values):
        channel = str(value.get("channelTag") or value.get("channel_tag") or "")
        refined = value.get("finalRefinement") or value.get("final_refinement")
        if isinstance(refined, dict):
            text = refined.get("normalizedText") or refined.get("normalized_text")
            index = str(refined.get("finalIndex") or refined.get("final_index") or "0")
            finals[_channel(text, channel), index] = _channel(text, channel), text
        elif isinstance(value.get("final"), dict):
            final, own = value["final"], _channel(value["final"], channel)
            cursors = value.get("audioCursors") or value.get("audio_cursors")
            given = (
                cursors.get("finalIndex", cursors.get("final_index")) if isinstance(cursors, dict) else None
            )
            place = sum(1 for name, _ in finals if name == own) if given is None else given
            finals.setdefault((own, str(place)), (own, final))
    for number, (channel, tree) in enumerate(finals.values(), 1):
        where = f"фрагмент {number}"
        best = next(iter(listed(tree, "alternatives")), None)
        text = text_of(best, "text")
        if not isinstance(best, dict) or not text:
            continue
        words = [word for word in listed(best, "words") if isinstance(word, dict)] or [{}]
        start = _first(best, words[0], "startTimeMs", "start_time_ms")
        stop = _first(best, words[-1], "endTimeMs", "end_time_ms")
        yield (
            channel or "1",
            Line(
                text=text,
                place=where,
                speaker=None,
                seconds=milliseconds(start, where),
                stop=milliseconds(stop, where),
            ),
        )


def _events(values: list[Any]) -> Iterator[dict[str, Any]]:
    for value in values:
        if isinstance(value, list):
            yield from _events([each for each in value if isinstance(each, dict)])
        elif isinstance(value, dict):
            inner = value.get("result")
            yield inner if isinstance(inner, dict) else value


def _channel(tree: Any, otherwise: str) -> str:
    own = (tree.get("channelTag") or tree.get("channel_tag")) if isinstance(tree, dict) else None
    return str(own or otherwise)


def _first(best: dict[str, Any], word: dict[str, Any], *keys: str) -> Any:
    return next((tree[key] for tree in (best, word) for key in keys if tree.get(key) is not None), None)
