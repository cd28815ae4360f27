"""What the program says when its input is wrong: one clear Russian sentence."""

from __future__ import annotations

import errno
from pathlib import Path


class InputError(Exception):
    """Something in the user's files is wrong.

    `str(error)` is one Russian sentence that names the file, the place, the value and what was
    expected. The command line prints it and exits with code 2; a single bad transcript is reported
    and does not stop the others. `others` are further faults found in the same file, for those who want
    all at once.

    >>> print(InputError("неизвестная роль", file="participants.csv", place="строка 3",
    ...                  value="директор", expected="economic, technical или user"))
    participants.csv, строка 3: неизвестная роль «директор»; ожидается economic, technical или user
    """

    def __init__(
        self,
        what: str,
        *,
        file: str | Path | None = None,
        place: str = "",
        value: object = None,
        expected: str = "",
    ) -> None:
        self.others: tuple[InputError, ...] = ()
        self.what, self.file, self.place, self.value, self.expected = what, file, place, value, expected
        where = ", ".join(part for part in (str(file) if file is not None else "", place) if part)
        bad = f" «{_short(str(value))}»" if value is not None else ""
        hope = f"; ожидается {expected}" if expected else ""
        super().__init__(f"{where + ': ' if where else ''}{what}{bad}{hope}")


class PassingError(InputError):
    """What another run may find otherwise, though no file has changed: no time, no memory, no program for it.

    Nothing that was computed with such a fault is kept.
    """


def _short(value: str, limit: int = 80) -> str:
    one_line = " ".join(value.split())
    return one_line if len(one_line) <= limit else one_line[: limit - 1] + "…"


_REASONS = {
    errno.EACCES: "нет прав",
    errno.EPERM: "нет прав",
    errno.EROFS: "диск только для чтения",
    errno.ENOSPC: "на диске нет места",
    errno.EDQUOT: "на диске нет места, отведённого вам",
    errno.EFBIG: "файл больше, чем разрешено",
    errno.ENOENT: "нет такого файла или папки",
    errno.EEXIST: "на месте папки стоит файл",
    errno.ENOTDIR: "на месте папки стоит файл",
    errno.EISDIR: "на месте файла стоит папка",
    errno.ENAMETOOLONG: "имя слишком длинное",
}


FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says where a file does not fit any more."""


def reason(error: OSError) -> str | None:
    """Why the system refused a file, in Russian where the reason is a usual one."""
    return _REASONS.get(error.errno or 0, error.strerror)
