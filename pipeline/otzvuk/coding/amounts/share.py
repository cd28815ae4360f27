"""What part: «половина поставок», «шесть бочек из сорока», «через раз»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from otzvuk.coding.amounts.amount import Amount
from otzvuk.coding.amounts.cardinal import MULTIPLIERS, Range, lemma_at, number_at, plain, word_at
from otzvuk.coding.amounts.ordinal import ordinal_at
from otzvuk.coding.amounts.thing import FILLERS
from otzvuk.coding.amounts.unit import unit_of_time
from otzvuk.language import Token, tags
from otzvuk.model.loss import Measured

FRACTIONS: Final = {"половина": 0.5, "треть": 1 / 3, "четверть": 0.25}


def every_other(tokens: Sequence[Token], at: int) -> Amount | None:
    """«через раз», «половина поставок», «четверть рекламаций», «треть машин»."""
    if word_at(tokens, at) == "через" and word_at(tokens, at + 1) == "раз":
        return Amount(at, at + 2, Measured.SHARE, 0.5, 0.5, "share")
    if (
        word_at(tokens, at) == "через"
        and word_at(tokens, at + 1) == "день"
        and word_at(tokens, at + 2) != "после"
    ):
        return Amount(at, at + 2, Measured.FREQUENCY, 0.5, 0.5, "per day")
    if word_at(tokens, at) == "через" and word_at(tokens, at + 1) in _ONE_BY_ONE:
        following = tags(tokens[at + 2].text) if at + 2 < len(tokens) else frozenset()
        return None if "NOUN" in following else Amount(at, at + 2, Measured.SHARE, 0.5, 0.5, "share")
    ordinal = ordinal_at(tokens, at)
    if ordinal is not None and ordinal.low > 1 and lemma_at(tokens, ordinal.last) == "часть":
        return Amount(at, ordinal.last + 1, Measured.SHARE, 1 / ordinal.low, 1 / ordinal.low, "share")
    fraction = FRACTIONS.get(lemma_at(tokens, at))
    if fraction is None or lemma_at(tokens, at + 1) in MULTIPLIERS:  # «четверть миллиона»
        return None
    last = at + 1
    unit_at = last + (lemma_at(tokens, last) in FILLERS)
    unit = unit_of_time(lemma_at(tokens, unit_at))
    if unit:  # «четверть часа», «половина рабочего дня»
        return Amount(at, unit_at + 1, Measured.TIME, fraction, fraction, unit)
    following = tags(tokens[last].text) if last < len(tokens) else frozenset()
    if "Anum" in following:  # «половина второго»
        return None
    of_something = following & {"NOUN", "ADJF"} and not ("NOUN" in following and "gent" not in following)
    before = word_at(tokens, at - 1)
    alone = before not in _NO_SHARE and not plain(word_at(tokens, last))
    if lemma_at(tokens, at) == "четверть" and before not in _ROUGHLY:
        alone = False
    if not of_something and not alone:
        return None
    return Amount(at, last, Measured.SHARE, fraction, fraction, "share")


_ONE_BY_ONE: Final = frozenset({"один", "одну", "одно", "одного"})
_NO_SHARE: Final = frozenset({"с", "в", "во", "за", "до", "к", "вторая", "вторую", "другая", "моя", "своя"})
_ROUGHLY: Final = frozenset({"примерно", "почти", "где-то", "около", "меньше", "больше", "на", "минимум"})


def out_of(tokens: Sequence[Token], at: int) -> Amount | None:
    """«шесть бочек из сорока», «из двухсот датчиков тридцать шесть», «три из десяти»."""
    if word_at(tokens, at) == "из":
        whole = number_at(tokens, at + 1 + (lemma_at(tokens, at + 1) in _OF_WHICH))
        if whole is None:
            return None
        for begin in range(whole.last, min(whole.last + _FAR, len(tokens))):
            if tokens[begin].text in _ENDS:
                return None
            part = number_at(tokens, begin)
            if part is not None:
                apart = unit_of_time(lemma_at(tokens, part.last)) or (whole.big and not part.big)
                return None if apart else _part(at, part, whole, part.last)
        return None
    part = number_at(tokens, at)
    if part is None:
        return None
    for begin in range(part.last, min(part.last + _REACH, len(tokens))):
        if not (tokens[begin].text[0].isalpha()) or word_at(tokens, begin) == "и":
            return None  # «двадцать тонн масла, и из двадцати …» begins anew
        if word_at(tokens, begin) == "на" and word_at(tokens, begin + 1) in _ON:
            whole = number_at(tokens, begin + 1)
            return None if whole is None else _part(at, part, whole, whole.last)
        if word_at(tokens, begin) == "из":
            whole = number_at(tokens, begin + 1 + (lemma_at(tokens, begin + 1) in _OF_WHICH))
            return None if whole is None else _part(at, part, whole, whole.last)
        if number_at(tokens, begin) is not None:
            return None
    return None


_REACH: Final = 5  # tokens between the two numbers of «шесть бочек из сорока»
_FAR: Final = 9  # and of «из двухсот стульев, привезённых на конференцию, у семнадцати»
_ENDS: Final = frozenset(".!?…")
_OF_WHICH: Final = frozenset({"последний", "весь", "этот", "тот", "каждый", "наш", "первый"})
_ON: Final = frozenset({"сотню", "дюжину", "десяток"})


def _part(first: int, part: Range, whole: Range, last: int) -> Amount | None:
    if not 0 < part.high < whole.low:
        return None
    return Amount(first, last, Measured.SHARE, part.low / whole.low, part.high / whole.low, "share")
