"""The bands of NPS – promoters, passives, detractors – with who is in them and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

import pandas as pd

from otzvuk.model.mention import Kind
from otzvuk.numbers.count import PERSON, framed, records
from otzvuk.numbers.criterion import find_criterion
from otzvuk.numbers.marks import Source
from otzvuk.numbers.scores.grounds import grounds
from otzvuk.numbers.scores.index import NPS_SCALE, band_of
from otzvuk.numbers.survey import Survey


class Band(StrEnum):
    """Whom a mark of recommendation makes of who gives it."""

    PROMOTERS = "promoters"
    PASSIVES = "passives"
    DETRACTORS = "detractors"

    @property
    def label(self) -> str:
        """The Russian name with the marks."""
        return {
            "promoters": "Сторонники (9–10)",
            "passives": "Нейтральные (7–8)",
            "detractors": "Критики (0–6)",
        }[self.value]


BANDS: Final[Mapping[str, str]] = {
    "source": "string",
    "criterion": "string",
    "band": "string",
    "band_label": "string",
    "value": "float64",
    "speaker": "string",
    "company": "string",
    "role": "string",
    "wave": "string",
    "person_id": "string",
    "text": "string",
    "link": "string",
    "labels": "string",
}
"""Columns and types of the people of the bands, one row a person: the mean mark, and the words that
explain it."""

BAND_SAID: Final[Mapping[str, str]] = {
    "source": "string",
    "criterion": "string",
    "band": "string",
    "band_label": "string",
    "kind": "string",
    "code": "string",
    "label": "string",
    "place": "int64",
    "respondents": "int64",
    "of": "int64",
    "share": "float64",
    "mentions": "int64",
    "text": "string",
    "labels": "string",
}
"""Columns and types of what each band says, one row a band, kind and code: by how many of its people
(`of`)."""

SAID: Final = 5
"""Codes of praise and of complaints that are listed of a band."""


def bands(survey: Survey, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Who is in which band of NPS, with the columns of `BANDS`; critics first.

    The questions are those that study.yaml names for NPS; marks on another scale than 0–10 are in no band.
    Several marks of one person for a question are one, their mean. `text` are the words that explain the mark
    (`grounds`, or such a `table`), "" where nothing does. Raises `InputError` for an unknown question.
    """
    table = grounds(survey) if table is None else table
    rows: list[dict[str, Any]] = []
    wanted = [
        find_criterion(name, survey.criteria, file="study.yaml", place="scores, nps").id
        for name in survey.settings.scores.nps
    ]
    given: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in records(table):
        if row["criterion"] in wanted and row["scale"] == NPS_SCALE:
            person = row["person_id"] or f"{row['mark_interview']} {row['speaker']}"
            given.setdefault((row["source"], row["criterion"], person), []).append(row)
    for (source, criterion, _), own in given.items():
        marks = {row["rating"]: row["value"] for row in own}
        value = round(sum(marks.values()) / len(marks), 9)
        band = Band(band_of(value))
        said = [row for row in own if row["link"]]
        labels = dict.fromkeys(label for row in said for label in row["labels"].split())
        rows.append(
            {name: own[0][name] for name in ("speaker", "company", "role", "wave", "person_id")}
            | {"source": source, "criterion": criterion, "band": band.value, "band_label": band.label}
            | {"value": value, "link": said[0]["link"] if said else "", "labels": " ".join(labels)}
            | {"text": " … ".join(" ".join(row["text"].split()) for row in said[:2])}
        )
    order, sources = list(Band)[::-1], [each.value for each in Source]
    rows.sort(
        key=lambda row: (
            sources.index(row["source"]), wanted.index(row["criterion"]), order.index(row["band"]),
            row["value"],
        )
    )  # fmt: skip
    return framed(rows, BANDS)


def band_said(survey: Survey, people: pd.DataFrame) -> pd.DataFrame:
    """What the people of each band praise and blame most, with the columns of `BAND_SAID`.

    `people` are `bands`. `text` is a mention of the code, of the most sure ones the longest; `labels` are the
    row labels of all of them, separated by spaces. At most `SAID` codes of each kind.
    """
    mentions = survey.mentions
    rows: list[dict[str, Any]] = []
    for key, own in people.groupby(["source", "criterion", "band"], sort=False):
        members = set(own["person_id"]) - {""}
        theirs = mentions[mentions[PERSON].astype("object").isin(members)]
        head: dict[str, Any] = dict(zip(("source", "criterion", "band"), map(str, key), strict=True))
        head |= {"band_label": Band(head["band"]).label, "of": len(own)}
        for kind in (Kind.COMPLAINT, Kind.PRAISE):
            counted: list[dict[str, Any]] = []
            for code, said in theirs[theirs["kind"] == kind.value].groupby("code", sort=False):
                tellers = int(said[PERSON].nunique())
                best = said.assign(long=said["text"].str.len().clip(upper=200)).sort_values(
                    ["confidence", "long"], ascending=False, kind="stable"
                )
                counted.append(
                    head
                    | {"kind": kind.value, "code": str(code), "label": survey.codebook.label(str(code))}
                    | {"respondents": tellers, "share": round(tellers / len(own), 9), "mentions": len(said)}
                    | {"text": str(best["text"].iloc[0]), "labels": " ".join(map(str, said.index))}
                )
            counted.sort(key=lambda row: (-row["respondents"], -row["mentions"], row["code"]))
            rows += [row | {"place": place} for place, row in enumerate(counted[:SAID], 1)]
    return framed(rows, BAND_SAID)
