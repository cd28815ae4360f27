"""The trained networks in numpy: turns' tokens → tags, codes, and the kind of each span.

A bidirectional LSTM (Hochreiter, Schmidhuber 1997) over word vectors and character n-grams reads the end of
the answer before, the question and the answer; a linear chain over tags (Lafferty et al. 2001; with a
recurrent network: Huang et al. 2015) is decoded by Viterbi; and a second look at each span found gives its
code, kind and trend. `otzvuk.train.net` holds the same in PyTorch for training; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.features import FEATURES, SEGMENTS, Form, Sample
from otzvuk.model.mention import Kind, Trend

KINDS = tuple(Kind)
TRENDS = (Trend.NONE, Trend.WORSE, Trend.BETTER)
TAGS = ("O", *(f"{begin}-{kind}" for kind in KINDS for begin in "BI"))
SIDE_BY_SIDE = 256  # samples that the recurrence runs over at once
BLOCK = 64  # forms that are computed at once
MOST_FORMS = 12_000  # word forms kept computed (9 KB each)

Floats = NDArray[np.float32]


class Output(NamedTuple):
    """What the networks say of a sample's answer, one row a token.

    `tags` are scores of `TAGS` and `codes` log-probabilities of the codes, both the mean over the networks.
    `hidden`, `embedded` (one layer a network) and `question` (one row a network) feed the look at a span.
    """

    tags: Floats
    codes: Floats
    hidden: Floats
    embedded: Floats
    question: Floats


class Networks:
    """Trained networks of one shape, run as one.

    `weights` are each one's arrays by name, `vectors` (rows × size) and `scale` the word table they share.
    What they say is averaged. Both directions of all networks take each step in one product: one network
    after the other, NumPy would spend more time between the products than in them.
    """

    def __init__(
        self, weights: Sequence[Mapping[str, Floats]], vectors: NDArray[np.int8], scale: Floats
    ) -> None:
        self.table = vectors, scale
        self._w = {
            name: np.stack([np.asarray(each[name], np.float32) for each in weights]) for name in weights[0]
        }
        self.transitions: Floats = self._w["transitions"].mean(0)
        self._many, self._size = len(weights), self._w["rnn.weight_hh_l0"].shape[2]
        directions = ("l0", "l0_reverse")
        # Half the input of a sigmoid is that of a hyperbolic tangent: then all gates take the same function.
        half = np.full(4 * self._size, 0.5, np.float32)
        half[2 * self._size : 3 * self._size] = 1
        into = np.concatenate([half[:, None] * self._w[f"rnn.weight_ih_{each}"] for each in directions])
        bias = np.concatenate(
            [half * (self._w[f"rnn.bias_ih_{each}"] + self._w[f"rnn.bias_hh_{each}"]) for each in directions]
        )
        # Rows of these: forward of each network, then backward of each.
        self._into = np.ascontiguousarray(into[..., :-SEGMENTS].transpose(0, 2, 1))
        self._by_segment = into[..., -SEGMENTS:].transpose(0, 2, 1) + bias[:, None]
        again = [half[:, None] * self._w[f"rnn.weight_hh_{each}"] for each in directions]
        self._recurrent = np.ascontiguousarray(np.concatenate(again).transpose(0, 2, 1))
        self._forget(0)

    @property
    def weights(self) -> tuple[dict[str, Floats], ...]:
        """The arrays of each network by name."""
        return tuple({name: each[at] for name, each in self._w.items()} for at in range(self._many))

    def _forget(self, room: int) -> None:
        """Begin the tables of forms anew, with room for so many."""
        self._rows: dict[Form, int] = {}  # by identity
        self._gates = np.empty((2 * self._many, room, 4 * self._size), np.float32)
        self._embedded = np.empty((self._many, room, self._into.shape[1] - FEATURES), np.float32)

    def _know(self, samples: Sequence[Sample]) -> None:
        """Compute of each new form its input to the gates (without its segment) and its embedding, once."""
        forms = dict.fromkeys(form for each in samples for form in each.forms)
        new = [form for form in forms if form not in self._rows]
        if len(self._rows) + len(new) > self._gates.shape[1]:
            new = [*forms]
            self._forget(max(MOST_FORMS, len(new)))
        for begin in range(0, len(new), BLOCK):
            block = new[begin : begin + BLOCK]
            here = slice(len(self._rows), len(self._rows) + len(block))
            entry = self._entry(block)
            gates = np.concatenate([entry, entry]) @ self._into
            self._gates[:, here] = gates[:, : len(block)]
            self._embedded[:, here] = entry[:, : len(block), :-FEATURES]
            self._rows.update((form, here.start + at) for at, form in enumerate(block))

    def _entry(self, block: Sequence[Form]) -> Floats:
        """The embeddings and grammar of forms, networks × `BLOCK` × numbers.

        Always of one size, with nothing in what is left of it: the library of linear algebra adds up products
        of other sizes in another order, and a form would sound otherwise after other interviews.
        """
        vectors, scale = self.table
        rows = np.full(BLOCK, -1)
        rows[: len(block)] = [form.row for form in block]
        known = np.where(rows[:, None] >= 0, vectors[rows].astype(np.float32) * scale, np.float32(0))
        projected = known @ self._w["proj.weight"].transpose(0, 2, 1) + self._w["proj.bias"][:, None]
        counts = np.array([len(form.grams) for form in block])
        grams = np.fromiter(chain.from_iterable(form.grams for form in block), np.int64, counts.sum())
        starts = np.concatenate([[0], counts.cumsum()[:-1]])
        found = np.add.reduceat(self._w["char.weight"][:, grams], starts, 1) / counts[:, None]
        pieces = np.zeros((self._many, BLOCK, found.shape[-1]), np.float32)
        pieces[:, : len(block)] = found
        grammar = np.zeros((self._many, BLOCK, FEATURES), np.float32)
        grammar[:, : len(block)] = np.stack([form.features for form in block])
        return np.concatenate([np.maximum(projected, 0), pieces, grammar], -1)

    def read(self, samples: Sequence[Sample]) -> list[Output]:
        """Run over samples; those of about one length go side by side."""
        order = sorted(range(len(samples)), key=lambda at: (-len(samples[at].forms), at))
        outputs: dict[int, Output] = {}
        for begin in range(0, len(order), SIDE_BY_SIDE):
            group = order[begin : begin + SIDE_BY_SIDE]
            taken = [samples[at] for at in group]
            self._know(taken)
            rows = [np.array([self._rows[form] for form in each.forms]) for each in taken]
            outputs.update(zip(group, self._outputs(taken, rows, self._states(taken, rows)), strict=True))
        return [outputs[at] for at in range(len(samples))]

    def _states(self, samples: Sequence[Sample], rows: Sequence[NDArray[np.int64]]) -> list[Floats]:
        """Hidden states (networks × tokens × both directions) of samples sorted by falling length.

        The backward run begins at each sample's end, so that at every step the samples which are that long
        are the first ones, in both directions.
        """
        lengths, many, size = [len(each) for each in rows], self._many, self._size
        forms, segments = np.zeros((2, 2, lengths[0], len(samples)), np.int64)
        for column, (each, own) in enumerate(zip(samples, rows, strict=True)):
            forms[:, : len(own), column] = own, own[::-1]
            segments[:, : len(own), column] = each.segments, each.segments[::-1]
        states = np.empty((lengths[0], 2 * many, len(samples), size), np.float32)
        hidden, cell = np.zeros((2, 2 * many, len(samples), size), np.float32)
        here = len(samples)
        for at in range(lengths[0]):
            while lengths[here - 1] <= at:
                here -= 1
            values = hidden[:, :here] @ self._recurrent
            for way, part in enumerate((slice(0, many), slice(many, 2 * many))):
                values[part] += self._gates[part, forms[way, at, :here]]
                values[part] += self._by_segment[part, segments[way, at, :here]]
            hidden, cell = _step(values, cell[:, :here])
            states[at, :, :here] = hidden
        return [
            np.concatenate(
                [states[:length, :many, column], states[:length, many:, column][::-1]], -1
            ).transpose(1, 0, 2)
            for column, length in enumerate(lengths)
        ]

    def _outputs(
        self, samples: Sequence[Sample], rows: Sequence[NDArray[np.int64]], states: Sequence[Floats]
    ) -> Iterator[Output]:
        w, size = self._w, 2 * self._size
        questions = np.zeros((self._many, len(samples), size), np.float32)
        for at, (each, state) in enumerate(zip(samples, states, strict=True)):
            asked = each.segments == 1
            if asked.any():
                questions[:, at] = state[:, asked].mean(1)
        # All answers end to end: one product instead of one a sample.
        lengths = [len(each.tokens) for each in samples]
        hidden = np.concatenate(
            [state[:, each.offset :] for each, state in zip(samples, states, strict=True)], 1
        )
        by_code = w["code.weight"].transpose(0, 2, 1)
        told = questions @ by_code[:, size:] + w["code.bias"][:, None]
        codes = log_softmax(hidden @ by_code[:, :size] + np.repeat(told, lengths, 1)).mean(0)
        tags = (hidden @ w["tag.weight"].transpose(0, 2, 1) + w["tag.bias"][:, None]).mean(0)
        start = 0
        for at, (each, own) in enumerate(zip(samples, rows, strict=True)):
            part = slice(start, start + len(each.tokens))
            embedded = self._embedded[:, own[each.offset :]]
            yield Output(tags[part], codes[part], hidden[:, part], embedded, questions[:, at])
            start = part.stop

    def look(
        self, outputs: Sequence[Output], places: Sequence[tuple[int, int, int]]
    ) -> tuple[Floats, Floats, Floats]:
        """Mean log-probabilities of code, kind and trend (none, worse, better), one row a span.

        A place is the number of an output and the span's tokens [first, last).
        """
        w = self._w
        seen = np.stack([self._seen(outputs[at], first, last) for at, first, last in places], 1)
        inner = np.maximum(seen @ w["sp.weight"].transpose(0, 2, 1) + w["sp.bias"][:, None], 0)
        code, kind, trend = (
            log_softmax(inner @ w[f"{part}.weight"].transpose(0, 2, 1) + w[f"{part}.bias"][:, None]).mean(0)
            for part in ("spc", "spk", "spt")
        )
        return code, kind, trend

    def _seen(self, output: Output, first: int, last: int) -> Floats:
        """A span summed up: by attention, by its highest states, by its words, beside the question."""
        hidden = output.hidden[:, first:last]
        weight = hidden @ self._w["att.weight"].transpose(0, 2, 1)
        weight = np.exp(weight - weight.max(1, keepdims=True))
        summed = (weight * hidden).sum(1) / weight.sum(1)
        words = output.embedded[:, first:last].mean(1)
        return np.concatenate([summed, hidden.max(1), output.question, words], -1)


# An inside tag follows its own begin or inside only, and opens nothing.
_FORBIDDEN = np.array(
    [[-1e4 if after[0] == "I" and before[1:] != after[1:] else 0.0 for after in TAGS] for before in TAGS],
    np.float32,
)
_OPENING = np.array([-1e4 if tag[0] == "I" else 0.0 for tag in TAGS], np.float32)


def best_tags(scores: Sequence[Floats], transitions: Floats) -> list[NDArray[np.int64]]:
    """The best sequence of tags for each sample's scores (Viterbi), the samples side by side."""
    lengths = np.array([len(each) for each in scores])
    longest, moves = int(lengths.max()), transitions + _FORBIDDEN
    padded = np.zeros((longest, len(scores), len(TAGS)), np.float32)
    for row, each in enumerate(scores):
        padded[: len(each), row] = each
    best = padded[0] + _OPENING
    back = np.zeros(padded.shape, np.int64)
    for at in range(1, longest):
        total = best[:, :, None] + moves
        back[at] = total.argmax(1)
        going_on = (at < lengths)[:, None]
        best = np.where(going_on, total.max(1) + padded[at], best)
    paths = np.zeros((longest, len(scores)), np.int64)
    tags, rows = best.argmax(1), np.arange(len(scores))
    for at in range(longest - 1, -1, -1):
        paths[at] = tags
        tags = np.where(at < lengths, back[at, rows, tags], tags)
    return [paths[:length, row] for row, length in enumerate(lengths)]


def spans(tags: Sequence[int] | NDArray[np.int64]) -> list[tuple[int, int, Kind]]:
    """A sequence of tags as spans of tokens [first, last) with their kind."""
    found: list[tuple[int, int, Kind]] = []
    for at, tag in enumerate(tags):
        if tag == 0:
            continue
        kind = KINDS[(int(tag) - 1) // 2]
        if TAGS[tag][0] == "I" and found:
            found[-1] = (found[-1][0], at + 1, kind)
        else:
            found.append((at, at + 1, kind))
    return found


def log_softmax(scores: Floats) -> Floats:
    """Log-probabilities along the last axis."""
    moved = scores - scores.max(-1, keepdims=True)
    return np.asarray(moved - np.log(np.exp(moved).sum(-1, keepdims=True)), np.float32)


def _step(values: Floats, cell: Floats) -> tuple[Floats, Floats]:
    """A step of LSTMs: hidden states and cells from the values of their gates and the cells before.

    Gates stand in the order input, forget, cell, output; those of the three sigmoids are halved, for
    σ(x) = (tanh(x/2) + 1) / 2.
    """
    size = cell.shape[-1]
    np.tanh(values, out=values)
    enter, keep, new, out = (values[..., part * size : (part + 1) * size] for part in range(4))
    after: Floats = np.float32(0.5) * ((keep + 1) * cell + (enter + 1) * new)
    return np.float32(0.5) * (out + 1) * np.tanh(after), after
