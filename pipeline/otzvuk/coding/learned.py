"""Coding by a trained model, with the rules for what it was not taught (marks, processes, new codes)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.bag import Stretch
from otzvuk.coding.features import Sample, samples
from otzvuk.coding.model import Model, Voices
from otzvuk.coding.network import KINDS, TAGS, TRENDS, Output, best_tags, log_softmax, spans
from otzvuk.coding.process import place
from otzvuk.coding.ratings import find_ratings
from otzvuk.coding.remarks import without_remarks
from otzvuk.coding.rules import RuleCoder
from otzvuk.language import Token
from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Kind, Mention, Trend
from otzvuk.model.study import Guide

Floats = NDArray[np.float32]
SHORT = 10  # tokens of an answer that the rules look at where the model hears nothing
# What the linear voice weighs beside the networks in finding mentions, in their kind and their code; the best
# on the dev split of the training corpus (models/coders/README.md).
OF_TAGS, OF_KIND, OF_CODE, OF_TREND = 0.1, 0.4, 1.2, 0.5
CHANGED = 0.1  # a change this probable is told: few mentions have one, so none is ever very probable


class Guess(NamedTuple):
    """A span [first, last) of a sample's tokens with the probabilities of kind, code and trend.

    `margin` is how much surer the tags are of a mention here than of none, the mean over its tokens.
    """

    sample: Sample
    first: int
    last: int
    kinds: Floats
    codes: Floats
    trends: Floats
    margin: float

    @property
    def kind(self) -> Kind:
        """The likeliest kind."""
        return KINDS[int(self.kinds.argmax())]

    @property
    def trend(self) -> Trend:
        """The likelier change, where one is probable enough."""
        change = 1 + int(self.trends[1:].argmax())
        return TRENDS[change if self.trends[change] >= CHANGED else 0]

    @property
    def evidence(self) -> Floats:
        """What the confidence is computed from: 1, log P(kind), log P(code), its lead, the margin."""
        second = np.sort(self.codes)[-2] if self.codes.size > 1 else 0.0
        best = float(self.codes.max())
        return np.array(
            [1.0, np.log(self.kinds.max()), np.log(best), best - second, np.tanh(self.margin / 4)], np.float32
        )


def guess(voices: Voices, taken: Sequence[Sample], *, boldness: float = 0.0) -> list[Guess]:
    """What the voices together take for mentions in the samples, in order.

    `boldness` is taken off the score of 'no mention' at every token: averaged networks are more cautious
    than each of them, and miss more.
    """
    if not taken:
        return []
    said, tags = _read(voices, taken)
    calm = np.array([boldness] + [0.0] * (len(TAGS) - 1), np.float32)
    places = []
    for at, path in enumerate(best_tags([each - calm for each in tags], voices.networks.transitions)):
        for first, last, _ in spans(path):
            first, last = _words(taken[at].tokens, first, last)
            if first < last:
                places.append((at, first, last))
    return _judged(voices, taken, said, tags, places) if places else []


def judge_spans(
    voices: Voices, taken: Sequence[Sample], places: Sequence[tuple[int, int, int]]
) -> list[Guess]:
    """What the voices together say of given spans, in the order of `places`.

    A place is the number of a sample and the span's tokens [first, last). A negative `margin` says that by
    the tags no mention would be found there.
    """
    if not places:
        return []
    return _judged(voices, taken, *_read(voices, taken), places)


def _read(voices: Voices, taken: Sequence[Sample]) -> tuple[list[Output], list[Floats]]:
    """What the networks say of the samples, and the scores of tags that all voices give together."""
    said = voices.networks.read(taken)
    heard = voices.bag.tags(taken)
    return said, [each.tags + OF_TAGS * also for each, also in zip(said, heard, strict=True)]


def _judged(
    voices: Voices,
    taken: Sequence[Sample],
    said: Sequence[Output],
    tags: Sequence[Floats],
    places: Sequence[tuple[int, int, int]],
) -> list[Guess]:
    code, kind, trend = voices.networks.look(said, places)
    also_code, also_kind, also_trend = voices.bag.look(
        [Stretch(taken[at], first, last) for at, first, last in places]
    )
    found = []
    for row, (at, first, last) in enumerate(places):
        scores = tags[at][first:last]
        by_tag = log_softmax(scores)
        by_kind = log_softmax(np.logaddexp(by_tag[:, 1::2], by_tag[:, 2::2]).mean(0))
        by_code = said[at].codes[first:last].mean(0)
        # The networks' two views of the span, of its tokens and of it as a whole, count alike.
        kinds = np.exp(log_softmax((by_kind + kind[row]) / 2 + OF_KIND * also_kind[row]))
        codes = np.exp(log_softmax((by_code + code[row]) / 2 + OF_CODE * also_code[row]))
        margin = float((np.logaddexp.reduce(scores[:, 1:], axis=1) - scores[:, 0]).mean())
        trends = np.exp(log_softmax(trend[row] + OF_TREND * also_trend[row]))
        found.append(Guess(taken[at], first, last, kinds, codes, trends, margin))
    return found


def _words(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """The span without punctuation at its edges; a closing quotation mark or bracket stays."""
    while last > first and not tokens[last - 1].text[0].isalnum() and tokens[last - 1].text not in "»)”":
        last -= 1
    while first < last and not tokens[first].text[0].isalnum() and tokens[first].text not in "«(“":
        first += 1
    return first, last


def confidence(evidence: Floats, calibration: Sequence[float]) -> float:
    """Probability that kind and code are both right: logistic regression on the evidence (Platt 1999)."""
    return float(1 / (1 + np.exp(-float(evidence @ np.asarray(calibration, np.float32)))))


class ModelCoder:
    """Codes interviews by a trained model.

    The rules find marks and processes, short answers that the model passes over, and mentions of codes that
    the codebook has and the model was never taught. Mentions less sure than `threshold` (by
    default the model's own) are left out.
    """

    def __init__(
        self, model: Model, codebook: Codebook, guide: Guide | None = None, *, threshold: float | None = None
    ) -> None:
        self.model, self.codebook = model, codebook
        self.rules = RuleCoder(codebook, guide)
        self.threshold = model.card.threshold if threshold is None else threshold
        self.models = (model.label,)
        self.codes, self.calibration = model.card.codes, model.card.calibration
        self.decided_by = f"model:{model.label}"
        # Gives guesses the probabilities of other `codes` than the model's own.
        self.recode: Callable[[Sequence[Guess], Interview], list[Guess]] | None = None
        self._untaught = frozenset(codebook.codes) - frozenset(model.card.codes)

    def code(self, interview: Interview) -> Coding:
        """The mentions and ratings of an interview; interviewers' turns are never coded."""
        taken = samples(interview, self.model.words)
        found = guess(self.model.voices, taken, boldness=self.model.card.boldness)
        if self.recode is not None:
            found = self.recode(found, interview)
        mentions = without_remarks((m for each in found if (m := self._mention(each))), interview)
        added = self._by_rule(interview, taken, mentions)
        # A pattern of a code that the model cannot know says more than the model's guess at another.
        mentions = [each for each in mentions if not any(_overlap(each, other) for other in added)] + added
        mentions.sort(key=lambda each: (each.turn, each.start, each.stop))
        topics = self.rules.topics
        return Coding(
            interview, tuple(place(mentions, interview, topics)), tuple(find_ratings(interview, topics))
        )

    def _by_rule(
        self, interview: Interview, taken: Sequence[Sample], mentions: Sequence[Mention]
    ) -> list[Mention]:
        """What the rules add: short answers in which the model hears nothing, and codes it was not taught.

        «– Как с упаковкой? – Нормально» is plain to a rule, but too little for the model where no talk went
        before.
        """
        heard = {mention.turn for mention in mentions}
        silent = [each.turn for each in taken if each.turn not in heard and len(each.tokens) <= SHORT]
        added = self.rules.mentions(interview, silent)
        if self._untaught:
            others = self.rules.mentions(interview, [each.turn for each in taken if each.turn not in silent])
            added += [each for each in others if each.code in self._untaught]
        return added

    def _mention(self, found: Guess) -> Mention | None:
        code = self.codes[int(found.codes.argmax())]
        sure = confidence(found.evidence, self.calibration)
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


def _overlap(one: Mention, other: Mention) -> bool:
    return one.turn == other.turn and one.span.overlaps(other)
