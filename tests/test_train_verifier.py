"""Fitting the last look: which odds are positive, what it learns from, whose studies are kept apart."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn")

from otzvuk.coding.verifier import Verifier
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding
from otzvuk.train.verifier import CLEARLY, Rows, fitted, is_unheard, joined


def rows(count: int, seed: int) -> Rows:
    """Candidates whose first number tells of a mention, and whose second tells nothing."""
    draw = np.random.default_rng(seed)
    seen = draw.normal(size=(count, 3)).astype(np.float32)
    seen[:, 2] = 4  # the same for all
    right = draw.random(count) < 1 / (1 + np.exp(-3 * seen[:, 0]))
    return [*seen], right.tolist()


def test_odds_are_positive_where_a_mention_is_clearly_probable() -> None:
    sets = [rows(4000, seed) for seed in (1, 2)]
    verifier = Verifier(np.asarray(fitted(sets), np.float32))
    seen, right = joined(sets)
    odds, there = verifier.odds(np.stack(seen)), np.array(right)
    near = np.abs(odds) < 0.4
    assert there[near].mean() == pytest.approx(CLEARLY, abs=0.06)
    assert there[odds > 1].mean() > 0.75
    assert there[odds < -1].mean() < 0.35


def test_sets_weigh_alike_however_many_candidates_each_has() -> None:
    few, many = rows(500, 3), rows(500, 4)
    many = joined([many] * 20)
    turned = (few[0], [not each for each in few[1]])
    alone, both = (fitted(each)[1] for each in ([few], [turned, many]))
    assert alone > 0
    assert abs(both) < alone / 5


@pytest.mark.parametrize(
    ("name", "unheard"), [("talk4-001", True), ("talk1-001", False), ("world-020", False)]
)
def test_exchanges_that_the_voices_were_trained_on_are_left_out(name: str, unheard: bool) -> None:
    assert is_unheard(Coding(interview=Interview(f"exchanges/{name}", "t.txt", ()), mentions=())) is unheard
