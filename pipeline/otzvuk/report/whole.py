"""Files are whole or not there: written under a temporary name beside their place, then moved to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from otzvuk.errors import InputError, reason


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary path to write to; it becomes `path` when the block ends, and goes if the block fails.

    The folder is made where there is none. Raises `InputError` where the file cannot be written, as when
    Excel holds it open under Windows.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        temporary.replace(path)
    except OSError as error:
        raise InputError(
            "файл не записывается",
            file=path,
            value=reason(error),
            expected="папка, в которую можно писать, и файл, не открытый в другой программе",
        ) from error
    finally:
        with suppress(OSError):  # gone already, or its folder never came to be
            temporary.unlink()
