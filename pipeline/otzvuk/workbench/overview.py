"""Обзор: the headline as it stands, how far the review has come, where to go on."""

from __future__ import annotations

from typing import Final

from otzvuk.numbers.count import records
from otzvuk.report.headline import headline
from otzvuk.workbench.render import Answer, Ask, Shown

_PROCESSES: Final = 8


def overview(ask: Ask) -> Answer:
    """The front page."""
    desk = ask.desk
    now = desk.standing
    survey = now.survey
    sentences = headline(
        now.ranking, survey.codebook, asked=len(survey.respondents), settings=survey.settings
    )
    whole = sum(len(each.mentions) for each in desk.decided.codings) + desk.decided.rejected
    rows = [
        {**row, "label": survey.codebook.label(row["process"])}
        for row in records(now.ranking.head(_PROCESSES))
        if row["mentions"]
    ]
    data = {
        "sentences": sentences,
        "rows": rows,
        "seen": desk.decided.seen,
        "whole": whole,
        "people": desk.decided.people,
        "lost": len(desk.decided.lost),
        "interviews": desk.study.interviews,
        "mentions": {each.interview.id: len(each.mentions) for each in desk.decided.codings},
    }
    return Shown("overview.html.j2", "Обзор", data)


ROUTES: Final = [("GET", "/", overview)]
