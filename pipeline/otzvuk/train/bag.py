"""Training the linear voice (`otzvuk.coding.bag`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from sklearn.linear_model import SGDClassifier

from otzvuk.coding.bag import CODES, Lexicon, Stretch, clauses_of, idf_of, parts
from otzvuk.coding.network import KINDS
from otzvuk.train.examples import Example

RARE = 3  # a feature of fewer stretches is left out
STRENGTH = 1e-5  # of the regularisation
NEVER = -20.0  # the bias of a class without an example

Floats = NDArray[np.float32]
Arrays = Mapping[str, NDArray[Any]]


def fit_bag(
    examples: Sequence[Example], codes: int, *, start: Arrays | None = None, seed: int = 0
) -> dict[str, NDArray[Any]]:
    """Train on examples and answer the arrays of a `Bag`; the same ones for the same examples.

    `start` are the arrays of a bag of the same classes: its features stay known, and what the examples do
    not speak of keeps its weights.
    """
    clauses = [(each, _said(example, each)) for example in examples for each in clauses_of(example.sample)]
    mentions = [(Stretch(each.sample, *span[:2]), span) for each in examples for span in each.spans]
    stretches = [*(each for each, _ in clauses), *(each for each, _ in mentions)]
    keys, idf = _lexicon(stretches, start)
    lexicon = Lexicon(keys, idf)
    classes = CODES + codes
    weights, bias = np.zeros((len(keys), classes), np.float32), np.full(classes, NEVER, np.float32)
    if start:
        weights[np.searchsorted(keys, start["keys"])] = start["weights"].astype(np.float32) * start["scale"]
        bias[:] = start["bias"]
    said = _matrix(lexicon, [each for each, _ in clauses])
    meant = _matrix(lexicon, [each for each, _ in mentions])
    answers = [
        [tag for _, tag in clauses],
        [span.kind for _, span in mentions],
        [span.trend for _, span in mentions],
        [span.code for _, span in mentions],
    ]
    for part, matrix, right in zip(parts(classes), (said, meant, meant, meant), answers, strict=True):
        _fit(matrix, right, weights[:, part], bias[part], seed)
    return _stored(keys, idf, weights, bias)


def begin_with(arrays: Arrays, taught: Sequence[str], codes: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The arrays of a bag that was taught some codes, as one for `codes`; a new code has no weights."""
    row = {code: at for at, code in enumerate(taught)}
    known = slice(0, CODES)
    wanted = [CODES + row[code] if code in row else -1 for code in codes]
    nothing = {"weights": np.zeros((len(arrays["keys"]), 1), np.int8), "scale": np.ones(1), "bias": [NEVER]}
    begun = dict(arrays)
    for name in ("weights", "scale", "bias"):
        whole = np.concatenate([arrays[name], np.asarray(nothing[name], arrays[name].dtype)], -1)
        begun[name] = np.concatenate([whole[..., known], whole[..., wanted]], -1)
    return begun


def mixed(arrays: Arrays, start: Arrays, part: float, whole: NDArray[np.bool_]) -> dict[str, NDArray[Any]]:
    """A bag with a `part` of what it learnt since `start`, the rest as it began; `whole` codes as learnt."""
    keys = arrays["keys"]
    weights, bias = arrays["weights"] * arrays["scale"], arrays["bias"].copy()
    old = np.zeros_like(weights)
    old[np.searchsorted(keys, start["keys"])] = start["weights"] * start["scale"]
    kept = np.full(weights.shape[1], part, np.float32)
    kept[CODES:][whole] = 1
    return _stored(
        keys, arrays["idf"], kept * weights + (1 - kept) * old, kept * bias + (1 - kept) * start["bias"]
    )


def _lexicon(
    stretches: Sequence[Stretch], start: Arrays | None
) -> tuple[NDArray[np.uint32], NDArray[np.float16]]:
    """The features of the stretches, but the rare ones, and those of `start`: keys in order, and idf."""
    idf = idf_of(stretches, rare=RARE)
    if start:
        idf.update(zip(start["keys"].tolist(), start["idf"].tolist(), strict=True))
    keys = sorted(idf)
    return np.array(keys, np.uint32), np.array([idf[key] for key in keys], np.float16)


def _matrix(lexicon: Lexicon, stretches: Sequence[Stretch]) -> csr_array:
    rows, columns, values, height = lexicon.entries(stretches)
    matrix = coo_array((values, (rows, columns)), shape=(height, lexicon.width)).tocsr()
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    return matrix


def _said(example: Example, clause: Stretch) -> int:
    """0 where most of a clause lies in no mention, else 1 + the kind of most of what does."""
    inside = (example.tags[clause.first : clause.last] + 1) // 2
    counts = np.bincount(inside, minlength=len(KINDS) + 1)
    return 0 if 2 * counts[0] > len(inside) else int(counts[1:].argmax()) + 1


def _fit(matrix: Any, answers: Sequence[int], weights: Floats, bias: Floats, seed: int) -> None:
    """Train the weights (features × classes) and biases of the classes that have examples, in place."""
    seen = sorted(set(answers))
    if len(seen) < 2:
        bias[seen] = np.maximum(bias[seen], 0)
        return
    model = SGDClassifier(loss="log_loss", alpha=STRENGTH, max_iter=20, tol=None, random_state=seed)
    if len(seen) == 2:  # one regression tells two classes apart
        one, other = seen
        begun = {"coef_init": (weights[:, [other]] - weights[:, [one]]).T, "intercept_init": np.zeros(1)}
        model.fit(matrix, answers, **begun)
        weights[:, seen] = np.concatenate([-model.coef_, model.coef_]).T / 2
        bias[seen] = np.array([-1, 1]) * model.intercept_ / 2
    else:
        model.fit(matrix, answers, coef_init=weights[:, seen].T, intercept_init=np.maximum(bias[seen], -1))
        weights[:, seen], bias[seen] = model.coef_.T, model.intercept_


def _stored(
    keys: NDArray[np.uint32], idf: NDArray[np.float16], weights: Floats, bias: Floats
) -> dict[str, NDArray[Any]]:
    """Arrays as a bag has them: a byte a weight."""
    scale = np.maximum(np.abs(weights).max(0), 1e-9) / 127
    return {
        "keys": keys,
        "idf": idf,
        "weights": np.round(weights / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "bias": bias.astype(np.float32),
    }
