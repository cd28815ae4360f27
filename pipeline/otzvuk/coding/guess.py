"""What the voices of a trained model together take for mentions: where, what kind, which code, how sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import exp, log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.bag import Stretch
from otzvuk.coding.encoder import Encoder, Heard
from otzvuk.coding.features import Sample
from otzvuk.coding.model import Voices
from otzvuk.coding.network import KINDS, TAGS, TRENDS, Networks, Output, best_tags, log_softmax, spans
from otzvuk.coding.verifier import FURTHER, LEAST, Candidate, Look, Place, Verifier, chosen, margins_of, seen
from otzvuk.language import Token
from otzvuk.model.mention import Kind, Trend
from otzvuk.model.span import Span

Floats = NDArray[np.float32]
# What the linear voice weighs beside the networks in finding mentions, in their kind and their code; the best
# on the dev split of the training corpus (models/coders/README.md).
OF_TAGS, OF_KIND, OF_CODE, OF_TREND = 0.1, 0.4, 1.2, 0.5
# The spans a token that are expected of an interview before any is seen, and the tokens that this weighs;
# how many make it one that judges rarely, and densely.
USUAL, WITHIN = 0.012, 200
RARE, DENSE = 0.006, 0.018
CHANGED = 0.1  # a change this probable is told: few mentions have one, so none is ever very probable

NO_SENSE: Floats = np.zeros(0, np.float32)


class Guess(NamedTuple):
    """A span [first, last) of a sample's tokens with the probabilities of kind, code and trend.

    `margin` is how much surer the tags are of a mention here than of none, the mean over its tokens;
    `density` the logarithm of how many spans a token its interview has, beside what is usual. `sense` is the
    mean of the encoder's middle layers over its tokens, where there is an encoder.
    """

    sample: Sample
    first: int
    last: int
    kinds: Floats
    codes: Floats
    trends: Floats
    margin: float
    density: float
    sense: Floats = NO_SENSE

    @property
    def kind(self) -> Kind:
        """The likeliest kind."""
        return KINDS[int(self.kinds.argmax())]

    @property
    def span(self) -> Span:
        """Where it stands in its turn."""
        return Span(self.sample.tokens[self.first].start, self.sample.tokens[self.last - 1].stop)

    @property
    def trend(self) -> Trend:
        """The likelier change, where one is probable enough."""
        change = 1 + int(self.trends[1:].argmax())
        return TRENDS[change if self.trends[change] >= CHANGED else 0]

    @property
    def evidence(self) -> Floats:
        """What the confidence is computed from.

        1, log P(kind), log P(code), its lead, the margin, the density; and the middle four by the density,
        for they are worth more in one kind of talk than in the other.
        """
        second = np.sort(self.codes)[-2] if self.codes.size > 1 else 0.0
        best = float(self.codes.max())
        own = [np.log(self.kinds.max()), np.log(best), best - second, np.tanh(self.margin / 4)]
        return np.array([1.0, *own, self.density, *(self.density * each for each in own)], np.float32)


def guess(
    voices: Voices, taken: Sequence[Sample], *, boldness: float = 0.0, calm: float = 0.0
) -> list[Guess]:
    """What the voices together take for mentions in the samples, in order.

    `boldness` is taken off the score of 'no mention' at every token, and `calm` put back where an interview
    judges rarely: the same words are a mention more often among many than alone amid other talk. How
    densely it judges is what is found with all calm.
    """
    return guess_further(voices, taken, boldness=boldness, calm=calm)[0]


def guess_further(
    voices: Voices,
    taken: Sequence[Sample],
    *,
    boldness: float = 0.0,
    calm: float = 0.0,
    further: float = 0.0,
    said: Said | None = None,
) -> tuple[list[Guess], list[Guess]]:
    """What `guess` says, and what would be found besides, touching none of it, with so much more boldness.

    `said` is what `hear` says of the samples, where that is known.
    """
    if not taken:
        return [], []
    said = said or hear(voices, taken)
    bold, places, dense = _first(voices, taken, said, boldness, calm)
    sure: list[Guess] = []
    if voices.verifier:
        places, sure = _verified(voices, voices.verifier, taken, said, places, bold, dense)
    more = _besides(_places(voices, taken, said.tags, bold + further), places) if further else []
    new = [*([] if sure else places), *more]
    found = [*sure, *(_judged(voices, taken, said, new, dense) if new else [])]
    return found[: len(places)], found[len(places) :]


def possible(
    voices: Voices,
    taken: Sequence[Sample],
    *,
    boldness: float = 0.0,
    calm: float = 0.0,
    least: int = LEAST,
) -> tuple[list[Guess], list[Floats]]:
    """What a verifier chooses among, with what it weighs of each; in interviews of so many tokens."""
    if not taken:
        return [], []
    said = hear(voices, taken)
    bold, places, dense = _first(voices, taken, said, boldness, calm)
    tokens = _tokens(taken)
    wanted = {at for at, each in enumerate(taken) if tokens[each.interview] >= least}
    guesses, _, rows = _possible(voices, taken, said, places, bold, dense, tokens=tokens, wanted=wanted)
    return guesses, rows


def _first(
    voices: Voices, taken: Sequence[Sample], said: Said, boldness: float, calm: float
) -> tuple[Floats, list[Place], dict[str, float]]:
    """How readily samples are taken to judge, where tags then find spans, how densely interviews do."""
    bold = np.full(len(taken), boldness - calm, np.float32)
    places = _places(voices, taken, said.tags, bold)
    dense = _densities(taken, places)
    if calm:
        bold += [calm * _densely(dense[each.interview]) for each in taken]
        places = _places(voices, taken, said.tags, bold)
    return bold, places, dense


def _verified(
    voices: Voices,
    verifier: Verifier,
    taken: Sequence[Sample],
    said: Said,
    places: Sequence[Place],
    bold: Floats,
    dense: Mapping[str, float],
) -> tuple[list[Place], list[Guess]]:
    """What the verifier takes for mentions; where there is too little to judge by, what the tags find."""
    tokens = _tokens(taken)
    long = {at for at, each in enumerate(taken) if tokens[each.interview] >= LEAST}
    guesses, candidates, rows = _possible(
        voices, taken, said, places, bold, dense, tokens=tokens, wanted=long
    )
    kept = chosen(candidates, verifier.odds(np.stack(rows))) if rows else []
    short = [each for each in places if each[0] not in long]
    whole = [(candidates[number], guesses[number]) for number in kept]
    if short:
        whole += zip(short, _judged(voices, taken, said, short, dense), strict=True)
    whole.sort(key=lambda pair: pair[0])
    return [place for place, _ in whole], [each for _, each in whole]


def _possible(
    voices: Voices,
    taken: Sequence[Sample],
    said: Said,
    places: Sequence[Place],
    bold: Floats,
    dense: Mapping[str, float],
    *,
    tokens: Mapping[str, int],
    wanted: Collection[int],
) -> tuple[list[Guess], list[Place], list[Floats]]:
    """Guesses at all that may be a mention in the samples `wanted`, their places, what is seen of each."""
    if not wanted:
        return [], [], []
    finer, further = (_places(voices, taken, said.tags, bold + much) for much in FURTHER)
    found_so, far = set(places), set(_besides(further, places))
    near = set(_besides(finer, places))
    every = sorted(each for each in found_so | far | near if each[0] in wanted)
    if not every:
        return [], [], []
    scores = _scores(voices, taken, said, every)
    guesses = _guesses(voices, taken, said, every, dense, scores)
    last = {each.interview: each.turn for each in taken}
    whole = [[each.tags for each in said.networks], [each.tags for each in said.encoder], said.bag, said.tags]
    margins = {at: [margins_of(tags[at]) for tags in whole] for at in {each[0] for each in every}}
    rows = []
    for row, (place, found) in enumerate(zip(every, guesses, strict=True)):
        sample, run = found.sample, margins[place[0]]
        looks = [Look(own.codes[row], own.kinds[row], run[voice]) for voice, own in enumerate(scores)]
        rows.append(
            seen(
                Candidate(
                    sample=sample,
                    first=found.first,
                    last=found.last,
                    looks=looks,
                    margins=run[-1],
                    kinds=found.kinds,
                    codes=found.codes,
                    evidence=found.evidence,
                    densely=_densely(found.density),
                    tokens=tokens[sample.interview],
                    late=sample.turn / (last[sample.interview] + 1),
                    found=place in found_so,
                    finer=place in near and place not in far,
                )
            )
        )
    return guesses, every, rows


def _tokens(taken: Sequence[Sample]) -> Counter[str]:
    """How many tokens each interview's answers have."""
    tokens: Counter[str] = Counter()
    for each in taken:
        tokens[each.interview] += len(each.tokens)
    return tokens


def _besides(places: Sequence[Place], found: Sequence[Place]) -> list[Place]:
    """Those of the places that touch none of what was found."""
    own: dict[int, list[tuple[int, int]]] = {}
    for at, first, last in found:
        own.setdefault(at, []).append((first, last))
    return [
        (at, first, last)
        for at, first, last in places
        if not any(first < end and begin < last for begin, end in own.get(at, ()))
    ]


def _places(voices: Voices, taken: Sequence[Sample], tags: Sequence[Floats], bold: Floats) -> list[Place]:
    """Where the best tags of each sample, 'no mention' made less by so much, find spans."""
    none = np.eye(1, len(TAGS), dtype=np.float32)
    less = [each - much * none for each, much in zip(tags, bold, strict=True)]
    places = []
    for at, path in enumerate(best_tags(less, _transitions(voices))):
        for first, last, _ in spans(path):
            first, last = _words(taken[at].tokens, first, last)
            if first < last:
                places.append((at, first, last))
    return places


def judge_spans(voices: Voices, taken: Sequence[Sample], places: Sequence[Place]) -> list[Guess]:
    """What the voices together say of given spans, in the order of `places`.

    A place is the number of a sample and the span's tokens [first, last). A negative `margin` says that by
    the tags no mention would be found there.
    """
    if not places:
        return []
    return _judged(voices, taken, hear(voices, taken), places, _densities(taken, places))


class Said(NamedTuple):
    """What networks and encoder say of the samples, the scores of tags of all voices together, and those of
    the linear voice."""

    networks: list[Output]
    encoder: list[Heard]
    tags: list[Floats]
    bag: list[Floats]


def hear(voices: Voices, taken: Sequence[Sample]) -> Said:
    """What the voices say of the samples' tokens."""
    said = voices.networks.read(taken)
    tags = [each.tags for each in said]
    heard = voices.encoder.read(taken) if voices.encoder else []
    if heard:
        tags = [_shared(own, each.tags, voices.shares.tags) for own, each in zip(tags, heard, strict=True)]
    also = voices.bag.tags(taken)
    return Said(said, heard, [own + OF_TAGS * each for own, each in zip(tags, also, strict=True)], also)


def _transitions(voices: Voices) -> Floats:
    own = voices.networks.transitions
    return _shared(own, voices.encoder.transitions, voices.shares.tags) if voices.encoder else own


def _shared(networks: Floats, encoder: Floats, share: float) -> Floats:
    return np.asarray((1 - share) * networks + share * encoder, np.float32)


def _judged(
    voices: Voices,
    taken: Sequence[Sample],
    said: Said,
    places: Sequence[Place],
    dense: Mapping[str, float],
) -> list[Guess]:
    return _guesses(voices, taken, said, places, dense, _scores(voices, taken, said, places))


class Scores(NamedTuple):
    """Scores of code (for networks and encoder of its tokens and as a whole), kind and trend by a voice, a
    row a span."""

    codes: Floats
    kinds: Floats
    trends: Floats


def _scores(voices: Voices, taken: Sequence[Sample], said: Said, places: Sequence[Place]) -> list[Scores]:
    """What each voice says of spans: networks, encoder where there is one, linear voice."""

    def look(voice: Networks | Encoder, heard: Sequence[Any]) -> Scores:
        code, kind, trend = voice.look(heard, places)
        by_code = np.stack([heard[at].codes[first:last].mean(0) for at, first, last in places])
        return Scores(np.asarray((by_code + code) / 2, np.float32), kind, trend)

    found = [look(voices.networks, said.networks)]
    if voices.encoder:
        found.append(look(voices.encoder, said.encoder))
    also = voices.bag.look([Stretch(taken[at], first, last) for at, first, last in places])
    return [*found, Scores(*also)]


def _guesses(
    voices: Voices,
    taken: Sequence[Sample],
    said: Said,
    places: Sequence[Place],
    dense: Mapping[str, float],
    scores: Sequence[Scores],
) -> list[Guess]:
    (code, kind, trend), (also_code, also_kind, also_trend) = scores[0], scores[-1]
    if voices.encoder:
        shares = (voices.shares.code, voices.shares.kind, voices.shares.trend)
        code, kind, trend = (_shared(*each) for each in zip(*scores[:2], shares, strict=True))
    found = []
    for row, (at, first, last) in enumerate(places):
        tags = said.tags[at][first:last]
        by_tag = log_softmax(tags)
        by_kind = log_softmax(np.logaddexp(by_tag[:, 1::2], by_tag[:, 2::2]).mean(0))
        # The two views of the span, of its tokens and of it as a whole, count alike.
        kinds = np.exp(log_softmax((by_kind + kind[row]) / 2 + OF_KIND * also_kind[row]))
        codes = np.exp(log_softmax(code[row] + OF_CODE * also_code[row]))
        margin = float(margins_of(tags).mean())
        trends = np.exp(log_softmax(trend[row] + OF_TREND * also_trend[row]))
        density = dense[taken[at].interview]
        sense = said.encoder[at].sense[first:last].mean(0) if said.encoder else NO_SENSE
        found.append(Guess(taken[at], first, last, kinds, codes, trends, margin, density, sense))
    return found


def _densities(taken: Sequence[Sample], places: Sequence[Place]) -> dict[str, float]:
    """The logarithm of spans a token for each interview, drawn to `USUAL` where little is said.

    Where judgements are rare, what looks like one is more often none: the same evidence is worth less.
    """
    spans, tokens = Counter(taken[at].interview for at, *_ in places), _tokens(taken)
    return {
        name: log((spans[name] + USUAL * WITHIN) / (tokens[name] + WITHIN)) - log(USUAL) for name in tokens
    }


def how_densely(taken: Sequence[Sample], found: Sequence[Guess]) -> float:
    """How far an interview is from judging rarely (0) to densely (1); a few words are somewhere between."""
    tokens = sum(len(each.tokens) for each in taken)
    return _densely(log((len(found) + USUAL * WITHIN) / (tokens + WITHIN)) - log(USUAL))


def _densely(density: float) -> float:
    """The same, by the logarithm of the density."""
    return min(max((USUAL * exp(density) - RARE) / (DENSE - RARE), 0.0), 1.0)


def _words(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """The span without punctuation at its edges; a closing quotation mark or bracket stays."""
    while last > first and not tokens[last - 1].text[0].isalnum() and tokens[last - 1].text not in "»)”":
        last -= 1
    while first < last and not tokens[first].text[0].isalnum() and tokens[first].text not in "«(“":
        first += 1
    return first, last


def confidence(evidence: Floats, calibration: Sequence[float]) -> float:
    """Probability that kind and code are both right: logistic regression on the evidence (Platt 1999).

    A model calibrated before there was a later piece of evidence knows the first ones.
    """
    known = evidence[: len(calibration)]
    return float(1 / (1 + np.exp(-float(known @ np.asarray(calibration, np.float32)))))
