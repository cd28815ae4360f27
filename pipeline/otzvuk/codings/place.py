"""Where decided words stand: a place in a talk, found again when the transcript was edited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from otzvuk.model.decision import GONE, Place
from otzvuk.model.interview import Interview

AROUND = 60
"""Code points of the turn that a place keeps on either side."""

_NAME = 60  # code points of the longest name
_ENOUGH = 4  # of them have to be as they were for words in another turn: a blank is everywhere


def place_of(interview: Interview, turn: int, start: int, stop: int) -> Place:
    """The place [`start`, `stop`) of a turn; IndexError where there is no such turn."""
    text = interview.turns[turn].text
    return Place(
        interview=interview.id, file=interview.file, turn=turn, start=start, stop=stop, text=text[start:stop],
        before=text[max(0, start - AROUND) : start], after=text[stop : stop + AROUND],
    )  # fmt: skip


def found_again(place: Place, interviews: Mapping[str, Interview]) -> Place | None:
    """`place` as it stands in the interviews now (by id), or None where its words are said no more.

    Where the same words stand in several places, the one with most of the words around it is meant, and of
    those alike the nearest; where nothing around is as it was, only the very same turn will do.
    """
    interview = interviews.get(place.interview) or _of_file(place, interviews)
    if interview is None:
        return None
    turns = interview.turns
    if place.turn < len(turns):
        text = turns[place.turn].text
        if text[place.start : place.stop] == place.text and _context(
            place, text, place.start, place.stop
        ) == _all(place):
            return replace(place, interview=interview.id, file=interview.file)
    if not place.text or place.text == GONE:
        return None
    best: tuple[int, int, int] | None = None
    where = (0, 0, 0)
    words = _words(place)
    for at, turn in enumerate(turns):
        if turn.interviewer:
            continue
        there = words.search(turn.text)
        while there:
            start, stop = there.span()
            kept = _context(place, turn.text, start, stop)
            if at == place.turn or kept >= min(_ENOUGH, _all(place)):
                key = (kept, -abs(at - place.turn), -abs(start - place.start))
                if best is None or key > best:
                    best, where = key, (at, start, stop)
            there = words.search(turn.text, start + 1)
    return None if best is None else place_of(interview, *where)


def _words(place: Place) -> re.Pattern[str]:
    """What finds the words of a place; where a name was cut out of them any few may stand."""
    return re.compile(f".{{1,{_NAME}}}?".join(map(re.escape, place.text.split(GONE))), re.DOTALL)


def _of_file(place: Place, interviews: Mapping[str, Interview]) -> Interview | None:
    """The interview of the place's file, which may have got another id."""
    return next((each for each in interviews.values() if each.file == place.file), None)


def _all(place: Place) -> int:
    return len(place.before) + len(place.after)


def _context(place: Place, text: str, start: int, stop: int) -> int:
    """How many code points on either side of [`start`, `stop`) are as `place` has kept them."""
    before, after = text[max(0, start - AROUND) : start], text[stop : stop + AROUND]
    return _common(before[::-1], place.before[::-1]) + _common(after, place.after)


def _common(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
