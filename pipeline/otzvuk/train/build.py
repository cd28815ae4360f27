"""The whole way of the bundled model: corpus → examples → networks → calibration → scores → files."""

from __future__ import annotations

from collections.abc import Sequence
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
from otzvuk.model.codebook import read_codebook
from otzvuk.model.mention import Coding
from otzvuk.train.bag import fit_bag
from otzvuk.train.card import write_card
from otzvuk.train.corpus import read_corpus
from otzvuk.train.examples import examples
from otzvuk.train.fit import Arrays, calibrate, fit_many
from otzvuk.train.material import material
from otzvuk.train.threshold import settle
from otzvuk.train.vectors import word_table

VERSION = "2"
NOTES = """
A bidirectional LSTM over navec word vectors (GloVe, Russian news; MIT), hashed character n-grams and
grammatical features reads the question and the answer; a linear chain finds the spans, a second look gives
code, kind and trend. The networks are averaged, and beside them votes a linear model over words, pairs of
words and pieces of words. Confidence is a logistic regression fitted on the dev split. The
files are plain arrays and JSON; `make model` rebuilds them from the corpus alone (and navec, which natasha
carries).

Licence: CC BY 4.0, as the corpus. It learnt from **invented** interviews: expect lower scores on recordings
of real people. It is bad at irony that only the situation shows, at praise and complaint told without any
charged word, at codes that differ by whose fault it is (lead times, replanning, client effort), and at raw
speech recognition without punctuation.
"""
SEEDS = (11, 23, 37, 41, 53)


def _words(begun: Model | None) -> tuple[Words, list[str], NDArray[np.int8], NDArray[np.float32]]:
    """The words, their list, their vectors and the vectors' scale: a model's, else navec's."""
    if begun is None:
        listed, table, scale = word_table()
        return Words(listed), listed, table, scale
    return begun.words, [*begun.words.rows], *begun.voices.networks.table


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
    held = [each for coding in (*read.dev, *read.field_dev) for each in examples(coding, words, codes)]
    card: dict[str, Any] = {
        "name": name,
        "version": VERSION,
        "otzvuk": __version__,
        "codebook": book.name,
        "codes": codes,
        "scale": [float(each) for each in scale],
        "trained_on": {"interviews": len(train), "mentions": sum(len(each.mentions) for each in train)},
    }

    def predict(boldness: float) -> list[list[Coding]]:
        calibration = calibrate(voices, held, boldness=boldness)
        tried = card | {"calibration": calibration, "boldness": boldness}
        unwritten = Card.model_validate({**tried, "format": FORMAT, "networks": networks, "files": {}})
        coder = ModelCoder(Model(unwritten, words, voices), book, threshold=0.0)
        return [[coder.code(each.interview) for each in split] for split in (read.dev, read.field_dev)]

    card |= settle(predict, [read.dev, read.field_dev])
    card["calibration"] = calibrate(voices, held, boldness=card["boldness"])
    write_model(out, card, listed, table, weights, bag)
    read_model.cache_clear()
    coder = ModelCoder(read_model(out), book)
    parts = {
        split: ([coder.code(each.interview) for each in codings], codings)
        for split, codings in (
            ("field dev", read.field_dev),
            ("field test", read.field_test),
            ("dev", read.dev),
            ("test", read.test),
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
