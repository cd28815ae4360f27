"""In which order stretches are worth checking: what brings the three processes nearest to being right.

A conclusion is right where the three worst processes as counted are those of what was really said. In each of
the drawn worlds both are known, and so is what a check of each stretch would find there. How near a world is
to a right conclusion is its **margin**: the least damage, as counted, of its true three less the greatest of
the others, in complaints of one person. A stretch is worth the mean over the worlds of what its check adds
to P = 1 / (1 + exp(−margin)): where the conclusion is far from open, or far from right, one check matters
little.

Checks are worth less together than each alone where they tell the same. So the first ones are chosen one by
one, each counted in every world with what it would find there before the next is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otzvuk.numbers.damage.place import TOP
from otzvuk.numbers.resample import Floats, Ints
from otzvuk.numbers.trust.worlds import Worlds

PICKED = 40
"""So many are chosen one by one: ten minutes of checking. The rest follow by what each is worth alone."""

_LISTED = 300  # the first by their own worth, among whom those are looked for
_BLOCK = 500  # stretches valued at once
_NEAR = 2.0  # how steeply, in complaints, processes beyond the nearest of the three count less

Steps = NDArray[np.int8]


def worth(drawn: Worlds) -> tuple[list[int], Floats]:
    """Positions of `drawn.stretches` that nobody has decided, best first, and what each is worth alone.

    The worth is for all stretches, 0 for those that are decided.
    """
    open_ = np.array(
        [at for at, each in enumerate(drawn.stretches) if not each.candidate.decided], dtype=np.int64
    )
    value = np.zeros(len(drawn.stretches))
    if not len(open_) or not len(drawn.damage):
        return [], value
    state = _State.of(drawn)
    value[open_] = np.concatenate(
        [state.gains(open_[first : first + _BLOCK]) for first in range(0, len(open_), _BLOCK)]
    )
    ranked = open_[np.argsort(-value[open_], kind="stable")]
    left, chosen = ranked[:_LISTED], list[int]()
    while len(chosen) < PICKED and len(left):
        best = 0 if not chosen else int(np.argmax(state.gains(left)))
        chosen.append(int(left[best]))
        state.check(chosen[-1])
        left = np.delete(left, best)
    known = set(chosen)
    return [*chosen, *(int(at) for at in ranked if int(at) not in known)], value


@dataclass(eq=False)
class _State:
    """What is counted in each world after some checks, worlds × people × processes, and its damage."""

    drawn: Worlds
    true: NDArray[np.bool_]
    held: NDArray[np.int16]
    damage: Floats
    changes: tuple[Ints, Steps, Ints, Steps]

    @classmethod
    def of(cls, drawn: Worlds) -> _State:
        number = len(drawn.damage)
        first = np.argsort(-drawn.damage, axis=1, kind="stable")[:, :TOP]
        true = np.zeros(drawn.damage.shape, dtype=bool)
        np.put_along_axis(true, first, True, axis=1)
        true &= drawn.damage > 0
        held = np.repeat(drawn.held[np.newaxis].astype(np.int16), number, axis=0)
        damage = np.clip(held[0], 0, drawn.cap).T @ drawn.weights
        return cls(drawn, true, held, np.repeat(damage[np.newaxis], number, axis=0), drawn.changes())

    def gains(self, positions: Ints) -> Floats:
        """What checking each stretch adds to the probability of a right conclusion, mean over the worlds."""
        drawn, pull = self.drawn, self._pull()
        world = np.arange(len(self.damage))[np.newaxis, :]
        person = np.array([drawn.stretches[at].person for at in positions])[:, np.newaxis]
        from_, off, to, on = self.changes
        total = np.zeros((len(positions), len(self.damage)))
        for process, by in (
            (from_[positions][:, np.newaxis], off[positions]),
            (to[positions], on[positions]),
        ):
            before = self.held[world, person, process]
            moved = np.clip(before + by, 0, drawn.cap) - np.clip(before, 0, drawn.cap)
            total += moved * pull[world, process]
        return np.asarray(total.mean(axis=1) * drawn.weights[person[:, 0]], np.float64)

    def check(self, position: int) -> None:
        """Count what a check of this stretch finds in each world."""
        drawn = self.drawn
        person, world = drawn.stretches[position].person, np.arange(len(self.damage))
        before = np.clip(self.held[:, person], 0, drawn.cap)
        from_, off, to, on = self.changes
        self.held[:, person, from_[position]] += off[position]
        self.held[world, person, to[position]] += on[position]
        self.damage += drawn.weights[person] * (np.clip(self.held[:, person], 0, drawn.cap) - before)

    def _pull(self) -> Floats:
        """How much P(right) of each world grows with the damage of each process, as counted."""
        complaint = float(np.median(self.drawn.weights)) or 1.0
        damage = self.damage / complaint
        inside, outside = np.where(self.true, damage, np.inf), np.where(self.true, -np.inf, damage)
        low, high = inside.min(axis=1, keepdims=True), outside.max(axis=1, keepdims=True)
        known = np.isfinite(low) & np.isfinite(high)  # else nothing hurts, or everything is of the three
        low, high = np.where(known, low, 0.0), np.where(known, high, 0.0)
        ours = np.exp(-_NEAR * np.clip(inside - low, 0, 50)) * self.true
        theirs = np.exp(-_NEAR * np.clip(high - outside, 0, 50)) * ~self.true
        half = np.where(known, np.clip(low - high, -100, 100), 100.0) / 2
        steep = 1 / (np.exp(half) + np.exp(-half)) ** 2
        ours, theirs = (each / np.maximum(each.sum(axis=1, keepdims=True), 1e-12) for each in (ours, theirs))
        return np.asarray(steep * (ours - theirs) / complaint, np.float64)
