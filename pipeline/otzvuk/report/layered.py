"""What is said beside the mentions, worded once for every report: sections of tables with quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from otzvuk.model import wording
from otzvuk.model.codebook import Codebook
from otzvuk.model.leaving import Sign
from otzvuk.model.loss import Measured
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.layers import Layered

Row = Mapping[str, Any]

_MONEY: Final = {"RUB": "₽", "EUR": "€", "USD": "$", "CNY": "¥"}
_UNITS: Final = {
    "minute": "мин", "hour": "ч", "day": "сут.", "shift": "смен", "evening": "веч.", "night": "ноч.",
    "weekend": "вых.", "week": "нед.", "month": "мес.", "quarter": "кварт.", "year": "г.",
    "summer": "за лето", "winter": "за зиму", "spring": "за весну", "autumn": "за осень",
    "season": "за сезон",
}  # fmt: skip
_PERIODS: Final = {
    "minute": "в минуту", "hour": "в час", "day": "в день", "shift": "в смену", "week": "в неделю",
    "month": "в месяц", "quarter": "в квартал", "year": "в год",
}  # fmt: skip
UNNAMED: Final = "сумм не называли"
"""What is said of a process that nobody gave a figure for."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption, headers, rows, `shares` of the width, and which column holds the words."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]
    words: int = -1


@dataclass(frozen=True, slots=True)
class Layer:
    """A section: where it is on the page, its name, its title, what it answers, its sentences and tables.

    `main` is the table for a slide. `sheet` is the name of its sheet in a workbook.
    """

    anchor: str
    short: str
    title: str
    about: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    main: Table
    sheet: str


def layers(findings: Findings) -> tuple[Layer, ...]:
    """The sections that this study has: those of which somebody said anything."""
    return told(findings.layers, findings.study.codebook)


def told(layered: Layered, book: Codebook) -> tuple[Layer, ...]:
    """The same of tables alone (`otzvuk.numbers.layers.layered`)."""
    found = (
        of_losses(layered.losses, layered.by_process, book),
        of_leaving(layered.leaving, book),
        of_matters(layered.matters, layered.weighed, book),
    )
    return tuple(each for each in found if each is not None)


def who(row: Row) -> str:
    """Who said it: name and company."""
    return ", ".join(part for part in (str(row["speaker"]), str(row["company"])) if part)


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
        return _range(low, high, f"{_sign(currency)} {_PERIODS.get(period, '')}".strip())
    if row["measured"] == Measured.FREQUENCY.value:
        period = unit.removeprefix("per ")
        if 0 < high < 1:  # «раз в две недели»
            return f"раз в\u00a0{_figure(1 / high)}\u00a0{_UNITS.get(period, period)}"
        return _range(low, high, f"раз {_PERIODS.get(period, _UNITS.get(period, period))}")
    return _range(low, high, _UNITS.get(unit, unit))


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
                str(row["rank"]) if row["rank"] else "—",
                wording.counted(row["people"], "respondent"),
                f"{time_of(row['hours'])} ({_times(row['hours_said'])})" if row["hours_said"] else "—",
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
    )
    people = wording.counted(int(losses["person_id"].nunique()), "respondent")
    sentences = (
        f"Кто называл суммы: {people}; время, деньги, доли, частоты, всего "
        f"{len(said)}. Это слова клиентов, а не расчёт: ничего не додумано и на других не умножено.",
        "Сложено только одинаковое: время переведено в часы (сутки и день — 24 часа, неделя — 7 суток, "
        "месяц — 30), из «пяти-семи» взята середина; смены и ночи не складываются. Деньги без валюты — "
        "рубли. Ставка умножена на время, только где человек сказал их вместе. Разные люди могли говорить об "
        "одном случае.",
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


def _money(row: Row) -> str:
    parts = []
    sign = _sign(str(row["currency"]))
    if row["money_said"]:
        parts.append(f"{_figure(row['money'])}\u00a0{sign} ({_times(row['money_said'])})")
    if row["product"]:
        parts.append(f"ставка × время: {_figure(row['product'])}\u00a0{sign}")
    return "; ".join(parts) or "—"


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
                book.label(row["code"]),
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
                book.label(row["code"]),
                "важно" if row["important"] else "не главное",
                str(row["words"]),
                who(row),
                where(row),
            )
            for row in _in_order(said, counted, "code")
        ),
        (22, 11, 42, 15, 10),
        words=2,
    )
    people = wording.counted(int(matters["person_id"].nunique()), "respondent")
    sentences = (
        f"Кто сказал, что важнее всего: {people}; своими словами, без опроса о важности.",
        "Считаются люди, а не упоминания; рядом — сколько людей то же хвалят и ругают и какие оценки дали.",
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
