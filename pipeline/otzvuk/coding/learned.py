"""Coding by a trained model, with the rules for what it was not taught (marks, processes, new codes)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from otzvuk.coding.delta import FURTHER, Delta
from otzvuk.coding.features import Sample, samples
from otzvuk.coding.guess import Guess, Said, confidence, guess_further, hear, how_densely, judge_spans
from otzvuk.coding.judging import is_judged, only_marks
from otzvuk.coding.layerheads import layer_heads
from otzvuk.coding.likeness import Sight
from otzvuk.coding.model import Model
from otzvuk.coding.network import KINDS, log_softmax
from otzvuk.coding.outright import leaning
from otzvuk.coding.process import place
from otzvuk.coding.ratings import find_ratings
from otzvuk.coding.remarks import without_remarks
from otzvuk.coding.rules import RuleCoder
from otzvuk.coding.seen import Seen, see
from otzvuk.coding.spot import Answer
from otzvuk.coding.whose import Named, ours
from otzvuk.language import parse
from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Kind, Mention, Rating, Trend
from otzvuk.model.span import Span
from otzvuk.model.study import Guide

SHORT = 10  # tokens of an answer that the rules look at where the model hears nothing
BRIEF = 4  # words of a mention of which the model, used to whole answers, knows too little
OF_WORDS = 1.5  # what the words' own leaning weighs there in the log odds of praise
BETWEEN = 0.4  # how densely an interview judges whose short answers they look at


class Heard(NamedTuple):
    """What a model hears in an interview: guesses, the first `found` of which it takes for mentions.

    `said` is what its voices say of each token.
    """

    taken: list[Sample]
    guesses: list[Guess]
    found: int
    densely: float
    said: Said


class ModelCoder:
    """Codes interviews by a trained model.

    The rules find marks and processes, short answers that the model passes over in talk that judges, and
    mentions of codes that the codebook has and the model was never taught. Mentions less sure than
    `threshold` (by default the model's own) are left out, and so are those of turns of a few words none of
    which judges. `delta`, where it is set, corrects what the model hears by what people decided;
    `named` are the supplier and its rivals, whose praise is none of ours.
    """

    def __init__(
        self, model: Model, codebook: Codebook, guide: Guide | None = None, *, threshold: float | None = None
    ) -> None:
        self.model, self.codebook = model, codebook
        self.rules = RuleCoder(codebook, guide)
        self.threshold = model.card.threshold if threshold is None else threshold
        self.models = (model.label,)
        self.delta: Delta | None = None
        self.named = Named()
        self.codes, self.calibration = model.card.codes, model.card.calibration
        self.decided_by = f"model:{model.label}"
        # Gives guesses the probabilities of other `codes` than the model's own.
        self.recode: Callable[[Sequence[Guess], Interview], list[Guess]] | None = None
        self.heads = layer_heads(model.voices.encoder)
        self._untaught = frozenset(codebook.codes) - frozenset(model.card.codes)

    def code(self, interview: Interview) -> Coding:
        """The mentions and ratings of an interview; interviewers' turns are never coded."""
        return self.coded(interview, self.heard(interview))

    def coded(self, interview: Interview, heard: Heard) -> Coding:
        """The coding of an interview in which this was heard."""
        told = (
            self.delta.corrected(heard.guesses, self.see(interview, heard))
            if self.delta and heard.guesses
            else self._by_itself(heard)
        )
        ratings = tuple(find_ratings(interview, self.rules.topics))
        judged = (
            m
            for each, sure in told
            if (m := self._mention(each, sure)) and self._judges(m, interview, ratings)
        )
        mentions = without_remarks(judged, interview)
        added = self._by_rule(interview, heard.taken, mentions, heard.densely)
        # A pattern of a code that the model cannot know says more than the model's guess at another.
        mentions = [each for each in mentions if not any(overlap(each, other) for other in added)] + added
        mentions.sort(key=lambda each: (each.turn, each.start, each.stop))
        mentions, theirs = ours(mentions, interview, self.named)
        topics = self.rules.topics
        placed = tuple(place(mentions, interview, topics))
        sayings = None
        if self.heads is not None:
            sayings = self.heads.sayings(self.answers(interview, heard, placed), topics)
        return Coding(
            interview,
            mentions=placed,
            ratings=ratings,
            sayings=sayings,
            theirs=tuple(place(theirs, interview, topics)),
        )

    def answers(
        self, interview: Interview, heard: Heard, mentions: Sequence[Mention] = ()
    ) -> Iterator[Answer]:
        """The turns of an interview as the heads of its layers hear them; none without an encoder."""
        own = Coding(interview, mentions=tuple(mentions)).by_turn()
        for taken, encoded, tags in zip(heard.taken, heard.said.encoder, heard.said.tags, strict=False):
            asked, sure = interview.question_before(taken.turn), np.exp(log_softmax(tags))
            yield Answer(
                turn=taken.turn,
                parsed=parse(taken.text),
                question=asked.text if asked else "",
                sense=encoded.sense,
                kinds=np.concatenate([sure[:, :1], sure[:, 1::2] + sure[:, 2::2]], axis=1),
                mentions=own.get(taken.turn, []),
            )

    def heard(self, interview: Interview, *, further: bool = False) -> Heard:
        """What the model hears in an interview; with `further`, or a delta, what may be a mention, too."""
        taken, card = samples(interview, self.model.words), self.model.card
        said = hear(self.model.voices, taken) if taken else Said([], [], [], [])
        found, more = guess_further(
            self.model.voices,
            taken,
            said=said,
            boldness=card.boldness,
            calm=card.calm,
            further=FURTHER if further or self.delta else 0.0,
        )
        densely = how_densely(taken, found)
        return Heard(taken, self._voted([*found, *more], interview, densely), len(found), densely, said)

    def heard_at(self, interview: Interview, heard: Heard, places: Sequence[tuple[int, Span]]) -> list[Guess]:
        """What the model makes of given stretches (a turn and a span in it), those that hold a word of it."""
        at = {each.turn: number for number, each in enumerate(heard.taken)}
        spans = []
        for turn, span in places:
            tokens = heard.taken[at[turn]].tokens if turn in at else ()
            inside = [number for number, token in enumerate(tokens) if span.overlaps(token)]
            if inside:
                spans.append((at[turn], inside[0], inside[-1] + 1))
        return self._voted(judge_spans(self.model.voices, heard.taken, spans), interview, heard.densely)

    def taken(self, interview: Interview, heard: Heard) -> frozenset[int]:
        """The numbers of the guesses that are mentions by the model alone, without any delta."""
        ratings = tuple(find_ratings(interview, self.rules.topics))
        return frozenset(
            number
            for number, (each, sure) in enumerate(self._by_itself(heard))
            if (m := self._mention(each, sure)) and self._judges(m, interview, ratings)
        )

    def _by_itself(self, heard: Heard) -> list[tuple[Guess, float]]:
        own = heard.guesses[: heard.found]
        return [(each, confidence(each.evidence, self.calibration)) for each in own]

    def see(self, interview: Interview, heard: Heard, besides: Sequence[Guess] = ()) -> Seen:
        """What is heard in an interview, and guesses `besides`, as a correction sees them."""
        taken = self.taken(interview, heard)
        return see(self._sight, [*heard.guesses, *besides], found=heard.found, taken=taken)

    @cached_property
    def _sight(self) -> Sight:
        return Sight(self.model)

    def _voted(self, guesses: Sequence[Guess], interview: Interview, densely: float) -> list[Guess]:
        if self.recode is not None:
            guesses = self.recode(guesses, interview)
        return [self._leaning(each, densely) for each in guesses]

    def _by_rule(
        self, interview: Interview, taken: Sequence[Sample], mentions: Sequence[Mention], densely: float
    ) -> list[Mention]:
        """What the rules add: codes that the model was not taught, short answers in which it hears nothing.

        «– Как с упаковкой? – Нормально» is plain to a rule, but too little for the model where no talk went
        before. Where an interview judges rarely, the rules are wrong there ten times out of eleven.
        """
        heard = {mention.turn for mention in mentions}
        silent = {each.turn for each in taken if each.turn not in heard and len(each.tokens) <= SHORT}
        if densely < BETWEEN:
            silent = set()
        turns = [each.turn for each in taken if self._untaught or each.turn in silent]
        found = self.rules.mentions(interview, turns)
        return [each for each in found if each.turn in silent or each.code in self._untaught]

    def _leaning(self, found: Guess, densely: float) -> Guess:
        """The guess with the vote of its words on the kind, where it is brief or its talk judges rarely.

        «Цена не устраивает» alone is unlike any answer the model has heard. In dense talk that vote costs
        more than it brings (models/coders/README.md).
        """
        tokens, first, last = found.sample.tokens, found.first, found.last
        brief = sum(token.text[0].isalnum() for token in tokens[first:last]) <= BRIEF
        weight = OF_WORDS * (1.0 if brief else 1.0 - densely)
        # most of dense talk goes without, and to look for the words takes longest
        evidence = self.rules.topics.evidence(tokens, first, last) if weight else ()
        vote = weight * leaning(tokens, first, last, evidence) if weight else 0.0
        odds = np.array([(kind is Kind.PRAISE) - (kind is Kind.COMPLAINT) for kind in KINDS], np.float32)
        kinds = found.kinds * np.exp(vote / 2 * odds)
        return found._replace(kinds=kinds / kinds.sum())

    def _judges(self, mention: Mention, interview: Interview, ratings: Sequence[Rating]) -> bool:
        return is_judged(mention, interview, self.rules.topics) and not only_marks(
            mention, interview, ratings
        )

    def _mention(self, found: Guess, sure: float) -> Mention | None:
        code = self.codes[int(found.codes.argmax())]
        if sure < self.threshold or code not in self.codebook.codes:
            return None
        tokens, text = found.sample.tokens, found.sample.text
        start, stop = tokens[found.first].start, tokens[found.last - 1].stop
        return Mention(
            turn=found.sample.turn,
            start=start,
            stop=stop,
            text=text[start:stop],
            kind=found.kind,
            code=code,
            process=self.codebook.process_of(code),
            trend=found.trend if found.kind is not Kind.WISH else Trend.NONE,
            confidence=round(sure, 4),
            decided_by=self.decided_by,
            why=self._why(found),
        )

    def _why(self, found: Guess) -> str:
        order = np.argsort(-found.codes, kind="stable")[:2]
        codes = "; ".join(f"{self.codebook.label(self.codes[at])} {found.codes[at]:.0%}" for at in order)
        return f"{found.kind.label} {found.kinds.max():.0%}; {codes}"


def overlap(one: Mention, other: Mention) -> bool:
    """Whether some words of one turn are in both mentions."""
    return one.turn == other.turn and one.span.overlaps(other)
