"""A source's text → turns, and where in the text each of their words stands."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Turn
from otzvuk.read.guarded import read_guarded
from otzvuk.read.interviews import UNNAMED


class Piece(NamedTuple):
    """A stretch of a turn's text and where it stands in the source."""

    turn_at: int
    text_at: int
    length: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A turn with its pieces in the order of the text; none where its words were not found again."""

    turn: Turn
    pieces: tuple[Piece, ...]

    def within(self, start: int, stop: int) -> tuple[int, int] | None:
        """The part of the turn's text that lies in `start`…`stop` of the source, without spaces around it."""
        found = [
            (
                piece.turn_at + max(start - piece.text_at, 0),
                piece.turn_at + min(stop - piece.text_at, piece.length),
            )
            for piece in self.pieces
            if start < piece.text_at + piece.length and stop > piece.text_at
        ]
        if not found:
            return None
        first, last = found[0][0], found[-1][1]
        text = self.turn.text[first:last]
        if not text.strip():
            return None
        if self.pieces[0].text_at <= start and stop <= self.pieces[-1].text_at + self.pieces[-1].length:
            return first, last  # wholly inside: as it was selected
        return first + len(text) - len(text.lstrip()), last - (len(text) - len(text.rstrip()))


def read_turns(text: str, name: str) -> tuple[list[Placed], str]:
    """The turns of a source's `text`, and in Russian what was guessed ("" for nothing).

    Where nobody is named the whole text is one turn of one respondent.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "source.txt"
        path.write_bytes(text.encode("utf-8", "replace"))
        try:
            turns = read_guarded(path).turns
        except InputError:
            turns = ()
    if not turns:
        body = text.strip()
        if not body:
            return [], ""
        piece = Piece(0, text.index(body), len(body))
        said = f"источник «{name}»: говорящие не названы, весь текст принят за слова одного респондента"
        return [Placed(Turn(UNNAMED, body, "строка 1"), (piece,))], said
    return locate(text, turns), ""


def locate(text: str, turns: Sequence[Turn]) -> list[Placed]:
    """Where the words of `turns` stand in the `text` that they were read from, line by line."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    heads = [_line(turn, len(lines)) for turn in turns]
    placed = []
    for index, turn in enumerate(turns):
        end = heads[index + 1] if index + 1 < len(turns) else len(lines)
        pieces = _pieces(turn.text, lines, starts, heads[index], max(end, heads[index] + 1))
        placed.append(Placed(turn, tuple(pieces)))
    return placed


def _line(turn: Turn, lines: int) -> int:
    found = re.search(r"\d+", turn.place)
    return min(int(found[0]) - 1, lines - 1) if found else 0


def _pieces(said: str, lines: Sequence[str], starts: Sequence[int], first: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    at, line, offset = 0, first, 0
    for part in said.split("\n"):
        here = line
        while here < end and not lines[here].rstrip().endswith(part):
            here += 1
        if part and here < end:
            offset = len(lines[here].rstrip()) - len(part)
            pieces.append(Piece(at, starts[here] + offset, len(part)))
            line = here + 1
        elif part:  # lines were joined, or times left out: word by word
            block = "\n".join(lines[line:end])
            cursor = 0
            for word in re.finditer(r"\S+", part):
                there = block.find(word[0], cursor)
                if there < 0:
                    continue
                pieces.append(Piece(at + word.start(), starts[line] + there, len(word[0])))
                cursor = there + len(word[0])
        at += len(part) + 1
    return pieces


def renamed(placed: Placed, turn: Turn) -> Placed:
    """`placed` with the speaker and role that are known by now; the words stay."""
    return replace(placed, turn=replace(placed.turn, speaker=turn.speaker, interviewer=turn.interviewer))
