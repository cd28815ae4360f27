"""The encoder in PyTorch: BERT's layers, and heads for tags, codes and spans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from otzvuk.coding.network import KINDS, TAGS, TRENDS
from otzvuk.coding.pieces import PAD
from otzvuk.coding.windows import Window
from otzvuk.train.encoder.base import Base
from otzvuk.train.examples import Span

SEGMENTS = 3
SEEN = 256  # width of what a span is summed up in
DROP, DROP_SEEN = 0.1, 0.2
OF_TAGS = 0.4  # what the tags weigh in the loss, beside the codes and kinds of spans
TOKENS = 25.0  # tokens a mention, about: the scale of the loss


class Item(NamedTuple):
    """A window with the tags of its tokens, and its spans (from 0 at the window's first token)."""

    window: Window
    tags: NDArray[np.int64]
    spans: Sequence[Span]


class Batch(NamedTuple):
    """Windows side by side, padded. `at` and `token` lead from pieces (flat) to tokens, end to end;
    `answers` are the windows' (first, last) of these tokens."""

    ids: Tensor
    segments: Tensor
    inside: Tensor
    at: Tensor
    token: Tensor
    pieces: Tensor
    answers: list[tuple[int, int]]
    tags: Tensor
    spans: list[Span]


class Answers(NamedTuple):
    """What has to be said of tokens that lie end to end, as in `Batch`."""

    answers: list[tuple[int, int]]
    tags: Tensor
    spans: list[Span]


def batch_of(taken: Sequence[Item]) -> Batch:
    """A batch of windows."""
    rows, columns = len(taken), max(len(window.ids) for window, *_ in taken)
    ids, segments = np.full((rows, columns), PAD), np.zeros((rows, columns), np.int64)
    at, token, answers, spans = [], [], [], []
    begun = 0
    for row, (window, _, own) in enumerate(taken):
        ids[row, : len(window.ids)], segments[row, : len(window.ids)] = window.ids, window.segments
        at.append(row * columns + window.offset + np.arange(len(window.token)))
        token.append(begun + window.token)
        spans += [span._replace(first=begun + span.first, last=begun + span.last) for span in own]
        answers.append((begun, begun + window.last - window.first))
        begun = answers[-1][1]
    tokens = np.concatenate(token)
    put = torch.from_numpy
    return Batch(
        put(ids), put(segments), put(ids != PAD), put(np.concatenate(at)), put(tokens),
        put(np.bincount(tokens, minlength=begun).astype(np.float32)), answers,
        put(np.concatenate([tags for _, tags, _ in taken]).astype(np.int64)), spans,
    )  # fmt: skip


class Layer(nn.Module):
    """One layer: self-attention and two products, each added to what came in and normalised after."""

    def __init__(self, width: int, heads: int, inner: int, eps: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.first, self.second = nn.LayerNorm(width, eps), nn.LayerNorm(width, eps)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """The states after this layer."""
        rows, columns, width = x.shape
        q, k, v = self.qkv(x).view(rows, columns, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        # by hand: in low precision the CPU's fused attention goes back three times as slowly
        scores = (q * (width // self.heads) ** -0.5) @ k.transpose(-1, -2)
        if mask is not None:
            scores = scores.masked_fill(~mask, -1e4)
        heard = scores.softmax(-1).to(v.dtype) @ v
        out = self.out(heard.transpose(1, 2).reshape(rows, columns, width))
        x = self.first(x + functional.dropout(out, DROP, self.training))
        out = self.down(functional.gelu(self.up(x)))
        return self.second(x + functional.dropout(out, DROP, self.training))


class Heads(nn.Module):
    """What is told from the states of tokens: a chain over tags, codes, and a look at spans."""

    def __init__(self, width: int, codes: int) -> None:
        super().__init__()
        self.tag, self.code = nn.Linear(width, len(TAGS)), nn.Linear(width, codes)
        self.att, self.sp = nn.Linear(width, 1), nn.Linear(3 * width, SEEN)
        self.spc, self.spk = nn.Linear(SEEN, codes), nn.Linear(SEEN, len(KINDS))
        self.spt = nn.Linear(SEEN, len(TRENDS))
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))

    def look(self, h: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of code, kind and trend of spans [first, last) of the tokens."""
        columns = first[:, None] + torch.arange(int((last - first).max()))
        within = columns < last[:, None]
        states = h[columns.clamp(max=len(h) - 1)]
        weight = self.att(states).squeeze(-1).masked_fill(~within, -1e4).softmax(1)[..., None]
        highest = states.masked_fill(~within[..., None], -1e4).max(1).values
        mean = (states * within[..., None]).sum(1) / within.sum(1, keepdim=True)
        seen = torch.cat([(states * weight).sum(1), highest, mean], -1)
        seen = functional.relu(self.sp(functional.dropout(seen, DROP_SEEN, self.training)))
        seen = functional.dropout(seen, DROP_SEEN, self.training)
        return self.spc(seen), self.spk(seen), self.spt(seen)

    def loss(self, right: Answers | Batch, h: Tensor, *, smoothing: float = 0.05) -> Tensor:
        """The chain's negative log-likelihood, and cross-entropies of codes, kinds and trends."""
        h = functional.dropout(h, DROP, self.training)
        total = OF_TAGS * chain_loss(self.tag(h), right.tags, right.answers, self.transitions)
        if right.spans:
            first, last, code, kind, trend = torch.tensor(right.spans).T
            length = last - first
            within = torch.cat([torch.arange(span.first, span.last) for span in right.spans])
            told = functional.cross_entropy(
                self.code(h[within]),
                code.repeat_interleave(length),
                label_smoothing=smoothing,
                reduction="none",
            )
            total = total + (told / length.repeat_interleave(length)).sum()
            # Borders are jittered, for those found in use will not be exact either.
            long = length > 2
            first = first + ((torch.rand(len(first)) < 0.25) & long).long()
            last = last - ((torch.rand(len(last)) < 0.3) & long).long()
            for scores, wanted, weight in zip(
                self.look(h, first, last), (code, kind, trend), (1.0, 1.0, 0.5), strict=True
            ):
                told = functional.cross_entropy(scores, wanted, label_smoothing=smoothing, reduction="sum")
                total = total + weight * told
        return total * TOKENS / len(right.tags)


class Reader(Heads):
    """Layers of an encoder, and heads upon their states."""

    def read(self, batch: Batch) -> Tensor:
        """States of the answers' tokens, end to end."""
        raise NotImplementedError


class Net(Reader):
    """The encoder over the pieces `rows` of the base, and its heads."""

    def __init__(self, base: Base, rows: Sequence[int], codes: int) -> None:
        width = base.sizes["width"]
        super().__init__(width, codes)
        word = torch.from_numpy(base.weights["emb.word"][list(rows)].copy())
        # there is one type of text for the base; its vector is part of every position
        place = base.weights["emb.pos"].reshape(-1, width) + base.weights["emb.type"].reshape(-1, width)[0]
        self.register_buffer("word", word, persistent=False)
        self.register_buffer("place", torch.from_numpy(place[:512].copy()), persistent=False)
        self.segment = nn.Parameter(torch.zeros(SEGMENTS, width))
        self.enter = nn.LayerNorm(width, base.eps)
        self.layers = nn.ModuleList(
            Layer(width, base.sizes["heads"], base.sizes["inner"], base.eps)
            for _ in range(base.sizes["layers"])
        )
        self._begin(base)

    def _begin(self, base: Base) -> None:
        with torch.no_grad():
            self._put(base)

    def _put(self, base: Base) -> None:
        def put(module: nn.Module, weight: str, bias: str) -> None:
            module.weight.copy_(torch.from_numpy(base.weights[weight]))
            module.bias.copy_(torch.from_numpy(base.weights[bias]))

        put(self.enter, "emb.ln.w", "emb.ln.b")
        for at, layer in enumerate(self.layers):
            for name in ("w", "b"):
                three = np.concatenate([base.weights[f"l{at}.{part}.{name}"] for part in "qkv"])
                into = layer.qkv.weight if name == "w" else layer.qkv.bias
                into.copy_(torch.from_numpy(three))
            parts = {
                "ao": layer.out,
                "fi": layer.up,
                "fo": layer.down,
                "aln": layer.first,
                "oln": layer.second,
            }
            for part, module in parts.items():
                put(module, f"l{at}.{part}.w", f"l{at}.{part}.b")

    def read(self, batch: Batch) -> Tensor:
        """States of the answers' tokens, end to end: the mean of each token's pieces."""
        place = self.place[: batch.ids.shape[1]]
        x = self.enter(self.word[batch.ids] + place + self.segment[batch.segments])
        x = functional.dropout(x, DROP, self.training)
        mask = None if bool(batch.inside.all()) else batch.inside[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return mean_of_pieces(x, batch)


def mean_of_pieces(x: Tensor, batch: Batch) -> Tensor:
    """States of pieces (windows × pieces × width) → those of the answers' tokens, end to end."""
    flat = x.float().reshape(-1, x.shape[-1])[batch.at]
    states = torch.zeros(len(batch.pieces), flat.shape[1]).index_add(0, batch.token, flat)
    return states / batch.pieces[:, None]


def chain_loss(
    scores: Tensor, tags: Tensor, answers: Sequence[tuple[int, int]], transitions: Tensor
) -> Tensor:
    """Negative log-likelihood of linear chains, whose tokens [first, last) lie end to end; their sum."""
    first, last = torch.tensor(answers).T
    length = last - first
    columns = first[:, None] + torch.arange(int(length.max()))
    within = columns < last[:, None]
    columns = columns.clamp(max=len(scores) - 1)
    s, t = scores[columns], tags[columns]
    said = (s.gather(2, t[..., None]).squeeze(-1) * within).sum()
    said = said + (transitions[t[:, :-1], t[:, 1:]] * within[:, 1:]).sum()
    total = s[:, 0]
    for at in range(1, s.shape[1]):
        moved = torch.logsumexp(total[:, :, None] + transitions, 1) + s[:, at]
        total = torch.where(within[:, at, None], moved, total)
    return torch.logsumexp(total, 1).sum() - said
