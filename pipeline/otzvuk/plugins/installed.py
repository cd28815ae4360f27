"""Which entry points of ours the installed packages have, and what tells their code from any other.

`importlib.metadata.entry_points` reads the lists of all packages and is slow to import; here the metadata of
a package is looked at only where its entry_points.txt names a group of ours.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Final

from otzvuk.plugins.plugin import Group, Plugin

_OURS: Final = re.compile(rb"^\s*\[\s*otzvuk\.(?:readers|coders|reports|commands)\s*\]", re.MULTILINE)
_METADATA: Final = (".dist-info", ".egg-info")
_MANY: Final = 2000  # files of one package that are looked at
_LARGE: Final = 2**20  # bytes: of larger ones (weights, lists) size and time say whether they are the same


def installed() -> tuple[Plugin, ...]:
    """Every plug-in of the packages that Python finds, by group and name.

    Of a package that is found twice the first counts, as it is the one that is imported.
    """
    return _installed(tuple(sys.path))


@lru_cache(maxsize=4)
def _installed(paths: tuple[str, ...]) -> tuple[Plugin, ...]:
    found: dict[str, list[Plugin]] = {}
    for folder in _folders(paths):
        plugins = list(_plugins(folder))
        if plugins:
            found.setdefault(re.sub(r"[-_.]+", "-", plugins[0].package).casefold(), plugins)
    every = [each for plugins in found.values() for each in plugins]
    return tuple(sorted(every, key=lambda each: (list(Group).index(each.group), each.name, each.package)))


def _folders(paths: tuple[str, ...]) -> Iterator[Path]:
    """The metadata of packages whose entry points have a group of ours."""
    for path in dict.fromkeys(paths):
        with suppress(OSError):
            for name in sorted(os.listdir(path or ".")):  # noqa: PTH208
                if name.endswith(_METADATA):
                    with suppress(OSError):
                        folder = Path(path or ".", name)
                        if _OURS.search((folder / "entry_points.txt").read_bytes()):
                            yield folder


def _plugins(folder: Path) -> Iterator[Plugin]:
    from importlib.metadata import EntryPoint, PathDistribution

    package, version = re.sub(r"\.(dist|egg)-info\Z", "", folder.name), ""
    points: list[EntryPoint] = []
    with suppress(Exception):  # a damaged METADATA: the folder's name says enough
        told = PathDistribution(folder)
        package, version = str(told.metadata["Name"] or package), str(told.metadata["Version"] or "")
    with suppress(Exception):  # damaged lists hold nothing
        points = list(PathDistribution(folder).entry_points)
    for each in points:
        if each.group in set(Group):
            group = Group(each.group)
            name = f".{each.name.lstrip('.').lower()}" if group is Group.READERS else each.name
            yield Plugin(group=group, name=name, value=each.value, package=package, version=version)


def plugged_digest() -> str:
    """One digest of all plug-ins, of what their packages are called and of their code; "" without any.

    A package that is being written (installed «editable») changes without any new version: its files count.
    """
    return _digest(tuple(sys.path)) if installed() else ""


@lru_cache(maxsize=4)
def _digest(paths: tuple[str, ...]) -> str:
    whole = sha256()
    for each in _installed(paths):
        whole.update(repr(each).encode("utf-8", "backslashreplace"))
        whole.update(code_digest(each).encode())
    return whole.hexdigest()


def code_digest(plugin: Plugin) -> str:
    """The digest of the top package that a plug-in's entry point names; nothing of it is imported."""
    return _code(plugin.value.partition(":")[0].partition(".")[0].strip())


@lru_cache(maxsize=64)
def _code(top: str) -> str:
    whole = sha256()
    for path in _files(top):
        with suppress(OSError):
            stat = path.stat()
            told = f"{stat.st_size} {stat.st_mtime_ns}".encode()
            whole.update(path.name.encode("utf-8", "backslashreplace"))
            whole.update(told if stat.st_size > _LARGE else sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _files(top: str) -> Iterator[Path]:
    places: list[str] = []
    with suppress(Exception):  # finders of other packages may do anything
        from importlib.util import find_spec

        spec = find_spec(top) or PathFinder.find_spec(top)
        if spec is not None:
            places = list(spec.submodule_search_locations or ())
            if not places and spec.origin:
                yield Path(spec.origin)
    left = _MANY
    for place in places:
        for folder, folders, files in os.walk(place):
            folders[:] = sorted(each for each in folders if each != "__pycache__" and each[0] != ".")
            for name in sorted(files):
                if left and not name.endswith((".pyc", ".pyo")):
                    left -= 1
                    yield Path(folder, name)
