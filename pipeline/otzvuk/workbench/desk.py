"""A study that lies open: its coding with the decisions in force, and its numbers, kept up to date.

A decision changes the mentions at once; the numbers follow in a thread of their own, so that nobody waits for
a bootstrap between two keys.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

import pandas as pd

from otzvuk.analysis import count, names_of, rank, read_identified
from otzvuk.codings.chosen import coding_of
from otzvuk.codings.decided import Decided, decide, of_codebook
from otzvuk.codings.decisions import Decisions, standing
from otzvuk.codings.place import place_of
from otzvuk.folder.layout import TRANSCRIPTS
from otzvuk.model.candidate import Chance
from otzvuk.model.codebook import Codebook
from otzvuk.model.decision import Decision, Place, is_blind
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding
from otzvuk.model.study import Study
from otzvuk.numbers.search import Index
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.where import latest
from otzvuk.read import require_interviews
from otzvuk.workbench.agenda import Agenda, Candidates, Looked, Spot
from otzvuk.workbench.view import View

_GLANCE: Final = 2.0  # seconds between two looks at the study's files
_PAUSE: Final = 0.3  # seconds without a decision before the numbers are counted anew


@dataclass(frozen=True)
class Standing:
    """The numbers as they stand after some decisions: the survey and the ranking of processes."""

    survey: Survey
    ranking: pd.DataFrame
    revision: int
    agenda: Agenda  # what is worth checking, as these numbers say
    before: pd.DataFrame | None = None  # the ranking before the last decisions; None where there were none
    at: float = 0.0  # when the last decisions were counted, by the monotonic clock; 0 where there were none


class Desk:
    """The study in folder `folder`, opened. Raises `InputError` for a study that cannot be read.

    Safe among threads: what it gives out is never changed, only replaced.
    """

    def __init__(self, folder: Path, *, jobs: int = 1) -> None:
        self.folder: Final = folder
        self.store: Final = Decisions(folder)
        self._jobs = jobs
        self.passed: dict[str, set[Spot]] = defaultdict(set)  # what each person has left for later
        self._candidates = Candidates()
        self._lock = threading.RLock()
        self._viewing = threading.Lock()
        self._views: dict[bool, tuple[Study, View]] = {}
        self._woken = threading.Event()
        self._counted = threading.Condition(self._lock)
        self._closed = False
        self.reopening, self.fault = False, ""
        self._glanced, self._differs = 0.0, False
        self._load()
        self._thread = threading.Thread(target=self._count_on, name="numbers", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop counting."""
        self._closed = True
        self._woken.set()
        self._thread.join(timeout=5)

    def _load(self) -> None:
        """Read and code the study, which takes long, then put it in the place of what lies open."""
        files = self._transcripts()
        study = require_interviews(read_identified(self.folder))
        self.store.all()  # before the long work: the file may be damaged
        chosen = coding_of(study, jobs=self._jobs)
        if chosen.study.settings.hide_names:
            self._view(chosen.study, hidden=True)  # no page waits for it
        with self._lock:
            self.study: Study = chosen.study
            self.base: tuple[Coding, ...] = chosen.codings
            self.interviews: Mapping[str, Interview] = {each.id: each for each in chosen.study.interviews}
            self.__dict__.pop("index", None)
            self._seen, self._files = self._signature(), files
            self._glanced = 0.0
            self.revision = getattr(self, "revision", -1) + 1
            self._take(self.store.all())
        numbers = self._numbers()
        with self._counted:
            self.standing: Standing = numbers
            self._counted.notify_all()

    @property
    def codebook(self) -> Codebook:
        """The codebook that the study is coded with."""
        return self.study.codebook

    @cached_property
    def index(self) -> Index:
        """The words of all interviews."""
        return Index(self.study.interviews)

    @property
    def fresh(self) -> bool:
        """Whether the numbers already know of every decision."""
        return self.standing.revision == self.revision

    def counted(self, *, timeout: float = 60.0) -> Standing:
        """The numbers once they know of every decision so far; those there are after `timeout` seconds."""
        with self._counted:
            self._counted.wait_for(lambda: self.fresh, timeout)
            return self.standing

    def place(self, interview: str, turn: int, start: int, stop: int) -> Place:
        """A stretch of a respondent's turn. Raises `InputError` where there is none."""
        known = self.interviews.get(interview)
        if known is None or not 0 <= turn < len(known.turns) or known.turns[turn].interviewer:
            raise InputError("такой реплики респондента в исследовании нет", value=interview)
        if not 0 <= start < stop <= len(known.turns[turn].text):
            raise InputError("таких слов в реплике нет", value=f"{interview}, реплика {turn + 1}")
        return place_of(known, turn, start, stop)

    def view(self, *, hidden: bool) -> View:
        """The study with its names hidden or as they are. Raises `InputError` where names.csv is faulty."""
        return self._view(self.study, hidden=hidden)

    def _view(self, study: Study, *, hidden: bool) -> View:
        with self._viewing:  # names are looked for once, however many wait
            known = self._views.get(hidden)
            if known is None or known[0] is not study:
                known = self._views[hidden] = study, View(study, names_of(study) if hidden else None)
            return known[1]

    def coding(self, interview: str) -> Coding:
        """The coding of an interview with the decisions in force; KeyError where there is none."""
        return self._codings[interview]

    def chances(self, spot: Spot) -> tuple[Chance, ...]:
        """What a stretch may say as the coder has it, the likeliest first; nothing where it has no idea."""
        return self.standing.agenda.chances(spot)

    def own_coding(self, by: str) -> Mapping[str, Coding]:
        """What a coder sees: the coding with all decisions; one who works blind, what they did themselves."""
        if not is_blind(by):
            return self._codings
        bare = [replace(each, mentions=()) for each in self.base]
        own = decide(bare, [each for each in self.decisions if each.by == by])
        return {each.interview.id: each for each in own.codings}

    def record(self, *decisions: Decision) -> None:
        """Keep decisions; they hold when this returns. Raises `InputError` where nothing can be kept."""
        self._changed(lambda: self.store.record(*decisions))

    def undo(self, by: str) -> tuple[Decision, ...]:
        """Undo what `by` did last in one go."""
        return self._changed(lambda: self.store.undo(by))

    def redo(self, by: str) -> tuple[Decision, ...]:
        """Put back what `by` undid last."""
        return self._changed(lambda: self.store.redo(by))

    def refresh(self) -> None:
        """See what another program has decided meanwhile."""
        with self._lock:
            if self._signature() != self._seen:
                self._reread()

    @property
    def outdated(self) -> bool:
        """Whether transcripts or tables of the study have changed since it was read."""
        glance = time.monotonic()
        if glance - self._glanced > _GLANCE:  # many files are not looked at for every page
            self._glanced, self._differs = glance, self._transcripts() != self._files
        return self._differs

    def reopen(self) -> None:
        """Read the study anew, as after its files or its codebook were changed.

        That may take minutes; what lies open stays until then, and `reopening` says so. What went wrong is
        in `fault`.
        """
        with self._lock:
            if self.reopening:
                return
            self.reopening, self.fault = True, ""
        threading.Thread(target=self._reload, name="reopening", daemon=True).start()

    def _reload(self) -> None:
        try:
            self._load()
        except InputError as error:
            self.fault = str(error)
        finally:
            self.reopening = False

    def _changed(self, act: Callable[[], tuple[Decision, ...]]) -> tuple[Decision, ...]:
        with self._lock:
            done = act()
            self._reread()
            return done

    def _reread(self) -> None:
        self._seen = self._signature()
        self._take(self.store.all())
        self.revision += 1
        self._woken.set()

    def _take(self, everything: Iterable[Decision]) -> None:
        force = standing(everything)
        known = of_codebook(force, self.study.codebook)
        self.decisions: tuple[Decision, ...] = tuple(known)
        self.unknown = len(force) - len(known)
        self.decided: Decided = decide(self.base, [each for each in known if not is_blind(each.by)])
        self._codings = {each.interview.id: each for each in self.decided.codings}
        self.looked: Looked = Looked(each for each in known if not is_blind(each.by))

    def _signature(self) -> tuple[object, ...]:
        return tuple(map(_stamp, (self.store.path, self.store.path.with_name(self.store.path.name + "-wal"))))

    def _transcripts(self) -> tuple[object, ...]:
        folder = self.folder / TRANSCRIPTS
        own = sorted((folder if folder.is_dir() else self.folder).rglob("*"))
        files = [each for each in own if each.is_file() and not each.name.startswith((".", "otzvuk.sqlite"))]
        settings = [self.folder / name for name in ("study.yaml", "participants.csv", "guide.yaml")]
        return tuple((each, _stamp(each)) for each in (*files, *settings))

    def _numbers(self) -> Standing:
        with self._lock:
            revision, codings, study = self.revision, tuple(self._codings.values()), self.study
            judged, last = self.looked.spots, self.standing if hasattr(self, "standing") else None
        survey = latest(count(study, codings))  # of several waves the last, as in the reports
        drawn = last.agenda if last is not None and last.survey.study is study else None
        agenda = Agenda(survey, judged, self._candidates, drawn)
        return Standing(survey, rank(survey), revision, agenda)

    def _count_on(self) -> None:
        self.standing.agenda.items("doubts")
        while not self._closed:
            self._woken.wait()
            self._woken.clear()
            while self._woken.wait(_PAUSE):  # more decisions are coming
                self._woken.clear()
                if self._closed:
                    return
            found = replace(self._numbers(), before=self.standing.ranking, at=time.monotonic())
            self._publish(replace(found, agenda=self.standing.agenda))  # the new order takes longer
            if not self._woken.is_set():
                found.agenda.items("doubts")
                self._publish(found)

    def _publish(self, found: Standing) -> None:
        with self._counted:
            if found.revision >= self.standing.revision:
                self.standing = found
            self._counted.notify_all()


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def mentions_over(coding: Coding, turn: int, spans: Sequence[tuple[int, int]]) -> list[int]:
    """The places, among the mentions of a coding, of those that overlap any of the spans of a turn."""
    return [
        at
        for at, each in enumerate(coding.mentions)
        if each.turn == turn and any(each.start < stop and start < each.stop for start, stop in spans)
    ]
