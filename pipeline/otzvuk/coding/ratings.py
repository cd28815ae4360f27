"""Marks given in speech → ratings of what is marked, each taken once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, NamedTuple

from otzvuk.coding.mark import BARE, SAID, Mark
from otzvuk.coding.marks import find_marks, may_hold_marks
from otzvuk.coding.objects import Nature, Objects, objects_of
from otzvuk.coding.once import Given, once
from otzvuk.coding.own import Own, owns_of
from otzvuk.coding.question import Asking
from otzvuk.coding.scale import FIVE, HUNDRED, TEN, said_scale, scale_of
from otzvuk.coding.topic import Topics
from otzvuk.language import ParsedTurn, parse, tokenise
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Rating

EXCHANGE = 4  # turns back that a mark may be repeated from
_PLACEHOLDER: Final = re.compile(r"\[[а-яё][а-яё -]* \d+\]")  # `otzvuk.anonymise` in a transcript of its own
ENOUGH = 2  # marks above five, from which a scale that nobody names is ten
EARLY = 4  # tokens before a bare number that answers a question of a row («А доставка?»)


def find_ratings(interview: Interview, topics: Topics) -> Iterator[Rating]:
    """The marks that respondents give, in the order of the text.

    What is marked is what the words with the mark name, else what was asked about, else all in all. The
    scale is said with the mark, in its turn or by the question, else it is the one last used in the
    interview. Where nobody ever names one, answers above five («восемь», «девять») tell that it is ten;
    without those the mark is left out. A mark said twice or taken back is taken
    once, as said last.
    """
    objects = objects_of(topics)
    asking = Asking("", objects)
    usage = _Usage(interview, objects)
    found: list[_Found] = []
    for index, turn in enumerate(interview.turns):
        if turn.interviewer:
            now = Asking(turn.text, objects, asking)
            if not now.is_aside:
                asking = now
                usage.name(asking.scale)
            continue
        if not may_hold_marks(tokenise(turn.text)):
            continue
        parsed = parse(turn.text)
        marks = _marks(parsed, asking, objects)
        for each in once(parsed, _settled(parsed, marks, asking, usage, objects)):
            start, stop = parsed.tokens[each.mark.first].start, parsed.tokens[each.mark.last - 1].stop
            text = turn.text[start:stop]
            rating = Rating(
                turn=index,
                start=start,
                stop=stop,
                text=text,
                criterion=each.criterion,
                value=each.value,
                scale=each.scale,
            )
            guessed = usage.now is None and not (each.mark.scale or asking.scale or asking.percent)
            again = _again(found, rating, turn.speaker, each)
            if again is not None and not again.guessed:
                continue  # «Точно восемь? – Восемь.»
            if again is not None:
                found.remove(again)
            found.append(_Found(rating, turn.speaker, guessed))
        asking.answered = asking.answered or bool(marks)
        usage.name(next((mark.scale for mark, _ in reversed(marks) if mark.scale), None))
    yield from (each.rating for each in found)


class _Found(NamedTuple):
    """A rating, who gave it, and whether its scale was named only later in the interview."""

    rating: Rating
    speaker: str
    guessed: bool


class _Usage:
    """The scale that an interview uses: the last one named, before that the only one named at all."""

    def __init__(self, interview: Interview, objects: Objects) -> None:
        self.interview, self.objects = interview, objects
        self.now: float | None = None

    def name(self, scale: float | None) -> None:
        """Take in a scale that somebody named; percent are no usage."""
        self.now = scale if scale and scale != HUNDRED else self.now

    @property
    def scale(self) -> float | None:
        """What marks are given out of where nobody says it with them."""
        return self.now or self._only or self._untold

    @cached_property
    def _only(self) -> float | None:
        named = {scale_of(turn.text) for turn in self.interview.turns if turn.interviewer} - {None}
        return named.pop() if len(named) == 1 else None

    @cached_property
    def _untold(self) -> float | None:
        """Ten, where no scale is ever named and several answers are marks above five and none above ten."""
        if any(scale_of(turn.text) or said_scale(turn.text) for turn in self.interview.turns):
            return None
        values: list[float] = []
        asking = Asking("", self.objects)
        for turn in self.interview.turns:
            if turn.interviewer:
                now = Asking(turn.text, self.objects, asking)
                asking = asking if now.is_aside else now
            elif asking.wanted and may_hold_marks(tokenise(turn.text)):
                values += [mark.value for mark in find_marks(parse(turn.text), asked=True)]
        high = [value for value in values if value > FIVE]
        return TEN if len(high) >= ENOUGH and max(high) <= TEN else None


def _again(found: list[_Found], rating: Rating, speaker: str, given: Given) -> _Found | None:
    """The same mark of the same speaker in the exchange before, where nothing is named anew."""
    for each in reversed(found):
        if each.rating.turn < rating.turn - EXCHANGE or given.own.explicit:
            return None
        if each.rating.turn < rating.turn and each.speaker == speaker and _same(each.rating, rating):
            return each
    return None


def _same(one: Rating, other: Rating) -> bool:
    return (one.criterion, one.value, one.scale) == (other.criterion, other.value, other.scale)


def _marks(parsed: ParsedTurn, asking: Asking, objects: Objects) -> list[tuple[Mark, Own]]:
    """The marks of a turn, each with the words that say what it is for.

    Where nobody asked, or the question only goes on with a row, a bare number is a mark only with such words,
    and without a question only beside a plain mark («железо девять, портал пять из десяти»).
    """
    marks = _said(parsed, find_marks(parsed, asked=asking.wanted, percent=asking.percent))
    if not asking.wanted and any(mark.plain == SAID for mark in marks):
        marks = _said(parsed, find_marks(parsed, asked=True))
    found = list(zip(marks, owns_of(parsed, marks, objects), strict=True))
    if asking.asks:
        return found
    early = EARLY if asking.wanted else -1
    return [
        (mark, own)
        for mark, own in found
        if mark.plain > BARE
        or mark.first <= early
        or (asking.wanted and _alone(parsed, mark))
        or (own.explicit and not own.after)
    ]


def _said(parsed: ParsedTurn, marks: Iterable[Mark]) -> list[Mark]:
    """The marks that somebody gave: the number of a placeholder for a name («[компания 1]») is none."""
    ours = [found.span() for found in _PLACEHOLDER.finditer(parsed.text)]
    at = parsed.tokens
    return [
        mark
        for mark in marks
        if not any(start < at[mark.last - 1].stop and at[mark.first].start < stop for start, stop in ours)
    ]


def _alone(parsed: ParsedTurn, mark: Mark) -> bool:
    """Whether the mark is all that its sentence says."""
    sentence = next(each for each in parsed.sentences if each.first <= mark.first < each.last)
    return sentence.last - sentence.first <= mark.last - mark.first + 2


def _settled(
    parsed: ParsedTurn,
    marks: list[tuple[Mark, Own]],
    asking: Asking,
    usage: _Usage,
    objects: Objects,
) -> list[Given]:
    """The marks of a turn with object and scale; those without either are left out."""
    settled = []
    in_turn = (said_scale(parsed.text) if marks else None) or next(
        (m.scale for m, _ in marks if m.scale), None
    )
    owns = [own for _, own in marks]
    if asking.wanted and asking.criterion and all(own.criterion in {None, objects.overall} for own in owns):
        # «летом восемь, зимой четыре, в среднем шесть»: all in all of what was asked about
        marks = [(mark, Own() if own.criterion is not None else own) for mark, own in marks]
    for mark, own in marks:
        if own.elsewhere or (asking.elsewhere and own.criterion != objects.overall):
            continue
        criterion = _criterion(
            own, asking, objects, parsed, mark, several=any(o.explicit and not o.after for o in owns)
        )
        percent = HUNDRED if asking.percent else None
        scale = mark.scale or percent or asking.scale or in_turn or usage.scale or asking.offers
        if mark.scale not in {None, FIVE, TEN, HUNDRED, asking.scale, usage.scale} and (
            asking.scale or usage.scale
        ):
            continue  # «восемь из девяти» where marks are given out of ten
        if criterion and scale and mark.value <= scale and (not mark.word or scale == FIVE):
            settled.append(Given(mark, own, criterion, mark.value, scale))
    return settled


def _criterion(
    own: Own, asking: Asking, objects: Objects, parsed: ParsedTurn, mark: Mark, *, several: bool
) -> str:
    """The criterion of a mark; "" where it has an object that the codebook does not know."""
    asked = asking.criterion if asking.wanted else None
    if own.nature is Nature.PERSON and asking.recommends:
        return asked or objects.overall  # «соседям восемь»: to whom, not what
    if own.explicit and (not own.after or several or not asked):
        if own.criterion is not None:
            return own.criterion
        at_hand = {Nature.THING: objects.product, Nature.PERSON: objects.person}
        return at_hand.get(own.nature or Nature.IDEA, "") or ("" if asked == objects.overall else asked or "")
    if asked:
        return asked
    if asked == "":
        return objects.product
    named = objects.named(parsed.tokens, *_around(parsed, mark))
    if named is not None:
        return named.criterion
    return asking.criterion or objects.overall


def _around(parsed: ParsedTurn, mark: Mark) -> tuple[int, int]:
    """The words of a mark's sentence from the mark before to the next stop after it."""
    sentence = next(each for each in parsed.sentences if each.first <= mark.first < each.last)
    last = mark.last
    while last < sentence.last and parsed.tokens[last].text[0].isalnum():
        last += 1
    return max(sentence.first, mark.begin), last
