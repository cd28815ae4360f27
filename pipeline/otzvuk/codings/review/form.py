"""The review table's form: its columns, its sections, what the key of a row says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Kind, Trend

SHEET: Final = "Проверка"
LISTS: Final = "Списки"
REVIEWER: Final = "Кто проверял:"
YES: Final = "да"
NO: Final = "нет"

COLUMNS: Final = {
    "number": "№",
    "section": "Раздел",
    "interview": "Интервью",
    "who": "Кто говорит",
    "when": "Где",
    "before": "Перед этим",
    "text": "Слова",
    "after": "После",
    "right": "Верно?",
    "kind": "Вид",
    "code": "Код",
    "process": "Процесс",
    "trend": "Динамика",
    "note": "Замечание",
    "found": "Программа",
    "why": "Почему здесь",
    "key": "Ключ",
}
"""The columns of the table in their order, with their Russian headers."""

ANSWERS: Final = ("right", "kind", "code", "process", "trend", "note")
"""The columns that a person fills in."""

OWN_ROWS: Final = 60
"""Empty lines under the table, for what a person has found."""

_VERSION: Final = "1"
_SEPARATOR: Final = "|"


class Section(StrEnum):
    """Why a stretch is in the table."""

    DOUBTFUL = "doubtful"
    RANDOM = "random"
    MISSED = "missed"
    OWN = "own"

    @property
    def label(self) -> str:
        """Its Russian name."""
        return {"doubtful": "Сомнительное", "random": "Случайное", "missed": "Пропущенное?", "own": "Своё"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a stretch is said to be."""

    kind: Kind
    code: str
    process: str
    trend: Trend = Trend.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A stretch that a person is asked about.

    `proposed` is what the program takes it for (`found`), or would most likely take it for; None where it
    has no idea. `chance` is how likely that is right, `why` says in Russian why it is asked. A stretch can be
    in several `sections`: a doubtful one that the fair sample has drawn, too; `sampled` is then the
    probability with which it was drawn, else 0.
    """

    sections: tuple[Section, ...]
    interview: str
    turn: int
    start: int
    stop: int
    text: str
    proposed: Judgement | None
    found: bool
    chance: float
    why: str = ""
    sampled: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a row's hidden cell says: by it the row is found again wherever it was moved.

    `interview` and `words` are digests of the interview's id and of its text, so that the cell names nobody.
    """

    interview: str
    words: str
    turn: int
    start: int
    stop: int
    found: bool
    proposed: Judgement | None
    sampled: float


def id_digest(interview: str) -> str:
    """The digest of an interview's id."""
    return sha256(interview.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def words_digest(interview: Interview) -> str:
    """The digest of an interview's words: it says whether the transcript is still the same."""
    text = "\0".join(turn.text for turn in interview.turns)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def key_of(asked: Asked, interview: Interview) -> str:
    """The hidden cell of a row; its last part shows whether somebody has changed it."""
    said = asked.proposed
    parts = [
        _VERSION,
        id_digest(asked.interview),
        words_digest(interview),
        str(asked.turn),
        str(asked.start),
        str(asked.stop),
        "1" if asked.found else "0",
        *((said.kind.value, said.code, said.process, said.trend.value) if said else ("", "", "", "")),
        f"{asked.sampled:.6g}",
    ]
    return _SEPARATOR.join([*parts, _check(parts)])


def read_key(cell: str) -> Key | None:
    """What the hidden cell of a row says; None where it is empty or is no longer what was written."""
    *parts, check = cell.split(_SEPARATOR)
    if len(parts) != 12 or parts[0] != _VERSION or check != _check(parts):
        return None
    _, interview, words, turn, start, stop, found, kind, code, process, trend, sampled = parts
    return Key(
        interview=interview,
        words=words,
        turn=int(turn),
        start=int(start),
        stop=int(stop),
        found=found == "1",
        proposed=Judgement(Kind(kind), code, process, Trend(trend)) if kind else None,
        sampled=float(sampled),
    )


def memory(given: int, *, hidden: bool) -> str:
    """The header of the keys: how many rows were given, and whether names in them are hidden."""
    return _SEPARATOR.join([COLUMNS["key"], _VERSION, str(given), "hidden" if hidden else "as-is"])


def read_memory(cell: str) -> tuple[bool, int | None]:
    """Whether names are hidden and how many rows were given; hidden and unknown where it is not told."""
    parts = cell.split(_SEPARATOR)
    if len(parts) != 4 or not parts[2].isdecimal():
        return True, None
    return parts[3] != "as-is", int(parts[2])


def _check(parts: list[str]) -> str:
    return sha256(_SEPARATOR.join(parts).encode()).hexdigest()[:6]


@dataclass(frozen=True)
class Labels:
    """What kinds, codes, processes and trends are called in the table: each name is one thing only."""

    kinds: dict[str, str]
    codes: dict[str, str]
    processes: dict[str, str]
    trends: dict[str, str]

    @classmethod
    def of(cls, codebook: Codebook) -> Labels:
        """The names of a codebook's own; one that two codes share is followed by the code's id."""
        return cls(
            kinds={each.value: each.label for each in Kind},
            codes=_unique({name: each.label for name, each in codebook.codes.items()}),
            processes=_unique({name: each.label for name, each in codebook.processes.items()}),
            trends={each.value: each.label for each in Trend if each.value},
        )


def _unique(labels: dict[str, str]) -> dict[str, str]:
    said = [label.casefold() for label in labels.values()]
    return {
        name: f"{label} ({name})" if said.count(label.casefold()) > 1 else label
        for name, label in labels.items()
    }
