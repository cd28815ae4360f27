"""What a coded interview's stretches may be: its mentions, and the clauses in which none was found.

A mention that was found is wrong in two ways, it is none or another one; and where nothing was found there
may be one all the same. How probable each of that is comes from the voices of the model, calibrated on
interviews that it has not learnt from (`models/trust/weights.yaml`, fitted by `otzvuk.train.trust`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from math import exp, log

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from otzvuk.coding.coder import study_coder
from otzvuk.coding.features import Sample, samples
from otzvuk.coding.guess import USUAL, WITHIN, Guess, judge_spans
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.network import KINDS
from otzvuk.coding.parts import part_of, parts
from otzvuk.language import parse
from otzvuk.model.bundled import bundled
from otzvuk.model.candidate import Candidate, Chance
from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import PERSON, Coding, Mention
from otzvuk.model.progress import track
from otzvuk.model.study import Study
from otzvuk.model.yamlfile import read_yaml

UNLIKELY = 0.01  # a chance below is left out

Place = tuple[int, int, int]
"""A sample's number and the tokens [first, last) of a stretch in it."""


class Weights(BaseModel):
    """`weights.yaml`: for each sort of stretch, what the log odds of a mention there are made of.

    The weights are those of `Guess.evidence`, in its order.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    model: str
    found: tuple[float, ...]
    passed: tuple[float, ...]


@cache
def trust_weights() -> Weights:
    """The bundled weights; read at first use."""
    return read_yaml(bundled("models", "trust", "weights.yaml"), Weights)


def study_candidates(study: Study, codings: Sequence[Coding]) -> tuple[tuple[Candidate, ...], ...]:
    """The candidates of each coding of a study, in the order of the text.

    Where rules alone code, a mention is as sure as it says, and nothing is known of what they passed over.
    """
    coder = study_coder(study)
    if not isinstance(coder, ModelCoder):
        return tuple(tuple(map(as_said, each.mentions)) for each in codings)
    taken = [
        (at, part, part_of(each, part)) for at, each in enumerate(codings) for part in parts(each.interview)
    ]
    found: list[list[Candidate]] = [[] for _ in codings]
    for at, part, own in track(taken, "Сомнения", total=len(taken)):
        known = _candidates(coder, study.codebook, own)
        found[at] += (replace(one, turn=one.turn + part.first) for one in known) if part.first else known
    return tuple(map(tuple, found))


def _candidates(coder: ModelCoder, codebook: Codebook, coding: Coding) -> tuple[Candidate, ...]:
    found, passed = judged(coder, coding)
    weights = trust_weights()
    made = [
        _candidate(each, coder, codebook, probability(each, weights.found), mention)
        for each, mention in found
        if not mention.decided_by.startswith(PERSON)
    ]
    made += [
        _candidate(each, coder, codebook, probability(each, weights.passed))
        for each in passed
        if not any(each.sample.turn == one.turn and each.span.overlaps(one.span) for one in coding.theirs)
    ]  # what is a rival's is no mention, however much it praises
    judged_ones = {(each.sample.turn, *_ends(each)) for each, _ in found}
    for mention in coding.mentions:
        known = (mention.turn, mention.start, mention.stop) in judged_ones
        if mention.decided_by.startswith(PERSON) or not known:
            made.append(as_said(mention))
    return tuple(sorted(made, key=lambda one: (one.turn, one.start, one.stop)))


def passed_over(coding: Coding) -> tuple[int, ...]:
    """Of each turn, in how many of its clauses no mention was found; none in those of interviewers."""
    spans: dict[int, list[Mention]] = {}
    for each in coding.mentions:
        spans.setdefault(each.turn, []).append(each)
    return tuple(
        0
        if turn.interviewer
        else sum(
            not any(one.start < stop and start < one.stop for one in spans.get(at, ()))
            for start, stop in _clauses(turn.text)
        )
        for at, turn in enumerate(coding.interview.turns)
    )


@lru_cache(maxsize=20_000)
def _clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Where the clauses of a turn stand; kept, as a study is counted anew after each decision."""
    return tuple((each.start, each.stop) for each in parse(text).clauses if each.first < each.last)


def judged(coder: ModelCoder, coding: Coding) -> tuple[list[tuple[Guess, Mention]], list[Guess]]:
    """What the voices say of each mention, and of each clause of the respondents' that has none.

    Mentions whose ends are not those of tokens are left out.
    """
    interview, model = coding.interview, coder.model
    taken = samples(interview, model.words)
    held = _places(taken, coding.mentions)
    bare = _bare(taken, coding.mentions)
    guesses = judge_spans(model.voices, taken, [*(place for place, _ in held), *bare])
    if coder.recode is not None:
        guesses = coder.recode(guesses, interview)
    dense = density(len(held), sum(len(each.tokens) for each in taken))
    guesses = [each._replace(density=dense) for each in guesses]
    first = guesses[: len(held)]
    return [(each, mention) for each, (_, mention) in zip(first, held, strict=True)], guesses[len(held) :]


def density(spans: int, tokens: int) -> float:
    """The logarithm of spans a token beside what is usual, as `Guess.density` has it."""
    return log((spans + USUAL * WITHIN) / (tokens + WITHIN)) - log(USUAL)


def probability(found: Guess, weights: Sequence[float]) -> float:
    """How probable a mention is there: logistic in the evidence."""
    return 1 / (1 + exp(-float(found.evidence @ np.asarray(weights, np.float32))))


def _candidate(
    found: Guess, coder: ModelCoder, codebook: Codebook, mention: float, held: Mention | None = None
) -> Candidate:
    start, stop = _ends(found)
    joint = np.outer(found.kinds, found.codes)
    if held is not None:
        joint = _as_sure(joint, coder, held, mention)
    chances = mention * joint / joint.sum()
    order = [(int(at) // joint.shape[1], int(at) % joint.shape[1]) for at in np.argsort(-chances, axis=None)]
    listed = [
        Chance(
            kind=KINDS[kind],
            code=coder.codes[code],
            process=_process(codebook, coder.codes[code], held),
            probability=round(float(chances[kind, code]), 4),
        )
        for kind, code in order[:12]
        if chances[kind, code] >= UNLIKELY and coder.codes[code] in codebook.codes
    ]
    return Candidate(
        turn=found.sample.turn, start=start, stop=stop, text=found.sample.text[start:stop],
        nothing=round(1 - mention, 4), chances=tuple(listed), said=None if held is None else _said(held),
    )  # fmt: skip


def _process(codebook: Codebook, code: str, held: Mention | None) -> str:
    """Where the mention itself was placed by its words, else the process of the code."""
    return held.process if held is not None and held.code == code else codebook.process_of(code)


def _as_sure(
    joint: NDArray[np.float32], coder: ModelCoder, held: Mention, mention: float
) -> NDArray[np.float32]:
    """The joint probabilities of kind and code with the mention's own as sure as the mention says it is."""
    if held.code not in coder.codes:
        return joint
    at = KINDS.index(held.kind), coder.codes.index(held.code)
    own = min(held.confidence / max(mention, 1e-6), 0.999)
    rest = joint.copy()
    rest[at] = 0.0
    rest *= (1 - own) / max(float(rest.sum()), 1e-9)
    rest[at] = own
    return rest


def as_said(mention: Mention) -> Candidate:
    """A mention as a candidate that is as sure as the mention says."""
    said = _said(mention)
    return Candidate(
        turn=mention.turn, start=mention.start, stop=mention.stop, text=mention.text,
        nothing=1 - said.probability, chances=(said,), said=said,
        decided=mention.decided_by.startswith(PERSON),
    )  # fmt: skip


def _said(mention: Mention) -> Chance:
    return Chance(
        kind=mention.kind, code=mention.code, process=mention.process, probability=mention.confidence
    )


def _ends(found: Guess) -> tuple[int, int]:
    tokens = found.sample.tokens
    return tokens[found.first].start, tokens[found.last - 1].stop


def _places(taken: Sequence[Sample], mentions: Sequence[Mention]) -> list[tuple[Place, Mention]]:
    at_turn = {each.turn: at for at, each in enumerate(taken)}
    found = []
    for each in mentions:
        at = at_turn.get(each.turn)
        if at is None:
            continue
        starts = {token.start: number for number, token in enumerate(taken[at].tokens)}
        stops = {token.stop: number + 1 for number, token in enumerate(taken[at].tokens)}
        if each.start in starts and each.stop in stops:
            found.append(((at, starts[each.start], stops[each.stop]), each))
    return found


def _bare(taken: Sequence[Sample], mentions: Sequence[Mention]) -> list[Place]:
    """The clauses that share no words with a mention."""
    spans: dict[int, list[Mention]] = {}
    for each in mentions:
        spans.setdefault(each.turn, []).append(each)
    return [
        (at, clause.first, clause.last)
        for at, each in enumerate(taken)
        for clause in parse(each.text).clauses
        if clause.first < clause.last
        and not any(one.start < clause.stop and clause.start < one.stop for one in spans.get(each.turn, ()))
    ]
