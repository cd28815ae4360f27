"""The heads of the layers beside the mentions (`models/layers`), fitted on marked turns and talks.

Run as `python -m otzvuk.train.layers` in the project's folder (`make layers`), after the careful voice was
made: its middle layers are what the heads hear (`otzvuk.coding.spot`). Material: `corpora/training/layers`,
single turns by several hands, two fifths of them traps, and interviews of the corpus marked whole, in which
nearly nothing is marked. Each label is two logistic regressions, on what is seen and on the words; what each
of them and the rules weigh is settled on hands and studies that neither has learnt from (stacking: Wolpert
1992).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from otzvuk.coding.layerheads import ARRAYS, CARD, FORMAT, Card, Head, sense_digest, weighed
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import find_model, read_model, write_arrays
from otzvuk.coding.spot import BUCKETS, LABELS, POOLED, Answer, Seen, Spot, place_of, see, spots
from otzvuk.coding.topic import Topics
from otzvuk.folder.whole import whole_file
from otzvuk.model.codebook import read_codebook
from otzvuk.model.interview import Interview
from otzvuk.model.progress import track
from otzvuk.model.saying import Layer
from otzvuk.model.span import Span
from otzvuk.train.sayings import ROOM, Mark, read_items, read_talk, talk_studies

VERSION: Final = "2"
PARTS: Final = 3  # in which hands and studies are left out in turn
OF_NUMBERS, OF_WORDS = 0.05, 5.0  # how freely the regressions may weigh (C of scikit-learn)
SIZE: Final = {Layer.LOSSES: 5.0, Layer.LEAVING: 2.0, Layer.MATTERS: 3.5}
"""By which what the encoder says is taken smaller than other numbers, of which there are few."""
THRESHOLDS: Final = {Layer.LOSSES: (0.7,), Layer.LEAVING: (0.85, 0.85, 0.85), Layer.MATTERS: (0.8, 0.8)}
"""From how probable on a label is told: by the dev sets and whole talks (models/layers/README.md)."""
SPARED: Final = 4  # of the clauses of whole talks in which nothing is marked one in so many is heard

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Told:
    """A turn as the coder hears it, and what is marked in it of one layer.

    `hand` is who wrote it, or the study that it is of (`talk`); `doubtful` is what may be taken or not.
    """

    answer: Answer
    marks: tuple[Mark, ...]
    hand: str
    talk: bool
    doubtful: tuple[Span, ...] = ()


class Rows(NamedTuple):
    """The spots of turns: what is seen there, which labels are right, whose they are, what they weigh.

    Rows of one `part` are left out together. The first `encoded` numbers are the encoder's, taken smaller by
    `size`.
    """

    seen: Seen
    right: NDArray[np.bool_]
    part: NDArray[np.int64]
    weight: Floats
    encoded: int
    size: float


def heard(coder: ModelCoder, interview: Interview) -> list[Answer]:
    """The turns of an interview as the coder hears them, with the mentions that it finds."""
    found = coder.heard(interview)
    return list(coder.answers(interview, found, coder.coded(interview, found).mentions))


def material(coder: ModelCoder, corpus: Path) -> dict[Layer, list[Told]]:
    """All that is marked, heard once: interviews marked whole are material of every layer."""
    told: dict[Layer, list[Told]] = {layer: [] for layer in LABELS}
    for layer in LABELS:
        items = list(read_items(corpus / ROOM, layer))
        for hand, interview, turn, marks in track(items, "Реплики", total=len(items)):
            told[layer] += (
                Told(each, marks, hand, False) for each in heard(coder, interview) if each.turn == turn
            )
    studies = talk_studies(corpus)
    for study in track(studies, "Разговоры", total=len(studies)):
        for interview, said in read_talk(corpus, study):
            for each in heard(coder, interview):
                for layer in LABELS:
                    marks, doubtful = said(each.turn, layer)
                    told[layer].append(Told(each, marks, study, True, doubtful))
    return told


def rows_of(told: Sequence[Told], layer: Layer, topics: Topics) -> Rows:
    """The spots of turns as rows."""
    numbers, words, right, part, weight, ruled = [], [], [], [], [], []
    parts = {hand: at % PARTS for at, hand in enumerate(sorted({each.hand for each in told}))}
    for each in told:
        found = spots(each.answer, layer)
        seen = see(each.answer, layer, found, topics)
        for at, (spot, own) in enumerate(zip(found, seen.words, strict=True)):
            labels = labels_at(each, spot, layer)
            if not any(labels) and (_is_doubtful(each, spot) or _is_spared(each, spot, layer)):
                continue
            numbers.append(seen.numbers[at])
            words.append(own)
            right.append(labels)
            part.append(parts[each.hand])
            weight.append(
                float(SPARED) if each.talk and layer is not Layer.LOSSES and not any(labels) else 1.0
            )
            ruled.append(seen.ruled[at])
    return Rows(
        Seen(np.array(numbers, np.float32), words, np.array(ruled, np.float32)),
        np.array(right, bool),
        np.array(part),
        np.array(weight),
        POOLED[layer] * told[0].answer.sense.shape[1],
        SIZE[layer],
    )


def labels_at(told: Told, spot: Spot, layer: Layer) -> list[bool]:
    """Which labels are right at a spot.

    A clause is what shares most with the marked words, or half of it is among them; an amount of the marked
    kind that touches them.
    """
    place = place_of(told.answer, spot)
    if layer is Layer.LOSSES:
        kind = str(spot.kind)
        return [
            any(
                each.amount and each.amount["kind"] == kind and place.overlaps(each.span)
                for each in told.marks
            )
        ]
    clauses = [clause for _, clause in told.answer.clauses]
    return [
        any(
            each.label == label
            and place.overlaps(each.span)
            and (
                each.span.shared(place) == max(each.span.shared(one) for one in clauses)
                or 2 * each.span.shared(place) > place.stop - place.start
            )
            for each in told.marks
        )
        for label in LABELS[layer]
    ]


def _is_doubtful(told: Told, spot: Spot) -> bool:
    place = place_of(told.answer, spot)
    return any(place.overlaps(each) for each in told.doubtful)


def _is_spared(told: Told, spot: Spot, layer: Layer) -> bool:
    """Of the clauses of whole talks most are much alike: one of `SPARED` is heard."""
    if not told.talk or layer is Layer.LOSSES:
        return False
    return (
        crc32(f"{told.hand} {told.answer.turn} {told.answer.parsed.text} {spot.first}".encode()) % SPARED > 0
    )


class Pair(NamedTuple):
    """The two regressions of each label: weights of numbers and of words, and what is added to either."""

    numbers: Floats
    words: Floats
    bias: Floats
    rare: Floats


def fit(rows: Rows, threshold: Sequence[float]) -> Head:
    """The head that rows teach."""
    whole = _pair(rows, np.ones(len(rows.part), bool))
    stacks = _stacked(rows, _left_out(rows))
    of = np.array([stack.coef_[0] for stack in stacks]).T.clip(0)  # numbers, words, rules × labels
    bias = np.array([stack.intercept_[0] for stack in stacks]) + (of[:2] * whole.bias).sum(0)
    arrays = (whole.numbers * of[0], whole.words * of[1], of[2], bias, whole.rare, threshold)
    return Head(*(np.asarray(each, np.float32) for each in arrays))


def _stacked(rows: Rows, odds: Floats) -> list[LogisticRegression]:
    """What numbers, words and rules weigh for each label, by log odds that have not learnt from the rows."""
    return [
        LogisticRegression(C=1.0, max_iter=1000).fit(
            np.column_stack([odds[:, column], rows.seen.ruled[:, column]]),
            rows.right[:, column],
            sample_weight=rows.weight,
        )
        for column in range(rows.right.shape[1])
    ]


def _left_out(rows: Rows) -> Floats:
    """Log odds (rows × labels × regressions) by those that have not learnt from a row's hand or study."""
    odds = np.zeros((*rows.right.shape, 2))
    for part in range(PARTS):
        held = rows.part == part
        if held.any() and not held.all():
            odds[held] = _odds(_pair(rows, ~held), _some(rows.seen, held))
    return odds


def _some(seen: Seen, wanted: NDArray[np.bool_]) -> Seen:
    words = [seen.words[at] for at in np.flatnonzero(wanted)]
    return Seen(seen.numbers[wanted], words, seen.ruled[wanted])


def _pair(rows: Rows, taken: NDArray[np.bool_]) -> Pair:
    seen, right, weight = _some(rows.seen, taken), rows.right[taken], rows.weight[taken]
    mean, spread = seen.numbers.mean(0), seen.numbers.std(0) + 1e-3
    spread[: rows.encoded] *= rows.size
    x = (seen.numbers - mean) / spread
    count = np.zeros(BUCKETS)
    for each in seen.words:
        count[np.unique(each)] += 1
    rare = np.where(count > 1, np.log((1 + len(seen.words)) / (1 + count)) + 1, 0.0)
    said = _sparse(seen.words, rare)
    numbers, words, bias = [], [], []
    for column in range(right.shape[1]):
        y = right[:, column]
        one = LogisticRegression(C=OF_NUMBERS, max_iter=300).fit(x, y, sample_weight=weight)
        other = LogisticRegression(C=OF_WORDS, max_iter=300).fit(said, y, sample_weight=weight)
        numbers.append(one.coef_[0] / spread)
        words.append(other.coef_[0])
        bias.append((one.intercept_[0] - float(mean @ numbers[-1]), other.intercept_[0]))
    return Pair(np.array(numbers).T, np.array(words).T, np.array(bias).T, rare)


def _sparse(words: Sequence[Sequence[int]], rare: Floats) -> csr_matrix:
    pairs = [weighed(each, np.asarray(rare, np.float32)) for each in words]
    ends = np.cumsum([0, *(len(known) for known, _ in pairs)])
    columns = np.concatenate([known for known, _ in pairs])
    values = np.concatenate([weight for _, weight in pairs])
    return csr_matrix((values, columns, ends), shape=(len(words), BUCKETS))


def _odds(pair: Pair, seen: Seen) -> Floats:
    numbers = seen.numbers @ pair.numbers + pair.bias[0]
    words = _sparse(seen.words, pair.rare) @ pair.words + pair.bias[1]
    return np.stack([numbers, words], -1)


def hear_and_fit(corpus: Path, target: Path) -> None:
    """Hear all material, fit the heads, write them and their card into `target`."""
    folder = find_model("b2b")
    if folder is None:
        raise SystemExit("models/coders/b2b is missing")
    book = read_codebook()
    coder = ModelCoder(read_model(folder, careful=True), book)
    coder.heads = None
    topics = Topics(book)
    heads = {}
    for layer, told in material(coder, corpus).items():
        heads[layer] = fit(rows_of(told, layer, topics), THRESHOLDS[layer])
    encoder = coder.model.voices.encoder
    assert encoder is not None  # a careful model has one
    write_heads(target, heads, sense_digest(encoder))


def write_heads(target: Path, heads: Mapping[Layer, Head], sense: str) -> None:
    """Write heads and their card; the same ones give the same bytes."""
    arrays = {
        f"{layer}.{name}": getattr(head, name).astype(np.float16)
        for layer, head in heads.items()
        for name in Head._fields
        if name != "threshold"
    }
    blob = write_arrays(arrays)
    card = Card(
        format=FORMAT,
        version=VERSION,
        sense=sense,
        digest=sha256(blob).hexdigest(),
        thresholds={
            layer: tuple(round(float(each), 3) for each in head.threshold) for layer, head in heads.items()
        },
    )
    target.mkdir(parents=True, exist_ok=True)
    for name, content in ((ARRAYS, blob), (CARD, (card.model_dump_json(indent=1) + "\n").encode())):
        with whole_file(target / name) as temporary:
            temporary.write_bytes(content)


def main() -> None:
    """Parse the command line, fit, say how long it took."""
    parser = argparse.ArgumentParser(description="Fit the heads of the layers beside the mentions.")
    parser.add_argument("--corpus", type=Path, default=Path("corpora/training"))
    parser.add_argument("--out", type=Path, default=Path("models/layers"))
    given = parser.parse_args()
    started = time.perf_counter()
    hear_and_fit(given.corpus, given.out)
    sys.stdout.write(f"{time.perf_counter() - started:.0f} s\n")


if __name__ == "__main__":
    main()
