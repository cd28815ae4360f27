"""Transcripts as tables (`.csv`, `.xlsx`, `.ods`): a row a contribution, or a respondent of a survey."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.read.clockcolumn import timed_lines
from otzvuk.read.codedtable import refuse_coded
from otzvuk.read.columns import Header, completed, layout_of, read_header, speaking_columns, without_title
from otzvuk.read.dialogue import transcript
from otzvuk.read.jsonfile import speaker_of
from otzvuk.read.markers import marked_lines
from otzvuk.read.matrix import people_in_rows
from otzvuk.read.survey import paired_lines, read_survey, spoken_columns
from otzvuk.read.table import WORKBOOKS, Records, Table, read_records, sheets_after, tabulate
from otzvuk.read.tempo import tempo_note
from otzvuk.read.transcript import Line, Transcript

_LEAST = 4  # rows of a table without a header, from which names can be seen to recur


def read_sheet(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a table with the columns speaker and text (or Russian names for them) and perhaps time.

    With times, consecutive rows of one speaker are one turn; without, each row is one. A row with no
    speaker continues the one above; without a column of speakers it is a recording without names. A table
    without a header has its speakers in a column whose names recur; one with an open answer a column is a
    survey, its respondents in rows or in columns.
    """
    found = read_rows(read_records(path), path, known=known)
    others = sheets_after(path) if path.suffix.lower() in WORKBOOKS else []
    if not others:
        return found
    names = ", ".join(f"«{name}»" for name in others[:8])
    return replace(found, notes=(f"прочитан только первый лист; не прочитаны листы {names}", *found.notes))


def read_rows(records: Records, path: Path, *, known: Collection[str] = ()) -> Transcript:
    """What `read_sheet` reads, from the rows of the table at `path`."""
    refuse_coded(records, path)
    records, notes = without_title(records)
    header = read_header(records[0][1])
    found = _headless(records, header, path, known) or _headed(records, header, path, known)
    return replace(found, notes=(*notes, *found.notes)) if notes else found


def _headed(records: Records, header: Header, path: Path, known: Collection[str]) -> Transcript:
    header = completed(header, [cells for _, cells in records[1:]], known)
    named = [(records[0][0], list(header.columns)), *records[1:]]
    table = tabulate(named, path)
    timed = "time" in table.columns
    if "text" in table.columns and ("speaker" in table.columns or timed):
        lines = [
            Line(text=row["text"], place=row.place, speaker=row.cells.get("speaker")) for row in table.rows
        ]
        times = [(row["time"], row["end"]) for row in table.rows] if timed else []
        return _spoken(lines, times, header, path, known)
    if (paired := paired_lines(table) or spoken_columns(records)) is not None:
        return replace(transcript(paired[0], known=known), notes=paired[1])
    across = people_in_rows(records)
    survey = read_survey(across or records, all_open=across is not None)
    if survey is not None:
        spoken = transcript(survey.lines, known=known)
        return replace(
            spoken, notes=(*survey.notes, *spoken.notes), described=survey.described, marks=survey.marks
        )
    if "text" in table.columns and (found := _labelled(table, known)):
        return found
    missing = [name for name in ("speaker", "text") if name not in table.columns]
    raise InputError(
        f"в таблице нет столбца {' и '.join(missing)}",
        file=path,
        value=", ".join(column for column in table.columns if column),
        expected="столбцы speaker и text (или «спикер» и «текст»), либо time и text",
    )


def _spoken(
    lines: Sequence[Line],
    times: Sequence[tuple[str, str]],
    header: Header,
    path: Path,
    known: Collection[str],
) -> Transcript:
    """The transcript of rows of contributions; `times` are the cells of their starts and ends."""
    lines = _with_voices(lines, timed=bool(times))
    if not any(line.text and (line.speaker or line.speaker is None) for line in lines):
        raise InputError("в таблице нет ни одной реплики", file=path, expected="строки с говорящим и текстом")
    if not times:
        return transcript(lines, known=known)
    lines, notes = timed_lines(lines, times, header.units, path)
    lines = marked_lines(lines, known)
    found = transcript(lines, known=known, segments=True)
    said = (*notes, *found.notes, tempo_note(lines))
    return replace(found, notes=tuple(note for note in said if note))


def _with_voices(lines: Sequence[Line], *, timed: bool) -> list[Line]:
    """Speakers that are numbers are called so; numbers that only count the rows are no speakers."""
    names = [line.speaker for line in lines if line.speaker]
    counted = len(names) >= _LEAST and len(set(names)) == len(names)
    if not names:  # a recording without names has times at least
        return [replace(line, speaker=None) for line in lines] if timed else list(lines)
    if all(name.isdigit() for name in names):
        return [replace(line, speaker=None if counted else speaker_of(line.speaker) or "") for line in lines]
    return list(lines)


def _headless(records: Records, header: Header, path: Path, known: Collection[str]) -> Transcript | None:
    """The transcript of a table that begins with a contribution; None where it begins with a header."""
    rows = [cells for _, cells in records]
    if len(rows) < _LEAST or {"speaker", "text", "time", "end"} & set(header.columns):
        return None
    found = layout_of(rows, known)
    if speaking_columns(rows, known) is None:
        found = replace(found, speaker=None)
    if found.speaker is None and found.time is None:
        return None
    lines, times = [], []
    for number, cells in records:
        cells = [*cells, *[""] * (len(header.columns) - len(cells))]
        who = None if found.speaker is None else cells[found.speaker].strip(" :")
        lines.append(Line(text=cells[found.text], place=f"строка {number}", speaker=who))
        start, stop = (cells[at] if at is not None else "" for at in (found.time, found.end))
        times.append((start, stop))
    spoken = _spoken(lines, times if found.time is not None else [], Header((), {}), path, known)
    note = "у таблицы нет строки с названиями столбцов"
    if found.speaker is not None:
        note += f"; говорящие взяты из столбца {found.speaker + 1}"
    return replace(spoken, notes=(note, *spoken.notes))


def _labelled(table: Table, known: Collection[str]) -> Transcript | None:
    """A column of words in which the names stand, too («Вера: …»); None where there are none."""
    lines = [Line(row["text"], row.place) for row in table.rows if row["text"]]
    try:
        return transcript(marked_lines(lines, known), known=known)
    except InputError:
        return None
