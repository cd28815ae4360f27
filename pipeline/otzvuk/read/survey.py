"""Exports of surveys: a row a respondent, a column a question; each answer a turn under its question."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence

from otzvuk.read.names import key
from otzvuk.read.table import Row, Table
from otzvuk.read.transcript import Line

_WORDS = 3  # a column whose answers are this long in the middle is an open question
_NAMES = ("speaker", "фио", "респондент", "ваше имя", "как вас зовут", "имя и фамилия", "контактное лицо")
_CLOSED = (
    "отметка времени",
    "timestamp",
    "время",
    "time",
    "дата",
    "email",
    "телефон",
    "id",
    "ip",
    "комментарий",
)
QUESTION = "Вопрос"


def survey_lines(table: Table) -> tuple[list[Line], tuple[str, ...]] | None:
    """The lines of a survey, and in Russian what was guessed; None where `table` has no open questions."""
    open_ = [column for column in table.columns if _is_open(column, table.rows)]
    if not open_ or not any(_is_question(column) for column in open_):
        return None
    named = next((name for name in _NAMES if name in table.columns and name not in open_), "")
    lines = []
    for number, row in enumerate(table.rows, 1):
        who = row[named] if named and row[named] else f"Респондент {number}"
        for column in open_:
            if row[column]:
                lines.append(Line(_shown(column), row.place, QUESTION))
                lines.append(Line(row[column], row.place, who))
    if not lines:
        return None
    closed = [column for column in table.columns if column and column not in open_ and column != named]
    notes = [f"таблица прочитана как анкета: строка — респондент, открытых вопросов: {len(open_)}"]
    if closed:
        notes.append(f"столбцы без развёрнутых ответов пропущены: {', '.join(closed[:8])}")
    return lines, tuple(notes)


def paired_lines(table: Table) -> tuple[list[Line], tuple[str, ...]] | None:
    """The lines of a table with a column of questions and one of answers; None where `table` is none."""
    question = next((name for name in ("вопрос", "question") if name in table.columns), "")
    answer = next((name for name in ("ответ", "answer") if name in table.columns), "")
    if not question or not answer:
        return None
    lines = []
    for row in table.rows:
        if row[question]:
            lines.append(Line(row[question], row.place, QUESTION))
        if row[answer]:
            lines.append(Line(row[answer], row.place, row["speaker"] or "Респондент"))
    return (lines, ("столбцы «вопрос» и «ответ» прочитаны как реплики",)) if lines else None


def _is_open(column: str, rows: Sequence[Row]) -> bool:
    answers = [row[column] for row in rows if row[column]]
    if not column or not answers or key(column) in _CLOSED:
        return False
    lengths = [len(re.findall(r"[^\W\d_]{2,}", answer)) for answer in answers]
    # of a closed question a few answers recur
    recur = len(answers) >= 6 and len(set(answers)) < 0.5 * len(answers)
    return not recur and (
        statistics.median(lengths) >= _WORDS or (_asks(column) and max(lengths) >= 2 * _WORDS)
    )


def _is_question(column: str) -> bool:
    """Headers of open questions are sentences: several words, or a question mark."""
    return _asks(column) or len(column.split()) >= 3


def _asks(column: str) -> bool:
    return "?" in column


def _shown(column: str) -> str:
    return column[:1].upper() + column[1:]
