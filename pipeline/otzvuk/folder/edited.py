"""Reports that a person has changed since they were written: kept under a name of their own.

run.json tells the digest of every report beside it; one that is no longer the same was written over by hand.
"""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

from otzvuk.folder.layout import REPORTS, run_of
from otzvuk.model.errors import InputError, reason


def digest(path: Path) -> str:
    """What tells a file from any other."""
    return sha256(path.read_bytes()).hexdigest()


def keep_edited(folder: Path) -> tuple[Path, ...]:
    """Copy the reports in `folder` that a person has changed to «NAME (правка).ENDING»; answers the copies.

    Raises `InputError` where one cannot be copied: it would be lost.
    """
    told = run_of(folder).get("files")
    digests = told if isinstance(told, dict) else {}
    kept = []
    for name in REPORTS:
        path = folder / name
        try:
            if name in digests and path.is_file() and digest(path) != digests[name]:
                kept.append(_copied(path))
        except OSError as error:
            raise InputError(
                "исправленный отчёт не сохранить под другим именем",
                file=path,
                value=reason(error),
                expected="папка, в которую можно писать",
            ) from error
    return tuple(kept)


def _copied(path: Path) -> Path:
    number, own = 1, path.read_bytes()
    while True:
        mark = "правка" if number == 1 else f"правка {number}"
        target = path.with_name(f"{path.stem} ({mark}){path.suffix}")
        if not target.exists():
            shutil.copy2(path, target)
            return target
        if target.read_bytes() == own:  # kept by a run that was killed
            return target
        number += 1
