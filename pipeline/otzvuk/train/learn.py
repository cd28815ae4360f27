"""Learning from a user's own coded interviews: a model for their codebook, and how good it is."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from otzvuk.agreement.measure import compare
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import (
    Model,
    Voices,
    can_be_careful,
    find_model,
    lend_encoder,
    read_model,
    write_model,
)
from otzvuk.model.codebook import Codebook
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Coding
from otzvuk.numbers.count import records
from otzvuk.train.curve import Point, averaged, gain, point
from otzvuk.train.fit import calibration, judge
from otzvuk.train.place import written_whole
from otzvuk.train.school import KEPT, SEED, Class, School, Step
from otzvuk.train.threshold import above, settle

FEW = 10  # a code with fewer examples is named in the report
FOLDS = 5
SHARES = (0.25, 0.5)  # of a fold's training interviews, for the learning curve; the whole is taught anyway
CURVES = 2  # folds that the learning curve is drawn on

_NAME = re.compile(r"\w[\w .-]*")


@dataclass(frozen=True)
class Lesson:
    """What was learnt and how good it is.

    - `scores`: one row a level, by cross-validation over interviews: level, precision, recall, f1, before
      (f1 of the model begun from; NaN where it does not know all codes); empty for a single interview
    - `careful`: whether the model has an encoder; `beside`: f1 by level of the voices without it where that
      is kept, with it where it is not (it was no better on interviews held back); None where there is none
    - `curve`: one row a size of training, smallest first: interviews, pages, mentions, f1 (at level code)
    - `few`: codes with under `FEW` examples, with their number
    - `gain`: expected change of the code F1 by 50 more coded pages (None where the curve says nothing)
    """

    folder: Path
    interviews: int
    mentions: int
    scores: pd.DataFrame
    curve: pd.DataFrame
    few: dict[str, int]
    gain: float | None
    careful: bool = False
    beside: pd.Series[float] | None = None


class Measured(NamedTuple):
    """By the interviews held back: the part of what was learnt to keep, readiness (as in a card), scores."""

    part: float
    readiness: dict[str, Any]
    scores: pd.DataFrame

    @property
    def worth(self) -> float:
        """The mean F1 over levels; 0 where nothing was measured."""
        return 0.0 if self.scores.empty else round(float(self.scores["f1"].mean()), 4)


class Fold(NamedTuple):
    """A round of cross-validation: the interviews taught and those held back."""

    taught: tuple[Coding, ...]
    held: tuple[Coding, ...]


def learn(
    codings: Sequence[Coding],
    codebook: Codebook,
    folder: Path,
    *,
    name: str,
    start: str | Path = "b2b",
    folds: int = FOLDS,
    epochs: int | None = None,
    jobs: int = 1,
    step: Step | None = None,
) -> Lesson:
    """Train a model for `codebook` on coded interviews and write it to `folder`, whole or not at all.

    It begins from the model `start` (a bundled one's name, or a folder): layers that know no codes begin
    with its weights, and so do the rows of codes that both share. Where `start` has an encoder its heads are
    taught besides, its layers stay; it is kept where it is the better on interviews held back. Scores,
    confidence and threshold are those of cross-validation over interviews in at most `folds` rounds (under 2:
    none); the model that is written is then trained on all interviews. `epochs` is chosen by the number of
    answers unless given; up to `jobs` processes train at once, which changes nothing in the result. `step` is
    told the steps done and all steps.

    Raises `InputError` for a `start` that is no model, a name that is none or a bundled model's, and a
    folder that holds anything but a model.
    """
    _check_name(name)
    place = _place(start)
    begun = read_model(place, careful=can_be_careful(place))
    with written_whole(folder) as made:
        school = School(begun, codebook, codings, epochs=epochs)
        order = sorted(codings, key=lambda each: each.interview.id)
        random.Random(SEED).shuffle(order)
        rounds = cross_validation(order, folds)
        whole = begun.card.networks
        # One network a point is enough to see the curve's slope.
        smaller = [[Class(part, 1) for part in _parts(fold.taught)] for fold in rounds[:CURVES]]
        classes = [*(Class(fold.taught, whole) for fold in rounds), *chain(*smaller), Class(order, whole)]
        taught = iter(school.teach(classes, jobs=jobs, step=step))
        pupils = [(fold, next(taught)) for fold in rounds]
        sizes = [[(each.codings, next(taught)) for each in parts] for parts in smaller]
        last = next(taught)
        chosen, fast, careful = _chosen(school, pupils, place)
        keep = partial(school.keep, part=chosen.part, careful=chosen is careful)
        curves = [
            [
                point(school.coder(keep(voices, networks=1)), codings, fold.held)
                for codings, voices in [*parts, (fold.taught, own)]
            ]
            for parts, (fold, own) in zip(sizes, pupils, strict=False)
        ]
        scores = chosen.scores.assign(before=_before(school, order)) if pupils else chosen.scores
        other = fast if chosen is careful else careful
        card = school.card(name, order) | fast.readiness | {"kept": chosen.part, "scores": _f1(scores)}
        if other is not None and pupils:
            card["scores_without_encoder" if chosen is careful else "scores_with_encoder"] = _f1(other.scores)
        kept = keep(last)
        listed = list(begun.words.rows)
        write_model(made, card, listed, school.vectors, kept.networks.weights, kept.bag.arrays)
        if kept.encoder is not None:
            own = {"version": "1", "shares": list(kept.shares), "calm": 0.0, **chosen.readiness}
            lend_encoder(place, made, own, kept.encoder.heads)
    read_model.cache_clear()
    lesson = _lesson(folder, codebook, order, scores, curves)
    beside = None if other is None or other.scores.empty else other.scores.set_index("level")["f1"]
    return replace(lesson, careful=chosen is careful, beside=beside)


def cross_validation(codings: Sequence[Coding], folds: int) -> list[Fold]:
    """Every interview is held back once; none where there are not two interviews or not two folds."""
    folds = min(folds, len(codings))
    return [
        Fold(
            tuple(each for at, each in enumerate(codings) if at % folds != fold),
            tuple(codings[fold::folds]),
        )
        for fold in range(folds if folds > 1 else 0)
    ]


def _parts(taught: tuple[Coding, ...]) -> list[tuple[Coding, ...]]:
    """The smaller sets of interviews that the learning curve is measured with."""
    sizes = {max(1, round(len(taught) * share)) for share in SHARES} - {len(taught)}
    return [taught[:size] for size in sorted(sizes)]


Pupils = Sequence[tuple[Fold, Voices]]


def _chosen(school: School, pupils: Pupils, place: Path) -> tuple[Measured, Measured, Measured | None]:
    """The better of two: the voices alone, or with the encoder. Then both, with the same networks.

    Of one interview nothing can be measured; then the encoder stays where there is one.
    """
    fast = _measured(school, pupils, careful=False) if pupils else _unmeasured(read_model(place))
    if school.model.voices.encoder is None:
        return fast, fast, None
    careful = _measured(school, pupils, careful=True) if pupils else _unmeasured(school.model)
    if pupils and careful.worth <= fast.worth:
        return fast, fast, careful
    if fast.part != careful.part:
        fast = _measured(school, pupils, careful=False, parts=(careful.part,))
    return careful, fast, careful


def _measured(school: School, pupils: Pupils, *, careful: bool, parts: Sequence[float] = KEPT) -> Measured:
    held = [each for fold, _ in pupils for each in fold.held]

    @cache
    def kept(part: float) -> list[tuple[Fold, Voices]]:
        return [(fold, school.keep(voices, part, careful=careful)) for fold, voices in pupils]

    @cache
    def predict(part: float, sure: tuple[float, ...] = (0.0,) * 10, boldness: float = 0.0) -> list[Coding]:
        coders = [(fold, school.coder(voices, sure, boldness)) for fold, voices in kept(part)]
        return [coder.code(each.interview) for fold, coder in coders for each in fold.held]

    part = max(parts, key=lambda each: (round(_mean_f1(predict(each), held), 4), each))
    judged = [each for fold, voices in kept(part) for each in judge(voices, school.examples(fold.held))]
    sure = calibration([judged])
    settled = settle(lambda boldness: predict(part, sure, boldness), held)
    scores, _ = compare(above(predict(part, sure, settled["boldness"]), settled["threshold"]), held)
    return Measured(part, {"calibration": sure, **settled}, scores)


def _unmeasured(begun: Model) -> Measured:
    settings = {"calibration": begun.card.calibration, "boldness": 0.0, "threshold": 0.0}
    return Measured(KEPT[1], settings, pd.DataFrame())


def _mean_f1(predicted: Sequence[Coding], gold: Sequence[Coding]) -> float:
    return float(compare(predicted, gold)[0]["f1"].mean())


def _before(school: School, held: Sequence[Coding]) -> pd.Series[float] | float:
    """F1 by level of the model begun from, before any teaching; NaN where it lacks a code."""
    if not set(school.codes) <= set(school.model.card.codes):
        return float("nan")
    coder = ModelCoder(school.begun, school.codebook)
    return compare([coder.code(each.interview) for each in held], held)[0]["f1"]


def _f1(scores: pd.DataFrame) -> dict[str, float]:
    return {row["level"]: round(row["f1"], 3) for row in records(scores)}


def _lesson(
    folder: Path,
    codebook: Codebook,
    codings: Sequence[Coding],
    scores: pd.DataFrame,
    curves: Sequence[Sequence[Point]],
) -> Lesson:
    counts = Counter(mention.code for each in codings for mention in each.mentions)
    few = {code: counts[code] for code in codebook.codes if counts[code] < FEW}
    return Lesson(
        folder=folder,
        interviews=len(codings),
        mentions=counts.total(),
        scores=scores,
        curve=averaged(curves),
        few=few,
        gain=gain(curves, codings),
    )


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise InputError("такое имя модели не годится", value=name, expected="буквы, цифры, «-», «_»")
    if find_model(name):
        raise InputError("так зовут встроенную модель", value=name, expected="другое имя")


def _place(start: str | Path) -> Path:
    """The folder of the model to begin from."""
    folder = start if isinstance(start, Path) else find_model(start) or Path(start)
    if not (folder / "model.json").is_file():
        raise InputError(
            "нет модели, с которой начать",
            value=start,
            expected="имя встроенной модели или папка с model.json",
        )
    return folder
