"""Where a quotation stands in a text: letter by letter, but for spelling, or with few letters changed."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from otzvuk.model.span import is_edge

_SHORTEST: Final = 24  # letters of a quotation that may differ at all
_CHANGED: Final = 0.08  # of its letters
_LONGEST: Final = 600  # letters of one that is looked for so


class Found(NamedTuple):
    """[`start`, `stop`) of the text; `exact` where the quotation stands there letter by letter."""

    start: int
    stop: int
    exact: bool


def locate(quote: str, text: str, *, after: int = 0) -> Found | None:
    """Where `quote` stands in `text` between ends of words; the first place from `after` on, else the first.

    Case, ё, quotation marks, dashes and blanks may differ; of a longer quotation every twelfth letter, but no
    number and no negation. None where it does not stand there so.
    """
    quote = quote.strip()
    if not any(each.isalnum() for each in quote):
        return None
    if exact := _first(quote, text, after):
        return Found(*exact, exact=True)
    plain, places = _folded(text)
    folded = _folded(quote)[0].strip()
    if not any(each.isalnum() for each in folded):
        return None
    start = next((at for at, place in enumerate(places) if place >= after), 0)
    near = _first(folded, plain, start) or _nearly(folded, plain)
    if near is None or _sense(folded) != _sense(plain[near[0] : near[1]]):
        return None
    first, last = places[near[0]], places[near[1] - 1] + 1
    return Found(first, last, exact=False)


def _sense(folded: str) -> tuple[list[str], list[str]]:
    """What no few letters may change: the numbers and the negations."""
    return re.findall(r"\d+", folded), re.findall(r"\b(?:не|ни|нет|без)\b", folded)


def _first(quote: str, text: str, after: int) -> tuple[int, int] | None:
    for begin in (after, 0) if after else (0,):
        at = text.find(quote, begin)
        while at >= 0:
            if is_edge(text, at) and is_edge(text, at + len(quote)):
                return at, at + len(quote)
            at = text.find(quote, at + 1)
    return None


_SAME: Final = {**dict.fromkeys("«»„“”\"'’‘`", '"'), **dict.fromkeys("—–−‑-", "-"), "ё": "е", "…": "."}


def _folded(text: str) -> tuple[str, list[int]]:
    """The text with what may differ made the same, and where each of its letters stands in the text.

    Marks of speech that programs add and leave out (quotation marks, doubled blanks and dots) go.
    """
    letters: list[str] = []
    places: list[int] = []
    for at, each in enumerate(text):
        for letter in unicodedata.normalize("NFKC", each).casefold():
            same = _SAME.get(letter, " " if letter.isspace() else letter)
            if (
                same == '"'
                or unicodedata.combining(same)
                or (same in " ." and letters and letters[-1] == same)
            ):
                continue
            letters.append(same)
            places.append(at)
    return "".join(letters), places


def _nearly(quote: str, text: str) -> tuple[int, int] | None:
    """The stretch of `text` that is `quote` but for few letters (Sellers 1980); None where there is none."""
    if not _SHORTEST <= len(quote) <= _LONGEST or len(quote) > 1.2 * len(text):
        return None
    most = int(len(quote) * _CHANGED)
    costs, starts = [0] * (len(text) + 1), list(range(len(text) + 1))
    for row, letter in enumerate(quote, 1):
        new, new_starts = [row], [0]
        for at, other in enumerate(text, 1):
            diagonal, up = costs[at - 1] + (letter != other), costs[at] + 1
            cost, start = diagonal, starts[at - 1]
            if up < cost:
                cost, start = up, starts[at]
            if new[-1] + 1 < cost:
                cost, start = new[-1] + 1, new_starts[-1]
            new.append(cost)
            new_starts.append(start)
        costs, starts = new, new_starts
        if min(costs) > most:
            return None
    best = min(costs)
    if best > most:
        return None
    stop = costs.index(best)
    return _widened(text, starts[stop], stop)


def _widened(text: str, start: int, stop: int) -> tuple[int, int]:
    """The same to the ends of the words that it cuts."""
    while start < stop and text[start].isspace():
        start += 1
    while not is_edge(text, start):
        start -= 1
    while not is_edge(text, stop):
        stop += 1
    return start, stop
