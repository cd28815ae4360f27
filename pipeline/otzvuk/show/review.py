"""What became of review tables, in the terminal and as a table: what was taken, what not, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from otzvuk.codings.review import Answer, Did, Taken
from otzvuk.codings.review.take import TAKEN, TWICE, UNSEEN
from otzvuk.model.codebook import Codebook
from otzvuk.show.grid import Grid, clipped, say, show_grid, terminal

BEFORE = "принято раньше"
_DID = {
    Did.CONFIRM: "верно",
    Did.REJECT: "не упоминание",
    Did.CHANGE: "исправлено",
    Did.ADD: "добавлено",
    Did.NOTE: "замечание",
}
_WORDS = 60  # code points of a row's words


def show_taken(found: Taken, before: Sequence[Answer], codebook: Codebook, *, folder: Path) -> None:
    """How much was taken, each row that was not with the reason, and what people decided differently."""
    console = terminal()
    new = [each for each in found.answers if each not in before]
    counts = Counter(each.did for each in new)
    listed = "; ".join(f"{label} — {counts[did]}" for did, label in _DID.items() if counts[did])
    say(console, [f"Решений записано: {len(new)}" + (f" ({listed})." if listed else ".")])
    rest = Counter(each.outcome for each in found.told)
    say(
        console,
        [
            f"Приняты раньше, второй раз не записаны: {len(before)}." if before else "",
            f"То же в другой строке: {rest[TWICE]}." if rest[TWICE] else "",
            f"Без ответа: {rest[UNSEEN]}." if rest[UNSEEN] else "",
            f"Строк, которых в файле больше нет: {found.missing}; о них ничего не решено."
            if found.missing
            else "",
        ],
    )
    show_grid(
        console,
        Grid(
            f"Не принято: {len(found.refused)}",
            ("Файл", "Строка", "Почему", "Слова"),
            [[each.file, str(each.row), each.why, clipped(each.text, _WORDS)] for each in found.refused],
            words=frozenset({2, 3}),
        ),
    )
    rows = [
        [clipped(same[0].text, _WORDS), "; ".join(f"{each.by} — {_said(each, codebook)}" for each in same)]
        for same in found.disagreements
    ]
    title = f"Люди разошлись: {len(rows)}. Решения записаны у каждого, в числах последнее"
    show_grid(console, Grid(title, ("Слова", "Кто что решил"), rows, names=2))
    if new:
        say(console, [f"Числа с этими решениями посчитает otzvuk analyse {folder}"])


def taken_table(found: Taken, before: Sequence[Answer]) -> pd.DataFrame:
    """Every row of the tables that says something: file, row, who, what became of it, why, its words."""
    kept = {(each.file, each.row) for each in before}
    rows = [
        {
            "file": each.file,
            "row": each.row,
            "by": each.by,
            "outcome": BEFORE if each.outcome == TAKEN and (each.file, each.row) in kept else each.outcome,
            "why": each.why,
            "text": each.text,
        }
        for each in sorted(found.told, key=lambda each: (each.file, each.row))
    ]
    types = {"file": "string", "row": "int64", "by": "string", "outcome": "string", "why": "string"}
    types["text"] = "string"
    return pd.DataFrame(
        {name: pd.Series([row[name] for row in rows], dtype=kind) for name, kind in types.items()}
    )


def _said(answer: Answer, codebook: Codebook) -> str:
    if answer.now is None:
        return "не упоминание"
    return f"{answer.now.kind.label.lower()}, {codebook.label(answer.now.code)}"
