"""A transcript of a format that a plug-in reads: called, and looked at before anybody believes it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Cue, Mark, Turn
from otzvuk.plugins import Group, Plugin, names_of, plugin_of, trouble
from otzvuk.read.transcript import Described, Transcript


def plugged_endings() -> tuple[str, ...]:
    """The endings of files («.xyz») that plug-ins read."""
    return names_of(Group.READERS)


def reader_of(suffix: str) -> Plugin | None:
    """The plug-in that reads files of that ending; raises `InputError` where several want to."""
    return plugin_of(Group.READERS, suffix.lower())


def read_plugged(path: Path, plugin: Plugin, protocol: type, *, known: Collection[str] = ()) -> Transcript:
    """Read `path` by a plug-in whose reader is a `protocol`; raises `InputError` that names the package."""
    reader = plugin.load(protocol, path, known=known)
    try:
        found = reader(path, known=known)
    except (InputError, OSError, MemoryError, RecursionError):
        raise  # of the file: told by whoever asked
    except (Exception, SystemExit) as error:
        said = "исправный плагин или другой файл"
        raise plugin.fault("не прочитал файл:", trouble(error), said, file=path) from error
    if wrong := _wrong(found):
        raise plugin.fault("прочитал файл не так:", wrong, "Transcript из реплик", file=path)
    assert isinstance(found, Transcript)
    return found


def _wrong(found: object) -> str:
    """What is wrong with what a reader has answered; "" where nothing is."""
    if not isinstance(found, Transcript):
        return type(found).__name__
    parts = {"turns": Turn, "notes": str, "described": Described, "marks": Mark}
    for name, kind in parts.items():
        value = getattr(found, name)
        if not isinstance(value, tuple) or not all(isinstance(each, kind) for each in value):
            return f"{name} — не кортеж {kind.__name__}"
    for number, turn in enumerate(found.turns, 1):
        if not all(isinstance(each, str) for each in (turn.speaker, turn.text, turn.place)):
            return f"реплика {number}: имя, текст и место — не строки"
        if strange := next((each for each in turn.text + turn.speaker if not _is_text(each)), ""):
            return f"реплика {number}: знак {strange!r}"
        if not isinstance(turn.cues, tuple) or not all(isinstance(each, Cue) for each in turn.cues):
            return f"реплика {number}: cues — не кортеж Cue"
    return ""


def _is_text(letter: str) -> bool:
    """Whether a letter can stand in a turn: line ends are normalised, nothing is half a letter."""
    return letter not in "\r\0\ufeff" and not "\ud800" <= letter <= "\udfff"
