"""Fitting the correction of a trained model (`otzvuk.coding.delta`) to what people decided.

Each head is a multinomial logistic regression whose prior is the model as it stands: its log-probabilities are
the offset, and a correction costs by its size (MAP with a Gaussian prior, in the dual: Rasmussen, Williams 2006,
chapter 3). How much of it is kept is settled by cross-validation over interviews, and so is whether it is any
good. No PyTorch here.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.optimize import minimize
from scipy.sparse import csr_array

from otzvuk.coding.delta import HEADS, TAKEN, Head, Scores, chance, corrected, dense, odds_of, scored
from otzvuk.coding.network import KINDS
from otzvuk.coding.seen import SURE, Seen, log_normal

FOLDS: Final = 5
PARTS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
# How far each head may go, as the variance of what a part of a row adds: a constant, codes, kinds, meaning,
# words. Set on the dev studies, dense and field-like.
SCALES: Final[Mapping[str, tuple[float, ...]]] = {
    "codes": (0.3, 1.0, 0.0, 0.5, 0.5),
    "kinds": (0.05, 0.0, 0.0, 0.1, 0.3),
    "there": (0.1, 0.0, 0.0, 0.3, 0.5),
}
FIRM: Final = 40.0  # decisions that the calibration we ship with weighs as much as
_JITTER: Final = 1e-6

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Judgements(NamedTuple):
    """What people said of guesses, a row each: the number of the kind and of the code, −1 for no mention.

    `of` is the interview of each, `taken` whether the program took it for a mention.
    """

    seen: Seen
    kinds: Ints
    codes: Ints
    of: Sequence[Hashable]
    taken: NDArray[np.bool_]

    def part(self, at: Ints) -> Judgements:
        """The rows of those numbers."""
        return Judgements(
            self.seen[at], self.kinds[at], self.codes[at], [self.of[each] for each in at], self.taken[at]
        )


class Correction(NamedTuple):
    """A fitted correction."""

    keys: NDArray[np.uint32]
    heads: Mapping[str, Head]

    def kept(self, parts: Mapping[str, float]) -> Correction:
        """The correction with so much of each head."""
        heads = {
            name: Head(parts[name] * head.dense, parts[name] * head.words)
            for name, head in self.heads.items()
        }
        return Correction(self.keys, heads)

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
    """What cross-validation says: how much of each head to keep, the calibration, and the scores.

    `accepted` is whether the program gets no fewer decisions right that it had not seen, with less loss.
    """

    parts: Mapping[str, float]
    sure: tuple[float, float]
    scores: Scores
    accepted: bool


def fit(given: Judgements) -> Correction:
    """A correction of the model by judgements; `seen` may have an earlier correction in it (`rebased`)."""
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
        solid = dense(seen)[rows] * np.sqrt(_weights(name, seen))
        spoken = SCALES[name][-1]
        dual = _dual(solid @ solid.T + spoken * alike[np.ix_(rows, rows)], base[rows], right[rows])
        if name == "there":
            dual = dual[:, 1:] - dual[:, :1]
        of_words = np.asarray(spoken * (words[rows].T @ dual))[: len(keys)]
        heads[name] = Head((solid * np.sqrt(_weights(name, seen))).T @ dual, of_words)
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

    Tried is every mixture of `PARTS` of the heads; taken the one of least loss among those that get no fewer
    judgements right than the program alone does.
    """
    held = np.zeros(len(given.kinds), np.int64)
    groups = list(dict.fromkeys(given.of))
    if len(groups) > 1:
        by_size = sorted(groups, key=lambda each: (-sum(one == each for one in given.of), str(each)))
        number = {each: at % folds for at, each in enumerate(by_size)}
        held[:] = [number[each] for each in given.of]
    else:
        held[:] = np.arange(len(held)) % folds
    added: dict[str, Floats] = {}
    for fold in np.unique(held):
        mine, other = np.flatnonzero(held == fold), np.flatnonzero(held != fold)
        correction = fit(given.part(other))
        theirs = given.seen[mine]
        for name, head in correction.heads.items():
            scores = scored(theirs, correction.keys, head)
            added.setdefault(name, np.zeros((len(held), scores.shape[1])))[mine] = scores
    before_right, before_loss = _right_before(given), _loss(given, given.seen)
    tried = []
    for parts in product(PARTS, repeat=len(HEADS)):
        after = _with(given.seen, added, parts)
        tried.append((_right(given, after), _loss(given, after), parts))
    enough = [each for each in tried if each[0] >= before_right and each[1] < before_loss]
    right, loss, parts = min(enough or tried, key=lambda each: (each[1], each[2]))
    scores = Scores(
        right_before=before_right,
        right_after=right,
        loss_before=round(before_loss, 4),
        loss_after=round(loss, 4),
    )
    settled = dict(zip(HEADS, parts, strict=True))
    calibration = _sure(given, _with(given.seen, added, parts))
    return Outcome(settled, calibration, scores, bool(enough) and any(parts))


def _with(seen: Seen, added: Mapping[str, Floats], parts: Sequence[float]) -> Seen:
    kept = {name: part * added[name] for name, part in zip(HEADS, parts, strict=True)}
    return seen._replace(
        codes=log_normal(seen.codes + kept["codes"]),
        kinds=log_normal(seen.kinds + kept["kinds"]),
        there=seen.there + kept["there"][:, 0],
    )


def _best(given: Judgements, seen: Seen) -> NDArray[np.bool_]:
    """Whether kind and code of each judgement are those that are likeliest."""
    return (given.kinds == seen.kinds.argmax(1)) & (given.codes == seen.codes.argmax(1))


def _right_before(given: Judgements) -> int:
    return int(np.where(given.taken, _best(given, given.seen), given.kinds < 0).sum())


def _right(given: Judgements, seen: Seen) -> int:
    taken = chance(seen.there) >= TAKEN
    return int(np.where(taken, _best(given, seen), given.kinds < 0).sum())


def _loss(given: Judgements, seen: Seen) -> float:
    """The mean negative log-likelihood of the judgements."""
    sign = np.where(given.kinds >= 0, 1.0, -1.0)
    total = np.logaddexp(0, -sign * seen.there).sum()
    for right, logs in ((given.kinds, seen.kinds), (given.codes, seen.codes)):
        rows = np.flatnonzero(right >= 0)
        total -= logs[rows, right[rows]].sum()
    return float(total / max(len(sign), 1))


def _sure(given: Judgements, seen: Seen) -> tuple[float, float]:
    """The calibration: logistic regression on the held-back judgements, drawn to what we ship with."""
    odds = odds_of(seen.codes, seen.kinds, seen.there)
    taken = np.flatnonzero(chance(seen.there) >= TAKEN)
    right = _best(given, seen)[taken].astype(np.float64)
    firm = FIRM * np.array([0.25, 0.25])

    def loss(weights: Floats) -> float:
        scores = weights[0] * odds[taken] + weights[1]
        cost = np.logaddexp(0, scores) - right * scores
        return float(cost.sum() + (firm * (weights - SURE) ** 2).sum() / 2)

    slope, shift = minimize(loss, np.array(SURE), method="L-BFGS-B", bounds=[(0.1, 5), (-5, 5)]).x
    return round(float(slope), 4), round(float(shift), 4)


def nothing(codes: int, width: int) -> Correction:
    """A correction that changes nothing; `width` is that of the dense part."""
    sizes = {"codes": codes, "kinds": len(KINDS), "there": 1}
    heads = {name: Head(np.zeros((width, size)), np.zeros((0, size))) for name, size in sizes.items()}
    return Correction(np.zeros(0, np.uint32), heads)
