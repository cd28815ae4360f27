"""The whole way of the bundled model: corpus → examples → networks → calibration → scores → files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from otzvuk import __version__
from otzvuk.codebook import read_codebook
from otzvuk.coding.features import Words
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import read_model, write_model
from otzvuk.coding.network import Network
from otzvuk.evaluate import compare
from otzvuk.train.corpus import read_corpus
from otzvuk.train.examples import examples, phrase_examples
from otzvuk.train.fit import calibrate, fit_many
from otzvuk.train.vectors import word_table

VERSION = "1"
SEEDS = (11, 23, 37, 41, 53)


def build(
    corpus: Path,
    out: Path,
    *,
    codebook: str = "b2b",
    name: str = "b2b",
    networks: int = 3,
    epochs: int = 10,
    jobs: int = 2,
    share: float = 1.0,
) -> pd.DataFrame:
    """Build a model from a corpus and write it to `out`; answers its scores (level, split, P, R, F1).

    `share` is the part of the training interviews used (every nth study), for a learning curve.
    """
    book = read_codebook(codebook)
    read = read_corpus(corpus, book)
    listed, table, scale = word_table()
    words, codes = Words(listed), list(book.codes)
    train = read.train[: max(1, round(len(read.train) * share))]
    learnt = [each for coding in train for each in examples(coding, words, codes)]
    learnt += phrase_examples(read.phrases, words, codes, seed=SEEDS[0])
    weights = fit_many(learnt, table, scale, len(codes), seeds=SEEDS[:networks], jobs=jobs, epochs=epochs)
    trained = [Network(each, table, scale) for each in weights]
    held = [each for coding in read.dev for each in examples(coding, words, codes)]
    card: dict[str, Any] = {
        "name": name,
        "version": VERSION,
        "otzvuk": __version__,
        "codebook": book.name,
        "codes": codes,
        "scale": [float(each) for each in scale],
        "calibration": calibrate(trained, held),
        "threshold": 0.0,
        "trained_on": {"interviews": len(train), "mentions": sum(len(each.mentions) for each in train)},
    }
    write_model(out, card, listed, table, weights)
    read_model.cache_clear()
    coder = ModelCoder(read_model(out), book)
    parts = []
    for split, codings in (("dev", read.dev), ("test", read.test)):
        predicted = [coder.code(replace(each.interview)) for each in codings]
        scores, _ = compare(predicted, codings)
        parts.append(scores.assign(split=split))
    return pd.concat(parts, ignore_index=True)
