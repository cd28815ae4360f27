"""The files of a study's folder: whose each of them is, and the one rule about writing over them.

In a study's folder the program replaces only what it wrote in `out/`, and puts nothing under the name of
one of the study's own files or among its transcripts. Elsewhere it replaces a file only where it was told to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from otzvuk.model.errors import InputError, reason

OUT: Final = "out"
CACHE: Final = ".otzvuk"  # what was computed before; can be deleted at any time
TRANSCRIPTS: Final = "transcripts"
MARKED: Final = "marked"
CODERS: Final = "coders"
STORE: Final = "otzvuk.sqlite"  # what people decided
DRAFT: Final = "codebook-draft.json"  # edits of a codebook that wait to be saved
FOUND_LIST: Final = "names_found.csv"  # the names that were found and what they are called
PLAN: Final = "plan.xlsx"

_TABLES: Final = (".csv", ".xlsx", ".ods")
OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "study": (".yaml",),
    "guide": (".yaml",),
    "criteria": (".yaml",),
    "report": (".yaml",),
    "maturity": (".yaml",),
    "participants": _TABLES,
    "ratings": _TABLES,
    "metrics": _TABLES,
    "names": (".csv",),
    "names_found": (".csv",),
    "facts": (".csv",),
    "plan": (".xlsx",),
    "gold": (".jsonl",),
    "codebook-draft": (".json",),
    "import": (".txt",),
    "otzvuk": (".sqlite",),
}
"""The files in a study's folder that people write or that keep what they decided: name and endings."""

FOLDERS: Final = (TRANSCRIPTS, MARKED, CODERS)
"""The folders of a study in which the program never writes."""

REPORTS: Final = (
    "mentions.csv", "mentions.parquet", "ratings.csv", "ratings.parquet", "damage.csv", "damage.parquet",
    "frequencies.xlsx", "report.html", "report.docx", "report.pptx", "run.json",
)  # fmt: skip
"""What an analysis writes into its folder: those in Parquet only where pyarrow is installed."""

_UNNAMED: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""What no system may have in a folder's name."""

_NAMING: Final = re.compile(
    r"\b((?:company|компан\w*|client|клиент\w*|interview|интервью|speaker|респондент|имя)"
    r" ?(?:!=|<>|[=≠]) ?)([^,;]+)",
    re.IGNORECASE,
)
"""Conditions whose values are names."""

_LONGEST_NAME: Final = 120  # bytes

_PLAIN: Final = re.compile(r"\w[\w .-]*\.\w+")  # no folder, not hidden

_KEYS: Final = ("codebook", "metrics", "coding")  # of study.yaml: may name a file that a person wrote
_NO_TRANSCRIPT: Final = frozenset({".qdpx", ".qdc", ".yaml", ".yml", ".parquet", ".png"})


def reports_of(run: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of what an analysis wrote, by its run.json: `REPORTS`, and the reports of plug-ins."""
    told = run.get("files")
    more = (
        [each for each in told if is_report_name(each) and each not in REPORTS]
        if isinstance(told, dict)
        else []
    )
    return (*REPORTS, *more)


def is_report_name(name: str) -> bool:
    """Whether a plug-in's report can have that name: a file's, with an ending, in no folder."""
    return bool(_PLAIN.fullmatch(name))


def own_names() -> Iterator[str]:
    """Every name that an own file of a study's folder can have."""
    return (f"{stem}{suffix}" for stem, suffixes in OWN.items() for suffix in suffixes)


def is_own(name: str) -> bool:
    """Whether a file of that name in a study's folder is the study's own; capitals do not count.

    >>> is_own("Plan.xlsx"), is_own("plan.docx")
    (True, False)
    """
    return name.casefold() in set(own_names())


def own_files(study: Path) -> tuple[Path, ...]:
    """The own files and folders that the study in folder `study` can have, there or not.

    To those that every study can have come those that its study.yaml names.
    """
    named = [*own_names(), *FOLDERS]
    with suppress(InputError, OSError, UnicodeDecodeError):
        from otzvuk.model.yamlfile import parse_yaml, plain

        path = study / "study.yaml"
        tree = plain(parse_yaml(path.read_text("utf-8-sig"), path)) if path.is_file() else {}
        values = [tree.get(key) for key in _KEYS] if isinstance(tree, dict) else []
        named += [each for each in values if isinstance(each, str) and (study / each).exists()]
    return tuple(study / each for each in dict.fromkeys(named))


def refuse(target: Path, *sources: Path | None, overwrite: bool = False, makes: str = "") -> None:
    """Raise `InputError` where the file `target` must not be written.

    `sources` are what the command reads: studies and files, None for what was not given. Any other study
    that `target` lies in counts, too. `overwrite` allows to replace a file outside of studies, `makes` is
    the name of an own file that the command is there to make where it is missing.
    """
    if target.is_dir():
        raise InputError("это папка, а не файл", file=target, expected="имя файла")
    there = target.resolve()
    given = [each for each in sources if each is not None]
    if any(there == each.resolve() for each in given):
        raise _taken(target)
    homes = dict.fromkeys([*(each.resolve() for each in given if each.is_dir()), *_homes(there)])
    for home in homes:
        if not there.is_relative_to(home) and not _named(there, home):
            continue
        if _in_out(there, home):
            if there.parent == (home / OUT).resolve() and there.name.casefold() in REPORTS:
                raise _taken(target)
            return
        made = there == home / makes and not there.exists()  # what the command is there to make
        if not made and (_spoils(there, home) or _named(there, home)):
            raise _taken(target)
        if target.exists():
            raise InputError(
                "файл уже есть, а в папке исследования заменяется только то, что в out",
                file=target,
                expected="другое имя или файл в папке out",
            )
    if target.exists() and not overwrite:
        raise InputError("файл уже есть", file=target, expected="другое имя или параметр --overwrite")


def refuse_reports(
    folder: Path, study: Path, *sources: Path | None, overwrite: bool = False, more: Iterable[str] = ()
) -> None:
    """Raise `InputError` where the reports of `study` must not be written into `folder`.

    They may take the place of earlier reports (those beside our run.json, in a study's `out/` too) and, with
    `overwrite`, of files that bear their names; never of one of `sources`, which the command reads. `more`
    are the reports of plug-ins.
    """
    names = (*REPORTS, *more)
    if folder.exists() and not folder.is_dir():
        raise InputError("это файл, а не папка", file=folder, expected="папка для отчётов")
    refuse_study(study)
    there = folder.resolve()
    homes = dict.fromkeys([study.resolve(), *_homes(there / "x", study)])
    if any(there == home or _named(there, home) for home in homes):
        raise InputError(
            "здесь лежат файлы исследования, отчёты их испортят",
            file=folder,
            expected="другая папка, например out в исследовании",
        )
    read = {each.resolve() for each in sources if each is not None}
    for name in names:
        if (there / name).resolve() in read:
            raise InputError(
                "этот файл читается, а отчёт его заменит",
                file=folder / name,
                expected="другая папка для отчётов",
            )
    run = run_of(folder)
    if overwrite:
        return
    taken = next((name for name in names if _foreign(name, folder, run)), None)
    if taken:
        raise InputError(
            "файл уже есть, и записал его не отчёт",
            file=folder / taken,
            expected="другая папка или параметр --overwrite",
        )


def _foreign(name: str, folder: Path, run: Mapping[str, Any]) -> bool:
    """Whether in `folder` lies a file of that name that no analysis wrote: of ours run.json says so."""
    return (folder / name).exists() and not (run and name in reports_of(run))


def refuse_folder(folder: Path, *, expected: str = "новая или пустая папка") -> None:
    """Raise `InputError` unless `folder` can be made: new or empty, and not among a study's transcripts."""
    if folder.exists() and not folder.is_dir():
        raise InputError("здесь уже есть файл", file=folder, expected=expected)
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise InputError("папка не пуста", file=folder, expected=expected)
    except OSError as error:
        raise InputError("папка не читается", file=folder, value=reason(error)) from error
    refuse_inside(folder)


def refuse_study(study: Path) -> None:
    """Raise `InputError` where `study`, to be written into, lies among the transcripts of another study."""
    there = study.resolve()
    home = next((each for each in _homes(there, study) if _named(there, each)), None)
    if home is not None:
        raise InputError(
            "это стенограммы исследования, а не само исследование", file=study, expected=f"папка {home}"
        )


def refuse_inside(target: Path) -> None:
    """Raise `InputError` where `target` lies among the transcripts of a study, or is to replace them."""
    there = target.resolve()
    if any(_named(there, home) for home in _homes(there)):
        raise _taken(target)


def reports_folder(study: Path, where: str = "") -> Path:
    """Where the reports of a study go: `out/`, those of some people a folder of their own in it.

    «сегмент=ушедшие» goes into `out/сегмент=ушедшие`: the reports of everybody stay as they are. A folder
    goes to others as its files do: who is named (a company, a person) is a digest in its name. Of a long
    condition the name is cut, and told from others by a digest.

    >>> reports_folder(Path("s"), "роль=user|economic, волна=2024").name
    'роль=user или economic, волна=2024'
    """
    asked = " ".join(where.replace("|", " или ").split())
    if not asked:
        return study / OUT
    hidden = _NAMING.sub(lambda found: found[1] + _short(found[2].strip()), asked)
    name = _UNNAMED.sub("-", hidden).strip(". ")
    if name != hidden or len(name.encode()) > _LONGEST_NAME:
        short = name.encode()[: _LONGEST_NAME - 9].decode("utf-8", "ignore").strip(". ")
        name = f"{short} {_short(asked)}"
    return study / OUT / name


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


def run_of(folder: Path) -> dict[str, Any]:
    """What run.json in `folder` says; empty where there is none that an analysis wrote."""
    try:
        run = json.loads((folder / "run.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return run if isinstance(run, dict) and {"version", "codebook", "counts"} <= run.keys() else {}


def is_study(folder: Path) -> bool:
    """Whether `folder` looks like a study: it has transcripts/, study.yaml or a table of participants."""
    return (folder / TRANSCRIPTS).is_dir() or _told(folder)


def _told(folder: Path) -> bool:
    tables = [folder / f"participants{suffix}" for suffix in OWN["participants"]]
    return any(each.is_file() for each in (folder / "study.yaml", *tables))


def _homes(there: Path, study: Path | None = None) -> Iterator[Path]:
    """The studies that `there` lies in; a folder transcripts/ that is itself the `study` makes none."""
    bare = study.resolve() if study and study.resolve().name == TRANSCRIPTS else None
    for each in there.parents:
        if is_study(each) and not (bare and each == bare.parent and not _told(each)):
            yield each


def _in_out(there: Path, home: Path) -> bool:
    return there.is_relative_to((home / OUT).resolve())


def _in_folders(there: Path, home: Path) -> bool:
    return any(there.is_relative_to((home / each).resolve()) for each in FOLDERS)


def _named(there: Path, home: Path) -> bool:
    """Whether `there` is or lies in what study.yaml of `home` names, wherever that is."""
    return any(there.is_relative_to(each.resolve()) for each in own_files(home))


def _spoils(there: Path, home: Path) -> bool:
    """Whether a file at `there` would be taken for an own file of the study, or for a transcript."""
    if _in_folders(there, home):
        return True
    if there.parent != home:
        return False
    if is_own(there.name):
        return True
    beside = not (home / TRANSCRIPTS).is_dir()  # the transcripts lie in the study's folder itself
    return beside and there.suffix.lower() not in _NO_TRANSCRIPT


def _taken(target: Path) -> InputError:
    what = "здесь лежит файл исследования" if target.exists() else "так называется файл исследования"
    return InputError(what, file=target, expected="другой файл, например в папке out")
