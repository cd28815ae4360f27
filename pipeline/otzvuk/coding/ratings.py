"""Marks given in speech → ratings of what is marked, each taken once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from otzvuk.coding.marks import SAID, STRONG, Mark, find_marks, may_hold_marks
from otzvuk.coding.objects import Objects
from otzvuk.coding.own import Own, own_of
from otzvuk.coding.question import Asking
from otzvuk.coding.scale import FIVE, HUNDRED, said_scale
from otzvuk.coding.topic import Topics
from otzvuk.language import ParsedTurn, parse, tokenise
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Rating

NEAR = 3  # tokens within which a second number, said as barely as the first, corrects it


@dataclass(frozen=True)
class _Given:
    """A mark with its object and scale settled."""

    mark: Mark
    own: Own
    criterion: str
    value: float
    scale: float


def find_ratings(interview: Interview, topics: Topics) -> Iterator[Rating]:
    """The marks that respondents give, in the order of the text.

    What is marked is what the words with the mark name, else what was asked about, else all in all. The
    scale is said with the mark, in its turn or by the question, else it is the one last used in the
    interview; where nobody has named one the mark is left out. A mark said twice or taken back is taken
    once, as said last.
    """
    objects = Objects(topics)
    asking = Asking("", objects)
    usage: float | None = None
    found: list[tuple[Rating, str]] = []  # with who gave it
    for index, turn in enumerate(interview.turns):
        if turn.interviewer:
            now = Asking(turn.text, objects, asking)
            if not now.is_aside:
                asking = now
                usage = asking.scale or usage
            continue
        if not may_hold_marks(tokenise(turn.text)):
            continue
        parsed = parse(turn.text)
        marks = find_marks(parsed, asked=asking.wanted, percent=asking.percent)
        given = _once(_settled(parsed, marks, asking, usage, objects))
        said = [each.mark.scale for each in given if each.mark.scale and each.mark.scale != HUNDRED]
        usage = said[-1] if said else usage
        for each in given:
            start, stop = parsed.tokens[each.mark.first].start, parsed.tokens[each.mark.last - 1].stop
            text = turn.text[start:stop]
            rating = Rating(index, start, stop, text, each.criterion, each.value, each.scale)
            if asking.follows and each.own.criterion is None:
                if any(_same(rating, old) and who == turn.speaker for old, who in found[-3:]):
                    continue  # «Точно восемь? – Восемь.»
            found.append((rating, turn.speaker))
            asking.answered = True
    yield from (rating for rating, _ in found)


def _same(one: Rating, other: Rating) -> bool:
    return (one.criterion, one.value, one.scale) == (other.criterion, other.value, other.scale)


def _settled(
    parsed: ParsedTurn, marks: list[Mark], asking: Asking, usage: float | None, objects: Objects
) -> list[_Given]:
    """The marks of a turn with object and scale; those without either are left out."""
    settled = []
    in_turn = said_scale(parsed.text) if marks else None
    owns = [own_of(parsed, mark, objects) for mark in marks]
    for mark, own in zip(marks, owns, strict=True):
        if own.elsewhere or (asking.elsewhere and own.criterion != objects.overall):
            continue
        criterion = _criterion(
            own, asking, objects, parsed, mark, several=any(o.words and not o.after for o in owns)
        )
        scale = (
            mark.scale
            or in_turn
            or (HUNDRED if asking.percent else None)
            or asking.scale
            or usage
            or asking.offers
        )
        if criterion and scale and mark.value <= scale and (not mark.word or scale == FIVE):
            settled.append(_Given(mark, own, criterion, mark.value, scale))
    return settled


def _criterion(
    own: Own, asking: Asking, objects: Objects, parsed: ParsedTurn, mark: Mark, *, several: bool
) -> str:
    """The criterion of a mark; "" where it has an object that the codebook does not know."""
    asked = asking.criterion if asking.wanted else None
    if own.criterion is not None and (not own.after or several or not asked):
        return own.criterion or objects.product or asked or ""
    if asked:
        return asked
    if asked == "" and objects.product:
        return objects.product
    sentence = next(each for each in parsed.sentences if each.first <= mark.first < each.last)
    named = objects.named(parsed.tokens, sentence.first, sentence.last)
    if named is not None:
        return named.criterion
    return asking.criterion or objects.overall


def _once(given: list[_Given]) -> list[_Given]:
    """The marks that count: each object's once, as said last."""
    kept: list[_Given] = []
    for each in given:
        at = _fellow(kept, each)
        old = kept[at] if at is not None else None
        mark = each.mark
        if mark.off:
            best = old is None or old.mark.begun or old.value == each.scale
            if best:
                start = old.value if old else each.scale
                taken = replace(each, value=start - each.value, mark=replace(mark, begun=False))
                kept = [*kept[:at], taken] if old is not None else [*kept, taken]
            continue
        if old is None or at is None:
            kept.append(each)
        elif old.mark.begun or old.mark.asks or old.mark.off:
            kept[at] = _instead(old, each)
        elif not mark.asks and _corrects(old, each):
            kept[at] = _instead(old, each)
    return [each for each in kept if not each.mark.begun and not (each.mark.asks and len(kept) > 1)]


def _fellow(kept: list[_Given], each: _Given) -> int | None:
    """The mark that `each` repeats or corrects: the last of its object, or the last of all without an object."""
    for at in range(len(kept) - 1, -1, -1):
        old = kept[at]
        if each.own.criterion is None and not each.own.words:
            return at
        if old.criterion == each.criterion and (
            not old.own.words or not each.own.words or set(old.own.words) & set(each.own.words)
        ):
            return at
    return None


def _corrects(old: _Given, new: _Given) -> bool:
    if new.value == old.value:
        return False
    if new.mark.scale and old.mark.scale and new.mark.scale != old.mark.scale:
        return False  # the same mark on another scale
    if new.mark.begun or (old.value + new.value == old.scale and new.mark.plain == STRONG):
        return False  # «шесть, четыре балла съели накладные»
    near = new.mark.first - old.mark.last <= NEAR
    return new.mark.corrects or near or new.mark.plain == SAID


def _instead(old: _Given, new: _Given) -> _Given:
    """`new` in the place of `old`, for the object that was named with either."""
    named = new.own.criterion is not None or old.own.criterion is None
    return new if named else replace(new, criterion=old.criterion, own=old.own)
