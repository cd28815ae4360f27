"""Codings → tables: mentions, ratings, respondents.

Everything after this module computes from these frames. Their columns, order and types are fixed here
(`MENTIONS`, `RATINGS`, `RESPONDENTS`, each followed by `IDS`), also for a study without a single mention.
Missing text is the empty string; only `turn`, `start` and `end` of a questionnaire score are missing values.

Who is who is said by ids, not by names: names are labels that a report may hide. The ids' order is that of
`Study.identity`, whatever the names are shown as.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.model.identity import identify, rater, wave_of
from otzvuk.model.interview import Interview, Participant
from otzvuk.model.interview import (
    company_key as company_key,  # what counts as one company is said with the people
)
from otzvuk.model.interview import natural as natural
from otzvuk.model.mention import Coding, Rating
from otzvuk.model.study import Guide, Identity, Score, Settings, Study

MENTIONS: Mapping[str, str] = {
    "interview": "string",
    "file": "string",
    "turn": "int64",
    "speaker": "string",
    "start": "int64",
    "end": "int64",
    "text": "string",
    "kind": "string",
    "code": "string",
    "theme": "string",
    "process": "string",
    "stage": "string",
    "trend": "string",
    "confidence": "float64",
    "decided_by": "string",
    "company": "string",
    "role": "string",
    "function": "string",
    "wave": "string",
}
"""Columns and types of the mentions table, one row a mention."""

RATINGS: Mapping[str, str] = {
    "interview": "string",
    "turn": "Int64",
    "speaker": "string",
    "start": "Int64",
    "end": "Int64",
    "criterion": "string",
    "value": "float64",
    "scale": "float64",
    "company": "string",
    "role": "string",
    "wave": "string",
}
"""Columns and types of the ratings table; `turn`, `start`, `end` are missing for questionnaire scores."""

RESPONDENTS: Mapping[str, str] = dict.fromkeys(
    ("interview", "speaker", "company", "position", "role", "function", "wave", "person"), "string"
)
"""Columns and types of the respondents table, one row a person and wave; the participants table's further
columns follow them. `person` is the same for one human being in all waves."""

TEXT = pd.StringDtype("python")
"""The type of text, "string", as Python's own: with Arrow's every look into a small frame costs a call."""

IDS = ("person_id", "company_id", "cluster_id")
"""The last columns of each table, ordered categories: who, whose company (missing where unknown), and with
whom one is no independent evidence (the company, else whoever has the same name)."""

PERSON = "person_id"
"""What identifies a respondent."""

COMPANY = "company_id"
"""What identifies a company."""

CLUSTER = "cluster_id"
"""What identifies those who are drawn together."""


@dataclass(frozen=True, eq=False)
class Tables:
    """The frames of a study: one row a mention, a rating, a respondent.

    Columns as in `MENTIONS`, `RATINGS`, `RESPONDENTS`, then `IDS`. `of` makes them from codings, `but` keeps
    some of the rows.
    """

    study: Study
    mentions: pd.DataFrame
    ratings: pd.DataFrame
    respondents: pd.DataFrame
    codings: tuple[Coding, ...] = ()

    @classmethod
    def of(cls, study: Study, codings: Iterable[Coding]) -> Self:
        """The codings of a study as frames; people are told apart here where nobody has yet."""
        study, codings = identify(study), tuple(codings)
        return cls(
            study,
            _mentions_table(study, codings),
            _ratings_table(study, codings),
            _respondents_table(study),
            codings,
        )

    def but(
        self,
        *,
        mentions: pd.DataFrame | None = None,
        ratings: pd.DataFrame | None = None,
        respondents: pd.DataFrame | None = None,
        settings: Settings | None = None,
    ) -> Self:
        """The same with other frames (rows of these, columns added) or with other settings."""
        return replace(
            self,
            study=self.study if settings is None else replace(self.study, settings=settings),
            mentions=self.mentions if mentions is None else mentions,
            ratings=self.ratings if ratings is None else ratings,
            respondents=self.respondents if respondents is None else respondents,
        )

    def of_kind(self, kind: str) -> Self:
        """The mentions of one kind only."""
        return self.but(mentions=self.mentions[self.mentions["kind"] == kind])

    @property
    def codebook(self) -> Codebook:
        """The codebook of the study."""
        return self.study.codebook

    @property
    def settings(self) -> Settings:
        """The settings of the study."""
        return self.study.settings

    @property
    def guide(self) -> Guide:
        """The interview guide of the study; empty where there is none."""
        return self.study.guide

    @property
    def companies(self) -> int:
        """How many companies the respondents come from."""
        return int(self.respondents[COMPANY].nunique())


def _mentions_table(study: Study, codings: Iterable[Coding]) -> pd.DataFrame:
    """The mentions of `codings`, one row each, with the columns of `MENTIONS`.

    Sorted by interview (i2 before i10), turn, start, end, code, kind, whatever the order of `codings`.
    """
    rows: list[dict[str, Any]] = []
    known = _known(study, codings)
    for coding in codings:
        interview = known[coding.interview.id]
        for mention in coding.mentions:
            person = interview.participant(interview.turns[mention.turn])
            rows.append(
                {
                    "interview": interview.id,
                    "file": interview.file,
                    "turn": mention.turn,
                    "speaker": person.speaker,
                    "start": mention.start,
                    "end": mention.stop,
                    "text": mention.text,
                    "kind": mention.kind.value,
                    "code": mention.code,
                    "theme": study.codebook.theme_of(mention.code),
                    "process": mention.process,
                    "stage": study.codebook.stage_of(mention.process),
                    "trend": mention.trend.value,
                    "confidence": mention.confidence,
                    "decided_by": mention.decided_by,
                    "company": person.company,
                    "role": person.role.value,
                    "function": person.function,
                    "wave": _wave(study, interview, person),
                    **_ids(person),
                }
            )
    keys = ("turn", "start", "end", "code", "kind", "decided_by")
    rows.sort(key=lambda row: (natural(row["interview"]), *(row[key] for key in keys)))
    return _frame(rows, MENTIONS, study.identity)


def _ratings_table(study: Study, codings: Iterable[Coding]) -> pd.DataFrame:
    """Marks given in speech and the questionnaire's scores, with the columns of `RATINGS`.

    Sorted by interview; within it speech in the order of the text, then the questionnaire.
    """
    rows: list[dict[str, Any]] = []
    interviews = _known(study, codings)
    for coding in codings:
        interview = interviews[coding.interview.id]
        for rating in coding.ratings:
            person = interview.participant(interview.turns[rating.turn])
            who = _person_cells(interview.id, person, _wave(study, interview, person))
            where = {"turn": rating.turn, "start": rating.start, "end": rating.stop}
            rows.append(who | where | _mark_cells(rating))
    for score in study.scores:
        person, wave = _who_scored(study, interviews.get(score.interview), score)
        nowhere = dict.fromkeys(("turn", "start", "end"))
        rows.append(_person_cells(score.interview, person, wave) | nowhere | _mark_cells(score))

    def key(row: Mapping[str, Any]) -> tuple[Any, ...]:
        in_speech = row["turn"] is not None
        place = (row["turn"], row["start"], row["end"], "") if in_speech else (0, 0, 0, row["speaker"])
        return (natural(row["interview"]), not in_speech, *place, row["criterion"], row["wave"], row["value"])

    return _frame(sorted(rows, key=key), RATINGS, study.identity)


def _respondents_table(study: Study) -> pd.DataFrame:
    """Everybody who speaks in some interview and does not ask, one row each, in order of appearance.

    Columns of `RESPONDENTS`, then the participants table's further columns (text, empty where a person
    has none). People of the table who never speak are not respondents. Of who has several interviews in a
    wave the first is named.
    """
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    seen: set[str] = set()
    extra: dict[str, str] = {}
    for interview in sorted(study.interviews, key=lambda each: natural(each.id)):
        for turn in interview.turns:
            person = interview.participant(turn)
            if turn.interviewer or (interview.id, person.speaker) in rows or person.id in seen:
                continue
            seen |= {person.id} - {""}
            own = {name: text for name, text in person.attributes.items() if name not in {*RESPONDENTS, *IDS}}
            extra |= dict.fromkeys(own, "string")
            about = {"position": person.position, "function": person.function, "person": person.person}
            cells = _person_cells(interview.id, person, _wave(study, interview, person))
            rows[interview.id, person.speaker] = own | about | cells
    return _frame(list(rows.values()), dict(RESPONDENTS) | extra, study.identity)


def person_of(frame: pd.DataFrame) -> pd.Series[str]:
    """Who each row is about, as plain ids to group and to index by.

    pandas 3.1 cannot align two indices of categories that hold their codes in integers of different width.
    """
    return frame[PERSON].astype("object")


def with_attributes(tables: Tables) -> pd.DataFrame:
    """The mentions with the respondents' further columns (position, region, …), to group them by."""
    mentions, respondents = tables.mentions, tables.respondents
    new = [column for column in respondents.columns if column not in mentions.columns]
    return mentions.merge(respondents[[PERSON, *new]], how="left", on=PERSON, validate="many_to_one")


def with_lenses(tables: Tables) -> pd.DataFrame:
    """The mentions with a column for each lens of the codebook (level, block, …), to group them by."""
    codebook, codes = tables.codebook, tables.mentions["code"]
    found = {
        lens: codes.map({name: code.lenses.get(lens, "") for name, code in codebook.codes.items()})
        for lens in codebook.lenses
    }
    columns = {lens: column.astype(TEXT).fillna("") for lens, column in found.items()}
    return tables.mentions.assign(**columns)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as mappings from column to value, in Python's own types; NA is None.

    As `DataFrame.to_dict("records")`, but column by column: there every cell of an Arrow column is a call.
    """
    names = [str(name) for name in table.columns]
    columns = [_values(column) for _, column in table.items()]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _values(column: pd.Series[Any]) -> list[Any]:
    if getattr(column.dtype, "na_value", None) is pd.NA:
        array: Any = column.array
        return list(array.to_numpy(dtype=object, na_value=None).tolist())
    values: list[Any] = column.to_numpy(dtype=object).tolist()
    boxed = column.dtype == object
    return [each.item() if isinstance(each, np.generic) else each for each in values] if boxed else values


def framed(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Rows as a table with these columns and types, also where there are none; what a row lacks is missing.

    Built column by column: from rows pandas guesses every type first, which takes five times as long.
    """
    listed = list(rows)
    return pd.DataFrame(
        {name: _column([row.get(name) for row in listed], dtype) for name, dtype in columns.items()},
        columns=list(columns),
    )


def types_of(columns: Mapping[str, str]) -> dict[str, Any]:
    """The types of a table's columns as pandas takes them."""
    return {name: TEXT if dtype == "string" else dtype for name, dtype in columns.items()}


_NUMPY = frozenset(("int64", "float64", "bool"))


def _column(values: list[Any], dtype: str) -> Any:
    if dtype in _NUMPY:
        return np.array(values, dtype=dtype)
    other: Any = TEXT if dtype == "string" else dtype
    return pd.array(values, dtype=other)


def _wave(study: Study, interview: Interview, person: Participant) -> str:
    return wave_of(study, interview, person)


def _known(study: Study, codings: Iterable[Coding]) -> dict[str, Interview]:
    """The interviews by id: the study's own, whose people have ids."""
    return {coding.interview.id: coding.interview for coding in codings} | {
        interview.id: interview for interview in study.interviews
    }


def _person_cells(interview: str, person: Participant, wave: str) -> dict[str, Any]:
    cells = {"speaker": person.speaker, "company": person.company, "role": person.role.value, "wave": wave}
    return {"interview": interview} | cells | _ids(person)


def _ids(person: Participant) -> dict[str, Any]:
    return {
        PERSON: person.id or None,
        COMPANY: person.company_id or None,
        CLUSTER: person.cluster_id or person.id or None,
    }


def _mark_cells(mark: Rating | Score) -> dict[str, Any]:
    return {"criterion": mark.criterion, "value": mark.value, "scale": mark.scale}


def _who_scored(study: Study, interview: Interview | None, score: Score) -> tuple[Participant, str]:
    person = replace(rater(interview, score), id=score.person)
    wave = score.wave or (study.settings.wave if interview is None else _wave(study, interview, person))
    return person, wave


def _frame(rows: list[dict[str, Any]], columns: Mapping[str, str], identity: Identity | None) -> pd.DataFrame:
    data: dict[str, Any] = {}
    for column, dtype in columns.items():
        missing = "" if dtype == "string" else None
        data[column] = _column([row.get(column, missing) for row in rows], dtype)
    own = identity or Identity()
    for column, order in zip(IDS, (own.people, own.companies, own.clusters), strict=True):
        values = [row.get(column) for row in rows]
        data[column] = pd.Categorical(values, categories=list(order), ordered=True)
    return pd.DataFrame(data, columns=[*columns, *IDS])
