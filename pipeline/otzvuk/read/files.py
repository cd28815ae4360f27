"""Which files of a study's folder are its transcripts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from otzvuk.folder.layout import OWN, TRANSCRIPTS, is_own
from otzvuk.model.errors import InputError
from otzvuk.model.study import Failure
from otzvuk.read.formats import endings, is_read
from otzvuk.read.table import SUFFIXES
from otzvuk.read.unread import ARCHIVES, DOCUMENTS, NEVER, PICTURES, why_unread

EXAMPLE = "пример"  # a file whose name begins so shows how to write one; left out once there are others
# fmt: off
_OTHERS = frozenset({  # whatever their ending: nobody calls an interview so
    "study", "participants", "guide", "ratings", "metrics", "names", "names_found", "criteria",
    "otzvuk", "readme", "changelog", "license", "licence",
})
# fmt: on
_SOUND = frozenset(
    {
        ".mp3",
        ".wav",
        ".m4a",
        ".ogg",
        ".opus",
        ".aac",
        ".flac",
        ".wma",
        ".amr",
        ".mp4",
        ".mkv",
        ".mov",
        ".avi",
        ".webm",
    }
)
_FILLED = frozenset({"study", "participants", "guide", "criteria", "ratings", "metrics", "names"})
_CONFUSED = frozenset(
    {".yaml", ".yml", ".csv", ".tsv", ".xlsx", ".xls", ".ods", ".yaml.txt", ".yml.txt", ".csv.txt"}
)
_JUNK = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Transcripts:
    """The transcripts of a study by their paths relative to it, and what was left out."""

    files: tuple[str, ...]
    notes: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()


def find_transcripts(root: Path) -> Transcripts:
    """The transcripts of the study at `root`: all in `transcripts/` and its folders, else all beside it.

    Links that lead out of the study are not followed, hidden files not looked at. Raises `InputError`
    where there is none.
    """
    folder = root / TRANSCRIPTS
    names = sorted(_walk(folder, root) if folder.is_dir() else _beside(root))
    files, notes, failures, packed = [], [], [], []
    for name in names:
        path = root / name
        if (shown := printable(name)) != name:
            failures.append(Failure(shown, f"{shown}: имя файла не в UTF-8; ожидается переименованный файл"))
        elif not is_inside(path, root):
            notes.append(f"файл {name} пропущен: это ссылка за пределы исследования или в никуда")
        elif not path.is_file():
            notes.append(f"файл {name} пропущен: он не обычный")
        elif is_read(path.suffix):
            files.append(name)
        elif path.suffix.lower() in _SOUND:
            notes.append(f"файл {name} пропущен: это запись разговора, её нужно сначала распознать")
        elif folder.is_dir() and path.suffix.lower() in PICTURES:
            notes.append(f"файл {name} пропущен: это изображение; если на нём текст, его нужно распознать")
        elif folder.is_dir() and path.suffix.lower() in NEVER:
            notes.append(f"файл {name} пропущен: это не стенограмма")
        elif folder.is_dir() or path.suffix.lower() in DOCUMENTS:
            failures.append(Failure(name, f"{name}: {why_unread(path, endings())}"))
        elif path.suffix.lower() in ARCHIVES:
            packed.append(f"{name}: {why_unread(path, endings())}")
    if files or failures:  # it may have been unpacked already
        notes += [f"файл пропущен: {each}" for each in packed]
    else:
        failures += [Failure(each.partition(":")[0], each) for each in packed]
    examples = [name for name in files if Path(name).stem.casefold().startswith(EXAMPLE)]
    if 0 < len(examples) < len(files):
        files = [name for name in files if name not in examples]
        notes += [f"файл {name} пропущен: это пример" for name in examples]
    if not files and not failures:
        raise InputError(
            "в исследовании нет ни одной стенограммы",
            file=folder if folder.is_dir() else root,
            expected=f"хотя бы один файл {endings()} в папке {TRANSCRIPTS}",
        )
    return Transcripts(tuple(files), tuple(notes), tuple(failures))


def printable(name: str) -> str:
    """A file's name with bytes that are no UTF-8 (from an archive made under Windows) as `\\x8f`."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def own_file(root: Path, stem: str, suffixes: Iterable[str] = SUFFIXES) -> Path | None:
    """The study's own file of that name (`participants` → participants.csv or .xlsx), None without one.

    Raises `InputError` where there are two.
    """
    found = [
        path for suffix in suffixes if is_inside(path := root / f"{stem}{suffix}", root) and path.is_file()
    ]
    if len(found) > 1:
        raise InputError(
            "одна и та же таблица дана дважды",
            file=found[0],
            value=found[1].name,
            expected="один из двух файлов",
        )
    return found[0] if found else None


def misnamed(root: Path) -> Iterator[str]:
    """What is said of files beside the study's own that bear their names, but endings that nobody reads."""
    for path in sorted(root.iterdir()):
        name = path.name.casefold()
        stem, dot, ending = name.partition(".")
        read = is_own(name) and (root / name).is_file()  # some disks take capitals for small letters
        if stem in _FILLED and f"{dot}{ending}" in _CONFUSED and path.is_file() and not read:
            wanted = " или ".join(f"{stem}{each}" for each in OWN[stem])
            yield f"файл {path.name} не читается; ожидается {wanted}"


def is_inside(path: Path, root: Path) -> bool:
    """Does `path`, links followed, exist within `root`?"""
    try:
        return path.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def _walk(folder: Path, root: Path) -> Iterable[str]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _hidden(name)]
        linked = [name for name in folders if (Path(parent) / name).is_symlink()]  # listed, but never entered
        for name in [*files, *linked]:
            if not _hidden(name):
                yield (Path(parent) / name).relative_to(root).as_posix()


def _beside(root: Path) -> Iterable[str]:
    for path in root.iterdir():
        if not _hidden(path.name) and not path.is_dir() and not _own(path):
            yield path.name


def _own(path: Path) -> bool:
    if path.suffix.lower() in ARCHIVES:  # «study.zip» is no file of the study, it may be all of it
        return False
    return is_own(path.name) or path.stem.casefold() in _OTHERS


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in _JUNK
