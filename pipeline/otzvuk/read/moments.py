"""Times as recognisers and tables write them: numbers of some unit, «4.2s», `PT4.2S`, dates, clocks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from otzvuk.model.errors import InputError
from otzvuk.read import timecode
from otzvuk.read.jsonkeys import Given
from otzvuk.read.tempo import SECONDS, Stretch, Unit, letters, unit_of

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?", re.IGNORECASE)
_WITH_UNIT = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>ms|мс|s|sec|сек|с)\.?", re.IGNORECASE)
_DURATION = re.compile(
    r"P(?:(?P<d>\d+)D)?T?(?:(?P<h>[\d.,]+)H)?(?:(?P<m>[\d.,]+)M)?(?:(?P<s>[\d.,]+)S)?", re.IGNORECASE
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_CLOCK = r"\d{1,3}(?::\d{1,2}){1,3}(?:[.,]\d{1,9})?|\d+[.,]\d+"
_STRETCH = re.compile(rf"[\[(]?\s*(?P<start>{_CLOCK})\s*(?:--?>|[-–—]|/|до)\s*(?P<stop>{_CLOCK})\s*[\])]?")
_MOST = 1e9  # seconds of a recording, and more than any date's


@dataclass(frozen=True, slots=True)
class Moment:
    """A time read: its number, the seconds of its unit (None where only the pace of speech can tell)."""

    number: float
    unit: float | None
    is_date: bool = False


def parted(value: Any) -> tuple[str, str] | None:
    """The two times of a stretch that stand in one text («00:04 – 00:11», «00:00:04,800 --> …»), or None."""
    found = _STRETCH.fullmatch(value.strip()) if isinstance(value, str) else None
    return (found["start"], found["stop"]) if found else None


@dataclass(frozen=True, slots=True)
class Clock:
    """How the moments of a file become seconds: the unit of its bare numbers, the date of its beginning."""

    unit: Unit = SECONDS
    first: float = 0.0

    def seconds(self, moment: Moment | None) -> float | None:
        """Seconds from the beginning of the recording; None where the time is not known."""
        if moment is None:
            return None
        scale = self.unit.seconds if moment.unit is None else moment.unit
        return round(moment.number * scale - (self.first if moment.is_date else 0.0), 3)

    @property
    def notes(self) -> tuple[str, ...]:
        """In Russian what was guessed, if anything."""
        if self.unit is SECONDS:
            return ()
        return (f"времена в файле приняты за {self.unit.name}: таков темп речи",)


def clock_of(said: Iterable[tuple[str, Moment | None, Moment | None]]) -> Clock:
    """The clock of a file in which texts are `said` between two moments each.

    Bare numbers are of the unit that makes a human pace.
    """
    said = list(said)
    bare = [
        Stretch(letters(text), start.number, stop.number if stop is not None and stop.unit is None else None)
        for text, start, stop in said
        if start is not None and start.unit is None
    ]
    dates = [start.number for _, start, _ in said if start is not None and start.is_date]
    return Clock(unit_of(bare), min(dates, default=0.0))


def moment(given: Given | None, place: str) -> Moment | None:
    """The time that `given` is, None where it is none. Raises `InputError` where it must be and is not."""
    if given is None:
        return None
    found = _read(given.value, given.unit)
    if found is not None and 0 <= found.number < math.inf:
        seconds = found.number * (found.unit or 1e-9)
        if found.is_date or seconds < _MOST:
            return found
    if given.is_sure or found is not None:
        raise InputError("неверное время", place=place, value=given.value, expected="число секунд")
    return None


def _read(value: Any, unit: float | None) -> Moment | None:
    if isinstance(value, dict):
        whole, part = (_number(value.get(name, 0)) for name in ("seconds", "nanos"))
        return None if whole is None or part is None else Moment(whole + part / 1e9, 1.0)
    if isinstance(value, int | float):
        return Moment(float(value), unit) if abs(value) < 1e300 else Moment(math.inf, unit)
    text = str(value).strip()
    if _NUMBER.fullmatch(text):
        return Moment(float(text.replace(",", ".")), unit)
    if found := _WITH_UNIT.fullmatch(text):
        small = found["unit"].casefold() in {"ms", "мс"}
        return Moment(float(found["number"].replace(",", ".")), 1e-3 if small else 1.0)
    if _DATE.match(text):
        return _date(text)
    if text[:1] in "Pp" and (found := _DURATION.fullmatch(text)) and any(found.groups()):
        parts = [float((found[name] or "0").replace(",", ".")) for name in "dhms"]
        return Moment(((parts[0] * 24 + parts[1]) * 60 + parts[2]) * 60 + parts[3], 1.0)
    try:
        return Moment(timecode.seconds(text), 1.0) if ":" in text else None
    except ValueError:
        return None


def _date(text: str) -> Moment | None:
    # fractions may have more digits than Python reads, and «Z» is read from 3.11 on only
    text = re.sub(r"(\.\d{6})\d+", r"\1", text)
    try:
        found = datetime.fromisoformat(text)
        return Moment((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp(), 1.0, is_date=True)
    except (ValueError, OverflowError, OSError):
        return None


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None
