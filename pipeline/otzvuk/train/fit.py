"""Training networks, and what a trained model needs besides: calibration and scores."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from math import ceil
from multiprocessing import get_context
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from otzvuk.coding.guess import Guess, guess
from otzvuk.coding.model import Voices
from otzvuk.train.disguise import unasked
from otzvuk.train.examples import Example, unprompted
from otzvuk.train.net import Net, Sizes, batch_of

Floats = NDArray[np.float32]
Arrays = Mapping[str, Floats]

BATCH = 24
UNPROMPTED = 0.3  # examples whose answer before is hidden, lest first answers seem to say nothing
UNMEASURED = (0.0, 0.5, 0.5, *[0.0] * 7)  # a calibration where nothing could be measured
UNASKED = 0.08  # examples with nothing before them


class Pool(NamedTuple):
    """Examples of which every epoch hears another `share`."""

    examples: Sequence[Example]
    share: float

    @property
    def heard(self) -> int:
        """How many an epoch hears."""
        return round(len(self.examples) * self.share)


def fit(
    examples: Sequence[Example],
    vectors: NDArray[np.int8],
    scale: Floats,
    codes: int,
    *,
    seed: int,
    epochs: int = 10,
    rate: float = 2.5e-3,
    batch: int = BATCH,
    sizes: Sizes | None = None,
    start: Arrays | None = None,
    step: Callable[[int, int], None] | None = None,
    pools: Sequence[Pool] = (),
) -> dict[str, Floats]:
    """Train one network, `batch` examples a step, and answer its weights by name.

    Every epoch hears all `examples` and a share of each of the `pools`.

    AdamW under a one-cycle rate (Smith 2018). The same arguments give the same weights on the same
    machine. `start` are weights to begin from where their shapes fit; `step` is told the batches done and
    all batches.
    """
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    draw = random.Random(seed)
    random.seed(seed)
    table = torch.from_numpy(
        np.vstack([vectors.astype(np.float32) * scale, np.zeros((1, scale.size), np.float32)])
    )
    net = Net(codes, scale.size, sizes or Sizes())
    if start:
        _begin_from(net, start)
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-2)
    size = len(examples) + sum(pool.heard for pool in pools)
    total = ceil(size / batch) * epochs
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=total, pct_start=0.15)
    done = 0
    for _ in range(epochs):
        net.train()
        now = chain(examples, *(draw.sample(pool.examples, pool.heard) for pool in pools))
        heard = [with_less_before(each, draw) for each in now]
        for taken in _batches(heard, batch, draw):
            loss = net.loss(batch_of(taken, table))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            done += 1
            if step:
                step(done, total)
    # Half precision is what is stored; what is measured from here on must be what is used.
    return {name: value.astype(np.float16).astype(np.float32) for name, value in net.arrays().items()}


def with_less_before(example: Example, draw: random.Random) -> Example:
    """The example, at times without the answer before it, or without anything before it."""
    chance = draw.random()
    if chance < UNASKED:
        return unasked(example)
    return unprompted(example) if chance < UNASKED + UNPROMPTED else example


def fit_many(
    examples: Sequence[Example],
    vectors: NDArray[np.int8],
    scale: Floats,
    codes: int,
    *,
    seeds: Sequence[int],
    epochs: int,
    rate: float,
    pools: Sequence[Pool] = (),
    starts: Sequence[Arrays] = (),
    jobs: int = 2,
) -> list[dict[str, Floats]]:
    """Train a network for each seed, in up to `jobs` processes at once; `starts` as `start` of `fit`."""
    one = partial(_fit_seed, examples, vectors, scale, codes, epochs, rate, pools)
    begun = [starts[at] if at < len(starts) else None for at in range(len(seeds))]
    if jobs == 1 or len(seeds) == 1:
        return [one(*each) for each in zip(seeds, begun, strict=True)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        return list(pool.map(one, seeds, begun))


def _fit_seed(
    examples: Sequence[Example],
    vectors: NDArray[np.int8],
    scale: Floats,
    codes: int,
    epochs: int,
    rate: float,
    pools: Sequence[Pool],
    seed: int,
    start: Arrays | None,
) -> dict[str, Floats]:
    told = partial(_tell, seed)
    return fit(
        examples,
        vectors,
        scale,
        codes,
        seed=seed,
        epochs=epochs,
        rate=rate,
        pools=pools,
        start=start,
        step=told,
    )


def _tell(seed: int, done: int, total: int) -> None:
    if done % 200 == 0 or done == total:
        sys.stderr.write(f"network {seed}: {done} of {total} steps\n")


def _batches(examples: Sequence[Example], size: int, draw: random.Random) -> list[list[Example]]:
    """Examples of about one length together, so that little is padded; the batches in random order."""
    order = sorted(examples, key=lambda each: len(each.sample.forms) + draw.random() * 40)
    batches = [order[at : at + size] for at in range(0, len(order), size)]
    draw.shuffle(batches)
    return batches


def _begin_from(net: Net, start: Arrays) -> None:
    own = dict(net.named_parameters())
    with torch.no_grad():
        for name, value in start.items():
            if name in own and tuple(own[name].shape) == value.shape:
                own[name].copy_(torch.from_numpy(np.ascontiguousarray(value)))


def calibrate(
    voices: Voices, examples: Sequence[Example], *, boldness: float = 0.0, calm: float = 0.0
) -> tuple[float, ...]:
    """`calibration` of the voices' guesses on these examples."""
    return calibration([judge(voices, examples, boldness=boldness, calm=calm)])


def calibration(sets: Sequence[Sequence[tuple[Guess, bool]]]) -> tuple[float, ...]:
    """Weights of the confidence: logistic regression of 'kind and code are right' on the evidence.

    Sets of guesses weigh alike, however many each has.
    """
    judged = [each for one in sets for each in one]
    if len({right for _, right in judged}) < 2:
        return UNMEASURED
    x = np.array([found.evidence for found, _ in judged])
    y = np.array([right for _, right in judged])
    weights = [len(judged) / len(sets) / len(one) for one in sets for _ in one]
    model = LogisticRegression(C=10.0, fit_intercept=False, max_iter=2000).fit(x, y, weights)
    return tuple(round(float(each), 6) for each in model.coef_[0])


def judge(
    voices: Voices, examples: Sequence[Example], *, boldness: float = 0.0, calm: float = 0.0
) -> list[tuple[Guess, bool]]:
    """Each guess, and whether some answer that it overlaps by half has its kind and code."""
    answers = {id(each.sample): each for each in examples}
    judged = []
    for found in guess(voices, [each.sample for each in examples], boldness=boldness, calm=calm):
        spans = answers[id(found.sample)].spans
        kind, code = int(found.kinds.argmax()), int(found.codes.argmax())
        right = any(
            (span.kind, span.code) == (kind, code) and _half(found.first, found.last, span.first, span.last)
            for span in spans
        )
        judged.append((found, right))
    return judged


def _half(first: int, last: int, other_first: int, other_last: int) -> bool:
    shared = min(last, other_last) - max(first, other_first)
    return shared * 2 >= min(last - first, other_last - other_first) and shared > 0
