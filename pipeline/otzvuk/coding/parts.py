"""A very long talk in parts that are coded one after another, so that memory does not grow with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, TypeVar

from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Mention, Rating
from otzvuk.model.saying import Saying

PART: Final = 400_000
"""Code points of a part, some eight hours of talk; what is shorter is one part, the talk as it is."""

_TURN: Final = 40  # code points that a turn counts at least: each costs something besides its words
_ON: Final = 200  # turns that a part may be longer, to end where somebody asks anew

Placed = TypeVar("Placed", Mention, Rating, Saying)


@dataclass(frozen=True, slots=True)
class Part:
    """Turns of a talk as a talk of their own; `first` is the number of the first one in the whole."""

    first: int
    interview: Interview


def parts(interview: Interview) -> list[Part]:
    """The parts of a talk in order, each from a question on where questions are asked.

    How densely a talk judges is then seen in each part by itself, and an answer at its beginning is read
    without the one before.
    """
    cuts = list(_cuts(interview))
    if len(cuts) == 1:
        return [Part(0, interview)]
    ends = [*cuts[1:], len(interview.turns)]
    return [
        Part(first, replace(interview, turns=interview.turns[first:stop]))
        for first, stop in zip(cuts, ends, strict=True)
    ]


def _cuts(interview: Interview) -> Iterator[int]:
    yield 0
    size, full = 0, 0  # the turn at which the part was full
    for at, turn in enumerate(interview.turns):
        if size >= PART and (turn.interviewer or at - full >= _ON):
            yield at
            size = 0
        if size < PART <= size + max(len(turn.text), _TURN):
            full = at
        size += max(len(turn.text), _TURN)


def joined(pieces: Iterable[tuple[Interview, Part, Coding]]) -> Iterator[Coding]:
    """The codings of whole talks from those of their parts, in the order given."""
    for _, group in groupby(pieces, key=lambda each: id(each[0])):
        own = list(group)
        interview = own[0][0]
        if len(own) == 1:
            yield own[0][2]
            continue
        mentions = [one for _, part, coding in own for one in shifted(coding.mentions, part.first)]
        ratings = [one for _, part, coding in own for one in shifted(coding.ratings, part.first)]
        heard = [(part, coding.sayings) for _, part, coding in own if coding.sayings is not None]
        sayings = tuple(one for part, said in heard for one in shifted(said, part.first))
        whole = sayings if len(heard) == len(own) else None
        theirs = tuple(one for _, part, coding in own for one in shifted(coding.theirs, part.first))
        yield Coding(
            interview, mentions=tuple(mentions), ratings=tuple(ratings), sayings=whole, theirs=theirs
        )


def shifted(placed: Sequence[Placed], by: int) -> Iterator[Placed]:
    """Mentions, ratings or sayings with their turns so many later."""
    return (replace(each, turn=each.turn + by) for each in placed)


def part_of(coding: Coding, part: Part) -> Coding:
    """What a coding says within a part, with its turns as the part counts them."""
    if part.interview is coding.interview:
        return coding
    stop = part.first + len(part.interview.turns)
    mentions, theirs = (
        tuple(shifted([each for each in said if part.first <= each.turn < stop], -part.first))
        for said in (coding.mentions, coding.theirs)
    )
    return Coding(part.interview, mentions=mentions, theirs=theirs)
