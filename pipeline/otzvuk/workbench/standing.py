"""A study's numbers as they stand after some decisions, and the thread that keeps them up to date."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from otzvuk.analysis import count, rank
from otzvuk.codings.decided import decide
from otzvuk.model.decision import is_blind
from otzvuk.model.mention import Coding
from otzvuk.model.study import Study
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.where import latest
from otzvuk.report.headline import headline
from otzvuk.workbench.agenda import Agenda, Candidates, Queue
from otzvuk.workbench.held import Held

_PAUSE: Final = 0.3  # seconds without a decision before the numbers are counted anew
_ORDER: Final = 2.0  # and before the queues are ordered anew, which takes longer
_AGAIN: Final = 5.0  # seconds after which numbers are published although another decision has come


@dataclass(frozen=True)
class Standing:
    """The numbers as they stand after some decisions: the survey and the ranking of processes."""

    survey: Survey
    ranking: pd.DataFrame
    revision: int
    agenda: Agenda  # what is worth checking, as these numbers say
    before: pd.DataFrame | None = None  # the ranking before the last decisions; None where there were none
    headline: tuple[str, ...] = ()
    at: float = 0.0  # when the last decisions were counted, by the monotonic clock; 0 where there were none


class Counting:
    """Counts what is wanted in a thread of its own, the last wanted only: others are given up half-way."""

    def __init__(self, study: Study, base: Sequence[Coding], held: Held, revision: int) -> None:
        self._study, self._base = study, tuple(base)
        self._candidates = Candidates(study, base)
        self._news = threading.Condition()
        self._wanted, self._stopped = (held, revision), False
        survey = self._survey(held)
        agenda = Agenda(survey, held.looked.spots, self._candidates)
        self.standing = _counted(survey, revision, agenda)
        self._thread = threading.Thread(target=self._run, name="numbers", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is being done now."""
        with self._news:
            self._stopped = True
            self._news.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def wanted(self, held: Held, revision: int) -> None:
        """Count these decisions next."""
        with self._news:
            self._wanted = held, revision
            self._news.notify_all()

    def after(self, revision: int, timeout: float) -> Standing:
        """The numbers once they know of a revision; those there are after `timeout` seconds."""
        with self._news:
            self._news.wait_for(lambda: self.standing.revision >= revision, timeout)
            return self.standing

    def queue(self, order: str, timeout: float) -> Queue | None:
        """A queue, once it is there; None after `timeout` seconds."""
        found = self.standing.agenda.queue(order)
        if found is None:
            with self._news:
                self._news.wait_for(lambda: self.standing.agenda.queue(order) is not None, timeout)
            found = self.standing.agenda.queue(order)
        return found

    def _run(self) -> None:
        self._make(self.standing.agenda)
        ordered, counted = self.standing.revision, time.monotonic()
        while True:
            with self._news:
                due = self._wanted[1] != ordered  # the numbers know, the queues do not yet
                self._news.wait_for(self._is_behind, _ORDER if due else None)
                if self._stopped:
                    return
                behind = self._is_behind()
            if not behind:
                self._order()
                ordered = self.standing.revision
                continue
            with self._news:
                while self._news.wait(_PAUSE) and not self._stopped:
                    pass  # more decisions are coming
                held, revision = self._wanted
            survey = self._survey(held)
            if self._is_outdated(revision) and time.monotonic() - counted < _AGAIN:
                continue
            last, counted = self.standing, time.monotonic()
            found = _counted(survey, revision, last.agenda)
            with self._news:
                self.standing = replace(found, before=last.ranking, at=time.monotonic())
                self._news.notify_all()

    def _order(self) -> None:
        """Put the queues into the order that the numbers say; before that the former ones stay."""
        held, revision = self._wanted
        if self._is_behind():
            return
        own = Agenda(self.standing.survey, held.looked.spots, self._candidates, self.standing.agenda)
        own.make()
        with self._news:
            if self._wanted[1] == revision:
                self.standing = replace(self.standing, agenda=own)
                self._news.notify_all()

    def _make(self, agenda: Agenda) -> None:
        agenda.make()
        with self._news:
            self._news.notify_all()

    def _survey(self, held: Held) -> Survey:
        own = [each for each in held.decisions if not is_blind(each.by)]
        return latest(count(self._study, decide(self._base, own).codings))  # as in the reports

    def _is_behind(self) -> bool:
        return self._stopped or self._wanted[1] != self.standing.revision

    def _is_outdated(self, revision: int) -> bool:
        return self._stopped or self._wanted[1] != revision


def _counted(survey: Survey, revision: int, agenda: Agenda) -> Standing:
    ranking = rank(survey)
    told = headline(ranking, survey.codebook, asked=len(survey.respondents), settings=survey.settings)
    return Standing(survey, ranking, revision, agenda, headline=tuple(told))
