"""The review table as a workbook: what to look at, with lists to choose from; all else is protected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from otzvuk.codings.review.form import (
    COLUMNS,
    LISTS,
    NO,
    OWN_ROWS,
    REVIEWER,
    SHEET,
    YES,
    Asked,
    Labels,
    Section,
    key_of,
    memory,
)
from otzvuk.codings.shown import Shown
from otzvuk.folder.whole import whole_file
from otzvuk.model.interview import Interview
from otzvuk.model.wording import chance, clock
from otzvuk.numbers.quote.shown import visible
from otzvuk.report.sheet import Book, Column
from otzvuk.report.wellformed import plain

_AROUND: Final = 25  # words before and after
_REACH: Final = 400  # code points in which they are looked for
_QUESTION: Final = 200  # code points of a question
_ABOVE: Final = (
    "«да» — в строке всё верно; «нет» — здесь нет ни похвалы, ни жалобы, ни пожелания. Верно не всё — "
    "выберите другой вид, код или процесс, «да» тогда не нужно. Пустое «Верно?» без исправлений — не "
    "смотрели. Своё впишите внизу: интервью, слова как в стенограмме, вид и код. Лист защищён без пароля.",
)
_STYLES: Final = {
    "number": ("plain", 6),
    "section": ("wrapped", 14),
    "interview": ("wrapped", 12),
    "who": ("wrapped", 20),
    "when": ("wrapped", 12),
    "before": ("wrapped", 34),
    "text": ("wrapped", 44),
    "after": ("wrapped", 30),
    "right": ("blank", 9),
    "kind": ("blank", 12),
    "code": ("blank", 30),
    "process": ("blank", 26),
    "trend": ("blank", 12),
    "note": ("blank", 30),
    "found": ("wrapped", 18),
    "why": ("wrapped", 34),
    "key": ("text", 10),
}
_AT: Final = {name: at for at, name in enumerate(COLUMNS)}


def write_review(path: Path, asked: Sequence[Asked], shown: Shown, *, created: datetime) -> None:
    """Write the review table to `path`, a row for each of `asked` in their order, then empty rows.

    The same stretches of the same study give the same bytes. Raises `InputError` where it cannot be written.
    """
    labels, study = Labels.of(shown.own.codebook), shown.survey.study
    own = {each.id: each for each in shown.own.study.interviews}
    rows = [_row(number, each, own[each.interview], shown, labels) for number, each in enumerate(asked, 1)]
    blank = {"section": Section.OWN.label}
    rows += [[blank.get(name) for name in COLUMNS] for _ in range(OWN_ROWS)]
    title = " · ".join(part for part in ("Проверка разметки", study.settings.supplier) if part)
    headers = {**COLUMNS, "key": memory(len(asked), hidden=shown.names is not None)}
    columns = [Column(label, *_STYLES[name]) for name, label in headers.items()]
    with whole_file(path) as temporary, Book(str(temporary), {"title": title, "created": created}) as book:
        placed = book.add_table(SHEET, columns, rows, above=_ABOVE, frozen=_AT["interview"])
        sheet, last_asked = placed.sheet, placed.first + len(asked) - 1
        for name, (_, width) in _STYLES.items():
            sheet.set_column(_AT[name], _AT[name], width, None, {"hidden": name == "key"})
        answer = book.format("blank")
        for row in range(last_asked + 1, placed.last + 1):
            for name in ("interview", "text"):
                sheet.write_blank(row, _AT[name], None, answer)
        top = len(_ABOVE)  # the free line between the sentences and the header
        sheet.write_string(top, _AT["before"], REVIEWER, book.format("text"))
        sheet.write_blank(top, _AT["text"], None, answer)
        interviews = list(dict.fromkeys(each.id for each in study.interviews))
        lists = _lists(book, labels, interviews)
        for name in ("kind", "code", "process", "trend"):
            _offer(sheet, placed.first, placed.last, _AT[name], lists[name], strict=True)
        _offer(sheet, placed.first, last_asked, _AT["right"], [YES, NO], strict=True)
        _offer(sheet, last_asked + 1, placed.last, _AT["interview"], lists["interview"], strict=False)
        _mark_answered(book, sheet, placed.first, max(last_asked, placed.first))
        allowed = ("autofilter", "sort", "format_columns", "format_rows", "format_cells", "delete_rows",
                   "insert_rows")  # fmt: skip
        sheet.protect("", dict.fromkeys(allowed, True))
        sheet.activate()


def _row(number: int, asked: Asked, own: Interview, others: Shown, labels: Labels) -> list[object]:
    shown = others.interviews[own.id]
    turn = shown.turns[asked.turn]
    start, stop = others.span(own.id, asked.turn, asked.start, asked.stop)
    person, said = shown.participant(turn), asked.proposed
    where = [f"реплика {asked.turn + 1}", clock(turn.seconds_at(start))]
    cells: Mapping[str, object] = {
        "number": number,
        "section": "; ".join(each.label for each in asked.sections),
        "interview": plain(shown.id),
        "who": plain(", ".join(filter(None, (person.speaker or "Без имени", person.position)))),
        "when": ", ".join(filter(None, where)),
        "before": plain(_before(shown, asked.turn, start)),
        "text": plain(turn.text[start:stop]),
        "after": plain(" ".join(visible(turn.text[stop : stop + _REACH]).split()[:_AROUND])),
        "kind": labels.kinds[said.kind.value] if said else None,
        "code": labels.codes.get(said.code, said.code) if said else None,
        "process": labels.processes.get(said.process, said.process) if said else None,
        "trend": labels.trends.get(said.trend.value) if said else None,
        "found": f"{'нашла' if asked.found else 'не взяла'}, уверенность {chance(asked.chance)}",
        "why": plain(asked.why),
        "key": key_of(asked, own),
    }
    return [cells.get(name) for name in COLUMNS]


def _before(interview: Interview, turn: int, start: int) -> str:
    """Some words before a stretch; where it stands early in its turn, the question before it, too."""
    words = visible(interview.turns[turn].text[max(0, start - _REACH) : start]).split()
    said = " ".join(words[-_AROUND:])
    asked = interview.question_before(turn)
    if len(words) >= _AROUND or asked is None:
        return said
    question = visible(asked.text)
    question = question if len(question) <= _QUESTION else f"… {question[-_QUESTION:]}"
    return f"[— {question}] {said}".strip()


def _lists(book: Book, labels: Labels, interviews: Sequence[str]) -> dict[str, str]:
    """A hidden sheet with the values to choose from; the ranges of each list."""
    sheet = book.add_sheet(LISTS)
    lists = {
        "kind": list(labels.kinds.values()),
        "code": list(labels.codes.values()),
        "process": list(labels.processes.values()),
        "trend": list(labels.trends.values()),
        "interview": [plain(each) for each in interviews],
    }
    found = {}
    for at, (name, values) in enumerate(lists.items()):
        sheet.write_string(0, at, COLUMNS[name])
        for row, value in enumerate(values, 1):
            sheet.write_string(row, at, value)
        letter = "ABCDE"[at]
        found[name] = f"={LISTS}!${letter}$2:${letter}${len(values) + 1}"
    sheet.hide()
    sheet.protect()
    return found


def _offer(
    sheet: Worksheet, first: int, last: int, column: int, source: str | list[str], *, strict: bool
) -> None:
    if last < first:
        return
    sheet.data_validation(
        first,
        column,
        last,
        column,
        {
            "validate": "list",
            "source": source,
            "error_type": "stop" if strict else "information",
            "error_title": "Значение из списка",
            "error_message": "Выберите значение из списка; пустая ячейка — без ответа.",
        },
    )


def _mark_answered(book: Book, sheet: Worksheet, first: int, last: int) -> None:
    """Rows that are answered turn grey: what is left to do is seen."""
    grey = book.file.add_format({"font_color": "#8A94A0"})
    letter = chr(ord("A") + _AT["right"])
    options: dict[str, Any] = {"type": "formula", "criteria": f'=${letter}{first + 1}<>""', "format": grey}
    sheet.conditional_format(first, 0, last, _AT["after"], options)
