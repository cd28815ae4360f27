"""A survey → what its checked stretches say, as arrays."""

from __future__ import annotations

import numpy as np

from otzvuk.model.mention import PERSON as BY_PEOPLE
from otzvuk.model.mention import Kind, Look, Reading
from otzvuk.numbers.checked.corrected import FEWEST_DRAWN, Sampled
from otzvuk.numbers.count import CLUSTER, PERSON
from otzvuk.numbers.distribution import chi_square_tail
from otzvuk.numbers.resample import FEWEST, Floats, Ints, weighted_means
from otzvuk.numbers.survey import Survey

KINDS = (Kind.COMPLAINT, Kind.PRAISE)
"""What is counted of each process, and in all."""

_UNLIKELY = 0.001  # under that probability a sample was not drawn of all people


def columns_of(survey: Survey) -> list[tuple[str, Kind]]:
    """What `sampled_of` counts: process by process, first complaints, then praises."""
    return [(process, kind) for kind in KINDS for process in survey.codebook.processes]


def sampled_of(
    survey: Survey, *, whole: bool = False, by_confidence: bool = False, weights: Floats | None = None
) -> Sampled | None:
    """What was checked of the survey's stretches; None where too few were drawn by chance or asked, or where
    they were drawn of some of these people only.

    Columns are those of `columns_of`; with `whole` all processes together, complaints and praises. With
    `by_confidence` what the coder found counts as much as it was sure. `weights` are those of people in the
    order of `Survey.people`, 1 by default; means are then weighted.
    """
    people = {str(person): at for at, person in enumerate(survey.people.index)}
    looks = [(each, people[who]) for each, who in _looks(survey) if who in people]
    if len(people) < FEWEST or sum(each.drawn for each, _ in looks) < FEWEST_DRAWN:
        return None
    names = columns_of(survey)
    column = {name: KINDS.index(name[1]) if whole else at for at, name in enumerate(names)}
    width = len(KINDS) if whole else len(names)
    weigh = np.ones(len(people)) if weights is None else weights * len(people) / weights.sum()

    def table(readings: list[tuple[int, Reading]], rows: int, *, sure: bool) -> Floats:
        made = np.zeros((rows, width))
        for row, each in readings:
            at = column.get((each.process, each.kind))
            if at is not None:
                made[row, at] += each.confidence if sure else 1.0
        return made

    numbered = list(enumerate(look for look, _ in looks))
    was = table([(at, one) for at, look in numbered for one in look.was], len(looks), sure=by_confidence)
    now = table([(at, one) for at, look in numbered for one in look.now], len(looks), sure=False)
    frame = survey.mentions
    frame = frame[frame[PERSON].astype("object").isin(people)]
    found: list[tuple[int, Reading]] = []
    own: list[tuple[int, Reading]] = []
    for who, kind, process, sure, by in zip(
        frame[PERSON].astype(str), frame["kind"], frame["process"], frame["confidence"], frame["decided_by"],
        strict=True,
    ):  # fmt: skip
        reading = Reading(kind=Kind(kind), process=process, confidence=sure)
        (own if by.startswith(BY_PEOPLE) else found).append((people[who], reading))
    who_looked = np.array([who for _, who in looks])
    scale = weigh[who_looked][:, np.newaxis]
    rest = table(found, len(people), sure=by_confidence)
    decided = table(own, len(people), sure=False)
    heard = np.zeros_like(rest)
    np.add.at(heard, who_looked, now)
    means = np.concatenate([weighted_means(drawn * weigh, rest + decided) for (drawn,) in survey.draws])
    groups = int(survey.people[CLUSTER].nunique())
    unseen = any(each.drawn and not each.was for each, _ in looks)  # else chance has drawn of mentions only
    sizes = _passed(survey, people) if unseen else np.zeros(len(people), np.int64)
    np.add.at(sizes, [who for who, _ in found], 1)
    np.add.at(sizes, who_looked, [len(each.was) for each, _ in looks])
    if not _by_chance(np.bincount([who for each, who in looks if each.drawn], minlength=len(people)), sizes):
        return None
    return Sampled(
        size=int(sizes.sum()),
        rest=weigh @ rest,
        certain=np.maximum(weigh @ (decided - heard), 0),
        was=was * scale,
        now=now * scale,
        drawn=np.array([each.drawn for each, _ in looks]),
        round=np.array([each.round for each, _ in looks]),
        people=len(people),
        groups=groups,
        spread=means.var(axis=0) * groups / max(groups - 1, 1),
    )


def _looks(survey: Survey) -> list[tuple[Look, str]]:
    """The judged stretches, each with the id of who speaks there."""
    known = {each.id: each for each in survey.study.interviews}  # theirs are the people with ids
    return [
        (each, own.participant(own.turns[each.turn]).id)
        for coding in survey.codings
        if (own := known.get(coding.interview.id)) is not None
        for each in coding.checks.looks
    ]


def _passed(survey: Survey, people: dict[str, int]) -> Ints:
    """In how many clauses of each of these people the coder had found nothing."""
    known = {each.id: each for each in survey.study.interviews}
    passed = np.zeros(len(people), np.int64)
    for coding in survey.codings:
        own = known.get(coding.interview.id)
        if own is not None and coding.checks.passed:
            for turn, number in zip(own.turns, coding.checks.passed, strict=True):
                at = people.get(own.participant(turn).id) if number else None
                if at is not None:
                    passed[at] += number
    return passed


def _by_chance(drawn: Ints, sizes: Ints) -> bool:
    """Whether stretches may have been drawn alike of all people: by chi-square.

    A table for some of the people (`--where`) is a fair sample of theirs, and says nothing of the others.
    """
    there = sizes > 0
    expected = drawn.sum() * sizes[there] / sizes.sum()
    left = max(1 - drawn.sum() / sizes.sum(), 1e-9)  # drawn without putting back, counts vary less
    off = ((drawn[there] - expected) ** 2 / expected).sum() / left
    return chi_square_tail(float(off), max(int(there.sum()) - 1, 1)) > _UNLIKELY
