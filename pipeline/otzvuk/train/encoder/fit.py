"""Tuning: every epoch's windows in batches of one length, a falling rate, and saves from which it goes on."""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import torch

from otzvuk.coding.pieces import Pieces
from otzvuk.coding.windows import windows
from otzvuk.train.encoder.net import Item, Reader, batch_of
from otzvuk.train.examples import Example
from otzvuk.train.fit import Pool, with_less_before

PIECES = 1536  # in a batch, padding among them
RATE, HEAD_RATE, DEEPER = 2e-4, 1e-3, 0.92  # of the last layer, of the heads; each layer below has less
WARM = 0.06  # of the steps until the rate is full
SAVED = 600  # seconds between saves
SEED = 7


def items(heard: Sequence[Example], pieces: Pieces) -> list[Item]:
    """The windows of examples, with the tags of their tokens and the spans that lie inside."""
    found = []
    for example in heard:
        for window in windows(example.sample, pieces):
            inside = [
                span._replace(first=span.first - window.first, last=span.last - window.first)
                for span in example.spans
                if window.first <= span.first and span.last <= window.last
            ]
            found.append(Item(window, example.tags[window.first : window.last], inside))
    return found


def batches(found: Sequence[Item], draw: random.Random) -> list[list[Item]]:
    """Windows of about one length together, as many as `PIECES` hold; in random order."""
    order = sorted(found, key=lambda each: len(each.window.ids) + draw.random() * 12)
    groups: list[list[Item]] = []
    longest = 0
    for each in order:
        longest = max(longest, len(each.window.ids))
        if not groups or longest * (len(groups[-1]) + 1) > PIECES:
            groups.append([])
            longest = len(each.window.ids)
        groups[-1].append(each)
    draw.shuffle(groups)
    return groups


def _epochs(
    examples: Sequence[Example], pools: Sequence[Pool], pieces: Pieces, done: int
) -> Iterator[tuple[int, list[Item]]]:
    """Batches without end, from after the first `done` on; each epoch has its own seed."""
    epoch = 0
    while True:
        draw = random.Random(SEED * 1000 + epoch)
        now = chain(examples, *(draw.sample(pool.examples, pool.heard) for pool in pools))
        groups = batches(items([with_less_before(each, draw) for each in now], pieces), draw)
        if done >= len(groups):
            done -= len(groups)
        else:
            for group in groups[done:]:
                yield epoch, group
            done = 0
        epoch += 1


def tune(
    net: Reader,
    examples: Sequence[Example],
    pools: Sequence[Pool],
    pieces: Pieces,
    save: Path,
    *,
    steps: int,
    until: float | None = None,
    low: bool = True,
    rate: float = 1.0,
) -> int:
    """Tune `net` for so many steps, or till a time (seconds since 1970); go on from `save` where it is.

    `low`: products in bfloat16, the weights and sums in single precision. `rate` multiplies all rates: less
    than 1 for a net that has been tuned before. Answers the steps done in all.
    """
    torch.manual_seed(SEED)
    optimiser = _optimiser(net)
    step, spent = 0, 0.0
    if save.is_file():
        state = torch.load(save, weights_only=True)
        net.load_state_dict(state["net"], strict=False)
        optimiser.load_state_dict(state["optimiser"])
        step, spent = state["step"], state["spent"]
        torch.set_rng_state(state["random"])
    begun = saved = told = time.time()
    threads = Threads()
    losses: list[float] = []
    heard = 0
    net.train()
    for epoch, group in _epochs(examples, pools, pieces, step):
        now = time.time()
        here = step / steps if until is None else 1 - (until - now) / max(until - begun + spent, 1)
        if here >= 1:
            break
        factor = min(here / WARM + 0.01, (1 - here) / (1 - WARM))
        for part in optimiser.param_groups:
            part["lr"] = part["rate"] * factor * rate
        batch = batch_of(group)
        with torch.autocast("cpu", torch.bfloat16, enabled=low):
            h = net.read(batch)
        loss = net.loss(batch, h)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        step += 1
        heard += int(batch.inside.sum())
        losses.append(loss.item())
        threads.tick()
        now = time.time()
        if now - told > 30:
            told = now
            mean = sum(losses[-100:]) / len(losses[-100:])
            sys.stderr.write(
                f"{time.strftime('%H:%M:%S')} epoch {epoch} step {step} at {here:.3f} loss {mean:.3f} "
                f"pieces/s {heard / (now - begun):.0f} threads {torch.get_num_threads()}\n"
            )
            sys.stderr.flush()
        if now - saved > SAVED:
            saved = now
            _save(save, net, optimiser, step, spent + now - begun)
    _save(save, net, optimiser, step, spent + time.time() - begun)
    return step


def _optimiser(net: Reader) -> torch.optim.Optimizer:
    groups: dict[tuple[float, bool], list[torch.nn.Parameter]] = {}
    named = list(net.named_parameters())
    depth = 1 + max(int(name.split(".")[1]) for name, _ in named if name.startswith("layers."))
    for name, value in named:
        if name.startswith("layers."):
            rate = RATE * DEEPER ** (depth - 1 - int(name.split(".")[1]))
        elif name.startswith("enter"):
            rate = RATE * DEEPER**depth
        else:
            rate = HEAD_RATE
        groups.setdefault((rate, value.ndim > 1 and name not in {"transitions", "segment"}), []).append(value)
    parts = [
        {"params": values, "rate": rate, "weight_decay": 0.01 if decays else 0.0}
        for (rate, decays), values in groups.items()
    ]
    return torch.optim.AdamW(parts, lr=RATE, betas=(0.9, 0.98), eps=1e-6, fused=True)


def _save(path: Path, net: Reader, optimiser: torch.optim.Optimizer, step: int, spent: float) -> None:
    state = {
        "net": net.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "spent": spent,
        "random": torch.get_rng_state(),
    }  # fmt: skip
    beside = path.with_suffix(".new")
    torch.save(state, beside)
    beside.replace(path)


class Threads:
    """As many threads as there are cores free of others' work, looked at every few steps."""

    def __init__(self) -> None:
        self._busy = 0.0
        self._at = 0
        torch.set_num_threads(1)

    def tick(self) -> None:
        """Count those who run; from time to time take or give back the second core."""
        try:
            running = int(Path("/proc/loadavg").read_text().split()[3].split("/")[0])
        except (OSError, ValueError):
            return
        others = running - 1  # between steps only this thread runs of ours
        self._busy = 0.9 * self._busy + 0.1 * others
        self._at += 1
        if self._at % 10 == 0:
            free = (os.cpu_count() or 1) - self._busy
            torch.set_num_threads(2 if free > 1.7 else 1)
