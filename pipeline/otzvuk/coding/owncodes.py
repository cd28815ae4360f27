"""The codes of a user's own codebook for what the model takes for mentions.

A code is one of the model's own (the same id), said to be like one (`like`), or told by its likeness to what
was written of it: label, definition, patterns, examples. All of that becomes a few features of every pair
of a mention and a code; a conditional logit (McFadden 1974) over the codebook's codes and «none of them»
makes probabilities of them. Its weights (`models/likeness/weights.yaml`) are the same for every codebook:
they were fitted on codes that were hidden from the model (`otzvuk.train.likeness`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.described import Heard, heard, meant, told, written
from otzvuk.coding.features import Form
from otzvuk.coding.guess import NO_SENSE, Guess
from otzvuk.coding.likeness import Alike, Shelf, sight_of
from otzvuk.coding.model import Model
from otzvuk.coding.sense import senses
from otzvuk.coding.topic import Topics
from otzvuk.language import Token, tokenise
from otzvuk.model.bundled import bundled
from otzvuk.model.codebook import Code, Codebook
from otzvuk.model.yamlfile import CheckedModel, read_yaml

FEATURES = (
    *("known", "said", "bridge", "match", "lemmas", "pieces", "meaning", "nearest", "asked_pieces"),
    *("asked_meaning", "pattern", "asked_pattern", "example_lemmas", "example_pieces", "example_meaning"),
    "learnt",
)
SENSED = (*FEATURES, "sense", "asked_sense", "example_sense")  # where there is an encoder
FEW = 5  # examples of a code from which on they count for more than what else is written of it
NEAREST = 3  # examples that a mention is compared with: those likest to it
MEANT = 2  # what label and definition count beside an example in what the model makes of a code
SLACK = 0.5  # the ridge of what is learnt from examples
OF_LIKENESS = (0.35, 0.25, 0.4, 0.3, 0.5)  # lemmas, pieces, meaning, the model's ear, sense: the kernel of it

Floats = NDArray[np.float32]


class Weights(CheckedModel):
    """What likeness is worth, by the voices of one coder.

    `features` are two points a feature: what it is worth, and what is added where the code has many examples;
    `none` what «none of the codes» has. `calibration` are the weights of the confidence.
    """

    features: Mapping[str, tuple[float, float]]
    none: float
    calibration: tuple[float, ...]


class Shipped(CheckedModel):
    """`models/likeness/weights.yaml`: without an encoder and with one; `version` changes with them."""

    version: str
    fast: Weights
    careful: Weights


def _file() -> Path:
    return bundled("models", "likeness", "weights.yaml")


@cache
def _shipped() -> Shipped:
    """The bundled weights; read at first use."""
    return read_yaml(_file(), Shipped)


def likeness_weights(*, careful: bool) -> Weights:
    """The bundled weights for a coder with an encoder, or without."""
    return _shipped().careful if careful else _shipped().fast


def names_of(*, careful: bool) -> tuple[str, ...]:
    """The features of a mention and a code that a coder with an encoder has, or one without."""
    return SENSED if careful else FEATURES


def likeness_digest() -> tuple[str, str]:
    """`likeness@version` and the SHA-256 of the bundled weights."""
    return f"likeness@{_shipped().version}", sha256(_file().read_bytes()).hexdigest()


class Said(NamedTuple):
    """A mention as likeness sees it: its words, those of the question, what the model makes of it.

    `codes` are the model's probabilities of its own codes, `patterns` the words of patterns found in the
    mention, by code; `asked` the codes of the question, likeliest first. `sense` and `asked_sense` are what
    mention and question mean by the encoder, where there is one.
    """

    forms: Sequence[Form]
    question: Sequence[Form]
    codes: Floats
    patterns: Mapping[str, float]
    asked: Sequence[str]
    sense: Floats = NO_SENSE
    asked_sense: Floats = NO_SENSE


@dataclass(frozen=True)
class Learnt:
    """Examples: their words, the same on a shelf, their codes by number, what the model hears in them, what
    they mean by the encoder."""

    forms: list[list[Form]]
    shelf: Shelf
    codes: NDArray[np.int64]
    ear: Floats
    sense: Floats


class OwnCodes:
    """The codes of `codebook` by likeness and by `model`.

    `without` are codes of the model that it shall not be asked about: that is how it is measured what
    likeness alone can do.
    """

    def __init__(
        self, codebook: Codebook, model: Model, topics: Topics, *, without: Collection[str] = ()
    ) -> None:
        self.names = tuple(codebook.codes)
        self._model, self._topics = model, topics
        self._columns = [at for at, name in enumerate(model.card.codes) if name not in without]
        asked = [model.card.codes[at] for at in self._columns]
        codes = list(codebook.codes.items())
        self._known = [np.array([asked.index(m) for m in known_as(*each, asked)], np.int64) for each in codes]
        self._examples = np.array([len(code.examples) for _, code in codes])
        sight = sight_of(model)
        self._shelf = Shelf(sight, [written(code, model.words) for _, code in codes])
        said = heard(model, [meant(code) for _, code in codes])
        example = heard(model, [each for _, code in codes for each in code.examples])
        of = np.repeat(np.arange(len(codes)), self._examples)
        self._senses = senses(model)
        texts = [each for _, code in codes for each in code.examples]
        self._learnt = Learnt(
            forms=example.forms,
            shelf=Shelf(sight, example.forms),
            codes=of,
            ear=self._heard(example.codes),
            sense=self._senses.alone(texts) if self._senses else _none(len(texts)),
        )
        self._profiles = self._profiles_of(said)
        self._told = (
            self._senses.alone([told(code) for _, code in codes]) if self._senses else _none(len(codes))
        )
        self._names = names_of(careful=self._senses is not None)

    def _heard(self, codes: Floats) -> Floats:
        """The model's probabilities without those of codes that it is not asked about."""
        kept = codes[:, self._columns] + np.float32(1e-9)
        return np.asarray(kept / kept.sum(1, keepdims=True), np.float32)

    def _profiles_of(self, said: Heard) -> Floats:
        """What the model makes of each code's own words, and of its examples."""
        total = MEANT * self._heard(said.codes)
        np.add.at(total, self._learnt.codes, self._learnt.ear)
        return np.asarray(total / (MEANT + self._examples)[:, None], np.float32)

    def recode(self, found: Sequence[Guess], question: Callable[[int], str]) -> list[Guess]:
        """The guesses with the probabilities of this codebook's codes; `question` is that before a turn."""
        if not found:
            return []
        questions = [question(each.sample.turn) for each in found]
        codes = self.probabilities(self.said(found, questions))
        return [
            each._replace(codes=np.maximum(own, np.float32(1e-9)))
            for each, own in zip(found, codes, strict=True)
        ]

    def said(self, found: Sequence[Guess], questions: Sequence[str]) -> list[Said]:
        """Guesses, each with the question before it, as likeness sees them."""
        own = self._senses
        sense = own.said(found) if own else _none(len(found))
        asked_sense = own.asked(questions) if own else _none(len(found))
        asked = cache(lambda question: self._topics.of_question(question)[0])
        return [
            self._said(each, asked(question), row, asked_row)
            for each, question, row, asked_row in zip(found, questions, sense, asked_sense, strict=True)
        ]

    def _said(self, found: Guess, asked: Sequence[str], sense: Floats, asked_sense: Floats) -> Said:
        sample = found.sample
        question = zip(sample.forms[: sample.offset], sample.segments, strict=False)
        return Said(
            forms=sample.forms[sample.offset + found.first : sample.offset + found.last],
            question=[form for form, at in question if at == 1],
            codes=found.codes,
            patterns=self._patterns(sample.tokens[found.first : found.last]),
            asked=asked,
            sense=sense,
            asked_sense=asked_sense,
        )

    def _patterns(self, tokens: Sequence[Token]) -> dict[str, float]:
        worth: dict[str, float] = {}
        for each in self._topics.evidence(tokens):
            words = (each.match.last - each.match.first) * (1 if each.kind is None else 2)
            worth[each.code] = worth.get(each.code, 0.0) + words
        return worth

    def alone(self, texts: Sequence[str]) -> Floats:
        """Probabilities of the codes (columns) for texts that stand alone, as examples do."""
        read = heard(self._model, texts)
        sense = self._senses.alone(texts) if self._senses else _none(len(texts))
        taken = zip(read.forms, read.codes, texts, sense, strict=True)
        return self.probabilities(
            [
                Said(forms, (), codes, self._patterns(tokenise(text)), (), row, np.zeros_like(row))
                for forms, codes, text, row in taken
            ]
        )

    def probabilities(self, said: Sequence[Said], weights: Weights | None = None) -> Floats:
        """Probabilities of the codes (columns); what a row lacks to 1 is that of none of them."""
        own = weights or likeness_weights(careful=self._senses is not None)
        points = np.array([own.features[name] for name in self._names])
        scores = (
            self.features(said) @ points.reshape(-1, order="F") if said else np.zeros((0, len(self.names)))
        )
        whole = np.concatenate([scores, np.full((len(said), 1), own.none)], 1)
        likely = np.exp(whole - whole.max(1, keepdims=True))
        return np.asarray((likely / likely.sum(1, keepdims=True))[:, :-1], np.float32)

    def features(self, said: Sequence[Said]) -> NDArray[np.float64]:
        """Of each mention with each code (axes 0 and 1) the features, then those weighed by examples."""
        ear = self._heard(np.stack([each.codes for each in said]))
        nothing: Floats = np.zeros((len(said), len(self.names)), np.float32)
        found = dict.fromkeys(self._names, nothing)
        found |= self._of_model(ear) | self._of_texts(said) | self._of_patterns(said) | self._of_sense(said)
        if self._examples.any():
            found |= self._of_examples(said, ear)
        plain = np.stack([found[name] for name in self._names], -1)
        taught = (self._examples / (self._examples + FEW))[None, :, None]
        return np.concatenate([plain, plain * taught], -1).astype(np.float64)

    def _of_model(self, ear: Floats) -> dict[str, Floats]:
        known, said = np.zeros((2, len(ear), len(self.names)), np.float32)
        # Bhattacharyya's coefficient of what the model makes of the mention and of the code
        match = np.sqrt(ear) @ np.sqrt(self._profiles).T
        bridge, match = np.log(match + 0.05), match**2
        for at, own in enumerate(self._known):
            if len(own):
                known[:, at], bridge[:, at], match[:, at] = 1, 0, 0
                said[:, at] = np.log(ear[:, own].sum(1) + 1e-3)
        return {"known": known, "said": said, "bridge": bridge, "match": match}

    def _of_texts(self, said: Sequence[Said]) -> dict[str, Floats]:
        own = self._shelf.alike([each.forms for each in said])
        asked = self._shelf.alike([each.question for each in said])
        return {
            "lemmas": np.sqrt(own.lemmas),
            "pieces": np.sqrt(own.pieces),
            "meaning": own.meaning,
            "nearest": own.nearest,
            "asked_pieces": np.sqrt(asked.pieces),
            "asked_meaning": asked.meaning,
        }

    def _of_patterns(self, said: Sequence[Said]) -> dict[str, Floats]:
        pattern, asked = np.zeros((2, len(said), len(self.names)), np.float32)
        for row, each in enumerate(said):
            for name, worth in each.patterns.items():
                pattern[row, self._at[name]] = np.log1p(worth)
            for place, name in enumerate(each.asked[:3], 1):
                asked[row, self._at[name]] = 1 / place
        return {"pattern": pattern, "asked_pattern": asked}

    @cached_property
    def _at(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self.names)}

    def _of_sense(self, said: Sequence[Said]) -> dict[str, Floats]:
        own, asked = (
            np.stack(rows) for rows in zip(*((each.sense, each.asked_sense) for each in said), strict=True)
        )
        return {"sense": own @ self._told.T, "asked_sense": asked @ self._told.T}

    def _of_examples(self, said: Sequence[Said], ear: Floats) -> dict[str, Floats]:
        learnt = self._learnt
        alike = learnt.shelf.alike([each.forms for each in said])
        meant = np.stack([each.sense for each in said]) @ learnt.sense.T
        likest = {
            "example_lemmas": self._likest(alike.lemmas),
            "example_pieces": self._likest(alike.pieces),
            "example_meaning": self._likest(alike.meaning),
            "example_sense": self._likest(meant),
        }
        told = _kernel(alike, np.sqrt(ear) @ np.sqrt(learnt.ear).T, meant) @ self._dual
        taught = np.zeros((len(said), len(self.names)), np.float32)
        taught[:, np.unique(learnt.codes)] = told.astype(np.float32)
        return {**likest, "learnt": taught}

    def _likest(self, alike: Floats) -> Floats:
        """The mean likeness of each code's likest examples; 0 where it has none."""
        found = np.zeros((len(alike), len(self.names)), np.float32)
        for at in np.flatnonzero(self._examples):
            own = np.sort(alike[:, self._learnt.codes == at], axis=1)[:, -NEAREST:]
            found[:, at] = own.mean(1)
        return found

    @cached_property
    def _dual(self) -> NDArray[np.float64]:
        """Kernel ridge regression of the codes on the examples: one column a code that has some."""
        learnt, present = self._learnt, np.unique(self._learnt.codes)
        alike = learnt.shelf.alike(learnt.forms)
        kernel = _kernel(alike, np.sqrt(learnt.ear) @ np.sqrt(learnt.ear).T, learnt.sense @ learnt.sense.T)
        wanted = (learnt.codes[:, None] == present[None]) - 1 / len(present)
        return np.linalg.solve(kernel + SLACK * np.eye(len(kernel)), wanted)


def _kernel(alike: Alike, ear: Floats, sense: Floats) -> NDArray[np.float64]:
    parts = (alike.lemmas, alike.pieces, alike.meaning, ear, np.maximum(sense, 0))
    total = sum(much * part for much, part in zip(OF_LIKENESS, parts, strict=True))
    return np.asarray(total, np.float64)


def _none(rows: int) -> Floats:
    """The senses of so many texts where there is no encoder."""
    return np.zeros((rows, 0), np.float32)


def known_as(name: str, code: Code, asked: Sequence[str]) -> list[str]:
    """Codes of the model that a code is: its own id, else those that it is said to be like."""
    return [name] if name in asked else [each for each in code.like if each in asked]
