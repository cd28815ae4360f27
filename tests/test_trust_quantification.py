"""The prior that a study's own probabilities tell (EM of Saerens et al. 2002), beside QuaPy's."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

BENCH = Path(__file__).parent / "bench"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    sys.path.insert(0, str(BENCH))
    try:
        specification = importlib.util.spec_from_file_location("bench_trust", BENCH / "bench_trust.py")
        assert specification is not None
        assert specification.loader is not None
        module = importlib.util.module_from_spec(specification)
        specification.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(BENCH))


def shifted(true: tuple[float, ...], size: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """Posteriors of a classifier that learnt with other shares (`before`) than those that are `true` here."""
    generator = np.random.default_rng(0)
    before = np.array([0.6, 0.3, 0.1])
    label = generator.choice(3, size=size, p=true)
    seen = generator.normal(np.eye(3)[label] * 1.5, 1.0)
    likely = np.exp(-((seen[:, np.newaxis, :] - np.eye(3) * 1.5) ** 2).sum(axis=2) / 2) * before
    return likely / likely.sum(axis=1, keepdims=True), before


def test_the_prior_is_found_again_though_the_classifier_learnt_with_another(bench: ModuleType) -> None:
    found, before = shifted((0.2, 0.3, 0.5))
    assert found.mean(axis=0)[2] < 0.4  # what averaging the probabilities would say
    assert bench.fitted(found, before).mean(axis=0) == pytest.approx([0.2, 0.3, 0.5], abs=0.03)
    # EMQ.EM(before, found) of QuaPy 0.2.3 on the same probabilities
    assert bench.fitted(found, before).mean(axis=0) == pytest.approx(QUAPY, abs=0.003)


def test_quapy_says_the_same(bench: ModuleType) -> None:
    emq = pytest.importorskip("quapy.method.aggregative", exc_type=ImportError).EMQ
    found, before = shifted((0.5, 0.1, 0.4))
    prior, _ = emq.EM(before, found, epsilon=1e-6)
    assert bench.fitted(found, before).mean(axis=0) == pytest.approx(prior, abs=0.003)


QUAPY = (0.21584, 0.29350, 0.49066)
