"""Documents that are zip archives (.docx, .xlsx), opened only where they are not suspiciously large."""

from __future__ import annotations

import zipfile
from pathlib import Path

from otzvuk.errors import InputError

LIMIT = 100 * 1024 * 1024  # bytes once unpacked


def open_archive(path: Path, what: str, *, limit: int = LIMIT) -> zipfile.ZipFile:
    """The zip archive at `path`; `what` names the document in messages («документ Word»).

    Raises `InputError` where it is no archive or its parts are larger than `limit` once unpacked.
    """
    if path.stat().st_size == 0:
        raise InputError("файл пуст", file=path, expected=what)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise InputError("файл повреждён", file=path, expected=what) from error
    size = sum(part.file_size for part in archive.infolist())
    if size > limit:
        archive.close()
        raise InputError(
            "файл после распаковки слишком велик:",
            file=path,
            value=f"{size // 2**20} МБ",
            expected=f"не больше {limit // 2**20} МБ",
        )
    return archive
