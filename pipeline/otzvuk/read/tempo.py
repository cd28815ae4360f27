"""The pace of speech: which unit bare times are in, and whether times can be true at all.

People speak some thirteen letters a second. Times that would make it a thousandth of that are milliseconds.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from otzvuk.read.transcript import Line

_USUAL = 13.0  # letters a second
_SLOWEST, _FASTEST = 1.5, 60.0
_HARDLY = 0.3  # slower than this is no slow speech; between the two it may be short answers after silence
_FEW = 3  # a fragment or two may be a word in a long silence …
_NEVER = 0.05  # … but not in so long a one
_SEVERAL = 5
FRAMES = 25  # a second, where a file does not say; film has 24, some recorders 30


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time: its seconds and its Russian name."""

    seconds: float
    name: str


SECONDS = Unit(1.0, "секунды")
MILLISECONDS = Unit(0.001, "миллисекунды")
FRAME = Unit(1 / FRAMES, f"кадры, {FRAMES} в секунду")
_OTHERS = (
    Unit(0.01, "сотые доли секунды"),
    MILLISECONDS,
    Unit(1e-6, "микросекунды"),
    Unit(1e-7, "доли секунды по 100 нс"),
    Unit(1e-9, "наносекунды"),
)
_LONGER = (Unit(60.0, "минуты"), Unit(86400.0, "доли суток"))


@dataclass(frozen=True, slots=True)
class Stretch:
    """How many letters are said between two bare times; `stop` is None where only the start is known."""

    letters: int
    start: float
    stop: float | None = None


def unit_of(stretches: Sequence[Stretch]) -> Unit:
    """The unit in which the times of `stretches` make speech of a human pace; seconds where in doubt."""
    found = _paces(stretches)
    if not found:
        return SECONDS
    pace = statistics.median(found)
    whole = all(each.start.is_integer() and (each.stop or 0.0).is_integer() for each in stretches)
    if pace > _FASTEST and not whole and len(found) >= _SEVERAL:
        return _likeliest(_LONGER, pace)
    if pace >= _SLOWEST or not whole or (len(found) < _FEW and pace >= _NEVER):
        return SECONDS
    return _likeliest(_OTHERS if len(found) < _SEVERAL else (*_OTHERS, FRAME), pace)


def _likeliest(units: Sequence[Unit], pace: float) -> Unit:
    best = min(units, key=lambda unit: abs(math.log(pace / unit.seconds / _USUAL)))
    return best if _SLOWEST <= pace / best.seconds <= _FASTEST else SECONDS


def tempo_note(lines: Sequence[Line]) -> str:
    """What to say in Russian where nobody can speak as `lines` and their times say; "" where all is well."""
    stretches = [
        Stretch(letters(line.text), line.seconds, line.stop) for line in lines if line.seconds is not None
    ]
    found = _paces(stretches)
    if len(found) < _FEW:
        return ""
    pace = statistics.median(found)
    if _HARDLY <= pace <= _FASTEST:
        return ""
    said = f"{pace:.0f}" if pace >= 1 else f"{pace:.2g}".replace(".", ",")
    return f"темп речи по временам файла невозможен: {said} букв в секунду; времена реплик неверны"


def letters(text: str) -> int:
    """How many letters and digits there are in `text`."""
    return sum(map(str.isalnum, text))


def _paces(stretches: Sequence[Stretch]) -> list[float]:
    """Letters per unit of each stretch, those of short words left out where there are longer ones."""
    found = []
    for at, each in enumerate(stretches):
        after = stretches[at + 1].start if at + 1 < len(stretches) else None
        stop = each.stop if each.stop is not None else after
        if stop is not None and stop > each.start and each.letters:
            found.append((each.letters, each.letters / (stop - each.start)))
    long = [pace for count, pace in found if count >= 4]
    return long or [pace for _, pace in found]
