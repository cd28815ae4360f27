"""Exports of surveys: a row a respondent, a column a question; each open answer a turn under its question.

Names, companies and positions tell about the respondent, scales are marks, choices attributes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from otzvuk.model.interview import Mark
from otzvuk.read.interviewer import is_interviewer
from otzvuk.read.label import Grade, grade
from otzvuk.read.matrix import HEADINGS
from otzvuk.read.names import key
from otzvuk.read.surveycolumns import Sort, number_in, scale_of, sort_of
from otzvuk.read.table import Records, Table
from otzvuk.read.transcript import Described, Line

QUESTION = "Вопрос"
_LONG = 15  # letters of the longest cell of a column of words
_OPTIONS = re.compile(r"open-ended response|response|свободный ответ|ответ|другое.*|other.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey: its open answers as lines, who gave them, what they marked, and in Russian the guesses."""

    lines: list[Line]
    described: tuple[Described, ...]
    marks: tuple[Mark, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    sort: Sort
    cells: tuple[str, ...]
    scale: float = 0.0


def read_survey(records: Records, *, all_open: bool = False) -> Survey | None:
    """The survey that the table is; None where it has no open questions.

    With `all_open` every column that is nothing else is an open question, however short its answers are.
    """
    rows = _answers(records)
    columns = _columns(records[0][1], [cells for _, cells in rows], all_open=all_open)
    open_ = [column for column in columns if column.sort is Sort.OPEN]
    if not open_ or not (all_open or any(_is_question(column.name) for column in open_)):
        return None
    who = _names(columns, len(rows))
    lines = []
    for at, (number, _) in enumerate(rows):
        for column in open_:
            if column.cells[at]:
                lines.append(Line(text=column.name, place=f"строка {number}", speaker=QUESTION))
                lines.append(Line(text=column.cells[at], place=f"строка {number}", speaker=who[at]))
    if not lines:
        return None
    answering = {line.speaker for line in lines}
    described = [_described(columns, at, name) for at, name in enumerate(who) if name in answering]
    return Survey(lines, tuple(described), tuple(_marks(columns, who)), _notes(columns, all_open=all_open))


def paired_lines(table: Table) -> tuple[list[Line], tuple[str, ...]] | None:
    """The lines of a table with a column of questions and one of answers; None where `table` is none."""
    question = next((name for name in ("вопрос", "question") if name in table.columns), "")
    answer = next((name for name in ("ответ", "answer") if name in table.columns), "")
    if not question or not answer:
        return None
    speaker = next((name for name in ("speaker", "респондент", "имя", "фио") if name in table.columns), "")
    lines = []
    for row in table.rows:
        if row[question]:
            lines.append(Line(text=row[question], place=row.place, speaker=QUESTION))
        if row[answer]:
            lines.append(Line(text=row[answer], place=row.place, speaker=row[speaker] or "Респондент"))
    return (lines, ("столбцы «вопрос» и «ответ» прочитаны как реплики",)) if lines else None


def spoken_columns(records: Records) -> tuple[list[Line], tuple[str, ...]] | None:
    """The lines of a table with a column for each who speaks («Интервьюер», «Респондент»), or None."""
    header = [" ".join(cell.split()) for cell in records[0][1]]
    # below «Вопрос» stand the questions of a survey, the columns beside it are people
    asking = [at for at, name in enumerate(header) if is_interviewer(name) and key(name) not in HEADINGS]
    others = [at for at, name in enumerate(header) if at not in asking and grade(name) >= Grade.POSITION]
    longest = {at: max((len(row[at]) for _, row in records[1:] if at < len(row)), default=0) for at in others}
    others = [at for at in others if longest[at] > _LONG]
    if len(asking) != 1 or not others or len(records) < 3:
        return None
    lines = [
        Line(text=row[at], place=f"строка {number}", speaker=header[at])
        for number, row in records[1:]
        for at in sorted([*asking, *others])
        if at < len(row) and row[at]
    ]
    names = ", ".join(f"«{header[at]}»" for at in sorted([*asking, *others]))
    return lines, (f"столбцы {names} прочитаны как реплики этих говорящих",)


def _answers(records: Records) -> Records:
    """The rows of answers: a second row of headings («Open-Ended Response») is none."""
    width = len(records[0][1])
    rows = [(number, [*cells, *[""] * (width - len(cells))]) for number, cells in records[1:]]
    if rows and all(_OPTIONS.fullmatch(cell) for cell in rows[0][1] if cell):
        return rows[1:]
    return rows


def _columns(header: Sequence[str], rows: Sequence[Sequence[str]], *, all_open: bool) -> list[_Column]:
    found = []
    for at, own in enumerate(header):
        name, cells = " ".join(own.split()), tuple(row[at] for row in rows)
        sort = sort_of(name, cells, all_open=all_open)
        scale = scale_of(name, cells) if sort is Sort.SCALE else None
        found.append(_Column(name[:1].upper() + name[1:], sort, cells, scale or 0.0))
    return found


def _names(columns: Sequence[_Column], count: int) -> list[str]:
    """Who answers in each row: the columns of names together; those of one name are told apart."""
    named = [column.cells for column in columns if column.sort is Sort.NAME]
    found = [" ".join(filter(None, (cells[at] for cells in named))) for at in range(count)]
    shown = [name or f"Респондент {at}" for at, name in enumerate(found, 1)]
    twice = {name for name, times in Counter(map(key, shown)).items() if times > 1}
    return [f"{name} {at}" if key(name) in twice else name for at, name in enumerate(shown, 1)]


def _described(columns: Sequence[_Column], at: int, name: str) -> Described:
    def first(sort: Sort) -> str:
        return next((each.cells[at] for each in columns if each.sort is sort and each.cells[at]), "")

    attributes = tuple(
        (column.name.casefold(), column.cells[at])
        for column in columns
        if column.sort in {Sort.CHOICE, Sort.OTHER} and column.cells[at]
    )
    return Described(name, first(Sort.COMPANY), first(Sort.POSITION), first(Sort.FUNCTION), attributes)


def _marks(columns: Sequence[_Column], who: Sequence[str]) -> list[Mark]:
    marks = []
    for column in (each for each in columns if each.sort is Sort.SCALE):
        for name, cell in zip(who, column.cells, strict=True):
            number = number_in(cell)
            if number is not None and number.value <= column.scale:
                marks.append(Mark(name, column.name, number.value, column.scale))
    return marks


def _notes(columns: Sequence[_Column], *, all_open: bool) -> tuple[str, ...]:
    open_ = sum(column.sort is Sort.OPEN for column in columns)
    one = "столбец — респондент, строка — вопрос" if all_open else "строка — респондент"
    notes = [f"таблица прочитана как анкета: {one}, открытых вопросов: {open_}"]
    scales = [column for column in columns if column.sort is Sort.SCALE]
    if scales:
        shown = "; ".join(f"«{column.name}» (из {column.scale:g})" for column in scales[:8])
        notes.append(f"оценки взяты из столбцов: {shown}")
    said = (
        ("компании и должности взяты из столбцов", {Sort.COMPANY, Sort.POSITION, Sort.FUNCTION}),
        ("столбцы с выбором ответа учтены только как признаки респондентов", {Sort.CHOICE, Sort.OTHER}),
        ("столбцы со служебными сведениями пропущены", {Sort.SERVICE}),
    )
    for what, sorts in said:
        names = [f"«{column.name}»" for column in columns if column.name and column.sort in sorts]
        if names:
            notes.append(f"{what}: {', '.join(names[:8])}")
    return tuple(notes)


def _is_question(name: str) -> bool:
    """Headers of open questions are sentences: several words, or a question mark."""
    return "?" in name or len(name.split()) >= 3
