"""What is worth checking, in three orders: the doubtful, a fair sample, what may have been missed."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from otzvuk.coding.candidates import study_candidates
from otzvuk.model.candidate import Candidate, Chance
from otzvuk.model.decision import JUDGING, Decision
from otzvuk.model.mention import Coding, Kind, Trend
from otzvuk.numbers.count import records
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.trust import doubts, missed, sample

ORDERS: Final = {"doubts": "Сомнительные", "random": "Случайные", "missed": "Пропущенные"}
"""The orders of checking and their names."""

SAMPLE: Final = 200  # stretches of the fair sample
_LONGEST: Final = 2000  # stretches of a queue: nobody comes to its end in one go

Spot = tuple[str, int, int, int]
"""Where a stretch stands: interview, turn, start, stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A stretch to ask about: what it is taken for (`found`), or would most likely be, and how likely."""

    interview: str
    turn: int
    start: int
    stop: int
    text: str
    kind: Kind | None
    code: str
    process: str
    trend: Trend = Trend.NONE
    chance: float
    found: bool
    sampled: float = 0.0
    why: str = ""

    @property
    def spot(self) -> Spot:
        """Where it stands."""
        return self.interview, self.turn, self.start, self.stop

    @property
    def key(self) -> str:
        """Where it stands, as addresses and forms write it."""
        return "|".join(map(str, self.spot))


class Agenda:
    """The three queues of a survey; each is made when it is first asked for, and kept.

    `judged` are stretches that people have judged. `candidates` gives those of the survey's codings. The
    fair sample is that of `earlier`: a draw that followed the answers would not be fair.
    """

    def __init__(
        self, survey: Survey, judged: Iterable[Spot], candidates: Candidates, earlier: Agenda | None = None
    ) -> None:
        self._survey, self._judged, self._candidates = survey, tuple(judged), candidates
        self._lock = threading.Lock()
        self._ready = False
        self._made: dict[str, tuple[Item, ...]] = {}
        if earlier is not None and "random" in earlier._made:
            self._made["random"] = earlier._made["random"]

    def items(self, order: str) -> tuple[Item, ...]:
        """The queue of an order of `ORDERS`."""
        with self._lock:
            if order not in self._made:
                self._made[order] = self._items(order)
            return self._made[order]

    @property
    def ready(self) -> bool:
        """Whether the queue of the doubtful is there."""
        return "doubts" in self._made

    def chances(self, spot: Spot) -> tuple[Chance, ...]:
        """What a stretch may say as the coder has it, the likeliest first; nothing where it has no idea."""
        if not self._ready:  # nobody waits for it
            return ()
        interview, turn, start, stop = spot
        over = [
            (min(stop, each.stop) - max(start, each.start), each)
            for each in self._survey.candidates.get(interview, ())
            if each.turn == turn and each.start < stop and start < each.stop
        ]
        return max(over, key=lambda each: each[0])[1].chances if over else ()

    def _items(self, order: str) -> tuple[Item, ...]:
        survey = self._survey
        if not self._ready:  # computed once for each coding, however often the survey is counted
            survey.__dict__.setdefault("candidates", self._candidates.of(survey))
            self._ready = True
        if order == "random":
            return _items(sample(survey, SAMPLE, seed=survey.settings.seed, seen=self._judged), survey)
        if order == "missed":
            return _items(missed(survey, seen=self._judged), survey)
        found = doubts(survey, seen=self._judged)
        return _items(found[found["found"]], survey)


class Candidates:
    """The candidates of codings, kept as long as their coding is the same."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Coding, tuple[Candidate, ...]]] = {}
        self._lock = threading.Lock()

    def of(self, survey: Survey) -> dict[str, tuple[Candidate, ...]]:
        """Those of each interview of a survey, by its id."""
        with self._lock:
            new = [each for each in survey.codings if self._held(each) is None]
            for coding, found in zip(new, study_candidates(survey.study, new), strict=True):
                self._known[coding.interview.id] = coding, found
            return {each.interview.id: self._known[each.interview.id][1] for each in survey.codings}

    def _held(self, coding: Coding) -> tuple[Candidate, ...] | None:
        known = self._known.get(coding.interview.id)
        return known[1] if known is not None and known[0] is coding else None


def _items(frame: pd.DataFrame, survey: Survey) -> tuple[Item, ...]:
    trends = {
        (row["interview"], row["turn"], row["start"], row["end"], row["code"]): Trend(row["trend"])
        for row in records(survey.mentions)
        if row["trend"]
    }
    return tuple(
        Item(
            interview=row["interview"],
            turn=row["turn"],
            start=row["start"],
            stop=row["end"],
            text=row["text"],
            kind=Kind(row["kind"]) if row["kind"] else None,
            code=row["code"],
            process=row["process"],
            trend=trends.get(
                (row["interview"], row["turn"], row["start"], row["end"], row["code"]), Trend.NONE
            ),
            chance=row["chance"],
            found=row["found"],
            sampled=row["sampled"],
            why=row["why"],
        )
        for row in records(frame.head(_LONGEST))
    )


class Looked:
    """The stretches that somebody has judged, to be asked whether another is among them."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self.spots: list[Spot] = []
        self._spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
        for each in decisions:
            if each.act in JUDGING:
                own = [(each.place.start, each.place.stop), *((one.start, one.stop) for one in each.was)]
                self._spans.setdefault((each.place.interview, each.place.turn), []).extend(own)
                self.spots += [(each.place.interview, each.place.turn, *span) for span in own]

    def at(self, spot: Spot) -> bool:
        """Whether somebody has judged a stretch that shares words with this one."""
        interview, turn, start, stop = spot
        return any(one < stop and start < other for one, other in self._spans.get((interview, turn), ()))
