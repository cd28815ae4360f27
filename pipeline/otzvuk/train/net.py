"""The network of `otzvuk.coding.network` in PyTorch, with its loss."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from otzvuk.coding.features import BUCKETS, FEATURES, SEGMENTS
from otzvuk.coding.network import KINDS, TAGS, TRENDS
from otzvuk.train.examples import Example


class Sizes(NamedTuple):
    """Widths of the layers and the rates of dropout."""

    hidden: int = 128
    projected: int = 96
    pieces: int = 48
    seen: int = 128
    drop: float = 0.4
    drop_input: float = 0.3
    drop_word: float = 0.1
    drop_seen: float = 0.4


class Batch(NamedTuple):
    """Examples side by side, padded: one row an example, one column a token."""

    vectors: Tensor
    features: Tensor
    grams: Tensor
    gram_starts: Tensor
    inside: Tensor
    asked: Tensor
    answer: Tensor
    tags: Tensor
    examples: Sequence[Example]


class Net(nn.Module):
    """The network. Parameter names are those of `otzvuk.coding.network.Networks`."""

    def __init__(self, codes: int, vector: int, sizes: Sizes) -> None:
        super().__init__()
        hidden, embedded = 2 * sizes.hidden, sizes.projected + sizes.pieces
        self.sizes = sizes
        self.proj = nn.Linear(vector, sizes.projected)
        self.char = nn.EmbeddingBag(BUCKETS, sizes.pieces, mode="mean")
        nn.init.normal_(self.char.weight, 0, 0.1)
        self.rnn = nn.LSTM(embedded + FEATURES + SEGMENTS, sizes.hidden, bidirectional=True, batch_first=True)
        self.tag, self.code = nn.Linear(hidden, len(TAGS)), nn.Linear(2 * hidden, codes)
        self.att = nn.Linear(hidden, 1)
        self.sp = nn.Linear(3 * hidden + embedded, sizes.seen)
        self.spc, self.spk = nn.Linear(sizes.seen, codes), nn.Linear(sizes.seen, len(KINDS))
        self.spt = nn.Linear(sizes.seen, len(TRENDS))
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))

    def read(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Hidden states, the question's mean state and the embeddings of a batch."""
        rows, columns = batch.inside.shape
        pieces = self.char(batch.grams, batch.gram_starts).view(rows, columns, -1)
        projected = torch.relu(self.proj(self._drop(batch.vectors, self.sizes.drop_input)))
        embedded = torch.cat([projected, pieces], -1)
        if self.training and self.sizes.drop_word:
            embedded = embedded * (torch.rand(rows, columns, 1) > self.sizes.drop_word)
        entry = torch.cat([self._drop(embedded, self.sizes.drop_input), batch.features], -1)
        h = self._drop(self._recur(entry, batch.inside.sum(1)), self.sizes.drop)
        asked = batch.asked.unsqueeze(-1)
        question = (h * asked).sum(1) / asked.sum(1).clamp(min=1)
        return h, question, embedded

    def _recur(self, entry: Tensor, lengths: Tensor) -> Tensor:
        """Both directions over rows of different lengths.

        What packing rows does, but in the time of their length: PyTorch's packed LSTM goes back through
        time in its square (on CPUs, where lengths differ).
        """
        column = torch.arange(entry.shape[1])
        mirrored = (lengths.unsqueeze(1) - 1 - column).where(column < lengths.unsqueeze(1), column)
        rows = torch.arange(len(entry)).unsqueeze(1)
        forward, backward = self.rnn.all_weights
        there = _lstm(entry, forward, self.sizes.hidden)
        back = _lstm(entry[rows, mirrored], backward, self.sizes.hidden)
        return torch.cat([there, back[rows, mirrored]], -1)

    def say(self, h: Tensor, question: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of tags and of codes, a row a token."""
        told = torch.cat([h, question.unsqueeze(1).expand(-1, h.shape[1], -1)], -1)
        return self.tag(h), self.code(told)

    def look(
        self, h: Tensor, question: Tensor, embedded: Tensor, places: Sequence[tuple[int, int, int]]
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of code, kind and trend of the spans (row, first column, column after the last)."""
        row, first, last = torch.tensor(places).T
        columns = first.unsqueeze(1) + torch.arange(int((last - first).max()))
        within = columns < last.unsqueeze(1)
        columns = columns.clamp(max=h.shape[1] - 1)
        states, vectors = h[row.unsqueeze(1), columns], embedded[row.unsqueeze(1), columns]
        weight = self.att(states).squeeze(-1).masked_fill(~within, -1e4).softmax(1).unsqueeze(-1)
        summed = (states * weight).sum(1)
        highest = states.masked_fill(~within.unsqueeze(-1), -1e4).max(1).values
        mean = (vectors * within.unsqueeze(-1)).sum(1) / within.sum(1, keepdim=True)
        seen = torch.relu(self.sp(torch.cat([summed, highest, question[row], mean], -1)))
        seen = self._drop(seen, self.sizes.drop_seen)
        return self.spc(seen), self.spk(seen), self.spt(seen)

    def loss(self, batch: Batch, *, smoothing: float = 0.05) -> Tensor:
        """The chain's negative log-likelihood a token, and cross-entropies of codes, kinds and trends."""
        h, question, embedded = self.read(batch)
        tags, codes = self.say(h, question)
        total = 2 * chain_loss(tags, batch.tags, batch.answer, self.transitions)
        marked = [
            (row, each.sample.offset + span.first, each.sample.offset + span.last, span)
            for row, each in enumerate(batch.examples)
            for span in each.spans
        ]
        if not marked:
            return total
        at = [(row, column) for row, first, last, _ in marked for column in range(first, last)]
        wanted = torch.tensor([span.code for _, first, last, span in marked for _ in range(first, last)])
        said = codes[[row for row, _ in at], [column for _, column in at]]
        total = total + functional.cross_entropy(said, wanted, label_smoothing=smoothing)
        # Borders are jittered, for those found in use will not be exact either.
        places = [
            (
                row,
                max(0, first - random.choice((0, 0, 0, 1))),
                max(first + 1, last - random.choice((0, 0, 1))),
            )
            for row, first, last, _ in marked
        ]
        code, kind, trend = self.look(h, question, embedded, places)
        spans = [span for *_, span in marked]
        for scores, answers in (
            (code, [span.code for span in spans]),
            (kind, [span.kind for span in spans]),
            (trend, [span.trend for span in spans]),
        ):
            total = total + functional.cross_entropy(scores, torch.tensor(answers), label_smoothing=smoothing)
        return total

    def _drop(self, x: Tensor, rate: float) -> Tensor:
        return functional.dropout(x, rate, self.training)

    def arrays(self) -> dict[str, Any]:
        """The weights by name, as numpy arrays."""
        return {name: value.detach().numpy() for name, value in self.named_parameters()}


def _lstm(entry: Tensor, weights: Sequence[Tensor], hidden: int) -> Tensor:
    begun = torch.zeros(1, len(entry), hidden)
    return torch.lstm(entry, (begun, begun), weights, True, 1, 0.0, False, False, True)[0]


def batch_of(examples: Sequence[Example], vectors: Tensor) -> Batch:
    """Pad examples to one length. `vectors` is the word table with a row of zeros at its end."""
    rows, columns = len(examples), max(len(each.sample.forms) for each in examples)
    at = np.full((rows, columns), len(vectors) - 1)
    features = np.zeros((rows, columns, FEATURES + SEGMENTS), np.float32)
    inside, asked, answer = (np.zeros((rows, columns), bool) for _ in range(3))
    tags = np.zeros((rows, columns), np.int64)
    grams: list[int] = []
    starts: list[int] = []
    for row, example in enumerate(examples):
        sample = example.sample
        for column, form in enumerate(sample.forms):
            at[row, column] = form.row if form.row >= 0 else len(vectors) - 1
            starts.append(len(grams))
            grams += form.grams
            features[row, column, :FEATURES] = form.features
        starts += [len(grams)] * (columns - len(sample.forms))
        length = len(sample.forms)
        features[row, np.arange(length), FEATURES + sample.segments] = 1
        inside[row, :length] = True
        asked[row, :length] = sample.segments == 1
        answer[row, sample.offset : length] = True
        tags[row, sample.offset : length] = example.tags
    put = torch.from_numpy
    return Batch(
        vectors[put(at)],
        put(features),
        torch.tensor(grams),
        torch.tensor(starts),
        put(inside),
        put(asked),
        put(answer),
        put(tags),
        examples,
    )


def chain_loss(scores: Tensor, tags: Tensor, answer: Tensor, transitions: Tensor) -> Tensor:
    """Negative log-likelihood a token of a linear chain over the answers (which end their rows)."""
    lengths, start = answer.sum(1), answer.float().argmax(1)
    longest = int(lengths.max())
    columns = (start.unsqueeze(1) + torch.arange(longest)).clamp(max=scores.shape[1] - 1)
    scores = scores.gather(1, columns.unsqueeze(-1).expand(-1, -1, scores.shape[2]))
    tags = tags.gather(1, columns)
    within = torch.arange(longest).unsqueeze(0) < lengths.unsqueeze(1)
    said = (scores.gather(2, tags.unsqueeze(-1)).squeeze(-1) * within).sum(1)
    said = said + (transitions[tags[:, :-1], tags[:, 1:]] * within[:, 1:]).sum(1)
    total = scores[:, 0]
    for at in range(1, longest):
        moved = torch.logsumexp(total.unsqueeze(2) + transitions, 1) + scores[:, at]
        total = torch.where(within[:, at].unsqueeze(1), moved, total)
    return (torch.logsumexp(total, 1) - said).sum() / lengths.sum()
