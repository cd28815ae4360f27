"""Agreement of the ranking of quotes with people: pairs of tests/quotes/judgements.csv.

    python tests/bench/bench_quotes.py          agreement on both halves, against random and longest-first
    python tests/bench/bench_quotes.py --fit    learn the weights from the half for tuning and print them
    … --coder fast                              with this coder (else careful, as small studies are coded)

A judgement says which of two quotes of a process and kind belongs rather into a report; the halves share no
study. The quote is the stretch that was judged (its offsets are in the table), its features come from the
coder as it is now. Asserts nothing.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from otzvuk.coding import code_study
from otzvuk.coding.topic import Topics
from otzvuk.model.codebook import read_codebook
from otzvuk.model.mention import Coding
from otzvuk.model.study import Study
from otzvuk.numbers.count import records
from otzvuk.numbers.quote.candidate import names_topic, opposed
from otzvuk.numbers.quote.features import FEATURES, features, weights
from otzvuk.numbers.survey import Survey
from otzvuk.read import read_study
from otzvuk.read.corpus import read_marked_study

ROOT = Path(__file__).parents[2]
JUDGEMENTS = ROOT / "tests" / "quotes" / "judgements.csv"
STRENGTHS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
PRIOR: Mapping[str, float] = {
    "brief": -2.0,
    "long": -1.0,
    "numbers": 0.4,
    "consequences": 0.7,
    "vivid": 0.7,
    "example": 0.2,
    "leaning": -0.3,
    "pronouns": -0.3,
    "hedges": -0.4,
    "fillers": -0.5,
    "nouns": 0.5,
    "no_verb": -0.4,
    "official": -0.6,
    "address": 0.2,
    "own": 0.3,
    "mixed": -0.8,
    "evaluates": 0.8,
    "topic": 0.6,
    "unpunctuated": -0.3,
    "trend": 0.3,
    "confidence": 1.5,
}
"""Weights set by hand before anything was fitted."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pair:
    """Two quotes and the answers of both passes: 1 where the first of the two is the better."""

    side: str
    study: str
    one: Mapping[str, float]
    other: Mapping[str, float]
    lengths: tuple[int, int]
    first: int
    second: int | None  # None where a pair was judged once

    @property
    def answers(self) -> list[int]:
        """The answers there are."""
        return [self.first] if self.second is None else [self.first, self.second]

    @property
    def difference(self) -> Floats:
        """The features of the one less those of the other."""
        return np.array([self.one[name] - self.other[name] for name in FEATURES])


def read_judgements() -> list[dict[str, str]]:
    """The rows of the table of judgements."""
    with JUDGEMENTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(name: str, coder: str) -> tuple[Study, tuple[Coding, ...]]:
    """A study by the name in the table, coded by the program with `coder` (never by hand)."""
    if name == "demo":
        study = read_study(ROOT / "corpora" / "demo")
    else:
        marked = read_marked_study(ROOT / "corpora" / "training" / name, codebook=read_codebook())
        interviews = tuple(coding.interview for coding in marked.codings)
        study = Study(marked.path, marked.settings, read_codebook(), interviews)
    study = replace(study, settings=study.settings.model_copy(update={"coder": coder}))
    return study, tuple(code_study(study))


def pairs(coder: str) -> list[Pair]:
    """All judged pairs with the features of their quotes."""
    rows = read_judgements()
    found = []
    for name in dict.fromkeys(row["study"] for row in rows):
        study, codings = read(name, coder)
        mentions = records(Survey.of(study, codings).mentions)
        for row in rows:
            if row["study"] == name:
                one, other = (_quote(study, mentions, row, side) for side in "ab")
                found.append(
                    Pair(
                        row["side"],
                        name,
                        one[0],
                        other[0],
                        (one[1], other[1]),
                        int(row["first"] == "a"),
                        int(row["second"] == "a") if row["second"] else None,
                    )
                )
    return found


def _quote(
    study: Study, mentions: Sequence[Mapping[str, Any]], row: Mapping[str, str], side: str
) -> tuple[dict[str, float], int]:
    interview, turn = row[f"{side}_interview"], int(row[f"{side}_turn"])
    start, stop = int(row[f"{side}_shown_start"]), int(row[f"{side}_shown_end"])
    begin, end = int(row[f"{side}_start"]), int(row[f"{side}_end"])
    text = study.interview(interview).turns[turn].text[start:stop]
    here = [each for each in mentions if (each["interview"], each["turn"]) == (interview, turn)]
    own = [
        each for each in here if each["start"] < end and begin < each["end"] and each["kind"] == row["kind"]
    ]
    inside = [each for each in here if each["start"] < stop and start < each["end"]]
    return features(
        text,
        confidence=max((each["confidence"] for each in own), default=0.5),
        trend=next((each["trend"] for each in own if each["trend"]), ""),
        own=min((min(end, stop) - max(begin, start)) / max(len(text), 1), 1.0),
        kind=row["kind"],
        topic=names_topic(text, row[f"{side}_code"], row["process"], Topics(study.codebook)),
        mixed=any(opposed(each["kind"], row["kind"]) for each in inside),
    ), len(text)


BAD = {name for name, points in PRIOR.items() if points < 0}


def fit(examples: Sequence[Pair], prior: Floats, strength: float) -> Floats:
    """Bradley–Terry weights, drawn to `prior` with `strength`; what is bad by the method stays bad."""
    seen = np.array([pair.difference for pair in examples for _ in pair.answers])
    better = np.array([answer for pair in examples for answer in pair.answers])

    def loss(found: Floats) -> tuple[float, Floats]:
        margin = seen @ found
        total = np.logaddexp(0, margin).sum() - better @ margin + strength / 2 * ((found - prior) ** 2).sum()
        return float(total), seen.T @ (1 / (1 + np.exp(-margin)) - better) + strength * (found - prior)

    bounds = [(None, 0.0) if name in BAD else (0.0, None) for name in FEATURES]
    return np.asarray(minimize(loss, prior, jac=True, bounds=bounds, method="L-BFGS-B").x)


def agreement(examples: Sequence[Pair], scores: Sequence[float]) -> float:
    """The share of both passes' answers that the sign of the scores gives; a tie counts half."""
    hits = [
        0.5 if score == 0 else float((score > 0) == bool(answer))
        for pair, score in zip(examples, scores, strict=True)
        for answer in pair.answers
    ]
    return sum(hits) / len(hits)


def interval(share: float, count: int) -> tuple[float, float]:
    """Wilson's 95 % interval."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * ((share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5)
    return middle - half, middle + half


def learn(tune: Sequence[Pair], prior: Floats) -> tuple[float, Floats]:
    """The strength of the prior that leaves out one study after another best, and the weights with it."""
    studies = sorted({pair.study for pair in tune})
    best, best_share = STRENGTHS[0], -1.0
    for strength in STRENGTHS:
        scores: list[float] = []
        held: list[Pair] = []
        for name in studies:
            found = fit([pair for pair in tune if pair.study != name], prior, strength)
            out = [pair for pair in tune if pair.study == name]
            held += out
            scores += [float(pair.difference @ found) for pair in out]
        share = agreement(held, scores)
        print(f"  prior strength {strength:>4}: left-out studies {share:.3f}")
        if share >= best_share:
            best, best_share = strength, share
    return best, fit(tune, prior, best)


def report(name: str, examples: Sequence[Pair], found: Floats) -> None:
    """Print agreement of ranking, random and longest-first, and of the two passes."""
    better = _hits(examples, found) - np.array(
        [agreement([pair], [pair.lengths[0] - pair.lengths[1]]) for pair in examples]
    )
    draws = np.random.default_rng(2025).integers(0, len(examples), (4000, len(examples)))
    least, most = np.quantile(better[draws].mean(axis=1), (0.025, 0.975))
    twice = [pair for pair in examples if pair.second is not None]
    both = f"{sum(pair.first == pair.second for pair in twice) / len(twice):.3f}" if twice else "not asked"
    ranked = agreement(examples, [float(pair.difference @ found) for pair in examples])
    longest = agreement(examples, [pair.lengths[0] - pair.lengths[1] for pair in examples])
    low, high = interval(ranked, len(examples))
    print(
        f"{name}: {len(examples)} pairs; ranking {ranked:.3f} [{low:.2f}; {high:.2f}], "
        f"longest first {longest:.3f}, random 0.500, first pass with second {both}; "
        f"more than longest first {better.mean():+.3f} [{least:+.2f}; {most:+.2f}]"
    )


def _hits(examples: Sequence[Pair], found: Floats) -> Floats:
    return np.array([agreement([pair], [float(pair.difference @ found)]) for pair in examples])


def main(arguments: Sequence[str]) -> None:
    coder = arguments[arguments.index("--coder") + 1] if "--coder" in arguments else "careful"
    found = pairs(coder)
    print(f"coder: {coder}")
    tune = [pair for pair in found if pair.side == "tune"]
    held = [pair for pair in found if pair.side == "held"]
    fresh = [pair for pair in found if pair.side == "new"]
    now = np.array([weights().merit[name] for name in FEATURES])
    prior = np.array([PRIOR[name] for name in FEATURES])
    if "--fit" in arguments:
        strength, learned = learn(tune, prior)
        print(f"strength {strength}")
        print("\n".join(f"  {name}: {value:.2f}" for name, value in zip(FEATURES, learned, strict=True)))
        now = learned
        report("tuning half", tune, now)
        if "--held" not in arguments:
            return
    report("tuning half", tune, now)
    report("held-back half", held, now)
    report("new, held-back studies", [pair for pair in fresh if pair.study.startswith("s")], now)
    report("new, field", [pair for pair in fresh if pair.study.startswith("f")], now)
    report("new, all", fresh, now)


if __name__ == "__main__":
    main(sys.argv[1:])
