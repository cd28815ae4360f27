"""otzvuk: from a folder of Russian interview transcripts to the processes that hurt customers most.

The way of the data, one verb a step:

    study = otzvuk.read_study("исследование")     # a folder → interviews
    codings = otzvuk.code_study(study)            # → mentions and ratings with their places
    survey = otzvuk.count(study, codings)         # → frames: mentions, ratings, respondents
    ranking = otzvuk.rank(survey)                 # → processes, worst first
    quotes = otzvuk.pick_quotes(survey)           # → the best quotes of each process
    findings = otzvuk.find(survey)                # → all of that and every other table of the reports
    otzvuk.write_reports(survey, "out")           # → xlsx, html, csv, parquet
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from otzvuk.analysis import analyse, count, rank, write_reports
    from otzvuk.coding import code_study
    from otzvuk.model.errors import InputError
    from otzvuk.numbers.findings import Findings, find
    from otzvuk.numbers.survey import Survey
    from otzvuk.read import read_study

__all__ = [
    "Findings",
    "InputError",
    "Survey",
    "analyse",
    "code_study",
    "count",
    "find",
    "pick_quotes",
    "rank",
    "read_study",
    "write_reports",
]

# Imported at first use, so that `otzvuk --help` does not wait for pandas.
_PLACES = {
    "InputError": "otzvuk.model.errors",
    "read_study": "otzvuk.read",
    "code_study": "otzvuk.coding",
    "Findings": "otzvuk.numbers.findings",
    "find": "otzvuk.numbers.findings",
    "pick_quotes": "otzvuk.numbers.quote",
    "Survey": "otzvuk.numbers.survey",
} | dict.fromkeys(("analyse", "count", "rank", "write_reports"), "otzvuk.analysis")


def __getattr__(name: str) -> object:
    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module 'otzvuk' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
