"""Learning from a user's own coded interviews: a model for their codebook, and how good it is."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from otzvuk import __version__
from otzvuk.codebook import Codebook
from otzvuk.coding.features import Words
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import Card, Model, find_model, read_model, write_model
from otzvuk.coding.network import Network
from otzvuk.errors import InputError
from otzvuk.evaluate import compare, read_gold
from otzvuk.mention import Coding
from otzvuk.read import read_study
from otzvuk.read.corpus import FOLDER, read_marked_study
from otzvuk.train.examples import Example, examples
from otzvuk.train.fit import Arrays, calibrate, fit
from otzvuk.train.net import Sizes

PAGE = 1800  # characters with spaces, a Russian standard page
FEW = 10  # a code with fewer examples is named in the report
FOLDS = 5
SHARES = (0.25, 0.5, 1.0)  # of the training interviews, for the learning curve
EPOCHS = 12
SEED = 11

Step = Callable[[int, int], None]


@dataclass(frozen=True)
class Lesson:
    """What was learnt and how good it is.

    - `scores`: one row a level: level, precision, recall, f1, by cross-validation over interviews
    - `curve`: one row a share of the interviews: share, pages, mentions, f1 (at level code)
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


def read_coded(studies: Sequence[Path], codebook: Codebook) -> list[Coding]:
    """The coded interviews of studies: transcripts in `marked/`, or a `gold.jsonl` beside the transcripts.

    An interview's id is prefixed with its study's folder. Raises `InputError` for a study with neither,
    and where all studies together have no mention.
    """
    codings: list[Coding] = []
    for path in studies:
        if (path / FOLDER).is_dir():
            found = read_marked_study(path, codebook=codebook).codings
        elif (path / "gold.jsonl").is_file():
            found = read_gold(path / "gold.jsonl", replace(read_study(path), codebook=codebook))
        else:
            raise InputError(
                "нет ручной разметки",
                file=path,
                expected="папка marked/ с размеченными стенограммами или файл gold.jsonl",
            )
        codings += [
            replace(each, interview=replace(each.interview, id=f"{path.name}/{each.interview.id}"))
            for each in found
        ]
    if sum(len(each.mentions) for each in codings) == 0:
        raise InputError(
            "в разметке нет ни одного упоминания", file=studies[0], expected="размеченные упоминания"
        )
    return codings


def learn(
    codings: Sequence[Coding],
    codebook: Codebook,
    folder: Path,
    *,
    name: str,
    start: str | Path = "b2b",
    epochs: int = EPOCHS,
    folds: int = FOLDS,
    step: Step | None = None,
) -> Lesson:
    """Train a model for `codebook` on coded interviews, beginning from the model `start` (a bundled
    one's name, or a folder).

    Layers that do not know codes begin with the bundled weights, and so do the rows of codes that both
    share. Scores are those of `folds`-fold cross-validation over interviews; the model that is written is
    then trained on all of them. `step` is told the steps done and all steps.
    """
    model = _begun(start)
    shuffled = sorted(codings, key=lambda each: each.interview.id)
    random.Random(SEED).shuffle(shuffled)
    folds = min(folds, len(shuffled))
    rounds = (folds if folds > 1 else 0) + (len(SHARES) - 1 if folds > 1 else 0) + 1
    school = _School(model, codebook, name, epochs, _Steps(step, rounds))
    pairs: list[tuple[Coding, Coding]] = []
    curve: list[dict[str, float]] = []
    for fold in range(folds if folds > 1 else 0):
        held = shuffled[fold::folds]
        rest = [each for each in shuffled if each not in held]
        pupil = school.teach(rest)
        pairs += [(pupil.code(each.interview), each) for each in held]
        if fold == 0:
            for share in SHARES[:-1]:
                part = rest[: max(1, round(len(rest) * share))]
                curve.append(_point(school.teach(part), part, held, share))
            curve.append(_point(pupil, rest, held, 1.0))
    scores = (
        compare([ours for ours, _ in pairs], [theirs for _, theirs in pairs])[0] if pairs else pd.DataFrame()
    )
    school.write(shuffled, folder)
    counts = Counter(mention.code for each in shuffled for mention in each.mentions)
    few = {code: counts[code] for code in codebook.codes if counts[code] < FEW}
    table = pd.DataFrame(curve)
    return Lesson(
        folder, len(shuffled), sum(counts.values()), scores, table, few, _gain(table, len(shuffled), shuffled)
    )


class _School:
    """Teaches coders of one codebook from one beginning."""

    def __init__(self, model: Model, codebook: Codebook, name: str, epochs: int, steps: _Steps) -> None:
        self.codebook, self.name, self.epochs, self.steps = codebook, name, epochs, steps
        self.codes = list(codebook.codes)
        self.words: Words = model.words
        self.vectors, self.scale = model.networks[0].table
        self.start = shared_weights(model.networks[0].arrays, model.card.codes, self.codes)
        self.sizes = Sizes(
            hidden=self.start["rnn.weight_hh_l0"].shape[1],
            projected=self.start["proj.bias"].size,
            pieces=self.start["char.weight"].shape[1],
            seen=self.start["sp.bias"].size,
        )

    def teach(self, codings: Sequence[Coding]) -> ModelCoder:
        """A coder taught by these codings."""
        weights, learnt = self._fit(codings)
        network = Network(weights, self.vectors, self.scale)
        card = Card.model_validate(self._card([], codings) | {"format": 1, "networks": 1, "files": {}})
        card = card.model_copy(update={"calibration": calibrate([network], learnt)})
        return ModelCoder(Model(card, self.words, (network,)), self.codebook)

    def write(self, codings: Sequence[Coding], folder: Path) -> None:
        """Teach by all codings and write the model."""
        weights, learnt = self._fit(codings)
        network = Network(weights, self.vectors, self.scale)
        card = self._card(calibrate([network], learnt), codings)
        write_model(folder, card, list(self.words.rows), self.vectors, [weights])

    def _fit(self, codings: Sequence[Coding]) -> tuple[Arrays, list[Example]]:
        learnt = [each for coding in codings for each in examples(coding, self.words, self.codes)]
        weights = fit(
            learnt,
            self.vectors,
            self.scale,
            len(self.codes),
            seed=SEED,
            epochs=self.epochs,
            sizes=self.sizes,
            start=self.start,
            step=self.steps.next_round(),
        )
        return weights, learnt

    def _card(self, calibration: Sequence[float], codings: Sequence[Coding]) -> dict[str, Any]:
        return {
            "name": self.name,
            "version": "1",
            "otzvuk": __version__,
            "codebook": self.codebook.name,
            "codes": self.codes,
            "scale": [float(each) for each in self.scale],
            "calibration": list(calibration),
            "threshold": 0.0,
            "trained_on": {
                "interviews": len(codings),
                "mentions": sum(len(each.mentions) for each in codings),
            },
        }


class _Steps:
    """Adds up the steps of several trainings for one progress bar."""

    def __init__(self, step: Step | None, rounds: int) -> None:
        self.step, self.rounds, self.round = step, rounds, -1

    def next_round(self) -> Step:
        """The listener for the next training."""
        self.round += 1
        begun = self.round

        def told(done: int, total: int) -> None:
            if self.step:
                self.step(begun * 1000 + round(1000 * done / total), self.rounds * 1000)

        return told


def shared_weights(
    arrays: Arrays, taught: Sequence[str], codes: Sequence[str]
) -> dict[str, np.ndarray[Any, Any]]:
    """Weights to begin from: those that know no codes, and the rows of codes that both lists share.

    A new code's row begins at the mean of the old rows.
    """
    begun = dict(arrays)
    for name in ("code.weight", "code.bias", "spc.weight", "spc.bias"):
        old = arrays[name]
        row = {code: at for at, code in enumerate(taught)}
        begun[name] = np.stack([old[row[code]] if code in row else old.mean(0) for code in codes])
    return begun


def _begun(start: str | Path) -> Model:
    folder = start if isinstance(start, Path) else find_model(start)
    if folder is None:
        raise InputError("нет модели, с которой начать", value=start, expected="имя встроенной модели")
    return read_model(folder)


def _point(
    coder: ModelCoder, part: Sequence[Coding], held: Sequence[Coding], share: float
) -> dict[str, float]:
    scores, _ = compare([coder.code(each.interview) for each in held], held)
    f1 = float(scores.set_index("level")["f1"]["code"])
    return {
        "share": share,
        "pages": _pages(part),
        "mentions": sum(len(each.mentions) for each in part),
        "f1": f1,
    }


def _pages(codings: Sequence[Coding]) -> float:
    return sum(len(turn.text) for each in codings for turn in each.interview.turns) / PAGE


def _gain(curve: pd.DataFrame, interviews: int, codings: Sequence[Coding]) -> float | None:
    """What 50 more pages would add, if F1 goes on growing with the logarithm of the pages."""
    if len(curve) < 2 or interviews < 4:
        return None
    slope = float(np.polyfit(np.log(curve["pages"]), curve["f1"], 1)[0])
    pages = _pages(codings)
    return slope * float(np.log((pages + 50) / pages))
