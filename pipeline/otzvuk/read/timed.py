"""Fragments of speech with times in seconds and with speakers, put together from what a file says of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from otzvuk.read.jsonfile import speaker_of
from otzvuk.read.layers import words_in
from otzvuk.read.moments import Moment, clock_of, moment, parted
from otzvuk.read.pieces import Piece, Speech


@dataclass(slots=True)
class Timed:
    """A fragment with its times in seconds, its place and its speaker as shown."""

    piece: Piece
    place: str
    start: float | None
    stop: float | None
    speaker: str | None


def timed_pieces(pieces: Sequence[Piece], speech: Speech) -> tuple[list[Timed], tuple[str, ...]]:
    """`pieces` of `speech` with times and speakers, and in Russian what was guessed about the times.

    Raises `InputError` for a time that is none.
    """
    found, notes = _in_seconds(pieces)
    _voiced(found, speech)
    for each in found:
        if each.speaker is not None:
            each.speaker = speech.names.get(each.speaker) or speaker_of(each.speaker)
    return found, notes


def _in_seconds(pieces: Sequence[Piece]) -> tuple[list[Timed], tuple[str, ...]]:
    read = [_moments(piece, f"фрагмент {number}") for number, piece in enumerate(pieces, 1)]
    clock = clock_of((piece.text, *each) for piece, each in zip(pieces, read, strict=True))
    found = [
        Timed(piece, f"фрагмент {number}", clock.seconds(start), clock.seconds(stop), piece.speaker)
        for number, (piece, (start, stop)) in enumerate(zip(pieces, read, strict=True), 1)
    ]
    return found, clock.notes


def _moments(piece: Piece, place: str) -> tuple[Moment | None, Moment | None]:
    """When `piece` begins and ends."""
    if (piece.start is None or piece.lent) and (words := words_in(piece)):
        return moment(words[0].start, place), moment(words[-1].stop, place)
    if piece.start is not None and (both := parted(piece.start.value)):
        first, last = (moment(replace(piece.start, value=each), place) for each in both)
        return first, last
    start, stop, length = (moment(each, place) for each in (piece.start, piece.stop, piece.length))
    if stop is None and start is not None and length is not None:
        # both in the unit of the start: «offset» in seconds and «duration» in ticks are one service's
        scale = 1.0 if start.unit is None or length.unit is None else length.unit / start.unit
        stop = replace(start, number=start.number + length.number * scale)
    return start, stop


def _voiced(timed: Sequence[Timed], speech: Speech) -> None:
    """Give `timed` the speakers that the file tells apart from the words, where it names none with them."""
    if len({each.speaker for each in timed if each.speaker}) > 1:
        return
    spans = [Piece("", each.speaker, start=each.start, stop=each.stop) for each in speech.voiced]
    voices = sorted(
        ((each.start, each.speaker) for each in _in_seconds(spans)[0] if each.start is not None),
        key=lambda span: span[0],
    )
    if len({speaker for _, speaker in voices}) < 2:
        return
    at = 0
    known = [(each.start, each) for each in timed if each.start is not None]
    for start, each in sorted(known, key=lambda pair: pair[0]):
        middle = start if each.stop is None else (start + each.stop) / 2
        while at + 1 < len(voices) and voices[at + 1][0] <= middle:
            at += 1
        each.speaker = voices[at][1]
