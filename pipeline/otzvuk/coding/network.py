"""The trained network in numpy: turns' tokens → tags, codes, and the kind of each span.

A bidirectional LSTM (Hochreiter, Schmidhuber 1997) over word vectors and character n-grams reads the end of
the answer before, the question and the answer; a linear chain over tags (Lafferty et al. 2001; with a
recurrent network: Huang et al. 2015) is decoded by Viterbi; and a second look at each span found gives its
code, kind and trend. `otzvuk.train.net` holds the same in PyTorch for training; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.features import SEGMENTS, Form, Sample
from otzvuk.mention import Kind

KINDS = tuple(Kind)
TAGS = ("O", *(f"{begin}-{kind}" for kind in KINDS for begin in "BI"))
SIDE_BY_SIDE = 256  # samples that the recurrence runs over at once

Floats = NDArray[np.float32]


class Output(NamedTuple):
    """What the network says of a sample's answer, one row a token.

    `tags` are scores of `TAGS`, `codes` log-probabilities of the codes. `hidden`, `embedded` and
    `question` feed the look at a span.
    """

    tags: Floats
    codes: Floats
    hidden: Floats
    embedded: Floats
    question: Floats


class Network:
    """One trained network. `arrays` are its weights by name, `vectors` the word table (rows × size)."""

    def __init__(self, arrays: Mapping[str, Floats], vectors: NDArray[np.int8], scale: Floats) -> None:
        self._w = {name: np.asarray(value, np.float32) for name, value in arrays.items()}
        self._vectors, self._scale = vectors, scale
        self._known: dict[int, tuple[Floats, Floats]] = {}
        w = self._w
        # Both directions' input weights as one, for they read the same input.
        self._into = np.concatenate([w["rnn.weight_ih_l0"], w["rnn.weight_ih_l0_reverse"]])
        self._bias = np.concatenate(
            [
                w["rnn.bias_ih_l0"] + w["rnn.bias_hh_l0"],
                w["rnn.bias_ih_l0_reverse"] + w["rnn.bias_hh_l0_reverse"],
            ]
        )
        self._by_segment = self._into[:, -SEGMENTS:].T + self._bias
        self._forward = np.ascontiguousarray(w["rnn.weight_hh_l0"].T)
        self._backward = np.ascontiguousarray(w["rnn.weight_hh_l0_reverse"].T)
        self.transitions = w["transitions"]

    @property
    def arrays(self) -> Mapping[str, Floats]:
        """The weights by name."""
        return self._w

    @property
    def table(self) -> tuple[NDArray[np.int8], Floats]:
        """The word table and its scale."""
        return self._vectors, self._scale

    def _form(self, form: Form) -> tuple[Floats, Floats]:
        """A form's input to the gates (without its segment) and its embedding; computed once."""
        known = self._known.get(id(form))
        if known is None:
            w = self._w
            vector = np.zeros(self._scale.size, np.float32)
            if form.row >= 0:
                vector = self._vectors[form.row].astype(np.float32) * self._scale
            projected = np.maximum(w["proj.weight"] @ vector + w["proj.bias"], 0)
            embedded = np.concatenate([projected, w["char.weight"][list(form.grams)].mean(0)])
            gates = self._into[:, :-SEGMENTS] @ np.concatenate([embedded, form.features])
            known = self._known[id(form)] = (gates, embedded)
        return known

    def read(self, samples: Sequence[Sample]) -> list[Output]:
        """Run over samples; those of about one length go side by side."""
        order = sorted(range(len(samples)), key=lambda at: (-len(samples[at].forms), at))
        outputs: dict[int, Output] = {}
        for begin in range(0, len(order), SIDE_BY_SIDE):
            group = order[begin : begin + SIDE_BY_SIDE]
            taken = [samples[at] for at in group]
            outputs.update(zip(group, self._outputs(taken, self._states(taken)), strict=True))
        return [outputs[at] for at in range(len(samples))]

    def _states(self, samples: Sequence[Sample]) -> list[Floats]:
        """Hidden states of samples sorted by falling length, both directions side by side."""
        lengths = np.array([len(each.forms) for each in samples])
        size = len(self._forward)
        gates = np.zeros((lengths[0], len(samples), 8 * size), np.float32)
        for column, each in enumerate(samples):
            entries = np.stack([self._form(form)[0] for form in each.forms])
            gates[: lengths[column], column] = entries + self._by_segment[each.segments]
        states = np.zeros((lengths[0], len(samples), 2 * size), np.float32)
        # At step `at` only the samples that are that long take part; they are the first columns.
        alive = [int((lengths > at).sum()) for at in range(lengths[0])]
        _recur(gates[..., : 4 * size], self._forward, states[..., :size], range(lengths[0]), alive)
        _recur(
            gates[..., 4 * size :], self._backward, states[..., size:], range(lengths[0] - 1, -1, -1), alive
        )
        return [states[:length, column] for column, length in enumerate(lengths)]

    def _outputs(self, samples: Sequence[Sample], states: Sequence[Floats]) -> Iterator[Output]:
        w, size = self._w, states[0].shape[1]
        questions = np.zeros((len(samples), size), np.float32)
        for row, (each, state) in enumerate(zip(samples, states, strict=True)):
            asked = each.segments == 1
            if asked.any():
                questions[row] = state[asked].mean(0)
        # All answers end to end: one product instead of one a sample.
        lengths = [len(each.tokens) for each in samples]
        hidden = np.concatenate([state[each.offset :] for each, state in zip(samples, states, strict=True)])
        told = questions @ w["code.weight"][:, size:].T + w["code.bias"]
        codes = log_softmax(hidden @ w["code.weight"][:, :size].T + np.repeat(told, lengths, 0))
        tags = hidden @ w["tag.weight"].T + w["tag.bias"]
        embedded = np.stack([self._form(form)[1] for each in samples for form in each.forms[each.offset :]])
        start = 0
        for row, length in enumerate(lengths):
            part = slice(start, start + length)
            yield Output(tags[part], codes[part], hidden[part], embedded[part], questions[row])
            start += length

    def look(
        self, outputs: Sequence[Output], places: Sequence[tuple[int, int, int]]
    ) -> tuple[Floats, Floats, Floats]:
        """Log-probabilities of code, kind and trend (none, worse, better), one row a span.

        A place is the number of an output and the span's tokens [first, last).
        """
        w = self._w
        seen = np.stack([self._seen(outputs[at], first, last) for at, first, last in places])
        inner = np.maximum(seen @ w["sp.weight"].T + w["sp.bias"], 0)
        return (
            log_softmax(inner @ w["spc.weight"].T + w["spc.bias"]),
            log_softmax(inner @ w["spk.weight"].T + w["spk.bias"]),
            log_softmax(inner @ w["spt.weight"].T + w["spt.bias"]),
        )

    def _seen(self, output: Output, first: int, last: int) -> Floats:
        """A span summed up: by attention, by its highest states, by its words, beside the question."""
        hidden = output.hidden[first:last]
        weight = hidden @ self._w["att.weight"][0]
        weight = np.exp(weight - weight.max())
        summed = weight @ hidden / weight.sum()
        return np.concatenate([summed, hidden.max(0), output.question, output.embedded[first:last].mean(0)])


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


def _recur(gates: Floats, weight: Floats, states: Floats, steps: Iterable[int], alive: Sequence[int]) -> None:
    """Run an LSTM over `steps`, writing its states. Gates stand in the order input, forget, cell, output."""
    size = len(weight)
    hidden = np.zeros((gates.shape[1], size), np.float32)
    cell = np.zeros_like(hidden)
    for at in steps:
        here = alive[at]
        # A sample that ends before its neighbours enters the backward run late, with zeros.
        values = gates[at, :here] + hidden[:here] @ weight
        through = _sigmoid(values)
        new = np.tanh(values[:, 2 * size : 3 * size])
        cell[:here] = through[:, size : 2 * size] * cell[:here] + through[:, :size] * new
        hidden[:here] = through[:, 3 * size :] * np.tanh(cell[:here])
        states[at, :here] = hidden[:here]


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(0.5 * (np.tanh(0.5 * x) + 1), np.float32)
