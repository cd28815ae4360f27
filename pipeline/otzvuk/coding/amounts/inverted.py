"""About so many, the number behind: «часов по шесть», «тысяч двести», «мешка три»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from otzvuk.coding.amounts.amount import Amount
from otzvuk.coding.amounts.cardinal import DASHES, PEOPLE, lemma_at, number_at, plain, word_at
from otzvuk.coding.amounts.period import per_at
from otzvuk.coding.amounts.unit import currency_of, unit_of_time
from otzvuk.language import Token, tags
from otzvuk.model.loss import Measured


def unit_first(tokens: Sequence[Token], at: int) -> Amount | None:
    """«часов по шесть», «процентов двенадцать», «дня три», «тысяч на двести»."""
    lemma, word = lemma_at(tokens, at), word_at(tokens, at)
    last = at + 1
    if word_at(tokens, last) in {"по", "на", "за", "под", "через", "этак", "так"}:
        last += 1
    number = number_at(tokens, last)
    if number is None or "gent" not in tags(tokens[at].text):
        return None
    after = lemma_at(tokens, number.last)
    size = _SIZES.get(word) or (_SIZES_OF_FEW.get(word) if number.low < _MANY else None)
    if word == "штук" and currency_of(after):  # «штук триста рублей»
        size = 1e3
    if unit_of_time(after) or (currency_of(after) and not size) or after in {"процент", "раз", "тысяча"}:
        return None
    if lemma == "процент":
        return Amount(at, number.last, Measured.SHARE, number.low / 100, number.high / 100, "share")
    if unit_of_time(lemma) and number.low < 1000:
        return Amount(at, number.last, Measured.TIME, number.low, number.high, unit_of_time(lemma))
    if currency_of(lemma):
        return Amount(at, number.last, Measured.MONEY, number.low, number.high, currency_of(lemma))
    if size:
        currency = currency_of(after)
        per = per_at(tokens, number.last + bool(currency))
        last = per[1] if per else number.last + bool(currency)
        unit = f"{currency or 'RUB'} per {per[0]}" if per else currency or "RUB"
        return Amount(at, last, Measured.MONEY, number.low * size, number.high * size, unit)
    return None


_SIZES: Final = {"тысяч": 1e3, "тыщ": 1e3, "миллионов": 1e6, "лямов": 1e6}
_SIZES_OF_FEW: Final = {"тысячи": 1e3, "тыщи": 1e3, "миллиона": 1e6, "ляма": 1e6}


def thing_first(tokens: Sequence[Token], at: int, floor: int) -> Amount | None:
    """«Мешка три», «штук под четыреста», «человек десять-двенадцать»: about so many, the number at `at`."""
    if plain(word_at(tokens, at)) is None and not DASHES.intersection(tokens[at].text):
        return None
    noun = at - 1 - (word_at(tokens, at - 1) in _ABOUT)
    if noun < floor or not tokens[noun].text[0].isalpha():
        return None
    what = tags(tokens[noun].text)
    if word_at(tokens, noun) == "человек":
        what = frozenset({"NOUN", "gent", "plur"})
    if not what >= {"NOUN", "gent"} or what & _NAMES or tokens[noun].lemma in _NO_THINGS:
        return None
    if unit_of_time(tokens[noun].lemma) or currency_of(tokens[noun].lemma):
        return None
    number = number_at(tokens, at)
    if number is None or number.big or number.high < _PAIR_AT_LEAST or word_at(tokens, at) in PEOPLE:
        return None
    few = number.low < _MANY
    if ("sing" if few else "plur") not in what or (few and tokens[at].text[0].isdigit()):
        return None
    if few and tokens[noun].lemma == "номер":
        return None
    before = tags(tokens[noun - 1].text) if noun > 0 else frozenset()
    if before & {"PREP", "NUMR", "NUMB", "ADJF"}:
        return None
    after = tags(tokens[number.last].text) if number.last < len(tokens) else frozenset()
    following = word_at(tokens, number.last)
    if after & {"NOUN", "ADJF", "PRTF"} and not (
        (not few and after >= {"gent", "sing"}) or following == "всех"
    ):
        return None  # «штук пять ящиков», but «тонн тридцать вашего кирпича»
    if following in {"%", "раз"} or (following in {"из", "на"} and number_at(tokens, number.last + 1)):
        return None
    return Amount(noun, number.last, Measured.QUANTITY, number.low, number.high, tokens[noun].lemma)


_ABOUT: Final = frozenset({"на", "по", "под", "этак", "так"})
_NAMES: Final = frozenset({"Name", "Surn", "Patr", "Geox"})
_NO_THINGS: Final = frozenset(
    {"процент", "тысяча", "раз", "миллион", "лям", "дом", "цех", "корпус", "этаж", "пункт", "балл", "класс"}
)
_PAIR_AT_LEAST: Final = 1.5
_MANY: Final = 5  # «мешка три», but «мешков пять»
