"""A card's figures on worked examples."""

import pandas as pd
import pytest

from otzvuk.model.codebook import read_codebook
from otzvuk.model.interview import Interview, Participant, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.train.card import calibration_error, register_of, reliability, scores_by, write_card

TEXT = "а" * 100


def coding(identifier: str, *mentions: tuple[int, str, float], register: str = "") -> Coding:
    person = Participant("Р", attributes={"register": register})
    interview = Interview(identifier, "", (Turn("Р", TEXT),), {"Р": person})
    made = tuple(
        Mention(0, start, start + 10, TEXT[:10], Kind.PRAISE, code, "production", confidence=sure)
        for start, code, sure in mentions
    )
    return Coding(interview, made)


def test_reliability_counts_what_is_right_by_tenths() -> None:
    predicted = coding(
        "i", (0, "quality.defects", 0.95), (20, "quality.defects", 0.91), (40, "price.level", 0.35)
    )
    gold = coding("i", (0, "quality.defects", 1), (20, "price.level", 1), (40, "price.level", 1))
    table = reliability([predicted], [gold])
    assert list(table["mentions"]) == [1, 2]
    assert list(table["right"]) == [1.0, 0.5]
    assert calibration_error(table) == pytest.approx((0.65 * 1 + 0.43 * 2) / 3)


def test_scores_are_kept_apart_by_register() -> None:
    gold = [
        coding("a", (0, "price.level", 1), register="asr"),
        coding("b", (0, "price.level", 1), register="shop"),
    ]
    predicted = [coding("a", (0, "price.level", 1)), coding("b")]
    tables = scores_by(predicted, gold, register_of)
    assert {name: float(table["f1"].max()) for name, table in tables.items()} == {"asr": 1.0, "shop": 0.0}


def test_a_card_names_splits_and_codes() -> None:
    one = [coding("a", (0, "price.level", 0.9), register="asr")]
    text = write_card(
        "Coder x", {"codebook": "b2b"}, read_codebook(), {"dev": (one, one), "test": (one, one)}, notes=""
    )
    for words in ("# Coder x", "| test | 1.000", "| asr | 1.000", "| price.level | 2 | 2 | 1.00 | 1.00 |"):
        assert words in text
    assert isinstance(reliability(one, one), pd.DataFrame)
