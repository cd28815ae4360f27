"""Tables inside documents: which column holds the speaker, which the words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from otzvuk.read import timecode
from otzvuk.read.label import Grade, grade
from otzvuk.read.names import key
from otzvuk.read.sheet import COLUMNS
from otzvuk.read.transcript import Line


def table_lines(rows: Sequence[Sequence[str]], place: str, known: Collection[str] = ()) -> Iterator[Line]:
    """The lines of a table's `rows` of cells.

    With a header that names the columns, or a column in which a few names recur, a row is one line with
    its speaker; any other table is read as text, its cells parted by tabs.
    """
    columns, first = _columns(rows, known)
    for number, row in enumerate(rows[first:], first + 1):
        where = f"{place}, строка {number}"
        if columns is None:
            lines = row[0].split("\n") if len(row) == 1 else ["\t".join(row)]
            yield from (Line(text.strip(), where) for text in lines)
            continue
        speaker, text, time = (row[at] if at is not None and at < len(row) else "" for at in columns)
        yield Line(text, where, speaker.strip(" :"), _seconds(time))


def _columns(
    rows: Sequence[Sequence[str]], known: Collection[str]
) -> tuple[tuple[int, int, int | None] | None, int]:
    """Columns of speaker, text and time, or None; and the number of header rows."""
    if not rows or max(map(len, rows)) < 2:
        return None, 0
    header = [COLUMNS.get(key(cell), key(cell)) for cell in rows[0]]
    if "speaker" in header and "text" in header:
        return (
            header.index("speaker"),
            header.index("text"),
            header.index("time") if "time" in header else None,
        ), 1
    columns = list(zip(*(list(row) + [""] * (max(map(len, rows)) - len(row)) for row in rows), strict=True))
    text = max(range(len(columns)), key=lambda at: sum(map(len, columns[at])))
    times = [
        at for at, cells in enumerate(columns) if at != text and any(cells) and all(map(_is_time, cells))
    ]
    for at, cells in enumerate(columns):
        if at != text and at not in times and _are_speakers(cells, known):
            return (at, text, times[0] if times else None), 0
    return None, 0


def _are_speakers(cells: Sequence[str], known: Collection[str]) -> bool:
    names = [cell.strip(" :") for cell in cells if cell.strip()]
    grades = [grade(name, known) for name in names]
    recur = len(set(map(key, names))) * 2 <= len(names)
    return bool(names) and min(grades) >= Grade.POSITION and (recur or min(grades) == Grade.KNOWN)


def _is_time(cell: str) -> bool:
    return not cell.strip() or _seconds(cell) is not None


def _seconds(cell: str) -> float | None:
    found = timecode.leading(cell.strip())
    return found[0] if found else None
