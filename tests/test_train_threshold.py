"""How readily a model codes is settled by what it finds on interviews held back."""

from dataclasses import replace

from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.train.threshold import best_threshold, calmest, settle

INTERVIEW = Interview("i", "", tuple(Turn("Р", "слово " * 9) for _ in range(9)))


def coding(*sure: float) -> Coding:
    """One mention a turn, so sure of each."""
    made = (
        Mention(at, 0, 5, "слово", Kind.PRAISE, "price.level", "", confidence=each)
        for at, each in enumerate(sure)
    )
    return Coding(INTERVIEW, tuple(made))


GOLD = [coding(1, 1, 1)]
FALSE = replace(coding(0.9), mentions=(replace(coding(0.9).mentions[0], turn=8),))


def bolder_finds_more(boldness: float) -> list[Coding]:
    found = coding(0.9, 0.8, 0.7)
    return [found] if boldness >= 0.2 else [replace(found, mentions=found.mentions[:1])]


def test_the_least_boldness_that_finds_all_is_enough() -> None:
    assert settle(bolder_finds_more, GOLD)["boldness"] == 0.2
    assert calmest(bolder_finds_more, GOLD) == 0.2


def test_of_what_is_alike_the_calmest_is_taken() -> None:
    assert calmest(lambda _boldness: GOLD, GOLD) < 0


def test_a_threshold_leaves_out_what_is_false_in_either_set() -> None:
    unsure = [replace(GOLD[0], mentions=(*GOLD[0].mentions, replace(FALSE.mentions[0], confidence=0.22)))]
    assert best_threshold([unsure, GOLD], [GOLD, GOLD]) >= 0.25
    assert best_threshold([[coding(0.9, 0.9, 0.12)], GOLD], [GOLD, GOLD]) == 0.1
