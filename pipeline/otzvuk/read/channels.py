"""A recording of several channels: each a speaker, or the same speech twice over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from otzvuk.read.heard import Heard
from otzvuk.read.transcript import Line

_TWICE = 0.5  # share of the speech of a channel that another repeats, from which they are one recording
_SAME = 0.5  # share of common words that makes two fragments the same


def mix(channels: Mapping[str, Sequence[Line]]) -> Heard:
    """The lines of all channels in the order of their times, those that repeat each other once.

    A telephone recording has a speaker a channel; a microphone's two channels hold the same words, which
    would count twice. Where at least half of a channel's fragments repeat another's in time and words, the
    fuller channel is taken, and of the other what the first has nothing of.
    """
    filled = {name: list(lines) for name, lines in channels.items() if lines}
    if len(filled) < 2:
        return Heard([line for lines in filled.values() for line in lines])
    names = sorted(filled, key=lambda name: -sum(len(line.text) for line in filled[name]))
    kept: dict[str, list[Line]] = {names[0]: filled[names[0]]}
    notes = []
    for name in names[1:]:
        lines = filled[name]
        twin = next((each for each in kept if _repeats(lines, filled[each])), None)
        if twin is None:
            kept[name] = lines
            continue
        more = [line for line in lines if not any(_together(line, other) for other in filled[twin])]
        kept[twin] = _sorted([*kept[twin], *more])
        notes.append(
            f"каналы {twin} и {name} повторяют одну и ту же речь: взят канал {twin}, "
            f"из канала {name} добавлено фрагментов: {len(more)}"
        )
    if len(kept) > 1:
        kept = {
            name: [replace(line, speaker=line.speaker or f"Канал {name}") for line in lines]
            for name, lines in kept.items()
        }
    return Heard(_sorted([line for lines in kept.values() for line in lines]), tuple(notes))


def _sorted(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.seconds or 0.0)


def _repeats(lines: Sequence[Line], others: Sequence[Line]) -> bool:
    found = sum(any(_together(line, other) and _alike(line, other) for other in others) for line in lines)
    return found >= _TWICE * len(lines)


def _together(one: Line, other: Line) -> bool:
    """Do two fragments overlap for at least half of the shorter?"""
    if one.seconds is None or other.seconds is None:
        return False
    ends = [each.stop if each.stop is not None else (each.seconds or 0) + 1 for each in (one, other)]
    common = min(ends) - max(one.seconds, other.seconds)
    shorter = min(ends[0] - one.seconds, ends[1] - other.seconds)
    return common >= 0.5 * max(shorter, 0.01)


def _alike(one: Line, other: Line) -> bool:
    first, second = (
        set(line.text.casefold().replace(",", " ").replace(".", " ").split()) for line in (one, other)
    )
    return len(first & second) >= _SAME * max(1, min(len(first), len(second)))
