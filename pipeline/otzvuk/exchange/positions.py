"""The text of a source, and what its positions count: programs do not agree about BOMs, CRLF and emoji.

The standard counts code points of the file as it is. Some count a line end as one, some the BOM too, some
UTF-16 units. Each reading is tried; the one whose selections agree best with their names, else with the
bounds of words, is taken, in doubt the standard's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from otzvuk.exchange.qdesource import QdeSelection
from otzvuk.model.span import is_edge

_AS_WRITTEN = "как в стандарте"
_PAIR, _ASTRAL = re.compile("\r\n"), re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Text:
    """A source's text with LF and no BOM. `at` gives the place in it of a position as written.

    `counted` says in Russian what the positions count where it is not what the standard says, else "".
    """

    text: str
    at: Callable[[int], int]
    counted: str = ""


def settle(raw: str, selections: Sequence[QdeSelection]) -> Text:
    """The text that `raw` is (decoded, nothing else done to it), with its positions understood."""
    text = raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    readings = [(name, _mapping(raw, *how)) for name, how in _readings(raw).items()]
    name, at = max(readings, key=lambda each: _agreement(text, each[1], selections))
    return Text(text, at, "" if name == _AS_WRITTEN else name)


def _readings(raw: str) -> dict[str, tuple[bool, bool, bool]]:
    """What may be counted: the BOM, CRLF as two, astral signs as two; the standard's reading first."""
    bom, crlf, astral = raw.startswith("\ufeff"), "\r\n" in raw, bool(_ASTRAL.search(raw))
    found = {}
    for two in [False, True] if astral else [False]:
        for pair in [True, False] if crlf else [True]:
            for mark in [False, True] if bom else [False]:
                said = []
                if mark:
                    said.append("знак BOM")
                if not pair:
                    said.append("конец строки за один знак")
                if two:
                    said.append("эмодзи за два знака")
                found[", ".join(said) or _AS_WRITTEN] = (mark, pair, two)
    return found


def _mapping(raw: str, mark: bool, pair: bool, two: bool) -> Callable[[int], int]:
    """From positions of one reading to places in the text with LF and without BOM."""
    body = raw.removeprefix("\ufeff")
    ahead = 1 if mark and len(body) < len(raw) else 0
    wide = [found.start() - at for at, found in enumerate(_PAIR.finditer(body))] if pair else []
    if two:
        wide += [found.start() for found in _ASTRAL.finditer(body.replace("\r\n", "\n"))]
    # a sign that counts twice moves all that follows it by one
    doubled = [place + at for at, place in enumerate(sorted(wide))]
    return lambda position: position - ahead - bisect_left(doubled, position - ahead)


def _agreement(text: str, at: Callable[[int], int], selections: Sequence[QdeSelection]) -> tuple[int, int]:
    named = bounds = 0
    for each in selections[:500]:
        start, stop = at(each.start), at(each.stop)
        if not 0 <= start < stop <= len(text):
            continue
        told = " ".join(each.name.rstrip("….").split())
        words = " ".join(text[start:stop].split())
        named += len(told) > 3 and words.startswith(told[:40])
        bounds += is_edge(text, start) + is_edge(text, stop)
    return named, bounds
