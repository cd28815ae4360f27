"""A study that lies open: its coding with the decisions in force, and its numbers, kept up to date.

A decision changes the mentions at once; the numbers follow in a thread of their own, so that nobody waits for
a bootstrap between two keys.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from otzvuk.analysis import names_of, read_identified
from otzvuk.coding.coder import CAREFUL_WORDS, words_in
from otzvuk.codings.chosen import coding_of
from otzvuk.codings.decided import Decided
from otzvuk.codings.decisions import Decisions, Taken
from otzvuk.codings.place import place_of
from otzvuk.model.candidate import Chance
from otzvuk.model.codebook import Codebook
from otzvuk.model.decision import Decision, Place, is_blind
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding
from otzvuk.model.progress import tell, told
from otzvuk.model.study import Study
from otzvuk.numbers.search import Index
from otzvuk.read import require_interviews
from otzvuk.workbench.agenda import Looked, Queue, Spot
from otzvuk.workbench.held import Held, Keeper
from otzvuk.workbench.standing import Counting, Standing
from otzvuk.workbench.step import Step
from otzvuk.workbench.view import View
from otzvuk.workbench.watch import Watch, stamp
from otzvuk.workbench.within import Within

Made = TypeVar("Made")

_QUEUE: Final = 2.0  # seconds that a page waits for its queue


class Desk:
    """The study in folder `folder`, opened. Raises `InputError` for a study that cannot be read.

    Safe among threads: what it gives out is never changed, only replaced.
    """

    def __init__(self, folder: Path, *, jobs: int = 1) -> None:
        self.folder: Final = folder
        self.store: Final = Decisions(folder)
        self._jobs = jobs
        self.passed: dict[str, set[Spot]] = defaultdict(set)  # what each person has left for later
        self._lock = threading.RLock()
        self._viewing = threading.Lock()
        self._views: dict[bool, tuple[Study, View]] = {}
        self._kept: dict[Hashable, tuple[Held, Any]] = {}
        self.naming = Step("Поиск имён")
        self.reopening, self.fault, self.gone = False, "", ""
        self.revision = -1
        self._counting: Counting | None = None
        self._load()

    def close(self) -> None:
        """Stop counting."""
        if self._counting is not None:
            self._counting.stop()

    def _load(self) -> None:
        """Read and code the study, which takes long, then put it in the place of what lies open."""
        tell("Чтение стенограмм", 0, 0)
        watch = Watch(self.folder)
        study = require_interviews(read_identified(self.folder))
        watch.mind(study.settings.codebook)
        self.store.after()  # before the long work: the file may be damaged
        chosen = coding_of(study, jobs=self._jobs)
        short = words_in(chosen.study.interviews) <= CAREFUL_WORDS
        if chosen.study.settings.hide_names and short:
            tell("Поиск имён", 0, 0)
            self._view(chosen.study, hidden=True)  # no page waits for it
        tell("Подсчёт", 0, 0)
        keeper = Keeper(chosen.codings, chosen.study.codebook)
        with self._lock:
            self.study: Study = chosen.study
            self.base: tuple[Coding, ...] = chosen.codings
            self.interviews: Mapping[str, Interview] = {each.id: each for each in chosen.study.interviews}
            self._short, self._watch, self._keeper = short, watch, keeper
            self._index: Index | None = None
            self._taken = Taken()
            self._reread()
        counting = Counting(self.study, self.base, self.held, self.revision)
        with self._lock:
            before, self._counting = self._counting, counting
            counting.wanted(self.held, self.revision)
        if before is not None:
            before.stop()
        counting.start()

    @property
    def codebook(self) -> Codebook:
        """The codebook that the study is coded with."""
        return self.study.codebook

    @property
    def index(self) -> Index:
        """The words of all interviews; made when it is first asked for."""
        with self._viewing:
            if self._index is None:
                self._index = Index(self.study.interviews)
            return self._index

    @property
    def standing(self) -> Standing:
        """The numbers as they stand: those after the last decisions where `fresh`."""
        assert self._counting is not None
        return self._counting.standing

    @property
    def fresh(self) -> bool:
        """Whether the numbers already know of every decision."""
        return self.standing.revision == self.revision

    def counted(self, *, timeout: float = 60.0) -> Standing:
        """The numbers once they know of every decision so far; those there are after `timeout` seconds."""
        assert self._counting is not None
        return self._counting.after(self.revision, timeout)

    def queue(self, order: str) -> Queue | None:
        """The queue of an order; None while it is being made and that takes long."""
        assert self._counting is not None
        return self._counting.queue(order, _QUEUE)

    @property
    def decided(self) -> Decided:
        """What people have decided, those who work blind left out."""
        return self.held.decided

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions in force, of everybody."""
        return self.held.decisions

    @property
    def looked(self) -> Looked:
        """What people have judged."""
        return self.held.looked

    @property
    def unknown(self) -> int:
        """How many decisions are about codes that the codebook does not have."""
        return self.held.unknown

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

    def view_now(self, *, hidden: bool) -> View | None:
        """The same; None while names of a long study are looked for, `naming` says how far that is."""
        known = self._views.get(hidden)
        if known is not None and known[0] is self.study:
            return known[1]
        if not hidden or self._short:
            return self.view(hidden=hidden)
        if self._viewing.acquire(blocking=False):  # nobody looks for them yet
            self._viewing.release()
            threading.Thread(target=self._name, args=[self.study], name="names", daemon=True).start()
        return None

    def _name(self, study: Study) -> None:
        def tell_naming(what: str, done: int, total: int) -> None:
            self.naming = Step(what, done, total)

        try:
            with told(tell_naming):
                self._view(study, hidden=True)
        except InputError as error:
            self.fault = str(error)

    def _view(self, study: Study, *, hidden: bool) -> View:
        with self._viewing:  # names are looked for once, however many wait
            known = self._views.get(hidden)
            if known is None or known[0] is not study:
                known = self._views[hidden] = study, View(study, names_of(study) if hidden else None)
            return known[1]

    def coding(self, interview: str) -> Coding:
        """The coding of an interview with the decisions in force; KeyError where there is none."""
        return self.held.within[interview].coding

    def within(self, by: str) -> Mapping[str, Within]:
        """What a coder sees in each interview: all decisions; one who works blind, their own."""
        held = self.held
        if not is_blind(by):
            return held.within
        with self._lock:
            return self._keeper.blind(held, by)

    def kept(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` makes of the decisions in force: made once, until somebody decides something."""
        held = self.held
        known = self._kept.get(key)
        if known is None or known[0] is not held:
            known = self._kept[key] = held, make()
        found: Made = known[1]
        return found

    def chances(self, spot: Spot) -> tuple[Chance, ...]:
        """What a stretch may say as the coder has it, the likeliest first; nothing where it has no idea."""
        return self.standing.agenda.chances(spot)

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
        if self._signature() != self._seen:
            with self._lock:
                if self._signature() != self._seen:
                    self._reread()

    @property
    def outdated(self) -> str:
        """What has changed in the study's files since they were read, in Russian; empty where nothing has."""
        return self._watch.changes

    def look(self) -> str:
        """The same after a look at the files now; `outdated` looks at them every few seconds."""
        return self._watch.look()

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
        before, self._taken = self._taken, self.store.after(self._taken)
        lost = len(before.decisions) - len(self._taken.decisions)
        self.gone = f"Из файла решений пропали решения: {lost}; верните его из копии." if lost > 0 else ""
        self.held: Held = self._keeper.held(self._taken.decisions)
        self.revision += 1
        if self._counting is not None:
            self._counting.wanted(self.held, self.revision)

    def _signature(self) -> tuple[object, ...]:
        return tuple(map(stamp, (self.store.path, self.store.path.with_name(self.store.path.name + "-wal"))))
