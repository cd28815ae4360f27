"""Columns of tables that hold contributions: by their names, or by what stands in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from otzvuk.read import timecode
from otzvuk.read.label import Grade, grade
from otzvuk.read.names import key

COLUMNS = {
    "спикер": "speaker", "говорящий": "speaker", "имя": "speaker", "кто": "speaker", "кто говорит": "speaker",
    "участник": "speaker",
    "респондент": "speaker", "name": "speaker", "speaker_name": "speaker", "speaker name": "speaker",
    "текст": "text", "реплика": "text", "высказывание": "text", "фраза": "text", "слова": "text",
    "transcript": "text", "utterance": "text", "content": "text",
    "время": "time", "начало": "time", "таймкод": "time", "start": "time", "timestamp": "time",
    "start_time": "time", "start time": "time", "timecode": "time",
}  # fmt: skip


def speaking_columns(
    rows: Sequence[Sequence[str]], known: Collection[str] = ()
) -> tuple[int, int, int | None] | None:
    """The columns of speaker, text and time, judged by their cells: names recur in the first."""
    columns = list(zip(*(list(row) + [""] * (max(map(len, rows)) - len(row)) for row in rows), strict=True))
    text = max(range(len(columns)), key=lambda at: sum(map(len, columns[at])))
    times = [
        at for at, cells in enumerate(columns) if at != text and any(cells) and all(map(_is_time, cells))
    ]
    for at, cells in enumerate(columns):
        if at != text and at not in times and _are_speakers(cells, known):
            return at, text, times[0] if times else None
    return None


def _are_speakers(cells: Sequence[str], known: Collection[str]) -> bool:
    names = [cell.strip(" :") for cell in cells if cell.strip()]
    grades = [grade(name, known) for name in names]
    recur = len(set(map(key, names))) * 2 <= len(names)
    return bool(names) and min(grades) >= Grade.POSITION and (recur or min(grades) == Grade.KNOWN)


def _is_time(cell: str) -> bool:
    return not cell.strip() or clock_seconds(cell) is not None


def clock_seconds(cell: str) -> float | None:
    """The time of the recording that a cell begins with, or None."""
    found = timecode.leading(cell.strip())
    return found[0] if found else None
