"""What a sum of money is for each of: «400 рублей за штуку», «по три тысячи с вагона», «ежемесячно».

Summed as if it had been paid once it would be wrong, so it gets the thing or the time into its unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from otzvuk.coding.amounts.amount import Amount
from otzvuk.coding.amounts.cardinal import lemma_at, word_at
from otzvuk.coding.amounts.often import EVERY
from otzvuk.coding.amounts.period import period_of
from otzvuk.language import Token, tags
from otzvuk.model.loss import Measured

_OF: Final = frozenset({"за", "с", "со", "на", "в", "от"})
_MEASURES: Final = frozenset({
    "штука", "тонна", "килограмм", "кг", "кило", "литр", "метр", "куб", "кубометр", "единица", "ящик",
    "коробка", "мешок", "рулон", "лист", "бочка", "упаковка", "пачка", "поддон", "паллета", "паллет",
    "погонный", "шт", "экземпляр", "комплект",
})  # fmt: skip
_CARRIED: Final = frozenset({
    "машина", "вагон", "рейс", "фура", "контейнер", "заявка", "человек", "голова", "гектар", "точка",
    "цистерна", "накладная",
})  # fmt: skip
_LOOK_BACK: Final = 6  # tokens between «с каждой тонны» and its sum
_STOPS: Final = frozenset(".!?;,")
_CLOSE: Final = 3  # between «каждый вагон» without a preposition and its sum


def rated(tokens: Sequence[Token], amount: Amount) -> Amount:
    """The amount with what it is per in its unit («RUB per штука»), as it is where it was paid once."""
    if amount.kind is not Measured.MONEY or " per " in amount.unit:
        return amount
    after = amount.last
    if word_at(tokens, after) == "." and tokens[after - 1].text.lower() in _SHORT:
        after += 1  # «1,5 млн руб. в год»
    lasting = EVERY.get(word_at(tokens, after))
    if not lasting and "gent" in (tags(tokens[after].text) if after < len(tokens) else ()):
        lasting = EVERY.get(word_at(tokens, after + 1))
        if lasting or lemma_at(tokens, after + 1) == "каждый":  # «сорок тысяч убытка каждый месяц»
            after += 1
    if lasting:
        return _per(amount, after + 1, lasting)
    return _after(tokens, amount, after) or _before(tokens, amount) or amount


def _after(tokens: Sequence[Token], amount: Amount, after: int) -> Amount | None:
    """«за штуку», «с каждой машины», «каждый месяц», «в год»."""
    of = word_at(tokens, after)
    at = after + (of in _OF)
    each = lemma_at(tokens, at) == "каждый"
    at += each
    thing = lemma_at(tokens, at)
    if at >= len(tokens) or not tokens[at].text[0].isalpha():
        return None
    if each or (of == "в" and after > amount.last):
        period = period_of(thing)
        if period:
            return _per(amount, at + 1, period)
    form = tags(tokens[at].text)
    if (
        of not in _OF
        or "NOUN" not in form
        or ("sing" not in form and (thing not in _MEASURES or "ablt" in form))
    ):
        return None
    apiece = word_at(tokens, amount.first - 1) == "по"
    counts = thing in _MEASURES or (of in {"с", "со"} and thing in _CARRIED)
    if each or counts or (apiece and of != "в" and not period_of(thing)):
        return _per(amount, at + 1, thing)
    return None


def _before(tokens: Sequence[Token], amount: Amount) -> Amount | None:
    """«с каждой тонны теряем по триста рублей», «каждый вагон — пять тысяч»."""
    for at in range(amount.first - 1, max(0, amount.first - _LOOK_BACK) - 1, -1):
        if tokens[at].text in _STOPS:
            return None
        if lemma_at(tokens, at) == "каждый":
            thing = lemma_at(tokens, at + 1)
            of_each = word_at(tokens, at - 1) in _OF or amount.first - at - 2 <= _CLOSE
            if at + 1 >= amount.first or "NOUN" not in tags(tokens[at + 1].text) or not of_each:
                return None
            return amount._replace(unit=f"{amount.unit} per {period_of(thing) or thing}")
    return None


def _per(amount: Amount, last: int, unit: str) -> Amount:
    return amount._replace(last=last, unit=f"{amount.unit} per {unit}")


_SHORT: Final = frozenset({"руб", "р", "тыс", "млн", "млрд"})
