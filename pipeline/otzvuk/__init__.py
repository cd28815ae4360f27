"""otzvuk: from a folder of Russian interview transcripts to the processes that hurt customers most.

The way of the data, one verb a step:

    study = otzvuk.read_study("исследование")     # a folder → interviews
    codings = otzvuk.code_study(study)            # → mentions and ratings with their places
    survey = otzvuk.count(study, codings)         # → frames: mentions, ratings, respondents
    ranking = otzvuk.rank(survey)                 # → processes, worst first
    quotes = otzvuk.pick_quotes(survey)           # → the best quotes of each process
    findings = otzvuk.find(survey)                # → all of that and every other table of the reports
    otzvuk.write_reports(survey, "out")           # → xlsx, html, csv, parquet

`otzvuk.analyse("исследование")` is the whole way at once. In a notebook `otzvuk.display` shows the ranking
and the quotes, `otzvuk.plot` draws the pictures of the report. Long work tells how far it is to a function
given as `progress=`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from otzvuk.model.late import late

__version__ = "0.2.0"

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

# `otzvuk --help` does not wait for pandas.
_PLACES = {
    "InputError": "model.errors",
    "read_study": "read",
    "code_study": "coding",
    "Findings": "numbers.findings",
    "find": "numbers.findings",
    "pick_quotes": "numbers.quote",
    "Survey": "numbers.survey",
} | dict.fromkeys(("analyse", "count", "rank", "write_reports"), "analysis")

__getattr__ = late(__name__, _PLACES)


def __dir__() -> list[str]:
    return sorted(__all__)
