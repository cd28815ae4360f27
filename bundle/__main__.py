"""`make bundle`: all that a closed machine needs to install otzvuk and run it, in one folder.

Wheels for Windows and Linux with their hashes, installers that ask no network, licences, an SBOM (CycloneDX),
and the page that says what the program opens and writes. Only building it needs a network.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from licences import write_licences
from sbom import write_sbom
from targets import Target, targets
from wheels import Wheel, fetch, read_pins

ROOT = Path(__file__).parents[1]
EXTRAS = ("careful", "parquet", "learn")
PAGE = ROOT / "docs" / "more" / "closed-machine.md"


def main(arguments: list[str] | None = None) -> int:
    """Build the bundle; the answer is the exit code."""
    parser = argparse.ArgumentParser(prog="make bundle", description=__doc__)
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    parser.add_argument("--python", nargs="+", default=[running], metavar="3.N", help=f"versions ({running})")
    parser.add_argument("--platform", nargs="+", default=["windows", "linux"], choices=["windows", "linux"])
    parser.add_argument("--extras", nargs="*", default=list(EXTRAS), metavar="EXTRA")
    parser.add_argument("--to", type=Path, default=ROOT / "dist", metavar="FOLDER")
    asked = parser.parse_args(arguments)
    folder = build(asked.to, targets(asked.platform, asked.python), asked.extras)
    size = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
    print(f"{folder}: {size / 1e6:.0f} MB")
    return 0


def build(to: Path, wanted: list[Target], extras: list[str]) -> Path:
    """A new bundle in folder `to`; one of the same version that is there is replaced."""
    own = own_wheel(to)
    folder = to / f"otzvuk-{own.version}-bundle"
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    own = Wheel(shutil.move(own.path, wheels))
    pins = read_pins(ROOT / "constraints.txt")
    needed: dict[str, Wheel] = {}
    for target in wanted:
        found = fetch(own, extras, target, pins, wheels)
        write_requirements(folder / "requirements" / f"{target.name}.txt", found)
        needed |= {each.path.name: each for each in found}
        print(f"{target.name}: {len(found)} packages")
    for file in sorted((Path(__file__).parent / "installer").iterdir()):
        if file.is_file():
            shutil.copy2(file, folder)
    shutil.copy2(PAGE, folder / "ПРОЧТИТЕ.md")
    write_licences(folder / "licences", list(needed.values()))
    write_sbom(folder / "sbom.cdx.json", own, list(needed.values()))
    write_sums(folder)
    return folder


def own_wheel(to: Path) -> Wheel:
    """The wheel of this checkout, built into `to`."""
    place = to / "wheel"
    shutil.rmtree(place, ignore_errors=True)
    command = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(place), str(ROOT)]
    subprocess.run([sys.executable, *command], check=True)
    (built,) = place.glob("*.whl")
    moved = Path(shutil.move(built, to / built.name))
    place.rmdir()
    return Wheel(moved)


def write_requirements(path: Path, wheels: list[Wheel]) -> None:
    """What pip installs with --require-hashes, each package by its version and its wheel's hash."""
    path.parent.mkdir(exist_ok=True)
    lines = [f"{each.name}=={each.version} --hash=sha256:{each.digest}" for each in wheels]
    path.write_text("\n".join(sorted(lines)) + "\n", "utf-8", newline="\n")


def write_sums(folder: Path) -> None:
    """SHA256SUMS of all files, as sha256sum --check reads it."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    known = [(sha256(each.read_bytes()).hexdigest(), each.relative_to(folder).as_posix()) for each in files]
    lines = [f"{digest}  {name}" for digest, name in known]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    raise SystemExit(main())
