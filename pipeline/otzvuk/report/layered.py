"""What is said beside the mentions, worded once for every report: sections of tables with quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from otzvuk.model import wording
from otzvuk.model.codebook import Codebook
from otzvuk.model.leaving import Sign
from otzvuk.model.loss import Measured
from otzvuk.model.rival import Verdict
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.layers import Layered

Row = Mapping[str, Any]

_MONEY: Final = {"RUB": "₽", "EUR": "€", "USD": "$", "CNY": "¥"}
_UNITS: Final = {
    "second": "с", "minute": "мин", "hour": "ч", "day": "сут.", "evening": "веч.",
    "night": "ноч.", "weekend": "вых.", "week": "нед.", "month": "мес.", "quarter": "кварт.", "year": "г.",
    "summer": "за лето", "winter": "за зиму", "spring": "за весну", "autumn": "за осень",
    "season": "за сезон", "half-year": "полгода",
}  # fmt: skip
_PERIODS: Final = {
    "minute": "в минуту", "hour": "в час", "day": "в день", "shift": "в смену", "week": "в неделю",
    "month": "в месяц", "quarter": "в квартал", "year": "в год", "half-year": "в полгода",
}  # fmt: skip
_SHIFTS: Final = ("смена", "смены", "смен")
_TIMES: Final = ("раз", "раза", "раз")
UNNAMED: Final = "сумм не называли"
"""What is said of a process that nobody gave a figure for."""
MEASURED: Final = {
    "losses": "Как часто это верно, измерено на чужих проверочных фразах. Тщательный кодировщик: верны шесть "
    "находок из семи, найдено от двух пятых до трёх пятых сказанного; правила, когда размечал не он: верны "
    "четыре из пяти, найдено три десятых. Прочитайте слова.",
    "leaving": "Как часто это верно, измерено на чужих проверочных фразах. Тщательный кодировщик: верны "
    "четыре находки из пяти, найдена четверть сказанного; правила, когда размечал не он: верны четыре из "
    "пяти, найдено две десятых. Прочитайте слова.",
    "matters": "Как часто это верно, измерено на чужих проверочных фразах. Тщательный кодировщик: верны "
    "шесть находок из семи, найдено четыре десятых сказанного; правила, когда размечал не он: верны четыре "
    "из пяти, найдено две десятых. Прочитайте слова.",
}
"""How right losses, leaving and matters are (models/layers/README.md, both fresh sets)."""
MEASURED_RIVALS: Final = (
    "Найдено правилами: на чужих проверочных фразах верны примерно четыре находки из пяти, а найдена лишь "
    "малая часть сравнений: от одного из пятидесяти до одного из четырёх. Прочитайте слова; чего здесь нет, "
    "то могло быть сказано."
)
"""How right those of rivals are: the unread halves of tests/layers, and two hands of the training corpus."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption, headers, rows, `shares` of the width, and which column holds the words.

    `places` are where the words of each row were said: interview and turn.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]
    words: int = -1
    places: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """A section: where it is on the page, its name, its title, what it answers, its sentences and tables.

    `main` is the table for a slide. `sheet` is the name of its sheet in a workbook, `sheets` those of its
    further tables.
    """

    anchor: str
    short: str
    title: str
    about: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    main: Table
    sheet: str
    sheets: tuple[str, ...] = ()


def layers(findings: Findings) -> tuple[Layer, ...]:
    """The sections that this study has: those of which somebody said anything."""
    return told(findings.layers, findings.study.codebook)


def told(layered: Layered, book: Codebook) -> tuple[Layer, ...]:
    """The same of tables alone (`otzvuk.numbers.layers.layered`)."""
    found = (
        of_losses(layered.losses, layered.by_process, book),
        of_leaving(layered.leaving, book),
        of_matters(layered.matters, layered.weighed, book),
        of_rivals(layered.rivals, layered.against, book),
    )
    return tuple(each for each in found if each is not None)


def who(row: Row) -> str:
    """Who said it: name and company."""
    return ", ".join(part for part in (str(row["speaker"]), str(row["company"])) if part)


def places_of(rows: Sequence[Row]) -> tuple[tuple[str, int], ...]:
    """The interview and the turn of each row."""
    return tuple((str(row["interview"]), int(row["turn"])) for row in rows)


def where(row: Row) -> str:
    """Where it was said: the interview and the place of its file."""
    return ", ".join(part for part in (str(row["interview"]), str(row["place"])) if part)


def amount(row: Row) -> str:
    """An amount with its unit: «2 сут.», «120 000 ₽», «2 в неделю», «20 %».

    >>> amount({"measured": "time", "low": 7, "high": 8, "unit": "day"}).replace("\\u00a0", " ")
    '7–8 сут.'
    """
    low, high, unit = float(row["low"]), float(row["high"]), str(row["unit"])
    if row["measured"] == Measured.SHARE.value:
        return _range(low * 100, high * 100, "%")
    if row["measured"] == Measured.MONEY.value:
        currency, _, period = unit.partition(" per ")
        if period and period not in _PERIODS and row.get("text"):
            return str(row["text"])  # of each thing: «400 рублей за штуку»
        return _range(low, high, f"{_sign(currency)} {_PERIODS.get(period, '')}".strip())
    if row["measured"] == Measured.FREQUENCY.value:
        period = unit.removeprefix("per ")
        if 0 < high < 1:  # «раз в две недели»
            return f"раз в\u00a0{_figure(1 / high)}\u00a0{_UNITS.get(period, period)}"
        times = wording.form_of(high, _TIMES)
        return _range(low, high, f"{times} {_PERIODS.get(period, _UNITS.get(period, period))}")
    if row["measured"] == Measured.QUANTITY.value and row.get("text"):
        return str(row["text"])  # as it was said: «четыре поставки», not «4 поставка»
    length, _, period = unit.partition(" per ")
    shown = wording.form_of(high, _SHIFTS) if length == "shift" else _UNITS.get(length, length)
    return _range(low, high, f"{shown} {_PERIODS.get(period, '')}".strip())


def _range(low: float, high: float, unit: str) -> str:
    said = _figure(low) if low == high else f"{_figure(low)}–{_figure(high)}"
    return f"{said}\u00a0{unit}".strip()


def _figure(value: float) -> str:
    """Thousands apart, no needless zeros."""
    rounded = round(value, 1) if value < 100 else round(value)
    whole = int(rounded)
    if rounded == whole:
        return f"{whole:,}".replace(",", "\u00a0")
    return f"{rounded:.1f}".replace(".", ",")


def time_of(hours: float) -> str:
    """Hours up to two days, then days.

    >>> time_of(36.0).replace("\\u00a0", " "), time_of(168.0).replace("\\u00a0", " ")
    ('36 ч', '7 сут.')
    """
    return f"{_figure(hours)}\u00a0ч" if hours < 48 else f"{_figure(hours / 24)}\u00a0сут."


def of_losses(losses: pd.DataFrame, by_process: pd.DataFrame, book: Codebook) -> Layer | None:
    """What harm costs by those who say it; None where nobody names anything."""
    if losses.empty:
        return None
    named = records(by_process)
    sums = Table(
        "Потери, о которых сказали сами, по процессам",
        ("Процесс", "Место по вреду", "Кто называл", "Время", "Деньги", "Что ещё называли"),
        tuple(
            (
                _process(book, row["process"]),
                wording.place(row["rank"] or None, row["rank_last"] or None),
                wording.counted(row["people"], "respondent"),
                _time(row),
                _money(row),
                row["others"] or "—",
            )
            for row in named
            if row["said"]
        ),
        (24, 9, 14, 15, 16, 22),
    )
    silent = [_process(book, row["process"]) for row in named if not row["said"] and row["damage"] > 0]
    said = records(losses)
    words = Table(
        "Каждая сумма с её словами",
        ("Процесс", "Сколько", "Слова", "Кто", "Где"),
        tuple(
            (_process(book, row["process"]), _with_product(row), str(row["words"]), who(row), where(row))
            for row in _in_order(said, named, "process")
        ),
        (18, 14, 42, 16, 10),
        words=2,
        places=places_of(_in_order(said, named, "process")),
    )
    people = wording.counted(int(losses["person_id"].nunique()), "respondent")
    sentences = (
        f"Кто называл суммы: {people}; время, деньги, доли, частоты, всего "
        f"{len(said)}. Это слова клиентов, а не расчёт: ничего не додумано и на других не умножено.",
        "Сложено только одинаковое: время переведено в часы (сутки и день — 24 часа, неделя — 7 суток, "
        "месяц — 30), из «пяти-семи» взята середина, из нескольких времён одной фразы — наибольшее; смены и "
        "ночи не складываются. Что теряют раз за разом («6 ч в неделю»), стоит отдельно, в пересчёте на "
        "месяц, и к разовым потерям не прибавлено. Деньги без валюты — рубли. Ставка умножена на время, "
        "только где человек сказал их вместе, об одном простое: это догадка. Разные люди могли говорить "
        "об одном случае.",
        MEASURED["losses"],
        f"{'; '.join(silent)}: {UNNAMED}." if silent else "",
    )
    return Layer(
        "losses",
        "Цена вреда",
        "Цена вреда: что называли сами клиенты",
        "время, деньги и доли, с их словами",
        tuple(each for each in sentences if each),
        (sums, words),
        sums,
        "Цена вреда",
    )


def _in_order(said: Sequence[Row], of: Sequence[Row], column: str) -> list[Row]:
    """Rows in the order that another table has the values of a column in; what is not in it comes last."""
    order = {row[column]: at for at, row in enumerate(of)}
    return sorted(said, key=lambda row: order.get(row[column], len(order)))


def _process(book: Codebook, name: str) -> str:
    return book.label(name) if name else "Процесс не назван"


def _times(count: int) -> str:
    return "1\u00a0сумма" if count == 1 else f"сумм:\u00a0{count}"


def _sign(currency: str) -> str:
    return _MONEY.get(currency, currency)


def _time(row: Row) -> str:
    parts = []
    if row["hours_said"]:
        parts.append(f"{time_of(row['hours'])} ({_times(row['hours_said'])})")
    return "; ".join([*parts, *_again(row, "hours", "ч")]) or "—"


def _money(row: Row) -> str:
    parts = []
    sign = _sign(str(row["currency"]))
    if row["money_said"]:
        parts.append(f"{_figure(row['money'])}\u00a0{sign} ({_times(row['money_said'])})")
    if row["product"]:
        parts.append(f"ставка × время: {_figure(row['product'])}\u00a0{sign}")
    return "; ".join([*parts, *_again(row, "money", sign)]) or "—"


def _again(row: Row, what: str, unit: str) -> Iterator[str]:
    """What is lost over and over, by the month, where anything is."""
    times = row[f"{what}_a_month_said"]
    if times:
        yield f"постоянно: {_figure(row[f'{what}_a_month'])}\u00a0{unit} в\u00a0месяц ({_times(times)})"


def _with_product(row: Row) -> str:
    said = amount(row)
    if pd.notna(row["product"]):
        sign = _sign(str(row["currency"]))
        said = f"{said}; на названное время: {_figure(float(row['product']))}\u00a0{sign}"
    return said


def of_leaving(leaving: pd.DataFrame, book: Codebook) -> Layer | None:
    """Who looks around, who cannot go, who stays; None where nobody says so."""
    if leaving.empty:
        return None
    said = records(leaving)
    words = Table(
        "Кто смотрит по сторонам, кто уйти не может, кто остаётся",
        ("Клиент", "Что сказали", "Слова", "Причина", "Кто решает", "Кто сказал"),
        tuple(
            (
                str(row["company"]) or "Компания не указана",
                Sign(row["sign"]).label,
                str(row["words"]),
                str(row["reason"]) or (_process(book, row["process"]) if row["process"] else "не сказали"),
                str(row["who"]) or "не сказали",
                f"{row['speaker']} ({where(row)})",
            )
            for row in said
        ),
        (16, 13, 36, 15, 10, 15),
        words=2,
        places=places_of(said),
    )
    clients = {
        sign: len({row["company_id"] or row["person_id"] for row in said if row["sign"] == sign.value})
        for sign in Sign
    }
    told_signs = "; ".join(
        f"{sign.label.lower()} — {wording.counted(count, 'company')}"
        for sign, count in clients.items()
        if count
    )
    sentences = (
        f"По словам клиентов: {told_signs}. У одного клиента разные люди могут говорить разное.",
        "Оценки вероятности ухода здесь нет: только слова, причина рядом с ними и кто решает, если это "
        "сказано.",
        MEASURED["leaving"],
    )
    return Layer(
        "leaving",
        "Уход",
        "Кто может уйти и почему",
        "признаки ухода и зависимости, с причиной",
        sentences,
        (words,),
        words,
        "Уход",
    )


def of_matters(matters: pd.DataFrame, weighed: pd.DataFrame, book: Codebook) -> Layer | None:
    """What matters most, beside how it is judged; None where nobody says so."""
    if matters.empty:
        return None
    said, counted = records(matters), records(weighed)
    codes = Table(
        "Что важно, и как это оценивают",
        ("О чём", "Важно, человек", "Не главное, человек", "Хвалят", "Ругают", "Средняя оценка из 10"),
        tuple(
            (
                _about(book, row),
                str(row["important"]),
                str(row["unimportant"]),
                str(row["praise"]),
                str(row["complaint"]),
                f"{wording.number(row['mean_ten'], 1)} (оценок: {row['marks']})" if row["marks"] else "—",
            )
            for row in counted
        ),
        (34, 12, 14, 10, 10, 20),
    )
    words = Table(
        "Слова о том, что важно",
        ("О чём", "Важно ли", "Слова", "Кто", "Где"),
        tuple(
            (
                _about(book, row),
                "важно" if row["important"] else "не главное",
                str(row["words"]),
                who(row),
                where(row),
            )
            for row in _in_order(said, counted, "code")
        ),
        (22, 11, 42, 15, 10),
        words=2,
        places=places_of(_in_order(said, counted, "code")),
    )
    people = wording.counted(int(matters["person_id"].nunique()), "respondent")
    sentences = (
        f"Кто сказал, что важнее всего: {people}; своими словами, без опроса о важности.",
        "Считаются люди, а не упоминания; рядом — сколько людей то же хвалят и ругают и какие оценки дали.",
        MEASURED["matters"],
    )
    return Layer(
        "matters",
        "Что важно",
        "Что для клиентов важнее всего",
        "их словами, рядом с оценками",
        sentences,
        (codes, words),
        codes,
        "Что важно",
    )


def of_rivals(rivals: pd.DataFrame, against: pd.DataFrame, book: Codebook) -> Layer | None:
    """Whom we are compared with, on what, for better or worse; None where nobody compares."""
    if rivals.empty:
        return None
    said, counted = records(rivals), records(against)
    compared = [row for row in said if row["verdict"] != Verdict.ALONE.value]
    alone = [row for row in said if row["verdict"] == Verdict.ALONE.value]
    codes = Table(
        "Мы против конкурентов: кто с кем сравнивает и на чём",
        ("О чём", "Мы лучше, человек", "Мы хуже, человек", "Одинаково, человек", "С кем сравнивают"),
        tuple(
            (_about(book, row), str(row["better"]), str(row["worse"]), str(row["same"]), row["rivals"])
            for row in counted
        ),
        (30, 13, 13, 14, 30),
    )
    words = Table(
        "Слова, которыми сравнивают",
        ("О чём", "С кем", "Что сказано о нас", "Слова", "Кто", "Где"),
        tuple(
            (
                _about(book, row),
                str(row["rival"]),
                Verdict(row["verdict"]).label,
                str(row["words"]),
                who(row),
                where(row),
            )
            for row in _in_order(compared, counted, "code")
        ),
        (18, 14, 11, 34, 14, 9),
        words=3,
        places=places_of(_in_order(compared, counted, "code")),
    )
    apart = Table(
        "Что говорят о них самих, без сравнения с нами: в числа не входит",
        ("О ком", "Слова", "Кто", "Где"),
        tuple((str(row["rival"]), str(row["words"]), who(row), where(row)) for row in alone),
        (18, 52, 18, 12),
        words=1,
        places=places_of(alone),
    )
    people = wording.counted(len({row["person_id"] for row in compared}), "respondent")
    sentences = (
        f"Кто сравнивает нас с другими: {people}. Взяты только явные сравнения, словами самих клиентов."
        if compared
        else "С другими нас никто прямо не сравнивает.",
        "Считаются люди, а не упоминания; в расчёт вреда процессов сравнения отдельно не входят. Где "
        "человек назвал не фирму, а «других», так и записано.",
        MEASURED_RIVALS,
    )
    tables = tuple(each for each in (codes, words, apart) if each.rows)
    return Layer(
        "rivals",
        "Конкуренты",
        "Мы против конкурентов",
        "с кем сравнивают, в чём мы лучше и хуже",
        sentences,
        tables,
        tables[0],
        "Конкуренты" if compared else "Конкуренты, без нас",
        ("Конкуренты, слова", "Конкуренты, без нас"),
    )


def _about(book: Codebook, row: Row) -> str:
    return book.label(row["code"]) or wording.UNNAMED
