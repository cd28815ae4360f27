"""Цитаты: the basket for the report; their order, their words shortened with […], a note to each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from otzvuk.codings.decided import LEFT_OUT
from otzvuk.codings.decisions import new_decision
from otzvuk.model.decision import Act, Decision
from otzvuk.model.errors import InputError
from otzvuk.model.wording import clock
from otzvuk.numbers.quote.shown import GAP, visible
from otzvuk.workbench.desk import Desk
from otzvuk.workbench.marking import new_batch, stretch_of
from otzvuk.workbench.render import Answer, Ask, Elsewhere, Shown, inside


def basket(ask: Ask) -> Answer:
    """The quotes that were picked, in their order."""
    desk = ask.desk
    rows = [_row(desk, each) for each in desk.decided.picked]
    return Shown("basket.html.j2", "Цитаты", {"rows": rows, "gap": GAP})


def pick(ask: Ask) -> Answer:
    """Put words into the basket."""
    place = ask.desk.place(*stretch_of(ask.one("quote")))
    if any(each.place == place for each in ask.desk.decided.picked):
        return Elsewhere(inside(ask.one("back", "/basket")), "Эта цитата уже выбрана.")
    ask.desk.record(new_decision(Act.QUOTE, place, by=ask.by))
    return Elsewhere(inside(ask.one("back", "/basket")), "Цитата выбрана: в отчётах она будет первой.")


def move(ask: Ask) -> Answer:
    """Move a quote up or down."""
    picked = list(ask.desk.decided.picked)
    at = _at(picked, ask.one("quote"))
    to = at + (-1 if ask.one("to") == "up" else 1)
    if not 0 <= to < len(picked):
        return Elsewhere("/basket")
    picked[at], picked[to] = picked[to], picked[at]
    batch = new_batch()  # whatever stands below is chosen anew, in its order
    again = [
        new_decision(Act.QUOTE, each.place, by=ask.by, shown=each.shown, note=each.note, batch=batch)
        for each in picked[min(at, to) :]
    ]
    ask.desk.record(*again)
    return Elsewhere(f"/basket#q{to}")


def shorten(ask: Ask) -> Answer:
    """Say how a quote is printed: its own words, some left out as […]."""
    picked = ask.desk.decided.picked
    at = _at(picked, ask.one("quote"))
    each, words = picked[at], " ".join(ask.one("shown").split())
    if words == visible(each.place.text):
        words = ""
    if words:
        check_shortened(words, each.place.text)
    ask.desk.record(new_decision(Act.SHORTEN, each.place, by=ask.by, shown=words, note=each.note))
    return Elsewhere(f"/basket#q{at}", "Слова цитаты записаны.")


def note(ask: Ask) -> Answer:
    """Write a note to a quote."""
    picked = ask.desk.decided.picked
    at = _at(picked, ask.one("quote"))
    text = " ".join(ask.one("note").split())
    ask.desk.record(new_decision(Act.NOTE, picked[at].place, by=ask.by, note=text))
    return Elsewhere(f"/basket#q{at}", "Заметка записана.")


def drop(ask: Ask) -> Answer:
    """Take a quote out of the basket."""
    picked = ask.desk.decided.picked
    place = picked[_at(picked, ask.one("quote"))].place
    ask.desk.record(new_decision(Act.SHORTEN, place, by=ask.by, shown=LEFT_OUT))
    return Elsewhere("/basket", "Цитата убрана.")


def check_shortened(words: str, text: str) -> None:
    """Raise `InputError` unless `words` are those of `text`, in their order, with […] for what is left out.

    >>> check_shortened("Сроки […] срывают", "Сроки поставки срывают")
    """
    at, source = 0, visible(text)
    for piece in re.split(r"\s*\[…\]\s*|\s*\[\.\.\.\]\s*", words):
        found = source.find(piece, at)
        if found < 0:
            raise InputError(
                "в сокращённой цитате не те слова, что в стенограмме:",
                value=piece[:60],
                expected=f"слова как есть, пропуски — {GAP}",
            )
        at = found + len(piece)


def _at(picked: Sequence[Decision], name: str) -> int:
    for at, each in enumerate(picked):
        if _name(each) == name:
            return at
    raise InputError("этой цитаты в корзине уже нет", expected="цитата из списка")


def _name(decision: Decision) -> str:
    place = decision.place
    return f"{place.interview}|{place.turn}|{place.start}|{place.stop}"


def _row(desk: Desk, decision: Decision) -> dict[str, Any]:
    place = decision.place
    interview = desk.interviews[place.interview]
    turn = interview.turns[place.turn]
    over = [
        each
        for each in desk.coding(interview.id).mentions
        if each.turn == place.turn and each.span.overlaps(place)
    ]
    return {
        "name": _name(decision),
        "place": place,
        "person": interview.participant(turn),
        "time": clock(turn.seconds_at(place.start)),
        "shown": decision.shown or visible(place.text),
        "short": bool(decision.shown),
        "note": decision.note,
        "over": over,
    }


ROUTES: Final = [
    ("GET", "/basket", basket),
    ("POST", "/basket", pick),
    ("POST", "/basket/move", move),
    ("POST", "/basket/shorten", shorten),
    ("POST", "/basket/note", note),
    ("POST", "/basket/drop", drop),
]
