"""plan.xlsx: the plan of action as an empty form, made once, and a plan written out for others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from otzvuk.folder.whole import whole_file
from otzvuk.model.plan import GROUNDS, LABELS, STATES, Action
from otzvuk.report.sheet import Book, Column

SHEET = "План действий"
_ROWS = 30  # empty lines of the form
_WIDTHS = {"process": 28, "problem": 34, "metric": 30, "action": 40, "owner": 20, "due": 13, "state": 14}


def write_plan_form(path: Path) -> None:
    """Write the empty form to `path`; the same bytes every time. Raises `InputError` where it cannot.

    It has the columns of plan-draft.xlsx: a row is moved whole. Whoever calls sees to it that `path` is not
    there: a plan is never written over.
    """
    width = len(LABELS) + len(GROUNDS)
    _write(path, GROUNDS, [[number, *[None] * width] for number in range(1, _ROWS + 1)])


def write_plan(path: Path, actions: Sequence[Action]) -> None:
    """Write a plan's actions to `path`, their authors' own columns after those of the form.

    Read back by `otzvuk.read.plan` they are the same. Raises `InputError` where it cannot be written.
    """
    more = tuple(dict.fromkeys(name for each in actions for name in each.more))
    rows = [
        [number, *(getattr(each, name) or None for name in LABELS), *(each.more.get(name) for name in more)]
        for number, each in enumerate(actions, 1)
    ]
    _write(path, more, rows)


def _write(path: Path, more: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    columns = [
        Column("№", "plain"),
        *(Column(label, "date" if name == "due" else "blank") for name, label in LABELS.items()),
        *(Column(name, "blank") for name in more),
    ]
    made = {"title": SHEET, "created": datetime(2025, 1, 1)}
    with whole_file(path) as temporary, Book(str(temporary), made) as book:
        placed = book.add_table(SHEET, columns, rows)
        for at, name in enumerate(LABELS, 1):
            placed.sheet.set_column(at, at, _WIDTHS[name])
        offer_states(placed.sheet, placed.first, placed.last, due=6, state=7)


def offer_states(sheet: Worksheet, first: int, last: int, *, due: int, state: int) -> None:
    """Let Excel offer the states and ask for a date as the day something is due; other words pass."""
    sheet.data_validation(
        first, state, last, state, {"validate": "list", "source": list(STATES), "error_type": "information"}
    )
    sheet.data_validation(
        first,
        due,
        last,
        due,
        {
            "validate": "date",
            "criteria": ">",
            "value": datetime(2000, 1, 1),
            "error_type": "information",
            "error_title": "Срок",
            "error_message": "Здесь ожидается дата, например 31.03.2026.",
        },
    )
