"""Tables of answers that lie on their side: a row a question, a column a respondent."""

from __future__ import annotations

import re
from collections import Counter

from otzvuk.read import words
from otzvuk.read.names import key
from otzvuk.read.surveycolumns import Sort, sort_of_header
from otzvuk.read.table import Records

HEADINGS = frozenset({"", "вопрос", "вопросы", "question", "questions", "тема", "темы", "вопрос гайда"})
_ANSWER = frozenset({"ответ", "ответы", "answer", "answers"})
_SHARE = 0.6  # of the first column's cells must ask
_RESPONDENT = "Респондент"


def people_in_rows(records: Records) -> Records | None:
    """`records` turned so that each respondent is a row; None where they do not lie on their side.

    They do where the cells of one column ask and the names of the other columns do not.
    """
    number, header = records[0]
    width = max(len(cells) for _, cells in records)
    rows = [[*cells, *[""] * (width - len(cells))] for _, cells in records]
    at = next((at for at in range(min(width, 3)) if _asks_all([row[at] for row in rows], at)), None)
    if at is None:
        return None
    people = [
        column for column in range(at + 1, width) if rows[0][column] and any(row[column] for row in rows[1:])
    ]
    names = [header[column] for column in people]
    if len(people) < 1 or any(asks(name) or key(name) in _ANSWER for name in names):
        return None
    asked = [row for row in rows[1:] if row[at]]
    turned = [[_RESPONDENT, *_apart([row[at] for row in asked])]]
    turned += [[rows[0][column], *(row[column] for row in asked)] for column in people]
    return [(number, cells) for cells in turned]


def asks(text: str) -> bool:
    """Is this a question: by its mark, or by the words that it begins with?"""
    first = re.findall(r"\w+", key(text))[:2]
    return "?" in text or (len(text.split()) > 2 and not words.QUESTION_WORDS.isdisjoint(first))


def _asks_all(column: list[str], at: int) -> bool:
    heading, cells = column[0], [cell for cell in column[1:] if cell]
    asking = sum(map(asks, cells))
    fitting = sum(asks(cell) or sort_of_header(cell) is not Sort.OTHER for cell in cells)
    # two questions at least; beside them may stand rows of companies, positions, dates
    named = key(heading) in HEADINGS or at == 0
    return named and not asks(heading) and asking > 1 and fitting >= _SHARE * len(cells)


def _apart(names: list[str]) -> list[str]:
    """`names`, those that occur again with a number."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found
