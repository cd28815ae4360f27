"""Times of a recording as transcripts write them: `00:01:02`, `[1:02]`, `(00:01:02,500)`, `[62.5s]`."""

from __future__ import annotations

import re

_CLOCK = r"\d{1,3}:\d{2}(?::\d{2}(?:[:;]\d{2}(?!\d))?)?(?:[.,]\d{1,3})?"
_FRAMES = 25  # a second, where nothing says so
_RANGE = rf"(?P<start>{_CLOCK})(?:\s*(?:-->|[-–—])\s*(?P<stop>{_CLOCK}))?"
_BRACKETED = re.compile(rf"[\[(<{{]\s*(?:{_RANGE}|(?P<seconds>\d+(?:\.\d+)?)\s*[sс])\s*[\])>}}]")
_BARE = re.compile(rf"{_RANGE}(?=$|[\s\]-–—])")
_INLINE = re.compile(rf"\[\s*({_CLOCK})\s*\]")


def seconds(clock: str) -> float:
    """Seconds of `h:mm:ss`, `mm:ss` or plain seconds, with a comma or a point before the fraction.

    >>> seconds("00:01:02,5")
    62.5

    Four fields end with frames, as editors of films count them:

    >>> seconds("00:00:04:05")
    4.2
    """
    parts = clock.strip().replace(",", ".").replace(";", ":").split(":")
    if len(parts) == 4:
        return round(seconds(":".join(parts[:3])) + min(float(parts[3]) / _FRAMES, 0.99), 3)
    total = 0.0
    for part in parts:
        total = total * 60 + float(part)
    return round(total, 3)


def leading(text: str) -> tuple[float, str, bool] | None:
    """The time that `text` begins with, the rest, and whether it is surely no time of day.

    A time in brackets or one with hours, minutes and seconds is sure; «10:30 приехали» is not.
    """
    found = _BRACKETED.match(text)
    if found:
        clock = found["start"] or found["seconds"]
        return seconds(clock), text[found.end() :].lstrip(" \t-–—"), True
    found = _BARE.match(text)
    if found:
        sure = found["start"].count(":") >= 2
        return seconds(found["start"]), text[found.end() :].lstrip(" \t-–—"), sure
    return None


def end(text: str) -> float | None:
    """Where the stretch of time that `text` begins with ends («[00:43.8 --> 00:47.8] …»), or None."""
    found = _BRACKETED.match(text) or _BARE.match(text)
    return seconds(found["stop"]) if found and found["stop"] else None


def trailing(text: str) -> tuple[str, float] | None:
    """`text` without the time that it ends with, and that time: «Иван [00:12]», «Иван 0:00:12»."""
    for pattern in (_BRACKETED, _BARE):
        for found in pattern.finditer(text):
            if (
                found.end() == len(text.rstrip())
                and found.start() > 0
                and text[found.start() - 1] in " \t[(*_,-–—"
            ):
                clock = found["start"] or found.groupdict().get("seconds") or "0"
                return text[: found.start()].rstrip(" \t,-–—"), seconds(clock)
    return None


def inline(text: str) -> list[tuple[int, float]]:
    """Offsets and times of the bracketed timecodes inside `text` («… [00:05:10] …»)."""
    return [(found.start(), seconds(found[1])) for found in _INLINE.finditer(text)]
