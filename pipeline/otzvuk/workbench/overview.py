"""Обзор: the headline as it stands, what would settle it, and the mentions behind its numbers."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import Any, Final

from otzvuk.model.choice import choice
from otzvuk.model.decision import is_blind
from otzvuk.model.mention import Kind
from otzvuk.model.wording import clock
from otzvuk.numbers.count import records
from otzvuk.numbers.trust.doubts import OPEN
from otzvuk.report.headline import place_of
from otzvuk.workbench.agenda import Item
from otzvuk.workbench.check import item_address, open_items
from otzvuk.workbench.render import Answer, Ask, Shown, address
from otzvuk.workbench.within import Sort

_PROCESSES: Final = 8
_DOUBTS: Final = 5
_LISTED: Final = 50
_LOST: Final = 50


def overview(ask: Ask) -> Answer:
    """The front page."""
    desk, view = ask.desk, ask.view
    now, blind = desk.standing, is_blind(ask.by)
    survey = now.survey
    whole = desk.held.sorts.total() + desk.decided.rejected
    rows = [
        {**row, "label": survey.codebook.label(row["process"]), "place": place_of(row)}
        for row in records(now.ranking.head(_PROCESSES))
        if row["mentions"]
    ]
    ready = not blind and now.agenda.ready  # the queue is made beside the pages: nobody waits for it
    data = {
        "scope": survey.scope.sentences,
        "wave": survey.scope.wave,
        "sentences": () if blind else now.headline,
        "rows": () if blind else rows,
        "open": [] if blind else [row for row in rows if OPEN <= row["p_top3"] <= 1 - OPEN],
        "doubts": [_doubt(ask, each) for each in islice(open_items(desk, ask.by, "doubts"), _DOUBTS)]
        if ready
        else [],
        "seen": desk.decided.seen,
        "whole": whole,
        "people": desk.decided.people,
        "lost": [
            (each, view.title(each.place.interview), view.said(each.place.text, each.place.interview))
            for each in desk.decided.lost[:_LOST]
        ],
        "lost_count": len(desk.decided.lost),
        "interviews": len(desk.study.interviews),
        "blind": blind,
    }
    return Shown("overview.html.j2", "Обзор", data)


def mentions(ask: Ask) -> Answer:
    """The mentions of a process, kind or code, by who decided: what a number of the overview counts."""
    desk, book = ask.desk, ask.desk.codebook
    known: dict[str, dict[str, str]] = {
        "process": {name: each.label for name, each in book.processes.items()},
        "code": {name: each.label for name, each in book.codes.items()},
        "kind": {each.value: each.label for each in Kind},
        "who": {"person": "решил человек", "program": "решила программа"},
    }
    given = {name: ask.one(name) for name in known}
    for name, value in given.items():
        if value:
            choice(value, known[name], "нет такого значения")

    def wanted(sort: Sort) -> bool:
        said = {
            "process": sort.process,
            "code": sort.code,
            "kind": sort.kind,
            "who": "person" if sort.person else "program",
        }
        return all(not value or value == said[name] for name, value in given.items())

    within, wave = desk.within(ask.by), ask.one("wave")
    if wave:  # what the numbers of the overview are counted from
        survey = desk.standing.survey
        choice(wave, {survey.scope.wave: ""}, "эта волна не показана")
        there = set(survey.mentions["interview"])
        within = {name: one for name, one in within.items() if name in there}
    sorts = Counter[Sort]()
    if is_blind(ask.by) or wave:
        for one in within.values():
            sorts.update(one.sorts)
    else:
        sorts = desk.held.sorts
    those = {sort for sort in sorts if wanted(sort)}
    total, first = sum(sorts[each] for each in those), max(ask.number("from"), 0)
    found = ((one.coding.interview, each) for one in within.values() for each in one.of(those))
    rows: list[dict[str, Any]] = [
        {
            "interview": own.id,
            "mention": each,
            "text": ask.view.words(own.id, each.turn, each.start, each.stop),
            "person": ask.view.person(own.id, each.turn),
            "time": clock(own.turns[each.turn].seconds_at(each.start)),
        }
        for own, each in islice(found, first, first + _LISTED)
    ]
    more = (
        address("/mentions", **given, wave=wave, **{"from": first + _LISTED})
        if total > first + _LISTED
        else ""
    )
    title = ", ".join(known[name][value] for name, value in given.items() if value)
    title = ", ".join(filter(None, [title, f"волна {wave}" if wave else ""]))
    data = {"rows": rows, "total": total, "more": more, "what": title}
    return Shown("mentions.html.j2", "Упоминания", data)


def _doubt(ask: Ask, item: Item) -> dict[str, Any]:
    view = ask.view
    return {
        "address": item_address(ask, "doubts", item),
        "text": view.words(*item.spot),
        "why": view.said(item.why, item.interview),
    }


ROUTES: Final = [("GET", "/", overview), ("GET", "/mentions", mentions)]
