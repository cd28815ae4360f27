"""What people have decided about a study, put onto its coding: what a decision does not touch stays as it is.

A key costs as much with many interviews and many decisions as with few: only interviews about which something
new was decided are gone through again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from otzvuk.codings.decided import Decided, decide, of_codebook, picked_of
from otzvuk.codings.decisions import standing
from otzvuk.codings.place import found_again
from otzvuk.model.codebook import Codebook
from otzvuk.model.decision import Act, Decision, Place, is_blind, is_withdrawn
from otzvuk.model.mention import Coding
from otzvuk.workbench.agenda import Looked
from otzvuk.workbench.within import Sort, Within

_QUOTING = frozenset({Act.QUOTE, Act.SHORTEN, Act.NOTE})


@dataclass(frozen=True)
class Held:
    """The decisions in force, and the interviews as they leave them.

    `decisions` are those about codes that the codebook has, of everybody; `unknown` counts the others.
    `decided` is what those who do not work blind have decided, with the places of words as they are now.
    """

    decisions: tuple[Decision, ...]
    unknown: int
    decided: Decided
    within: Mapping[str, Within]
    sorts: Counter[Sort]
    looked: Looked

    @property
    def codings(self) -> tuple[Coding, ...]:
        """The codings in the order of the interviews."""
        return tuple(each.coding for each in self.within.values())


class Keeper:
    """Puts decisions onto the codings `base`, and knows what it has put there before."""

    def __init__(self, base: Sequence[Coding], codebook: Codebook) -> None:
        self._base, self._codebook = {each.interview.id: each for each in base}, codebook
        self._interviews = {each.interview.id: each.interview for each in base}
        self._places: dict[str, tuple[Decision, Place | None]] = {}
        self._pieces: dict[str, tuple[tuple[Decision, ...], Within, Decided]] = {
            name: ((), Within(each), Decided(())) for name, each in self._base.items()
        }
        self._sorts: Counter[Sort] | None = None
        self._blind: dict[str, tuple[tuple[Decision, ...], Mapping[str, Within]]] = {}

    def held(self, everything: Iterable[Decision]) -> Held:
        """What all decisions, in the order in which they were taken, make of the codings."""
        force = standing(everything)
        known = tuple(of_codebook(force, self._codebook))
        open_ = [each for each in known if not is_blind(each.by)]
        own, lost = defaultdict[str, list[Decision]](list), list[Decision]()
        for each in open_:
            place = self._place(each)
            if place is not None:
                own[place.interview].append(each)
            elif not is_withdrawn(each):
                lost.append(each)
        if self._sorts is None:
            self._sorts = Counter()
            for _, piece, _ in self._pieces.values():
                self._sorts.update(piece.sorts)
        once = [name for name, piece in self._pieces.items() if piece[0]]
        for name in dict.fromkeys([*own, *once]):
            self._put(name, tuple(own.get(name, ())))
        touched = [self._pieces[name][2] for name in own]
        order = {each.id: at for at, each in enumerate(open_)}
        placed = sorted((each for one in touched for each in one.standing), key=lambda each: order[each.id])
        within = {name: each for name, (_, each, _) in self._pieces.items()}
        decided = Decided(
            codings=tuple(each.coding for each in within.values()),
            seen=sum(each.seen for each in touched),
            rejected=sum(each.rejected for each in touched),
            standing=tuple(placed),
            lost=tuple(lost),
            picked=picked_of(each for each in placed if each.act in _QUOTING),
            disagreed=tuple(each for one in touched for each in one.disagreed),
            people=tuple(dict.fromkeys(each.by for each in placed)),
        )
        looked = Looked(each for each in known if not is_blind(each.by))
        return Held(
            decisions=known,
            unknown=len(force) - len(known),
            decided=decided,
            within=within,
            sorts=Counter(self._sorts),
            looked=looked,
        )

    def _put(self, name: str, own: tuple[Decision, ...]) -> None:
        before, within, _ = self._pieces[name]
        if before == own:
            return
        assert self._sorts is not None
        decided = decide([self._base[name]], own)
        now = Within(decided.codings[0])
        self._sorts.subtract(within.sorts)
        self._sorts.update(now.sorts)
        self._pieces[name] = own, now, decided

    def blind(self, held: Held, by: str) -> Mapping[str, Within]:
        """What somebody who works blind sees: what they did themselves."""
        own = tuple(each for each in held.decisions if each.by == by)
        known = self._blind.get(by)
        if known is None or known[0] != own:
            bare = [replace(each, mentions=()) for each in self._base.values()]
            found = {each.interview.id: Within(each) for each in decide(bare, own).codings}
            known = self._blind[by] = own, found
        return known[1]

    def _place(self, decision: Decision) -> Place | None:
        known = self._places.get(decision.id)
        if known is None or known[0] != decision:
            known = self._places[decision.id] = decision, found_again(decision.place, self._interviews)
        return known[1]
