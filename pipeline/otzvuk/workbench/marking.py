"""What pages share that write decisions: a judgement chosen in a form, mentions put onto stretches."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from otzvuk.codings.decisions import new_decision
from otzvuk.model.choice import choice
from otzvuk.model.decision import Act, Decision, Judged
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Kind, Mention, Trend
from otzvuk.workbench.desk import Desk
from otzvuk.workbench.render import Ask


def chosen(ask: Ask) -> tuple[Kind, str, str, Trend]:
    """Kind, code, process and trend of the form. Raises `InputError` where no kind or code is chosen."""
    book = ask.desk.codebook
    kind, code, process = ask.one("kind"), ask.one("code"), ask.one("process")
    if not kind or not code:
        raise InputError("не выбран вид или код", expected="и то и другое из списка")
    choice(kind, {each.value: each.label for each in Kind}, "неизвестный вид")
    choice(code, {name: each.label for name, each in book.codes.items()}, "неизвестный код")
    if process:
        choice(process, {name: each.label for name, each in book.processes.items()}, "неизвестный процесс")
    return Kind(kind), code, process or book.process_of(code), Trend(ask.one("trend"))


def marked(
    desk: Desk, stretch: tuple[str, int, int, int], said: tuple[Kind, str, str, Trend], *, by: str, batch: str
) -> Decision:
    """The decision that a stretch says this: a change where one mention lies over it, else an addition."""
    interview, turn, start, stop = stretch
    kind, code, process, trend = said
    place = desk.place(interview, turn, start, stop)
    over = desk.within(by)[interview].over(turn, [(start, stop)])
    if len(over) == 1:
        was = over[0]
        now = Judged(start=was.start, stop=was.stop, kind=kind, code=code, process=process, trend=trend)
        place = desk.place(interview, turn, was.start, was.stop)
        act = Act.CONFIRM if now == Judged.of(was) else Act.CHANGE
        return new_decision(act, place, by=by, was=[Judged.of(was)], now=[now], batch=batch)
    now = Judged(start=start, stop=stop, kind=kind, code=code, process=process, trend=trend)
    return new_decision(Act.ADD, place, by=by, now=[now], batch=batch)


def refused(
    desk: Desk, interview: str, mentions: Iterable[Mention], *, by: str, batch: str
) -> list[Decision]:
    """The decisions that these mentions of an interview are none."""
    return [
        new_decision(
            Act.REJECT,
            desk.place(interview, each.turn, each.start, each.stop),
            by=by,
            was=[Judged.of(each)],
            batch=batch,
        )
        for each in mentions
    ]


def new_batch() -> str:
    """The name of what is decided in one go, to be undone in one go."""
    return uuid4().hex


def stretch_of(ask: Ask, text: str) -> tuple[str, int, int, int]:
    """A stretch as a form names it: interview, turn, start, stop. Raises `InputError`."""
    interview, *rest = text.rsplit("|", 3)
    if len(rest) != 3 or not all(each.isdecimal() and len(each) < 9 for each in rest):
        raise InputError("место не понято", value=text[:60])
    turn, start, stop = map(int, rest)
    return ask.view.find(interview), turn, start, stop
