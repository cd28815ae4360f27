"""Fitting the correction of a trained model (`otzvuk.coding.delta`) to what people decided.

Each head is a multinomial logistic regression whose prior is the model as it stands: its log-probabilities
are the offset, and a correction costs by its size (MAP with a Gaussian prior, in the dual: Rasmussen,
Williams 2006, chapter 3). How much of it is kept is settled by cross-validation over interviews, and
so is whether it is any good. No PyTorch here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.optimize import minimize
from scipy.sparse import csr_array

from otzvuk.coding.delta import HEADS, Head, Scores, coded, corrected, dense, odds_of, scored
from otzvuk.coding.seen import SURE, Seen, log_normal

FOLDS: Final = 5
KEPT: Final = ((0.0, 1.0), (0.25, 1.0), (0.5, 1.0), (1.0, 1.0), (0.5, 25.0), (1.0, 25.0))
"""Tried of each head: how much of its correction is kept, and how much further than `SCALES` it may go."""
# How far each head may go, as the variance of what a part of a row adds: a constant, codes, kinds, meaning,
# words. Set on the dev studies, dense and field-like.
SCALES: Final[Mapping[str, tuple[float, ...]]] = {
    "codes": (0.3, 1.0, 0.0, 0.5, 0.5),
    "kinds": (0.05, 0.0, 0.0, 0.1, 0.3),
    "there": (0.1, 0.0, 0.0, 0.3, 0.5),
}
PLAIN: Final = 2.0  # standard errors of the loss by which a far-reaching correction has to be better
FIRM: Final = 40.0  # decisions that the calibration we ship with weighs as much as
_JITTER: Final = 1e-6

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Judgements(NamedTuple):
    """What people said of guesses, a row each: the number of the kind and of the code, −1 for no mention.

    `of` is the interview of each.
    """

    seen: Seen
    kinds: Ints
    codes: Ints
    of: Sequence[Hashable]

    def part(self, at: Ints) -> Judgements:
        """The rows of those numbers."""
        return Judgements(self.seen.part(at), self.kinds[at], self.codes[at], [self.of[each] for each in at])


def together(parts: Sequence[Judgements]) -> Judgements:
    """Judgements of several interviews as one."""
    before = np.cumsum([0, *(len(each.kinds) for each in parts)])
    seen = [each.seen._replace(rows=each.seen.rows + at) for each, at in zip(parts, before, strict=False)]
    return Judgements(
        seen=Seen(*(np.concatenate([each[at] for each in seen]) for at in range(len(Seen._fields)))),
        kinds=np.concatenate([each.kinds for each in parts]),
        codes=np.concatenate([each.codes for each in parts]),
        of=[name for each in parts for name in each.of],
    )


class Correction(NamedTuple):
    """A fitted correction."""

    keys: NDArray[np.uint32]
    heads: Mapping[str, Head]

    def plus(self, other: Correction) -> Correction:
        """Both corrections together."""
        keys = np.union1d(self.keys, other.keys)
        heads = {}
        for name in HEADS:
            words = np.zeros((len(keys), self.heads[name].dense.shape[1]))
            for each in (self, other):
                words[np.searchsorted(keys, each.keys)] += each.heads[name].words
            heads[name] = Head(self.heads[name].dense + other.heads[name].dense, words)
        return Correction(keys, heads)


class Outcome(NamedTuple):
    """What cross-validation says: one of `KEPT` for each head, the calibration, and the scores.

    `accepted` is whether the program codes decisions that it had not seen no worse (F1 of kind and code),
    with less loss.
    """

    kept: Mapping[str, tuple[float, float]]
    sure: tuple[float, float]
    scores: Scores
    accepted: bool


def fit(given: Judgements, kept: Mapping[str, tuple[float, float]]) -> Correction:
    """A correction of the model by judgements; `seen` may have an earlier correction in it (`rebased`).

    `kept` says of each head how much of it is kept, and how far it may go.
    """
    seen = given.seen
    keys = np.unique(seen.keys)
    words = csr_array(
        (seen.values, (seen.rows, np.searchsorted(keys, seen.keys))),
        shape=(len(seen.there), max(len(keys), 1)),
    )
    alike = np.asarray((words @ words.T).todense(), np.float64)
    spans = np.flatnonzero(given.kinds >= 0)
    known = np.flatnonzero(given.codes >= 0)
    odds = np.stack([np.zeros_like(seen.there), seen.there], 1)
    heads = {}
    for name, rows, base, right in (
        ("codes", known, seen.codes, given.codes),
        ("kinds", spans, seen.kinds, given.kinds),
        ("there", np.arange(len(seen.there)), odds, (given.kinds >= 0).astype(np.int64)),
    ):
        part, reach = kept[name]
        scale = np.sqrt(reach * _weights(name, seen))
        solid, spoken = dense(seen)[rows] * scale, reach * SCALES[name][-1]
        if not part:
            rows = rows[:0]
            solid = solid[:0]
        dual = part * _dual(solid @ solid.T + spoken * alike[np.ix_(rows, rows)], base[rows], right[rows])
        if name == "there":
            dual = dual[:, 1:] - dual[:, :1]
        of_words = np.asarray(spoken * (words[rows].T @ dual))[: len(keys)]
        heads[name] = Head((solid * scale).T @ dual, of_words)
    return Correction(keys, heads)


def _weights(name: str, seen: Seen) -> Floats:
    """The scale of each dense column."""
    constant, codes, kinds, meaning, _ = SCALES[name]
    sizes = (1, seen.codes.shape[1], seen.kinds.shape[1], seen.meaning.shape[1])
    return np.repeat([constant, codes, kinds, meaning], sizes)


def _dual(kernel: Floats, base: Floats, right: Ints) -> Floats:
    """Dual weights of the regression, a row an example; zeros where there is nothing to tell apart."""
    many, classes = base.shape
    if many < 2:
        return np.zeros(base.shape)
    root = np.linalg.cholesky(kernel + (_JITTER + 1e-6 * kernel.diagonal().mean()) * np.eye(many))
    wanted = np.eye(classes)[right]

    def loss(flat: Floats) -> tuple[float, Floats]:
        white = flat.reshape(many, classes)
        scores = base + root @ white
        top = scores.max(1, keepdims=True)
        likely = np.exp(scores - top)
        total = likely.sum(1, keepdims=True)
        cost = (np.log(total) + top)[:, 0] - scores[np.arange(many), right]
        slope = root.T @ (likely / total - wanted) + white
        return float(cost.sum() + (white**2).sum() / 2), slope.ravel()

    found = minimize(
        loss, np.zeros(many * classes), jac=True, method="L-BFGS-B", options={"maxiter": 80}
    ).x.reshape(many, classes)
    return np.asarray(solve_triangular(root.T, found, lower=False), np.float64)


def rebased(seen: Seen, earlier: Correction) -> Seen:
    """What is seen, with an earlier correction in the model's log-probabilities."""
    codes, kinds, there = corrected(seen, *earlier)
    return seen._replace(codes=codes, kinds=kinds, there=there)


def validate(given: Judgements, *, folds: int = FOLDS) -> Outcome:
    """Cross-validation over interviews (over judgements where there is one interview).

    Tried is every mixture of `KEPT` for the heads; taken the one that changes least among those of about
    the least loss that code the judgements held back no worse than the program alone does.
    """
    held = _folds(given.of, folds)
    added = _held_back(given, held)
    before = _f1(given, given.seen, given.seen.own)
    losses_before = _losses(given, given.seen)
    before_loss = float(losses_before.mean())
    tried = []
    for kept in product(KEPT, repeat=len(HEADS)):
        after = _with(given.seen, added, kept)
        taken = coded(after.codes, after.kinds, after.there, after.own)
        tried.append(_Tried(_f1(given, after, taken), _losses(given, after), kept))
    enough = [
        each
        for each in tried
        if each.f1 >= before and before_loss - each.loss > each.doubt * _error(losses_before - each.losses)
    ]
    best = min(enough or tried, key=lambda each: (each.loss, each.kept))
    # of those no worse than the best by one standard error that which changes least (Breiman et al. 1984)
    alike = [each for each in enough if each.loss <= best.loss + _error(each.losses - best.losses)]
    f1, losses, kept = min(alike or [best], key=lambda each: (each.moved, each.loss))
    loss = float(losses.mean())
    scores = Scores(
        f1_before=round(before, 4),
        f1_after=round(f1, 4),
        loss_before=round(before_loss, 4),
        loss_after=round(loss, 4),
    )
    calibration = _sure(given, _with(given.seen, added, kept))
    return Outcome(dict(zip(HEADS, kept, strict=True)), calibration, scores, bool(enough))


class _Tried(NamedTuple):
    f1: float
    losses: Floats
    kept: tuple[tuple[float, float], ...]

    @property
    def loss(self) -> float:
        return float(self.losses.mean())

    @property
    def doubt(self) -> float:
        """How many standard errors better it has to be: what goes far must be plain."""
        return PLAIN if any(part and reach > 1 for part, reach in self.kept) else 0.0

    @property
    def moved(self) -> float:
        """How much it changes."""
        return sum(part * reach for part, reach in self.kept)


def _error(differences: Floats) -> float:
    return float(differences.std() / len(differences) ** 0.5)


def _folds(of: Sequence[Hashable], folds: int) -> Ints:
    """The fold of each judgement; those of an interview stay together."""
    sizes = Counter(of)
    if len(sizes) == 1:
        return np.arange(len(of)) % folds
    number = {
        each: at % folds for at, each in enumerate(sorted(sizes, key=lambda one: (-sizes[one], str(one))))
    }
    return np.array([number[each] for each in of], np.int64)


def _held_back(given: Judgements, held: Ints) -> dict[tuple[str, float], Floats]:
    """What each head, at each reach, adds to judgements that it has not seen."""
    added: dict[tuple[str, float], Floats] = {}
    for fold in np.unique(held):
        mine, taught = np.flatnonzero(held == fold), given.part(np.flatnonzero(held != fold))
        theirs = given.seen.part(mine)
        for reach in sorted({each for _, each in KEPT}):
            correction = fit(taught, dict.fromkeys(HEADS, (1.0, reach)))
            for name, head in correction.heads.items():
                more = scored(theirs, correction.keys, head)
                added.setdefault((name, reach), np.zeros((len(held), more.shape[1])))[mine] = more
    return added


def _with(seen: Seen, added: Mapping[tuple[str, float], Floats], kept: Sequence[tuple[float, float]]) -> Seen:
    codes, kinds, there = (part * added[name, reach] for name, (part, reach) in zip(HEADS, kept, strict=True))
    return seen._replace(
        codes=log_normal(seen.codes + codes),
        kinds=log_normal(seen.kinds + kinds),
        there=seen.there + there[:, 0],
    )


def _best(given: Judgements, seen: Seen) -> NDArray[np.bool_]:
    """Whether kind and code of each judgement are those that are likeliest."""
    right = (given.kinds == seen.kinds.argmax(1)) & (given.codes == seen.codes.argmax(1))
    return np.asarray(right, np.bool_)


def _f1(given: Judgements, seen: Seen, taken: NDArray[np.bool_]) -> float:
    """F1 of kind and code over the judgements."""
    return 2 * int((taken & _best(given, seen)).sum()) / max(int(taken.sum() + (given.kinds >= 0).sum()), 1)


def _losses(given: Judgements, seen: Seen) -> Floats:
    """The negative log-likelihood of each judgement."""
    sign = np.where(given.kinds >= 0, 1.0, -1.0)
    losses = np.logaddexp(0, -sign * seen.there)
    for right, logs in ((given.kinds, seen.kinds), (given.codes, seen.codes)):
        rows = np.flatnonzero(right >= 0)
        losses[rows] -= logs[rows, right[rows]]
    return np.asarray(losses, np.float64)


def _sure(given: Judgements, seen: Seen) -> tuple[float, float]:
    """The calibration: logistic regression on the held-back judgements, drawn to what we ship with."""
    odds = odds_of(seen.codes, seen.kinds, seen.there)
    taken = np.flatnonzero(coded(seen.codes, seen.kinds, seen.there, seen.own))
    right = _best(given, seen)[taken].astype(np.float64)
    firm = FIRM * np.array([0.25, 0.25])

    def loss(weights: Floats) -> float:
        scores = weights[0] * odds[taken] + weights[1]
        cost = np.logaddexp(0, scores) - right * scores
        return float(cost.sum() + (firm * (weights - SURE) ** 2).sum() / 2)

    slope, shift = minimize(loss, np.array(SURE), method="L-BFGS-B", bounds=[(0.1, 5), (-5, 5)]).x
    return round(float(slope), 4), round(float(shift), 4)
