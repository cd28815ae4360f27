"""Damage as counted, and corrected for the coder's errors, beside that of the hand coding.

Run alone: python tests/bench/bench_trust.py. Studies are those of bench_doubts. Ways to count:

- `counted`: the mentions found; `by confidence`: each weighs as much as it is sure
- `drawn, found`, `drawn, all`: the mean over draws of what each stretch may say: of those found, of all
- `adjusted`: found mentions times hand-coded ÷ found of the other studies of the kind, by process and kind
- `EM`: the draws of all, their priors fitted to the study (Saerens, Latinne & Decaestecker 2002)

Asserts nothing.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd
from bench_damage import markdown
from bench_doubts import studies
from scipy.stats import spearmanr

from otzvuk.coding import code_study
from otzvuk.numbers.net import role_weights
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.trust import worlds

KINDS = ("complaint", "praise", "wish")
DRAWS, ROUNDS, SHRINK = 200, 30, 4


class Counted:
    """One study: what was found, what the hand coding says, what each stretch may say."""

    def __init__(self, sort, study, gold):
        found, hand = Survey.of(study, code_study(study)), Survey.of(study, gold)
        drawn = worlds(found, draws=1)
        self.field, self.gold = sort.startswith("field"), sort == "gold"
        self.processes = drawn.processes
        self.people = [str(each) for each in found.people.index]
        weights = role_weights(found.people, found.settings)
        self.weights = weights / weights.sum()
        self.found = self.net(found.mentions)
        self.sure = self.net(found.mentions, list(found.mentions["confidence"]))
        self.hand = self.damage(self.net(hand.mentions))
        self.hand_total = self.net(hand.mentions).sum(axis=0)
        self.chances = np.zeros((len(drawn.stretches), 1 + 3 * len(self.processes)))
        for at, each in enumerate(drawn.stretches):
            for one in each.candidate.chances:
                column = 1 + 3 * self.processes.index(one.process) + KINDS.index(one.kind)
                self.chances[at, column] += one.probability
        self.chances[:, 0] = np.maximum(1 - self.chances.sum(axis=1), 0)
        self.who = np.array([each.person for each in drawn.stretches])
        self.passed = np.array([each.candidate.said is None for each in drawn.stretches])

    def net(self, mentions, worth=None):
        """People × processes × complaint or praise."""
        net = np.zeros((len(self.people), len(self.processes), 2))
        worth = worth or [1] * len(mentions)
        rows = zip(mentions["person_id"], mentions["process"], mentions["kind"], worth, strict=True)
        for person, process, kind, counts in rows:
            if kind != "wish" and person in self.people:
                net[self.people.index(person), self.processes.index(process), KINDS.index(kind)] += counts
        return net

    def damage(self, net):
        return np.clip(net[..., 0] - net[..., 1], 0, 3).T @ self.weights

    def drawn(self, chances):
        generator, total = np.random.default_rng(0), 0
        edges = chances.cumsum(axis=1) / chances.sum(axis=1, keepdims=True)
        for _ in range(DRAWS):
            said = (generator.random(len(edges))[:, None] > edges).sum(axis=1)
            some = said > 0
            net = np.zeros((len(self.people), len(self.processes), 3))
            np.add.at(net, (self.who[some], (said[some] - 1) // 3, (said[some] - 1) % 3), 1)
            total = total + self.damage(net)
        return total / DRAWS


def fitted(chances, before):
    """The chances with the prior that the study itself tells, by EM from the prior of other studies."""
    prior = before.copy()
    for _ in range(ROUNDS):
        found = chances * prior / before
        found /= found.sum(axis=1, keepdims=True)
        prior = found.mean(axis=0)
    return found


def ways(one, others):
    found, hand = (sum(getattr(each, name) for each in others) for name in ("total", "hand_total"))
    base = hand.sum(axis=0) / found.sum(axis=0)
    before = np.concatenate([each.chances for each in others]).mean(axis=0) + 1e-6
    only = one.chances.copy()
    only[one.passed] = 0
    only[one.passed, 0] = 1
    yield "counted", one.damage(one.found)
    yield "by confidence", one.damage(one.sure)
    yield "drawn, found", one.drawn(only)
    yield "drawn, all", one.drawn(one.chances)
    yield "adjusted", one.damage(one.found * (hand + SHRINK * base) / (found + SHRINK))
    yield "EM", one.drawn(fitted(one.chances, before))


def main() -> None:
    known = [Counted(sort, study, gold) for sort, _, study, gold in studies()]
    for each in known:
        each.total = each.found.sum(axis=0)
    rows = []
    for one in known:
        others = [each for each in known if each is not one and each.field == one.field and not each.gold]
        kind = "gold/open" if one.gold else "field" if one.field else "dense"
        spoken = one.hand + one.damage(one.found) > 0
        for name, damage in ways(one, others):
            least = np.sort(one.hand)[-3]
            first = np.argsort(-damage, kind="stable")[:3]
            hits = int((one.hand[first] >= least - 1e-9).sum())
            error = np.abs(damage - one.hand)[spoken].mean()
            rows.append((kind, name, error, spearmanr(damage[spoken], one.hand[spoken]).statistic, hits))
    table = pd.DataFrame(rows, columns=["talk", "count", "error", "rank", "of three"])
    print(markdown(table.groupby(["talk", "count"], sort=False).mean(), digits=3))


if __name__ == "__main__":
    main()
