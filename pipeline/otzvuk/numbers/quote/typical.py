"""Whether a quote says what most of its group say, or is a telling exception."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from otzvuk.model.mention import Kind
from otzvuk.numbers.quote.candidate import Candidate

_COMMON: Final = 0.25  # share of a group's respondents who say it, from which it is typical
_MINORITY: Final = 0.25  # share of those who evaluate at all, up to which a kind is an exception
_GROUP: Final = 3  # respondents below whom there is nothing to be typical of
_FEWEST: Final = 4  # respondents below whom nothing is called an exception


class Stands(StrEnum):
    """How a quote stands in its group; the empty value: neither."""

    TYPICAL = "typical"
    EXCEPTION = "exception"
    NEITHER = ""

    @property
    def label(self) -> str:
        """Its Russian name."""
        return {"typical": "типично для группы", "exception": "исключение", "": ""}[self.value]


class Standing(NamedTuple):
    """How a quote stands in its group and why, in Russian (empty where there is nothing to say)."""

    stands: Stands
    why: str


_SAYS = {
    Kind.PRAISE: ("хвалят", "жалуются"),
    Kind.COMPLAINT: ("жалуются", "хвалят"),
}


class Group:
    """A group's members and, for exceptions, all that is said of the same whatever its kind."""

    def __init__(self, members: Sequence[Candidate], around: Sequence[Candidate]) -> None:
        self._people = len({each.person for each in members})
        said = {(each.facet, each.person) for each in members}
        self._facets = Counter(facet for facet, _ in said)
        self._most = max(self._facets.values(), default=0)
        kinds = {(str(each.row["kind"]), each.person) for each in around}
        self._kinds = Counter(kind for kind, _ in kinds)
        self._evaluate = len({person for kind, person in kinds if kind in (Kind.PRAISE, Kind.COMPLAINT)})

    def standing(self, candidate: Candidate) -> Standing:
        """Typical or an exception, with the counts that say so."""
        kind = Kind(candidate.row["kind"])
        if kind in _SAYS and self._evaluate >= _FEWEST:
            own, (says, others_say) = self._kinds[kind.value], _SAYS[kind]
            other = next(each for each in _SAYS if each is not kind)
            if own <= _MINORITY * self._evaluate and self._kinds[other.value] > own:
                count = f"{says} {own} из {self._evaluate}, {others_say} {self._kinds[other.value]}"
                return Standing(Stands.EXCEPTION, f"исключение: {count}")
        same = self._facets[candidate.facet]
        if self._people >= _GROUP and same >= 2 and (same >= _COMMON * self._people or same == self._most):
            return Standing(Stands.TYPICAL, f"типично: о том же говорят {same} из {self._people}")
        return Standing(Stands.NEITHER, "")
