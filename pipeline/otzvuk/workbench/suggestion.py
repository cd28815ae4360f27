"""What a stretch may say, the likeliest first, for people to choose from with one key."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from otzvuk.model.mention import Kind
from otzvuk.workbench.agenda import Spot
from otzvuk.workbench.desk import Desk

DIGITS: Final = 9  # keys to choose with


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A kind and code that a stretch may have; `chance` is None where only its frequency speaks for it."""

    kind: Kind
    code: str
    process: str
    chance: float | None

    @property
    def key(self) -> str:
        """As forms write it."""
        return f"{self.kind.value}|{self.code}|{self.process}"


def suggested(desk: Desk, spot: Spot, *, but: tuple[Kind | None, str] = (None, "")) -> list[Suggestion]:
    """Up to nine: what the coder thinks the stretch may say, then what is said most; `but` is left out."""
    found = [Suggestion(each.kind, each.code, each.process, each.probability) for each in desk.chances(spot)]
    found += [
        Suggestion(kind, code, desk.codebook.process_of(code), None) for kind, code in _usual(desk, but[0])
    ]
    kept: dict[tuple[Kind, str], Suggestion] = {}
    for each in found:
        if (each.kind, each.code) != but and each.code in desk.codebook.codes:
            kept.setdefault((each.kind, each.code), each)
    return list(kept.values())[:DIGITS]


def familiar(desk: Desk, by: str, *, but: tuple[Kind | None, str] = (None, "")) -> list[Suggestion]:
    """Up to nine that `by` has chosen most, then those of the codebook: nothing that the program thinks."""
    book = desk.codebook
    own = [(one.kind, one.code) for each in desk.decisions if each.by == by for one in each.now]
    listed = [said for said, _ in Counter(own).most_common()]
    listed += [(Kind.COMPLAINT, code) for code in book.codes]
    kept = [each for each in dict.fromkeys(listed) if each != but and each[1] in book.codes]
    return [Suggestion(kind, code, book.process_of(code), None) for kind, code in kept[:DIGITS]]


def _usual(desk: Desk, kind: Kind | None) -> list[tuple[Kind, str]]:
    """Kinds and codes by how often they were said, those of `kind` first."""
    said = Counter[tuple[str, str]]()
    for sort, number in desk.held.sorts.items():
        said[sort.kind, sort.code] += number
    order = sorted(said, key=lambda each: (-said[each], each))
    listed = [(Kind(one), code) for one, code in order if said[one, code]]
    listed += [(each, code) for each in (kind or Kind.COMPLAINT,) for code in desk.codebook.codes]
    return sorted(dict.fromkeys(listed), key=lambda each: each[0] is not kind) if kind else listed
