"""`make bundle`: what a closed machine needs, for the machine that it is for."""

import csv
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from closed_machine import namespace, run_alone

ROOT = Path(__file__).parents[1]
BUNDLE = ROOT / "bundle"
sys.path.insert(0, str(BUNDLE))

from licences import licence, write_licences  # noqa: E402
from sbom import bill, write_sbom  # noqa: E402
from targets import Target, targets  # noqa: E402
from wheels import Wheel, fetch, read_pins  # noqa: E402

WINDOWS, LINUX = Target("windows", "3.12"), Target("linux", "3.12")


def wheel(folder: Path, name: str, tag: str = "py3-none-any", **said: str | list[str]) -> Wheel:
    """A wheel with nothing but what it says of itself."""
    version, lines = "1.0", ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0"]
    for key, values in said.items():
        listed = [values] if isinstance(values, str) else values
        lines += [f"{key.replace('_', '-')}: {each}" for each in listed]
    path = folder / f"{name}-{version}-{tag}.whl"
    with ZipFile(path, "w") as archive:
        archive.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(lines) + "\n\n")
        archive.writestr(f"{name}/_vendor/other-2.0.dist-info/METADATA", "Name: other\n")
        archive.writestr(f"{name}-{version}.dist-info/licenses/LICENSE", f"licence of {name}")
    return Wheel(path)


def test_dependencies_are_those_of_the_machine_that_it_is_for(tmp_path: Path) -> None:
    own = wheel(
        tmp_path,
        "own",
        Requires_Dist=[
            "shell",
            "table; extra == 'more'",
            "b; extra == 'less'",
            "c; python_version < '3.11'",
        ],
    )
    wheel(tmp_path, "shell", Requires_Dist=["colorama; platform_system == 'Windows'", "own[more]"])
    for name in ("table", "colorama"):
        wheel(tmp_path, name)
    pins = dict.fromkeys(("own", "shell", "table", "colorama"), "1.0")
    for target, needed in ((WINDOWS, "colorama own shell table"), (LINUX, "own shell table")):
        found = fetch(own, [], target, pins, tmp_path)
        assert " ".join(each.name for each in found) == needed


def test_what_is_not_pinned_or_pinned_to_what_does_not_do_is_said(tmp_path: Path) -> None:
    own = wheel(tmp_path, "own", Requires_Dist=["table>=2"])
    wheel(tmp_path, "table")
    with pytest.raises(SystemExit, match=r"own needs table>=2 on linux-3\.12: pin it in constraints\.txt"):
        fetch(own, [], LINUX, {}, tmp_path)
    with pytest.raises(SystemExit, match=r"own needs table>=2, and constraints\.txt has 1\.0"):
        fetch(own, [], LINUX, {"table": "1.0"}, tmp_path)


def test_every_pin_is_one_version() -> None:
    pins = read_pins(ROOT / "constraints.txt")
    assert pins["numpy"]
    assert {"colorama", "setuptools", "tzdata"} <= {*pins}  # what only Windows or a later Python needs
    assert len(targets(["windows", "linux"], ["3.11", "3.12"])) == 4


def test_licences_are_named_and_their_texts_kept(tmp_path: Path) -> None:
    wheels = [
        wheel(tmp_path, "one", License_Expression="MIT"),
        wheel(tmp_path, "two", License="BSD License"),
        wheel(tmp_path, "three", License="UNKNOWN", Classifier="License :: OSI Approved :: MIT License"),
        wheel(
            tmp_path,
            "four",
            License="(c) 2001\n  All rights",
            Classifier="License :: OSI :: BSD License",
        ),
    ]
    assert [licence(each) for each in wheels] == ["MIT", "BSD", "MIT", "BSD"]
    words = wheel(tmp_path, "pymorphy3_dicts_ru", License="MIT license")  # of its code alone
    assert licence(words) == "MIT AND CC-BY-SA-3.0"
    write_licences(tmp_path / "licences", wheels)
    with (tmp_path / "licences" / "licences.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["package"] for row in rows] == ["four", "one", "three", "two"]
    assert (tmp_path / "licences" / "one-1.0" / rows[1]["texts"]).read_text() == "licence of one"


def test_the_bill_of_materials_is_cyclonedx(tmp_path: Path) -> None:
    own = wheel(tmp_path, "own", License_Expression="Apache-2.0", Requires_Dist=["table", "absent"])
    some = wheel(tmp_path, "table", tag="cp312-cp312-win_amd64", License_Expression="MIT")
    other = wheel(tmp_path, "table", tag="cp312-cp312-manylinux1_x86_64", Summary="Tables")
    write_sbom(tmp_path / "sbom.json", own, [own, some, other])  # raises where the schema is not met
    told = json.loads((tmp_path / "sbom.json").read_text("utf-8"))
    assert told == json.loads(bill(own, [own, some, other])) | {
        key: told[key]
        for key in ("serialNumber", "metadata")  # a number and a time of its own
    }
    (table,) = told["components"]
    assert {each["content"] for each in table["hashes"]} == {some.digest, other.digest}
    assert table["purl"] == "pkg:pypi/table@1.0"
    inside = [each["name"] for each in told["metadata"]["component"]["components"]]
    assert len(inside) == 2  # the models of others that our wheel carries
    assert {"ref": "pkg:pypi/own@1.0", "dependsOn": ["pkg:pypi/table@1.0"]} in told["dependencies"]


def install(folder: Path, *given: str | Path, python: str = "") -> "subprocess.CompletedProcess[str]":
    own = {"PATH": "/usr/bin:/bin", "PYTHON": python or sys.executable}
    command = [*namespace(), "sh", str(folder / "install.sh"), *map(str, given)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=own, check=False)


@pytest.mark.skipif(sys.platform != "linux", reason="install.sh")
def test_the_installer_says_what_it_needs_in_one_sentence(tmp_path: Path) -> None:
    for name in ("install.sh", "install.py"):
        (tmp_path / name).write_bytes((BUNDLE / "installer" / name).read_bytes())
    (tmp_path / "requirements").mkdir()
    for name in ("linux-3.1", "windows-3.11"):
        (tmp_path / "requirements" / f"{name}.txt").touch()
    refused = install(tmp_path)
    assert refused.returncode == 2
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert refused.stderr.splitlines() == [
        f"Ошибка: этот комплект не для Python {running} (64-разрядного, Linux); "
        "ожидается 64-разрядный: Python 3.1 (Linux), Python 3.11 (Windows)"
    ]
    refused = install(tmp_path, python=str(tmp_path / "нет"))
    assert refused.returncode == 2
    assert "не запускается" in refused.stderr
    (tmp_path / "requirements" / f"linux-{running}.txt").touch()
    refused = install(tmp_path, tmp_path)
    assert refused.returncode == 2
    assert "занята" in refused.stderr


def test_the_installer_for_windows_has_its_line_ends_and_no_index() -> None:
    lines = (BUNDLE / "installer" / "install.bat").read_bytes().split(b"\r\n")
    assert not any(b"\n" in line for line in lines)
    assert lines[0] == b"@echo off"
    labels = {line[1:] for line in lines if line.startswith(b":")}
    asked = {line.rpartition(b"goto ")[2] for line in lines if b"goto " in line}
    asked |= {line.partition(b"call :")[2].split()[0] for line in lines if b"call :" in line}
    assert asked == {*labels, b":eof"}
    said = (BUNDLE / "installer" / "install.py").read_text("utf-8")
    assert '"--no-index", "--require-hashes"' in said


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="the bundle that is installed here")
def test_a_bundle_installs_and_runs_without_a_network(tmp_path: Path) -> None:
    made = [sys.executable, str(BUNDLE), "--platform", "linux", "--to", str(tmp_path / "dist")]
    subprocess.run(made, check=True)
    (folder,) = (tmp_path / "dist").iterdir()
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    json.loads((folder / "sbom.cdx.json").read_text("utf-8"))
    done = install(folder, tmp_path / "env")
    assert done.returncode == 0, done.stderr
    said = run_alone(tmp_path / "env", tmp_path)
    assert "workbench: 200" in said
    assert (tmp_path / "study" / "out" / "mentions.parquet").is_file()
    # a wheel that is not the one that was put in is refused
    (numpy,) = (folder / "wheels").glob("numpy-*.whl")
    with ZipFile(numpy, "a") as archive:
        archive.writestr("numpy/more.py", "")
    assert sha256(numpy.read_bytes()).hexdigest() not in (folder / "SHA256SUMS").read_text("utf-8")
    assert install(folder, tmp_path / "other").returncode == 2
