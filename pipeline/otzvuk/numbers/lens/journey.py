"""The journey frame: stages and their processes in order, what is said of each, and a quote."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from otzvuk.model.mention import Kind
from otzvuk.numbers.count import framed, records
from otzvuk.numbers.lens.tally import COUNTS, nothing, tallies
from otzvuk.numbers.survey import Survey

JOURNEY: Mapping[str, str] = (
    {"depth": "int64", "stage": "string", "stage_label": "string", "process": "string", "label": "string"}
    | dict(COUNTS)
    | {
        "quote": "string",
        "quote_kind": "string",
        "quote_interview": "string",
        "quote_speaker": "string",
        "quote_mention": "Int64",
    }
)
"""Columns and types of the journey, a row for each stage (depth 1) and each process under it (2)."""


def journey(survey: Survey, *, quotes: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every stage, then its processes, in the codebook's order, with the columns of `JOURNEY`.

    Stages and processes that nobody mentions stay. `quotes` are those of `numbers.quote.pick_quotes`, picked
    `by=("process", "kind")`: each row gets the one with the most points of the kind that most respondents
    used of it (a complaint, where as many complain as praise); without `quotes` there is none.
    `quote_mention` is the row label of the quote in the mentions.
    """
    codebook = survey.codebook
    first = [] if quotes is None else [row for row in records(quotes) if row["place"] == 1]
    of_stage, of_process = (tallies(survey, [column]) for column in ("stage", "process"))
    rows: list[dict[str, Any]] = []
    for stage, stage_label in codebook.stages.items():
        processes = [name for name, process in codebook.processes.items() if process.stage == stage]
        head = {"stage": stage, "stage_label": stage_label}
        counted = of_stage.get((stage,)) or nothing(survey)
        quoted = _quote(first, processes, counted)
        rows.append({"depth": 1, "process": "", "label": stage_label} | head | counted | quoted)
        for process in processes:
            counted = of_process.get((process,)) or nothing(survey)
            named = {"depth": 2, "process": process, "label": codebook.label(process)}
            rows.append(named | head | counted | _quote(first, [process], counted))
    return framed(rows, JOURNEY)


def _quote(
    quotes: Sequence[Mapping[str, Any]], processes: Collection[str], counted: Mapping[str, Any]
) -> dict[str, Any]:
    kind = Kind.WISH
    if counted["complaint"] or counted["praise"]:
        kind = Kind.COMPLAINT if counted["complainers"] >= counted["praisers"] else Kind.PRAISE
    own = [row for row in quotes if row["process"] in processes and row["kind"] == kind.value]
    if not own or not counted["mentions"]:
        nothing = {name: "" for name in JOURNEY if name.startswith("quote")}
        return nothing | {"quote_mention": pd.NA}
    best = max(own, key=lambda row: (row["picked"] > 0, row["points"]))  # of equals the first
    return {
        "quote": best["text"],
        "quote_kind": kind.value,
        "quote_interview": best["interview"],
        "quote_speaker": best["speaker"],
        "quote_mention": best["mention"],
    }
