"""A coded study as others may read it: names hidden or not, and where its places lie in what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from otzvuk.model.interview import Interview
from otzvuk.numbers.survey import Survey

if TYPE_CHECKING:
    from otzvuk.anonymise import Names


@dataclass(frozen=True)
class Shown:
    """A survey as others may read it, and how places of the study's own are found in it.

    `names` are what was hidden; None where everything is shown as it is.
    """

    survey: Survey
    own: Survey
    names: Names | None = None

    @cached_property
    def interviews(self) -> Mapping[str, Interview]:
        """The id of an interview of the study → that interview as it is shown here."""
        pairs = zip(self.own.study.interviews, self.survey.study.interviews, strict=True)
        return {one.id: other for one, other in pairs}

    def span(self, interview: str, turn: int, start: int, stop: int) -> tuple[int, int]:
        """Where a stretch of a turn of the study lies here; a name that an edge cuts is taken whole."""
        return (
            (start, stop) if self.names is None else self.names.hide_turn(interview, turn).span(start, stop)
        )
