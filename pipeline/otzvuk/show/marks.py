"""Marks in the terminal: means, NPS, CSAT and CES, the index of process metrics, maturity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from rich.text import Text

from otzvuk.model.study import ScoreRules
from otzvuk.model.wording import measured, number, points, short, signed
from otzvuk.numbers.count import records
from otzvuk.numbers.scores import Assessment, Reached, Source, Zone
from otzvuk.show.grid import Cell, Grid, say, show_grid, terminal

_ZONES = {Zone.STRENGTH: "green", Zone.DEVELOPMENT: "red", Zone.NONE: ""}


def show_scores(
    means: pd.DataFrame,
    changes: pd.DataFrame,
    indices: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    questions: Mapping[str, str],
    title: str,
    rules: ScoreRules,
) -> None:
    """Means by one column (`labels` its values), each source by itself; changes marked; the indices.

    `questions` are the labels of criteria, for the indices.
    """
    console = terminal()
    column = str(means.columns[1])
    given = means[means["marks"] > 0]
    if given.empty:
        say(console, ["Оценок нет ни в речи, ни в анкетах."])
    moved = {
        (row["source"], row[column]): row for row in records(changes)
    }  # the last pair of waves comes last
    for source in Source:
        rows: list[list[Cell]] = []
        for row in records(given[given["source"] == source.value]):
            zone = Zone(row["zone"])
            name = labels.get(str(row[column]), str(row[column])) or "не указано"
            verdict = "; ".join(part for part in (zone.label, str(row["note"])) if part)
            rows.append(
                [
                    name,
                    Text(number(row["mean_ten"], 1), style=_ZONES[zone]),
                    _interval(row["low_ten"], row["high_ten"]),
                    f"{row['marks']} ({row['respondents']})",
                    _moved(moved.get((source.value, row[column]))),
                    Text(verdict, style=_ZONES[zone] if not row["note"] else "dim"),
                ]
            )
        headers = [title, "Из 10", "95 %", "Оценок (людей)", "Перемена", "Вывод"]
        show_grid(console, Grid(source.label, headers, rows, words=frozenset({5})))
    silent = means.groupby(column, sort=False)["marks"].sum().eq(0).sum() if len(means) else 0
    say(console, [f"Без оценок: {silent}." if silent else ""])
    moving = bool(len(indices)) and indices["previous"].ne("").any()
    for source in Source:
        rows = [
            [
                str(row["label"]),
                questions.get(str(row["criterion"]), str(row["criterion"])),
                measured(row["value"], row["unit"]),
                *([_index_moved(row)] if moving else []),
                _interval(row["low"], row["high"]),
                str(row["marks"]),
                str(row["note"]),
            ]
            for row in records(indices[indices["source"] == source.value])
        ]
        beside = ["Перемена"] if moving else []
        headers = ["Показатель", "Вопрос", "Значение", *beside, "95 %", "Оценок", "Замечание"]
        words = frozenset({len(headers) - 1})
        grid = Grid(f"Индексы. {source.label}", headers, rows, names=2, words=words)
        show_grid(console, grid)
    say(
        console,
        [
            f"Сильная сторона — от {short(rules.strength)} из 10, зона развития — ниже "
            f"{short(rules.development)}; перемена — к прошлой волне, «!» — от {short(rules.change)}.",
            ""
            if len(indices)
            else "Вопросы для NPS, CSAT и CES называют в study.yaml (scores: nps, csat, ces).",
        ],
    )


def _moved(row: Mapping[str, Any] | None) -> str:
    if row is None or row["change"] != row["change"]:
        return ""
    change = signed(row["change"])
    return f"{change} !" if row["marked"] else change


def _index_moved(row: Mapping[str, Any]) -> str:
    if not row["previous"]:
        return ""
    return points(row["change"] / 100) if row["unit"] == "%" else signed(row["change"])


def _interval(low: float, high: float) -> str:
    return f"{number(low, 1)}–{number(high, 1)}" if low == low else ""


def show_csi(index: pd.DataFrame, scale: str) -> None:
    """The customer satisfaction index of every client and of its blocks; `scale` says what its ends are."""
    console = terminal()
    rows: list[list[Cell]] = []
    moved = bool(index["previous"].ne("").any())
    for row in records(index):
        whole = not row["block"]
        name = str(row["client"] or "Клиент") if whole else f"  {row['block']}"
        name += f", {row['wave']}" if whole and row["wave"] else ""
        worst = (
            f"{row['worst']} ({row['worst_block']})" if whole and row["worst_block"] else str(row["worst"])
        )
        cells = [
            name,
            str(row["metrics"]),
            number(row["csi"], 3),
            number(row["normalised"], 1) if whole else "",
            *([f"{signed(row['change'], 3)}" if row["previous"] else ""] if moved else []),
        ]
        cells += [worst, number(row["impact"], 3), str(row["note"])]
        rows.append([Text(cell, style="bold" if whole else "") for cell in cells])
    headers = (
        "Клиент, блок",
        "Метрик",
        "CSI",
        "На шкале",
        *(["К прошлой волне"] if moved else []),
        "Тянет вниз",
        "На сколько",
        "Замечание",
    )
    show_grid(
        console, Grid("Индекс удовлетворённости", headers, rows, words=frozenset({4 + moved, 6 + moved}))
    )
    about = "CSI — среднее по блокам от среднего (1 − доля × вес); 1 — нарушений нет, ниже — хуже."
    say(console, [f"{about} {scale}"])


def show_maturity(found: Assessment) -> None:
    """The matrix of steps by levels with where the company stands, and what the next level of each needs."""
    console = terminal()
    say(console, [f"Зрелость работы с обратной связью. {found.sentence}"], style="bold")
    signs = {Reached.HERE: "● сейчас", Reached.PASSED: "✓", Reached.AHEAD: ""}
    looks = {Reached.HERE: "bold", Reached.PASSED: "dim", Reached.AHEAD: ""}
    matrix: list[list[Cell]] = [
        [step, *(Text(signs[reached], style=looks[reached]) for _, reached in cells)]
        for step, cells in found.rows
    ]
    levels = [f"{level} {name}" for level, name in enumerate(found.levels)]
    show_grid(console, Grid("", ("Шаг", *levels), matrix, words=frozenset(range(1, len(levels) + 1))))
    rows: list[list[Cell]] = [
        [
            Text(str(row["label"]), style="bold" if row["weakest"] else ""),
            str(row["needs"]) or "это высший уровень",
        ]
        for row in records(found.steps)
    ]
    headers = ("Шаг", "Что нужно для следующего уровня")
    show_grid(console, Grid("", headers, rows, words=frozenset({1})))
    say(console, ["Самый слабый шаг выделен: цепочка рвётся там."])
