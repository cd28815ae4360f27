"""One key's decision about a stretch: yes, no, turned round, another code."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from otzvuk.codings.decisions import new_decision
from otzvuk.model.decision import Act, Decision, Judged
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Kind, Mention, Trend
from otzvuk.workbench.agenda import Item, Spot
from otzvuk.workbench.desk import Desk

TURNED: Final = {Kind.PRAISE: Kind.COMPLAINT, Kind.COMPLAINT: Kind.PRAISE, Kind.WISH: Kind.COMPLAINT}
"""What a kind becomes when it is turned round."""

Said = tuple[Kind, str, str]
"""Kind, code, process."""


def mention_at(desk: Desk, by: str, spot: Spot, code: str = "") -> Mention | None:
    """The mention that lies over a stretch as `by` sees the coding; that of `code` of several."""
    interview, turn, start, stop = spot
    within = desk.within(by).get(interview)
    if within is None:
        raise InputError("такого интервью в исследовании нет", value=interview)
    over = within.over(turn, [(start, stop)])
    if not over:
        return None
    return max(
        over, key=lambda each: ((each.start, each.stop) == (start, stop), each.code == code, each.confidence)
    )


def verdict(
    desk: Desk,
    spot: Spot,
    act: str,
    *,
    by: str,
    item: Item | None,
    said: Said | None = None,
    once: str = "",
    exactly: bool = False,
) -> Decision:
    """The decision of an answer: `yes`, `no`, `turn`, or `as` (what `said` says).

    `item` is what was asked about; `once` names the question, so that one that comes twice is kept once;
    `exactly`: a mention that lies over the stretch and is not the stretch is not meant.
    Raises `InputError` for an answer that makes no sense there.
    """
    interview, turn = spot[:2]
    was = mention_at(desk, by, spot, item.code if item else "")
    if exactly and was is not None and (was.start, was.stop) != spot[2:]:
        was = None  # words selected across a mention are something new
    place = desk.place(interview, turn, was.start, was.stop) if was else desk.place(*spot)
    proposed = _proposed(was, item)
    now: list[Judged] = []
    if act == "as":
        if said is None:
            raise InputError("не выбраны вид и код")
        now = [_judged(place.start, place.stop, said, was.trend if was else Trend.NONE)]
    elif act in {"yes", "turn"}:
        if proposed is None:
            raise InputError("здесь ничего не предложено", expected="выберите код")
        kind, code, process = proposed
        kind = TURNED[kind] if act == "turn" else kind
        now = [_judged(place.start, place.stop, (kind, code, process), was.trend if was else Trend.NONE)]
    elif act != "no":
        raise InputError("неизвестный ответ", value=act[:20])
    held = [Judged.of(was)] if was else []
    return new_decision(
        _act(held, now),
        place,
        by=by,
        was=held,
        now=now,
        sampled=item.sampled if item else 0.0,
        identifier=once_id(once, by, act, said, spot),
    )


def once_id(once: str, *about: object) -> str:
    """The id of the decision that answers the question `once`, the same however often it comes; "" for ""."""
    return sha256(repr((once, *about)).encode()).hexdigest()[:32] if once else ""


def _act(was: list[Judged], now: list[Judged]) -> Act:
    if not now:
        return Act.REJECT
    if not was:
        return Act.ADD
    return Act.CONFIRM if was == now else Act.CHANGE


def _proposed(was: Mention | None, item: Item | None) -> Said | None:
    if was is not None:
        return was.kind, was.code, was.process
    if item is not None and item.kind is not None:
        return item.kind, item.code, item.process
    return None


def _judged(start: int, stop: int, said: Said, trend: Trend) -> Judged:
    kind, code, process = said
    return Judged(start=start, stop=stop, kind=kind, code=code, process=process, trend=trend)


def told(desk: Desk, decision: Decision) -> str:
    """A decision in a few Russian words."""
    if not decision.now:
        return "Решено: не упоминание."
    now = decision.now[0]
    return f"Решено: {now.kind.label}, {desk.codebook.label(now.code)} ({decision.act.label})."
