"""What is coded in one interview, to be asked by turn, by code and by how sure, however long the talk is."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from otzvuk.model.mention import PERSON, Coding, Mention

SURE: Final = 0.8
"""Mentions that are less sure are worth a look."""

DOUBTFUL: Final = 0.5


class Sort(NamedTuple):
    """What a mention is counted under."""

    process: str
    code: str
    kind: str
    person: bool
    doubtful: bool

    @classmethod
    def of(cls, mention: Mention) -> Sort:
        """That of a mention."""
        person = mention.decided_by.startswith(PERSON)
        return cls(mention.process, mention.code, mention.kind.value, person, mention.confidence < DOUBTFUL)


class Within:
    """A coding with its mentions looked up: each question reads what answers it, not the whole talk."""

    def __init__(self, coding: Coding) -> None:
        self.coding: Final = coding

    @cached_property
    def _turns(self) -> Mapping[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for at, each in enumerate(self.coding.mentions):
            found.setdefault(each.turn, []).append(at)
        return {turn: tuple(own) for turn, own in found.items()}

    @cached_property
    def sorts(self) -> Counter[Sort]:
        """How many mentions there are of each sort."""
        return Counter(map(Sort.of, self.coding.mentions))

    def of(self, sorts: Collection[Sort]) -> Iterator[Mention]:
        """The mentions of some sorts, in the order of the text."""
        if not self.sorts.keys() & sorts:
            return iter(())
        return (each for each in self.coding.mentions if Sort.of(each) in sorts)

    @cached_property
    def by_code(self) -> Mapping[str, Sequence[Mention]]:
        """The mentions of each code."""
        found: dict[str, list[Mention]] = {}
        for each in self.coding.mentions:
            found.setdefault(each.code, []).append(each)
        return found

    @cached_property
    def _unsure(self) -> list[tuple[int, int, int]]:
        return sorted(
            (each.turn, each.start, each.stop) for each in self.coding.mentions if each.confidence < SURE
        )

    def at(self, turn: int) -> tuple[Mention, ...]:
        """The mentions of a turn."""
        return tuple(self.coding.mentions[at] for at in self._turns.get(turn, ()))

    def over(self, turn: int, spans: Sequence[tuple[int, int]]) -> list[Mention]:
        """The mentions that overlap any of the spans of a turn."""
        return [
            each
            for each in self.at(turn)
            if any(each.start < stop and start < each.stop for start, stop in spans)
        ]

    def unsure_after(
        self, turn: int, start: int, passed: Callable[[int, int, int], bool]
    ) -> tuple[int, int, int] | None:
        """The first mention that is not sure and begins after a place of the talk, but for those `passed`."""
        first = bisect_right(self._unsure, (turn, start, 1 << 40))
        rest = (self._unsure[at] for at in range(first, len(self._unsure)))
        return next((each for each in rest if not passed(*each)), None)
