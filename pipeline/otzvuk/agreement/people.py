"""Two people over one study, or a person and the program: how far they agree, and what is left to settle.

A second coder who works blind sees nobody's mentions; what they decide is a coding of its own and changes no
number until somebody settles the places where it differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from otzvuk.agreement.compare import Agreement, compare
from otzvuk.codings.anywhere import Side
from otzvuk.codings.decided import decide
from otzvuk.model.codebook import Codebook
from otzvuk.model.decision import JUDGING, Decision, is_blind, is_settling
from otzvuk.model.mention import Coding
from otzvuk.numbers.count import records

PROGRAM = ""
"""The name that stands for the program's own coding."""


@dataclass(frozen=True)
class Coder:
    """One of two: a person by name, or the program (`PROGRAM`)."""

    name: str

    @property
    def label(self) -> str:
        """What the coder is called."""
        return self.name or "программа"

    def coding(self, codings: Sequence[Coding], decisions: Iterable[Decision]) -> tuple[Coding, ...]:
        """The coding of this coder: the program's with what they decided; a blind one's own from nothing."""
        if self.name == PROGRAM:
            return tuple(codings)
        base = [replace(each, mentions=()) for each in codings] if is_blind(self.name) else codings
        own = [each for each in decisions if each.by == self.name and not is_settling(each)]
        return decide(base, own).codings


def coders(decisions: Iterable[Decision]) -> list[str]:
    """Everybody who has decided what mentions are, in the order in which they began."""
    return list(dict.fromkeys(each.by for each in decisions if each.act in JUDGING and not is_settling(each)))


def worked_on(decisions: Iterable[Decision], name: str) -> set[str]:
    """The interviews in which a person has decided something."""
    return {each.place.interview for each in decisions if each.by == name and each.act in JUDGING}


def between(
    one: Coder,
    other: Coder,
    codings: Sequence[Coding],
    decisions: Sequence[Decision],
    codebook: Codebook,
    *,
    replicates: int = 1000,
) -> Agreement | None:
    """How far two coders agree about the interviews that both worked on; None where there is none.

    `codings` are the program's own, `decisions` those in force.
    """
    common = {each.interview.id for each in codings}
    for each in (one, other):
        if each.name != PROGRAM:
            common &= worked_on(decisions, each.name)
    if not common:
        return None
    own = [each for each in codings if each.interview.id in common]
    sides = [Side(each.label, each.coding(own, decisions), codebook) for each in (one, other)]
    return compare(*sides, replicates=replicates)


def unsettled(found: Agreement, decisions: Iterable[Decision]) -> pd.DataFrame:
    """The disagreements (rows of `Agreement.disagreements`) that nobody has settled yet."""
    settled = [each.place for each in decisions if is_settling(each)]
    kept = [
        not any(
            (place.interview, place.turn) == (row["interview"], row["turn"])
            and place.start < row["end"]
            and row["start"] < place.stop
            for place in settled
        )
        for row in records(found.disagreements)
    ]
    return found.disagreements[pd.Series(kept, index=found.disagreements.index, dtype=bool)]
