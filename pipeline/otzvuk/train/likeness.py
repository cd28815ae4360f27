"""The weights of likeness (`models/likeness/weights.yaml`), fitted on codes that are hidden from the model.

Run as `python -m otzvuk.train.likeness` in the project's folder; `make model` does. The dev studies of the
training corpus are coded with the codebooks of `otzvuk.train.hidden`; examples are mentions of the test
studies. Kept are the weights that make the right codes likeliest, and a confidence calibrated on what is
found in the dev studies and in those of field-like talk: both for the voices alone, and with the encoder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from otzvuk.coding.features import Sample, samples
from otzvuk.coding.guess import Guess, guess, judge_spans
from otzvuk.coding.model import Model, can_be_careful, find_model, read_model
from otzvuk.coding.owncodes import OwnCodes, Shipped, Weights, names_of
from otzvuk.coding.sense import senses
from otzvuk.coding.topic import Topics
from otzvuk.folder.whole import whole_file
from otzvuk.model.codebook import Codebook, read_codebook
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding
from otzvuk.train.corpus import Corpus, read_corpus
from otzvuk.train.encoder.settle import remembering
from otzvuk.train.examples import Span, examples
from otzvuk.train.hidden import Book, books, said_of

VERSION = "2"
PRIOR = 0.3  # of the weights' squares
MEASURED = 3  # one book in so many is coded as found, too, for the confidence: that takes longest
Floats = NDArray[np.float64]


class Asked(NamedTuple):
    """Guesses with the question before each, and the answers: of each guess the spans of its turn."""

    guesses: list[Guess]
    questions: list[str]
    answers: list[tuple[Span, ...]]


class Posed(NamedTuple):
    """A codebook's features of mentions (mentions × codes × features), and the right codes by number.

    The number after the last code is «none of them».
    """

    features: NDArray[np.float32]
    right: NDArray[np.int64]


def given(codings: Sequence[Coding], model: Model) -> Asked:
    """The mentions of coded interviews as guesses, each with itself for an answer."""
    asked = Asked([], [], [])
    for coding in codings:
        known = examples(coding, model.words, model.card.codes)
        places = [(at, span.first, span.last) for at, each in enumerate(known) for span in each.spans]
        found = judge_spans(model.voices, [each.sample for each in known], places)
        _add(asked, coding.interview, found, [(span,) for each in known for span in each.spans])
    return asked


def found(codings: Sequence[Coding], model: Model) -> Asked:
    """What the model takes for mentions in coded interviews."""
    asked = Asked([], [], [])
    for coding in codings:
        known = {each.sample.turn: each.spans for each in examples(coding, model.words, model.card.codes)}
        taken: list[Sample] = samples(coding.interview, model.words)
        guesses = guess(model.voices, taken, boldness=model.card.boldness, calm=model.card.calm)
        _add(asked, coding.interview, guesses, [known[each.sample.turn] for each in guesses])
    return asked


def _add(
    asked: Asked, interview: Interview, guesses: Sequence[Guess], answers: Sequence[tuple[Span, ...]]
) -> None:
    before = (interview.question_before(each.sample.turn) for each in guesses)
    asked.guesses.extend(guesses)
    asked.questions.extend(turn.text if turn else "" for turn in before)
    asked.answers.extend(answers)


def pose(book: Book, model: Model, *sets: Asked) -> list[Posed]:
    """The sets of guesses with a codebook: their features, and the right code of each one's first answer."""
    own = OwnCodes(book.codebook, model, Topics(book.codebook), without=book.without)
    posed = []
    for asked in sets:
        right = [
            number(book, own, model, spans[0].code) if spans else len(own.names) for spans in asked.answers
        ]
        features = own.features(own.said(asked.guesses, asked.questions)).astype(np.float32)
        posed.append(Posed(features, np.array(right, np.int64)))
    return posed


def number(book: Book, own: OwnCodes, model: Model, code: int) -> int:
    """The number that a code of the model has in the book; that of «none» where it has none."""
    name = book.called.get(model.card.codes[code])
    return own.names.index(name) if name is not None else len(own.names)


def fitted(posed: Sequence[Posed]) -> tuple[Floats, float]:
    """The weights under which the right codes are likeliest, and that of «none of them»."""
    size = posed[0].features.shape[2]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = PRIOR * float(weights @ weights), 2 * PRIOR * weights
        for features, right in posed:
            rows = np.arange(len(right))
            scores = np.concatenate(
                [
                    features @ weights[:size].astype(np.float32),
                    np.full((len(right), 1), weights[size], np.float32),
                ],
                1,
            ).astype(np.float64)
            likely = np.exp(scores - scores.max(1, keepdims=True))
            likely /= likely.sum(1, keepdims=True)
            total -= float(np.log(likely[rows, right] + 1e-12).sum())
            likely[rows, right] -= 1
            slope[:size] += np.tensordot(likely[:, :-1].astype(np.float32), features, 2)
            slope[size] += likely[:, -1].sum()
        return total, slope

    best = minimize(loss, np.zeros(size + 1), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return best[:size], float(best[size])


def calibration(
    posed: Sequence[Posed], book: Sequence[Book], asked: Asked, model: Model, weights: Weights
) -> Floats:
    """Weights of the confidence on what was found; every sort of book weighs the same."""
    evidence, right, weigh = [], [], []
    sorts = Counter(each.name for each in book)
    for each, own in zip(posed, book, strict=True):
        codes = probabilities(each.features, weights)
        for found, row, spans in zip(asked.guesses, codes, asked.answers, strict=True):
            evidence.append(found._replace(codes=np.maximum(row, np.float32(1e-9))).evidence)
            right.append(is_right(own, model, found, int(row.argmax()), spans))
            weigh.append(1 / sorts[own.name])
    learner = LogisticRegression(C=10.0, fit_intercept=False, max_iter=1000)
    chosen = learner.fit(np.array(evidence), right, sample_weight=np.array(weigh))
    return np.asarray(chosen.coef_[0], np.float64)


def is_right(book: Book, model: Model, found: Guess, code: int, spans: Sequence[Span]) -> bool:
    """Whether an answer that the guess overlaps by half has its kind and the code of that number."""
    kind, name = int(found.kinds.argmax()), list(book.codebook.codes)[code]
    return any(
        span.kind == kind and book.called.get(model.card.codes[span.code]) == name and _half(found, span)
        for span in spans
    )


def _half(found: Guess, span: Span) -> bool:
    shared = min(found.last, span.last) - max(found.first, span.first)
    return shared > 0 and 2 * shared >= min(found.last - found.first, span.last - span.first)


def probabilities(features: NDArray[np.float32], weights: Weights) -> NDArray[np.float32]:
    """Probabilities of codes from their features, as `OwnCodes.probabilities` makes them."""
    points = np.array([*weights.features.values()]).reshape(-1, order="F")
    scores = features @ points
    whole = np.concatenate([scores, np.full((len(scores), 1), weights.none)], 1)
    likely = np.exp(whole - whole.max(1, keepdims=True))
    return np.asarray((likely / likely.sum(1, keepdims=True))[:, :-1], np.float32)


def write(weights: Shipped, path: Path) -> None:
    """Write `weights.yaml`."""
    lines = [
        "# What the likeness of speech to a code of one's own is worth (otzvuk.coding.owncodes), fitted by",
        "# python -m otzvuk.train.likeness; figures in models/coders/README.md.",
        "# features: worth in itself, and what is added where the code has many examples.",
        f'version: "{weights.version}"',
    ]
    for name, own in (("fast", weights.fast), ("careful", weights.careful)):
        lines += [
            f"{name}:",
            "  features:",
            *(f"    {each}: [{one:.3f}, {more:.3f}]" for each, (one, more) in own.features.items()),
            f"  none: {own.none:.3f}",
            f"  calibration: [{', '.join(f'{each:.4f}' for each in own.calibration)}]",
        ]
    with whole_file(path) as temporary:
        temporary.write_text("\n".join(lines) + "\n", "utf-8")


def weights_of(model: Model, book: Codebook, corpus: Corpus) -> Weights:
    """The weights for the voices of a model, fitted on the dev studies."""
    model = replace(model, voices=remembering(model.voices))
    asked, seen = given(corpus.dev, model), found((*corpus.dev, *corpus.field_dev), model)
    unknown = list(books(book, said_of(corpus.test)))
    posed = [pose(each, model, asked)[0] for each in unknown]
    # Books of another trade count double: a user's is more like these than like ours with ten codes hidden.
    strange = [each for each, own in zip(posed, unknown, strict=True) if own.name == "strange"]
    points, none = fitted([*posed, *strange])
    names = names_of(careful=senses(model) is not None)
    pairs = {
        name: (round(float(points[at]), 3), round(float(points[at + len(names)]), 3))
        for at, name in enumerate(names)
    }
    weights = Weights(features=pairs, none=round(none, 3), calibration=())
    some = unknown[::MEASURED]
    confident = calibration([pose(each, model, seen)[0] for each in some], some, seen, model, weights)
    return weights.model_copy(update={"calibration": tuple(round(float(each), 4) for each in confident)})


def main(root: Path = Path()) -> None:
    """Fit and write the weights."""
    book = read_codebook()
    folder = find_model(book.name)
    if folder is None or not can_be_careful(folder):
        raise SystemExit("make model encoder")
    corpus = read_corpus(root / "corpora" / "training", book)
    fast, careful = (weights_of(read_model(folder, careful=each), book, corpus) for each in (False, True))
    write(Shipped(version=VERSION, fast=fast, careful=careful), root / "models" / "likeness" / "weights.yaml")


if __name__ == "__main__":
    main()
