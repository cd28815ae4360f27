"""The whole way of the bundled model: corpus → examples → networks → calibration → scores → files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

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
from otzvuk.train.fit import calibrate, fit_many
from otzvuk.train.threshold import bolder, settle
from otzvuk.train.vectors import word_table

VERSION = "1"
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


def build(
    corpus: Path,
    out: Path,
    *,
    codebook: str = "b2b",
    name: str = "b2b",
    networks: int = 2,
    epochs: int = 10,
    jobs: int = 2,
    share: float = 1.0,
) -> pd.DataFrame:
    """Build a model from a corpus and write it to `out`; answers its scores (level, split, P, R, F1).

    `share` is the part of the training interviews used (the first), for a learning curve.
    """
    book = read_codebook(codebook)
    read = read_corpus(corpus, book)
    listed, table, scale = word_table()
    words, codes = Words(listed), list(book.codes)
    train = read.train[: max(1, round(len(read.train) * share))]
    learnt = [each for coding in train for each in examples(coding, words, codes)]
    weights = fit_many(learnt, table, scale, len(codes), seeds=SEEDS[:networks], jobs=jobs, epochs=epochs)
    bag = fit_bag(learnt, len(codes))
    voices = Voices(Networks(weights, table, scale), Bag(bag))
    held = [each for coding in read.dev for each in examples(coding, words, codes)]
    card: dict[str, Any] = {
        "name": name,
        "version": VERSION,
        "otzvuk": __version__,
        "codebook": book.name,
        "codes": codes,
        "scale": [float(each) for each in scale],
        "calibration": calibrate(voices, held),
        "trained_on": {"interviews": len(train), "mentions": sum(len(each.mentions) for each in train)},
    }
    unwritten = Card.model_validate({**card, "format": FORMAT, "networks": networks, "files": {}})
    model = Model(unwritten, words, voices)

    def predict(boldness: float) -> list[Coding]:
        coder = ModelCoder(bolder(model, boldness), book, threshold=0.0)
        return [coder.code(each.interview) for each in read.dev]

    card |= settle(predict, read.dev)
    write_model(out, card, listed, table, weights, bag)
    read_model.cache_clear()
    coder = ModelCoder(read_model(out), book)
    parts = {
        split: ([coder.code(each.interview) for each in codings], codings)
        for split, codings in (("dev", read.dev), ("test", read.test))
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
