"""Amounts that cost nobody anything whatever stands beside them: moments, ages, sizes, what arrived sound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from otzvuk.coding.amounts.amount import Amount
from otzvuk.coding.numeral import folded
from otzvuk.language import Token
from otzvuk.model.loss import Measured


def is_no_amount(tokens: Sequence[Token], amount: Amount) -> bool:
    """A moment, an age, a term of notice: «два года назад», «в шесть вечера», «за три дня предупреждают»."""
    before = tokens[amount.first - 1].lemma if amount.first else ""
    after = tokens[amount.last].lemma if amount.last < len(tokens) else ""
    if amount.kind is Measured.TIME and before in {"за", "этот"} and not amount.bare:
        return True  # «за девять месяцев» is when it was, «на эти десять дней» was said before
    if amount.kind is Measured.TIME and before == "в" and amount.low <= 1:
        return True  # «то в один день три паллеты»
    if after in {"срок", "назад", "тому", "вперед", "возраст"} or before in {
        "последний",
        "первый",
        "следующий",
        "ближайший",
    }:
        return True
    if amount.kind is Measured.SHARE and _arrives(tokens, amount):
        return True
    if amount.unit in {"evening", "night"} and tokens[amount.last - 1].text.lower() in {"вечера", "ночи"}:
        return before in {"в", "к", "до", "после", "с", "около"} or amount.low > 4
    if amount.unit == "hour" and before in {"к", "до", "после"} and amount.low <= 24:
        return True
    if amount.kind is not Measured.QUANTITY:
        return False
    if amount.unit == "раз" and amount.low > 1:
        return False
    return amount.unit in _SIZES or amount.low == amount.high == 1 or before in _PREPOSITIONS


def _arrives(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether it is the sound part that is told: «из тридцати стульев доехало двадцать семь»."""
    inside = tokens[amount.first - 1 if amount.first else 0 : amount.last + 1]
    return any(folded(token.text).startswith(_SOUND) for token in inside)


_SOUND: Final = (
    "доеха",
    "лежи",
    "лежал",
    "груз",
    "включ",
    "выполн",
    "чист",
    "приеха",
    "приход",
    "пришл",
    "дошл",
    "привез",
    "достав",
    "годн",
    "цел",
    "работ",
    "подход",
    "верну",
    "осталос",
    "успе",
    "сдела",
    "прошл",
)
_PREPOSITIONS: Final = frozenset(
    {"на", "по", "с", "перед", "для", "от", "до", "из", "к", "между", "в", "при", "под"}
)


_SIZES: Final = frozenset(
    {
        "метр", "сантиметр", "миллиметр", "микрон", "градус", "километр", "верста", "вольт", "ватт",
        "секунда", "цифра", "строка", "буква", "этаж", "слой", "экземпляр", "ноль", "балл", "класс", "сорт",
        "серия", "номер", "сезон", "цвет", "дюйм", "квадрат", "глаз", "голова", "рука", "слово", "вид",
        "стол", "сторона", "раз", "вещь", "путь",
    }
)  # fmt: skip
