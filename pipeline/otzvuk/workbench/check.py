"""Проверка: one stretch after another, one key each, and what the conclusion makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import uuid4

from otzvuk.model.choice import choice
from otzvuk.model.decision import is_blind
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Kind
from otzvuk.model.wording import clock
from otzvuk.workbench.agenda import ORDERS, Item, Spot
from otzvuk.workbench.desk import Desk
from otzvuk.workbench.marking import stretch_of
from otzvuk.workbench.render import Answer, Ask, Elsewhere, Shown, address
from otzvuk.workbench.suggestion import suggested
from otzvuk.workbench.verdict import TURNED, Said, mention_at, told, verdict

_AROUND: Final = 360  # code points of the turn shown on either side
_QUESTION: Final = 300


def check(ask: Ask) -> Answer:
    """The next stretch of the queue, or that at `at`."""
    desk, order = ask.desk, _order(ask)
    data: dict[str, Any] = {
        "orders": ORDERS,
        "order": order,
        "blind": is_blind(ask.by),
        "item": None,
    }
    data |= {"left": 0, "ready": True}
    if data["blind"]:  # who works blind may not see what the program thinks
        return Shown("check.html.j2", "Проверка", data)
    queue = desk.queue(order)
    data["ready"] = queue is not None
    item = _asked(ask) if ask.one("at") else next(open_items(desk, ask.by, order), None)
    data["left"] = queue.left(desk.looked) if queue else 0
    if item is not None:
        data |= _shown(ask, item)
        following = _after(desk, ask.by, order, item)
        data["skip"] = item_address(ask, order, following) if following else ""
    return Shown("check.html.j2", "Проверка", data)


def answer(ask: Ask) -> Answer:
    """Keep an answer, and go on to the next stretch."""
    desk, order, spot = ask.desk, _order(ask), stretch_of(ask, ask.one("at"))
    if is_blind(ask.by):
        raise InputError("вы работаете вслепую: очередь показала бы мнение программы", expected="Интервью")
    item, act = _item(desk, order, spot), ask.one("act") or ("as" if ask.one("as") else "")
    following = _after(desk, ask.by, order, item)
    where = item_address(ask, order, following)
    if act == "skip":
        desk.passed[ask.by].add(item.spot)
        return Elsewhere(where)
    said = said_in(ask)
    kept = verdict(desk, spot, act, by=ask.by, item=item, said=said, once=ask.one("once"))
    desk.record(kept)
    return Elsewhere(where, told(desk, kept))


def conclusion(_: Ask) -> Answer:
    """What the last decisions have made of the conclusion: a piece of a page that a script asks for."""
    return Shown("_movement.html.j2", "", {})


def said_in(ask: Ask) -> Said | None:
    """The kind, code and process of a form: in one field, as digits choose, or in several."""
    book = ask.desk.codebook
    kind, code, process = (*ask.one("as").split("|"), "", "", "")[:3]
    kind, code = ask.one("kind") or kind, ask.one("code") or code
    if not kind or not code:
        return None
    choice(kind, {each.value: each.label for each in Kind}, "неизвестный вид")
    choice(code, {name: each.label for name, each in book.codes.items()}, "неизвестный код")
    if process not in book.processes:
        process = book.process_of(code)
    return Kind(kind), code, process


def open_items(desk: Desk, by: str, order: str) -> Iterator[Item]:
    """The queue without what has been judged; what `by` has left for later comes last."""
    queue = desk.queue(order)
    return queue.open(desk.looked, desk.passed[by]) if queue else iter(())


def _order(ask: Ask) -> str:
    order = ask.one("order", "doubts")
    choice(order, ORDERS, "нет такой очереди")
    return order


def _asked(ask: Ask) -> Item:
    return _item(ask.desk, _order(ask), stretch_of(ask, ask.one("at")))


def item_address(ask: Ask, order: str, item: Item | None) -> str:
    """The address of a stretch of a queue; of the queue itself for None."""
    return address("/check", order=order, at=ask.view.stretch(*item.spot) if item else None)


def _item(desk: Desk, order: str, spot: Spot) -> Item:
    """The item of the queue at a stretch; one made for it where the queue has come to other things."""
    queue = desk.queue(order)
    known = queue.find(spot) if queue else None
    if known is not None:
        return known
    interview, turn, start, stop = spot
    desk.place(*spot)
    was = mention_at(desk, "", spot)
    return Item(
        interview=interview, turn=turn, start=start, stop=stop,
        text=desk.interviews[interview].turns[turn].text[start:stop], kind=was.kind if was else None,
        code=was.code if was else "", process=was.process if was else "",
        chance=was.confidence if was else 0.0, found=was is not None,
    )  # fmt: skip


def _after(desk: Desk, by: str, order: str, item: Item) -> Item | None:
    """What comes after `item`: the next one that is open, from the beginning again after the last."""
    queue = desk.queue(order)
    return queue.after(item.spot, desk.looked, desk.passed[by]) if queue else None


def _shown(ask: Ask, item: Item) -> dict[str, Any]:
    desk, view = ask.desk, ask.view
    own: Interview = view.interview(item.interview)
    turn = own.turns[item.turn]
    was = mention_at(desk, ask.by, item.spot, item.code)
    start, stop = (was.start, was.stop) if was else (item.start, item.stop)
    start, stop = view.span(item.interview, item.turn, start, stop)
    asked = own.question_before(item.turn)
    before, after = turn.text[max(0, start - _AROUND) : start], turn.text[stop : stop + _AROUND]
    kind = was.kind if was else item.kind
    code = was.code if was else item.code
    judged = desk.looked.at(item.spot)
    return {
        "item": item,
        "at": view.stretch(*item.spot),
        "why": view.said(item.why, item.interview),
        "reason": view.why(item.interview, was) if was and not item.why else "",
        "judged": judged,
        "kind": kind,
        "code": code,
        "process": was.process if was else item.process,
        "turned": TURNED[kind] if kind else None,
        "text": turn.text[start:stop],
        "before": ("…" if start > _AROUND else "") + before,
        "after": after + ("…" if len(turn.text) > stop + _AROUND else ""),
        "question": asked.text[-_QUESTION:] if asked else "",
        "person": own.participant(turn),
        "time": clock(turn.seconds_at(start)),
        "suggestions": suggested(desk, item.spot, but=(kind, code)),
        "once": uuid4().hex,
    }


ROUTES: Final = [("GET", "/check", check), ("POST", "/check", answer), ("GET", "/conclusion", conclusion)]
