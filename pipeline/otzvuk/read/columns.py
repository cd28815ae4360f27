"""Columns of tables that hold contributions: by their names, or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from otzvuk.read import timecode
from otzvuk.read.jsonkeys import UNITS
from otzvuk.read.label import Grade, grade
from otzvuk.read.names import key
from otzvuk.read.table import Records

COLUMNS = {
    "спикер": "speaker", "говорящий": "speaker", "имя": "speaker", "кто": "speaker", "кто говорит": "speaker",
    "участник": "speaker", "диктор": "speaker", "голос": "speaker", "имя спикера": "speaker",
    "имя говорящего": "speaker", "имя участника": "speaker",
    "фио": "speaker", "фио респондента": "speaker", "имя респондента": "speaker", "роль участника": "speaker",
    "фио участника": "speaker", "респондент": "speaker", "name": "speaker", "speaker name": "speaker",
    "speaker label": "speaker",
    "speaker id": "speaker", "speaker tag": "speaker", "participant": "speaker",
    "participant name": "speaker", "voice": "speaker", "who": "speaker", "tier": "speaker", "spk": "speaker",
    "текст": "text", "реплика": "text", "высказывание": "text", "фраза": "text", "слова": "text",
    "расшифровка": "text", "текст реплики": "text",
    "transcript": "text", "utterance": "text", "content": "text", "sentence": "text", "annotation": "text",
    "transcription": "text", "subtitle": "text", "caption": "text",
    "время": "time", "начало": "time", "таймкод": "time", "тайм-код": "time", "время начала": "time",
    "start": "time", "timestamp": "time", "start time": "time", "timecode": "time", "begin": "time",
    "begin time": "time", "start timecode": "time", "start timestamp": "time", "tc in": "time", "in": "time",
    "offset": "time", "start offset": "time", "time in": "time", "time start": "time", "from": "time",
    "time range": "time", "интервал": "time",
    "конец": "end", "окончание": "end", "время окончания": "end", "время конца": "end", "stop": "end",
    "end time": "end", "stop time": "end", "end timecode": "end", "end timestamp": "end", "tc out": "end",
    "out": "end", "end offset": "end", "time out": "end", "time end": "end", "to": "end",
}  # fmt: skip
_KEPT = frozenset({"speaker", "text", "time", "end"})
_UNIT = re.compile(r"\s*(?:[(\[]\s*(?P<inner>[^()\[\]]{1,12}?)\s*[)\]]|[,/]\s*(?P<after>[^\s,/]{1,12}))\s*\Z")
_MORE_UNITS = {
    "с": 1.0, "секунды": 1.0, "секунд": 1.0, "second": 1.0, "миллисекунды": 1e-3, "кадр": 0.04, "кадры": 0.04,
    "мин": 60.0, "минуты": 60.0, "min": 60.0, "minutes": 60.0,
}  # fmt: skip
_HEADER_ROWS = 15
_LEAST = 4  # rows, from which names can be seen to recur
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table of contributions: its columns by their agreed names, and the units of times."""

    columns: tuple[str, ...]
    units: dict[str, float]


def read_header(cells: Sequence[str]) -> Header:
    """The columns that `cells` name; of several that mean the same the first does, the others keep theirs."""
    columns: list[str] = []
    units: dict[str, float] = {}
    for cell in cells:
        own = " ".join(cell.casefold().replace("ё", "е").split())
        name, unit = _named(own)
        if name in _KEPT and name not in columns:
            columns.append(name)
            if unit is not None:
                units[name] = unit
        else:
            columns.append(own if own not in columns or not own else f"{own} {len(columns) + 1}")
    return Header(tuple(columns), units)


def _named(own: str) -> tuple[str, float | None]:
    """The agreed name of a column, and the seconds of its unit («start (ms)», `start_ms`, «начало, сек»)."""
    text, unit = own, None
    if found := _UNIT.search(own):
        text, unit = own[: found.start()], _seconds((found["inner"] or found["after"]).strip(". "))
    plain = " ".join(re.split(r"[\s_]+", text.strip(" :№#")))
    if plain not in COLUMNS and plain not in _KEPT:
        head, _, last = plain.rpartition(" ")
        if head and (own_unit := _seconds(last)) is not None:
            plain, unit = head.removesuffix(" in"), own_unit
    return COLUMNS.get(plain, plain), unit


def _seconds(unit: str) -> float | None:
    return UNITS.get(unit, _MORE_UNITS.get(unit))


def completed(header: Header, rows: Sequence[Sequence[str]], known: Collection[str] = ()) -> Header:
    """`header` with the columns of speakers and words found by what stands in them, where no name tells.

    Only in a table of a talk: names recur in it, which they do not in a survey.
    """
    columns = list(header.columns)
    rows = [row[: len(columns)] for row in rows]
    if not any(map(any, rows)):
        return header
    found = layout_of(rows, known)
    if "speaker" not in columns and "text" in columns:
        if found.speaker is not None and columns[found.speaker] not in _KEPT:
            columns[found.speaker] = "speaker"
    elif "text" not in columns and "speaker" in columns and columns[found.text] not in _KEPT:
        at = columns.index("speaker")
        names = [key(row[at]) for row in rows if at < len(row) and row[at]]
        if len(names) >= _LEAST and len(set(names)) * 2 <= len(names):
            columns[found.text] = "text"
    return Header(tuple(columns), header.units)


def without_title(records: Records) -> tuple[Records, tuple[str, ...]]:
    """`records` from the row with the columns' names on, and in Russian what stood above it."""
    named = [_KEPT & set(read_header(cells).columns) for _, cells in records[:_HEADER_ROWS]]
    first = next((at for at, each in enumerate(named) if "text" in each and len(each) > 1), None)
    if first is None:  # a title is a row of one cell above rows of several
        filled = [sum(map(bool, cells)) for _, cells in records]
        first = next((at for at, count in enumerate(filled[:_HEADER_ROWS]) if count > 1), 0)
    if not first:
        return records, ()
    above = " / ".join(" ".join(filter(None, cells)) for _, cells in records[:first])
    shown = above if len(above) <= 100 else above[:99] + "…"
    return records[first:], (f"строки над названиями столбцов пропущены: «{shown}»",)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table whose header says nothing: where the words stand, who speaks, the times."""

    text: int
    speaker: int | None = None
    time: int | None = None
    end: int | None = None


def speaking_columns(
    rows: Sequence[Sequence[str]], known: Collection[str] = ()
) -> tuple[int, int, int | None] | None:
    """The columns of speaker, text and time, judged by their cells: names recur in the first."""
    found = layout_of(rows, known)
    if found.speaker is None:
        return None
    # a header stands above its column only once
    names = [row[found.speaker].strip(" :") for row in rows if found.speaker < len(row)]
    once = key(names[0]) not in map(key, names[1:]) and grade(names[0], known) < Grade.KNOWN
    return None if once and len(names) > 1 else (found.speaker, found.text, found.time)


def layout_of(rows: Sequence[Sequence[str]], known: Collection[str] = ()) -> Layout:
    """The columns of `rows` by what stands in their cells."""
    columns = list(zip(*(list(row) + [""] * (max(map(len, rows)) - len(row)) for row in rows), strict=True))
    text = max(range(len(columns)), key=lambda at: sum(map(len, columns[at])))
    others = [at for at in range(len(columns)) if at != text and any(columns[at])]
    clocks = [at for at in others if all(map(_is_time, columns[at]))]
    times = clocks or [at for at in others if _are_rising(columns[at])]
    speaker = next((at for at in others if at not in times and _are_speakers(columns[at], known)), None)
    start = times[0] if times else None
    return Layout(text, speaker, start, times[1] if len(times) > 1 else None)


def _are_speakers(cells: Sequence[str], known: Collection[str]) -> bool:
    names = [cell.strip(" :") for cell in cells if cell.strip()]
    # numbers count something, they name nobody
    if sum(bool(re.search(r"[^\W\d_]", name)) for name in names) < 0.8 * len(names):
        return False
    grades = [grade(name, known) for name in names]
    recur = len(set(map(key, names))) * 2 <= len(names)
    return bool(names) and min(grades) >= Grade.POSITION and (recur or min(grades) == Grade.KNOWN)


def _are_rising(cells: Sequence[str]) -> bool:
    """Are these times as bare numbers: none less than the one before, and not the numbers of the rows?"""
    if not all(_NUMBER.fullmatch(cell.strip()) for cell in cells):
        return False
    values = [float(cell.replace(",", ".")) for cell in cells]
    steps = [after - before for before, after in pairwise(values)]
    return len(steps) > 1 and min(steps) >= 0 and len(set(steps)) > 1


def _is_time(cell: str) -> bool:
    return not cell.strip() or clock_seconds(cell) is not None


def clock_seconds(cell: str) -> float | None:
    """The time of the recording that a cell begins with, or None."""
    found = timecode.leading(cell.strip())
    return found[0] if found else None
