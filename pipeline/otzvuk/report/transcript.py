"""A turn cut into pieces, so that overlapping mentions and marks can be highlighted in its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from otzvuk.model.interview import Interview
from otzvuk.model.stretch import stretches
from otzvuk.model.wording import clock
from otzvuk.report.remark import Mark, Remark


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
    """An interview as printed; `number` counts from 1.

    `said` and `marked` are the numbers of its mentions and of its marks as ranges: «3-17 20».
    """

    number: int
    interview: Interview
    lines: tuple[Line, ...]
    said: str = ""
    marked: str = ""


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
                anchor=f"t{number}-{index}",
                speaker=turn.speaker,
                interviewer=turn.interviewer,
                time=clock(turn.seconds_at(0)),
                place=turn.place,
                pieces=pieces(turn.text, own, rated.get(index, ())),
                remarks=tuple(own),
            )
        )
    return Transcript(
        number,
        interview,
        tuple(lines),
        said=_ranges(remark.number for remark in remarks),
        marked=_ranges(mark.number for mark in marks),
    )


def _ranges(numbers: Iterable[int]) -> str:
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][-1] + 1:
            found[-1][1:] = [number]
        else:
            found.append([number])
    return " ".join("-".join(map(str, each)) for each in found)


def pieces(text: str, remarks: Sequence[Remark], marks: Sequence[Mark] = ()) -> tuple[Piece, ...]:
    """`text` cut at every beginning and end of a mention or mark; joined, the pieces are `text` again."""
    placed: list[_Anchored] = [_Anchored(f"m{each.number}", each) for each in remarks]
    placed += [_Anchored(f"r{each.number}", each) for each in marks]
    return tuple(
        Piece(
            cut.text,
            tuple(each.said for each in cut.over if isinstance(each.said, Remark)),
            tuple(each.said for each in cut.over if isinstance(each.said, Mark)),
            tuple(each.anchor for each in cut.begins),
        )
        for cut in stretches(text, placed)
    )


@dataclass(frozen=True, slots=True)
class _Anchored:
    anchor: str
    said: Remark | Mark

    @property
    def start(self) -> int:
        return self.said.start

    @property
    def stop(self) -> int:
        return self.said.stop
