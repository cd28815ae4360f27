"""The whole way of the bundled model: corpus → examples → networks → calibration → scores → files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otzvuk import __version__
from otzvuk.agreement.measure import compare
from otzvuk.coding.bag import Bag
from otzvuk.coding.features import Words
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import FORMAT, Card, Model, Voices, read_model, write_model
from otzvuk.coding.network import Networks
from otzvuk.model.codebook import Codebook, read_codebook
from otzvuk.model.mention import Coding
from otzvuk.train.bag import fit_bag
from otzvuk.train.card import write_card
from otzvuk.train.corpus import read_corpus
from otzvuk.train.examples import examples
from otzvuk.train.fit import UNMEASURED, Arrays, calibration, fit_many, judge
from otzvuk.train.material import material
from otzvuk.train.threshold import ALIKE, LEAST, best_threshold, calmest
from otzvuk.train.vectors import word_table

VERSION = "3"
NOTES = """
A bidirectional LSTM over navec word vectors (GloVe, Russian news; MIT), hashed character n-grams and
grammatical features reads the question and the answer; a linear chain finds the spans, a second look gives
code, kind and trend. The networks are averaged, and beside them votes a linear model over words, pairs of
words and pieces of words. How readily 'no mention' is given up depends on how densely an interview judges;
so does the confidence, one logistic regression fitted on dense and on field-like interviews held back, which
weigh alike. The files are plain arrays and JSON.

Licence: CC BY 4.0, as the corpus. It learnt from **invented** interviews: expect lower scores on recordings
of real people. In talk that judges little it misses three judgements of five and a third of what it finds is
none; codes are right for a little more than half of what it finds there. It is bad at irony that only the
situation shows, at rivals praised or scolded in the supplier's words, at codes that differ by whose fault it
is (lead times, replanning, client effort).
"""
SEEDS = (11, 23, 37, 41, 53)


def _words(begun: Model | None) -> tuple[Words, list[str], NDArray[np.int8], NDArray[np.float32]]:
    """The words, their list, their vectors and the vectors' scale: a model's, else navec's."""
    if begun is None:
        listed, table, scale = word_table()
        return Words(listed), listed, table, scale
    return begun.words, [*begun.words.rows], *begun.voices.networks.table


def ready(
    card: Mapping[str, Any],
    words: Words,
    voices: Voices,
    book: Codebook,
    held: tuple[Sequence[Coding], Sequence[Coding]],
    *,
    least: float = LEAST,
) -> dict[str, Any]:
    """Boldness, calm, calibration and threshold, settled on dense and on field-like interviews held back.

    Each kind of talk gets the boldness that serves it; one confidence and one threshold serve both.
    """
    codes = list(book.codes)
    answers = [[each for one in part for each in examples(one, words, codes)] for part in held]

    def predict(part: Sequence[Coding], readiness: Mapping[str, Any]) -> list[Coding]:
        whole = {"calibration": UNMEASURED, **card, **readiness, "format": FORMAT, "files": {}}
        model = Model(Card.model_validate({**whole, "networks": len(voices.networks.weights)}), words, voices)
        coder = ModelCoder(model, book, threshold=0.0)
        return [coder.code(each.interview) for each in part]

    def best(part: Sequence[Coding], alike: float) -> float:
        return calmest(lambda boldness: predict(part, {"boldness": boldness}), part, alike=alike)

    dense, field = best(held[0], 0.0), best(held[1], ALIKE)
    settled: dict[str, Any] = {"boldness": dense, "calm": round(max(dense - field, 0.0), 3)}
    settled["calibration"] = calibration([judge(voices, each, **settled) for each in answers])
    predicted = [predict(part, settled) for part in held]
    return settled | {"threshold": best_threshold(predicted, held, least=least)}


def build(
    corpus: Path,
    out: Path,
    *,
    codebook: str = "b2b",
    name: str = "b2b",
    networks: int = 2,
    epochs: int = 10,
    rate: float = 2.5e-3,
    start: Path | None = None,
    jobs: int = 2,
    share: float = 1.0,
) -> pd.DataFrame:
    """Build a model from a corpus and write it to `out`; answers its scores (level, split, P, R, F1).

    `start` is a model of the same codebook to go on from; without epochs its networks stay as they are, and
    only the linear voice, the calibration and the card are made anew. `share` is the part of the training
    interviews used (the first), for a learning curve.
    """
    book = read_codebook(codebook)
    read = read_corpus(corpus, book)
    begun = read_model(start) if start else None
    words, listed, table, scale = _words(begun)
    codes = list(book.codes)
    train = read.train[: max(1, round(len(read.train) * share))]
    heard = material(read, train, words, codes)
    starts = begun.voices.networks.weights[:networks] if begun else ()
    weights: Sequence[Arrays] = starts
    if epochs:
        weights = fit_many(
            heard.examples, table, scale, len(codes),
            seeds=SEEDS[:networks], epochs=epochs, rate=rate, pools=heard.pools, starts=starts, jobs=jobs,
        )  # fmt: skip
    bag = fit_bag(heard.bag, len(codes))
    voices = Voices(Networks(weights, table, scale), Bag(bag))
    card: dict[str, Any] = {
        "name": name,
        "version": VERSION,
        "otzvuk": __version__,
        "codebook": book.name,
        "codes": codes,
        "scale": [float(each) for each in scale],
        "trained_on": {"interviews": len(train), "mentions": sum(len(each.mentions) for each in train)},
    }
    card |= ready(card, words, voices, book, (read.dev, read.field_dev))
    write_model(out, card, listed, table, weights, bag)
    read_model.cache_clear()
    coder = ModelCoder(read_model(out), book)
    parts = {
        split: ([coder.code(each.interview) for each in codings], codings)
        for split, codings in (
            ("dev", read.dev),
            ("test", read.test),
            ("field dev", read.field_dev),
            ("field test", read.field_test),
        )
        if codings
    }
    facts = {
        "trained on": f"{len(train)} interviews of `corpora/training` with "
        f"{sum(len(each.mentions) for each in train)} mentions",
        "codebook": f"{book.name} {book.version}",
        "version": f"{VERSION} (otzvuk {__version__})",
        "networks": f"{networks}, {epochs} epochs each",
    }
    (out / "README.md").write_text(write_card(f"Coder {name}", facts, book, parts, notes=NOTES), "utf-8")
    return pd.concat(
        [compare(*pair)[0].assign(split=split) for split, pair in parts.items()], ignore_index=True
    )
