"""A comparison in a few Russian sentences: what is clear, what only appeared or went, what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.numbers.count import records
from otzvuk.numbers.wave.change import Change, Measure

_LISTED = 5  # more names than that in one sentence are not read


def sentences(changes: pd.DataFrame, codebook: Codebook) -> tuple[str, ...]:
    """Sentences about a table of `compare`; damage and shares of complaint first, then praise and marks."""
    rows = records(changes)
    if not rows:
        return ("Сравнивать нечего: упоминаний и оценок нет.",)
    names = f"«{rows[0]['before_wave']}» и «{rows[0]['after_wave']}»"
    tested = [row for row in rows if row["change"] != Change.UNTESTED]
    if not tested:
        return (f"Сравнить волны {names} нельзя: {rows[0]['note']}.",)
    clear = [row for row in tested if row["clear"]]
    found = [
        _listing("Стало хуже", [row for row in clear if _direction(row) > 0], codebook),
        _listing("Стало лучше", [row for row in clear if _direction(row) < 0], codebook),
    ]
    if not any(found):
        found.append(f"Ясных изменений между волнами {names} нет.")
    for change, word in ((Change.APPEARED, "Появились"), (Change.GONE, "Исчезли")):
        maybe = [
            row
            for row in tested
            if row["change"] == change and row["measure"] == Measure.COMPLAINT and not row["clear"]
        ]
        if maybe:
            listed = _names([codebook.label(row["item"]) for row in _by_size(maybe)])
            found.append(f"{word} жалобы, но это может быть случайностью: {listed}.")
    chance = sum(not row["jointly"] for row in clear)
    if chance:
        share = f"{chance} из {len(clear)}"
        found.append(
            f"Каждое двадцатое сравнение выглядит ясным случайно; если судить обо всех сразу, "
            f"из этих изменений не подтверждаются {share}."
        )
    return tuple(sentence for sentence in found if sentence)


def _direction(row: Mapping[str, Any]) -> int:
    worse = (row["difference"] > 0) == Measure(row["measure"]).more_is_worse
    return 1 if worse else -1


def _listing(word: str, rows: Sequence[Mapping[str, Any]], codebook: Codebook) -> str:
    if not rows:
        return ""
    return f"{word}: {_names([_one(row, codebook) for row in _by_size(rows)], marks=False)}."


def _by_size(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Shares, damage and marks each by how much they changed, of the range they have."""
    span = {Measure.DAMAGE: 3.0, Measure.SPEECH: 10.0, Measure.QUESTIONNAIRE: 10.0}
    return sorted(rows, key=lambda row: -abs(row["difference"]) / span.get(Measure(row["measure"]), 1.0))


def _one(row: Mapping[str, Any], codebook: Codebook) -> str:
    measure = Measure(row["measure"])
    name = f"«{codebook.label(row['item'])}»"
    if measure.is_share:
        kind = "жалобы" if measure is Measure.COMPLAINT else "похвала"
        before = f"{row['people_before']} из {row['asked_before']}"
        return f"{name} ({kind}: {before} респондентов, теперь {row['people_after']} из {row['asked_after']})"
    what = {Measure.DAMAGE: "вред", Measure.SPEECH: "оценка в речи"}.get(measure, "оценка в анкете")
    return f"{name} ({what} {_number(row['before'])} → {_number(row['after'])})"


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _names(names: Sequence[str], *, marks: bool = True) -> str:
    shown = [f"«{name}»" if marks else name for name in names[:_LISTED]]
    return ", ".join(shown) + (f" и ещё {len(names) - _LISTED}" if len(names) > _LISTED else "")
