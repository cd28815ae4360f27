"""Frequencies in the terminal: a crosstab with its test, what is typical for whom, a lens, two waves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from rich.text import Text

from otzvuk.model.codebook import Codebook
from otzvuk.model.wording import number, percent, signed
from otzvuk.numbers.count import records
from otzvuk.numbers.statistics import Association
from otzvuk.numbers.wave.change import Change, Measure
from otzvuk.report.outline import WORSE, grown
from otzvuk.show.grid import Cell, Grid, say, show_grid, terminal

COUNT_LABELS: Mapping[str, str] = {
    "respondents": "респондентов",
    "companies": "компаний",
    "once": "упоминаний, каждый код у респондента один раз",
    "mentions": "упоминаний со всеми повторами",
}
"""The counts of a crosstab and what they count."""

_MOST = 12  # typical words of a group that are still read
_ARROWS = {"чаще": ("↑", "bold green"), "реже": ("↓", "bold yellow")}
_CHANGES = {Change.WORSE: "red", Change.BETTER: "green", Change.APPEARED: "bold", Change.GONE: "bold"}


def show_crosstab(table: pd.DataFrame, tests: Association, *, count: str, of: str) -> None:
    """A crosstab of one `count` with shares of the row or column (`of`), and what its tests say."""
    console = terminal()
    rows = list(dict.fromkeys(zip(table["row"], table["row_label"], strict=True)))
    columns = list(dict.fromkeys(zip(table["column"], table["column_label"], strict=True)))
    cells = {(row["row"], row["column"]): row for row in records(table)}
    if not cells:
        say(console, ["Считать нечего: таких упоминаний нет."])
        return
    verdicts = {(row["row"], row["column"]): str(row["verdict"]) for row in records(tests.cells)}
    test = records(tests.table)[0]

    def total(side: str, key: str) -> int:
        place = 0 if side == "row" else 1
        return next(int(row[f"{side}_{count}"]) for name, row in cells.items() if name[place] == key)

    title = f"{test['rows_label']} × {test['columns_label']}: {COUNT_LABELS[count]}"
    headers = [str(test["rows_label"]), "Всего", *(label for _, label in columns)]
    shown: list[list[Cell]] = [
        [label, str(total("row", row))]
        + [_counted(cells[row, column], count, of, verdicts.get((row, column), "")) for column, _ in columns]
        for row, label in rows
    ]
    if of == "column":
        shown.insert(0, ["Всего", "", *(str(total("column", column)) for column, _ in columns)])
    show_grid(console, Grid(title, headers, shown))
    say(console, _test_sentences(test, tests, side="строке" if of == "row" else "столбце"))


def _counted(cell: Mapping[str, Any], count: str, of: str, verdict: str) -> Text:
    share = cell[f"{count}_of_{of}"]
    text = Text(str(cell[count]), style="" if cell[count] else "dim")
    if cell[count]:
        text.append(f" ({percent(share)})".replace("\u00a0", " "))
    for word, (arrow, style) in _ARROWS.items():
        if verdict.startswith(word):
            text.append(f" {arrow}", style=style)
    if cell["single"]:
        text.append(" *", style="dim")
    return text


def _test_sentences(test: Mapping[str, Any], tests: Association, *, side: str) -> list[str]:
    facts = [f"респондентов {test['respondents']}"]
    if test["p"] == test["p"]:
        facts = [str(test["method"]), _p(test["p"]), f"V Крамера {number(test['cramers_v'])}", *facts]
    found = [f"В скобках — доля в {side}."]
    if test["single_groups"]:
        found.append("* группа из одного человека: показана, но не проверяется.")
    found.append(f"Проверка: {test['verdict']} ({'; '.join(facts)}).")
    own = [row for row in records(tests.values) if row["verdict"] == "связь есть"]
    if own:
        listed = "; ".join(f"«{row['label']}» ({_p(row['p_holm'])} с поправкой Холма)" for row in own)
        found.append(f"Различаются: {listed}.")
    if any(str(row).startswith(tuple(_ARROWS)) for row in tests.cells["verdict"]):
        found.append("↑ чаще, чем у остальных; ↓ реже (с поправкой Холма).")
    return found


def _p(value: float) -> str:
    return "p < 0,001" if value < 0.001 else f"p = {number(value, 3)}"


def show_typical(tables: Sequence[pd.DataFrame]) -> None:
    """What is typical for either of two groups, a table each."""
    console = terminal()
    for table in tables:
        if table.empty:
            say(console, ["Сравнивать нечего: у одной из групп нет упоминаний."])
            continue
        one, other = str(table["one"].iloc[0]), str(table["other"].iloc[0])
        found = table[table["typical_for"] != ""]
        say(console, [f"{one} — {other}"], style="bold")
        if found.empty:
            say(console, ["Ничего, что отличало бы эти группы заметно, не нашлось."])
        for group, ascending in ((one, False), (other, True)):
            own = found[found["typical_for"] == group].sort_values("z", ascending=ascending, kind="stable")
            rows = [
                [
                    str(row["label"]),
                    f"{row['count_one']} : {row['count_other']}",
                    f"{row['respondents_one']} : {row['respondents_other']}",
                    number(abs(row["z"]), 1),
                    str(row["examples"]).split("; «")[0],
                ]
                for row in records(own.head(_MOST))
            ]
            headers = ("Что", "Раз", "Респондентов", "z", "Пример")
            show_grid(console, Grid(f"Типично: {group}", headers, rows, words=frozenset({4})))
    say(console, ["z — взвешенные логарифмы шансов с поправкой на редкость (Monroe и др., 2008); от 1,96."])


def show_lens(table: pd.DataFrame, label: str, *, asked: int) -> None:
    """A roll-up along a lens, the unmentioned values included."""
    console = terminal()
    grouped = bool((table["group_label"] != "").any())
    headers = ["Группа", label] if grouped else [label]
    headers += ["Упоминаний", "Похвал", "Жалоб", "Пожеланий", "Респондентов", "Баланс"]
    rows: list[list[Cell]] = []
    for row in records(table):
        style = "" if row["mentioned"] else "dim"
        cells = [str(row["group_label"])] if grouped else []
        cells += [
            str(row["label"]),
            *(str(row[each]) for each in ("mentions", "praise", "complaint", "wish")),
        ]
        if not row["measured"]:  # no code could have said it
            cells[-4:] = ["не измерялось", "", "", ""]
        cells += [f"{row['respondents']} из {asked}" if row["measured"] else "", number(row["balance"])]
        rows.append([Text(cell, style=style) for cell in cells])
    show_grid(console, Grid("", headers, rows, names=2 if grouped else 1))
    silent = int((table["measured"] & ~table["mentioned"]).sum())
    unmeasured = int((~table["measured"]).sum())
    balance = "Баланс — (похвалы − жалобы) / (похвалы + жалобы), от −1 до 1."
    say(
        console,
        [
            balance,
            f"Не упомянуто: {silent} из {len(table) - unmeasured}." if silent else "",
            f"Не измерялось (в кодовой книге нет такого кода): {unmeasured}." if unmeasured else "",
        ],
    )


def show_tree(tree: pd.DataFrame) -> None:
    """The frequency tree as an outline, and how its branches overlap."""
    console = terminal()
    headers = ("Ветка, тема, код", "Упоминаний", "Доля", "Респондентов", "Компаний")
    rows: list[list[Cell]] = []
    for row in records(tree):
        aside = " (в их числе)" if row["branch"] == WORSE and row["depth"] == 1 else ""
        label = f"{'  ' * row['depth']}{row['label']}{aside}"
        share = percent(row["share"]).replace("\u00a0", " ") if row["depth"] and row["mentions"] else ""
        cells = [
            label,
            str(row["mentions"]),
            share,
            f"{row['respondents']} из {row['asked']}",
            str(row["companies"]),
        ]
        rows.append([Text(cell, style="bold" if row["depth"] < 2 else "") for cell in cells])
    show_grid(console, Grid("", headers, rows))
    say(console, grown(tree).sentences)


def show_changes(changes: pd.DataFrame, sentences: Sequence[str], codebook: Codebook) -> None:
    """What changed between two waves: the sentences, then every item that somebody spoke of."""
    console = terminal()
    say(console, sentences, style="bold")
    said = changes[(changes["people_before"] + changes["people_after"]) > 0]
    for measure in Measure:
        own = records(said[said["measure"] == measure.value])
        if own:
            headers = ("Что", str(own[0]["before_wave"]), str(own[0]["after_wave"]), "Разница", "Вывод")
            rows = [_changed(row, measure, codebook) for row in own]
            show_grid(console, Grid(measure.label, headers, rows, words=frozenset({4})))
    notes = ["В скобках — 95 %-й интервал разницы; он помнит, что люди одной компании похожи."]
    if not {Measure.SPEECH, Measure.QUESTIONNAIRE}.isdisjoint(said["measure"]):
        notes.append(
            "Средняя оценка здесь — по людям: сколько бы оценок человек ни дал, он считается один раз; "
            "в otzvuk scores — по всем оценкам."
        )
    say(console, notes)


def _changed(row: Mapping[str, Any], measure: Measure, codebook: Codebook) -> list[Cell]:
    change = Change(row["change"])

    def shown(value: float) -> str:
        return percent(value) if measure.is_share and value == value else number(value, 1)

    def side(wave: str) -> str:
        held = f"{row[f'people_{wave}']} из {row[f'asked_{wave}']}"
        return held if measure.is_share else f"{shown(row[wave])} (n = {row[f'people_{wave}']})"

    scale, unit = (100, " п. п.") if measure.is_share else (1, "")
    digits = 0 if measure.is_share else 1

    def moved(value: float) -> str:
        return signed(value * scale, digits)

    difference = ""
    if row["difference"] == row["difference"]:
        difference = f"{moved(row['difference'])}{unit}"
        if row["low"] == row["low"]:
            difference += f" ({moved(row['low'])}…{moved(row['high'])})"
    verdict = change.label if row["clear"] or change in (Change.UNCLEAR, Change.UNTESTED) else (
        f"{change.label}, но это может быть случайностью"
    )  # fmt: skip
    style = _CHANGES.get(change, "dim") if row["clear"] else "dim"
    told = [
        f"{row[key]} {word}" for key, word in (("said_worse", "хуже"), ("said_better", "лучше")) if row[key]
    ]
    if told and measure is Measure.COMPLAINT:  # once is enough
        verdict += f"; сами говорят: {', '.join(told)}"
    return [
        codebook.label(row["item"]),
        side("before"),
        side("after"),
        difference,
        Text(verdict, style=style),
    ]
