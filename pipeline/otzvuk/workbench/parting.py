"""A mention divided into several, or joined with its neighbour: decisions about borders between mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from otzvuk.codings.decisions import new_decision
from otzvuk.language import parse
from otzvuk.model.decision import Act, Decision, Judged
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Mention
from otzvuk.workbench.agenda import Spot
from otzvuk.workbench.desk import Desk
from otzvuk.workbench.render import Ask

_AROUND = 3  # words on either side of a cut that are shown
_LOOSE = " \t\n\r\xa0,.;:!?…—–-"  # what no part begins with


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a mention can be divided: before `at` of the transcript; the words on either side as shown."""

    at: int
    before: str
    after: str


def word_edges(ask: Ask, interview: str, turn: int) -> tuple[list[int], list[int]]:
    """Where the words of a turn begin and where they end; a hidden name is one word."""
    text = ask.desk.interviews[interview].turns[turn].text
    words = [(each.start, each.stop) for each in parse(text).tokens if each.text.isalnum()]
    view = ask.view
    return (
        view.edges(interview, turn, [each[0] for each in words]),
        view.edges(interview, turn, [each[1] for each in words]),
    )


def cuts(ask: Ask, interview: str, mention: Mention) -> tuple[list[Cut], int]:
    """Where a mention can be divided, and which of these is the likeliest: at a comma near its middle."""
    begins, ends = word_edges(ask, interview, mention.turn)
    places = [each for each in begins if mention.start < each < mention.stop]
    if not places:
        return [], 0
    text = ask.desk.interviews[interview].turns[mention.turn].text
    middle = (mention.start + mention.stop) / 2

    def cost(at: int) -> tuple[bool, float]:
        return text[:at].rstrip(" \n")[-1:].isalnum(), abs(at - middle)

    found = []
    for at in places:
        first = [mention.start, *(each for each in begins if mention.start < each < at)][-_AROUND:][0]
        last = [each for each in ends if at < each <= mention.stop][:_AROUND]
        words = ask.view.words
        before = words(interview, mention.turn, first, at)
        after = words(interview, mention.turn, at, last[-1] if last else mention.stop)
        more = (
            "… " if first > mention.start else "",
            " …" if last and last[-1] < ends_at(ends, mention) else "",
        )
        found.append(Cut(at, more[0] + before.strip(), after.strip() + more[1]))
    return found, places.index(min(places, key=cost))


def ends_at(ends: Sequence[int], mention: Mention) -> int:
    """Where the last word of a mention ends."""
    return max((each for each in ends if each <= mention.stop), default=mention.stop)


def neighbour(desk: Desk, by: str, interview: str, mention: Mention) -> Mention | None:
    """The mention of the same turn that follows, else the one before; None where it is alone."""
    here = desk.within(by)[interview].at(mention.turn)
    others = sorted((each for each in here if each != mention), key=lambda each: (each.start, each.stop))
    later = [each for each in others if each.start >= mention.start]
    return later[0] if later else others[-1] if others else None


def around(desk: Desk, by: str, spot: Spot) -> Mention | None:
    """The innermost mention that holds a stretch and more."""
    interview, turn, start, stop = spot
    over = [each for each in desk.within(by)[interview].at(turn) if each.start <= start and stop <= each.stop]
    over = [each for each in over if (each.start, each.stop) != (start, stop)]
    return max(over, key=lambda each: (each.start, -each.stop), default=None)


def divided(desk: Desk, interview: str, mention: Mention, places: Sequence[int], *, by: str) -> Decision:
    """The decision that a mention is several, which begin at `places`. Raises `InputError`."""
    text = desk.interviews[interview].turns[mention.turn].text
    edges = [mention.start, *sorted(set(places)), mention.stop]
    if not all(mention.start < each < mention.stop for each in edges[1:-1]):
        raise InputError("в упоминании нет такого места", expected="слово внутри него")
    parts = []
    for one, other in pairwise(edges):
        words = text[one:other]
        start = one + len(words) - len(words.lstrip(_LOOSE))
        stop = one + len(words.rstrip())
        if start < stop:
            parts.append(
                Judged(
                    start=start, stop=stop, kind=mention.kind, code=mention.code,
                    process=mention.process, trend=mention.trend,
                )
            )  # fmt: skip
    if len(parts) < 2:
        raise InputError("делить нечего", expected="слова по обе стороны")
    place = desk.place(interview, mention.turn, mention.start, mention.stop)
    return new_decision(Act.SPLIT, place, by=by, was=[Judged.of(mention)], now=parts)


def joined(desk: Desk, interview: str, mention: Mention, other: Mention, *, by: str) -> Decision:
    """The decision that two mentions of a turn are one, which says what `mention` says."""
    start, stop = min(mention.start, other.start), max(mention.stop, other.stop)
    now = Judged(
        start=start, stop=stop, kind=mention.kind, code=mention.code,
        process=mention.process, trend=mention.trend,
    )  # fmt: skip
    place = desk.place(interview, mention.turn, start, stop)
    return new_decision(Act.MERGE, place, by=by, was=[Judged.of(mention), Judged.of(other)], now=[now])
