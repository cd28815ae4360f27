"""What a public frame is: its columns, their types, what may be missing, which values are allowed.

Said once for all frames (`otzvuk.numbers.frames.FRAMES`) and checked by the same words that document them:
where a frame comes from outside (a survey changed by hand, a ranking read from a file), and in the tests of
all that is handed out. It costs 3 ms for the three frames of the demo, 27 ms for 120,000 mentions. pandera
was weighed: three packages, 0.13 s at import, missing text passes by default, its messages are English.

By type: text is never missing (the empty string says that there is none), nor are whole numbers and booleans,
and whole numbers are not negative; a decimal number may be missing where it cannot be told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from otzvuk.model.codebook import one_of
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.count import IDS, MENTIONS, RATINGS, RESPONDENTS

VALUES: Final[Mapping[str, Collection[str]]] = {
    "kind": tuple(Kind),
    "trend": tuple(Trend),
    "role": tuple(Role),
}
"""The values that a column of this name may have in any frame."""

_SHARES = (
    *("confidence", "reach", "share", "share_low", "share_high", "company_reach", "worse_share"),
    *(
        "p_top3",
        "p",
        "p_holm",
        "cramers_v",
        "cramers_v_corrected",
        "jaccard",
        "heat",
        "chance",
        "sampled",
        "ease",
    ),
)
BETWEEN: Final[Mapping[str, tuple[float, float]]] = dict.fromkeys(_SHARES, (0.0, 1.0)) | {
    "balance": (-1.0, 1.0),
    "mean_ten": (0.0, 10.0),
    "of_ten": (0.0, 10.0),
}
"""The ends between which a number of this name lies in any frame."""

_WORDS = {"string": "текст", "int64": "целое число", "Int64": "целое число или пусто", "float64": "число"}
_WORDS |= {"bool": "да или нет", "category": "упорядоченные категории"}


@dataclass(frozen=True, kw_only=True)
class Schema:
    """A frame by name: what a `row` of it is, and its `columns` with their types, in order.

    `label` is what it is called in Russian. Before them may stand columns that it was grouped by (`grouped`),
    after them others (`more`), such as those of the participants table. `missing` may be so against the rule
    of their type, `known` may not; `values` and `between` go beyond those of every frame.
    """

    name: str
    label: str
    row: str
    columns: Mapping[str, str]
    grouped: bool = False
    more: bool = False
    missing: Collection[str] = ()
    known: Collection[str] = ()
    values: Mapping[str, Collection[str]] = field(default_factory=dict)

    def may_miss(self, column: str) -> bool:
        """Whether cells of a column may be missing."""
        kind = self.columns[column]
        return column in self.missing or (kind in {"float64", "Int64"} and column not in self.known)

    def allowed(self, column: str) -> tuple[str, ...]:
        """The values that a column of text may have; none: any."""
        return tuple(map(str, self.values.get(column, VALUES.get(column, ()))))

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """`frame` as it is. Raises `InputError`: the frame, the column, the value, and what was expected."""
        if not isinstance(frame, pd.DataFrame):
            raise InputError(
                f"«{self.label}»: это не таблица", value=type(frame).__name__, expected="DataFrame"
            )
        absent = [column for column in self.columns if column not in frame.columns]
        if absent:
            raise InputError(
                f"в таблице «{self.label}» нет столбца",
                value=absent[0],
                expected="столбцы " + ", ".join(self.columns),
            )
        for column, kind in self.columns.items():
            self._check_column(frame[column], column, kind)
        return frame

    def _check_column(self, cells: pd.Series[Any], column: str, kind: str) -> None:
        if not _is(cells, kind):
            raise self._fault(column, "тип", str(cells.dtype), f"{kind} ({_WORDS[kind]})")
        empty = cells.isna()
        if empty.any() and not self.may_miss(column):
            row = empty.idxmax()
            raise self._fault(
                column, f"строка {row}: пропуск", None, "пустая строка" if kind == "string" else "число"
            )
        if kind == "string" and (allowed := self.allowed(column)):
            wrong = cells[~cells.isin(allowed)]
            if len(wrong):
                wanted = one_of(each or "пусто" for each in allowed)
                raise self._fault(column, f"строка {wrong.index[0]}: значение", wrong.iloc[0], wanted)
        if kind in {"int64", "Int64", "float64"}:
            low, high = BETWEEN.get(column, (0.0 if kind != "float64" else None, None))
            out = pd.Series(False, index=cells.index)
            out |= False if low is None else cells.lt(low).fillna(False)
            out |= False if high is None else cells.gt(high).fillna(False)
            if out.any():
                ends = f"от {low:g}" + ("" if high is None else f" до {high:g}")
                raise self._fault(column, f"строка {out.idxmax()}: число", cells[out].iloc[0], ends)

    def _fault(self, column: str, what: str, value: object, expected: str) -> InputError:
        return InputError(
            f"таблица «{self.label}», столбец «{column}», {what}", value=value, expected=expected
        )


def _is(cells: pd.Series[Any], kind: str) -> bool:
    if kind == "string":
        return isinstance(cells.dtype, pd.StringDtype)
    return str(cells.dtype) == kind


_WHO: Final = dict.fromkeys(IDS, "category")

MENTIONS_SCHEMA: Final = Schema(
    name="mentions",
    label="упоминания",
    row="a mention",
    columns=dict(MENTIONS) | _WHO,
    more=True,
    missing=IDS,
    known={"confidence"},
)
RATINGS_SCHEMA: Final = Schema(
    name="ratings",
    label="оценки",
    row="a mark, given in speech or in the questionnaire",
    columns=dict(RATINGS) | _WHO,
    more=True,
    missing=IDS,
    known={"value", "scale"},
)
RESPONDENTS_SCHEMA: Final = Schema(
    name="respondents",
    label="респонденты",
    row="a person and wave",
    columns=dict(RESPONDENTS) | _WHO,
    more=True,
    missing=IDS,
)
