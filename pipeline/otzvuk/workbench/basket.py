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
from otzvuk.workbench.marking import new_batch, stretch_of
from otzvuk.workbench.render import Answer, Ask, Elsewhere, Shown, inside

_LEFT: Final = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*")  # what stands for words left out


def basket(ask: Ask) -> Answer:
    """The quotes that were picked, in their order."""
    rows = [_row(ask, each) for each in ask.desk.decided.picked]
    return Shown("basket.html.j2", "Цитаты", {"rows": rows, "gap": GAP})


def pick(ask: Ask) -> Answer:
    """Put words into the basket."""
    place = ask.desk.place(*stretch_of(ask, ask.one("quote")))
    if any(each.place == place for each in ask.desk.decided.picked):
        return Elsewhere(inside(ask.one("back", "/basket")), "Эта цитата уже выбрана.")
    ask.desk.record(new_decision(Act.QUOTE, place, by=ask.by))
    return Elsewhere(inside(ask.one("back", "/basket")), "Цитата выбрана: в отчётах она будет первой.")


def move(ask: Ask) -> Answer:
    """Move a quote up or down."""
    picked = list(ask.desk.decided.picked)
    at = _at(ask, picked)
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
    at = _at(ask, picked)
    each, words = picked[at], " ".join(ask.one("shown").split())
    if words == shown_words(ask, each):
        words = each.shown  # what a name stands for is not changed by looking at its placeholder
    elif words == visible(_whole(ask, each)):
        words = ""
    else:
        words = source_words(ask, each, words)
    ask.desk.record(new_decision(Act.SHORTEN, each.place, by=ask.by, shown=words, note=each.note))
    return Elsewhere(f"/basket#q{at}", "Слова цитаты записаны.")


def note(ask: Ask) -> Answer:
    """Write a note to a quote."""
    picked = ask.desk.decided.picked
    at = _at(ask, picked)
    text = " ".join(ask.one("note").split())
    if text == " ".join(_note(ask, picked[at]).split()):
        text = picked[at].note
    ask.desk.record(new_decision(Act.NOTE, picked[at].place, by=ask.by, note=text))
    return Elsewhere(f"/basket#q{at}", "Заметка записана.")


def drop(ask: Ask) -> Answer:
    """Take a quote out of the basket."""
    picked = ask.desk.decided.picked
    place = picked[_at(ask, picked)].place
    ask.desk.record(new_decision(Act.SHORTEN, place, by=ask.by, shown=LEFT_OUT))
    return Elsewhere("/basket", "Цитата убрана.")


def source_words(ask: Ask, quote: Decision, words: str) -> str:
    """`words` of a quote as the transcript has them, placeholders as the names that they stand for.

    Raises `InputError` unless `words` are those of the quote, in their order, with […] for what is left out.
    """
    place, view = quote.place, ask.view
    first, last = view.span(place.interview, place.turn, place.start, place.stop)
    text = view.turn(place.interview, place.turn).text[first:last]
    own, kept = ask.desk.interviews[place.interview].turns[place.turn].text, []
    for piece, span in _pieces(words, text):
        if span is None:
            raise InputError(
                "в сокращённой цитате не те слова, что в стенограмме:",
                value=piece[:60],
                expected=f"слова как есть, пропуски — {GAP}",
            )
        start, stop = view.source(place.interview, place.turn, first + span[0], first + span[1])
        kept.append(visible(own[start:stop]) if piece else "")
    return f" {GAP} ".join(kept).strip()


def shown_words(ask: Ask, quote: Decision) -> str:
    """The words of a quote as they are printed, with names hidden or not."""
    if not quote.shown:
        return visible(_whole(ask, quote))
    place, kept = quote.place, []
    for piece, span in _pieces(quote.shown, place.text):
        if span is None:  # written before the transcript was edited
            return ask.view.said(quote.shown, place.interview)
        start, stop = place.start + span[0], place.start + span[1]
        kept.append(visible(ask.view.words(place.interview, place.turn, start, stop)) if piece else "")
    return f" {GAP} ".join(kept).strip()


def _pieces(words: str, text: str) -> list[tuple[str, tuple[int, int] | None]]:
    """The words of a shortened quote between its gaps, each with where it stands in `text`; None: nowhere."""
    seen, places = _seen(text)
    found, at = list[tuple[str, tuple[int, int] | None]](), 0
    for piece in _LEFT.split(words):
        start = seen.find(piece, at)
        if start < 0:
            found.append((piece, None))
        else:
            at = start + len(piece)
            found.append((piece, (places[start], places[at - 1] + 1) if piece else (0, 0)))
    return found


def _seen(text: str) -> tuple[str, list[int]]:
    """`visible` of a text, and where each of its letters stands there."""
    letters, places = list[str](), list[int]()
    for at, sign in enumerate(text):
        letter = " " if sign.isspace() else visible(sign)
        if letter and not (letter == " " and (not letters or letters[-1] == " ")):
            letters.append(letter)
            places.append(at)
    if letters and letters[-1] == " ":
        del letters[-1], places[-1]
    return "".join(letters), places


def _whole(ask: Ask, quote: Decision) -> str:
    place = quote.place
    return ask.view.words(place.interview, place.turn, place.start, place.stop)


def _note(ask: Ask, quote: Decision) -> str:
    return ask.view.said(quote.note, quote.place.interview)


def _at(ask: Ask, picked: Sequence[Decision]) -> int:
    wanted = stretch_of(ask, ask.one("quote"))
    for at, each in enumerate(picked):
        if (each.place.interview, each.place.turn, each.place.start, each.place.stop) == wanted:
            return at
    raise InputError("этой цитаты в корзине уже нет", expected="цитата из списка")


def _row(ask: Ask, decision: Decision) -> dict[str, Any]:
    place, view = decision.place, ask.view
    turn = ask.desk.interviews[place.interview].turns[place.turn]
    over = ask.desk.held.within[place.interview].over(place.turn, [(place.start, place.stop)])
    return {
        "name": view.stretch(place.interview, place.turn, place.start, place.stop),
        "place": place,
        "person": view.person(place.interview, place.turn),
        "time": clock(turn.seconds_at(place.start)),
        "shown": shown_words(ask, decision),
        "short": bool(decision.shown),
        "note": _note(ask, decision),
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
