"""Tables inside documents: which column holds the speaker, which the words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from otzvuk.read.columns import COLUMNS, clock_seconds, speaking_columns
from otzvuk.read.names import key
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
        yield Line(text, where, speaker.strip(" :"), clock_seconds(time))


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
    return speaking_columns(rows, known), 0
