"""Where words that stand in a row are in the transcripts: at the place that was written, else looked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from otzvuk.anonymise import Hidden
from otzvuk.model.interview import Interview
from otzvuk.model.span import is_edge

_UNSEEN = frozenset(
    chr(code)
    for start, stop in (
        (0x00, 0x09), (0x0B, 0x0D), (0x0E, 0x20), (0x7F, 0xA0), (0xAD, 0xAE), (0x200B, 0x2010),
        (0x202A, 0x202F), (0x2060, 0x206A), (0xFEFF, 0xFF00), (0xFFF9, 0xFFFC), (0xFFFE, 0x10000),
    )
    for code in range(start, stop)
)  # fmt: skip
_SAME = str.maketrans({"ё": "е", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "—": "-", "–": "-"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a turn of the study."""

    interview: str
    turn: int
    start: int
    stop: int


@dataclass(frozen=True)
class Reading:
    """A text as people read and type it (no unseen signs, single blanks, no case), with its places."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, source: str) -> Reading:
        """How `source` is read."""
        letters, places = list[str](), list[int]()
        for at, sign in enumerate(source):
            if sign in _UNSEEN and not sign.isspace():
                continue
            if sign.isspace():
                if letters and letters[-1] != " ":
                    letters.append(" ")
                    places.append(at)
                continue
            low = sign.lower().translate(_SAME)
            letters.append(low if len(low) == 1 else sign)
            places.append(at)
        return cls("".join(letters), tuple(places))

    def find(self, words: str) -> Iterable[tuple[int, int]]:
        """Where `words` (a `Reading`'s text) stand in the source: whole words, in order."""
        at = self.text.find(words)
        while at >= 0 and words:
            stop = at + len(words)
            if is_edge(self.text, at) and is_edge(self.text, stop):
                yield self.places[at], self.places[stop - 1] + 1
            at = self.text.find(words, at + 1)


def read(words: str) -> str:
    """Words as they are compared.

    >>> read(" Её\\u00a0 «ответ» ")
    'ее "ответ"'
    """
    return Reading.of(words).text.strip()


class Finder:
    """Looks for words in the turns of respondents, as they are and with names hidden."""

    def __init__(self, interviews: Sequence[Interview], hidden: dict[tuple[str, int], Hidden]) -> None:
        self._interviews = {each.id: each for each in interviews}
        self._hidden = hidden
        self._made: dict[tuple[str, int], tuple[Reading, Reading | None]] = {}

    def stands(self, spot: Spot, words: str) -> bool:
        """Whether `words` are what stands there, as it is or with names hidden."""
        interview = self._interviews[spot.interview]
        if not 0 <= spot.turn < len(interview.turns) or interview.turns[spot.turn].interviewer:
            return False
        text = interview.turns[spot.turn].text
        if not 0 <= spot.start < spot.stop <= len(text):
            return False
        wanted = read(words)
        if read(text[spot.start : spot.stop]) == wanted:
            return True
        hidden = self._hidden.get((spot.interview, spot.turn))
        return hidden is not None and read(hidden.cut(spot.start, spot.stop)) == wanted

    def find(self, words: str, *, within: Iterable[str], before: str = "", after: str = "") -> list[Spot]:
        """All places of `words` in interviews; of several those that `before` and `after` surround."""
        wanted = read(words)
        found = [
            Spot(name, turn, *span)
            for name in within
            for turn, each in enumerate(self._interviews[name].turns)
            if not each.interviewer
            for span in self._places(name, turn, wanted)
        ]
        if len(found) > 1:
            near = [each for each in found if self._surrounded(each, read(before), read(after))]
            return near or found
        return found

    def _places(self, name: str, turn: int, wanted: str) -> list[tuple[int, int]]:
        plain, hidden = self._readings(name, turn)
        found = list(plain.find(wanted))
        if not found and hidden is not None:
            source = self._hidden[name, turn]
            found = [(source.source(start), _end(source, stop)) for start, stop in hidden.find(wanted)]
        return found

    def _surrounded(self, spot: Spot, before: str, after: str) -> bool:
        """Whether the last words before and the first after a place are those of the row."""
        text = self._interviews[spot.interview].turns[spot.turn].text
        hidden = self._hidden.get((spot.interview, spot.turn))
        heads, tails = [text[: spot.start]], [text[spot.stop :]]
        if hidden is not None:
            heads.append(hidden.text[: hidden.start(spot.start)])
            tails.append(hidden.text[hidden.stop(spot.stop) :])
        before = before.rpartition("]")[2].strip() if before.startswith("[-") else before
        fits_before = not before or any(read(each).endswith(before) for each in heads)
        fits_after = not after or any(read(each).startswith(after) for each in tails)
        return fits_before and fits_after and bool(before or after)

    def _readings(self, name: str, turn: int) -> tuple[Reading, Reading | None]:
        if (name, turn) not in self._made:
            hidden = self._hidden.get((name, turn))
            changed = hidden is not None and bool(hidden.replacements)
            self._made[name, turn] = (
                Reading.of(self._interviews[name].turns[turn].text),
                Reading.of(hidden.text) if hidden is not None and changed else None,
            )
        return self._made[name, turn]


def _end(hidden: Hidden, stop: int) -> int:
    """Where a stretch that ends at `stop` of the hidden text ends in the source: names are taken whole."""
    last = hidden.source(stop - 1)
    return next((each.stop for each in hidden.replacements if each.start <= last < each.stop), last + 1)
