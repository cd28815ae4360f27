"""Fragments of speech with times in seconds and with speakers, put together from what a file says of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otzvuk.read.jsonfile import speaker_of
from otzvuk.read.jsontimes import Moment, moment
from otzvuk.read.layers import words_in
from otzvuk.read.pace import SECONDS, Stretch, letters, unit_of
from otzvuk.read.pieces import Piece, Speech


@dataclass(slots=True)
class Timed:
    """A fragment with its times in seconds, its place and its speaker as shown."""

    piece: Piece
    place: str
    start: float | None
    stop: float | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class _Moments:
    start: Moment | None
    stop: Moment | None
    length: Moment | None


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
    """`pieces` with times in seconds: bare numbers are of the unit that makes a human pace."""
    read = [_moments(piece, f"фрагмент {number}") for number, piece in enumerate(pieces, 1)]
    unit = unit_of([each for pair in zip(pieces, read, strict=True) for each in _bare(*pair)])
    dates = [each.start.number for each in read if each.start is not None and each.start.is_date]
    first = min(dates, default=0.0)

    def seconds(each: Moment | None) -> float | None:
        if each is None:
            return None
        scale = unit.seconds if each.unit is None else each.unit
        return round(each.number * scale - (first if each.is_date else 0.0), 3)

    found = []
    for number, (piece, each) in enumerate(zip(pieces, read, strict=True), 1):
        start, stop, length = seconds(each.start), seconds(each.stop), seconds(each.length)
        if stop is None and start is not None and length is not None:
            stop = start + length
        found.append(Timed(piece, f"фрагмент {number}", start, stop, piece.speaker))
    if unit is SECONDS:
        return found, ()
    return found, (f"времена в файле приняты за {unit.name}: таков темп речи",)


def _moments(piece: Piece, place: str) -> _Moments:
    start, stop, length = piece.start, piece.stop, piece.length
    if start is None and (words := words_in(piece)):
        start, stop, length = words[0].start, words[-1].stop, None
    return _Moments(moment(start, place), moment(stop, place), moment(length, place))


def _bare(piece: Piece, moments: _Moments) -> list[Stretch]:
    """The stretch of `piece` in the file's own numbers, where these name no unit."""
    start, stop, length = moments.start, moments.stop, moments.length
    if start is None or start.unit is not None:
        return []
    end = None
    if stop is not None and stop.unit is None:
        end = stop.number
    elif length is not None and length.unit is None:
        end = start.number + length.number
    return [Stretch(letters(piece.text), start.number, end)]


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
