"""What comes again and again: units of time, seasons and days of the week as periods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from otzvuk.coding.amounts.cardinal import lemma_at, word_at
from otzvuk.coding.amounts.unit import unit_of_time
from otzvuk.language import Token


def period_at(tokens: Sequence[Token], at: int) -> str:
    """The period, a unit of time or a season, that a word names, "" for none."""
    lemma = lemma_at(tokens, at)
    unit = unit_of_time(lemma) or SEASONS.get(lemma, "")
    return "" if unit in {"evening", "night", "second"} else unit


SEASONS: Final = {
    "лето": "summer",
    "зима": "winter",
    "весна": "spring",
    "осень": "autumn",
    "сезон": "season",
}


def per_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """«в час», «за сутки», «в день»: the unit of time and the token after it."""
    if (
        word_at(tokens, at) in {"в", "за"}
        and unit_of_time(lemma_at(tokens, at + 1))
        and not word_at(tokens, at + 1).isdigit()
    ):
        return unit_of_time(lemma_at(tokens, at + 1)), at + 2
    return None


def period_of(lemma: str) -> str:
    """The unit of time that comes again with what a word names: «понедельник» → week, "" for none."""
    if lemma in DAYS:
        return "week"
    return _AGAIN.get(lemma, "") or unit_of_time(lemma)


DAYS: Final = frozenset({"понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"})
_AGAIN: Final = {
    "утро": "day", "вечер": "day", "ночь": "day", "обед": "day", "выходной": "week", "число": "month",
    "лето": "year", "зима": "year", "весна": "year", "осень": "year",
}  # fmt: skip
