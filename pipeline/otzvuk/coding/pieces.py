"""Words in pieces, as a pretrained encoder knows them: the unigram model of SentencePiece (Kudo 2018)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from otzvuk.coding.features import Form

BEGIN, PAD, END, UNKNOWN = range(4)  # rows of the special pieces
SPACE = "▁"  # begins a piece that begins a word
_APART = "«([{—–-+№$€₽„“\"'"  # marks that a space goes before
_MOST = 40  # letters of a word that are looked at; longer ones are noise


class Pieces:
    """The pieces with their log-probabilities, in the order of their rows; the first four are special."""

    def __init__(self, pieces: Sequence[str], scores: Iterable[float]) -> None:
        self.pieces = tuple(pieces)
        self._known = {
            piece: (row, float(score))
            for row, (piece, score) in enumerate(zip(pieces, scores, strict=True))
            if row > UNKNOWN
        }
        self._longest = max(map(len, self._known), default=1)
        self._unknown = min((score for _, score in self._known.values()), default=0.0) - 10
        self._cut: dict[Form, tuple[int, ...]] = {}

    def of(self, form: Form) -> tuple[int, ...]:
        """Rows of the pieces of a word form (small, without ё), computed once."""
        rows = self._cut.get(form)
        if rows is None:
            apart = form.word or form.text[0] in _APART
            rows = self._cut[form] = self.cut((SPACE if apart else "") + form.text)
        return rows

    def cut(self, word: str) -> tuple[int, ...]:
        """Rows of the likeliest pieces of a word, by Viterbi; a letter in no piece is `UNKNOWN`."""
        word = word[:_MOST]
        best = [0.0, *[float("-inf")] * len(word)]
        back: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(word) + 1)
        for stop in range(1, len(word) + 1):
            for start in range(max(0, stop - self._longest), stop):
                row, score = self._known.get(word[start:stop], (UNKNOWN, self._unknown))
                if row == UNKNOWN and stop - start > 1:
                    continue
                if best[start] + score > best[stop]:
                    best[stop], back[stop] = best[start] + score, (start, row)
        rows, at = [], len(word)
        while at:
            at, row = back[at]
            rows.append(row)
        # a space before nothing known stands for nothing
        return tuple(reversed(rows)) or (UNKNOWN,)
