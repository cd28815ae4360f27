"""What people say that harm costs: every amount with its words, and sums by process with what was assumed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Final

import pandas as pd

from otzvuk.model.loss import Measured
from otzvuk.model.span import Span
from otzvuk.numbers.count import framed
from otzvuk.numbers.layers.rows import frame, part, rows_of
from otzvuk.numbers.survey import Survey

LOSSES: Final[Mapping[str, str]] = {
    "measured": "string",
    "low": "float64",
    "high": "float64",
    "unit": "string",
    "hours": "float64",
    "trouble": "string",
    "code": "string",
    "process": "string",
    "product": "float64",
    "currency": "string",
}
"""Further columns of `losses`. `low`…`high` of `unit` is what was said; `hours` the time (the middle of a
range) in hours, missing where a unit has no fixed length; `product` is a rate times the time said beside
it, in `currency`, where both are said of standing idle or right beside each other."""

NAMED: Final[Mapping[str, str]] = {
    "process": "string",
    "rank": "int64",
    "rank_last": "int64",
    "damage": "float64",
    "people": "int64",
    "companies": "int64",
    "said": "int64",
    "hours": "float64",
    "hours_said": "int64",
    "money": "float64",
    "money_said": "int64",
    "currency": "string",
    "product": "float64",
    "hours_a_month": "float64",
    "hours_a_month_said": "int64",
    "money_a_month": "float64",
    "money_a_month_said": "int64",
    "others": "string",
}
"""Columns of `losses_by_process`: sums of what was named, and how many amounts they are made of. What is lost
over and over («по шесть часов в неделю») is summed apart, by the month (`hours_a_month`, `money_a_month`).
`rank`, `rank_last` and `damage` are those of the ranking, 0 where the process is not in it. `others` are the
words of what is not summed."""

BESIDE: Final = 5
"""Characters between a time and the rate that is for it whatever it is of: «двое суток по две тысячи»."""

HOURS: Final[Mapping[str, float]] = {
    "second": 1 / 3600,
    "minute": 1 / 60,
    "hour": 1.0,
    "day": 24.0,
    "week": 168.0,
    "month": 720.0,
    "quarter": 2160.0,
    "year": 8760.0,
}
"""Hours of a unit. A shift, an evening and a night have no length that everybody means."""


AGAIN: Final = {
    Measured.TIME: frozenset({"day", "week", "month", "quarter", "year"}),
    Measured.MONEY: frozenset({"week", "month", "quarter", "year"}),
}
"""Periods in which time and money are lost over and over. Money by the day or the hour is a price: «кран
стоит две тысячи в час»."""


def losses(survey: Survey) -> pd.DataFrame:
    """Every amount, one row each, in the order of the interviews (`WHERE`, `LOSSES`, ids)."""
    rows = []
    known = {each.id: each for each in survey.study.interviews}
    for loss, cells in rows_of(survey, "losses"):
        unit, middle = loss.unit, (loss.low + loss.high) / 2
        rows.append(
            cells
            | {
                "measured": loss.kind.value,
                "low": loss.low,
                "high": loss.high,
                "unit": unit,
                "hours": middle * HOURS[unit] if loss.kind is Measured.TIME and unit in HOURS else None,
                "trouble": part(known[cells["interview"]], loss.turn, loss.trouble),
                "code": loss.code,
                "process": loss.process,
                "standing": loss.standing,
                "product": None,
                "currency": "",
            }
        )
    _multiply(rows)
    return frame(rows, LOSSES)


def _multiply(rows: list[dict[str, Any]]) -> None:
    """A rate and the time said beside it, in the same sentences: «двое суток по две тысячи в час».

    With words between them both must be of standing idle: «простой двое суток, а час стоит сорок тысяч», but
    not «акты ждём неделю, а час простоя стоит сорок тысяч».
    """
    for rate in rows:
        currency, per, unit = str(rate["unit"]).partition(" per ")
        if rate["measured"] != Measured.MONEY.value or not per:
            continue
        beside = [
            each
            for each in rows
            if each["measured"] == Measured.TIME.value
            and (each["interview"], each["turn"]) == (rate["interview"], rate["turn"])
            and (each["words"] == rate["words"] or Span(each["start"], each["end"]).shared(_around(rate)) > 0)
            and ((each["standing"] and rate["standing"]) or _is_beside(each, rate))
        ]
        if len(beside) != 1:
            continue  # which of several times it is for is not said
        time = beside[0]
        times = (time["low"] + time["high"]) / 2
        if time["unit"] != unit:
            if time["hours"] is None or unit not in HOURS:
                continue
            times = time["hours"] / HOURS[unit]
        rate["product"] = (rate["low"] + rate["high"]) / 2 * times
        rate["currency"] = currency


def _is_beside(time: Mapping[str, Any], rate: Mapping[str, Any]) -> bool:
    return bool(0 <= rate["start"] - time["end"] <= BESIDE)


def _around(row: Mapping[str, Any]) -> Span:
    return Span(row["start"] - 40, row["end"] + 40)


def losses_by_process(table: pd.DataFrame, ranking: pd.DataFrame) -> pd.DataFrame:
    """The sums of `losses` by process (`NAMED`): those that cost money first, then time, then the ranking's
    order; processes of the ranking without any amount last. What belongs to none has the row "".
    """
    places = {str(row["process"]): row for row in ranking.to_dict("records")}
    order = {name: at for at, name in enumerate(places)}
    groups = {str(name): own for name, own in table.groupby("process")} if len(table) else {}
    rows = []
    for name in dict.fromkeys([*places, *groups]):
        own = groups.get(name, table.head(0))
        place = places.get(name, {})
        rows.append(
            {
                **_sums(own),
                "process": name,
                "rank": _number(place.get("rank")),
                "rank_last": _number(place.get("rank_last")),
                "damage": place.get("damage", 0.0),
            }
        )
    rows.sort(
        key=lambda row: (
            not row["said"],
            row["process"] == "",
            -(row["money"] + row["product"]),
            -row["hours"],
            order.get(row["process"], len(order)),
        )
    )
    return framed(rows, NAMED)


def _sums(own: pd.DataFrame) -> dict[str, Any]:
    plain = own[(own["measured"] == Measured.MONEY.value) & ~own["unit"].str.contains(" per ")]
    again, paid = _by_month(own, Measured.TIME), _by_month(own, Measured.MONEY)
    currencies = sorted({*plain["unit"], *own["currency"], *(_currency(own, at) for at in paid)} - {""})
    currency = currencies[0] if len(currencies) == 1 else ""
    paid = paid if currency else {}
    timed = _longest(own[own["hours"].notna()])
    summed = {*timed.index, *again, *paid, *(plain.index if currency else ())}
    middle = (plain["low"] + plain["high"]) / 2
    return {
        "people": int(own["person_id"].nunique()),
        "companies": int(own.loc[own["company_id"].ne(""), "company_id"].nunique()),
        "said": len(own),
        "hours": float(timed["hours"].sum()),
        "hours_said": len(timed),
        "money": float(middle.sum()) if currency else 0.0,
        "money_said": len(plain) if currency else 0,
        "currency": currency,
        "product": float(own["product"].fillna(0).sum()) if currency else 0.0,
        "hours_a_month": float(sum(again.values())),
        "hours_a_month_said": len(again),
        "money_a_month": float(sum(paid.values())),
        "money_a_month_said": len(paid),
        "others": "; ".join(_once(own.loc[[at for at in own.index if at not in summed], "text"])),
    }


def _by_month(own: pd.DataFrame, kind: Measured) -> dict[Hashable, float]:
    """What is lost over and over, by the month: hours or money, by the rows that say it."""
    found: dict[Hashable, float] = {}
    for at, row in own[(own["measured"] == kind.value) & own["product"].isna()].iterrows():
        unit, _, period = str(row["unit"]).partition(" per ")
        size = HOURS.get(unit) if kind is Measured.TIME else 1.0
        if period in AGAIN[kind] and size is not None:
            found[at] = (row["low"] + row["high"]) / 2 * size * HOURS["month"] / HOURS[period]
    return found


def _currency(own: pd.DataFrame, at: Hashable) -> str:
    return str(own.at[at, "unit"]).partition(" per ")[0]


def _longest(timed: pd.DataFrame) -> pd.DataFrame:
    """Of several times in the same words the longest: «четыре месяца, на сто тридцать первый день» is one
    wait. Two that belong to different things are undercounted so: better than what was never lost.
    """
    said = timed.groupby(["interview", "turn", "words"], sort=False)["hours"]
    return timed.loc[sorted(said.idxmax())] if len(timed) else timed


def _number(rank: Any) -> int:
    return 0 if rank is None or pd.isna(rank) else int(rank)


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(str(each).lower() for each in texts))
