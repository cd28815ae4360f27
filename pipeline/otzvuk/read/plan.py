"""plan.xlsx of a study: the plan of action that people write."""

from __future__ import annotations

import re
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.model.plan import GROUNDS, LABELS, Action
from otzvuk.read.guarded import read_rows
from otzvuk.read.table import Records, tabulate

_COLUMNS = {label.casefold(): name for name, label in LABELS.items()} | {
    "мера": "action", "меры": "action", "действие": "action", "действия": "action", "что делать": "action",
    "кто": "owner", "исполнитель": "owner", "когда": "due", "дата": "due", "статус": "state",
}  # fmt: skip
_NUMBER = ("№", "n", "номер")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def read_plan(path: Path) -> tuple[Action, ...]:
    """The actions of a plan; a row with nothing but its number is none.

    A draft's row that was put whole into the form of earlier versions, which had no columns for its
    grounds, is read all the same. Raises `InputError` for a file that is no table or has none of the
    plan's columns.
    """
    table = tabulate(_with_grounds(read_rows(path)), path, aliases=_COLUMNS)
    if not set(LABELS) & set(table.columns):
        raise InputError(
            "в плане нет ни одного из его столбцов",
            file=path,
            value=", ".join(filter(None, table.columns)),
            expected=", ".join(LABELS.values()),
        )
    actions = []
    for row in table.rows:
        own = {name: _DAY.sub(r"\3.\2.\1", row[name]) if name == "due" else row[name] for name in LABELS}
        more = {
            name: cell
            for name, cell in row.cells.items()
            if name not in LABELS and name not in _NUMBER and cell
        }
        if any(own.values()) or more:
            actions.append(Action(**own, more={name.capitalize(): cell for name, cell in more.items()}))
    return tuple(actions)


def _with_grounds(records: Records) -> Records:
    first, header = records[0]
    named = [cell.casefold() for cell in header if cell]
    if named != [_NUMBER[0], *(label.casefold() for label in LABELS.values())]:
        return records
    return [(first, [*header[: len(named)], *GROUNDS]), *records[1:]]
