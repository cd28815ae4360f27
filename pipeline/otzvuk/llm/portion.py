"""An interview in portions that one question each is asked about, with names hidden where they are to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from otzvuk.model.interview import Interview

if TYPE_CHECKING:
    from otzvuk.anonymise import Hidden, Names

_LETTERS: Final = 6  # code points of a word, its blank included
_BEFORE: Final = 2  # turns that are shown before a portion
_SHOWN: Final = 600  # code points that are shown of each of these
_ENDS: Final = re.compile(r"[.!?…]+[»\")]*\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A turn as it is sent, or from `offset` on a part of a very long one."""

    turn: int
    asked: bool
    text: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Portion:
    """Pieces that one question is about; `before` are those that were said before, to be understood by."""

    pieces: tuple[Piece, ...]
    before: tuple[Piece, ...] = ()

    @property
    def size(self) -> int:
        """Code points to be coded."""
        return sum(len(each.text) for each in self.pieces)

    def halves(self) -> tuple[Portion, Portion] | None:
        """The same in two questions, each about somebody; None where nothing can be divided."""
        asked = [at for at, each in enumerate(self.pieces) if each.asked]
        at = asked[len(asked) // 2]
        if len(asked) > 1:
            at -= not self.pieces[at - 1].asked  # with the question that it answers
            one, other = self.pieces[:at], self.pieces[at:]
        else:
            only = self.pieces[at]
            cut = _cut(only.text, len(only.text) // 2)
            if cut is None:
                return None
            head, tail = _divided(only, cut)
            one, other = (*self.pieces[:at], head), (tail, *self.pieces[at + 1 :])
        return Portion(one, self.before), Portion(other, _shown(one))


class Talk:
    """An interview as it is sent: the text of each turn, and where its places lie in the transcript."""

    def __init__(self, interview: Interview, names: Names | None) -> None:
        self.interview = interview
        self._hidden: Mapping[int, Hidden] = (
            {}
            if names is None
            else {at: names.hide_turn(interview.id, at) for at in range(len(interview.turns))}
        )

    def sent(self, turn: int) -> str:
        """The text of a turn as it is sent."""
        return self._hidden[turn].text if turn in self._hidden else self.interview.turns[turn].text

    def place(self, turn: int, start: int, stop: int) -> tuple[int, int]:
        """Where [`start`, `stop`) of what was sent lies in the transcript; a placeholder is a whole name."""
        hidden = self._hidden.get(turn)
        if hidden is None:
            return start, stop
        first, moved = hidden.source(start), 0
        last = hidden.source(stop)
        for each in hidden.replacements:  # one that the end cuts is taken whole
            begin = each.start + moved
            if begin < stop <= begin + len(each.text):
                last = each.stop
            moved += len(each.text) - (each.stop - each.start)
        return first, last

    def portions(self, words: int) -> Iterator[Portion]:
        """The talk in portions of about so many words, each from a question on; those with answers only."""
        most = words * _LETTERS
        pieces, size, before = list[Piece](), 0, tuple[Piece, ...]()
        for piece in self._pieces(most):
            full = size >= most and (not piece.asked or not pieces[-1].asked or size >= 1.5 * most)
            if pieces and full:
                yield from _with_answers(pieces, before)
                before, pieces, size = _shown(pieces), [], 0
            pieces.append(piece)
            size += len(piece.text)
        yield from _with_answers(pieces, before)

    def _pieces(self, most: int) -> Iterator[Piece]:
        for at, turn in enumerate(self.interview.turns):
            piece = Piece(at, not turn.interviewer, self.sent(at))
            while len(piece.text) > 1.5 * most and (cut := _cut(piece.text, most)) is not None:
                head, piece = _divided(piece, cut)
                yield head
            if piece.text.strip():
                yield piece


def _with_answers(pieces: Sequence[Piece], before: tuple[Piece, ...]) -> Iterator[Portion]:
    if any(each.asked for each in pieces):
        yield Portion(tuple(pieces), before)


def _shown(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The end of what went before, for whoever is asked about what follows."""
    return tuple(replace(each, text=each.text[-_SHOWN:]) for each in pieces[-_BEFORE:])


def _divided(piece: Piece, cut: int) -> tuple[Piece, Piece]:
    head = Piece(piece.turn, piece.asked, piece.text[:cut], piece.offset)
    return head, Piece(piece.turn, piece.asked, piece.text[cut:], piece.offset + cut)


def _cut(text: str, near: int) -> int | None:
    """Where to cut a text near a place: after a sentence, else between words; None where there is none."""
    ends = [each.end() for each in _ENDS.finditer(text) if 0 < each.end() < len(text)]
    ends = ends or [
        each.end() for each in re.finditer(r"\s+", text) if each.start() > 0 and each.end() < len(text)
    ]
    return min(ends, key=lambda end: abs(end - near)) if ends else None
