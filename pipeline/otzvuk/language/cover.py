"""A text cut into tokens that leave nothing out: what stands between ours is a token, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from otzvuk.language.tokens import Token
from otzvuk.language.turn import parse


class Piece(NamedTuple):
    """A word, mark or stretch of blanks: `text` stands at [`start`, `stop`) of the whole.

    `space` says that a single space follows, which belongs to no piece; `first` that a sentence begins here.
    """

    start: int
    stop: int
    text: str
    lemma: str
    space: bool
    first: bool


def cover(text: str, spans: Iterable[tuple[int, int]] = ()) -> list[Piece]:
    """The pieces of a text: `"".join(each.text + " " * each.space for each in pieces)` is the text.

    Tokens are those of `parse`; of the blanks between them one space belongs to what stands before, as other
    programs count, and the rest is a piece. Where a span (offsets [start, stop)) begins or ends inside of
    one, it is cut, so that each span consists of pieces.
    """
    parsed = parse(text)
    begins = {parsed.tokens[each.first].start for each in parsed.sentences[1:]}
    spans = list(spans)
    cuts = sorted({each for span in spans for each in span})
    # A space that a span begins or ends with is no longer what follows a word, but a piece.
    apart = {start for start, _ in spans} | {stop - 1 for _, stop in spans}
    pieces: list[Piece] = []
    at = 0
    for token in parsed.tokens:
        pieces += _blanks(text, (at, token.start), pieces, cuts, apart)
        pieces += _words(token, cuts, begins)
        at = token.stop
    return pieces + list(_blanks(text, (at, len(text)), pieces, cuts, apart))


def _words(token: Token, cuts: list[int], begins: set[int]) -> Iterator[Piece]:
    inside = [each for each in cuts if token.start < each < token.stop]
    if not inside:
        yield Piece(token.start, token.stop, token.text, token.lemma, False, token.start in begins)
        return
    for start, stop in zip([token.start, *inside], [*inside, token.stop], strict=True):
        part = token.text[start - token.start : stop - token.start]
        yield Piece(start, stop, part, part.lower(), False, start in begins)


def _blanks(
    text: str, gap: tuple[int, int], before: list[Piece], cuts: list[int], apart: set[int]
) -> Iterator[Piece]:
    """What stands between two tokens; the piece before takes its space, where there is one."""
    start, stop = gap
    if start < stop and text[start] == " " and before and start not in apart:
        before[-1] = before[-1]._replace(space=True)
        start += 1
    ends = [*(each for each in cuts if start < each < stop), stop]
    for end in ends:
        if start < end:
            yield Piece(start, end, text[start:end], text[start:end], False, False)
        start = end
