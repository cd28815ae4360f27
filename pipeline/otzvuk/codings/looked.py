"""Which stretches people have judged, and which of them chance had drawn: what they say of the rest.

Whether chance has drawn a stretch is kept with its decision (`Decision.sampled`). It speaks for all that
nobody had judged before: the order of the decisions says what that was. Of what is decided in one go (a table
that comes back) the drawn come first: they were drawn before anything of the table was judged. A stretch that
had been judged already when it came up in the draw does not count as drawn; what remains of the draw is then
a draw from what was not judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from otzvuk.coding.candidates import passed_over
from otzvuk.model.decision import JUDGING, Decision
from otzvuk.model.mention import PERSON, Coding, Look, Mention, Reading
from otzvuk.model.span import Span


@dataclass(frozen=True, slots=True)
class _Spot:
    turn: int
    span: Span
    drawn: bool
    round: int


@dataclass(frozen=True)
class Looked:
    """The judged stretches of each interview by its id; `drawn` says that chance has drawn one somewhere."""

    spots: dict[str, list[_Spot]]
    drawn: bool

    @classmethod
    def of(cls, placed: Iterable[Decision]) -> Looked:
        """Of decisions in force, in their order and where their words stand now."""
        spots: dict[str, list[_Spot]] = defaultdict(list)
        number, chosen_since = 0, False
        judging = [each for each in placed if each.act in JUDGING]
        for _, batch in groupby(judging, key=lambda each: each.batch or each.id):
            own = list(batch)
            new = [each for each in own if each.sampled > 0 and not _known(each, spots)]
            if new and chosen_since:
                number, chosen_since = number + 1, False
            for each in [*new, *(one for one in own if not one.sampled > 0)]:
                if not _known(each, spots):
                    drawn = each.sampled > 0
                    spots[each.place.interview].append(_Spot(each.place.turn, each.place.span, drawn, number))
                    chosen_since |= not drawn
        return cls(dict(spots), any(each.drawn for own in spots.values() for each in own))

    def put(self, coder: Coding, decided: Coding) -> Coding:
        """The coding as `decided`, with what became of the coder's stretches that were judged."""
        spots = self.spots.get(coder.interview.id, [])
        passed = passed_over(coder) if self.drawn else ()
        if not spots:
            return _with(decided, (), passed) if passed else decided
        left = set(decided.mentions)
        was = _shared_out([each for each in coder.mentions if each not in left], spots)
        now = _shared_out([each for each in decided.mentions if each.decided_by.startswith(PERSON)], spots)
        looks = tuple(
            Look(turn=each.turn, was=was[at], now=now[at], drawn=each.drawn, round=each.round)
            for at, each in enumerate(spots)
        )
        return _with(decided, looks, passed)


def _with(coding: Coding, looks: tuple[Look, ...], passed: tuple[int, ...]) -> Coding:
    return replace(coding, checks=replace(coding.checks, looks=looks, passed=passed))


def _known(decision: Decision, spots: dict[str, list[_Spot]]) -> bool:
    place = decision.place
    return any(
        each.turn == place.turn and each.span.overlaps(place.span) for each in spots.get(place.interview, ())
    )


def _shared_out(mentions: Sequence[Mention], spots: Sequence[_Spot]) -> list[tuple[Reading, ...]]:
    """The mentions of each spot: those that share most words with it."""
    own: list[list[Reading]] = [[] for _ in spots]
    for each in mentions:
        near = [(spot.span.shared(each), -at) for at, spot in enumerate(spots) if spot.turn == each.turn]
        shared, at = max(near, default=(0, 0))
        if shared > 0:
            own[-at].append(Reading.of(each))
    return [tuple(each) for each in own]
