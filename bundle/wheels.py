"""What a target installs: the pinned packages that otzvuk needs there, and their wheels.

pip download takes the tags of another machine, but evaluates markers (`platform_system == "Windows"`) with
the one that it runs on: a folder for Windows made on Linux lacks colorama. So the dependencies are followed
here, with the target's markers, and pip is asked for one wheel at a time. Versions are from constraints.txt.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from email.message import Message
from email.parser import BytesParser
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from targets import Target

_OWN = re.compile(r"[^/]+\.dist-info/METADATA")


class Wheel:
    """A wheel on disk."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        name, version, _, self.tags = parse_wheel_filename(self.path.name)
        self.name, self.version = str(name), str(version)

    @cached_property
    def digest(self) -> str:
        """Its SHA-256."""
        return sha256(self.path.read_bytes()).hexdigest()

    @cached_property
    def metadata(self) -> Message:
        """What it says of itself (core metadata)."""
        with ZipFile(self.path) as archive:
            (name,) = (each for each in archive.namelist() if _OWN.fullmatch(each))  # some carry others'
            return BytesParser().parsebytes(archive.read(name))

    def requires(self, extras: Iterable[str], target: Target) -> list[Requirement]:
        """What it needs on a target."""
        found = []
        for line in self.metadata.get_all("Requires-Dist", []):
            each = Requirement(line)
            asked = [target.environment | {"extra": extra} for extra in ("", *extras)]
            if each.marker is None or any(each.marker.evaluate(where) for where in asked):
                found.append(each)
        return found


def read_pins(path: Path) -> dict[str, str]:
    """The versions of constraints.txt by name."""
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    pinned = (line.split("==") for line in lines if line)
    return {canonicalize_name(name): version for name, version in pinned}


def fetch(
    own: Wheel, extras: Iterable[str], target: Target, pins: Mapping[str, str], folder: Path
) -> list[Wheel]:
    """`own` and all that it needs on a target, with the wheels in `folder`."""
    found = {own.name: own}
    asked: dict[str, set[str]] = {own.name: set(extras)}
    waiting = [own.name]
    while waiting:
        wheel = found[waiting.pop()]
        for each in wheel.requires(asked[wheel.name], target):
            name = canonicalize_name(each.name)
            more = set(each.extras) - asked.setdefault(name, set())
            if name in found and not more:
                continue
            asked[name] |= more
            if name not in found:
                if name not in pins:
                    raise SystemExit(f"{wheel.name} needs {each} on {target.name}: pin it in constraints.txt")
                found[name] = _download(name, pins[name], target, folder)
                if not each.specifier.contains(found[name].version, prereleases=True):
                    raise SystemExit(f"{wheel.name} needs {each}, and constraints.txt has {pins[name]}")
            waiting.append(name)
    return sorted(found.values(), key=lambda each: each.name)


def _download(name: str, version: str, target: Target, folder: Path) -> Wheel:
    """The wheel of a package for a target, which may be there for another one."""
    for there in folder.glob("*-none-any.whl"):
        known = Wheel(there)
        if (known.name, known.version) == (name, version):
            return known
    place = folder / ".new"
    place.mkdir()
    command = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(place), *target.options]
    subprocess.run([sys.executable, *command, f"{name}=={version}"], check=True)
    (got,) = place.iterdir()
    moved = got.replace(folder / got.name)
    place.rmdir()
    return Wheel(moved)
