"""Numbers spoken in words, as a pattern and as digits."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    r"нол[ьяюе]м?|один|одна|одного|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|\w+надцать|двадцать|"
    r"тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|сто|двести|триста|четыреста|пятьсот|"
    r"шестьсот|семьсот|восемьсот|девятьсот|единиц[аы]|двойк[аи]|тройк[аи]|четв[её]рк[аи]|пят[её]рк[аи]|"
    r"шест[её]рк[аи]|сем[её]рк[аи]|восьм[её]рк[аи]|девятк[аи]|нул[ия]"
)
NUMERAL: Final = rf"(?:\b(?:{_WORDS}|\d{{1,4}})\b)"
"""One spoken number word, or a short number between such words."""

UNIT: Final = (
    r"(?:тысяч|миллион|миллиард|руб|коп|штук|шт\b|тонн|кило|грамм|метр|сантиметр|миллиметр|мм\b|см\b|процент|"
    r"градус|атмосфер|бар\b|вольт|ватт|ампер|час|минут|секунд|дн[яей]|день|сут|недел|месяц|год|лет\b|раз\b|раза\b|"
    r"человек|машин|вагон|фур\b|фуры|паллет|поддон|позици|коробк|коробок|литр|куб|баллов|балла|миллилитр|"
    r"январ|феврал|март|апрел|ма[яй]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|числ|%|°|₽|\w*ого\s+(?:числ|год))"
)
"""What follows a quantity: a number before it points at nobody."""

COUNTED: Final = rf"(?!\s*[,]?\s*{UNIT})"


def run(fewest: int, most: int = 24) -> str:
    """A pattern for `fewest` to `most` number words in a row.

    >>> bool(re.fullmatch(run(3), "двадцать два, тридцать три"))
    True
    """
    return rf"{NUMERAL}(?:[\s,–-]+{NUMERAL}){{{fewest - 1},{most - 1}}}"


_HUNDREDS: Final = re.compile(r"(?:сто|двести|триста|\w+ста|\w+сот)$")
_TENS: Final = re.compile(r"(?:десять|\w+надцать|двадцать|тридцать|сорок|\w+десят|девяносто)$")


def digits_in(spoken: str) -> int:
    """How many digits the number words stand for when each group is read as it is dictated.

    >>> digits_in("девятьсот двенадцать ноль один"), digits_in("двадцать два 33")
    (5, 4)
    """
    count, place = 0, 0
    for word in re.findall(r"\w+", spoken.lower()):
        size = len(word) if word.isdigit() else 3 if _HUNDREDS.match(word) else 2 if _TENS.match(word) else 1
        if size < place and not word.isdigit():  # «двадцать два»: the units fill the tens' place
            place = size
            continue
        count += size
        place = size if size > 1 and not word.isdigit() and not word.endswith("надцать") else 0
    return count
