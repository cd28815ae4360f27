"""The training corpus is what its card promises; the checks that say so find what they should."""

from pathlib import Path

import pytest

from otzvuk.model.codebook import read_codebook
from otzvuk.train.validate import Inventory, repeats, shingles, take_stock, words_of

ROOT = Path(__file__).parents[1]
GOLD = ROOT.parent / "shared" / "gold" / "open" / "transcripts"
CORPUS = ROOT / "corpora" / "training"


@pytest.fixture(scope="module")
def inventory() -> Inventory:
    return take_stock(CORPUS)


def test_the_corpus_is_as_large_and_as_varied_as_promised(inventory: Inventory) -> None:
    assert inventory.interviews >= 240
    assert inventory.words >= 220_000
    assert inventory.mentions >= 8_000
    assert len(inventory.industries) >= 25
    assert len(inventory.registers) >= 10
    assert inventory.trigrams > 0.85
    assert 0.4 < inventory.coded_words / inventory.respondent_words < 0.6


def test_every_code_and_kind_has_its_phrases(inventory: Inventory) -> None:
    assert inventory.background >= 3_000
    for code in read_codebook().codes:
        lines = (CORPUS / "phrases" / "evaluations" / f"{code}.tsv").read_text("utf-8").splitlines()
        for kind in "cpw":
            assert len({line for line in lines if line.startswith(f"{kind}\t")}) >= 60, (code, kind)


def test_nothing_is_said_twice(inventory: Inventory) -> None:
    assert inventory.repeated == ()


def test_nothing_of_the_gold_study_is_in_the_corpus() -> None:
    if not GOLD.is_dir():
        pytest.skip("рядом нет ../shared/gold")
    gold = set().union(*(shingles(words_of(path.read_text("utf-8"))) for path in GOLD.glob("*.txt")))
    texts = list(CORPUS.rglob("*.t[xs][tv]"))
    assert gold
    assert texts
    for path in texts:
        assert not shingles(words_of(path.read_text("utf-8"))) & gold, path


def test_repeats_are_found_across_texts_only() -> None:
    same = ["раз", "два", "три", "четыре", "пять", "шесть", "семь", "восемь"]
    found = list(repeats({"а": same, "б": ["ноль", *same[:7]], "в": same[:6] * 2}))
    assert found == ["раз два три четыре пять шесть семь: а, б"]
