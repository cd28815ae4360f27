"""What people decided about a study, kept in its otzvuk.sqlite: nothing in it is changed or taken away."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from otzvuk.codings.disk import is_shared
from otzvuk.folder.layout import STORE
from otzvuk.model.decision import Act, Decision, Judged, Place
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Kind, Trend

JOURNAL: Final = "OTZVUK_JOURNAL"
"""Environment variable, `wal` or `delete`: how SQLite keeps what is being written, instead of a guess."""

_APPLICATION: Final = 0x6F747A76  # "otzv", by which the file is known for ours
_VERSION: Final = 1
_WAIT: Final = 20.0  # seconds that a writer waits for another
_KEPT: Final = tuple(
    (name, f"CREATE TRIGGER {name} BEFORE {what} ON decisions BEGIN SELECT RAISE(ABORT, 'append only'); END")
    for name, what in (("decisions_stay", "UPDATE"), ("decisions_last", "DELETE"))
)
"""What lets nobody change or take away a decision, by name."""
_SCHEMA: Final = (
    """CREATE TABLE decisions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, who TEXT NOT NULL, act TEXT NOT NULL, interview TEXT NOT NULL,
  place TEXT NOT NULL, was TEXT NOT NULL, now TEXT NOT NULL, shown TEXT NOT NULL, note TEXT NOT NULL,
  batch TEXT NOT NULL, of TEXT NOT NULL, sampled REAL NOT NULL)""",
    *(statement for _, statement in _KEPT),
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {_VERSION}",
)
_COLUMNS: Final = "id, at, who, act, place, was, now, shown, note, batch, of, sampled"


@dataclass(frozen=True)
class Taken:
    """Decisions that were read; `last` is the number of the last one, `schema` that of the file's make-up."""

    decisions: tuple[Decision, ...] = ()
    last: int = 0
    schema: int = 0


class Decisions:
    """The decisions of the study in folder `study`; without the file there are none yet.

    The file comes into being with the first decision. `record` and the like return when their decisions
    are on the disk (`synchronous=FULL`). Several programs may write at once: they wait for each other. Raises
    `InputError` where the file is not ours, damaged, of a later version or cannot be written.
    """

    def __init__(self, study: Path) -> None:
        self.path: Final = study / STORE
        self._lock = threading.Lock()

    @property
    def remark(self) -> str:
        """What is to be said of where the decisions lie, in Russian; "" where nothing is."""
        folder = self.path.parent
        if not folder.is_dir():
            return ""
        if not os.access(folder, os.W_OK) or (self.path.exists() and not os.access(self.path, os.W_OK)):
            return f"Сюда не записать: решения здесь не сохраняются, отчёты пишите с --out ({self.path})."
        if _journal(self.path) == "delete":
            return f"Сетевая папка: журнал решений — DELETE, не WAL, и пишут по очереди ({self.path})."
        return ""

    def all(self, *, until: str | None = None) -> tuple[Decision, ...]:
        """Every decision, undone ones and undoings too, in the order in which they were taken.

        `until` is the id of the last one wanted: none are for "" and for one that is not there.
        """
        if not self.path.exists():
            return ()
        with self._lock, self._reading() as base:
            if _is_new(base, self.path):
                return ()
            taken = tuple(map(_decision, base.execute(f"SELECT {_COLUMNS} FROM decisions ORDER BY seq")))
        if until is None:
            return taken
        known = [each.id for each in taken]
        return taken[: known.index(until) + 1] if until in known else ()

    def after(self, known: Taken | None = None) -> Taken:
        """Every decision, as `all`; what `known` has is not read again, unless it has been changed since."""
        if not self.path.exists():
            return Taken()
        with self._lock, self._reading() as base:
            if _is_new(base, self.path):
                return Taken()
            # whoever takes words out of decisions makes the triggers anew: a new schema
            schema = int(base.execute("PRAGMA schema_version").fetchone()[0])
            if known is None or known.schema != schema:
                known = Taken(schema=schema)
            rows = base.execute(
                f"SELECT seq, {_COLUMNS} FROM decisions WHERE seq > ? ORDER BY seq", (known.last,)
            ).fetchall()
        new = tuple(_decision(row[1:]) for row in rows)
        return Taken((*known.decisions, *new), rows[-1][0] if rows else known.last, schema)

    def standing(self) -> tuple[Decision, ...]:
        """The decisions in force: what was undone is left out, and so are undoings themselves."""
        return standing(self.all())

    def history(self, place: Place) -> tuple[Decision, ...]:
        """Every decision about words that `place` has, in the order in which they were taken."""
        found = [each for each in self.all() if _same(each.place, place)]
        about = {each.id for each in found}
        return tuple(each for each in self.all() if each.id in about or each.of in about)

    def record(self, *decisions: Decision) -> tuple[Decision, ...]:
        """Keep decisions, all or none, and say them back; one whose id is there already is kept once.

        What a client sends a second time, because no answer came, doubles nothing.
        """
        if not decisions:
            return ()
        batch = decisions[0].batch or uuid4().hex
        given = tuple(replace(each, batch=each.batch or batch) for each in decisions)
        with self._lock, self._writing() as base:
            _insert(base, given)
        return given

    def undo(self, by: str) -> tuple[Decision, ...]:
        """Undo what `by` decided last in one go and is still in force; what was undone, or nothing."""
        return self._turn(by, Act.UNDO)

    def redo(self, by: str) -> tuple[Decision, ...]:
        """Put back what `by` undid last, unless `by` has decided something since; what is back."""
        return self._turn(by, Act.REDO)

    def withdraw(self, cut: Callable[[Decision], Decision]) -> tuple[Decision, ...]:
        """Put every decision through `cut`, which takes words out of it; those that it changed, as they were.

        The one thing that is not append-only: the law lets a person take back what they have said. Only
        texts may change; that something was decided, what and by whom stays. Afterwards no page of the file
        or its journal has the words. Raises `InputError` where another program keeps the file open.
        """
        if not self.path.exists():
            return ()
        with self._lock:
            with self._writing(secure=True) as base:
                rows = base.execute(f"SELECT {_COLUMNS} FROM decisions ORDER BY seq").fetchall()
                both = [(each, cut(each)) for each in map(_decision, rows)]
                changed = [(was, now) for was, now in both if was != now]
                for name, _ in _KEPT:
                    base.execute(f"DROP TRIGGER IF EXISTS {name}")
                for was, now in changed:
                    base.execute(
                        "UPDATE decisions SET interview = ?, place = ?, shown = ?, note = ? WHERE id = ?",
                        (now.place.interview, _text(asdict(now.place)), now.shown, now.note, was.id),
                    )
                for _, statement in _KEPT:
                    base.execute(statement)
            self._rewrite()
        return tuple(was for was, _ in changed)

    def _rewrite(self) -> None:
        """Let neither free pages nor the journal keep anything."""
        with self._guarded():
            base = self._opened("rw")
            try:
                base.execute("VACUUM")
                busy = base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                if not busy and base.execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete":
                    return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise
            finally:
                base.close()
        raise InputError(
            "файл решений открыт в другой программе, прежние слова остались в его журнале",
            file=self.path,
            expected="закройте otzvuk open и повторите команду",
        )

    def _turn(self, by: str, act: Act) -> tuple[Decision, ...]:
        if not self.path.exists():
            return ()
        with self._lock, self._writing() as base:
            rows = base.execute(f"SELECT {_COLUMNS} FROM decisions WHERE who = ? ORDER BY seq", (by,))
            own = [_decision(row) for row in rows]
            chosen = _last_in_force(own) if act is Act.UNDO else _last_undone(own)
            batch = uuid4().hex
            _insert(
                base,
                [
                    new_decision(act, each.place, by=by, was=each.was, now=each.now, batch=batch, of=each.id)
                    for each in chosen
                ],
            )
        return tuple(chosen)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._guarded():
            self._recover()
            base = self._opened("ro")
            try:
                yield base
            finally:
                base.close()

    def _recover(self) -> None:
        """Take back what a program that was killed in the midst of writing has left half done.

        SQLite does so at the next reading, for which it has to write: who only reads is refused
        (SQLITE_READONLY_ROLLBACK in its list of result codes).
        """
        if not self._unfinished.exists():
            return
        base = self._opened("rw")
        try:
            base.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        except sqlite3.OperationalError as error:
            if "readonly" not in str(error):
                raise
            raise InputError(
                "запись решений оборвалась, а отменить её начало здесь нельзя: папка только для чтения",
                file=self.path,
                expected="право записи в папку или копия исследования там, где оно есть",
            ) from error
        finally:
            base.close()

    @property
    def _unfinished(self) -> Path:
        """Where SQLite keeps how pages were, while it writes without WAL and when it turns WAL on."""
        return _beside(self.path, "-journal")

    def _opened(self, mode: str) -> sqlite3.Connection:
        where = f"file:{_quoted(self.path)}?mode={mode}"
        base = sqlite3.connect(where, uri=True, timeout=_WAIT, isolation_level=None)
        alone = not _beside(self.path, "-wal").exists() and not self._unfinished.exists()
        if mode == "ro" and alone and not os.access(self.path.parent, os.W_OK):
            base.close()  # a disk that cannot be written has no room for SQLite's lock; nobody writes there
            return sqlite3.connect(f"{where}&immutable=1", uri=True, isolation_level=None)
        return base

    @contextmanager
    def _writing(self, *, secure: bool = False) -> Iterator[sqlite3.Connection]:
        with self._guarded():
            if not self.path.parent.is_dir():
                raise InputError("нет папки исследования, решение не записать", file=self.path.parent)
            base = self._opened("rwc")
            try:
                _is_new(base, self.path)  # before anything is set: the file may be another program's
                _set_journal(base, self.path)
                base.execute("PRAGMA synchronous = FULL")
                if secure:
                    base.execute("PRAGMA secure_delete = ON")
                base.execute("BEGIN IMMEDIATE")
                if _is_new(base, self.path):
                    for statement in _SCHEMA:
                        base.execute(statement)
                yield base
                base.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    base.execute("ROLLBACK")
                raise
            finally:
                base.close()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        if self.path.is_dir():
            raise InputError("здесь папка, а должен быть файл решений", file=self.path)
        try:
            yield
        except sqlite3.OperationalError as error:
            raise InputError(*_why(str(error)), file=self.path) from error
        except (sqlite3.DatabaseError, ValueError, KeyError, TypeError) as error:
            raise InputError(
                "файл решений повреждён или не наш", file=self.path, expected="файл, который записал otzvuk"
            ) from error


def new_decision(
    act: Act,
    place: Place,
    *,
    by: str,
    was: Sequence[Judged] = (),
    now: Sequence[Judged] = (),
    shown: str = "",
    note: str = "",
    batch: str = "",
    of: str = "",
    sampled: float = 0.0,
    identifier: str = "",
) -> Decision:
    """A decision taken now by `by`; `identifier` is its own where the same may come twice."""
    at = datetime.now().astimezone().isoformat(timespec="milliseconds")
    return Decision(
        id=identifier or uuid4().hex, at=at, by=by, act=act, place=place, was=tuple(was), now=tuple(now),
        shown=shown, note=note, batch=batch, of=of, sampled=sampled,
    )  # fmt: skip


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Of decisions in the order in which they were taken, those in force."""
    kept: dict[str, Decision] = {}
    undone: set[str] = set()
    for each in decisions:
        if each.act is Act.UNDO:
            undone.add(each.of)
        elif each.act is Act.REDO:
            undone.discard(each.of)
        else:
            kept[each.id] = each
    return tuple(each for name, each in kept.items() if name not in undone)


def _last_in_force(own: Sequence[Decision]) -> list[Decision]:
    force = standing(own)
    return [each for each in force if each.batch == force[-1].batch] if force else []


def _last_undone(own: Sequence[Decision]) -> list[Decision]:
    """What the last undoing took back; nothing where something was decided after it."""
    known = {each.id: each for each in own}
    taken: list[list[str]] = []  # undone and not put back, one list a batch, the last one last
    batch = ""
    for each in own:
        if each.act is Act.UNDO:
            if each.batch != batch:
                taken.append([])
            taken[-1].append(each.of)
        elif each.act is Act.REDO:
            if each.batch != batch and taken:
                taken.pop()
        else:
            taken = []
        batch = each.batch
    return [known[name] for name in taken[-1]] if taken else []


def _same(one: Place, other: Place) -> bool:
    return (one.interview, one.turn) == (other.interview, other.turn) and one.span.overlaps(other)


def _is_new(base: sqlite3.Connection, path: Path) -> bool:
    """Whether nothing has been kept yet; `InputError` where somebody else or a later version keeps it."""
    if not base.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        return True
    if base.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION:
        raise InputError("это не решения otzvuk", file=path, expected="файл, который записал otzvuk")
    version = base.execute("PRAGMA user_version").fetchone()[0]
    if version > _VERSION:
        raise InputError(
            "решения записаны более новой версией otzvuk", file=path, value=version, expected=f"{_VERSION}"
        )
    return False


def _insert(base: sqlite3.Connection, decisions: Iterable[Decision]) -> None:
    for each in decisions:
        row = (
            each.id, each.at, each.by, each.act.value, each.place.interview, _text(asdict(each.place)),
            _text([asdict(one) for one in each.was]), _text([asdict(one) for one in each.now]),
            each.shown, each.note, each.batch, each.of, each.sampled,
        )  # fmt: skip
        base.execute(
            "INSERT INTO decisions"
            " (id, at, who, act, interview, place, was, now, shown, note, batch, of, sampled)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
            row,
        )


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _decision(row: Sequence[Any]) -> Decision:
    name, at, by, act, place, was, now, shown, note, batch, of, sampled = row
    return Decision(
        id=name, at=at, by=by, act=Act(act), place=Place(**json.loads(place)), was=_judged(was),
        now=_judged(now), shown=shown, note=note, batch=batch, of=of, sampled=sampled,
    )  # fmt: skip


def _judged(text: str) -> tuple[Judged, ...]:
    return tuple(map(_one, json.loads(text)))


def _one(each: Mapping[str, Any]) -> Judged:
    return Judged(**{**each, "kind": Kind(each["kind"]), "trend": Trend(each["trend"])})


def _set_journal(base: sqlite3.Connection, path: Path) -> None:
    wanted = _journal(path)
    if base.execute("PRAGMA journal_mode").fetchone()[0] != wanted:
        with suppress(sqlite3.OperationalError):  # another program has it open: its way is safe, too
            base.execute(f"PRAGMA journal_mode = {wanted}")


def _journal(path: Path) -> str:
    """WAL where the disk is this machine's own: its shared memory does not work across a network."""
    asked = os.environ.get(JOURNAL, "").casefold()
    if asked in {"wal", "delete"}:
        return asked
    return "delete" if is_shared(path.parent) else "wal"


def _beside(path: Path, what: str) -> Path:
    """A file that SQLite keeps beside its own."""
    return path.with_name(path.name + what)


def _quoted(path: Path) -> str:
    return path.resolve().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _why(message: str) -> tuple[str]:
    """What SQLite refused, in Russian."""
    if "locked" in message or "busy" in message:
        return ("файл решений занят другой программой, решение не записано",)
    if "readonly" in message or "unable to open" in message:
        return ("папка только для чтения, решения здесь не сохранить",)
    if "full" in message:
        return ("на диске нет места, решение не записано",)
    if "no such table" in message or "no such column" in message:
        return ("файл решений повреждён или не наш",)
    return ("файл решений не записывается",)
