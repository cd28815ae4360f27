"""Reports that a person has changed since they were written: kept under a name of their own.

run.json tells the digest of every report beside it; one that is no longer the same was written over by hand,
or by a run that was killed while its reports took their places: that run's own run.json still waits beside.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Collection
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from otzvuk.folder.layout import reports_of, run_of
from otzvuk.model.errors import InputError, reason

Contents = Callable[[Path], str]


def digest(path: Path) -> str:
    """What tells a file from any other."""
    return sha256(path.read_bytes()).hexdigest()


def edited(folder: Path, contents: Contents | None = None) -> tuple[Path, ...]:
    """The reports in `folder` that are not as they were written.

    `contents` answers the digest of what a file says, "" where it cannot tell: a table that was only saved
    again, and says what run.json knows of it, is as it was. Raises `OSError` where one cannot be read.
    """
    run = run_of(folder)
    digests, said = (told if isinstance(told := run.get(key), dict) else {} for key in ("files", "contents"))
    begun = _begun(folder)
    found = []
    for name in reports_of(run):
        path = folder / name
        if name in digests and path.is_file() and (own := digest(path)) != digests[name]:
            if (name, own) in begun:
                continue
            known = said.get(name)
            if not (contents and known and contents(path) == known):
                found.append(path)
    return tuple(found)


def _begun(folder: Path) -> set[tuple[str, str]]:
    """The reports and their digests that runs were about to write that did not come to their end."""
    found: set[tuple[str, str]] = set()
    for path in folder.glob(".run.json.*.tmp"):
        with suppress(OSError, ValueError):  # cut off, or another's
            told = json.loads(path.read_text("utf-8"))
            files = told.get("files") if isinstance(told, dict) else None
            if isinstance(files, dict):
                found.update((str(name), str(value)) for name, value in files.items())
    return found


def keep_edited(folder: Path, contents: Contents | None = None) -> tuple[Path, ...]:
    """Copy the reports in `folder` that a person has changed to «NAME (правка).ENDING»; answers the copies.

    `contents` as for `edited`. Raises `InputError` where one cannot be copied: it would be lost.
    """
    try:
        return tuple(copied(path) for path in edited(folder, contents))
    except OSError as error:
        raise InputError(
            "исправленный отчёт не сохранить под другим именем",
            file=folder if error.filename is None else Path(error.filename),
            value=reason(error),
            expected="папка, в которую можно писать",
        ) from error


def drop_unwritten(folder: Path, written: Collection[Path]) -> None:
    """Remove the earlier reports that run.json tells of and that are not among those `written` now.

    So are tables in Parquet that were written where pyarrow was installed: nobody is to take them for new.
    """
    run = run_of(folder)
    told = run.get("files")
    earlier = set(told) if isinstance(told, dict) else set()
    for name in reports_of(run):
        path = folder / name
        if name in earlier and path not in written:
            with suppress(OSError):  # open in another program: as old as its date says
                path.unlink()


def copied(path: Path) -> Path:
    """Copy a file to «NAME (правка).ENDING» beside it, whole; answers the copy. Raises `OSError`."""
    number, own = 1, path.read_bytes()
    while True:
        mark = "правка" if number == 1 else f"правка {number}"
        target = path.with_name(f"{path.stem} ({mark}){path.suffix}")
        if not target.exists():
            _copy(path, target)
            return target
        if target.read_bytes() == own:  # kept by a run that was killed
            return target
        number += 1


def _copy(path: Path, target: Path) -> None:
    """Whole or not at all; at once, before anything takes the place of `path`."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        shutil.copy2(path, temporary)
        temporary.replace(target)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
