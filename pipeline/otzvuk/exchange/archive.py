"""A `.qdpx` that somebody sent, read part by part: nothing is unpacked to disk, and no part is trusted.

Sizes are counted while unpacking, for an archive may lie about them. Parts whose names lead out of the
archive are an error: no program writes them by mistake.
"""

from __future__ import annotations

import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from otzvuk.model.errors import InputError, reason

WHAT = "проект REFI-QDA (.qdpx)"
MOST_PARTS = 20_000
MOST_XML = 40 * 2**20
MOST_PART = 50 * 2**20
MOST_TEXT = 20 * 2**20
MOST_ALL = 400 * 2**20
_CHUNK = 2**16
_UTF8 = 0x800  # the flag of a part whose name is written in UTF-8


class Archive:
    """The parts of an archive; `read` unpacks one of them, up to a limit and within the limit for all."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path, self._archive, self._left = path, archive, MOST_ALL
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise self._error("в архиве слишком много файлов:", len(parts), f"не больше {MOST_PARTS}")
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for part in parts:
            name = part.filename.replace("\\", "/")
            place = PurePosixPath(name)
            if place.is_absolute() or ".." in place.parts or ":" in name or "\x00" in part.orig_filename:
                raise self._error("имя файла в архиве ведёт за его пределы:", name, "имена внутри архива")
            if not part.is_dir() and "__MACOSX" not in place.parts and not place.name.startswith("._"):
                for spelling in _spellings(name, part):
                    self._parts.setdefault(spelling, part)

    def project(self) -> str:
        """The part that is the project: the one `.qde` at the root, whatever programs call it.

        Whoever packed the archive anew may have put a folder around it. Raises `InputError` for none or many.
        """
        found = {part.filename for name, part in self._parts.items() if name.endswith(".qde")}
        least = min((name.count("/") for name in found), default=0)
        found = {name for name in found if name.count("/") == least}
        named = [name for name in found if _folded(name).rpartition("/")[2] == "project.qde"]
        if len(found) == 1 or len(named) == 1:
            return (named or list(found))[0]
        if found:
            raise self._error("в архиве несколько проектов:", ", ".join(sorted(found)), "один файл .qde")
        inside = sorted({PurePosixPath(name).suffix for name in self._parts} - {""})
        raise self._error("в архиве нет файла проекта .qde, есть", ", ".join(inside) or "ничего", WHAT)

    def find(self, *names: str) -> str | None:
        """The first of `names` that the archive has, in whatever case."""
        return next((name for name in names if _folded(name) in self._parts), None)

    def find_file(self, name: str) -> str | None:
        """The one part with the file name `name`, in whatever folder; None for none or several."""
        found = {
            part.filename: place
            for place, part in self._parts.items()
            if place.rpartition("/")[2] == _folded(name)
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def read(self, name: str, *, most: int = MOST_PART) -> bytes:
        """The bytes of a part. Raises `InputError` where they are more than `most`, damaged or not there."""
        part = self._parts.get(_folded(name))
        if part is None:
            raise self._error("в архиве нет файла", name, WHAT)
        limit = min(most, self._left)
        pieces, size = [], 0
        try:
            with self._archive.open(part) as stream:
                while piece := stream.read(_CHUNK):
                    size += len(piece)
                    if size > limit:
                        shown = f"{name}: больше {limit // 2**20} МБ"
                        raise self._error("файл после распаковки слишком велик:", shown, "файлы меньше")
                    pieces.append(piece)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
        ) as error:
            raise self._error("файл в архиве повреждён или закрыт паролем:", name, WHAT) from error
        self._left -= size
        return b"".join(pieces)

    def _error(self, what: str, value: object, expected: str) -> InputError:
        return InputError(what, file=self.path, value=value, expected=expected)


def _folded(name: str) -> str:
    """A name as it is compared: in whatever case, and with «й» as one letter or as two."""
    return unicodedata.normalize("NFC", name.replace("\\", "/")).casefold()


def _spellings(name: str, part: zipfile.ZipInfo) -> set[str]:
    """The names that a part may have: an archive does not say in what its Russian letters are written."""
    found = {_folded(name)}
    if not part.flag_bits & _UTF8 and not name.isascii():
        for encoding in ("utf-8", "cp866"):
            with suppress(UnicodeError):
                found.add(_folded(name.encode("cp437").decode(encoding)))
    return found


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive at `path`. Raises `InputError` where it is none."""
    try:
        if path.is_dir():
            raise InputError("это папка, а не файл", file=path, expected=WHAT)
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise InputError("файл не читается", file=path, value=reason(error), expected=WHAT) from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise InputError("файл повреждён", file=path, expected=WHAT) from error
    with archive:
        yield Archive(path, archive)
