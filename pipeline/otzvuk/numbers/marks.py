"""Ratings → marks: where each comes from, what it is about, and what it is out of ten."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum

import pandas as pd

from otzvuk.model.errors import InputError
from otzvuk.numbers.column import one_spelling
from otzvuk.numbers.count import IDS, PERSON, RATINGS, RESPONDENTS, TEXT, Tables, types_of
from otzvuk.numbers.criterion import Sort, about_all, criteria, find_criterion


class Source(StrEnum):
    """Where a mark was given. Marks of the two sources are never put into one mean."""

    SPEECH = "speech"
    QUESTIONNAIRE = "questionnaire"

    @property
    def label(self) -> str:
        """The source's Russian name."""
        return {"speech": "Из речи", "questionnaire": "Из анкеты"}[self.value]


MARKS: Mapping[str, str] = dict(RATINGS) | {
    "source": "string",
    "label": "string",
    "sort": "string",
    "code": "string",
    "theme": "string",
    "process": "string",
    "stage": "string",
    "of_ten": "float64",
}
"""Columns and types of the marks table; a column for each lens and each further attribute follows."""


def marks_of(tables: Tables) -> pd.DataFrame:
    """The ratings with all that they can be grouped by, in the same order.

    Columns of `MARKS`: those of the ratings (with one spelling a company), then `source` (speech or
    questionnaire), the criterion's `label`, `sort`, `code`, `theme`, `process`, `stage`, and `of_ten`
    (10 · value / scale), then `IDS`; then a column for each lens of the codebook, and the respondents'
    further columns (position, function, region, …).
    Raises `InputError` for an unknown criterion and for a mark outside its scale.
    """
    ratings, respondents, codebook = tables.ratings, tables.respondents, tables.codebook
    known = about_all(criteria(codebook, tables.guide), tables.settings.scores.overall)
    people = [f"интервью {i}, {s}" for i, s in zip(ratings["interview"], ratings["speaker"], strict=True)]
    found = [
        find_criterion(str(name), known, file="оценки", place=who)
        for name, who in zip(ratings["criterion"], people, strict=True)
    ]
    for value, scale, who in zip(ratings["value"], ratings["scale"], people, strict=True):
        _check(float(value), float(scale), who)
    table = ratings.assign(
        company=one_spelling(ratings["company"], respondents["company"]),
        criterion=_text([each.id for each in found], ratings),
        source=_text(
            [Source.QUESTIONNAIRE if at is pd.NA else Source.SPEECH for at in ratings["turn"]], ratings
        ),
        label=_text([each.label for each in found], ratings),
        sort=_text([each.sort for each in found], ratings),
        code=_text([each.id if each.sort is Sort.CODE else "" for each in found], ratings),
        theme=_text([each.theme for each in found], ratings),
        process=_text([each.process for each in found], ratings),
        stage=_text([each.stage for each in found], ratings),
        of_ten=10 * ratings["value"] / ratings["scale"],
    )[[*MARKS, *IDS]].astype(types_of(MARKS))
    for lens in codebook.lenses:
        table[lens] = _text([each.lenses[lens] for each in found], ratings)
    return _with_attributes(table, respondents)


def _check(value: float, scale: float, who: str) -> None:
    if not (math.isfinite(scale) and scale > 0):
        raise InputError(
            "неверная шкала", file="оценки", place=who, value=f"{scale:g}", expected="число больше нуля"
        )
    if not 0 <= value <= scale:
        raise InputError(
            "оценка вне шкалы",
            file="оценки",
            place=who,
            value=f"{value:g}",
            expected=f"число от 0 до {scale:g}",
        )


def _text(values: list[str], like: pd.DataFrame) -> pd.Series[str]:
    return pd.Series([str(value) for value in values], index=like.index, dtype=TEXT)


def _with_attributes(marks: pd.DataFrame, respondents: pd.DataFrame) -> pd.DataFrame:
    new = [column for column in respondents.columns if column not in marks.columns]
    joined = marks.merge(respondents[[PERSON, *new]], how="left", on=PERSON, validate="many_to_one")
    unknown = [column for column in RESPONDENTS if column in new] + [c for c in new if c not in RESPONDENTS]
    joined[unknown] = joined[unknown].fillna("")
    return joined
