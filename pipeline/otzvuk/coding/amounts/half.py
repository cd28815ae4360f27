"""Halves in one word: «полдня», «полтонны», «полпартии»."""

from __future__ import annotations

from collections.abc import Sequence

from otzvuk.coding.amounts.amount import Amount
from otzvuk.coding.amounts.cardinal import word_at
from otzvuk.coding.amounts.unit import half_unit, is_halved, is_whole
from otzvuk.language import Token, lemma
from otzvuk.model.loss import Measured


def half(tokens: Sequence[Token], at: int) -> Amount | None:
    """«полдня», «полчаса», «полгода», «полсмены», «полтонны», «пол склада»."""
    word, last = word_at(tokens, at), at + 1
    if word == "пол":
        word, last = word + word_at(tokens, last), at + 2
    if not word.startswith("пол"):
        return None
    unit = half_unit(word)
    if unit is not None:
        return Amount(at, last, Measured.TIME, unit[0], unit[0], unit[1])
    whole = word.removeprefix("пол").removeprefix("-")
    if whole == "процента":
        return Amount(at, last, Measured.SHARE, 0.005, 0.005, "share")
    if is_whole(whole):
        return Amount(at, last, Measured.SHARE, 0.5, 0.5, "share")
    return Amount(at, last, Measured.QUANTITY, 0.5, 0.5, lemma(whole)) if is_halved(whole) else None
