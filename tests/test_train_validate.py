"""The training corpus is what its card promises; the checks that say so find what they should."""

from pathlib import Path

import pytest

from otzvuk.model.codebook import read_codebook
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.train.talk import talk_of, words_of
from otzvuk.train.validate import Inventory, repeats, shingles, take_stock

ROOT = Path(__file__).parents[1]
GOLD = ROOT.parent / "shared" / "gold" / "open" / "transcripts"
CORPUS = ROOT / "corpora" / "training"
MEANT = (Kind.COMPLAINT, "price.level", "")


@pytest.fixture(scope="module")
def inventory() -> Inventory:
    return take_stock(CORPUS)


def test_the_corpus_is_as_large_and_as_varied_as_promised(inventory: Inventory) -> None:
    assert inventory.interviews >= 480
    assert inventory.words >= 550_000
    assert inventory.mentions >= 8_000
    assert len(inventory.industries) >= 25
    assert len(inventory.registers) >= 10
    assert inventory.trigrams > 0.9
    assert 0.4 < inventory.dense.coded < 0.6


def test_field_talk_judges_little_and_sounds_spoken(inventory: Inventory) -> None:
    field = inventory.field
    assert field.interviews >= 120
    assert 2 <= field.density <= 15
    assert field.silent * 10 >= field.interviews
    assert 30 <= field.fillers <= 80
    assert field.short > 0.1
    assert field.density * 3 < inventory.dense.density


def test_talk_is_counted_over_respondents_alone() -> None:
    turns = (
        Turn("И", "Как вам, ну, сроки, вот, и цены у них?", interviewer=True),
        Turn("Р", "Ну, цена высокая. Мы сами возим."),
        Turn("Р", "Да."),
    )
    talk = talk_of([Coding(Interview("i1", "", turns), (Mention(1, 4, 16, "цена высокая", *MEANT),))])
    assert (talk.words, talk.said, talk.mentions) == (16, 7, 1)
    assert talk.density == pytest.approx(1000 / 7)
    assert talk.coded == pytest.approx(2 / 7)
    assert talk.fillers == pytest.approx(2000 / 7)
    assert talk.short == 0.5
    assert talk.sentence == pytest.approx(7 / 3)


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
