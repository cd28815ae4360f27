"""What is worth checking, in three orders: the doubtful, a fair sample, what may have been missed."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

import pandas as pd

from otzvuk.coding.candidates import as_said, study_candidates
from otzvuk.model.candidate import Candidate, Chance
from otzvuk.model.decision import JUDGING, Decision
from otzvuk.model.mention import PERSON, Coding, Kind, Mention, Trend
from otzvuk.model.study import Study
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


class Queue:
    """Stretches in the order in which they are asked about."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items: Final = tuple(items)
        self._at = {each.spot: at for at, each in enumerate(self.items)}
        self._left: tuple[Looked | None, int] = None, 0

    def find(self, spot: Spot) -> Item | None:
        """The one at a stretch."""
        at = self._at.get(spot)
        return None if at is None else self.items[at]

    def left(self, looked: Looked) -> int:
        """How many nobody has judged."""
        if self._left[0] is not looked:
            self._left = looked, sum(not looked.at(each.spot) for each in self.items)
        return self._left[1]

    def open(self, looked: Looked, later: Collection[Spot]) -> Iterator[Item]:
        """Those that nobody has judged; what somebody has left for `later` comes last."""
        return self._open(self.items, looked, later)

    def after(self, spot: Spot, looked: Looked, later: Collection[Spot]) -> Item | None:
        """What comes after a stretch: the next one that is open, from the beginning again after the last."""
        at = self._at.get(spot, -1)
        around = chain(islice(self.items, at + 1, None), islice(self.items, max(at, 0)))
        rest = (each for each in around if each.spot != spot)
        return next(self._open(rest, looked, later), None)

    def _open(self, items: Iterable[Item], looked: Looked, later: Collection[Spot]) -> Iterator[Item]:
        left = []
        for each in items:
            if looked.at(each.spot):
                continue
            if each.spot in later:
                left.append(each)
            else:
                yield each
        yield from left


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
        self._made: dict[str, Queue] = {}
        if earlier is not None and "random" in earlier._made:
            self._made["random"] = earlier._made["random"]

    def make(self) -> None:
        """Make all queues, which takes long."""
        for order in ORDERS:
            self.items(order)

    def items(self, order: str) -> tuple[Item, ...]:
        """The queue of an order of `ORDERS`; made now, where it is not there yet."""
        with self._lock:
            if order not in self._made:
                self._made[order] = Queue(self._items(order))
            return self._made[order].items

    def queue(self, order: str) -> Queue | None:
        """The same, None where it is not there yet."""
        return self._made.get(order)

    @property
    def ready(self) -> bool:
        """Whether all queues are there."""
        return len(self._made) == len(ORDERS)

    def chances(self, spot: Spot) -> tuple[Chance, ...]:
        """What a stretch may say as the coder has it, the likeliest first; nothing where it has no idea."""
        interview, turn, start, stop = spot
        over = [
            (min(stop, each.stop) - max(start, each.start), each)
            for each in self._candidates.at(interview, turn)
            if each.start < stop and start < each.stop
        ]
        return max(over, key=lambda each: each[0])[1].chances if over else ()

    def _items(self, order: str) -> tuple[Item, ...]:
        survey = self._survey
        if not self._ready:
            survey.__dict__.setdefault("candidates", self._candidates.of(survey))
            self._ready = True
        if order == "random":
            return _items(sample(survey, SAMPLE, seed=survey.settings.seed, seen=self._judged), survey)
        if order == "missed":
            return _items(missed(survey, seen=self._judged), survey)
        found = doubts(survey, seen=self._judged)
        return _items(found[found["found"]], survey)


class Candidates:
    """The candidates of a study as its coder has coded it (`base`), computed once.

    What people decide takes their place where it lies over them: the coder is not asked again.
    """

    def __init__(self, study: Study, base: Sequence[Coding]) -> None:
        self._study, self._base = study, tuple(base)
        self._found: dict[str, tuple[Candidate, ...]] | None = None
        self._turns: dict[tuple[str, int], list[Candidate]] = {}
        self._decided: dict[str, tuple[Coding, tuple[Candidate, ...]]] = {}
        self._lock = threading.Lock()

    def at(self, interview: str, turn: int) -> Sequence[Candidate]:
        """Those of a turn; nothing while they are not computed: nobody waits for it."""
        return self._turns.get((interview, turn), ())

    def of(self, survey: Survey) -> dict[str, tuple[Candidate, ...]]:
        """Those of each interview of a survey of the study, by its id."""
        with self._lock:
            if self._found is None:
                found = study_candidates(self._study, self._base)
                self._found = {each.interview.id: own for each, own in zip(self._base, found, strict=True)}
                for name, candidates in self._found.items():
                    for each in candidates:
                        self._turns.setdefault((name, each.turn), []).append(each)
            return {each.interview.id: self._of(each, self._found) for each in survey.codings}

    def _of(self, coding: Coding, found: Mapping[str, tuple[Candidate, ...]]) -> tuple[Candidate, ...]:
        name = coding.interview.id
        known = self._decided.get(name)
        if known is None or known[0].mentions is not coding.mentions:
            known = self._decided[name] = coding, _with_decided(found[name], coding)
        return known[1]


def _with_decided(found: tuple[Candidate, ...], coding: Coding) -> tuple[Candidate, ...]:
    """The candidates, with what people have said in the place of what it lies over."""
    decided = [each for each in coding.mentions if each.decided_by.startswith(PERSON)]
    left = {(each.turn, each.start, each.stop) for each in coding.mentions}
    over: dict[int, list[Mention]] = {}
    for each in decided:
        over.setdefault(each.turn, []).append(each)
    kept = [
        each
        for each in found
        if (each.said is None or (each.turn, each.start, each.stop) in left)
        and not any(one.start < each.stop and each.start < one.stop for one in over.get(each.turn, ()))
    ]
    if len(kept) == len(found) and not decided:
        return found
    kept += map(as_said, decided)
    return tuple(sorted(kept, key=lambda one: (one.turn, one.start, one.stop)))


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
        self._interviews: set[str] = set()
        for each in decisions:
            if each.act in JUDGING:
                own = [(each.place.start, each.place.stop), *((one.start, one.stop) for one in each.was)]
                self._interviews.add(each.place.interview)
                self._spans.setdefault((each.place.interview, each.place.turn), []).extend(own)
                self.spots += [(each.place.interview, each.place.turn, *span) for span in own]

    def at(self, spot: Spot) -> bool:
        """Whether somebody has judged a stretch that shares words with this one."""
        interview, turn, start, stop = spot
        return any(one < stop and start < other for one, other in self._spans.get((interview, turn), ()))

    def among(self, interview: str, mentions: Sequence[Mention]) -> int:
        """How many of an interview's mentions somebody has judged."""
        if interview not in self._interviews:
            return 0
        return sum(self.at((interview, each.turn, each.start, each.stop)) for each in mentions)
