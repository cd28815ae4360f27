"""Tables of coded segments (MAXQDA, ATLAS.ti, QualCoder, Taguette) → a coding of a study's interviews.

Such a table tells a document's name, the words and the code; where the words stand is looked for.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path, PurePosixPath

from otzvuk.exchange.belonging import stem
from otzvuk.exchange.coded import Coded
from otzvuk.exchange.plain import plain
from otzvuk.exchange.positions import settle
from otzvuk.exchange.project import Project
from otzvuk.exchange.qde import Qde, QdeCode
from otzvuk.exchange.qdesource import QdeCoding, QdeSelection, QdeSource
from otzvuk.exchange.turns import Piece, Placed
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Kind
from otzvuk.model.study import Study
from otzvuk.read.codedtable import CodedColumns, coded_columns
from otzvuk.read.guarded import read_rows
from otzvuk.read.names import key
from otzvuk.read.table import Records

EXPECTED = "таблица размеченных фрагментов: столбцы документа, кода и текста фрагмента"
_OURS = frozenset({"interview", "turn", "start", "end"})
_FID = re.compile(r"\s+fid:\d+\s*\Z")
_LEVELS = re.compile(r"\s*(?:\\|::|\s[>›/]\s)\s*")
_LIST = re.compile(r"\n+|\s*[;|]\s*")


def is_segments(path: Path, study: Study) -> bool:
    """Is the file at `path` a table of coded segments of another program, and no `mentions.csv` of ours?

    Raises `InputError` where it cannot be read.
    """
    records = read_rows(path)
    if _OURS.issubset(records[0][1]):
        return False
    return coded_columns(records) is not None or bool(_with_codes_across(records, study.interviews))


def read_segments(path: Path, study: Study, *, kind: Kind | None = None, coder: str = "") -> Project:
    """The coding of `study` that the table at `path` lists; `kind` and `coder` as of `read_project`.

    Raises `InputError` where it is none, or where nothing in it is of the study.
    """
    records = read_rows(path)
    records = _with_codes_across(records, study.interviews) or records
    columns = coded_columns(records)
    if columns is None:
        raise InputError("это не таблица размеченных фрагментов", file=path, expected=EXPECTED)
    rows = [[*cells, *[""] * len(records[columns.row][1])] for _, cells in records[columns.row + 1 :]]
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    words = _longest(columns.segments, rows)
    source = _names_most(columns.sources, rows, study.interviews)
    codes = {name: QdeCode(name, tuple(_LEVELS.split(name))) for row in rows for name in _codes(row, columns)}
    coders = {_first(row, columns.coders): _first(row, columns.coders) for row in rows}
    if coder and coder.casefold() not in {each.casefold() for each in coders}:
        raise InputError(
            "в таблице нет такого кодировщика",
            file=path,
            value=coder,
            expected=", ".join(filter(None, coders)) or "таблица со столбцом кодировщика",
        )
    qde = Qde(
        name=path.stem, origin="", users=coders, codes=codes, sources=(), cases=(), notes={}, further={}
    )
    coded = Coded(qde, study.codebook, kind=kind, coder=coder, named=path.stem)
    placing = _Placing(study.interviews)
    for row in rows:
        codings = tuple(
            QdeCoding(name, _first(row, columns.coders), _first(row, columns.memos))
            for name in _codes(row, columns)
        )
        placing.put(row[source], row[words], codings)
    if not placing.selections:
        raise InputError(
            "ни один фрагмент таблицы не найден в стенограммах:",
            file=path,
            value=rows[0][words] if rows else None,
            expected="разметка стенограмм этого исследования",
        )
    codings_made = tuple(_coding(each, placing, coded) for each in study.interviews)
    lost = [*coded.lost, *placing.said()]
    lost += [f"{what}: {number}" for what, number in sorted(coded.counted.items())]
    return Project(
        name=path.stem,
        codebook=coded.codebook,
        codings=codings_made,
        persons=(),
        notes=tuple(coded.notes),
        lost=tuple(lost),
    )


def _with_codes_across(records: Records, interviews: Sequence[Interview]) -> Records:
    """A table with a column a code, in its cells words and below them their document, as QualCoder writes it.

    As a table with a row a segment; empty where it is none.
    """
    known = {name for each in interviews for name in _names(each)}
    header = records[0][1]
    filled = [
        (at, number, *cell.rpartition("\n")[::2])
        for number, cells in records[1:]
        for at, cell in enumerate(cells[: len(header)])
        if cell.strip()
    ]
    named = [each for each in filled if key(stem(_FID.sub("", each[3]))) in known]
    if not named or len(named) < 0.8 * len(filled):
        return []
    rows = [(number, [_FID.sub("", file), header[at], words]) for at, number, words, file in filled]
    return [(records[0][0], ["document", "code", "segment"]), *sorted(rows, key=lambda row: row[0])]


class _Placing:
    """Looks for the segments in the interviews; `selections` are those found, by interview."""

    def __init__(self, interviews: Sequence[Interview]) -> None:
        self.interviews = interviews
        self.texts = {each.id: plain(each) for each in interviews}
        self.selections: dict[str, list[QdeSelection]] = defaultdict(list)
        self._taken: dict[tuple[str, str, str], int] = {}
        self._lost: Counter[str] = Counter()
        self._first_lost = self._doubtful = ""

    def put(self, document: str, segment: str, codings: tuple[QdeCoding, ...]) -> None:
        """Find the words of `segment` in `document`, else in the one interview that has them."""
        named = [each for each in self.interviews if key(stem(document)) in _names(each)]
        found = {each.id: hits for each in named or self.interviews if (hits := self._hits(each, segment))}
        if len(found) != 1:
            what = "стоят в нескольких интервью" if found else "не найдены в стенограммах"
            self._lost[f"фрагменты, слова которых {what}"] += 1
            self._first_lost = self._first_lost or f"«{' '.join(segment.split())[:60]}» ({document})"
            return
        ((identifier, hits),) = found.items()
        told = "\n".join(f"{each.code}\t{each.user}" for each in codings)
        again = self._taken.get((identifier, segment, told), 0)
        self._taken[identifier, segment, told] = again + 1
        if len(hits) > 1 and not again:
            self._doubtful = self._doubtful or f"«{' '.join(segment.split())[:60]}»"
            self._lost["фрагменты, слова которых повторяются в интервью (взято первое место)"] += 1
        for start, stop in hits[min(again, len(hits) - 1)]:
            self.selections[identifier].append(QdeSelection("", start, stop, "", codings))

    def said(self) -> list[str]:
        """In Russian how many segments were not found or stand in several places, with an example."""
        example = self._first_lost or self._doubtful
        return [f"{what}: {count}, например {example}" for what, count in sorted(self._lost.items())]

    def _hits(self, interview: Interview, segment: str) -> list[list[tuple[int, int]]]:
        """The places of a segment, each as the stretches that it consists of."""
        text = self.texts[interview.id].text
        if whole := _places(text, segment):
            return [[each] for each in whole]
        # over several turns, whose labels the other program showed in its own way
        lines = [_unlabelled(line, interview) for line in segment.splitlines()]
        parts = [_places(text, line) for line in lines if line.strip()]
        if len(parts) < 2 or not all(parts):
            return []
        first = [each[0] for each in parts]
        return [first] if all(one[1] <= other[0] for one, other in pairwise(first)) else []


def _coding(interview: Interview, placing: _Placing, coded: Coded) -> Coding:
    written = placing.texts[interview.id]
    placed = [
        Placed(turn, (Piece(0, start, len(turn.text)),) if turn.text else ())
        for turn, start in zip(interview.turns, written.starts, strict=True)
    ]
    source = QdeSource(
        guid="", name=interview.id, kind="TextSource", selections=tuple(placing.selections[interview.id])
    )
    text = settle(written.text, ())
    return Coding(interview, mentions=coded.mentions(source, text, placed, f"интервью «{interview.id}»"))


def _places(text: str, segment: str) -> list[tuple[int, int]]:
    """Where the words of `segment` stand in `text`, whatever white space is between them."""
    words = segment.split()
    if not words:
        return []
    pattern = r"\s+".join(map(re.escape, words))
    return [found.span() for found in re.finditer(pattern, text)]


def _unlabelled(line: str, interview: Interview) -> str:
    name, colon, rest = line.strip().partition(":")
    return rest if colon and key(name) in {key(turn.speaker) for turn in interview.turns} else line


def _names(interview: Interview) -> set[str]:
    return {key(interview.id), key(PurePosixPath(interview.file).stem)}


def _codes(row: Sequence[str], columns: CodedColumns) -> list[str]:
    cell = _first(row, columns.codes)
    return list(dict.fromkeys(name for each in _LIST.split(cell) if (name := " ".join(each.split()))))


def _first(row: Sequence[str], columns: Iterable[int]) -> str:
    return next((row[at].strip() for at in columns if row[at].strip()), "")


def _longest(columns: Sequence[int], rows: Sequence[Sequence[str]]) -> int:
    """Of several columns with words that with the segments themselves: not their names or numbers."""
    return max(columns, key=lambda at: sum(len(row[at]) for row in rows))


def _names_most(
    columns: Sequence[int], rows: Sequence[Sequence[str]], interviews: Sequence[Interview]
) -> int:
    """Of several columns that may name a document that which names most of the interviews."""
    known = {name for each in interviews for name in _names(each)}
    hits: Mapping[int, int] = {at: sum(key(stem(row[at])) in known for row in rows) for at in columns}
    return max(columns, key=lambda at: hits[at])
