"""Поиск: words over all interviews, filtered, and many places coded at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from otzvuk.model.choice import choice
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, natural
from otzvuk.model.mention import PERSON, Mention
from otzvuk.model.wording import clock
from otzvuk.numbers.search import Hit, find_hits, read_query
from otzvuk.numbers.search.find import around
from otzvuk.workbench.desk import Desk
from otzvuk.workbench.marking import chosen, marked, new_batch, refused, stretch_of
from otzvuk.workbench.render import Answer, Ask, Elsewhere, Shown, address, exact, inside
from otzvuk.workbench.view import View

_SHOWN: Final = 50  # places of a page
_MANY: Final = 2000  # places that are coded in one go
WHO: Final = {"person": "человек", "program": "программа"}
SURE: Final = {"low": "меньше 50 %", "middle": "от 50 до 80 %", "high": "80 % и больше"}
_BOUNDS: Final = {"low": (0.0, 0.5), "middle": (0.5, 0.8), "high": (0.8, 1.01)}
CODED: Final = {"yes": "размечено", "no": "не размечено"}
FILTERS: Final = ("role", "company", "stage", "process", "kind", "code", "who", "sure", "coded")


def search(ask: Ask) -> Answer:
    """The form, and the places that answer it."""
    desk, text = ask.desk, ask.one("q").strip()
    given = {name: ask.one(name) for name in FILTERS}
    data: dict[str, Any] = {"q": text, "given": given, "fault": "", "hits": [], "total": 0, "near": []}
    data |= {
        "who": WHO,
        "sure": SURE,
        "coded": CODED,
        "companies": _companies(ask),
        "more": "",
        "said_by": 0,
    }
    if text:
        try:
            query = read_query(text)
            first = max(ask.number("from"), 0)
            found = list(islice(matching(desk, ask), first + _SHOWN + 1))
        except InputError as error:
            data["fault"] = str(error)
        else:
            page = found[first : first + _SHOWN]
            data["hits"] = [_row(ask, hit) for hit in page]
            # a search costs as much as is shown, however much there is to find
            data["total"], data["first"] = min(len(found), first + _SHOWN), first
            data["interviews"] = len({each.interview for each in found})
            data["turns"] = 0
            if len(found) > first + _SHOWN:
                data["turns"] = len(desk.index.turns_of(query))
                data["more"] = address("/search", q=text, **given, **{"from": first + _SHOWN})
            if not found:
                data["near"] = [each for each in desk.index.near(query) if not ask.view.tells(each)]
    return Shown("search.html.j2", "Поиск", data)


def matching(desk: Desk, ask: Ask) -> Iterator[Hit]:
    """The hits of the query that every filter leaves, in the order of the interviews."""
    book = desk.codebook
    where = {name: ask.one(name) for name in ("process", "kind", "code", "stage") if ask.one(name)}
    known = {
        "process": {name: each.label for name, each in book.processes.items()},
        "code": {name: each.label for name, each in book.codes.items()},
        "stage": dict(book.stages),
    }
    for name, labels in known.items():
        if name in where:
            choice(where[name], labels, "нет такого значения")
    role, company = ask.one("role"), ask.one("company")
    sure, who, coded = _BOUNDS.get(ask.one("sure")), ask.one("who"), ask.one("coded")
    of_mention = bool(where or sure or who or coded == "yes")
    within = desk.within(ask.by)

    def speaks(interview: Interview, turn: int) -> bool:
        person = interview.participant(interview.turns[turn])
        return (not role or person.role.value == role) and (
            not company or ask.view.is_company(person.company, company)
        )

    def wanted(each: Mention) -> bool:
        said = {"process": each.process, "kind": each.kind.value, "code": each.code}
        said["stage"] = book.stage_of(each.process)
        person = each.decided_by.startswith(PERSON)
        return (
            all(said[name] == value for name, value in where.items())
            and (sure is None or sure[0] <= each.confidence < sure[1])
            and (not who or person == (who == "person"))
        )

    def kept(hit: Hit) -> bool:
        over = within[hit.interview].over(hit.turn, hit.words)
        if coded == "no":
            return not over
        return not of_mention or any(map(wanted, over))

    hits = find_hits(read_query(ask.one("q")), desk.index, speaks)
    return filter(kept, hits)


def code_many(ask: Ask) -> Answer:
    """Code the chosen places, or take their mentions away; undone in one go."""
    desk, back = ask.desk, inside(ask.one("back", "/search"))
    stretches = [stretch_of(ask, each) for each in ask.many("hit")]
    if ask.one("everything"):
        found = islice(matching(desk, ask), _MANY + 1)
        stretches = [(each.interview, each.turn, each.start, each.stop) for each in found]
    if not stretches:
        raise InputError("не выбрано ни одного места", expected="отметьте места слева от слов")
    if len(stretches) > _MANY:
        raise InputError("слишком много мест за один раз", expected=f"до {_MANY}")
    batch, decisions = new_batch(), []
    within = desk.within(ask.by)
    if ask.one("act") == "reject":
        for interview, turn, start, stop in stretches:
            over = within[interview].over(turn, [(start, stop)])
            decisions += refused(desk, interview, over, by=ask.by, batch=batch)
        decisions = list({(each.place, each.was): each for each in decisions}.values())
        said = f"Убрано упоминаний: {len(decisions)}."
    else:
        judged = chosen(ask)
        decisions = [marked(desk, each, judged, by=ask.by, batch=batch) for each in stretches]
        decisions = list({(each.place, each.was, each.now): each for each in decisions}.values())
        said = f"Размечено мест: {len(decisions)}: {desk.codebook.label(judged[1])}."
    if not decisions:
        return Elsewhere(back, "В выбранных местах упоминаний нет, убирать нечего.")
    desk.record(*decisions)
    return Elsewhere(back, said)


def _companies(ask: Ask) -> list[str]:
    known = ask.desk.standing.survey.company_names.values()
    return sorted({ask.view.company(str(each)) for each in known if each}, key=natural)


def _row(ask: Ask, hit: Hit) -> dict[str, Any]:
    view = ask.view
    turn = view.turn(hit.interview, hit.turn)
    start, stop = view.span(hit.interview, hit.turn, hit.start, hit.stop)
    before, after = around(turn.text, start, stop)
    over = ask.desk.within(ask.by)[hit.interview].over(hit.turn, [(hit.start, hit.stop)])
    return {
        "hit": hit,
        "value": view.stretch(hit.interview, hit.turn, hit.start, hit.stop),
        "person": view.person(hit.interview, hit.turn),
        "time": clock(turn.seconds_at(start)),
        "before": before,
        "after": after,
        "pieces": _pieces(view, hit),
        "over": over,
    }


def _pieces(view: View, hit: Hit) -> list[tuple[str, bool]]:
    """The stretch as shown, cut at the words found: text, and whether it is one of them."""
    text = view.turn(hit.interview, hit.turn).text
    at, end = view.span(hit.interview, hit.turn, hit.start, hit.stop)
    pieces = list[tuple[str, bool]]()
    for word in hit.words:
        start, stop = view.span(hit.interview, hit.turn, *word)
        pieces += [(text[at : max(start, at)], False), (text[max(start, at) : stop], True)]
        at = max(at, stop)
    return [(exact(one), found) for one, found in (*pieces, (text[at:end], False)) if one]


ROUTES: Final = [("GET", "/search", search), ("POST", "/search", code_many)]
