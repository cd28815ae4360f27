"""Paragraphs of documents as runs of letters, some in bold: names are often set off so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from otzvuk.read.transcript import Line


def run_lines(runs: Iterable[tuple[str, bool]], place: str, *, heading: bool = False) -> Iterator[Line]:
    """The lines of a paragraph made of `runs` of text and whether it is bold.

    A soft break ends a line, for people press Shift+Enter between contributions, too.
    """
    pieces, flags = [], []
    for piece, bold in runs:
        pieces.append(piece)
        flags += [bold] * len(piece)
    start = 0
    for line in "".join(pieces).split("\n"):
        own = flags[start : start + len(line)]
        end = own.index(False) if False in own else len(own)
        yield Line(line.strip(), place, bold=line[:end].strip(), heading=heading)
        start += len(line) + 1
