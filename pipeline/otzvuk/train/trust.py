"""The weights of how probable a mention is (`models/trust/weights.yaml`), fitted on interviews held back.

Run as `python -m otzvuk.train.trust` in the project's folder, after the model was made. The dev studies and
those of field-like talk are coded; what was found, and the clauses in which nothing was, are compared with
the hand coding. Both sets of studies weigh alike: in field-like talk most clauses judge nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from otzvuk.coding.candidates import judged
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import can_be_careful, find_model, read_model
from otzvuk.folder.whole import whole_file
from otzvuk.model.codebook import read_codebook
from otzvuk.model.mention import Coding, Mention
from otzvuk.model.span import Span
from otzvuk.train.corpus import read_corpus

CORPUS = Path("corpora/training")
TARGET = Path("models/trust/weights.yaml")
SORTS = ("found", "passed")

Rows = tuple[list[np.ndarray], list[bool]]


def main() -> None:
    """Fit on the dev studies, write the weights, print how right they are on the test studies."""
    folder = find_model("b2b")
    if folder is None:
        raise SystemExit("models/coders/b2b is missing")
    book, model = read_codebook(), read_model(folder, careful=can_be_careful(folder))
    coder, corpus = ModelCoder(model, book), read_corpus(CORPUS, book)
    dev = [evidence(coder, each) for each in (corpus.dev, corpus.field_dev)]
    weights = {sort: fitted([each[sort] for each in dev]) for sort in SORTS}
    lines = [
        "# Fitted by otzvuk.train.trust: the log odds of a mention, by the evidence of coding.guess.Guess."
    ]
    lines += [f"version: {model.label}", f"model: {model.label}"]
    lines += [f"{sort}: [{', '.join(f'{each:.5f}' for each in weights[sort])}]" for sort in SORTS]
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(TARGET) as temporary:
        temporary.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    for name, held in (("test", corpus.test), ("field test", corpus.field_test)):
        rows = evidence(coder, held)
        for sort in SORTS:
            sys.stdout.write(f"{name} {sort} {told(rows[sort], weights[sort])}\n")


def evidence(coder: ModelCoder, gold: Sequence[Coding]) -> dict[str, Rows]:
    """For what the coder found and what it passed over: the evidence, and whether a mention stands there."""
    rows: dict[str, Rows] = {sort: ([], []) for sort in SORTS}
    for coding in gold:
        own = coder.code(coding.interview)
        found, passed = judged(coder, own)
        for sort, guesses in (("found", [each for each, _ in found]), ("passed", passed)):
            for each in guesses:
                tokens = each.sample.tokens
                span = Span(tokens[each.first].start, tokens[each.last - 1].stop)
                rows[sort][0].append(each.evidence)
                rows[sort][1].append(_said(span, each.sample.turn, coding.mentions))
    return rows


def fitted(sets: Sequence[Rows]) -> np.ndarray:
    """Logistic regression on the evidence; every set weighs alike."""
    x = np.concatenate([np.array(rows) for rows, _ in sets])
    y = np.concatenate([np.array(right) for _, right in sets])
    weigh = np.concatenate([np.full(len(right), len(y) / len(sets) / len(right)) for _, right in sets])
    learner = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000)
    return np.asarray(learner.fit(x, y, sample_weight=weigh).coef_[0], np.float64)


def told(rows: Rows, weights: np.ndarray) -> str:
    """How many, how many of them are mentions, how many were expected; the calibration error in ten parts."""
    odds = np.array(rows[0]) @ weights
    expected, right = 1 / (1 + np.exp(-odds)), np.array(rows[1], float)
    order = np.array_split(np.argsort(expected), 10)
    error = sum(len(part) * abs(expected[part].mean() - right[part].mean()) for part in order) / len(right)
    return f"{len(right)} {right.mean():.3f} expected {expected.mean():.3f} ece {error:.3f}"


def _said(span: Span, turn: int, mentions: Sequence[Mention]) -> bool:
    """Whether a mention shares at least half of the shorter of the two."""
    return any(
        each.turn == turn
        and span.shared(each) > 0
        and 2 * span.shared(each) >= min(span.stop - span.start, each.stop - each.start)
        for each in mentions
    )


if __name__ == "__main__":
    main()
