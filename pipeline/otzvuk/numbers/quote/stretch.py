"""Mention → the stretch of its turn that is shown as a quote.

A mention is the shortest stretch that evaluates something; a reader needs the sentence around it. A
sentence that is too long gives way to the clauses around the mention, one that is too short or leans on
what was said before takes its neighbour along, as long as that is not about something else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from otzvuk.coding.clues import find_clues
from otzvuk.language import parse
from otzvuk.model.mention import Span
from otzvuk.numbers.quote.words import folded, patterns

LONGEST: Final = 320
"""Characters a quote has at most where its mention lets it (a mention is only cut beyond `HUGE`)."""
HUGE: Final = 600
_SHORT: Final = 70  # characters below which a neighbour may join


@dataclass(frozen=True, slots=True)
class Unit(Span):
    """A sentence, or a clause of a sentence that is too long, and its sentence's number."""

    sentence: int


@dataclass(frozen=True, slots=True)
class Stretch(Span):
    """What is shown of a turn's text; `opened`/`closed`: it begins/ends where a sentence does."""

    opened: bool = True
    closed: bool = True


def stretch(
    text: str,
    start: int,
    stop: int,
    *,
    others: Sequence[Span] = (),
    against: Sequence[Span] = (),
    praises: bool = False,
) -> Stretch:
    """The stretch to show for the mention at [start, stop) of a turn's `text`.

    `others` are the places of mentions of something else in the turn: a neighbouring sentence that holds
    one is not taken along. What is `against` it (complaints around a praise) is not shown even of its own
    sentence, where clauses keep them apart; around what `praises` no clause that complains is taken along.
    """
    start, stop = max(0, start), min(stop, len(text))
    sentences = _sentences(text)
    first, last = _covering(sentences, start, stop)
    if first > last:
        return Stretch(start, stop)
    begin, end = sentences[first].start, sentences[last].stop
    if end - begin > LONGEST:
        if against or praises:
            return _apart(text, sentences, start, stop, against, praises=praises)
        return _narrowed(text, sentences, start, stop)

    def free(at: int) -> bool:
        unit = sentences[at]
        if praises and complains(text[unit.start : unit.stop]):
            return False
        return not any(unit.overlaps(other) for other in others)

    own = Span(begin, end)
    if any(own.overlaps(each) for each in against) or (praises and complains(text[begin:end])):
        return _apart(text, sentences, start, stop, against, praises=praises)

    leans = bool(_leans(text[begin:end]))
    if first > 0 and (leans or end - begin < _SHORT) and free(first - 1):
        longer = end - sentences[first - 1].start
        if longer <= LONGEST * 0.75:
            first, begin = first - 1, sentences[first - 1].start
    if last + 1 < len(sentences) and free(last + 1):
        nextone = sentences[last + 1]
        low = folded(text[nextone.start : nextone.stop])
        telling = patterns().consequences.search(low) or end - begin < _SHORT
        if telling and nextone.stop - begin <= LONGEST * 0.75:
            end = nextone.stop
    return Stretch(begin, end)


def ends(text: str, start: int, stop: int) -> tuple[bool, bool]:
    """Whether [start, stop) of a turn's `text` begins and whether it ends where a sentence does."""
    edges = _edges(_sentences(text), start, stop)
    return edges.opened, edges.closed


def _leans(text: str) -> bool:
    return patterns().leaning.match(folded(text).lstrip(' «"—–-')) is not None


def complains(text: str) -> bool:
    """Whether a clause of the text sounds like a complaint, by the words that judge."""
    parsed = parse(text[:2000])
    return any(find_clues(parsed.tokens, clause).polarity < 0 for clause in parsed.clauses)


def _apart(
    text: str, sentences: Sequence[Unit], start: int, stop: int, against: Sequence[Span], *, praises: bool
) -> Stretch:
    """The clauses around the mention as in `_narrowed`, up to the next that is against it."""

    def grown(units: Sequence[Unit], first: int, last: int) -> tuple[int, int]:
        def fits(at: int, begin: int, end: int) -> bool:
            there = {units[first].sentence, units[last].sentence}
            if not 0 <= at < len(units) or units[at].sentence not in there:
                return False
            if end - begin > LONGEST or any(units[at].overlaps(each) for each in against):
                return False
            return not (praises and complains(text[units[at].start : units[at].stop]))

        while True:
            before = (first, last)
            if fits(last + 1, units[first].start, units[min(last + 1, len(units) - 1)].stop):
                last += 1
            if fits(first - 1, units[max(first - 1, 0)].start, units[last].stop):
                first -= 1
            if before == (first, last):
                return first, last

    return _around(text, sentences, start, stop, grown)


def _narrowed(text: str, sentences: Sequence[Unit], start: int, stop: int) -> Stretch:
    """The clauses around the mention, both ways in turn, up to the greatest length."""

    def grown(units: Sequence[Unit], first: int, last: int) -> tuple[int, int]:
        def fits(low: int, high: int) -> bool:
            inside = low >= 0 and high < len(units) and units[low].sentence == units[high].sentence
            return inside and units[high].stop - units[low].start <= LONGEST

        while fits(first, last + 1) or fits(first - 1, last):
            if fits(first, last + 1):
                last += 1
            if fits(first - 1, last):
                first -= 1
        return first, last

    return _around(text, sentences, start, stop, grown)


def _around(
    text: str,
    sentences: Sequence[Unit],
    start: int,
    stop: int,
    grown: Callable[[Sequence[Unit], int, int], tuple[int, int]],
) -> Stretch:
    """The mention's clauses and those that `grown` adds to them (first and last); one too long is cut."""
    units = _clauses(text)
    first, last = _covering(units, start, stop)
    if first > last:
        return Stretch(start, min(stop, start + HUGE), opened=False, closed=False)
    if units[last].stop - units[first].start > HUGE:
        return _cut(text, units, first, last, sentences)
    first, last = grown(units, first, last)
    return _edges(sentences, units[first].start, units[last].stop)


def _cut(text: str, units: Sequence[Unit], first: int, last: int, sentences: Sequence[Unit]) -> Stretch:
    """A mention of many sentences: its beginning, as much as can be read."""
    begin = units[first].start
    end = next((unit.stop for unit in reversed(units[first : last + 1]) if unit.stop - begin <= LONGEST), 0)
    if not end:  # one clause without end: cut between words
        end = begin + LONGEST
        space = text.rfind(" ", begin + LONGEST // 2, end)
        end = space if space > 0 else end
    return _edges(sentences, begin, end)


def _edges(sentences: Sequence[Unit], begin: int, end: int) -> Stretch:
    opened = any(unit.start == begin for unit in sentences)
    closing = next((unit.stop for unit in sentences if unit.start < end <= unit.stop), end)
    closed = closing - end <= 1  # only the closing mark is left: it belongs to the quote
    return Stretch(begin, closing if closed else end, opened, closed)


def _covering(units: Sequence[Unit], start: int, stop: int) -> tuple[int, int]:
    own = Span(start, stop)
    found = [at for at, unit in enumerate(units) if unit.overlaps(own)]
    return (found[0], found[-1]) if found else (1, 0)


@lru_cache(maxsize=256)
def _sentences(text: str) -> tuple[Unit, ...]:
    return tuple(Unit(each.start, each.stop, at) for at, each in enumerate(parse(text).sentences))


@lru_cache(maxsize=256)
def _clauses(text: str) -> tuple[Unit, ...]:
    return tuple(
        Unit(clause.start, clause.stop, at)
        for at, sentence in enumerate(parse(text).sentences)
        for clause in sentence.clauses
    )
