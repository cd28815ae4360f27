"""The licences of all wheels: their texts, as the wheels have them, and a table."""

from __future__ import annotations

import csv
import re
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from wheels import Wheel

_TEXT = re.compile(r"^(licen[cs]e|copying|notice|authors|patents)", re.IGNORECASE)
# what a package says of its data in its description only
_DATA = {"pymorphy3-dicts-ru": "MIT AND CC-BY-SA-3.0"}  # OpenCorpora's dictionary
_CODE = {".py", ".pyc", ".pyi", ".h", ".so", ".pyd"}
_NAMES = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def write_licences(folder: Path, wheels: list[Wheel]) -> None:
    """A folder a package, and licences.csv: package, version, licence, and the files that hold its text."""
    rows = []
    seen = set()
    for wheel in sorted(wheels, key=lambda each: (each.name, each.path.name)):
        place = folder / f"{wheel.name}-{wheel.version}"
        if wheel.name in seen:
            continue
        seen.add(wheel.name)
        files = []
        for name, text in texts(wheel).items():
            target = place / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
            files.append(name)
        rows.append((wheel.name, wheel.version, licence(wheel), "; ".join(files)))
    folder.mkdir(exist_ok=True)
    with (folder / "licences.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("package", "version", "licence", "texts"))
        writer.writerows(rows)


def licence(wheel: Wheel) -> str:
    """What a wheel says that its licence is: an SPDX expression, else a name, else its classifiers.

    Some have the whole text where the name belongs; one has another licence for its data.
    """
    if wheel.name in _DATA:
        return _DATA[wheel.name]
    said = wheel.metadata
    own = (said.get("License-Expression") or said.get("License") or "").strip()
    if own and own != "UNKNOWN" and len(own.splitlines()) == 1:
        return _NAMES.get(own, own)
    classes = [each for each in said.get_all("Classifier", []) if each.startswith("License")]
    named = [each.rpartition(" :: ")[2] for each in classes]
    return " AND ".join(_NAMES.get(each, each) for each in named)


def texts(wheel: Wheel) -> dict[str, bytes]:
    """The texts of licences and notices in a wheel, by their places in it."""
    found = {}
    with ZipFile(wheel.path) as archive:
        for name in archive.namelist():
            place = PurePosixPath(name)
            inside = place.parts[0].endswith(".dist-info")
            told = _TEXT.match(place.name) or (inside and "licenses" in place.parts)
            if told and not name.endswith("/") and ".." not in place.parts and place.suffix not in _CODE:
                found["/".join(place.parts[1:] if inside else place.parts)] = archive.read(name)
    return found
