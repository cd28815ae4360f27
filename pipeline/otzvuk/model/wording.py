"""Numbers in Russian words: plurals, percent, clock times, and how sure a probability is."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_YEAR = re.compile(
    r"(?:волна )?((?:19|20)\d\d)(?:[.,]0|[-\u2010-\u2015]?(?: ?г\.?| ?года?|й год))?", re.IGNORECASE
)

Forms = tuple[str, str, str]
"""A noun with one, with two and with five: («респондент», «респондента», «респондентов»)."""

NOUNS: dict[str, Forms] = {
    "company": ("компания", "компании", "компаний"),
    "complaint": ("жалоба", "жалобы", "жалоб"),
    "interview": ("интервью", "интервью", "интервью"),
    "mention": ("высказывание", "высказывания", "высказываний"),
    "praise": ("похвала", "похвалы", "похвал"),
    "respondent": ("респондент", "респондента", "респондентов"),
    "wish": ("пожелание", "пожелания", "пожеланий"),
}


def counted(number: int, noun: str) -> str:
    """The number with its noun.

    >>> [counted(n, "respondent").replace("\\u00a0", " ") for n in (1, 3, 11)]
    ['1 респондент', '3 респондента', '11 респондентов']
    """
    return f"{number}\u00a0{form_of(number, NOUNS[noun])}"


def form_of(number: float, forms: Forms) -> str:
    """The form of a noun that goes with a number; a broken one takes the genitive («2,5 смены»).

    >>> [form_of(n, ("смена", "смены", "смен")) for n in (1, 2.5, 3, 11, 21)]
    ['смена', 'смены', 'смены', 'смен', 'смена']
    """
    one, few, many = forms
    if number != int(number):
        return few
    if number % 10 == 1 and number % 100 != 11:
        return one
    return few if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else many


_UNITS: Final[Mapping[str, Forms]] = {
    "пункты": ("пункт", "пункта", "пунктов"),
    "баллы": ("балл", "балла", "баллов"),
}


def measured(value: float, unit: str, digits: int = 1) -> str:
    """A value in its unit, which agrees with the number as it is written.

    >>> [measured(*each) for each in ((3.71, "баллы"), (-29.0, "пункты", 0), (42.9, "%"))]
    ['3,7\\xa0балла', '−29\\xa0пунктов', '42,9\\xa0%']
    """
    said = number(value, digits)
    if math.isnan(value):
        return said
    shown = rounded(value, digits)
    word = unit
    if unit in _UNITS:  # «3,0 балла»: what is written with a fraction takes the genitive
        word = _UNITS[unit][1] if digits else form_of(abs(shown), _UNITS[unit])
    return f"{said}\u00a0{word}" if word else said


def out_of(number: int, noun: str) -> str:
    """«из» and the number with its noun in the genitive.

    >>> out_of(21, "respondent"), out_of(4, "company")
    ('из\\xa021\\xa0респондента', 'из\\xa04\\xa0компаний')
    """
    _, few, many = NOUNS[noun]
    single = number % 10 == 1 and number % 100 != 11
    return f"из\u00a0{number}\u00a0{_GENITIVE.get(noun, few) if single else many}"


_GENITIVE = {"complaint": "жалобы", "company": "компании", "praise": "похвалы"}


def percent(share: float) -> str:
    """A share as whole percent.

    >>> percent(0.25)
    '25\\xa0%'
    """
    return f"{rounded(share * 100, 0):.0f}\u00a0%"


def chance(probability: float, *, brief: bool = False) -> str:
    """A probability from resampling as percent: it is never quite 0 or 1.

    >>> [chance(p).replace("\\u00a0", " ") for p in (1.0, 0.97, 0.0)], chance(1.0, brief=True)
    (['больше 99 %', '97 %', 'меньше 1 %'], '>\\xa099\\xa0%')
    """
    if probability > 0.99:
        return f"{'>' if brief else 'больше'}\u00a099\u00a0%"
    if probability < 0.01:
        return f"{'<' if brief else 'меньше'}\u00a01\u00a0%"
    return percent(probability)


def number(value: float, digits: int = 2) -> str:
    """A number with a decimal comma; a dash where there is none.

    >>> number(1.5), number(7.0, 0), number(float("nan"))
    ('1,50', '7', '—')
    """
    if math.isnan(value):
        return "—"
    return f"{rounded(value, digits):.{digits}f}".replace(".", ",").replace("-", "−")


def agreeing(number: int, one: str, many: str) -> str:
    """The verb that agrees with a number.

    >>> [agreeing(number, "жалуется", "жалуются") for number in (1, 2, 11, 21)]
    ['жалуется', 'жалуются', 'жалуются', 'жалуется']
    """
    return one if number % 10 == 1 and number % 100 != 11 else many


def rounded(value: float, digits: int) -> float:
    """A number rounded as Excel and Word's charts round it: a half goes away from zero, as it is written.

    >>> rounded(9.25, 1), rounded(12.5, 0), rounded(-0.125, 2), rounded(1.005, 2)
    (9.3, 13.0, -0.13, 1.01)
    """
    if not math.isfinite(value):
        return value
    written = repr(round(float(value), 10))
    return float(Decimal(written).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def signed(value: float, digits: int = 1) -> str:
    """A change with its sign; what rounds to nothing has none.

    >>> signed(0.34), signed(-1.25, 2), signed(-0.01), signed(float("nan"))
    ('+0,3', '−1,25', '0,0', '—')
    """
    said = number(value, digits)
    if not said.strip("−0,"):
        return said.removeprefix("−")
    return f"+{said}" if value > 0 else said


def points(difference: float) -> str:
    """The change of a share, in points of percent.

    >>> points(0.124).replace("\u00a0", " "), points(-0.5).replace("\u00a0", " ")
    ('+12 п. п.', '−50 п. п.')
    """
    said = signed(difference * 100, 0)
    return said if said == "—" else f"{said}\u00a0п.\u00a0п."


def short(value: float) -> str:
    """A mark or scale without needless zeros: 8, 7,5."""
    return f"{value:g}".replace(".", ",")


def clock(seconds: float | None) -> str:
    """A moment of a recording; empty where unknown.

    >>> clock(65), clock(3725.4), clock(None)
    ('1:05', '1:02:05', '')
    """
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def standing(probability: float, high: int, *, top: int = 3) -> str:
    """How sure a place among the first `top` is, and what else it may be: one sentence that cannot
    contradict itself.

    `probability` is that of being there, `high` the last place of the 90 % interval.

    >>> standing(0.86, 9).replace("\\u00a0", " ")
    'в первой тройке с вероятностью 86 %, иначе ниже, вплоть до 9-го места'
    >>> standing(1.0, 2).replace("\\u00a0", " ")
    'в первой тройке с вероятностью больше 99 %'
    """
    said = f"в первой тройке с\u00a0вероятностью {chance(probability)}"
    return f"{said}, иначе ниже, вплоть до {high}-го места" if top < high and probability <= 0.99 else said


def place(rank: int | None, last: int | None = None) -> str:
    """A place in a ranking: «3», of equals «4–8», of what does no damage «—».

    >>> place(3, 3), place(4, 8), place(None)
    ('3', '4–8', '—')
    """
    return "—" if rank is None else ranks(rank, rank if last is None else last)


def ranks(low: int, high: int) -> str:
    """An interval of ranks: «1», «1–3»."""
    return str(low) if low == high else f"{low}–{high}"


def wave_name(written: str) -> str:
    """A wave as it is written, a year always alike: «2025 г.», «2025 год», «2025.0» are the wave 2025.

    >>> [wave_name(each) for each in ("2025 г.", "волна 2025", " 2025.0 ", "2025, осень")]
    ['2025', '2025', '2025', '2025, осень']
    """
    name = " ".join(written.split())
    year = _YEAR.fullmatch(name)
    return year[1] if year else name


def waves(names: Sequence[str]) -> str:
    """«волна 2025», «волны 2024, 2025»; empty of none."""
    return f"{'волна' if len(names) == 1 else 'волны'} {', '.join(names)}" if names else ""


UNNAMED = "Код не назван"  # what is said of something, but of which code, nobody can tell


def in_quotes(text: str) -> str:
    """Text in Russian quotation marks; those inside it become the inner ones.

    >>> in_quotes("в «Альфе» всё хорошо")
    '«в „Альфе“ всё хорошо»'
    """
    return f"«{text.replace('«', '„').replace('»', '“')}»"
