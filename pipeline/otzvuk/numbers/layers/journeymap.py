"""The journey map: stages across, what clients want, ask, meet, suffer, praise, wish and propose down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from otzvuk.coding.steps import channel_label
from otzvuk.model.interview import Turn
from otzvuk.model.span import Span
from otzvuk.model.step import MapRow
from otzvuk.numbers.count import PERSON, framed, records
from otzvuk.numbers.layers.rows import WHERE
from otzvuk.numbers.layers.steps import steps
from otzvuk.numbers.survey import Survey

CELLS: Final[Mapping[str, str]] = {
    "row": "string",
    "stage": "string",
    "item": "string",
    "label": "string",
    "people": "int64",
    "places": "int64",
    "mention": "Int64",
    "labels": "string",
    **{name: WHERE[name] for name in ("interview", "turn", "start", "end", "text", "place", "speaker")},
    "company": "string",
    "role": "string",
}
"""Columns of the map, a row an item of a cell: a code in pains, praise and wishes, a channel in touch points,
a place of its own elsewhere. `people` and `places` say how many and how often, the rest is its best place;
`mention` is that place's row label in the mentions, missing where it is none; `labels` are those of all."""

_SHORTEST, _LONGEST = 4, 25  # words of what reads well in a cell


def journey_map(
    survey: Survey, *, quotes: pd.DataFrame | None = None, found: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What fills the cells of the map (`CELLS`): rows in the method's order, stages in the codebook's.

    In a cell what most people say comes first. `quotes` as `pick_quotes` picks them by stage, kind and code:
    they choose the words that a code is shown with, else its first are. `found` are the `steps`, where they
    are there already. Wishes that are ideas stand among these. What nobody says has no row.
    """
    found = steps(survey) if found is None else found
    rows = [*_said(survey, quotes, found), *_found(found)]
    order = {row.value: at for at, row in enumerate(MapRow)}
    stages = {stage: at for at, stage in enumerate(survey.codebook.stages)}
    rows.sort(key=lambda each: (order[each["row"]], stages[each["stage"]], -each["people"], -each["places"]))
    return framed(rows, CELLS)


def _said(survey: Survey, quotes: pd.DataFrame | None, found: pd.DataFrame) -> list[dict[str, Any]]:
    """The mentions by stage, kind and code."""
    ideas = [
        (row["interview"], row["turn"], Span(row["start"], row["end"]))
        for row in records(found[found["row"] == MapRow.IDEA.value])
    ]
    rows = {row.kind.value: row for row in MapRow if row.kind is not None}
    best: dict[tuple[str, ...], Any] = {}
    for quote in [] if quotes is None else records(quotes):
        best.setdefault((quote["stage"], quote["kind"], quote["code"]), quote["mention"])
    mentions = survey.mentions
    places = _places(survey)
    groups: dict[tuple[str, ...], list[tuple[Any, dict[str, Any]]]] = {}
    for label, row in zip(mentions.index, records(mentions), strict=True):
        own = Span(row["start"], row["end"])
        if rows[row["kind"]] is MapRow.WISH and any(
            (row["interview"], row["turn"]) == (interview, turn) and own.overlaps(span)
            for interview, turn, span in ideas
        ):
            continue
        groups.setdefault((row["stage"], row["kind"], row["code"]), []).append((label, row))
    told = []
    for (stage, kind, code), members in groups.items():
        wanted = best.get((stage, kind, code))
        label, shown = next((each for each in members if each[0] == wanted), members[0])
        told.append(
            {
                "row": rows[kind].value,
                "stage": stage,
                "item": code,
                "label": survey.codebook.label(code),
                "people": len({each[PERSON] for _, each in members}),
                "places": len(members),
                "mention": label,
                "labels": " ".join(str(each) for each, _ in members),
                "place": places(shown["interview"], shown["turn"], shown["start"]),
            }
            | {name: shown[name] for name in ("interview", "turn", "start", "end", "text", "speaker")}
            | {name: shown[name] for name in ("company", "role")}
        )
    return told


def _found(found: pd.DataFrame) -> list[dict[str, Any]]:
    """The steps: touch points by channel, the rest each by itself."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for at, row in enumerate(records(found)):
        item = row["channel"] or f"{row['row']}{at}"
        groups.setdefault((row["row"], row["stage"], item), []).append(row)
    told = []
    for (row_of, stage, item), members in groups.items():
        shown = min(members, key=_reads_badly)
        channel = shown["channel"]
        told.append(
            {
                "row": row_of,
                "stage": stage,
                "item": item if channel else "",
                "label": channel_label(channel) if channel else "",
                "people": len({each["person_id"] for each in members}),
                "places": len(members),
                "mention": None,
                "labels": "",
            }
            | {name: shown[name] for name in CELLS if name in shown and name not in {"row", "stage"}}
        )
    return told


def _reads_badly(row: Mapping[str, Any]) -> int:
    words = len(str(row["text"]).split())
    return 0 if _SHORTEST <= words <= _LONGEST else 1


def _places(survey: Survey) -> Callable[[str, int, int], str]:
    turns: dict[str, Sequence[Turn]] = {each.id: each.turns for each in survey.study.interviews}

    def place(interview: str, turn: int, start: int) -> str:
        own = turns.get(interview)
        if own is None or not 0 <= turn < len(own):
            return ""
        return own[turn].place_at(start)

    return place
