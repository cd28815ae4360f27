"""Whether intervals of corrected counts hold: simulated studies of 24 interviews, a sample of them checked.

Run alone: python tests/bench/bench_checked.py [studies [drawn...]] (2,000 by default). Asserts nothing;
prints the tables of models/trust/README.md.

A study: 24 people of companies of one to three, about 17 complaints and 15 praises an interview over 17
processes (34 things to be counted), colleagues with a part of their troubles in common, as in bench_damage;
60 clauses an interview that say nothing. The coder has a recall and precision of F1; four in ten of what it
does not find right it takes for something else. With `shared` errors each process has a recall and a rate of
false alarms of its own, in all interviews of the study, that nobody knows. A number of stretches is drawn by
chance and checked. The truth is what a person of the supplier's world says on average, not of the 24 asked.

Columns: `held` (share of the 34 intervals of 95 % that hold, mean over studies; `under`, `over`: the truth
lies under or over), `alone` (the same of the intervals from the drawn stretches alone, λ = 0), `width` (of
the interval beside that of the drawn alone; `cut`: where both are cut at what people have seen), `wider`
(share of intervals that are wider than those of the drawn alone), `interval` (its mean width), `off` and
`off_counted` (mean distance of the corrected and of the plain count from the truth).
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from otzvuk.numbers.checked import Sampled, corrected
from otzvuk.numbers.resample import Draws

PROCESSES, PEOPLE, SILENT = 17, 24, 60
STUDIES, REPLICATES = 2000, 300
DRAWN = (60, 120, 240)
F1 = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4)
SHARED_ERRORS = (0.4, 0.8)  # deviations of the logarithms of a process's recall and false alarms


def simulated(
    generator: np.random.Generator, f1: float, drawn: int, *, shared: bool = False, people: int = PEOPLE
) -> tuple[Sampled, np.ndarray]:
    """A study of which `drawn` stretches were checked, and the true mean of each thing to be counted."""
    said, rates, company = _spoken(generator, people)
    cells = said.shape[1]
    person, cell = (np.repeat(each, said[said > 0]) for each in np.nonzero(said))
    true = np.concatenate([cell, np.full(SILENT * people, -1)])
    recall, alarms = np.full(cells, f1), rates / rates.sum()
    if shared:
        own = np.arange(cells) % PROCESSES
        factor, false = (np.exp(generator.normal(scale=each, size=PROCESSES))[own] for each in SHARED_ERRORS)
        recall, alarms = np.minimum(recall * factor, 0.98), alarms * false
        alarms = alarms / alarms.sum()
    found = np.full(len(true), -1)
    number = len(cell)
    right = generator.random(number) < recall[cell]
    found[:number][right] = cell[right]
    other = ~right & (generator.random(number) < 0.4)
    found[:number][other] = generator.choice(cells, size=other.sum(), p=alarms)
    wanted = max(0, round(right.sum() * (1 / f1 - 1)) - int(other.sum()))
    false_at = number + generator.permutation(SILENT * people)[:wanted]
    found[false_at] = generator.choice(cells, size=len(false_at), p=alarms)
    checked = generator.permutation(len(true))[:drawn]
    eye = np.vstack([np.eye(cells), np.zeros(cells)])
    was, now = eye[found[checked]], eye[true[checked]]
    who = np.concatenate([person, np.repeat(np.arange(people), SILENT)])
    decided = found.copy()
    decided[checked] = true[checked]
    held = np.zeros((people, cells))
    np.add.at(held, (who[decided >= 0], decided[decided >= 0]), 1)
    groups = len(set(company.tolist()))
    seed = int(generator.integers(2**31))
    ((times,),) = Draws(company.tolist(), replicates=REPLICATES, seed=seed)
    means = times @ held / np.maximum(times.sum(axis=1, keepdims=True), 1)
    sampled = Sampled(
        size=len(true),
        rest=eye[found].sum(axis=0) - was.sum(axis=0),
        certain=np.zeros(cells),
        was=was,
        now=now,
        drawn=np.ones(drawn, dtype=bool),
        round=np.zeros(drawn, dtype=np.int64),
        people=people,
        groups=groups,
        spread=means.var(axis=0) * groups / (groups - 1),
    )
    return sampled, rates


def _spoken(generator: np.random.Generator, people: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What each says of each process, complaints then praises; the true means; everybody's company."""
    sizes = generator.choice([1, 2, 3], size=people, p=[0.5, 0.3, 0.2])
    company = np.repeat(np.arange(people), sizes)[:people]
    talk = generator.gamma(4, 1 / 4, size=(people, 1))
    burden = generator.normal(size=PROCESSES)
    said, rates = [], []
    for total, slope in ((17.0, 0.7), (15.0, -0.4)):
        rate = np.exp(slope * burden + generator.normal(scale=0.3, size=PROCESSES))
        rate *= total / rate.sum()
        common = generator.gamma(2, 1 / 2, size=(people, PROCESSES))[company]
        said.append(generator.poisson(talk * common * rate))
        rates.append(rate)
    return np.concatenate(said, axis=1), np.concatenate(rates), company


def coverage(number: int, f1: float, drawn: int, *, shared: bool, seed: int = 14) -> dict[str, float]:
    """The columns of the module's docstring over `number` studies."""
    generator = np.random.default_rng([seed, round(100 * f1), drawn, shared])
    rows = []
    for _ in range(number):
        sampled, true = simulated(generator, f1, drawn, shared=shared)
        mine, alone = corrected(sampled), corrected(sampled, power=0.0)
        rows.append(
            {
                "held": ((mine.low <= true) & (true <= mine.high)).mean(),
                "under": (true < mine.low).mean(),
                "over": (true > mine.high).mean(),
                "alone": ((alone.low <= true) & (true <= alone.high)).mean(),
                "width": mine.half.mean() / alone.half.mean(),
                "cut": (mine.high - mine.low).mean() / (alone.high - alone.low).mean(),
                "wider": (mine.half > alone.half + 1e-9).mean(),
                "interval": 2 * mine.half.mean(),
                "off": np.abs(mine.mean - true).mean(),
                "off_counted": np.abs(sampled.counted / sampled.people - true).mean(),
            }
        )
    return dict(pd.DataFrame(rows).mean())


def main() -> None:
    from bench_damage import markdown

    number = int(sys.argv[1]) if len(sys.argv) > 1 else STUDIES
    for drawn in tuple(map(int, sys.argv[2:])) or DRAWN:
        rows = [
            {"errors": "shared" if shared else "alike", "F1": f1} | coverage(number, f1, drawn, shared=shared)
            for shared in (False, True)
            for f1 in F1
        ]
        print(f"\n{drawn} stretches drawn, {number} studies a row:\n")
        print(markdown(pd.DataFrame(rows), digits=3))


if __name__ == "__main__":
    main()
