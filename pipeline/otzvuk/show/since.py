"""What has changed since the last report, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otzvuk.model.wording import number
from otzvuk.show.grid import Grid, say, show_grid, terminal

if TYPE_CHECKING:
    from otzvuk.codings.since import Since
    from otzvuk.model.codebook import Codebook

_SHOWN = 8  # processes, and differences
_CAUSES = {"text": "тексты", "decision": "решения людей", "coder": "разметка"}


def show_since(since: Since, codebook: Codebook) -> None:
    """Why the numbers are others than in the last report, and which processes are concerned."""
    from otzvuk.numbers.count import records

    console, day = terminal(), _day(since.date)
    if not since.differences and not len(since.processes):
        show_same(since.date)
        return
    why = [each.said for each in since.differences]
    more = f"; и ещё {len(why) - _SHOWN}" if len(why) > _SHOWN else ""
    told = f"С прошлого отчёта ({day}) изменилось: {'; '.join(why[:_SHOWN])}{more}."
    if not why:
        told = f"С прошлого отчёта ({day}) числа другие, а чем они считались, он не записал."
    say(console, [told, "" if since.whole else "Таблиц прошлого отчёта нет, процессы сравнить не с чем."])
    rows = [
        [
            codebook.label(row["process"]),
            f"{number(row['damage_before'])} → {number(row['damage'])}",
            _moved(row["rank_before"], row["rank"]),
            _named(row["named_before"], row["named"]),
            _causes(row),
        ]
        for row in records(since.processes.astype("object").where(since.processes.notna(), None))
    ]
    title = f"Процессы, у которых числа другие: {len(rows)}"
    headers = ("Процесс", "Вред", "Место", "Главный", "Из-за чего (упоминаний)")
    show_grid(console, Grid(title, headers, rows[:_SHOWN], names=1, words=frozenset({3, 4})))


def show_same(date: str) -> None:
    """Say that nothing has changed since the report of that date, ISO 8601."""
    say(terminal(), [f"С прошлого отчёта ({_day(date)}) ничего не изменилось."])


def _day(date: str) -> str:
    return date[:16].replace("T", " ")


def _moved(before: int | None, now: int | None) -> str:
    shown = ["—" if each is None else str(each) for each in (before, now)]
    return shown[1] if before == now else " → ".join(shown)


def _named(before: bool, now: bool) -> str:
    if before == now:
        return "да" if now else ""
    return "теперь назван" if now else "больше не назван"


def _causes(row: dict[str, object]) -> str:
    found = [f"{label}: {row[name]}" for name, label in _CAUSES.items() if row[name]]
    return "; ".join(found) or "настройки, состав опрошенных или порядок других"
