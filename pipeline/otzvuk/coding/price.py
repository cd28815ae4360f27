"""What a time costs: «час простоя стоит сорок тысяч», «двое суток по две тысячи»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from otzvuk.coding.amounts.amount import Amount
from otzvuk.coding.amounts.cardinal import number_at, word_at
from otzvuk.coding.amounts.unit import unit_of_time
from otzvuk.language import Clause, Token, tags
from otzvuk.model.loss import Measured

_STANDING: Final = frozenset({"простой", "простаивать", "простоять", "стоять", "отстоять", "простаивание"})
_COSTS: Final = frozenset({"обходиться", "обойтись", "стоить", "вставать", "встать", "выходить", "это"})
_BETWEEN: Final = frozenset({
    "у", "мы", "я", "они", "наш", "простой", "в", "на", "где-то", "около", "примерно", "почти", "порядка",
    "ровно", "—", "–", "-",
})  # fmt: skip
_PRICED: Final = {
    "минута": "minute", "час": "hour", "сутки": "day", "день": "day", "смена": "shift", "неделя": "week",
    "месяц": "month",
}  # fmt: skip
_REACH: Final = 7  # tokens between «час» and what it costs
_EACH: Final = frozenset({"каждый", "человек", "штука"})


def unit_said(tokens: Sequence[Token], amount: Amount) -> str:
    """The unit of an amount: money is per hour, per shift where the words before say what time it is for."""
    if amount.kind is not Measured.MONEY or " per " in amount.unit:
        return amount.unit
    unit = _for_times(tokens, amount) or next(
        (
            _PRICED[word_at(tokens, at)]
            for at in range(amount.first - 1, max(-1, amount.first - 1 - _REACH), -1)
            if _costs(tokens, at, amount.first)
        ),
        "",
    )
    return f"{amount.unit} per {unit}" if unit else amount.unit


def is_priced(tokens: Sequence[Token], amount: Amount) -> bool:
    """«Сутки» of «сутки простоя обходятся в сто тысяч»: what the money is per, and no time that was lost."""
    if not amount.bare or amount.kind is not Measured.TIME:
        return False
    for at in range(amount.last, min(amount.last + _REACH, len(tokens))):
        if number_at(tokens, at) is not None:
            return _costs(tokens, amount.last - 1, at)
    return False


def is_standing(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether a clause tells of standing idle."""
    return any(each.lemma in _STANDING for each in tokens[clause.first : clause.last])


def _costs(tokens: Sequence[Token], at: int, money: int) -> bool:
    """Whether the unit of time at token `at` is what the money from token `money` on is the price of.

    «Час простоя у нас стоит сорок тысяч», «час у нас — сорок тысяч», but not «за час сорок тысяч».
    """
    if word_at(tokens, at) not in _PRICED or at + 1 == money:
        return False
    before = tags(tokens[at - 1].text) if at else frozenset()
    if before & {"PREP", "NUMR", "NUMB", "ADJF", "VERB"} and word_at(tokens, at - 1) != "каждый":
        return False
    return all(
        each.lemma in _BETWEEN
        or each.lemma in _COSTS
        or ("gent" in tags(each.text) and tags(each.text) & {"NOUN", "ADJF"})
        for each in tokens[at + 1 : money]
    )  # «минута простоя сборочной линии — две тысячи»


def _for_times(tokens: Sequence[Token], amount: Amount) -> str:
    """The unit of the time right before: «простояли двое суток по две тысячи»."""
    at = amount.first - 2
    if word_at(tokens, amount.first - 1) != "по" or at < 1:
        return ""
    unit = unit_of_time(tokens[at].lemma)
    counted = any(
        (number := number_at(tokens, first)) is not None and number.last == at
        for first in range(max(0, at - 4), at)
    )
    shared = amount.last < len(tokens) and tokens[amount.last].lemma in _EACH
    return unit if unit in _PRICED.values() and counted and not shared else ""
