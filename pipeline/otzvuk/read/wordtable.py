"""Tables inside documents: which column holds the speaker, which the words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from otzvuk.read.columns import clock_seconds, completed, read_header, speaking_columns
from otzvuk.read.names import key
from otzvuk.read.transcript import Line
from otzvuk.read.typed import ANSWER, QUESTION

_ASKED = frozenset({"вопрос", "вопросы", "question", "questions", "вопрос интервьюера"})
_ANSWERED = frozenset({"ответ", "ответы", "answer", "answers", "ответ респондента"})
_LEAST = 2  # rows
_SHARE = 0.7  # of the cells that must ask


def table_lines(rows: Sequence[Sequence[str]], place: str, known: Collection[str] = ()) -> Iterator[Line]:
    """The lines of a table's `rows` of cells.

    With a header that names the columns, or a column in which a few names recur, a row is one line with
    its speaker; where one column asks and the next one answers, it is two. Any other table is read as text,
    its cells parted by tabs.
    """
    asking = _asking(rows)
    if asking is not None:
        yield from _questions(rows, place, *asking)
        return
    columns, first = _columns(rows, known)
    for number, row in enumerate(rows[first:], first + 1):
        where = f"{place}, строка {number}"
        if columns is None:
            lines = row[0].split("\n") if len(row) == 1 else ["\t".join(row)]
            yield from (Line(text.strip(), where) for text in lines)
            continue
        speaker, text, time = (row[at] if at is not None and at < len(row) else "" for at in columns)
        yield Line(text=text, place=where, speaker=speaker.strip(" :"), seconds=clock_seconds(time))


def _asking(rows: Sequence[Sequence[str]]) -> tuple[int, int, int] | None:
    """Columns of questions and answers and the number of header rows; None where there are none."""
    if not rows:
        return None
    header = [key(cell) for cell in rows[0]]
    ask = next((at for at, cell in enumerate(header) if cell in _ASKED), None)
    answer = next((at for at, cell in enumerate(header) if cell in _ANSWERED), None)
    if ask is not None and answer is not None and len(rows) > 1:
        return ask, answer, 1
    wide = [[at for at, cell in enumerate(row) if cell.strip()] for row in rows]
    columns = sorted({at for row in wide for at in row if not all(_is_number(each, at) for each in rows)})
    if len(columns) != 2 or len(rows) < _LEAST:
        return None
    left, right = ([row[at].strip() if at < len(row) else "" for row in rows] for at in columns)
    asked = sum(cell.endswith("?") for cell in left)
    if asked < _SHARE * len(rows) or sum(cell.endswith("?") for cell in right) > (1 - _SHARE) * len(rows):
        return None
    return columns[0], columns[1], 0


def _is_number(row: Sequence[str], at: int) -> bool:
    return at >= len(row) or not row[at].strip(" .)№") or row[at].strip(" .)№").isdigit()


def _questions(
    rows: Sequence[Sequence[str]], place: str, ask: int, answer: int, first: int
) -> Iterator[Line]:
    for number, row in enumerate(rows[first:], first + 1):
        for at, who in ((ask, QUESTION), (answer, ANSWER)):
            if at < len(row) and row[at].strip():
                yield Line(text=row[at], place=f"{place}, строка {number}", speaker=who)


def _columns(
    rows: Sequence[Sequence[str]], known: Collection[str]
) -> tuple[tuple[int, int, int | None] | None, int]:
    """Columns of speaker, text and time, or None; and the number of header rows."""
    if not rows or max(map(len, rows)) < 2:
        return None, 0
    header = completed(read_header(rows[0]), rows[1:], known).columns
    if "speaker" in header and "text" in header:
        return (
            header.index("speaker"),
            header.index("text"),
            header.index("time") if "time" in header else None,
        ), 1
    return speaking_columns(rows, known), 0
