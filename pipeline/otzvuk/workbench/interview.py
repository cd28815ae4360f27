"""Интервью: a talk with its mentions, as whoever works here sees them."""

from __future__ import annotations

from typing import Final

from otzvuk.model.errors import InputError
from otzvuk.model.stretch import stretches
from otzvuk.workbench.render import Answer, Ask, Shown


def interview(ask: Ask) -> Answer:
    """One interview; `#t5` of its address is its sixth turn."""
    own = ask.desk.interviews.get(ask.params["name"])
    if own is None:
        raise InputError("такого интервью в исследовании нет", value=ask.params["name"])
    coding = ask.desk.own_coding(ask.by)[own.id]
    turns = [
        {
            "number": number,
            "turn": turn,
            "pieces": stretches(turn.text, [each for each in coding.mentions if each.turn == number]),
        }
        for number, turn in enumerate(own.turns)
    ]
    return Shown("interview.html.j2", own.id, {"interview": own, "turns": turns})


ROUTES: Final = [("GET", "/interview/{name:path}", interview)]
