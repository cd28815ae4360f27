"""What was computed before, kept for the next run: entries that nobody but this user can have written.

An entry is named by the digest of all that it was computed from, the program included, so that none is ever
out of date; the folder can be deleted at any time. Entries are pickles, since they hold nouns of every room,
and a study's folder may come from somebody else: therefore each is signed with a secret of the user that lies
outside every study (`Cache.get` believes no other), and whatever is damaged, foreign or of another version is
as if it were not there. Where nothing can be written nothing is kept, and nothing is said.
"""

from __future__ import annotations

import os
import pickle
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import lru_cache
from hashlib import blake2b, sha256
from hmac import compare_digest
from pathlib import Path
from typing import Any, Final, TypeVar

from otzvuk.folder.layout import CACHE, TRANSCRIPTS
from otzvuk.model.bundled import bundled
from otzvuk.plugins import plugged_digest

ELSEWHERE: Final = "OTZVUK_CACHE"
"""Environment variable: the folder for what is kept, instead of .otzvuk in the study; `off` keeps nothing."""

LARGEST: Final = 400 * 2**20
"""Bytes that a study's cache may have; beyond, what was not used for longest goes."""

_OLDEST: Final = 60 * 24 * 3600.0  # seconds since its last use after which an entry goes
_WHOLE: Final = 6  # entries of a whole study that each of these rooms keeps
_LARGE: Final = frozenset(("studies", "surveys", "names", "findings", "runs", "hidden", "evaluating"))
_LEFT: Final = 3600.0  # seconds after which a temporary file is that of a run which was killed
_TOUCHED: Final = 3600.0  # seconds: a use is noted no more often
_HEAD: Final = b"otzvuk cache 1\n"
_MAC: Final = 32
_ABOVE: Final = frozenset(("train", "workbench"))  # rooms that nothing which is kept comes from
_TEXTS: Final = frozenset((".py", ".txt", ".json", ".yaml", ".csv", ".j2", ".css", ".js"))


_ANSWERS: Final = 300_000  # of a ledger that is kept

Made = TypeVar("Made")


class Cache:
    """The entries below `folder`, by room and key; without a folder nothing is kept.

    Safe under several runs at once: an entry is written under a name of its own, then moved to its place.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder: Final = folder
        self._written = False
        self._ledgers: dict[tuple[str, str], tuple[dict[Any, Any], int]] = {}

    def get(self, room: str, key: str) -> Any:
        """What is kept in `room` under `key`; None where that is nothing that can be believed."""
        if self.folder is None:
            return None
        path = self.folder / room / _name(room, key)
        try:
            whole = memoryview(path.read_bytes())  # an entry of a large study is large: it is not copied
            head, signed, body = whole[: len(_HEAD)], whole[len(_HEAD) :][:_MAC], whole[len(_HEAD) + _MAC :]
            if bytes(head) != _HEAD or not compare_digest(signed, _signature(room, key, body)):
                return None
            if time.time() - path.stat().st_mtime > _TOUCHED:
                os.utime(path)
            return pickle.loads(body)
        except Exception:  # of another version: whatever it lacks, it is made anew
            return None

    def has(self, room: str, key: str) -> bool:
        """Whether anything is kept in `room` under `key`, be it believed or not."""
        return self.folder is not None and (self.folder / room / _name(room, key)).is_file()

    def put(self, room: str, key: str, value: object) -> None:
        """Keep `value` in `room` under `key`: whole, or not at all."""
        if self.folder is None:
            return
        path = self.folder / room / _name(room, key)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
        try:
            body = pickle.dumps(value, protocol=5)
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:
                file.writelines((_HEAD, _signature(room, key, body), body))
            temporary.replace(path)
            self._written = True
        except (OSError, pickle.PicklingError):
            with suppress(OSError):
                temporary.unlink()

    def ledger(self, room: str, about: str = "") -> dict[Any, Any]:
        """Small answers that depend on their question, on the program and on what `about` is the digest of.

        `close` keeps what is new.
        """
        if (room, about) not in self._ledgers:
            kept = self.get(room, _about(about))
            known: dict[Any, Any] = kept if isinstance(kept, dict) else {}
            self._ledgers[room, about] = known, len(known)
        return self._ledgers[room, about][0]

    def close(self) -> None:
        """Keep the ledgers as they are now, where something came to them."""
        for (room, about), (known, before) in self._ledgers.items():
            if before < len(known) <= _ANSWERS:
                self.put(room, _about(about), known)
        self._ledgers.clear()
        self.tidy()

    def tidy(self) -> None:
        """Take away what nobody has used for long and what is too much, if anything was written since."""
        if self.folder is None or not self._written:
            return
        self._written = False
        now = time.time()
        total, rooms = 0, dict[str, int]()
        for used, size, path in sorted(self._files(), key=lambda each: -each[0]):
            room = path.parent.name
            if path.suffix == ".tmp":
                gone = now - used > _LEFT
            else:
                total += size
                rooms[room] = rooms.get(room, 0) + 1
                many = room in _LARGE and rooms[room] > _WHOLE
                gone = many or now - used > _OLDEST or total > LARGEST
            if gone:
                with suppress(OSError):
                    path.unlink()

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        assert self.folder is not None
        with suppress(OSError):
            for room in self.folder.iterdir():
                if room.is_dir() and not room.is_symlink():
                    for path in room.iterdir():
                        with suppress(OSError):
                            stat = path.stat()
                            yield stat.st_mtime, stat.st_size, path


_current: ContextVar[Cache | None] = ContextVar("cache", default=None)


@contextmanager
def keeping(cache: Cache) -> Iterator[None]:
    """Let `remembered` and `ledger` keep in `cache` within the block."""
    token = _current.set(cache)
    try:
        yield
    finally:
        _current.reset(token)
        cache.close()


def remembered(room: str, key: str, make: Callable[[], Made]) -> Made:
    """What `make` makes of what `key` is the digest of; kept where something is `keeping`."""
    cache = _current.get()
    if cache is None:
        return make()
    whole = digest_of(program(), key)
    kept: Made | None = cache.get(room, whole)
    if kept is None:
        kept = make()
        cache.put(room, whole, kept)
    return kept


def has_kept(room: str, key: str) -> bool:
    """Whether `remembered` need not make that anew."""
    cache = _current.get()
    return cache is not None and cache.has(room, digest_of(program(), key))


def keep(room: str, key: str, value: object) -> None:
    """Keep what somebody else has made for `remembered`, where something is `keeping`."""
    if (cache := _current.get()) is not None:
        cache.put(room, digest_of(program(), key), value)


def is_kept(room: str) -> bool:
    """Whether anything is kept in that room where something is `keeping`."""
    cache = _current.get()
    return cache is not None and cache.folder is not None and (cache.folder / room).is_dir()


def ledger(room: str, about: str = "") -> dict[Any, Any] | None:
    """The ledger of that room (`Cache.ledger`) where something is `keeping`."""
    cache = _current.get()
    return cache.ledger(room, about) if cache is not None and cache.folder is not None else None


def cache_of(study: Path) -> Cache:
    """The cache of the study in folder `study`."""
    return Cache(cache_folder(study))


def cache_folder(study: Path) -> Path | None:
    """Where the cache of the study in folder `study` lies; None where nothing is to be kept."""
    elsewhere = os.environ.get(ELSEWHERE, "")
    if elsewhere.casefold() == "off":
        return None
    there = study.resolve()
    if elsewhere:
        return Path(elsewhere) / sha256(os.fsencode(there)).hexdigest()[:16]
    if there.name == TRANSCRIPTS or not there.is_dir():  # nothing is ever written among transcripts
        return None
    return study / CACHE


def digest_of(*parts: str | bytes) -> str:
    """One digest of several texts, in their order."""
    whole = sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape")
        whole.update(len(data).to_bytes(8, "little") + data)
    return whole.hexdigest()


@lru_cache(maxsize=1)
def program() -> str:
    """The digest of the program, the lists and cards that ship with it, the libraries and plug-ins it uses.

    A model's card has the digests of its other files.
    """
    package = Path(__file__).parents[1]
    whole = sha256(f"{sys.version} {sys.platform}".encode())
    for root in (package, bundled("models")):
        for folder, folders, files in os.walk(root):
            folders[:] = sorted(each for each in folders if not _is_above(folder, each, package))
            for name in sorted(files):
                if os.path.splitext(name)[1] in _TEXTS:  # noqa: PTH122
                    data = Path(folder, name).read_bytes()
                    whole.update(name.encode() + sha256(data).digest())
    for path in sys.path:
        with suppress(OSError):
            found = sorted(each for each in os.listdir(path or ".") if each.endswith(".dist-info"))  # noqa: PTH208
            whole.update("\0".join(found).encode())
    whole.update(plugged_digest().encode())
    return whole.hexdigest()


def _about(about: str) -> str:
    return digest_of(program(), about) if about else program()


def _is_above(folder: str, name: str, package: Path) -> bool:
    return name == "__pycache__" or (name in _ABOVE and Path(folder) == package)


def _name(room: str, key: str) -> str:
    """The file of an entry: another for every user, so that they do not take each other's places."""
    return blake2b(f"{room}\0{key}".encode(), key=_secret(), digest_size=20).hexdigest()


def _signature(room: str, key: str, body: bytes | memoryview) -> bytes:
    mac = blake2b(f"{room}\0{key}\0".encode(), key=_secret(), digest_size=_MAC)
    mac.update(body)
    return mac.digest()


@lru_cache(maxsize=1)
def _secret() -> bytes:
    """The user's secret, made at the first use; one for this process only where none can be kept."""
    fresh = secrets.token_bytes(_MAC)
    try:
        path = user_folder() / "cache.key"
    except RuntimeError:  # nobody's home
        return fresh
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        kept = path.read_bytes() if path.exists() else b""
        if len(kept) == _MAC:
            return kept
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(fresh)
        if kept:
            temporary.replace(path)  # a damaged one
        else:
            with suppress(FileExistsError):  # another run was first
                os.link(temporary, path)
        return path.read_bytes()
    except OSError:
        return fresh
    finally:
        with suppress(OSError):
            temporary.unlink()


def user_folder() -> Path:
    """This user's folder for what programs keep of themselves; raises `RuntimeError` where nobody has one."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "otzvuk"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "otzvuk"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "otzvuk"
