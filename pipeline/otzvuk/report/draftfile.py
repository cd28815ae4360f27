"""plan-draft.xlsx: the program's drafts of a plan, rows to be moved to plan.xlsx, which is its author's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from defusedxml import ElementTree

from otzvuk.folder.edited import copied
from otzvuk.folder.whole import whole_file
from otzvuk.model.plan import GROUNDS, LABELS, STATES
from otzvuk.model.wording import in_quotes
from otzvuk.numbers.quote import Quote
from otzvuk.report.cells import cells_digest
from otzvuk.report.drafted import ABOUT_DRAFTS, Drafted
from otzvuk.report.planform import offer_states
from otzvuk.report.sheet import Book, Column
from otzvuk.report.story import signed
from otzvuk.report.wellformed import plain

SHEET, ABOUT = "Черновики", "Как пользоваться"
_WIDTHS: Final = {
    "process": 26,
    "problem": 36,
    "metric": 36,
    "action": 46,
    "owner": 18,
    "due": 12,
    "state": 13,
}
_STYLES: Final = {"owner": "blank", "due": "date", "state": "blank"}
_HOW: Final = (
    ABOUT_DRAFTS,
    "Этот файл каждый раз пишется заново. Нужную строку скопируйте целиком в plan.xlsx в папке "
    "исследования: столбцы те же. Что лежит в plan.xlsx, программа не меняет и показывает во всех "
    "отчётах; перенесённая строка отсюда исчезнет.",
    "Чтобы следующая волна сказала, что стало с мерой, впишите в «Состояние» «в работе» или «сделано», а в "
    "столбце «Волна» оставьте волну, после которой мера задумана. Остальные столбцы справа можно не "
    "переносить.",
    "Сомнительное названо в столбце «Сомнения». Меры — слова клиентов: программа их не придумывает.",
)


def write_drafts(path: Path, found: Sequence[Drafted], *, wave: str, created: datetime) -> Path | None:
    """Write the drafts to `path`, the same bytes for the same drafts; answers the copy of an edited file.

    The program's own file is written over; one that somebody has changed since is kept beside it. `wave` is
    the one that the drafts are of. Raises `InputError` where it cannot be written.
    """
    kept = copied(path) if path.is_file() and _edited(path) else None
    with whole_file(path) as temporary:
        _write(temporary, found, wave, created, "")
        own = cells_digest(temporary, ending=".xlsx")
        _write(temporary, found, wave, created, own)
    return kept


def _write(path: Path, found: Sequence[Drafted], wave: str, created: datetime, own: str) -> None:
    columns = [
        Column("№", "plain"),
        *(Column(label, _STYLES.get(name, "wrapped"), _WIDTHS[name]) for name, label in LABELS.items()),
        *(Column(name, "wrapped", 60) for name in GROUNDS),
    ]
    rows = [
        [
            number, each.process, each.problem, each.metric, each.action, None, None, STATES[0],
            each.hypothesis, each.sufferers, _quoted(each.draft.asks), _quoted(each.draft.quotes),
            each.doubts or None, wave or None,
        ]
        for number, each in enumerate(found, 1)
    ]  # fmt: skip
    made: dict[str, Any] = {"title": "План действий: черновик программы", "created": created}
    if own:
        made["keywords"] = own  # by which an edited file is known
    with Book(str(path), made) as book:
        placed = book.add_table(SHEET, columns, rows)
        for at, name in enumerate(LABELS, 1):
            placed.sheet.set_column(at, at, _WIDTHS[name])
        offer_states(placed.sheet, placed.first, max(placed.last, placed.first), due=6, state=7)
        book.add_table(
            ABOUT, [Column("Как пользоваться черновиками", "wrapped", 110)], [[each] for each in _HOW]
        )


def _quoted(quotes: Sequence[Quote]) -> str | None:
    """Quotes with who said them, a line each; None where there are none."""
    return "\n".join(f"{in_quotes(plain(each.text))} — {signed(each)}" for each in quotes) or None


def _edited(path: Path) -> bool:
    """Whether somebody has changed the file since the program wrote it; also one that it never wrote."""
    try:
        with ZipFile(path) as archive:
            core = ElementTree.fromstring(archive.read("docProps/core.xml"))
    except (OSError, BadZipFile, KeyError, ElementTree.ParseError):
        return True
    told = next((each.text for each in core if str(each.tag).endswith("}keywords")), "")
    return not told or told != cells_digest(path)
