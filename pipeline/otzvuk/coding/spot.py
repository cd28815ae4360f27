"""Where a layer beside the mentions may be spoken of, and what a coder sees there.

A loss may be any amount, a sign of leaving and what matters any clause. Seen are the encoder's middle layers
(`otzvuk.coding.sense`), pooled over the words, their clause, sentence and turn; the words themselves; what
the voices make of them; and what the rules find there.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import log
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.amounts.loose import loose_amounts
from otzvuk.coding.leaving import asks_of_leaving, asks_to_stay, leaving_in, leaving_lists
from otzvuk.coding.loss import asks_how_much, asks_of_trouble, losses_in, may_hold
from otzvuk.coding.matters import asks_what_matters, matters_in, matters_lists
from otzvuk.coding.topic import Topics
from otzvuk.language import Clause, ParsedTurn, Sentence, tags
from otzvuk.model.leaving import Sign
from otzvuk.model.loss import Measured
from otzvuk.model.mention import Kind, Mention
from otzvuk.model.saying import IMPORTANT, UNIMPORTANT, Layer
from otzvuk.model.span import Span

BUCKETS: Final = 1 << 14  # rows of the table of words and pairs of words
LABELS: Final = {
    Layer.LOSSES: ("",),
    Layer.LEAVING: tuple(sign.value for sign in Sign),
    Layer.MATTERS: (IMPORTANT, UNIMPORTANT),
}
POOLED: Final = {Layer.LOSSES: 5, Layer.LEAVING: 4, Layer.MATTERS: 4}
"""In how many ways the encoder's numbers are pooled: they come first in what is seen."""
_UNITS: Final = ("minute", "hour", "day", "shift", "week", "month", "quarter", "year", "раз")
_MARKS: Final = (Kind.COMPLAINT, Kind.PRAISE, Kind.WISH)

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Answer:
    """A respondent's turn as a coder has heard it, a row a token.

    `sense` are the encoder's middle layers, `kinds` the probabilities of no mention and of each kind;
    `mentions` those of the turn.
    """

    turn: int
    parsed: ParsedTurn
    question: str
    sense: Floats = field(repr=False)
    kinds: Floats = field(repr=False)
    mentions: Sequence[Mention] = ()
    _lists: dict[tuple[int, int], list[str]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def clauses(self) -> tuple[tuple[Sentence, Clause], ...]:
        """The clauses, each with its sentence."""
        return tuple((each, clause) for each in self.parsed.sentences for clause in each.clauses)

    @cached_property
    def spots(self) -> list[Spot]:
        """Its clauses as spots."""
        return [
            Spot(clause.first, clause.last, clause, sentence, number)
            for number, (sentence, clause) in enumerate(self.clauses)
        ]

    @cached_property
    def looked(self) -> tuple[Floats, list[list[int]]]:
        """What is seen at its clauses but for the rules: the same for every layer that listens to clauses."""
        return _look(self, self.spots, amounts=False)

    def lists_in(self, first: int, last: int) -> list[str]:
        """The word lists of the rules that find something in tokens [first, last), looked up once."""
        if (first, last) not in self._lists:
            tokens = self.parsed.tokens
            found = leaving_lists(tokens, first, last) | matters_lists(tokens, first, last)
            self._lists[first, last] = sorted(found)
        return self._lists[first, last]

    @cached_property
    def asked(self) -> list[float]:
        """What the question before is after, as numbers."""
        asked = self.question
        return [
            float(bool(asked)),
            float(asks_of_leaving(asked)),
            float(asks_to_stay(asked)),
            float(asks_what_matters(asked)),
            float(asks_of_trouble(asked)),
            float(asks_how_much(asked)),
        ]

    @cached_property
    def question_words(self) -> list[int]:
        """The rows of the question's words in the table of words."""
        return [_row(f"?{word.strip('.,!?…:;()«»')}") for word in self.question.lower().split()]


class Spot(NamedTuple):
    """Tokens [first, last) of a clause of a sentence that may be said of a layer."""

    first: int
    last: int
    clause: Clause
    sentence: Sentence
    number: int  # among the spots of the turn
    kind: Measured | None = None  # of an amount
    measures: tuple[float, ...] = ()


class Seen(NamedTuple):
    """What is seen at spots: numbers (spots × numbers), the rows of the words of each, and whether the rules
    find each label there (spots × labels)."""

    numbers: Floats
    words: list[list[int]]
    ruled: Floats


def spots(answer: Answer, layer: Layer) -> list[Spot]:
    """The places of a turn that may be said of a layer, in the order of the text."""
    if layer is not Layer.LOSSES:
        return answer.spots
    return list(_amounts(answer)) if may_hold(answer.parsed.text) else []


def _amounts(answer: Answer) -> Iterator[Spot]:
    if not answer.clauses:
        return
    for number, amount in enumerate(loose_amounts(answer.parsed.tokens)):
        sentence, clause = min(
            answer.clauses,
            key=lambda each: max(each[1].first - amount.first, amount.first + 1 - each[1].last, 0),
        )
        measures = (
            *(float(amount.kind is kind) for kind in Measured),
            *(float(amount.unit == unit) for unit in _UNITS),
            float(amount.bare),
            log(max(amount.low, 1e-3)) / 5,
            float(amount.low == 1),
            float(amount.low != amount.high),
            float("per " in amount.unit),
            float(not amount.unit),
        )
        yield Spot(amount.first, amount.last, clause, sentence, number, amount.kind, measures)


def place_of(answer: Answer, spot: Spot) -> Span:
    """Where a spot stands in its turn."""
    tokens = answer.parsed.tokens
    return Span(tokens[spot.first].start, tokens[spot.last - 1].stop)


def see(answer: Answer, layer: Layer, found: Sequence[Spot], topics: Topics) -> Seen:
    """What is seen at the spots of a turn."""
    if not found:
        return Seen(np.zeros((0, 0), np.float32), [], np.zeros((0, len(LABELS[layer])), np.float32))
    ruled = _ruled(answer, layer, topics)
    rules = [
        [any(label == one and span.overlaps(place) for span, one in ruled) for label in LABELS[layer]]
        for place in (place_of(answer, each) for each in found)
    ]
    numbers, words = (
        answer.looked if found is answer.spots else _look(answer, found, amounts=layer is Layer.LOSSES)
    )
    return Seen(numbers, words, np.asarray(rules, np.float32))


def _look(answer: Answer, found: Sequence[Spot], *, amounts: bool) -> tuple[Floats, list[list[int]]]:
    """The numbers and the words of spots; those of `amounts` pool the encoder over their own words, too."""
    whole, total = answer.sense.mean(0), len(answer.parsed.tokens)
    rows = []
    for each in found:
        clause, sentence = each.clause, each.sentence
        pooled = [
            answer.sense[clause.first : clause.last].mean(0),
            answer.sense[sentence.first : sentence.last].mean(0),
            whole,
            answer.sense[clause.first : clause.last].max(0),
        ]
        if amounts:
            pooled.append(answer.sense[each.first : each.last].mean(0))
        kinds = [
            pool
            for first, last in ((clause.first, clause.last), (sentence.first, sentence.last))
            for pool in (answer.kinds[first:last].mean(0), answer.kinds[first:last].max(0))
        ]
        beside = [
            max(
                (one.confidence for one in answer.mentions if one.kind is kind and one.span.overlaps(part)),
                default=0.0,
            )
            for part in (clause, sentence)
            for kind in _MARKS
        ]
        where = [
            log(clause.last - clause.first) / 3,
            log(total) / 5,
            float(each.number == 0),
            float(each.number == len(found) - 1),
            float(sentence.first == 0),
            len(found) / 8,
        ]
        rows.append(np.concatenate([*pooled, *kinds, beside, where, answer.asked, each.measures]))
    return np.asarray(rows, np.float32), [_words(answer, each) for each in found]


def _ruled(answer: Answer, layer: Layer, topics: Topics) -> list[tuple[Span, str]]:
    """What the rules find in the turn, with its label."""
    text, question = answer.parsed.text, answer.question
    if layer is Layer.LOSSES:
        complaints = [each for each in answer.mentions if each.kind is Kind.COMPLAINT]
        losses = losses_in(text, topics, complaints=complaints, question=question)
        return [(Span(each.start, each.stop), "") for each in losses]
    if layer is Layer.LEAVING:
        return [
            (Span(each.start, each.stop), each.sign.value) for each in leaving_in(text, question=question)
        ]
    return [
        (Span(each.start, each.stop), IMPORTANT if each.important else UNIMPORTANT)
        for each in matters_in(text, topics, question=question)
    ]


def _words(answer: Answer, spot: Spot) -> list[int]:
    """The rows of the words of the clause, alone and in pairs, of its sentence and of the question.

    Of an amount also the words right before and after it; of a clause what the forms of its verbs say,
    the words beside it and what the word lists of the rules find.
    """
    first, last = spot.clause.first, spot.clause.last
    own = _lemmas(answer, first, last)
    around = _lemmas(answer, spot.sentence.first, spot.sentence.last)
    return [
        *map(_row, own),
        *(_row(f"{one} {other}") for one, other in itertools.pairwise(own)),
        *(_row(f"~{one}") for one in around),
        *answer.question_words,
        *map(_row, _beside_clause(answer, spot) if spot.kind is None else _beside_amount(answer, spot)),
    ]


BESIDE: Final = 8  # words before and after a clause that are seen with it
NEXT: Final = 3  # tokens before and after an amount whose order is seen
_VERBS: Final = frozenset({"VERB", "INFN", "PRTF", "PRTS", "GRND"})
_FORMS: Final = ("past", "pres", "futr", "1per", "2per", "3per", "sing", "plur", "impr", "INFN")


def _beside_clause(answer: Answer, spot: Spot) -> Iterator[str]:
    tokens, first, last = answer.parsed.tokens, spot.clause.first, spot.clause.last
    for token in tokens[first:last]:
        known = tags(token.text)
        if known & _VERBS:  # «уйдём» is no «ушёл»
            form = "".join(each[:3] for each in _FORMS if each in known)
            yield f"#{form}"
            yield f"#{token.lemma}{form}"
    yield from (f"<<{each}" for each in _lemmas(answer, max(0, first - BESIDE), first))
    yield from (f">>{each}" for each in _lemmas(answer, last, last + BESIDE))
    for begin, end, where in ((first, last, "@"), (spot.sentence.first, spot.sentence.last, "@~")):
        yield from (f"{where}{each}" for each in answer.lists_in(begin, end))


def _beside_amount(answer: Answer, spot: Spot) -> Iterator[str]:
    tokens = answer.parsed.tokens
    before = reversed(tokens[max(0, spot.first - NEXT) : spot.first])
    yield from (f"<{at}{each.lemma}" for at, each in enumerate(before))
    yield from (f">{at}{each.lemma}" for at, each in enumerate(tokens[spot.last : spot.last + NEXT]))
    yield from (f"i{each.lemma}" for each in tokens[spot.first : spot.last])
    yield from (f"{spot.kind}{each}" for each in _lemmas(answer, spot.clause.first, spot.clause.last))


def _lemmas(answer: Answer, first: int, last: int) -> list[str]:
    return [each.lemma for each in answer.parsed.tokens[first:last] if each.text[0].isalnum()]


@lru_cache(maxsize=32_768)
def _row(word: str) -> int:
    return crc32(word.encode()) % BUCKETS
