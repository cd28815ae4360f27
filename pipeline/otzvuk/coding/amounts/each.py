"""Every so many: «каждый пятый», «каждую неделю», «каждое утро»."""

from __future__ import annotations

from collections.abc import Sequence

from otzvuk.coding.amounts.amount import Amount
from otzvuk.coding.amounts.cardinal import lemma_at, number_at, word_at
from otzvuk.coding.amounts.ordinal import ordinal_at
from otzvuk.coding.amounts.period import period_of
from otzvuk.coding.amounts.unit import half_unit
from otzvuk.language import Token
from otzvuk.model.loss import Measured


def each(tokens: Sequence[Token], at: int) -> Amount | None:
    """«каждый пятый», «в каждой второй», «каждую неделю», «каждые две недели», «каждый божий день»."""
    begin = at
    if word_at(tokens, at) == "в" and lemma_at(tokens, at + 1) == "каждый":
        at += 1
    if lemma_at(tokens, at) != "каждый":
        return None
    last = at + 1
    ordinal = ordinal_at(tokens, last)
    if ordinal is not None:
        most, least = 1 / ordinal.low, 1 / ordinal.high
        period = period_of(lemma_at(tokens, ordinal.last))
        if period:  # «каждый второй день», «каждую вторую пятницу», «каждое первое число»
            least, most = (1, 1) if lemma_at(tokens, ordinal.last) == "число" else (least, most)
            return Amount(begin, ordinal.last + 1, Measured.FREQUENCY, least, most, f"per {period}")
        return Amount(begin, ordinal.last, Measured.SHARE, least, most, "share") if ordinal.low > 1 else None
    if lemma_at(tokens, last) in {"божий", "рабочий"}:
        last += 1
    number = number_at(tokens, last)
    over = number.low if number else 1.0
    last = number.last if number else last
    period = period_of(lemma_at(tokens, last))
    if period and lemma_at(tokens, last) != "число":
        most = number.high if number else 1.0
        return Amount(begin, last + 1, Measured.FREQUENCY, 1 / most, 1 / over, f"per {period}")
    half = half_unit(word_at(tokens, last))
    if half is not None:
        return Amount(begin, last + 1, Measured.FREQUENCY, 1 / half[0], 1 / half[0], f"per {half[1]}")
    return None
