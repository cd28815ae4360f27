"""What the damage may be, given how often the coder errs: codings drawn from what each stretch may say.

Multiple imputation (Rubin 1987): each draw takes every candidate for one of the things it may be, by their
probabilities, and computes the damage of all processes from that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from otzvuk.model.candidate import Candidate, Chance
from otzvuk.model.mention import Kind
from otzvuk.model.span import Span
from otzvuk.numbers.damage.place import TOP, places
from otzvuk.numbers.net import role_weights
from otzvuk.numbers.resample import Floats
from otzvuk.numbers.survey import Survey

DRAWS = 400
_BLOCK = 4096  # rows of random numbers drawn at once; even, so that blocks give what one draw gives
SIGN = {Kind.COMPLAINT: 1, Kind.PRAISE: -1, Kind.WISH: 0}

Ints = NDArray[np.int64]
Seen = tuple[str, int, int, int]
"""A stretch that somebody has judged: interview, turn, start, end."""


@dataclass(frozen=True, eq=False)
class Stretch:
    """A candidate with its interview, and the row of the person who speaks."""

    interview: str
    candidate: Candidate
    person: int


@dataclass(frozen=True, eq=False)
class Worlds:
    """Draws of what was said: `damage` (draws × processes), and what the coding itself says.

    `held` are complaints net of praise, people × processes, before they are clipped; `weights` what each
    person's role weighs, together 1; `in_top` the share of draws in which a process is among the first three.
    `readings` (stretches × draws) is which of its chances a stretch was drawn for, −1 for none.
    """

    processes: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    held: Ints
    weights: Floats
    cap: int
    damage: Floats
    readings: NDArray[np.int8]

    @property
    def in_top(self) -> Floats:
        """The probability of each process to be among the first three, ties counted in parts."""
        first, last = places(self.damage)
        tied = last - first + 1
        share = np.clip(TOP + 1 - first, 0, tied) / tied
        return np.asarray(np.where(self.damage > 0, share, 0.0).mean(axis=0), np.float64)

    def changes(self) -> tuple[Ints, NDArray[np.int8], Ints, NDArray[np.int8]]:
        """What knowing a stretch would change of `held`, in each draw.

        A column and what is added there, a row a stretch, for what the coding says; and the same for what was
        drawn (stretches × draws each but for the first). Where both are of one process the first has it all.
        """
        number, draws = self.readings.shape
        from_, off = np.zeros(number, np.int64), np.zeros((number, draws), np.int8)
        to, on = np.zeros((number, draws), np.int64), np.zeros((number, draws), np.int8)
        for at, each in enumerate(self.stretches):
            known = _outcomes(each.candidate)
            columns = np.array([*(self.column(one.process) for one in known), 0])
            signs = np.array([*(SIGN[one.kind] for one in known), 0], np.int8)
            to[at], on[at] = columns[self.readings[at]], signs[self.readings[at]]
            said = each.candidate.said
            if said is not None:
                from_[at], off[at] = self.column(said.process), -SIGN[said.kind]
                same = to[at] == from_[at]
                off[at] += np.where(same, on[at], 0).astype(np.int8)
                on[at][same] = 0
        return from_, off, to, on

    def column(self, process: str) -> int:
        """The column of a process."""
        return self.processes.index(process)


def worlds(survey: Survey, *, draws: int = DRAWS, seen: Iterable[Seen] = ()) -> Worlds:
    """`draws` codings of the survey's interviews, drawn from its candidates with the seed of the settings.

    `seen` are stretches that a person has judged: where the survey has no mention of theirs, there is none.
    """
    judged: dict[tuple[str, int], list[Span]] = {}
    for interview, turn, start, stop in seen:
        judged.setdefault((interview, turn), []).append(Span(start, stop))
    processes = tuple(survey.codebook.processes)
    column = {name: at for at, name in enumerate(processes)}
    row = {person: at for at, person in enumerate(survey.people.index)}
    known = {each.id: each for each in survey.study.interviews}
    stretches = tuple(
        Stretch(name, each, row[person])
        for name, own in survey.candidates.items()
        for each in own
        if each.decided or not any(one.overlaps(each) for one in judged.get((name, each.turn), ()))
        if (person := known[name].participant(known[name].turns[each.turn]).id) in row
    )
    weights = role_weights(survey.people, survey.settings)
    weights = weights / max(float(weights.sum()), 1e-12)
    cap = survey.settings.damage_cap
    held = np.zeros((len(row), len(processes)), np.int64)
    net = np.zeros((draws, len(row), len(processes)), np.int16)
    readings = np.full((len(stretches), draws), -1, np.int8)
    for at, (each, own) in enumerate(
        zip(stretches, _by_chance(len(stretches), draws, survey.settings.seed), strict=True)
    ):
        said = each.candidate.said
        if said is not None:
            held[each.person, column[said.process]] += SIGN[said.kind]
        below = 0.0
        for number, one in enumerate(_outcomes(each.candidate)):
            drawn = (own >= below) & (own < below + one.probability)
            below += one.probability
            readings[at, drawn] = number
            net[drawn, each.person, column[one.process]] += SIGN[one.kind]
    damage = np.einsum("kpq,p->kq", np.clip(net, 0, cap), weights)
    return Worlds(
        processes=processes, stretches=stretches, held=held, weights=weights, cap=cap, damage=damage,
        readings=readings,
    )  # fmt: skip


def _by_chance(rows: int, draws: int, seed: int) -> Iterator[Floats]:
    """Random numbers, a row a stretch; drawn in blocks, for all together would need much memory."""
    dice = np.random.default_rng(seed)
    for first in range(0, rows, _BLOCK):
        yield from dice.random((min(_BLOCK, rows - first), draws), np.float32)


def _outcomes(candidate: Candidate) -> tuple[Chance, ...]:
    """What it may say; a person's word is certain."""
    if candidate.decided:
        assert candidate.said is not None
        return (replace(candidate.said, probability=1.0),)
    return candidate.chances
