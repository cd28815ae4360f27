"""What an interview says beside its mentions: harm, leaving, deciders, rivals, what matters, the journey."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from otzvuk.model.decider import Decider
from otzvuk.model.ground import Ground
from otzvuk.model.leaving import Leaving
from otzvuk.model.loss import Loss
from otzvuk.model.matter import Matter
from otzvuk.model.rival import Rival
from otzvuk.model.span import Span
from otzvuk.model.step import Step

Said = TypeVar("Said", Loss, Leaving, Matter, Rival, Ground, Step, Decider)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """All layers of one interview, each in the order of the text. None of them is counted as a mention."""

    losses: tuple[Loss, ...] = ()
    leaving: tuple[Leaving, ...] = ()
    matters: tuple[Matter, ...] = ()
    rivals: tuple[Rival, ...] = ()
    grounds: tuple[Ground, ...] = ()
    steps: tuple[Step, ...] = ()
    deciders: tuple[Decider, ...] = ()

    def moved(self, place: Callable[[int, Span], tuple[Span, str]]) -> Layers:
        """The same in another text; `place` says where a stretch of a turn lies there, and what it says."""
        return Layers(
            losses=tuple(_moved(each, place) for each in self.losses),
            leaving=tuple(_moved(each, place) for each in self.leaving),
            matters=tuple(_moved(each, place) for each in self.matters),
            rivals=tuple(_moved(each, place) for each in self.rivals),
            grounds=tuple(_moved(each, place) for each in self.grounds),
            steps=tuple(_moved(each, place) for each in self.steps),
            deciders=tuple(_moved(each, place) for each in self.deciders),
        )


def _moved(said: Said, place: Callable[[int, Span], tuple[Span, str]]) -> Said:
    span, text = place(said.turn, Span(said.start, said.stop))
    moved: dict[str, Any] = {"start": span.start, "stop": span.stop, "text": text}
    for each in fields(said):
        own = getattr(said, each.name)
        if isinstance(own, Span):
            moved[each.name] = place(said.turn, own)[0]
    return replace(said, **moved)
