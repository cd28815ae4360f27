"""Teaching networks of one codebook, all from the same beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from math import ceil
from multiprocessing import get_context
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from otzvuk import __version__
from otzvuk.coding.bag import Bag
from otzvuk.coding.encoder import Encoder, Layers
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import FORMAT, Card, Model, Voices
from otzvuk.coding.network import Networks
from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import Coding
from otzvuk.train.bag import begin_with, fit_bag, mixed
from otzvuk.train.examples import Example, examples
from otzvuk.train.fit import Arrays, Floats, fit
from otzvuk.train.heads import Remembering, fit_heads, widened
from otzvuk.train.net import Sizes

# A few hundred small steps: fewer leave a new codebook half learnt, more forget what the beginning knew.
BATCH = 8
STEPS = 600
EPOCHS = (8, 30)  # the fewest and the most times that an example is seen
KEPT = (0.25, 0.5, 1.0)  # parts of what was learnt that may be kept, see `School.keep`
SEED = 11

Step = Callable[[int, int], None]
_OF_CODES = ("code.weight", "code.bias", "spc.weight", "spc.bias")  # what has a row for each code
_PART = 1000  # steps of the progress that one training counts


class Class(NamedTuple):
    """Interviews to learn from, and how many of the beginning's networks are to."""

    codings: Sequence[Coding]
    networks: int


class Task(NamedTuple):
    """The training of one network: interviews by id, and which of the beginning's networks it was."""

    interviews: tuple[str, ...]
    network: int


@dataclass(frozen=True, eq=False)
class Desk:
    """All that a training needs; sent to each process once."""

    examples: Mapping[str, Sequence[Example]]
    starts: Sequence[Arrays]
    vectors: NDArray[np.int8]
    scale: Floats
    codes: int
    epochs: int | None

    def fit(self, task: Task, step: Step | None = None) -> Arrays:
        """The weights that the task gives; the same ones on the same machine."""
        learnt = [example for interview in task.interviews for example in self.examples[interview]]
        start = self.starts[task.network]
        return fit(
            learnt,
            self.vectors,
            self.scale,
            self.codes,
            seed=SEED + task.network,
            epochs=self.epochs or min(max(ceil(STEPS * BATCH / len(learnt)), EPOCHS[0]), EPOCHS[1]),
            batch=BATCH,
            sizes=Sizes(
                hidden=start["rnn.weight_hh_l0"].shape[1],
                projected=start["proj.bias"].size,
                pieces=start["char.weight"].shape[1],
                seen=start["sp.bias"].size,
            ),
            start=start,
            step=step,
        )


class School:
    """Teaches networks for a codebook from coded interviews, beginning with the weights of `model`.

    `codes` are those that can be learnt: of the codebook, with an example or known to `model`.
    """

    def __init__(
        self, model: Model, codebook: Codebook, codings: Sequence[Coding], *, epochs: int | None = None
    ) -> None:
        self.model, self.codebook = model, codebook
        known = {mention.code for each in codings for mention in each.mentions} | {*model.card.codes}
        self.codes = [code for code in codebook.codes if code in known]
        self.vectors, self.scale = model.voices.networks.table
        self._bag = begin_with(model.voices.bag.arrays, model.card.codes, self.codes)
        self._layers, self._heads = _begin_heads(model, self.codes)
        self._desk = Desk(
            examples={each.interview.id: examples(each, model.words, self.codes) for each in codings},
            starts=[
                shared_weights(each, model.card.codes, self.codes) for each in model.voices.networks.weights
            ],
            vectors=self.vectors,
            scale=self.scale,
            codes=len(self.codes),
            epochs=epochs,
        )

    @property
    def begun(self) -> Model:
        """The model that was begun from; what its encoder has read here it does not read again."""
        own = self.model.voices
        if own.encoder is None or self._layers is None:
            return self.model
        encoder = Encoder(self._layers, own.encoder.heads)
        return replace(self.model, voices=own._replace(encoder=encoder))

    def examples(self, codings: Iterable[Coding]) -> list[Example]:
        """The respondents' turns of interviews that the school was founded with."""
        return [example for each in codings for example in self._desk.examples[each.interview.id]]

    def teach(self, classes: Sequence[Class], *, jobs: int = 1, step: Step | None = None) -> list[Voices]:
        """The voices of each class, networks trained in up to `jobs` processes.

        Where the beginning has an encoder its heads are taught, too. `step` is told the steps done and all
        steps.
        """
        tasks = [
            Task(tuple(each.interview.id for each in codings), network)
            for codings, networks in classes
            for network in range(networks)
        ]
        fitted = _fit_all(self._desk, tasks, jobs, step)
        return [
            Voices(
                self._networks([next(fitted) for _ in range(networks)]),
                Bag(fit_bag(self.examples(codings), len(self.codes), start=self._bag)),
                self._taught_encoder(codings),
                self.model.voices.shares,
            )
            for codings, networks in classes
        ]

    def _taught_encoder(self, codings: Sequence[Coding]) -> Encoder | None:
        if self._layers is None:
            return None
        return Encoder(self._layers, fit_heads(self._layers, self.examples(codings), self._heads, seed=SEED))

    def keep(
        self, voices: Voices, part: float, *, networks: int | None = None, careful: bool = True
    ) -> Voices:
        """The voices with only a part of what they have learnt, the rest as it began.

        A few interviews teach their own words at the price of what the beginning knew of all others; between
        the two lies a better model than either (Wortsman et al. 2022). New codes are kept whole. `networks`
        is how many of them to keep, all by default; the encoder is kept where it is to be `careful`.
        """
        new = np.array([code not in self.model.card.codes for code in self.codes])
        kept = [
            _between(start, learnt, part, new)
            for learnt, start in zip(voices.networks.weights[:networks], self._desk.starts, strict=False)
        ]
        encoder = voices.encoder if careful else None
        if encoder is not None:
            encoder = Encoder(encoder.layers, _between(self._heads, encoder.heads, part, new))
        bag = Bag(mixed(voices.bag.arrays, self._bag, part, new))
        return Voices(self._networks(kept), bag, encoder, voices.shares)

    def _networks(self, weights: Sequence[Arrays]) -> Networks:
        return Networks(weights, self.vectors, self.scale)

    def card(self, name: str, codings: Sequence[Coding]) -> dict[str, Any]:
        """What the card of a model says that was taught by these interviews; its calibration is wanting."""
        return {
            "name": name,
            "version": "1",
            "otzvuk": __version__,
            "codebook": self.codebook.name,
            "codes": self.codes,
            "scale": [float(each) for each in self.scale],
            "started_from": self.model.label,
            "trained_on": {
                "interviews": len(codings),
                "mentions": sum(len(each.mentions) for each in codings),
            },
        }

    def coder(
        self, voices: Voices, calibration: Sequence[float] = (0.0,) * 10, boldness: float = 0.0
    ) -> ModelCoder:
        """The voices as a coder that leaves nothing out."""
        card = self.card("", []) | {"calibration": calibration, "boldness": boldness}
        whole = Card.model_validate(
            card | {"format": FORMAT, "networks": len(voices.networks.weights), "files": {}}
        )
        model = Model(whole, self.model.words, voices)
        return ModelCoder(model, self.codebook, threshold=0.0)


def shared_weights(arrays: Arrays, taught: Sequence[str], codes: Sequence[str]) -> dict[str, Floats]:
    """Weights to begin from: those that know no codes, and the rows of codes that both lists share.

    A new code's row begins at the mean of the old rows.
    """
    begun = dict(arrays)
    for name in _OF_CODES:
        old = arrays[name]
        row = {code: at for at, code in enumerate(taught)}
        begun[name] = np.stack([old[row[code]] if code in row else old.mean(0) for code in codes])
    return begun


def _between(start: Arrays, learnt: Arrays, part: float, new: NDArray[np.bool_]) -> Arrays:
    """Weights between two, new codes whole, as they are stored."""
    arrays = {name: part * value + (1 - part) * start[name] for name, value in learnt.items()}
    for name in _OF_CODES:
        arrays[name][new] = learnt[name][new]
    return {name: _halved(value) for name, value in arrays.items()}


def _begin_heads(model: Model, codes: Sequence[str]) -> tuple[Layers | None, Arrays]:
    """The layers of a model's encoder, if it has one, and heads for these codes to begin with."""
    encoder = model.voices.encoder
    if encoder is None:
        return None, {}
    return Remembering(encoder.layers), shared_weights(widened(encoder), model.card.codes, codes)


def _halved(values: Floats) -> Floats:
    """What is left in half precision, which is what is stored; what is measured must be what is used."""
    return values.astype(np.float16).astype(np.float32)


def _fit_all(desk: Desk, tasks: Sequence[Task], jobs: int, step: Step | None) -> Iterator[Arrays]:
    told = step or (lambda _done, _all: None)
    jobs, whole = min(jobs, len(tasks)), len(tasks) * _PART
    if jobs == 1:
        for at, task in enumerate(tasks):
            yield desk.fit(task, lambda done, of, at=at: told((at * of + done) * _PART // of, whole))  # type: ignore[misc]
        return
    # spawn, not fork: PyTorch holds threads, and Windows has nothing else
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_sit_down, initargs=(desk,)) as pool:
        for at, arrays in enumerate(pool.map(_fit, tasks), 1):
            told(at * _PART, whole)
            yield arrays


_desk: Desk


def _sit_down(desk: Desk) -> None:
    global _desk  # one desk a process, sent once
    _desk = desk


def _fit(task: Task) -> Arrays:
    return _desk.fit(task)
