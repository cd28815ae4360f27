"""The simulation behind the headline's thresholds: its worlds, its coder, its curve."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from otzvuk.model.codebook import read_codebook
from otzvuk.model.study import Headline, Settings

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    specification = importlib.util.spec_from_file_location(
        "bench_damage", ROOT / "tests" / "bench" / "bench_damage.py"
    )
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["bench_damage"] = module  # dataclasses look their module up
    specification.loader.exec_module(module)
    return module


def test_the_coders_rates_are_those_of_its_card(bench: ModuleType) -> None:
    coder = bench.read_coder(bench.CARD)
    assert set(coder.codes) == set(read_codebook().codes)
    assert ((coder.recall > 0) & (coder.recall <= 1)).all()
    assert coder.alarms.sum() == pytest.approx(1)
    assert sum(coder.instead) == pytest.approx(1)
    assert min(coder.instead) > 0
    assert 0 < coder.invented < 1
    assert coder.registers.mean() == pytest.approx(1)


def test_coding_errs_at_these_rates(bench: ModuleType) -> None:
    coder = bench.read_coder(bench.CARD)
    generator = np.random.default_rng(1)
    number = 200_000
    said = bench.Said(np.arange(number), np.zeros(number, dtype=int), np.full(number, bench.COMPLAINT))
    found = bench.coded(said, np.arange(number), coder, generator)
    right = (found.code == 0) & (found.kind == bench.COMPLAINT)
    # some false alarms and some confusions land on the right code again
    assert coder.recall[0] <= right.sum() / number < coder.recall[0] + 0.1
    kept = len(found.person) / number - coder.invented
    missed = (1 - coder.recall[0]) * coder.instead[0]
    assert kept == pytest.approx(1 - missed, abs=0.02)


def test_a_coder_without_errors_changes_nothing(bench: ModuleType) -> None:
    coder = bench.perfect(bench.read_coder(bench.CARD))
    world = bench.make_world(read_codebook(), np.random.default_rng(2), companies=20)
    everybody = np.arange(len(world.company))
    found = bench.coded(world.said, everybody, coder, np.random.default_rng(3))
    for name in ("person", "code", "kind"):
        assert (getattr(found, name) == getattr(world.said, name)).all()


def test_everybody_coded_without_errors_gives_the_true_order(bench: ModuleType) -> None:
    book, coder = read_codebook(), bench.perfect(bench.read_coder(bench.CARD))
    world = bench.make_world(book, np.random.default_rng(4), companies=40)
    people = bench.asked(world, len(world.company), np.random.default_rng(5))
    assert sorted(people) == list(range(len(world.company)))
    survey = bench.survey_of(world, people, world.said, coder, book, Settings(replicates=100))
    ranking = bench.rank(survey)
    assert ranking.damage.tolist() == pytest.approx(world.damage[: len(ranking)].tolist())


def test_interviews_go_company_by_company(bench: ModuleType) -> None:
    world = bench.make_world(read_codebook(), np.random.default_rng(6), companies=30)
    companies = world.company[bench.asked(world, 12, np.random.default_rng(7))].tolist()
    assert companies == sorted(companies, key=companies.index)
    assert 4 <= len(set(companies)) <= 12


def test_the_curve_counts_names(bench: ModuleType) -> None:
    found = pd.DataFrame(
        [
            (0, 6, 1, 0.95, 0.9, True),
            (0, 6, 2, 0.85, 0.9, True),
            (0, 6, 4, 0.70, 0.9, True),
            (1, 6, 7, 0.85, 0.9, True),
            (1, 6, 1, 0.90, 0.1, True),
            (1, 6, 3, 0.99, 0.9, False),
        ],
        columns=["study", "interviews", "true_rank", "p_top3", "reach", "may"],
    )
    row = bench.curve(found, p_top3=0.8, reach=0.2).loc[6]
    assert (row.named, row.right, row["first"], row.wrong, row.far, row.none) == (1.5, 1, 0.5, 0.5, 0.5, 0)
    low = bench.curve(found, p_top3=0.6, reach=0.2).loc[6]
    assert (low.named, low.wrong, low.wrong_names) == (2, 1, 1)
    assert bench.worth(bench.curve(found, p_top3=0.6, reach=0.2)) == 1 - 3 * 1
    assert bench.curve(found, p_top3=1.0, reach=0.2).loc[6].none == 1


def test_of_equal_thresholds_those_nearest_to_the_present_are_chosen(bench: ModuleType) -> None:
    grid = pd.DataFrame({0.1: [0.5, 0.90], 0.2: [0.5, 0.91], 0.3: [0.5, 0.915]}, index=[0.6, 0.8])
    assert bench.chosen(grid, Headline(p_top3=0.6, reach=0.2)) == (0.8, 0.2)


def test_a_small_run_gives_every_table_and_the_same_again(bench: ModuleType) -> None:
    book, coder = read_codebook(), bench.read_coder(bench.CARD)
    found = bench.outcomes(1, coder=coder, codebook=book)
    pd.testing.assert_frame_equal(found, bench.outcomes(1, coder=coder, codebook=book))
    text = bench.result(found, 1)
    for title in (
        "Wrong against named",
        "Coded without errors",
        "Intervals of damage (95 %) and of ranks (90 %)",
    ):
        assert title in text


def test_places_are_less_certain_the_worse_the_coder(bench: ModuleType) -> None:
    found = bench.widening(5, coder=bench.read_coder(bench.CARD), codebook=read_codebook())
    widths = found["rank_width"]
    assert list(widths.index) == [0.9, 0.8, 0.7, 0.6, 0.5, 0.4]
    assert widths[0.9] + 1 < widths[0.7] < widths[0.4] - 1


def test_the_defaults_are_those_the_document_gives(bench: ModuleType) -> None:
    text = bench.RESULT.read_text("utf-8")
    now = Settings().headline
    assert f"default of study.yaml: {now.p_top3} and {now.reach}." in text
