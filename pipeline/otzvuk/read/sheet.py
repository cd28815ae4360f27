"""Transcripts as tables (`.csv`, `.xlsx`): a row a contribution, with columns for speaker and text."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from otzvuk.errors import InputError
from otzvuk.read import timecode
from otzvuk.read.dialogue import transcript
from otzvuk.read.table import read_table
from otzvuk.read.transcript import Line, Transcript

COLUMNS = {
    "спикер": "speaker", "говорящий": "speaker", "имя": "speaker", "кто": "speaker", "кто говорит": "speaker",
    "участник": "speaker", "name": "speaker", "speaker_name": "speaker", "speaker name": "speaker",
    "текст": "text", "реплика": "text", "высказывание": "text", "фраза": "text", "слова": "text",
    "transcript": "text", "utterance": "text", "content": "text",
    "время": "time", "начало": "time", "таймкод": "time", "start": "time", "timestamp": "time",
    "start_time": "time", "start time": "time", "timecode": "time",
}  # fmt: skip


def read_sheet(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a table with the columns speaker and text (or Russian names for them) and perhaps time.

    With times, consecutive rows of one speaker are one turn; without, each row is one. A row with no
    speaker continues the one above.
    """
    table = read_table(path, aliases=COLUMNS)
    missing = [name for name in ("speaker", "text") if name not in table.columns]
    if missing:
        raise InputError(
            f"в таблице нет столбца {' и '.join(missing)}",
            file=path,
            value=", ".join(column for column in table.columns if column),
            expected="столбцы speaker и text (или «спикер» и «текст»)",
        )
    lines = []
    for row in table.rows:
        try:
            seconds = timecode.seconds(row["time"]) if row["time"] else None
        except ValueError as error:
            raise InputError(
                "неверное время",
                file=path,
                place=row.place,
                value=row["time"],
                expected="чч:мм:сс или секунды",
            ) from error
        lines.append(Line(row["text"], row.place, row["speaker"], seconds))
    if not any(line.speaker and line.text for line in lines):
        raise InputError("в таблице нет ни одной реплики", file=path, expected="строки с говорящим и текстом")
    return transcript(lines, known=known, segments="time" in table.columns)
