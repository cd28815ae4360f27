"""A turn cut into pieces, so that overlapping mentions and marks can be highlighted in its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from otzvuk.model.interview import Interview
from otzvuk.report.remark import Mark, Remark
from otzvuk.report.wording import clock


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a turn's text that lies wholly inside or outside each mention.

    `remarks` and `marks` cover it; `begins` are the anchors of those that begin here.
    """

    text: str
    remarks: tuple[Remark, ...] = ()
    marks: tuple[Mark, ...] = ()
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A turn as printed. `time` is where it begins in the recording, empty where unknown."""

    anchor: str
    speaker: str
    interviewer: bool
    time: str
    place: str
    pieces: tuple[Piece, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """An interview as printed; `number` counts from 1."""

    number: int
    interview: Interview
    lines: tuple[Line, ...]


def transcript(
    number: int, interview: Interview, remarks: Sequence[Remark], marks: Sequence[Mark]
) -> Transcript:
    """The whole interview; `remarks` and `marks` are those made in it."""
    said: dict[int, list[Remark]] = {}
    rated: dict[int, list[Mark]] = {}
    for remark in remarks:
        said.setdefault(remark.turn, []).append(remark)
    for mark in marks:
        if mark.turn is not None:
            rated.setdefault(mark.turn, []).append(mark)
    lines = []
    for index, turn in enumerate(interview.turns):
        own = sorted(said.get(index, ()), key=lambda remark: (remark.start, remark.number))
        lines.append(
            Line(
                f"t{number}-{index}",
                turn.speaker,
                turn.interviewer,
                clock(turn.seconds_at(0)),
                turn.place,
                pieces(turn.text, own, rated.get(index, ())),
                tuple(own),
            )
        )
    return Transcript(number, interview, tuple(lines))


def pieces(text: str, remarks: Sequence[Remark], marks: Sequence[Mark] = ()) -> tuple[Piece, ...]:
    """`text` cut at every beginning and end of a mention or mark; joined, the pieces are `text` again."""
    spans: Mapping[str, tuple[int, int]] = {
        f"m{each.number}": (each.start, each.stop) for each in remarks
    } | {f"r{each.number}": (each.start, each.stop) for each in marks}
    cuts = sorted({0, len(text), *(cut for span in spans.values() for cut in span)})
    found = []
    for start, stop in pairwise(cuts):
        found.append(
            Piece(
                text[start:stop],
                tuple(each for each in remarks if each.start <= start and stop <= each.stop),
                tuple(each for each in marks if each.start <= start and stop <= each.stop),
                tuple(anchor for anchor, span in spans.items() if span[0] == start),
            )
        )
    return tuple(found)
