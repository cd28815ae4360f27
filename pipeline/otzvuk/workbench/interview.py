"""Интервью: a talk with its mentions; what is chosen in it is judged, moved, added, noted by keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final
from uuid import uuid4

from otzvuk.codings.decisions import new_decision
from otzvuk.model.decision import Act, Decision, Judged, is_blind
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Participant
from otzvuk.model.mention import PERSON, Mention
from otzvuk.model.wording import clock
from otzvuk.workbench.agenda import Looked, Spot
from otzvuk.workbench.check import said_in
from otzvuk.workbench.desk import Desk
from otzvuk.workbench.parting import around, cuts, divided, joined, neighbour, word_edges
from otzvuk.workbench.render import Answer, Ask, Elsewhere, Shown, address, exact, spot_address
from otzvuk.workbench.suggestion import familiar, suggested
from otzvuk.workbench.verdict import TURNED, mention_at, once_id, told, verdict
from otzvuk.workbench.view import View

_PAGE: Final = 100  # turns of a page
_LISTED: Final = 100  # interviews of a page
_NOTE: Final = 2000  # letters
_BLANK: Final = " \t\n\r\x0b\x0c\xa0\u2002\u2003\u2009\u202f\u3000"
_MARKS: Final = ",;:—–"
_BORDERS: Final = {"start-": (-1, 0), "start+": (1, 0), "stop-": (0, -1), "stop+": (0, 1)}


def interviews(ask: Ask) -> Answer:
    """All interviews, with how much of each has been looked at."""
    desk, first = ask.desk, max(ask.number("from"), 0)
    whole = desk.study.interviews
    within, judged = desk.within(ask.by), desk.looked
    rows = []
    for each in whole[first : first + _LISTED]:
        mentions = within[each.id].coding.mentions
        seen = judged.among(each.id, mentions)
        shown = ask.view.interview(each.id)
        people = [_described(one) for one in shown.participants.values()]
        rows.append(
            {
                "interview": shown,
                "people": people,
                "key": ask.view.key(each.id),
                "mentions": len(mentions),
                "seen": seen,
            }
        )
    more = address("/interviews", **{"from": first + _LISTED}) if len(whole) > first + _LISTED else ""
    data = {"rows": rows, "more": more, "first": first, "whole": len(whole), "blind": is_blind(ask.by)}
    return Shown("interviews.html.j2", "Интервью", data)


def _described(person: Participant) -> str:
    """A respondent in one line; of many the interview's own page tells."""
    return ", ".join(each for each in (person.speaker, person.position, person.company) if each)


def interview(ask: Ask) -> Answer:
    """One interview, the page with turn `turn`, what is chosen (`at`, «start-stop») judged beside it."""
    desk, own, view = ask.desk, _interview(ask), ask.view
    if ask.params["name"] != view.key(own.id):  # an address that tells who is asked, or one of the other view
        return Elsewhere(address(f"/interview/{view.key(own.id)}", **ask.query))
    chosen = _chosen(ask, own)
    last = max(len(own.turns) - 1, 0)
    at = chosen[1] if chosen else min(max(ask.number("turn", 0), 0), last)
    page = at // _PAGE
    first, stop = page * _PAGE, min((page + 1) * _PAGE, len(own.turns))
    within = desk.within(ask.by)[own.id]
    turns = [_turn(ask.view, own.id, number, within.at(number)) for number in range(first, stop)]
    data: dict[str, Any] = {
        "key": view.key(own.id),
        "whole": len(own.turns),
        "turns": turns,
        "first": first,
        "stop": stop,
        "earlier": address(f"/interview/{view.key(own.id)}", turn=first - _PAGE) if first else "",
        "later": address(f"/interview/{view.key(own.id)}", turn=stop) if stop < len(own.turns) else "",
        "panel": _panel(ask, chosen) if chosen else None,
        "chosen": chosen,
        "blind": is_blind(ask.by),
        "unsure": "" if is_blind(ask.by) else next_unsure(ask, own, at, chosen),
    }
    return Shown("interview.html.j2", view.title(own.id), data)


def panel(ask: Ask) -> Answer:
    """What is chosen, as a piece of a page: a script asks for it when words are selected."""
    own = _interview(ask)
    chosen = _chosen(ask, own)
    return Shown("_panel.html.j2", "", {"panel": _panel(ask, chosen) if chosen else None})


def answer(ask: Ask) -> Answer:
    """Judge what is chosen, move its borders, note something about it."""
    desk, own = ask.desk, _interview(ask)
    chosen = _chosen(ask, own)
    if chosen is None:
        raise InputError("ничего не выбрано", expected="щёлкните упоминание или выделите слова")
    act = ask.one("act") or ("as" if ask.one("as") else "")
    own_id = once_id(ask.one("once"), ask.by, act, chosen)
    if own_id and any(each.id == own_id for each in desk.decisions):  # sent again: nobody said it was kept
        return Elsewhere(spot_address(ask.view, *chosen), "Это уже записано.")
    if act in _BORDERS:
        kept, words = _moved(ask, own, chosen, act), "Границы сдвинуты."
    elif act == "split":
        kept = _divided(ask, own, chosen)
        words = f"Разделено на упоминания: {len(kept.now)}."
    elif act == "join":
        kept, words = _joined(ask, own, chosen), "Два упоминания соединены в одно."
    elif act == "note":
        kept, words = _noted(desk, chosen, ask), "Заметка записана."
    elif act == "quote":
        kept, words = new_decision(Act.QUOTE, desk.place(*chosen), by=ask.by), "Взято в цитаты."
    else:
        kept = verdict(
            desk, chosen, act, by=ask.by, item=None, said=said_in(ask), once=ask.one("once"), exactly=True
        )
        words = told(desk, kept)
    desk.record(replace(kept, id=own_id) if own_id else kept)
    if act == "split" and not ask.one("cut"):  # the words that were parted off stay chosen
        return Elsewhere(spot_address(ask.view, *chosen), words)
    return Elsewhere(_there(ask, own, kept), words)


def next_unsure(ask: Ask, own: Interview, turn: int, chosen: Spot | None) -> str:
    """The address of the next mention that nobody has judged and that is not sure; "" after the last."""
    desk = ask.desk
    after = (turn, chosen[2] if chosen else -1)
    begun = False
    for each in (*desk.study.interviews, own):
        begun = begun or each.id == own.id
        if not begun:
            continue
        here = after if each.id == own.id else (-1, -1)
        found = desk.held.within[each.id].unsure_after(*here, partial(_is_judged, desk.looked, each.id))
        if found is not None:
            return spot_address(ask.view, each.id, *found)
    return ""


def _is_judged(looked: Looked, interview: str, turn: int, start: int, stop: int) -> bool:
    return looked.at((interview, turn, start, stop))


def _interview(ask: Ask) -> Interview:
    own = ask.desk.interviews.get(ask.view.find(ask.params["name"]))
    if own is None:
        raise InputError("такого интервью в исследовании нет", value=ask.params["name"])
    return own


def _chosen(ask: Ask, own: Interview) -> Spot | None:
    """The chosen stretch, without blanks at its ends. Raises `InputError` where there is none."""
    text = ask.one("at")
    if not text:
        return None
    turn = ask.number("turn")
    start, _, stop = text.partition("-")
    if not (start.isdecimal() and stop.isdecimal() and len(text) < 20):
        raise InputError("место не понято", value=text[:40])
    ask.desk.place(own.id, turn, int(start), int(stop))
    said = own.turns[turn].text[int(start) : int(stop)]
    here = ask.desk.within(ask.by)[own.id].at(turn)
    known = any((each.start, each.stop) == (int(start), int(stop)) for each in here)
    around = "" if known else _MARKS  # who selects words does not mean the comma before them
    first = int(start) + len(said) - len(said.lstrip(_BLANK + around))
    last = int(stop) - (len(said) - len(said.rstrip(_BLANK + around)))
    if first >= last:
        raise InputError("не выделено ни одного слова")
    return own.id, turn, first, last


def _turn(view: View, name: str, number: int, mentions: Sequence[Mention]) -> dict[str, Any]:
    turn = view.turn(name, number)
    pieces = [replace(each, text=exact(each.text)) for each in view.pieces(name, number, mentions)]
    return {"number": number, "turn": turn, "pieces": pieces, "time": clock(turn.seconds_at(0))}


def _panel(ask: Ask, chosen: Spot) -> dict[str, Any]:
    desk, by, view = ask.desk, ask.by, ask.view
    name, turn, start, stop = chosen
    was = mention_at(desk, by, chosen)
    exactly = was is not None and (was.start, was.stop) == (start, stop)
    was = was if exactly else None  # words selected beside a mention are something new
    kind = was.kind if was else None
    but = (kind, was.code if was else "")
    seen = familiar(desk, by, but=but) if is_blind(by) else suggested(desk, chosen, but=but)
    place = desk.place(*chosen)
    parts, likely = cuts(ask, name, was) if was else ([], 0)
    beside = neighbour(desk, by, name, was) if was else None
    outer = around(desk, by, chosen) if was is None else None
    return {
        "cuts": parts,
        "likely": likely,
        "beside": beside,
        "beside_words": view.words(name, turn, beside.start, beside.stop) if beside else "",
        "outer": outer,
        "where": address(f"/interview/{view.key(name)}"),
        "turn": turn,
        "at": f"{start}-{stop}",
        "text": view.words(name, turn, start, stop),
        "mention": was,
        "why": view.why(name, was) if was and not was.decided_by.startswith(PERSON) else "",
        "turned": TURNED[kind] if kind else None,
        "suggestions": seen,
        "history": [
            (each, view.said(each.note, name, turn))
            for each in _history(desk, by, place.interview, turn, start, stop)
        ],
        "judged": desk.looked.at(chosen),
        "once": uuid4().hex,
    }


def _history(desk: Desk, by: str, name: str, turn: int, start: int, stop: int) -> list[Decision]:
    """Who has said what of these words, the last one first; who works blind sees their own."""
    return [
        each
        for each in reversed(desk.decisions)
        if (each.place.interview, each.place.turn) == (name, turn)
        and each.place.start < stop
        and start < each.place.stop
        and (not is_blind(by) or each.by == by)
    ][:20]


def _moved(ask: Ask, own: Interview, chosen: Spot, act: str) -> Decision:
    """The decision that a mention begins or ends a word earlier or later; a hidden name is one word."""
    desk, by = ask.desk, ask.by
    was = mention_at(desk, by, chosen)
    if was is None:
        raise InputError("здесь нет упоминания, двигать нечего")
    begins, ends = word_edges(ask, own.id, was.turn)
    left, right = _BORDERS[act]
    start = _stepped(begins, was.start, left)
    stop = _stepped(ends, was.stop, right)
    if start >= stop:
        raise InputError("короче некуда: в упоминании осталось бы ни одного слова")
    now = Judged(start=start, stop=stop, kind=was.kind, code=was.code, process=was.process, trend=was.trend)
    place = desk.place(own.id, was.turn, was.start, was.stop)
    return new_decision(Act.CHANGE, place, by=by, was=[Judged.of(was)], now=[now])


def _stepped(edges: Sequence[int], at: int, by: int) -> int:
    """The edge of a word before or after `at`; `at` itself where there is none or nothing is asked for."""
    if by < 0:
        return max((each for each in edges if each < at), default=at)
    return min((each for each in edges if each > at), default=at) if by else at


def _divided(ask: Ask, own: Interview, chosen: Spot) -> Decision:
    """The decision that the chosen mention, or that which holds the chosen words, is several."""
    cut = ask.number("cut") if ask.one("cut") else None
    was = mention_at(ask.desk, ask.by, chosen) if cut is not None else around(ask.desk, ask.by, chosen)
    if was is None or (cut is not None and (was.start, was.stop) != chosen[2:]):
        raise InputError("здесь нет упоминания, делить нечего")
    places = [cut] if cut is not None else [each for each in chosen[2:] if was.start < each < was.stop]
    return divided(ask.desk, own.id, was, places, by=ask.by)


def _joined(ask: Ask, own: Interview, chosen: Spot) -> Decision:
    """The decision that the chosen mention and its neighbour are one."""
    was = mention_at(ask.desk, ask.by, chosen)
    other = neighbour(ask.desk, ask.by, own.id, was) if was is not None else None
    if was is None or other is None:
        raise InputError("соединять не с чем: в этой реплике одно упоминание")
    return joined(ask.desk, own.id, was, other, by=ask.by)


def _noted(desk: Desk, chosen: Spot, ask: Ask) -> Decision:
    note = " ".join(ask.one("note").split())
    if not note:
        raise InputError("заметка пуста")
    if len(note) > _NOTE:
        raise InputError("слишком длинная заметка", value=f"{len(note)} знаков", expected=f"до {_NOTE}")
    return new_decision(Act.NOTE, desk.place(*chosen), by=ask.by, note=note)


def _there(ask: Ask, own: Interview, kept: Decision) -> str:
    now = kept.now[0] if kept.now else kept.place
    return spot_address(ask.view, own.id, kept.place.turn, now.start, now.stop)


ROUTES: Final = [
    ("GET", "/interviews", interviews),
    ("GET", "/panel/{name:path}", panel),
    ("GET", "/interview/{name:path}", interview),
    ("POST", "/interview/{name:path}", answer),
]
