"""Transcripts as tables (`.csv`, `.xlsx`, `.ods`): a row a contribution, or a respondent of a survey."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.read import timecode
from otzvuk.read.columns import COLUMNS, speaking_columns
from otzvuk.read.dialogue import transcript
from otzvuk.read.names import key
from otzvuk.read.survey import paired_lines, survey_lines
from otzvuk.read.table import read_records, tabulate
from otzvuk.read.transcript import Line, Transcript

_LEAST = 4  # rows of a table without a header, from which names can be seen to recur


def read_sheet(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a table with the columns speaker and text (or Russian names for them) and perhaps time.

    With times, consecutive rows of one speaker are one turn; without, each row is one. A row with no
    speaker continues the one above. A table without a header has its speakers in a column whose names
    recur; one with an open answer a column is a survey.
    """
    records = read_records(path)
    headless = _headless(records, known)
    if headless is not None:
        return headless
    table = tabulate(records, path, aliases=COLUMNS)
    missing = [name for name in ("speaker", "text") if name not in table.columns]
    if missing:
        survey = paired_lines(table) or survey_lines(table)
        if survey is not None:
            found = transcript(survey[0], known=known)
            return replace(found, notes=(*survey[1], *found.notes))
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


def _headless(records: Sequence[tuple[int, list[str]]], known: Collection[str]) -> Transcript | None:
    """The transcript of a table that begins with a contribution; None where it begins with a header."""
    rows = [cells for _, cells in records]
    header = {COLUMNS.get(key(cell), key(cell)) for cell in rows[0]}
    if len(rows) < _LEAST or header & {"speaker", "text", "start", "end"}:
        return None
    columns = speaking_columns(rows, known)
    if columns is None:
        return None
    speaker, text, time = columns
    lines = []
    for number, cells in records:
        cells = [*cells, "", "", ""]
        clock = timecode.leading(cells[time].strip()) if time is not None else None
        lines.append(
            Line(cells[text], f"строка {number}", cells[speaker].strip(" :"), clock[0] if clock else None)
        )
    found = transcript(lines, known=known, segments=time is not None)
    note = f"у таблицы нет строки с названиями столбцов; говорящие взяты из столбца {speaker + 1}"
    return replace(found, notes=(note, *found.notes))
