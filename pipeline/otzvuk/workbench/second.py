"""Второй кодировщик: how far two people agree, and the places where they do not, settled one by one."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from otzvuk.agreement.compare import Agreement
from otzvuk.agreement.people import PROGRAM, Coder, between, coders, unsettled, worked_on
from otzvuk.codings.decisions import new_decision
from otzvuk.model.decision import BLIND, Act, Judged, is_blind, settling
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Kind, Mention
from otzvuk.numbers.count import records
from otzvuk.workbench.render import Answer, Ask, Elsewhere, Shown, address

_AROUND: Final = 240  # code points of the turn shown on either side
_REPLICATES: Final = 200  # samples for an interval that somebody waits for


def second(ask: Ask) -> Answer:
    """Who works here, how far two of them agree, and the first place to talk about."""
    desk = ask.desk
    names = coders(desk.decisions)
    people = [{"name": each, "interviews": len(worked_on(desk.decisions, each))} for each in names]
    choices = {PROGRAM: "программа"} | {each: each for each in names}
    one = ask.one("a", names[0] if names else PROGRAM)
    other = ask.one("b", next((each for each in names if each != one), PROGRAM))
    if not names:
        one, other = PROGRAM, PROGRAM
    data: dict[str, Any] = {"people": people, "choices": choices, "one": one, "other": other, "blind": BLIND}
    data |= {"sections": [], "left": [], "notes": (), "why": ""}
    if one not in choices or other not in choices:
        raise InputError("такого кодировщика в исследовании нет", value=other if one in choices else one)
    if one == other:
        data["why"] = "Сравнивать не с кем: нужны решения двух людей или человека и программы."
        return Shown("second.html.j2", "Второй кодировщик", data)

    def compared() -> Agreement | None:
        return between(
            Coder(one), Coder(other), desk.base, desk.decisions, desk.codebook, replicates=_REPLICATES
        )

    found = desk.kept(("second", one, other), compared)
    if found is None:
        data["why"] = "Общих интервью нет: сравниваются те, в которых оба что-то решили."
        return Shown("second.html.j2", "Второй кодировщик", data)
    left = unsettled(found, desk.decisions)
    data["sections"] = [each for each in found.sections(desk.codebook)[:3] if each[1]]
    data["notes"] = [ask.view.sentence(each) for each in found.notes]
    data["left"] = [_row(ask, row, one, other) for row in records(left)]
    data["differ"] = len(found.disagreements)
    return Shown("second.html.j2", "Второй кодировщик", data)


def settle(ask: Ask) -> Answer:
    """Settle one disagreement: as the one says, as the other, or that nothing is there."""
    desk, one, other = ask.desk, ask.one("a"), ask.one("b")
    interview, turn = ask.view.find(ask.one("interview")), ask.number("turn")
    start, stop = ask.number("start"), ask.number("end")
    place = desk.place(interview, turn, start, stop)
    side = ask.one("side")
    if side not in {"a", "b", "none"}:
        raise InputError("не выбрано, кто прав", value=side)
    now: list[Judged] = []
    if side != "none":
        coder = Coder(one if side == "a" else other)
        coding = next(
            each for each in coder.coding(desk.base, desk.decisions) if each.interview.id == interview
        )
        now = [Judged.of(each) for each in coding.mentions if _over(each, turn, start, stop)]
    was = [Judged.of(each) for each in desk.coding(interview).mentions if _over(each, turn, start, stop)]
    act = Act.REJECT if not now else Act.ADD if not was else Act.CONFIRM if was == now else Act.CHANGE
    by = ask.by.removesuffix(BLIND)
    batch = settling(uuid4().hex)
    desk.record(new_decision(act, place, by=by, was=was, now=now, batch=batch, note=ask.one("note").strip()))
    return Elsewhere(
        address("/second", a=one or None, b=other or None) if one or other else "/second", "Решено."
    )


def _over(mention: Mention, turn: int, start: int, stop: int) -> bool:
    return mention.turn == turn and mention.start < stop and start < mention.stop


def _row(ask: Ask, row: dict[str, Any], one: str, other: str) -> dict[str, Any]:
    desk, view = ask.desk, ask.view
    interview = view.interview(row["interview"])
    turn = interview.turns[row["turn"]]
    asked = interview.question_before(row["turn"])
    start, stop = view.span(row["interview"], row["turn"], row["start"], row["end"])

    def said(side: str) -> str:
        if not row[f"{side}_kind"]:
            return "ничего"
        label = f"{Kind(row[f'{side}_kind']).label}: {desk.codebook.label(row[f'{side}_code'])}"
        return f"{label} ({desk.codebook.label(row[f'{side}_process'])})"

    return {
        **row,
        "question": asked.text if asked else "",
        "key": view.key(row["interview"]),
        "text": turn.text[start:stop],
        "speaker": turn.speaker,
        "before": ("…" if start > _AROUND else "") + turn.text[max(0, start - _AROUND) : start],
        "after": turn.text[stop : stop + _AROUND] + ("…" if len(turn.text) > stop + _AROUND else ""),
        "a": said("a"),
        "b": said("b"),
        "who_a": Coder(one).label,
        "who_b": Coder(other).label,
        "blind": is_blind(one) or is_blind(other),
    }


ROUTES: Final = [("GET", "/second", second), ("POST", "/second", settle)]
