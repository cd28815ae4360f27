"""All that an analysis can read of a study, as digests: what tells one state of it from another."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Final
from urllib.parse import quote

from otzvuk.folder.cache import ELSEWHERE, digest_of, program
from otzvuk.folder.layout import DRAFT, FOLDERS, STORE

DECIDED: Final = "\0decisions"
_LARGE: Final = 64 * 2**20  # bytes: larger ones are recordings, archives, nothing that is read as it stands
_MANY: Final = 2000  # files of a folder that lies elsewhere: no model and no coding has more


class UntoldError(Exception):
    """What a study's settings name is too much to be looked at."""


def inputs(study: Path, *, beside: Iterable[Path] = ()) -> dict[str, str]:
    """The digest of every file of the study in folder `study` that no run wrote as a report, by its path.

    These are the files in the folder itself and all in those that people fill (`FOLDERS`). `beside` are files
    and folders that its settings name; one that is missing is told as missing. `decisions` is what people
    decided, however SQLite keeps it. Raises `UntoldError` where `beside` is no model, but a disk.
    """
    found = {}
    for path in _own(study):
        name = os.path.relpath(path, study)
        if not name.startswith(STORE) and name != DRAFT:  # no number comes from a draft
            found[name] = _digest(path)
    found[DECIDED] = _decided(study / STORE)
    for each in beside:
        files = list(islice(_walk(str(each)), _MANY + 1))
        if len(files) > _MANY:
            raise UntoldError
        found[f"\0{each}"] = digest_of(*(f"{path}\0{_digest(path)}" for path in files))
    return found


def state(found: Mapping[str, str]) -> str:
    """One digest of `inputs`, of the program and of its settings in the environment."""
    settings = [
        f"{name}={value}"
        for name, value in sorted(os.environ.items())
        if name.startswith("OTZVUK_") and name != ELSEWHERE
    ]
    files = [f"{name}\0{digest}" for name, digest in sorted(found.items())]
    return digest_of(program(), str(len(files)), *files, *settings)


def _own(study: Path) -> Iterator[str]:
    with os.scandir(study) as entries:
        listed = sorted(entries, key=lambda each: each.name)
    for entry in listed:
        if not entry.is_dir() or entry.is_symlink():
            yield entry.path
        if entry.is_dir() and entry.name in FOLDERS:
            yield from _walk(entry.path)


def _walk(root: str) -> Iterator[str]:
    """Every file and link below `root`, or `root` itself where it is no folder; in a fixed order."""
    if not os.path.isdir(root):  # noqa: PTH112
        yield root
        return
    for folder, folders, files in os.walk(root):
        linked = [each for each in folders if os.path.islink(os.path.join(folder, each))]  # noqa: PTH114, PTH118
        folders.sort()
        for name in sorted([*files, *linked]):
            yield os.path.join(folder, name)  # noqa: PTH118


def _digest(path: str) -> str:
    """What a file says; of a link where it leads, too; of a large file its size and time."""
    try:
        link = os.readlink(path) if os.path.islink(path) else ""  # noqa: PTH114, PTH115
        if not os.path.isfile(path):  # noqa: PTH113
            return f"{link} no file" if os.path.lexists(path) else "missing"
        with open(path, "rb") as file:  # noqa: PTH123
            stat = os.fstat(file.fileno())
            if stat.st_size > _LARGE:
                return f"{link} {stat.st_size} {stat.st_mtime_ns}"
            return f"{link} {sha256(file.read()).hexdigest()}"
    except OSError as error:
        return f"unread {error.errno}"


def _decided(path: Path) -> str:
    """The digest of the decisions; that of the file where it is none of ours."""
    if not path.exists():
        return ""
    try:
        where = f"file:{quote(path.absolute().as_posix())}?mode=ro"
        with closing(sqlite3.connect(where, uri=True)) as file:
            whole = sha256()
            for row in file.execute("SELECT * FROM decisions ORDER BY seq"):
                whole.update(repr(row).encode("utf-8", "backslashreplace"))
            for name in ("application_id", "user_version"):
                whole.update(repr(file.execute(f"PRAGMA {name}").fetchone()).encode())
            return whole.hexdigest()
    except sqlite3.Error:
        return _digest(str(path))
