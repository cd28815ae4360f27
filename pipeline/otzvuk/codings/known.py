"""What is known of a study as it lies there: whole results kept between runs, by all that they come from.

Everything is kept under the state of the study's files (`otzvuk.folder.inputs`) before they were read, and
only where they are the same afterwards: what somebody changes meanwhile is never taken for what was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from weakref import ref

from otzvuk.folder.cache import Cache, cache_of, digest_of, program
from otzvuk.folder.inputs import DECIDED, UntoldError, inputs, state
from otzvuk.model.errors import InputError

if TYPE_CHECKING:
    from otzvuk.model.study import Study

NAMING: Final = ("codebook", "model", "learned", "coding", "metrics")
"""The keys of study.yaml that may name files elsewhere."""


UNDECIDED: Final = ("studies", "names")
"""Rooms of what does not depend on people's decisions."""


class Known:
    """Results of the study in folder `path` in the state that it has when this is made.

    `get` answers what was kept for that state; `put` waits until `settle` has seen that nothing has changed.
    """

    def __init__(self, path: Path) -> None:
        self.path: Final = path
        self.cache: Final[Cache] = cache_of(path) if path.is_dir() else Cache(None)
        self.raw: Study | None = None
        """The study as it was read, before anybody was identified; None where it was kept."""
        self._waiting: list[tuple[str, tuple[str, ...], object]] = []
        self._beside: tuple[Path, ...] = ()
        self._before: dict[str, str] | None = None
        if self.cache.folder is not None:
            try:
                self._beside = self._named()
                self._before = inputs(path, beside=self._beside)
            except (UntoldError, InputError, OSError):
                self._before = None
        self._states = self._states_of(self._before) if self._before is not None else ("", "")

    def had(self, name: str) -> str:
        """The digest of the content that a file of the study had; "" where it was not there."""
        return (self._before or {}).get(name, "").strip()

    def get(self, room: str, *more: str) -> Any:
        """What is kept in `room` for this state and whatever else it depends on; None where nothing is."""
        return self.cache.get(room, self._key(self._states, room, more)) if self._before is not None else None

    def put(self, room: str, value: object, *more: str) -> None:
        """Keep `value` once `settle` has been called."""
        if self._before is not None:
            self._waiting.append((room, more, value))

    def settle(self, written: Mapping[str, str] | None = None) -> None:
        """Keep what waits, if the files are still those that were read.

        `written` are files of the study that the run itself has written since, by name, with the digest of
        their content: what waits must be what a run over those files would find.
        """
        waiting, self._waiting = self._waiting, []
        if not waiting or self._before is None:
            return
        expected = self._before | {name: f" {digest}" for name, digest in (written or {}).items()}
        try:
            after = inputs(self.path, beside=self._beside)
        except (UntoldError, OSError):
            return
        if after != expected:
            return
        now = self._states_of(after)
        for room, more, value in waiting:
            self.cache.put(room, self._key(now, room, more), value)
        self.cache.tidy()

    def _states_of(self, found: Mapping[str, str]) -> tuple[str, str]:
        """The state of all, and that of all but what people decided."""
        return state(found), state({name: each for name, each in found.items() if name != DECIDED})

    def _key(self, states: tuple[str, str], room: str, more: tuple[str, ...]) -> str:
        return digest_of(states[room in UNDECIDED], str(self.path), *more)

    def _named(self) -> tuple[Path, ...]:
        """Where the files can lie that the study's settings name, by study.yaml alone."""
        file = self.path / "study.yaml"
        said = digest_of(program(), file.read_bytes() if file.is_file() else b"")
        named = self.cache.get("named", said)
        if named is None:
            from otzvuk.read.settings import read_settings

            settings = read_settings(file)[0] if file.is_file() else None
            values = [getattr(settings, key) for key in NAMING] if settings else []
            named = tuple(str(each) for each in values if each)
            self.cache.put("named", said, named)
        places = [place for each in named for place in (self.path / each, Path(each))]
        return tuple(dict.fromkeys(each.absolute() for each in places))


def content(data: bytes) -> str:
    """The digest of a file's content, as `Known.settle` wants it."""
    return sha256(data).hexdigest()


_read: dict[int, tuple[ref[Study], Known, str]] = {}


def remember(study: Study, known: Known, made: str) -> None:
    """Note that `study` was `made` ("read", "coded") of what `known` knows: this very one, no copy of it."""
    at, forget = id(study), _read.pop
    _read[at] = ref(study, lambda _: forget(at, None)), known, made


def known_of(study: Study) -> tuple[Known, str] | None:
    """The state in which `study` was made and how; None for one that was made otherwise, or changed since."""
    found = _read.get(id(study))
    return found[1:] if found and found[0]() is study else None
